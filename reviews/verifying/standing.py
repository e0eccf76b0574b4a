"""What `verify_record` checks of what stood of an article by then: that only a page which stands is reviewed once more,
or corrected, that one text at most waits for its moment, and that none lacks what readers saw last.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from django.db.models import Count

from articles.models import Authority, Edition, Publication
from articles.verifying.windows_told import REPUBLISH, Page, opened_as_seen, pages_told
from record.readable import fault_in, in_pages
from record.tellings import LONGEST_VERB, first_told
from record.verification import Verification, register_check
from reviews.models import Review, ReviewPurpose

NO_PAGE: Final = "readers saw no page of its article by then"


@register_check
def rereviews_are_of_what_stood(verification: Verification) -> None:
    """Each re-review was opened on the text that readers saw, or would have seen, had it not been long overdue."""
    rows = Review.objects.filter(purpose=ReviewPurpose.REREVIEW).order_by("pk")
    for page in in_pages(verification.each(rows), 100):
        pages, first = pages_told({review.article_id for review in page}), first_told(page)
        for review in page:
            by_then = pages[review.article_id]
            if wrong := fault_in(_wrong_with_rereview, review, first.get(review.row_id, 0), by_then):
                verification.found("reviews_review", review.pk, wrong)


@register_check
def publications_find_what_they_ask_for(verification: Verification) -> None:
    """A correction is published where a page stands; nothing is published beside what waits for its moment; and no text
    went public that lacked what readers saw last by then.
    """
    several = Publication.objects.order_by().values("article").annotate(count=Count("pk")).filter(count__gt=1)
    for articles in in_pages(several.order_by("article").values_list("article", flat=True).iterator(), 100):
        grew_from = dict(Edition.objects.filter(article__in=articles).values_list("pk", "based_on"))
        for pages in pages_told(articles).values():
            for page in pages:
                for wrong in (
                    fault_in(_wrong_with_place, page, pages),
                    fault_in(_wrong_with_base, page, pages, grew_from),
                ):
                    if wrong:
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
        # Clocks may have run back since the verb looked.
        other.is_known_at(seq) and other.opens > at + LONGEST_VERB
        for other in pages
    )
    return "it was published while another text of its article was scheduled" if waited else ""


def _stood(pages: list[Page], seq: int, at: datetime) -> Iterator[Page | None]:
    """What stood of an article by that Event, at that moment: `articles.windows.standing_of`, of the past.

    Twice, as `opened_as_seen` says.
    """
    for seen in opened_as_seen(pages, seq, at):
        last = seen[-1] if seen else None
        is_withdrawn = last is not None and last.withdrawn is not None and last.withdrawn < seq
        # What ended it may have come after, by a clock that had run back.
        is_over = last is not None and last.closes is not None and last.closes <= at - LONGEST_VERB
        yield None if is_withdrawn or is_over else last


def _wrong_with_base(published: Page, pages: list[Page], grew_from: dict[int, int | None]) -> str:
    """As `publish` asks: a text grew from what readers saw last; and as `republish` does: it is that very text."""
    seen_then = opened_as_seen(pages, published.told.seq, published.told.at)
    if published.told.verb == REPUBLISH:
        is_so = any(seen and _is_again(published, seen[-1]) for seen in seen_then)
        return "" if is_so else "it was published again, though it is not what readers saw last by then"
    is_so = any(not seen or not _lacks(published, seen, grew_from) for seen in seen_then)
    return "" if is_so else "it lacks what readers saw last when it was published"


def _is_again(published: Page, last: Page) -> bool:
    """Whether it shows what the other did, on the same Review."""
    return (published.edition, published.told.review) == (last.edition, last.told.review)


def _lacks(published: Page, seen: list[Page], grew_from: dict[int, int | None]) -> bool:
    """`articles.windows.lacks`, of the past: `seen` is what had opened by then."""
    shown, based_on = seen[-1].edition, grew_from[published.edition]
    if shown in (published.edition, based_on):
        return False
    opened = {other.edition for other in seen}
    while based_on is not None and based_on not in opened:
        # What grew from a text of another article is named where that is looked at.
        based_on = grew_from.get(based_on)
    return based_on != shown
