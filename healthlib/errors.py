"""The pages for what went wrong: each says in a sentence what happened."""

from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.shortcuts import render
from django.template import TemplateDoesNotExist, loader
from django.utils.translation import gettext as _

from articles.public.pages import forget_cookies

# Shorter values than this are soon typed again; a password is never shown back.
WORTH_KEEPING = 80


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: the request itself can't be used."""
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: signed in or not, this person may not open that door."""
    return render(request, "403.html", {"reason": str(exception)}, status=403)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: a form without its proof of origin: sent from elsewhere, or after the cookies were cleared."""
    said = _(
        "This form is out of date, or came from another site. Sign in again, open the page anew and send it once more."
    )
    return render(request, "403.html", {"reason": said, "kept": typed_in(request)}, status=403)


def typed_in(request: HttpRequest) -> list[str]:
    """What somebody wrote into a form that can't be taken, so that it can be shown back and nothing is lost."""
    written = (str(value) for name, value in request.POST.items() if "password" not in name)
    return [words for words in written if len(words) >= WORTH_KEEPING]


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: nothing stands at this address, for nobody: a cookie makes no difference."""
    forget_cookies(request)
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: our own fault. Rendered without the request, so that a broken database or session can't break it too."""
    try:
        return HttpResponseServerError(loader.get_template("500.html").render())
    except TemplateDoesNotExist:
        return HttpResponseServerError("Something went wrong on our side.", content_type="text/plain")
