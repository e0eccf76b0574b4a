"""What `verify_record` checks of what belongs together, and of the windows of each article, one after the other."""

from collections.abc import Iterator
from datetime import datetime
from itertools import groupby
from typing import NamedTuple

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from articles.models import Publication, SafetyNotice, Withdrawal
from record import clock
from record.readable import fault_in, readable
from record.tellings import LONGEST_VERB
from record.verification import Verification, register_check
from reviews.authority import stands
from reviews.models import Attestation, Review, Revocation, SignOff


@register_check
def what_belongs_together_is_of_one_article(verification: Verification) -> None:
    """A Publication, its Edition, its Review and whatever was given for it are of one article and of one text."""
    another = "it is of another article or edition than what it belongs to"
    rest_on = Q(published_review__review__article=F("article"), published_review__review__edition=F("edition"))
    strays: tuple[QuerySet[Publication] | QuerySet[Review] | QuerySet[Withdrawal], ...] = (
        # That it rests on no Review is named where that is looked at.
        Publication.objects.exclude(Q(edition__article=F("article")) & (rest_on | Q(published_review=None))),
        Review.objects.exclude(edition__article=F("article")),
        Withdrawal.objects.exclude(publication__article=F("article")),
    )
    given: tuple[QuerySet[SignOff] | QuerySet[Attestation], ...] = (
        SignOff.objects.exclude(review__edition=F("edition")),
        Attestation.objects.exclude(review__edition=F("edition")),
    )
    for rows in (*strays, *given):
        for key in rows.order_by("pk").values_list("pk", flat=True):
            verification.found(rows.model._meta.db_table, key, another)


@register_check
def safety_notices_were_of_two_people(verification: Verification) -> None:
    """Nobody confirmed what they had proposed themselves."""
    for key in SafetyNotice.objects.filter(confirmed_by=F("proposed_by")).order_by("pk").values_list("pk", flat=True):
        verification.found("articles_safetynotice", key, "whoever proposed it confirmed it")


@register_check
def nothing_lives_on_what_was_taken_back(verification: Verification) -> None:
    """Where a signature or an attestation was taken back, no page that is live or scheduled rests on it."""
    of_edition = Q(sign_off__edition=OuterRef("edition")) | Q(attestation__edition=OuterRef("edition"))
    now = clock.now()
    # By a clock that has run back, what closed or was gone within the last hour seems to be open.
    soon = now + LONGEST_VERB
    pages = (Publication.objects.live(now) | Publication.objects.scheduled(now)).exclude(gone_at__lte=soon)
    taken_back = pages.exclude(closes__lte=soon).filter(Exists(Revocation.objects.filter(of_edition)))
    for page in verification.each(taken_back.select_related("edition", "published_review__review").order_by("pk")):
        if wrong := fault_in(_wrong_with_ground, page):
            verification.found("articles_publication", page.pk, wrong)


def _wrong_with_ground(page: Publication) -> str:
    return "" if stands(page) else "it is live or scheduled, though what it rests on was taken back"


class Window(NamedTuple):
    """A Publication that was not cancelled, as windows are compared."""

    article: int
    pk: int
    opens: datetime
    closes: datetime | None


@register_check
def windows_follow_each_other(verification: Verification) -> None:
    """No two windows of an article overlap, so at most one has no end."""
    rows = Publication.objects.filter(cancelled_at=None).order_by("article", "opens", "pk")
    told = rows.values_list("article", "pk", "opens", "closes")
    # Rows that can't be read are named where each is looked at.
    windows = (Window(*row) for row in readable(told, lambda *_: None, 500))
    for _article, of_one in groupby(windows, key=lambda window: window.article):
        for window in _overlapping(list(of_one)):
            verification.found("articles_publication", window.pk, "it opened while another of its article was open")


def _overlapping(windows: list[Window]) -> Iterator[Window]:
    """Those that open before the windows before them have closed."""
    last = windows[0]
    for window in windows[1:]:
        if last.closes is None or last.closes > window.opens:
            yield window
        if last.closes is not None and (window.closes is None or window.closes > last.closes):
            last = window
