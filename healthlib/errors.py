"""The pages for what went wrong: each says in a sentence what happened."""

import re
from datetime import datetime
from pathlib import PurePosixPath
from typing import Final

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, HttpResponseServerError, JsonResponse
from django.shortcuts import render
from django.template import TemplateDoesNotExist, loader
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from articles.public.old_addresses import in_small_letters, way_on
from articles.public.pages import ASK_FIRST, NoPageNumber, NoSuchPage, forget_cookies
from articles.public.selectors import lacking_a_letter
from articles.search import nearest, suggest
from articles.slugs import LONGEST_SLUG
from people.typed import shown_back, typed_in
from record import clock

CLOSED: Final = ("/admin/", "/accounts/", "/reviews/", "/media/", "/static/", "/verify/")
SEARCH: Final = "/search/"
"""The one public list that answers programs in JSON."""
PROBES: Final = ("/health", "/health/live", "/health/ready")
_BELOW_ARTICLE: Final = re.compile(r"/articles/([^/]+)/.+")
_VERIFYING: Final = re.compile(r"/verify/[0-9a-f]{64}/(?:content\.json)?")
_JSON: Final = "application/json"
_MARKS: Final = re.compile(r"[\W_]+")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: the request itself can't be used."""
    reason = ""
    if isinstance(exception, NoPageNumber):
        reason = str(exception)
        if _asks_for_json(request):
            return _as_json(reason, 400)
    elif isinstance(exception, RequestDataTooBig):
        reason = _(
            "The form is too large: at most %(most)d MB can be sent at once. Nothing was saved, and nothing is lost: "
            "go back, and what you typed still stands there. Take something out, and send it again."
        ) % {"most": settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 1024**2}
    return render(request, "400.html", {"reason": reason}, status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: signed in or not, this person may not open that door. What they wrote before it was shut isn't lost."""
    if request.method == "POST" and typed_in(request):
        heading = _("This door is not open to you")
        return shown_back(request, heading=heading, reason=str(exception), status=403)
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
    if isinstance(exception, NoSuchPage):
        return _beyond_the_last(request, exception)
    words, now = _words(request), clock.now()
    found = (nearest(words, now) or lacking_a_letter(words, now) or _begun(words, now)) if words else []
    context = {"nearest": found, "typed": words, "is_digest": bool(_VERIFYING.fullmatch(request.path))}
    response = render(request, "404.html", context, status=404)
    response["Cache-Control"] = ASK_FIRST  # a page may open here at any second
    return response


def _beyond_the_last(request: HttpRequest, beyond: NoSuchPage) -> HttpResponse:
    """404 for a page that a list doesn't have: says how many it has, and leads to the last."""
    if _asks_for_json(request):
        response: HttpResponse = _as_json(str(beyond), 404, pages=beyond.pages)
    else:
        asked = request.GET.copy()
        asked["page"] = str(beyond.pages)
        context = {"reason": str(beyond), "pages": beyond.pages, "last": f"?{asked.urlencode()}"}
        response = render(request, "404_page.html", context, status=404)
    response["Cache-Control"] = ASK_FIRST
    if request.path == SEARCH:
        patch_vary_headers(response, ["Accept"])
    return response


def _asks_for_json(request: HttpRequest) -> bool:
    return request.path == SEARCH and request.get_preferred_type(["text/html", _JSON]) == _JSON


def _as_json(error: str, status: int, **more: int) -> HttpResponse:
    """What is wrong, in a sentence, for programs."""
    response = JsonResponse({"error": error, **more}, status=status)
    patch_vary_headers(response, ["Accept"])
    return response


def _begun(words: str, now: datetime) -> list[tuple[str, str]]:
    """Title and address of the articles whose name begins so."""
    return [(found.title, found.url) for found in suggest(words, now)][:5]


def _words(request: HttpRequest) -> str:
    """What a wrong address may be about: the words of its last part; of one below an article, those of the article.

    Nothing of what stands behind the doors.
    """
    path = request.path.rstrip("/")
    if request.method not in ("GET", "HEAD") or path in PROBES or f"{path}/".startswith(CLOSED):
        return ""
    about = _BELOW_ARTICLE.match(path)
    last = about[1] if about else path.rpartition("/")[2]
    return _MARKS.sub(" ", PurePosixPath(last[:LONGEST_SLUG]).stem).strip()


def server_error(request: HttpRequest) -> HttpResponse:
    """500: our own fault. Rendered without the request, so that a broken database or session can't break it too."""
    try:
        return HttpResponseServerError(loader.get_template("500.html").render())
    except TemplateDoesNotExist:
        return HttpResponseServerError("Something went wrong on our side.", content_type="text/plain")
