"""What anyone may know of a text by its digest."""

from datetime import datetime
from enum import StrEnum

from articles.models import Article, Authority, Edition, EditionContent, Publication
from articles.public.selectors import live_publication, standing_withdrawal
from articles.seal import Signature
from articles.windows import newest_opened
from reviews.authority import signed_before
from reviews.public.periods import Period


class TextState(StrEnum):
    """What has become of a text that was public."""

    LIVE = "live"
    PAST = "past"
    ENDED = "ended"
    KEPT = "kept"
    WITHDRAWN = "withdrawn"
    REDACTED = "redacted"


def publications_of(digest: str, at: datetime) -> list[Publication]:
    """Every public life of a text that may be shown, the first one first. Several Editions may share one text."""
    rows = Publication.objects.shown(at).filter(edition__content_row=digest).order_by("opens")
    return list(rows.select_related("edition", "article").prefetch_related("withdrawals", "article__addresses"))


def was_public(digest: str, at: datetime) -> bool:
    """Whether readers have ever seen this text by then, whatever became of it."""
    return Publication.objects.opened(at).filter(edition__content_row=digest).exists()


def state_of(digest: str, publications: list[Publication], at: datetime) -> TextState:
    """What has become of a text that may be shown, as these. `KEPT`: withdrawn, but its history stays readable."""
    article = publications[-1].article
    if live := live_publication(article, at):
        return TextState.LIVE if live.edition.digest == digest else TextState.PAST
    if standing_withdrawal(article, at):
        return TextState.KEPT
    last = newest_opened(article, at)
    return TextState.ENDED if last and last.edition.digest == digest else TextState.PAST


def page_of(article: Article, at: datetime) -> str:
    """Where readers see the article now, in whatever Edition; empty where they don't."""
    return article.get_absolute_url() if Publication.objects.live(at).filter(article=article).exists() else ""


def stood_for(periods: list[Period]) -> list[Signature]:
    """Who signed or attested this very text, by the bylines under which it was public. Nobody twice for one signing."""
    return list(dict.fromkeys(row for period in periods for row in period.own))


def texts_corrected(publications: list[Publication]) -> list[Edition]:
    """The texts reviewed whole of which this one is a minor correction."""
    corrections = [row for row in publications if row.authority == Authority.CORRECTION]
    signed = [before.edition for row in corrections if (before := signed_before(row))]
    return list({edition.pk: edition for edition in signed}.values())


def hashed_bytes(digest: str) -> bytes:
    """The very bytes whose SHA-256 is the digest."""
    text: str = EditionContent.objects.values_list("text", flat=True).get(pk=digest)
    return text.encode()
