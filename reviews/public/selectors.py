"""What anyone may know of a text by its digest."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from articles.models import Article, EditionContent, Organisation, Publication
from articles.seal import Signature
from reviews.models import Attestation, SignOff
from reviews.seals import attestation_shown, signature_shown


class TextState(StrEnum):
    """What has become of a text that was public."""

    LIVE = "live"
    PAST = "past"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Period:
    """A time in which readers saw a text, in days of the organisation. `withdrawn` where it ended by a withdrawal."""

    opens: date
    closes: date | None
    withdrawn: bool


def publications_of(digest: str, at: datetime) -> list[Publication]:
    """Every public life that a text has had by then, the first one first. Several Editions may share one text."""
    rows = Publication.objects.opened(at).filter(edition__content_row=digest).order_by("opens")
    return list(rows.select_related("edition", "article").prefetch_related("withdrawals", "article__addresses"))


def state_of(digest: str, publications: list[Publication], at: datetime) -> TextState:
    """Live, past, or withdrawn, of a text that was public."""
    shown = Publication.objects.shown(at).filter(pk__in=[row.pk for row in publications])
    if not shown.exists():
        return TextState.WITHDRAWN
    return (
        TextState.LIVE if Publication.objects.live(at).filter(edition__content_row=digest).exists() else TextState.PAST
    )


def periods_of(publications: list[Publication], organisation: Organisation) -> list[Period]:
    """When readers saw it."""
    return [
        Period(
            organisation.day_of(row.opens),
            organisation.day_of(row.closes) if row.closes else None,
            withdrawn=bool(row.withdrawals.all()),
        )
        for row in publications
    ]


def page_of(article: Article, at: datetime) -> str:
    """Where readers see the article now, in whatever Edition; empty where they don't."""
    return article.get_absolute_url() if Publication.objects.live(at).filter(article=article).exists() else ""


def signatures_on(digest: str, publications: list[Publication], organisation: Organisation) -> list[Signature]:
    """Who signed this text in an Edition that became public, or attested a review on which it was published."""
    editions = {row.edition_id for row in publications}
    rows = SignOff.objects.filter(digest=digest, edition__in=editions).order_by("at", "pk")
    attested = Attestation.objects.filter(review__published__publication__in=publications).order_by("at", "pk")
    return [
        *(attestation_shown(row, organisation) for row in attested.distinct()),
        *(signature_shown(row, organisation) for row in rows),
    ]


def hashed_bytes(digest: str) -> bytes:
    """The very bytes whose SHA-256 is the digest."""
    text: str = EditionContent.objects.values_list("text", flat=True).get(pk=digest)
    return text.encode()
