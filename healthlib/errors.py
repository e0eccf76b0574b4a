"""The pages for what went wrong: each says in a sentence what happened."""

from pathlib import PurePosixPath

from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.shortcuts import render
from django.template import TemplateDoesNotExist, loader
from django.utils.translation import gettext as _

from articles.public.old_addresses import in_small_letters, way_on
from articles.public.pages import NoPageNumber, forget_cookies
from articles.search import nearest
from articles.slugs import LONGEST_SLUG
from people.typed import shown_back
from record import clock

CLOSED = ("/admin/", "/accounts/", "/reviews/", "/media/", "/static/", "/health/", "/verify/")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: the request itself can't be used."""
    reason = str(exception) if isinstance(exception, NoPageNumber) else ""
    return render(request, "400.html", {"reason": reason}, status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: signed in or not, this person may not open that door."""
    return render(request, "403.html", {"reason": str(exception)}, status=403)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: a form without its proof of origin: sent from elsewhere, or after the cookies were cleared."""
    return shown_back(
        request,
        heading=_("This form is out of date"),
        reason=_("It was open for too long, or came from another site, so nothing was done with it."),
        status=403,
    )


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: nothing stands here, whoever asks: a cookie changes nothing. Ours in capitals lead on, and old addresses."""
    forget_cookies(request)
    if answer := in_small_letters(request) or way_on(request):
        return answer
    return render(request, "404.html", {"nearest": _nearest(request)}, status=404)


def _nearest(request: HttpRequest) -> list[tuple[str, str]]:
    """The articles that a wrong address may have meant. One search at most, and none behind the doors."""
    if request.method not in ("GET", "HEAD") or request.path.startswith(CLOSED):
        return []
    last = request.path.rstrip("/").rpartition("/")[2]
    return nearest(PurePosixPath(last[:LONGEST_SLUG]).stem, clock.now())


def server_error(request: HttpRequest) -> HttpResponse:
    """500: our own fault. Rendered without the request, so that a broken database or session can't break it too."""
    try:
        return HttpResponseServerError(loader.get_template("500.html").render())
    except TemplateDoesNotExist:
        return HttpResponseServerError("Something went wrong on our side.", content_type="text/plain")
