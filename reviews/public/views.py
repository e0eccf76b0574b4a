"""What readers may know of reviews: whether a text is the one that was signed, and by whom."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import Organisation, Publication
from articles.public.pages import public_page
from articles.seal import Seal, history_url, short_digest, verify_url
from record import clock
from reviews.public import selectors
from reviews.public.periods import periods_of
from reviews.public.selectors import TextState


@public_page
def verify(request: HttpRequest, digest: str) -> HttpResponse:
    """What a text is, who signed it, and how to check it. Of a withdrawn one that its article is gone, nothing more,
    unless its history stays.
    """
    now = clock.now()
    publications, state = _known(digest, now)
    context: dict[str, Any] = {"state": state.value, "digest": digest, "digest_short": short_digest(digest)}
    if state is TextState.WITHDRAWN:
        return render(request, "reviews/verify_detail.html", context, status=410)
    organisation = Organisation.current()
    newest = publications[-1]
    periods = periods_of(newest.article, publications, organisation, now)
    context |= {
        "organisation": organisation,
        "article": {"title": newest.edition.title, "url": selectors.page_of(newest.article, now)},
        "history_url": history_url(newest.article.slug),
        "number": ", ".join(map(str, sorted({period.number for period in periods}))),
        "periods": periods,
        "seal": Seal(number=newest.edition.number, digest=digest, reviews=selectors.stood_for(periods)),
        "corrected": [
            {"number": edition.number, "url": verify_url(edition.digest)}
            for edition in selectors.texts_corrected(publications)
        ],
        "content_url": f"{settings.PUBLIC_ORIGIN}{verify_url(digest)}content.json",
    }
    with timezone.override(organisation.zone):
        return render(request, "reviews/verify_detail.html", context)


@public_page
def content(request: HttpRequest, digest: str) -> HttpResponse:
    """The very bytes that were hashed and signed."""
    _publications, state = _known(digest, clock.now())
    if state is TextState.WITHDRAWN:
        return HttpResponse(_("This text was withdrawn.") + "\n", status=410, content_type="text/plain; charset=utf-8")
    return HttpResponse(
        selectors.hashed_bytes(digest),
        content_type="application/json",
        headers={"ETag": f'"{digest}"', "X-Robots-Tag": "noindex", "X-Content-Type-Options": "nosniff"},
    )


def _known(digest: str, at: datetime) -> tuple[list[Publication], TextState]:
    """The public lives of a text and what has become of it. One that was never public is no address."""
    publications = selectors.publications_of(digest, at)
    if not publications:
        raise Http404
    return publications, selectors.state_of(digest, publications, at)
