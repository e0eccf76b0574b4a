"""Where the addresses of a site that was here before lead."""

from django.db.models import Value
from django.db.models.functions import Lower
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect

from articles.models import Redirect
from articles.public.pages import ASK_FIRST


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
