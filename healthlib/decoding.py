"""Text that arrives broken.

Django takes bytes that are no UTF-8 for other letters and says nothing; here it is told.
"""

from collections.abc import Callable
from typing import Any
from urllib.parse import unquote_to_bytes

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from people.typed import shown_back

# What decoders put where letters were lost.
LOST = "\N{REPLACEMENT CHARACTER}"


class RefuseBrokenText:
    """A form whose bytes are no UTF-8 is answered with 400 before any view sees it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        # Readers' pages, exempt from tokens, take no forms: what is sent there isn't even read.
        if request.method != "POST" or getattr(view, "csrf_exempt", False) or not is_broken(request):
            return None
        return shown_back(
            request,
            heading=_("Some letters arrived broken"),
            reason=_(
                "Your browser, or a program on the way, sent letters that can’t be read, so nothing was saved. "
                "In what stands here, each “%(lost)s” may be a letter that was lost."
            )
            % {"lost": LOST},
            status=400,
        )


def is_broken(request: HttpRequest) -> bool:
    """Whether the fields of a form were sent in bytes that are no UTF-8."""
    if request.content_type == "application/x-www-form-urlencoded":
        try:
            unquote_to_bytes(request.body).decode()
        except UnicodeDecodeError:
            return True
        return False
    # Of a form with files the bytes are gone by now, and what was lost is all that can be told. None of ours has text.
    return any(LOST in words for name, values in request.POST.lists() for words in (name, *map(str, values)))
