"""What is wrong whatever a policy says: a text that holds it is neither saved nor imported nor submitted."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.utils.translation import gettext as _

from articles.checks.finding import Finding
from articles.details import DraftText
from articles.labels import LABELS
from articles.markdown import slug_of
from articles.models import Address, Article
from record import clock

MISTAKE_KINDS: Final = ("bad-title", "bad-phone", "related-itself", "day-to-come")
# Somewhere it is tomorrow already.
_FURTHEST_ZONE: Final = timedelta(hours=14)


@dataclass(frozen=True, slots=True)
class Mistake:
    """`place` is of the typed document, as `related.2`, so that forms and files can say where."""

    kind: str
    place: str
    sentence: str

    def finding(self) -> Finding:
        """The same where a text is handed in that was saved before."""
        return Finding(self.kind, str(LABELS[self.place.partition(".")[0]]), self.sentence)


def mistakes_in(text: DraftText, *, phone: str | None, own: Collection[str]) -> Iterator[Mistake]:
    """All mistakes. `phone` is the care block's as it is dialled, if it can be; `own` are the article's own slugs."""
    details = text.details
    if not slug_of(text.title):
        yield Mistake("bad-title", "title", _("The title needs letters or digits, so that it can be read and found."))
    for number, slug in enumerate(details.related, 1):
        if slug in own:
            sentence = _("“%(slug)s” is this article itself. Name others, or take it out.")
            yield Mistake("related-itself", f"related.{number}", sentence % {"slug": slug})
    if details.care and details.care.phone and phone is None:
        sentence = _(
            "“%(phone)s” is no phone number that can be dialled. Write one number, with all its digits: 202-555-0123."
        )
        yield Mistake("bad-phone", "care.phone", sentence % {"phone": details.care.phone})
    for place, day in _days(text):
        if day > (clock.now() + _FURTHEST_ZONE).date():
            yield Mistake("day-to-come", place, _("This day is still to come. Write the day on which it was done."))


def own_slugs(article: Article | None, among: Iterable[str]) -> frozenset[str]:
    """Which of these slugs are, or were, the article's own."""
    wanted = set(among)
    if article is None or not wanted:
        return frozenset()
    return frozenset(Address.objects.filter(article=article, slug__in=wanted).values_list("slug", flat=True))


def _days(text: DraftText) -> Iterator[tuple[str, date]]:
    if text.details.video and text.details.video.reviewed:
        yield "video.reviewed", text.details.video.reviewed
    for number, reference in enumerate(text.details.references, 1):
        if reference.accessed:
            yield f"references.{number}.accessed", reference.accessed
