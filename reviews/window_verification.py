"""What `verify_record` checks of what belongs together, and of the windows of each article, one after the other."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import groupby
from typing import NamedTuple

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from articles.models import Edition, Publication, SafetyNotice, Withdrawal
from record import clock
from record.movements import LONGEST_WAIT
from record.readable import fault_in, in_pages, readable
from record.verification import Verification, register_check
from reviews.authority import stands
from reviews.models import Attestation, Review, Revocation, SignOff
from reviews.publication_verification import REPUBLISH, Opening, openings_told


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
    pages = Publication.objects.live(now) | Publication.objects.scheduled(now)
    taken_back = pages.filter(Exists(Revocation.objects.filter(of_edition)))
    for page in verification.each(taken_back.select_related("edition", "published_review__review").order_by("pk")):
        if wrong := fault_in(_wrong_with_ground, page):
            verification.found("articles_publication", page.pk, wrong)


def _wrong_with_ground(page: Publication) -> str:
    return "" if stands(page) else "it is live or scheduled, though what it rests on was taken back"


class Window(NamedTuple):
    """A Publication that was not cancelled, as windows are compared."""

    article: int
    pk: int
    edition: int
    opens: datetime
    closes: datetime | None


@register_check
def windows_follow_each_other(verification: Verification) -> None:
    """No two windows of an article overlap, so at most one has no end; and no text went public that lacked what readers
    saw last by then.
    """
    rows = Publication.objects.filter(cancelled_at=None).order_by("article", "opens", "pk")
    told = rows.values_list("article", "pk", "edition", "opens", "closes")
    # Rows that can't be read are named where each is looked at.
    windows = (Window(*row) for row in readable(told, lambda *_: None, 500))
    articles = (list(group) for _article, group in groupby(windows, key=lambda window: window.article))
    for page in in_pages(articles, 100):
        _verify_windows(verification, page)


def _verify_windows(verification: Verification, page: Iterable[list[Window]]) -> None:
    """Those of some articles, each in the order in which they open."""
    again = [windows for windows in page if len(windows) > 1]
    told = openings_told([f"publication:{window.pk}" for windows in again for window in windows])
    numbers = [windows[0].article for windows in again]
    grew_from = dict(Edition.objects.filter(article__in=numbers).values_list("pk", "based_on"))
    for windows in again:
        for window in _overlapping(windows):
            verification.found("articles_publication", window.pk, "it opened while another of its article was open")
        for window in windows:
            if wrong := fault_in(_wrong_with_base, window, windows, told, grew_from):
                verification.found("articles_publication", window.pk, wrong)


def _overlapping(windows: list[Window]) -> Iterator[Window]:
    """Those that open before the windows before them have closed."""
    last = windows[0]
    for window in windows[1:]:
        if last.closes is None or last.closes > window.opens:
            yield window
        if last.closes is not None and (window.closes is None or window.closes > last.closes):
            last = window


def _wrong_with_base(
    window: Window, windows: list[Window], told: dict[str, Opening], grew_from: dict[int, int | None]
) -> str:
    """As `publish` asks: a text grew from what readers saw last; and as `republish` does: it is that very text.

    What opened by itself while the verb waited may not have been open when it looked.
    """
    opening = told.get(f"publication:{window.pk}")
    if opening is None:
        # Named where that is looked at.
        return ""
    before = [other for other in windows if other.pk < window.pk and other.opens <= opening.at]
    surely = [other for other in before if other.opens <= opening.at - LONGEST_WAIT or not _waited(other, told)]
    if opening.verb == REPUBLISH:
        is_so = any(seen and _is_again(window, seen[-1], told) for seen in (before, surely))
        return "" if is_so else "it was published again, though it is not what readers saw last by then"
    for seen in (before, surely):
        if not seen or not _lacks(window, seen, grew_from):
            return ""
    return "it lacks what readers saw last when it was published"


def _is_again(window: Window, last: Window, told: dict[str, Opening]) -> bool:
    """Whether it shows what the other did, on the same Review."""
    rests_on = {told[name].review for each in (window, last) if (name := f"publication:{each.pk}") in told}
    return window.edition == last.edition and len(rests_on) == 1


def _waited(window: Window, told: dict[str, Opening]) -> bool:
    """Whether it opened some time after it was published."""
    opening = told.get(f"publication:{window.pk}")
    return opening is None or window.opens > opening.at


def _lacks(window: Window, seen: list[Window], grew_from: dict[int, int | None]) -> bool:
    """`articles.actions.windows.lacks`, of the past: `seen` is what had opened by then."""
    shown, based_on = seen[-1].edition, grew_from[window.edition]
    if shown in (window.edition, based_on):
        return False
    opened = {other.edition for other in seen}
    while based_on is not None and based_on not in opened:
        based_on = grew_from[based_on]
    return based_on != shown
