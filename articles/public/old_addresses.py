"""Where the addresses of a site that was here before lead."""

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect

from articles.models import Redirect
from articles.public.pages import ASK_FIRST


def way_on(request: HttpRequest) -> HttpResponse | None:
    """From an old address to one of ours, where nothing else answers; None where it is no old address either.

    One with its query counts before one without. Browsers ask each time: it may lead elsewhere one day.
    """
    if request.method not in ("GET", "HEAD"):
        return None
    path, query = request.path_info, request.META.get("QUERY_STRING", "")
    asked = [f"{path}?{query}", path] if query else [path]
    if "\x00" in path:
        return None
    found = dict(Redirect.objects.filter(from_address__in=asked).values_list("from_address", "to_address"))
    to = next((found[address] for address in asked if address in found), None)
    return HttpResponsePermanentRedirect(to, headers={"Cache-Control": ASK_FIRST}) if to else None
