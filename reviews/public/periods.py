"""The past of an article: the periods in which readers saw a text, what each rested on, and how each ended.

Made of Publications and of what is frozen in them. Whether a signature or an attestation was taken back since is live.
Nothing is told of what is still to come: not of what is scheduled, nor of an end that was set.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import Exists, TextChoices
from django.utils.translation import gettext_lazy as _

from articles.models import Article, Authority, Organisation, Publication, Withdrawal
from articles.seal import Signature, byline_of, verify_url
from reviews.authority import WHOLE_TEXT
from reviews.models import Attestation, SignOff


class Rested(TextChoices):
    """What a period rested on, in words for readers."""

    SIGNATURES = "signatures", _("The signatures that our review policy asks for.")
    REVIEWED_AGAIN = "reviewed again", _("A review of the same text once more: new signatures and new dates.")
    BROUGHT_BACK = "brought back", _("The same text came back, with the signatures and dates that it had.")
    CORRECTION = (
        "correction",
        _("A minor correction: a second person checked the changed words. The review of the text before it stands on."),
    )
    ATTESTATION = (
        "attestation",
        _("An attestation: somebody here vouched for a review that was made before this library held the text."),
    )


class Ended(TextChoices):
    """How a period ended, in words for readers."""

    REPLACED = "replaced", _("Another edition took its place.")
    REVIEWED_AGAIN = "reviewed again", _("The same text was reviewed once more.")
    IN_TIME = "in time", _("Its time had ended.")
    OVERDUE = "overdue", _("Its review was long overdue, so it was taken away.")
    WITHDRAWN = "withdrawn", _("It was withdrawn.")


class Life(NamedTuple):
    """What of a Publication tells how it stands to the others of its article. `review` is the one it rests on;
    `taken_away`, whether a withdrawal came after it had opened; `hidden`, whether for good.
    """

    pk: int
    opens: datetime
    closes: datetime | None
    gone_at: datetime | None
    edition: int
    digest: str
    authority: str
    review: int
    taken_away: bool
    hidden: bool

    @property
    def ends(self) -> datetime | None:
        """When readers saw it no more."""
        return min((end for end in (self.closes, self.gone_at) if end), default=None)

    def ended(self, at: datetime) -> datetime | None:
        """The same, where that is over by then. What was taken away is, whatever the asking process's clock says."""
        return self.ends if self.ends and (self.ends <= at or self.taken_away) else None


@dataclass(frozen=True, slots=True)
class Period:
    """A time in which readers saw a text. `closes` is empty while they still do.

    `note` says what changed, in the first of an Edition's periods that may be shown. `byline` is whole; `own` is what
    was signed or attested of this very text, of a correction its wording alone. Of a `redacted` text what changed isn't
    told.
    """

    number: int
    digest: str
    opens: datetime
    closes: datetime | None
    rested: Rested
    ended: Ended | None
    note: str
    byline: list[Signature]
    own: list[Signature]
    redacted: bool

    @property
    def verify_url(self) -> str:
        return verify_url(self.digest)


def periods_of(
    article: Article, publications: Iterable[Publication], organisation: Organisation, at: datetime
) -> list[Period]:
    """These Publications of an article, all opened by then, as periods. Fetch their Editions and withdrawals."""
    past = _Past(article, organisation, at)
    return [past.period(row) for row in publications]


class _Past:
    """All lives that an article has had by then, the first one first, and who signed or attested its Editions."""

    def __init__(self, article: Article, organisation: Organisation, at: datetime) -> None:
        text, review = "edition__content_row", "published_review__review"
        fields = ("pk", "opens", "closes", "gone_at", "edition", text, "authority", review, "taken_away", "hidden")
        rows = Publication.objects.opened(at).filter(article=article).order_by("opens")
        rows = rows.annotate(
            taken_away=Exists(Withdrawal.objects.taking_away()), hidden=Exists(Withdrawal.objects.hiding())
        )
        self.lives = [Life(*row) for row in rows.values_list(*fields)]
        self.sign_offs = list(SignOff.objects.filter(edition__article=article).select_related("revocation"))
        attested = Attestation.objects.filter(edition__article=article).select_related("revocation")
        self.attestations = (
            list(attested) if any(life.authority == Authority.ATTESTATION for life in self.lives) else []
        )
        self.organisation, self.at = organisation, at

    def period(self, publication: Publication) -> Period:
        life = next(life for life in self.lives if life.pk == publication.pk)
        before = [other for other in self.lives if other.opens < life.opens]
        base = _whole_before(before) if life.authority == Authority.CORRECTION else None
        rows = list(zip(publication.signatures, byline_of(publication), strict=True))
        byline = [
            self._as_it_stands(frozen, shown, base if base and shown.kind != "wording" else life)
            for frozen, shown in rows
        ]
        edition = publication.edition
        # In a period that a withdrawal hid nothing was told.
        told = any(other.edition == life.edition and not other.hidden for other in before)
        return Period(
            number=edition.number,
            digest=life.digest,
            opens=life.opens,
            closes=life.ended(self.at),
            rested=_rested(life, before),
            ended=self._ended(life, publication),
            note="" if told or edition.is_redacted else edition.change_note,
            byline=byline,
            own=[shown for shown in byline if base is None or shown.kind == "wording"],
            redacted=edition.is_redacted,
        )

    def _ended(self, life: Life, publication: Publication) -> Ended | None:
        ends = life.ended(self.at)
        if ends is None:
            return None
        if life.closes is None or ends < life.closes:
            return Ended.OVERDUE
        if any(withdrawal.at <= life.closes for withdrawal in publication.withdrawals.all()):
            return Ended.WITHDRAWN
        after = next((other for other in self.lives if other.opens == life.closes), None)
        if after is None:
            return Ended.IN_TIME
        return Ended.REVIEWED_AGAIN if after.edition == life.edition else Ended.REPLACED

    def _as_it_stands(self, frozen: dict[str, Any], shown: Signature, life: Life) -> Signature:
        """A row of the byline, with the day on which it was taken back."""
        rows = self._attestations(frozen) if shown.kind == "attestation" else self._sign_offs(frozen)
        return replace(shown, taken_back=self._taken_back(rows, life))

    def _sign_offs(self, frozen: dict[str, Any]) -> list[SignOff | Attestation]:
        told = (frozen["role"], frozen["name"])
        return [row for row in self.sign_offs if (row.role, row.printed_name) == told]

    def _attestations(self, frozen: dict[str, Any]) -> list[SignOff | Attestation]:
        told = (frozen["name"], frozen["on"], frozen["attested_by"])
        return [row for row in self.attestations if (row.name, row.reviewed_on.isoformat(), row.printed_name) == told]

    def _taken_back(self, rows: list[SignOff | Attestation], life: Life) -> date | None:
        """A byline holds words. What they stand for was given on that Edition before it opened, and stood."""
        given = [
            row
            for row in rows
            if row.edition_id == life.edition
            and row.at <= life.opens
            and not (hasattr(row, "revocation") and row.revocation.at < life.opens)
        ]
        given.sort(key=lambda row: (row.review_id == life.review, row.at))
        if not given or not hasattr(given[-1], "revocation"):
            return None
        return self.organisation.day_of(given[-1].revocation.at)


def _rested(life: Life, before: list[Life]) -> Rested:
    if any(other.review == life.review for other in before):
        return Rested.BROUGHT_BACK
    if life.authority == Authority.CORRECTION:
        return Rested.CORRECTION
    if life.authority == Authority.ATTESTATION:
        return Rested.ATTESTATION
    again = any(other.edition == life.edition for other in before)
    return Rested.REVIEWED_AGAIN if again else Rested.SIGNATURES


def _whole_before(before: list[Life]) -> Life | None:
    """The last text that was reviewed whole: what a correction builds on."""
    return next((life for life in reversed(before) if life.authority in WHOLE_TEXT), None)
