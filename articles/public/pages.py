"""What makes a page public: the same for everyone, read only, and never older than the database."""

import re
from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Concatenate, Final, ParamSpec, TypeVar

from django.conf import settings
from django.core.exceptions import BadRequest
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, set_response_etag
from django.utils.encoding import iri_to_uri
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from articles.public.encoding import agreed, encoded

if TYPE_CHECKING:
    from django.core.paginator import _SupportsPagination

Given = ParamSpec("Given")
Thing = TypeVar("Thing")
View = Callable[Concatenate[HttpRequest, Given], HttpResponse]

# Digits of the number of a page. There are fewer pages of anything.
LONGEST_NUMBER: Final = 6
# Whoever keeps a copy asks whether it still stands before showing it: a withdrawn page must not live on in a browser.
ASK_FIRST = "public, no-cache"


def forget_cookies(request: HttpRequest) -> None:
    """Not even a broken cookie changes a public answer: else session and CSRF middleware would send a new one."""
    request.COOKIES = {}
    request.META.pop("CSRF_COOKIE_NEEDS_UPDATE", None)


def public_page(view: View[Given]) -> View[Given]:
    """A page for readers: GET and HEAD only, kept by browsers and proxies only as long as it is still the one.

    Such a view asks for no user, session, cookie or token. It writes nothing, so it needs no protection against forged
    requests either.
    """

    @csrf_exempt
    @require_safe
    @wraps(view)
    def page(request: HttpRequest, /, *args: Given.args, **kwargs: Given.kwargs) -> HttpResponse:
        forget_cookies(request)
        response = view(request, *args, **kwargs)
        response.headers.setdefault("Cache-Control", ASK_FIRST)
        if response.status_code != 200:
            return response
        if not response.has_header("ETag"):
            set_response_etag(response)
        encoding = agreed(request, response)
        answer = get_conditional_response(request, etag=response["ETag"], response=response)
        return encoded(response, encoding) if answer in (None, response) else answer

    return page


def called(path: str, title: str, description: str = "") -> dict[str, str]:
    """What a page calls itself before other programs: its one address, title and description."""
    return {
        "canonical": f"{settings.PUBLIC_ORIGIN}{iri_to_uri(path)}",
        "called": title,
        "description": description,
    }


class NoPageNumber(BadRequest):
    """What was asked for as the number of a page is none. Says so in a sentence that can be shown."""


class NoSuchPage(Http404):
    """A page beyond the last of a list was asked for. Knows how many there are."""

    def __init__(self, pages: int) -> None:
        self.pages = pages
        only = ngettext("There is only %(pages)d page here.", "There are only %(pages)d pages here.", pages)
        super().__init__(only % {"pages": pages})


def page_of(rows: "_SupportsPagination[Thing]", number: str, per_page: int, count: int | None = None) -> Page[Thing]:
    """The page of that number; the first where none is given. Raises `NoPageNumber`, and `NoSuchPage` where there are
    too few rows for it.
    """
    number = number or "1"
    if not re.fullmatch(r"[1-9][0-9]*", number):
        raise NoPageNumber(_("The number of a page has to be a whole number from 1 on, such as ?page=2."))
    paginator = Paginator(rows, per_page)
    if count is not None:
        paginator.count = count
    if len(number) > LONGEST_NUMBER or int(number) > paginator.num_pages:
        raise NoSuchPage(paginator.num_pages)
    return paginator.page(int(number))
