"""Where addresses lead that nothing answers at: those of a site that was here before, and ours in other letters."""

import re
from copy import copy
from itertools import permutations
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
# What newsletters, advertisements and social networks add to an address.
_MARK: Final = re.compile(r"(?:utm_\w+|gclid|fbclid|msclkid|mc_[ce]id)(?:=|$)", re.IGNORECASE)
# Of so many things that are asked for, every order is tried.
_MOST_ORDERED: Final = 4


def way_on(request: HttpRequest) -> HttpResponse | None:
    """From an old address to one of ours, where nothing else answers; None where it is no old address either.

    The very address counts first. Then come what many old servers made no difference of: a last slash more or less, the
    order of what is asked for, marks that newsletters and searches add to it; then the address without its query; then
    letters small or large. Browsers ask each time: it may lead elsewhere one day.
    """
    if request.method not in ("GET", "HEAD"):
        return None
    path, query = request.path_info, request.META.get("QUERY_STRING", "")
    if "\x00" in path:
        return None
    paths = _with_and_without_slash(path)
    to = _leads([f"{each}?{asked}" for asked in _orders(query) for each in paths] + paths)
    return HttpResponsePermanentRedirect(to, headers={"Cache-Control": ASK_FIRST}) if to else None


def _with_and_without_slash(path: str) -> list[str]:
    """The path, and the same with its last slash or without. Where a page of ours could stand the slash is ours, and
    leads on of itself.
    """
    other = path.removesuffix("/") if path.endswith("/") else f"{path}/"
    return [path] if not other or _for_readers(path) or _for_readers(other) else [path, other]


def _orders(query: str) -> list[str]:
    """The query as it came, and what may have been meant by it: without foreign marks, in any order."""
    own = [part for part in query.split("&") if part and not _MARK.match(part)]
    orders = permutations(own) if len(own) <= _MOST_ORDERED else [own]
    return [each for each in dict.fromkeys([query, *map("&".join, orders)]) if each]


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
