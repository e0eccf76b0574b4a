"""Whom to believe about where a request came from."""

from collections.abc import Callable, Sequence
from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from healthlib.environment import Network

FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_HOST", "HTTP_X_FORWARDED_PORT")


def believe_trusted_proxies(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Take the client's address from X-Forwarded-For where a trusted proxy sent it; drop such headers from anyone else.

    Throttles count by `REMOTE_ADDR` and Django reads X-Forwarded-Proto, so both must come from somebody we know.
    """
    trusted: Sequence[Network] = settings.TRUSTED_PROXIES

    def middleware(request: HttpRequest) -> HttpResponse:
        if is_among(request.META.get("REMOTE_ADDR", ""), trusted):
            request.META["REMOTE_ADDR"] = client_of(request, trusted)
        else:
            for header in FORWARDED:
                request.META.pop(header, None)
        return get_response(request)

    return middleware


def client_of(request: HttpRequest, trusted: Sequence[Network]) -> str:
    """The last address on the way that is no proxy of ours. Whatever stands before it is hearsay."""
    here: str = request.META["REMOTE_ADDR"]
    for address in reversed(request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")):
        try:
            here = str(ip_address(address.strip()))
        except ValueError:
            break
        if not is_among(here, trusted):
            break
    return here


def is_among(address: str, networks: Sequence[Network]) -> bool:
    """Whether an address lies in one of the networks; what is no address lies in none."""
    try:
        found = ip_address(address)
    except ValueError:
        return False
    return any(found in network for network in networks)
