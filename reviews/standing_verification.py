"""What `verify_record` checks of what stood of an article by then: that only a page which stands is reviewed once more,
or corrected, and that one text at most waits for its moment.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Final, NamedTuple

from django.db.models import Count

from articles.models import Authority, Cancellation, Publication, Withdrawal
from record.movements import LONGEST_WAIT
from record.readable import fault_in, in_pages, readable
from record.tellings import LONGEST_VERB, first_told
from record.verification import Verification, register_check
from reviews.models import Review, ReviewPurpose
from reviews.publication_verification import REPUBLISH, Opening, openings_told

NO_PAGE: Final = "readers saw no page of its article by then"


class Page(NamedTuple):
    """A Publication, with what its Event tells, and the numbers of the Events that cancelled and withdrew it."""

    pk: int
    edition: int
    authority: str
    opens: datetime
    closes: datetime | None
    told: Opening
    cancelled: int | None
    withdrawn: int | None


@register_check
def rereviews_are_of_what_stood(verification: Verification) -> None:
    """Each re-review was opened on the text that readers saw, or would have seen, had it not been long overdue."""
    rows = Review.objects.filter(purpose=ReviewPurpose.REREVIEW).order_by("pk")
    for page in in_pages(verification.each(rows), 100):
        pages, first = _pages({review.article_id for review in page}), first_told(page)
        for review in page:
            by_then = pages[review.article_id]
            if wrong := fault_in(_wrong_with_rereview, review, first.get(review.row_id, 0), by_then):
                verification.found("reviews_review", review.pk, wrong)


@register_check
def publications_find_what_they_ask_for(verification: Verification) -> None:
    """A correction is published where a page stands; and nothing is published beside what waits for its moment."""
    several = Publication.objects.order_by().values("article").annotate(count=Count("pk")).filter(count__gt=1)
    for articles in in_pages(several.order_by("article").values_list("article", flat=True).iterator(), 100):
        for pages in _pages(set(articles)).values():
            for page in pages:
                if wrong := fault_in(_wrong_with_place, page, pages):
                    verification.found("articles_publication", page.pk, wrong)


def _wrong_with_rereview(review: Review, seq: int, pages: list[Page]) -> str:
    stood = list(_stood(pages, seq, review.opened_at))
    if not any(stood):
        return NO_PAGE
    is_so = any(page and page.edition == review.edition_id for page in stood)
    return "" if is_so else "it is of another text than readers saw by then"


def _wrong_with_place(page: Page, pages: list[Page]) -> str:
    seq, at = page.told.seq, page.told.at
    is_new_correction = page.authority == Authority.CORRECTION and page.told.verb != REPUBLISH
    if is_new_correction and not any(_stood(pages, seq, at)):
        return f"it is a correction, and {NO_PAGE}"
    waited = any(
        other.told.seq < seq
        and (other.cancelled is None or other.cancelled > seq)
        # Clocks may have run back since the verb looked.
        and other.opens > at + LONGEST_VERB
        for other in pages
    )
    return "it was published while another text of its article was scheduled" if waited else ""


def _stood(pages: list[Page], seq: int, at: datetime) -> Iterator[Page | None]:
    """What stood of an article by that Event, at that moment: `articles.actions.windows.standing_of`, of the past.

    Twice, for what opened by itself while the verb waited may not have been open when it looked.
    """
    opened = [page for page in pages if page.told.seq < seq and page.cancelled is None and page.opens <= at]
    surely = [page for page in opened if page.opens <= max(at - LONGEST_WAIT, page.told.at)]
    for seen in (opened, surely):
        last = seen[-1] if seen else None
        is_withdrawn = last is not None and last.withdrawn is not None and last.withdrawn < seq
        # What ended it may have come after, by a clock that had run back.
        is_over = last is not None and last.closes is not None and last.closes <= at - LONGEST_VERB
        yield None if is_withdrawn or is_over else last


def _pages(articles: set[int]) -> dict[int, list[Page]]:
    """The Publications of some articles, by article, in the order in which they open. Those of which no Event tells are
    named where that is looked at.
    """
    rows = Publication.objects.filter(article__in=articles).order_by("opens", "pk")
    values = rows.values_list("article", "pk", "edition", "authority", "opens", "closes")
    # Rows that can't be read are named where each is looked at.
    known = list(readable(values, lambda *_: None, 500))
    told = openings_told([f"publication:{pk}" for _article, pk, *_rest in known])
    of_these = {"publication__article__in": articles}
    cancelled = _ends(readable(Cancellation.objects.filter(**of_these).order_by("-pk"), lambda *_: None, 500))
    withdrawn = _ends(readable(Withdrawal.objects.filter(**of_these).order_by("-pk"), lambda *_: None, 500))
    pages: dict[int, list[Page]] = defaultdict(list)
    for article, pk, edition, authority, opens, closes in known:
        if opening := told.get(f"publication:{pk}"):
            page = Page(pk, edition, authority, opens, closes, opening, cancelled.get(pk), withdrawn.get(pk))
            pages[article].append(page)
    return pages


def _ends(found: Iterable[Cancellation] | Iterable[Withdrawal]) -> dict[int, int]:
    """By the id of the Publication, the number of the Event that first told of its end."""
    rows = [*found]
    first = first_told(rows)
    return {row.publication_id: first[row.row_id] for row in rows if row.row_id in first}
