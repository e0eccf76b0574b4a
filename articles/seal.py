"""The seal: who reviewed a text, when, and which text it was.

The same words in the same order wherever it stands: under the title, at the foot of the article, where a text is
verified, on the desk at the moment of signing, in the admin. Made here and nowhere else. All of it is frozen beside the
signature, but for `overdue` and `taken_back`, which are live.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

from articles.models import Publication
from articles.signatures import BY_COMMAND, Method, SignOffRole

# What a row of a byline is: a signature on the whole text, one on a corrected wording, or the word of somebody that the
# text was reviewed before the library moved in.
Kind = Literal["review", "wording", "attestation"]


@dataclass(frozen=True, slots=True)
class Signature:
    """One row of a byline as pages show it: printed name and credentials of that day, as what, what it says, how, when.

    `role` is in words. `is_medical` tells whether the byline may say "medically reviewed". An attestation is no
    signature: there `name`, `credentials` and `on` are those of the review of old, `attested_by` and `attested_on` say
    whose word it is, and role and meaning are empty; `changed_since_import` says that the review of old saw another
    text than this one, and is frozen beside it. `taken_back` is the day on which it was revoked, where it was.
    `profile_url` is live: where the reviewer's public profile is, if there is one.
    """

    name: str
    credentials: str
    role: str
    meaning: str
    method: str
    on: date
    is_medical: bool = False
    kind: Kind = "review"
    attested_by: str = ""
    attested_on: date | None = None
    changed_since_import: bool = False
    taken_back: date | None = None
    profile_url: str = ""

    @property
    def is_sample(self) -> bool:
        """Whether a command made it, so that nobody has read the text."""
        return self.method in BY_COMMAND


@dataclass(frozen=True, slots=True)
class Seal:
    """What templates/articles/_seal.html shows.

    `verify_url` and `history_url` are empty where the text was never public.
    """

    number: int
    digest: str
    reviews: list[Signature] = field(default_factory=list)
    last_reviewed: date | None = None
    last_updated: date | None = None
    next_review_due: date | None = None
    overdue: bool = False
    verify_url: str = ""
    history_url: str = ""

    @property
    def digest_short(self) -> str:
        """The first and last characters of the digest, for people to compare at a glance."""
        return short_digest(self.digest)

    @property
    def is_sample(self) -> bool:
        return any(signature.is_sample for signature in self.reviews)

    @property
    def medical(self) -> list[Signature]:
        """Whom the byline calls medical reviewers."""
        return [signature for signature in self.reviews if signature.is_medical and signature.kind == "review"]

    @property
    def others(self) -> list[Signature]:
        """Those who signed as something else."""
        return [signature for signature in self.reviews if not signature.is_medical and signature.kind == "review"]

    @property
    def attested(self) -> list[Signature]:
        """Reviews of old that somebody here vouched for. Nobody here signed the text."""
        return [signature for signature in self.reviews if signature.kind == "attestation"]

    @property
    def wording(self) -> list[Signature]:
        """Those who checked a correction of its wording, and nothing else."""
        return [signature for signature in self.reviews if signature.kind == "wording"]


def seal_of(publication: Publication, at: datetime) -> Seal:
    """The seal of what is or was public, as it stands at that moment."""
    edition = publication.edition
    return Seal(
        number=edition.number,
        digest=edition.digest,
        reviews=byline_of(publication),
        last_reviewed=publication.last_reviewed,
        last_updated=publication.last_updated,
        next_review_due=publication.next_review_due,
        overdue=publication.overdue_at <= at,
        verify_url=verify_url(edition.digest),
    )


def signature(
    *, name: str, credentials: str, role: str, meaning: str, method: str, on: date, kind: Kind = "review"
) -> Signature:
    """A signature, with its role in words."""
    known = SignOffRole(role)
    return Signature(
        name=name,
        credentials=credentials,
        role=str(known.label),
        meaning=meaning,
        method=Method(method).value,
        on=on,
        is_medical=known is SignOffRole.MEDICAL,
        kind=kind,
    )


def attestation(
    *, name: str, credentials: str, on: date, attested_by: str, attested_on: date, method: str, changed: bool
) -> Signature:
    """A review of old as the byline shows it, with whose word it is."""
    return Signature(
        name=name,
        credentials=credentials,
        role="",
        meaning="",
        method=Method(method).value,
        on=on,
        kind="attestation",
        attested_by=attested_by,
        attested_on=attested_on,
        changed_since_import=changed,
    )


def short_digest(digest: str) -> str:
    """As in 3f2a…91bc."""
    return f"{digest[:4]}…{digest[-4:]}"


def verify_url(digest: str) -> str:
    """Where anyone can check a text that is or was public."""
    return f"/verify/{digest}/"


def history_url(slug: str) -> str:
    """Where readers find every Edition of an article that was public. Each stands at `editions/<number>/` beside it."""
    return f"/articles/{slug}/history/"


def byline_of(publication: Publication) -> list[Signature]:
    """Who stands in the byline of what is or was public."""
    return [_as_frozen(row) for row in publication.signatures]


def _as_frozen(row: dict[str, Any]) -> Signature:
    """A row of a Publication's byline. One without a kind is a signature on the whole text."""
    kind: Kind = row.get("kind", "review")
    if kind == "attestation":
        return attestation(
            name=row["name"],
            credentials=row["credentials"],
            on=date.fromisoformat(row["on"]),
            attested_by=row["attested_by"],
            attested_on=date.fromisoformat(row["attested_on"]),
            method=row["method"],
            # Told only where it is so.
            changed=row.get("changed_since_import", False),
        )
    return signature(
        name=row["name"],
        credentials=row["credentials"],
        role=row["role"],
        meaning=row["meaning"],
        method=row["method"],
        on=date.fromisoformat(row["on"]),
        kind=kind,
    )
