"""What readers may know of reviews: whether a text is the one that was signed, and by whom."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from articles.models import Organisation, Publication, Redaction, redaction_of
from articles.public.pages import public_page
from articles.seal import Seal, short_digest, verify_url
from record import clock
from reviews.public import selectors
from reviews.public.selectors import TextState


@public_page
def verify(request: HttpRequest, digest: str) -> HttpResponse:
    """What a text is, who signed it, and how to check it. Of a withdrawn or redacted one that alone, nothing more."""
    if told := redaction_of(digest):
        return _redacted(request, digest, told)
    publications, state = _known(digest)
    context: dict[str, Any] = {"state": state.value, "digest": digest, "digest_short": short_digest(digest)}
    if state is TextState.WITHDRAWN:
        return render(request, "reviews/verify_detail.html", context, status=410)
    organisation = Organisation.current()
    newest = publications[-1]
    numbers = sorted({row.edition.number for row in publications})
    context |= {
        "organisation": organisation,
        "article": {"title": newest.edition.title, "url": selectors.page_of(newest.article, clock.now())},
        "number": ", ".join(map(str, numbers)),
        "periods": selectors.periods_of(publications, organisation),
        "seal": Seal(
            number=newest.edition.number,
            digest=digest,
            reviews=selectors.signatures_on(digest, publications, organisation),
        ),
        "content_url": f"{settings.PUBLIC_ORIGIN}{verify_url(digest)}content.json",
    }
    return render(request, "reviews/verify_detail.html", context)


@public_page
def content(request: HttpRequest, digest: str) -> HttpResponse:
    """The very bytes that were hashed and signed."""
    if told := redaction_of(digest):
        sentence = _("This text was redacted by event %(number)d.") % {"number": told.event}
        return HttpResponse(sentence + "\n", status=410, content_type="text/plain; charset=utf-8")
    _publications, state = _known(digest)
    if state is TextState.WITHDRAWN:
        return HttpResponse(_("This text was withdrawn.") + "\n", status=410, content_type="text/plain; charset=utf-8")
    return HttpResponse(
        selectors.hashed_bytes(digest),
        content_type="application/json",
        headers={"ETag": f'"{digest}"', "X-Robots-Tag": "noindex", "X-Content-Type-Options": "nosniff"},
    )


def _redacted(request: HttpRequest, digest: str, told: Redaction) -> HttpResponse:
    """That it was destroyed, by which Event, on which day."""
    organisation = Organisation.current()
    context = {
        "organisation": organisation,
        "state": TextState.REDACTED.value,
        "digest": digest,
        "digest_short": short_digest(digest),
        "redacted_by": told.event,
        "redacted_on": organisation.day_of(told.at),
    }
    return render(request, "reviews/verify_detail.html", context, status=410)


def _known(digest: str) -> tuple[list[Publication], TextState]:
    """The public lives of a text and what has become of it. One that was never public is no address."""
    now = clock.now()
    publications = selectors.publications_of(digest, now)
    if not publications:
        raise Http404
    return publications, selectors.state_of(digest, publications, now)
