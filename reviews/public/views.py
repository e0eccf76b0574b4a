"""What readers may know of reviews: whether a text is the one that was signed, by whom, and where the record ends."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import Organisation, Publication, Redaction, redaction_of
from articles.public.pages import called, page_of, public_page
from articles.seal import Seal, history_url, short_digest, verify_url
from record import clock, verifier
from record.heads import DailyHead, SignedHead, head_of_last_event, library_key
from reviews.public import selectors
from reviews.public.periods import periods_of
from reviews.public.selectors import TextState

DAYS_PER_PAGE = 50
_VERIFIER = Path(verifier.__file__)


@public_page
def verify(request: HttpRequest, digest: str) -> HttpResponse:
    """What a text is, who signed it, and how to check it. Of a redacted one that alone; of a withdrawn one too, unless
    its history stays.
    """
    if told := redaction_of(digest):
        return redacted(request, digest, told)
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
    if told := redaction_of(digest):
        sentence = _("This text was redacted by event %(number)d.") % {"number": told.event}
        return HttpResponse(sentence + "\n", status=410, content_type="text/plain; charset=utf-8")
    _publications, state = _known(digest, clock.now())
    if state is TextState.WITHDRAWN:
        return HttpResponse(_("This text was withdrawn.") + "\n", status=410, content_type="text/plain; charset=utf-8")
    return HttpResponse(
        selectors.hashed_bytes(digest),
        content_type="application/json",
        headers={"ETag": f'"{digest}"', "X-Robots-Tag": "noindex", "X-Content-Type-Options": "nosniff"},
    )


def redacted(request: HttpRequest, digest: str, told: Redaction) -> HttpResponse:
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


@public_page
def record(request: HttpRequest) -> HttpResponse:
    """Where the record ends, now and on past days, what that is for, and how to check it."""
    page = page_of(DailyHead.objects.all(), request.GET.get("page", "1"), DAYS_PER_PAGE)
    number = f"?page={page.number}" if page.number > 1 else ""
    description = _(
        "Where the record of this library ends, now and on past days, and how anyone can check that nobody has bent it."
    )
    head = head_of_last_event()
    context = {
        **called(f"/record/{number}", _("The record"), description),
        "organisation": Organisation.current(),
        "head": head,
        "recorded_at": datetime.fromisoformat(head.time) if head else None,
        "key": library_key(),
        "page": page,
        "origin": settings.PUBLIC_ORIGIN,
    }
    return render(request, "reviews/record_detail.html", context)


@public_page
def head_now(request: HttpRequest) -> HttpResponse:
    """The head as it stands, as a file."""
    head = head_of_last_event()
    if head is None:
        raise Http404
    return _head_file(head)


@public_page
def head_of_day(request: HttpRequest, day: date) -> HttpResponse:
    """The head as it was noted on a day and mailed, as a file."""
    return _head_file(get_object_or_404(DailyHead, day=day).signed)


@public_page
def verifier_file(request: HttpRequest) -> HttpResponse:
    """The program that checks an exported record, as it stands here: whoever asks can read it before it runs."""
    return HttpResponse(
        _VERIFIER.read_bytes(),
        content_type="text/x-python; charset=utf-8",
        headers={
            "Content-Disposition": 'attachment; filename="verifier.py"',
            "X-Robots-Tag": "noindex",
            "X-Content-Type-Options": "nosniff",
        },
    )


def _head_file(head: SignedHead) -> HttpResponse:
    return HttpResponse(
        f"{head.text}\n",
        content_type="application/json",
        headers={"X-Robots-Tag": "noindex", "X-Content-Type-Options": "nosniff"},
    )


def _known(digest: str, at: datetime) -> tuple[list[Publication], TextState]:
    """The public lives of a text that may be shown, and what has become of it. One never public is no address."""
    publications = selectors.publications_of(digest, at)
    if not publications:
        if not selectors.was_public(digest, at):
            raise Http404
        return [], TextState.WITHDRAWN
    return publications, selectors.state_of(digest, publications, at)
