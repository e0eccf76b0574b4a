"""Where addresses lead that nothing answers at: those of a site that was here before, and ours in other letters."""

from copy import copy
from typing import Final
from urllib.parse import quote

from django.db.models import Value
from django.db.models.functions import Lower
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect, QueryDict
from django.urls import Resolver404, ResolverMatch, resolve

from articles.models import Redirect
from articles.public.pages import ASK_FIRST

_OF_READERS: Final = ("articles", "reviews")
"""The rooms whose pages readers open. Nobody types the name of a stored file, and it would have to be opened."""


def way_on(request: HttpRequest) -> HttpResponse | None:
    """From an old address to one of ours, where nothing else answers; None where it is no old address either.

    One with its query counts before one without; the very spelling before one that has other letters small or large, of
    which many old servers made no difference. Browsers ask each time: it may lead elsewhere one day.
    """
    if request.method not in ("GET", "HEAD"):
        return None
    path, query = request.path_info, request.META.get("QUERY_STRING", "")
    asked = [f"{path}?{query}", path] if query else [path]
    if "\x00" in path:
        return None
    to = _leads(asked)
    return HttpResponsePermanentRedirect(to, headers={"Cache-Control": ASK_FIRST}) if to else None


def _leads(asked: list[str]) -> str | None:
    """Where the first of these leads that leads anywhere."""
    found = dict(Redirect.objects.filter(from_address__in=asked).values_list("from_address", "to_address"))
    if not found:
        small = [Lower(Value(address)) for address in asked]
        rows = Redirect.objects.annotate(small=Lower("from_address")).filter(small__in=small).order_by("-from_address")
        found = {old.lower(): to for old, to in rows.values_list("from_address", "to_address")}
        asked = [address.lower() for address in asked]
    return next((found[address] for address in asked if address in found), None)


def in_small_letters(request: HttpRequest) -> HttpResponse | None:
    """From an address for readers typed with capitals to the address itself, where something stands there: a page, or
    word of what became of it. None where it is no such address.
    """
    small = request.path_info.lower()
    if request.method not in ("GET", "HEAD") or small == request.path_info:
        return None
    path = next((path for path in (small, f"{small}/") if _stands(path, request)), "")
    if not path:
        return None
    query = request.META.get("QUERY_STRING", "")
    to = f"{quote(path)}?{query}" if query else quote(path)
    return HttpResponsePermanentRedirect(to, headers={"Cache-Control": ASK_FIRST})


def _stands(path: str, request: HttpRequest) -> bool:
    """Whether readers find something there. What holds a name of something is asked; all else is always there."""
    match = _for_readers(path)
    if match and match.view_name == "articles:article_pdf":
        # A sheet takes long to make, and stands wherever its page does.
        match = _for_readers(path.removesuffix(".pdf") + "/")
    if match is None or not match.kwargs:
        return match is not None
    asked = copy(request)
    asked.path = asked.path_info = path
    asked.GET = QueryDict()
    try:
        answer: HttpResponse = match.func(asked, *match.args, **match.kwargs)
    except Http404:
        return False
    return answer.status_code != 404


def _for_readers(path: str) -> ResolverMatch | None:
    try:
        match = resolve(path)
    except Resolver404:
        return None
    return match if match.namespace in _OF_READERS and match.view_name != "articles:media" else None
