"""Where addresses lead that nothing answers at: those of a site that was here before, and ours in other letters."""

import re
from datetime import datetime
from typing import Final
from urllib.parse import quote

from django.db.models import Value
from django.db.models.functions import Lower
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect

from articles.markdown import is_slug
from articles.models import Article, Redirect
from articles.public import selectors
from articles.public.pages import ASK_FIRST
from record import clock

_OF_ARTICLE: Final = re.compile(r"/articles/(?P<slug>[^/]+)/?")


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
    """From an article's address typed with capitals to the address itself, where something stands there for readers:
    the article, or word of what became of it. None where it is no such address.
    """
    found = _OF_ARTICLE.fullmatch(request.path_info)
    if request.method not in ("GET", "HEAD") or not found:
        return None
    slug = found["slug"].lower()
    if slug == found["slug"] or not is_slug(slug):
        return None
    address, now = selectors.address_of(slug), clock.now()
    if address is None or not _is_known_to_readers(address.article, now):
        return None
    to = f"/articles/{quote(slug)}/"
    return HttpResponsePermanentRedirect(to, headers={"Cache-Control": ASK_FIRST})


def _is_known_to_readers(article: Article, at: datetime) -> bool:
    return bool(selectors.last_opened(article, at) or selectors.standing_withdrawal(article, at))
