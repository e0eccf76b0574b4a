"""`attest`: somebody gives their word that imported texts were reviewed before the library moved in."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import DraftSave, EditionContributor, Imported, Organisation, Publication
from people.allowing import allow
from people.models import User
from record.chain import record_event
from record.clock import now_in_verb
from record.errors import BadInput, Conflict, NotAllowed, Refusal, WrongState
from reviews.actions.locking import lock_review
from reviews.actions.publish import publish
from reviews.authority import check_digest
from reviews.dates import add_months
from reviews.models import Attestation, Review, ReviewPurpose, ReviewState
from reviews.notifications import notify_publishers_of_many
from reviews.printed import printed_line
from reviews.proof import Proof
from reviews.selectors import attestation_of, counting_signatures, published_otherwise
from reviews.transitions import move

NAMELESS: Final = gettext_lazy("Name and credentials are needed: readers are told whose review it was.")
# As long as a policy may let a review last: whoever means less writes less.
MOST_MONTHS: Final = 60
EARLIEST: Final = date(1950, 1, 1)


@dataclass(frozen=True, slots=True)
class Claim:
    """What is attested of one text: reviewed on that day, and due again on this one."""

    review: Review
    reviewed_on: date
    due: date


@dataclass(frozen=True, slots=True)
class Attested:
    """What came of one text of a batch. `refusal` is why it was not attested, or was but not published."""

    review: Review
    attestation: Attestation | None
    publication: Publication | None = None
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class _Word:
    """What is the same for all texts of a batch: whose review it was, whose word it is, through which door."""

    name: str
    credentials: str
    proof: Proof
    door: str


def attest(
    *,
    reviews: Iterable[Review],
    name: str,
    credentials: str,
    reviewed_on: date,
    due: date,
    proof: Proof,
    door: str,
    and_publish: bool = False,
) -> list[Attested]:
    """Attest that `name` reviewed these texts on one day. Each text is done, or refused with its reason, by itself.

    Raises what `attest_each` raises before anything is done.
    """
    claims = [Claim(review, reviewed_on, due) for review in reviews]
    each = attest_each(
        claims=claims, name=name, credentials=credentials, proof=proof, door=door, and_publish=and_publish
    )
    return list(each)


def attest_each(
    *, claims: Iterable[Claim], name: str, credentials: str, proof: Proof, door: str, and_publish: bool = False
) -> Iterator[Attested]:
    """The same with days of their own for each text; says what came of each as soon as it is done.

    What one text lacks stops no other: whoever moves in with hundreds wants a list of what is left. Every text is a
    transaction of its own, so that what is done stays done, and the same batch may be sent again.

    Raises `BadInput` where name or credentials can't stand on a page, `NotAllowed` where this person may not attest.
    """
    name, credentials = (printed_line(text, missing=NAMELESS) for text in (name, credentials))
    allow(proof.person, "reviews.attest_review")
    word = _Word(name, credentials, proof, door)
    return _each(list(claims), word, and_publish=and_publish)


def check_days(reviewed_on: date, due: date, today: date) -> None:
    """Raises `BadInput` where these can't be the days of a review and of the next one."""
    if not EARLIEST <= reviewed_on <= today:
        raise BadInput(_("The day of the review lies in the future, or too long ago."))
    if due <= reviewed_on:
        raise BadInput(_("The next review has to be due after the day of this one."))
    if due > add_months(max(reviewed_on, today), MOST_MONTHS):
        raise BadInput(_("The next review has to be due within %(months)d months.") % {"months": MOST_MONTHS})


def _each(claims: list[Claim], word: _Word, *, and_publish: bool) -> Iterator[Attested]:
    waiting: list[Review] = []
    try:
        for claim in claims:
            done = _attested(claim, word)
            if done.attestation and and_publish:
                done = _published(done, word.proof.person, word.door)
            if done.attestation and done.publication is None:
                waiting.append(done.review)
            yield done
    finally:
        # One mail for all of them, also where whoever watched has gone.
        notify_publishers_of_many(waiting)


def _attested(claim: Claim, word: _Word) -> Attested:
    try:
        return Attested(claim.review, _attest(claim, word))
    except Refusal as refusal:
        _record_refusal(claim.review, word.proof.person, word.door, refusal)
        return Attested(claim.review, None, refusal=str(refusal))


@transaction.atomic
def _attest(claim: Claim, word: _Word) -> Attestation:
    review = lock_review(claim.review)
    edition, person = review.edition, word.proof.person
    allow(person, "reviews.attest_review", review)
    now = now_in_verb()
    check_days(claim.reviewed_on, claim.due, Organisation.current().day_of(now))
    words: dict[str, Any] = {
        "name": word.name, "credentials": word.credentials, "reviewed_on": claim.reviewed_on, "due": claim.due,
    }  # fmt: skip
    standing = attestation_of(review)
    if standing and standing.attested_by_id == person.pk and all(getattr(standing, key) == words[key] for key in words):
        return standing
    imported = _check_text(review, person)
    attestation = Attestation.objects.create(
        review=review,
        edition=edition,
        digest=edition.digest,
        attested_by=person,
        printed_name=person.printed_name,
        at=now,
        method=word.proof.method,
        replaces=review.attestations.order_by("-pk").first(),
        **words,
    )
    move(review, ReviewState.APPROVED, now)
    record_event(
        "attest",
        actor=person,
        door=word.door,
        article=review.article.uuid,
        row=attestation,
        touched=[review],
        review=review.pk,
        edition=edition.pk,
        digest=edition.digest,
        name=word.name,
        credentials=word.credentials,
        reviewed_on=claim.reviewed_on.isoformat(),
        due=claim.due.isoformat(),
        claimed=imported.last_reviewed.isoformat() if imported.last_reviewed else None,
        changed_since_import=changed_since_import(review, imported),
        method=str(word.proof.method),
    )
    return attestation


def _check_text(review: Review, person: User) -> Imported:
    """What was imported, where the text can be attested by this person. The hard rules, superusers included."""
    edition = review.edition
    # Also at an Edition of the same text before: what was published on a word that was taken back has new contributors.
    same = EditionContributor.objects.filter(edition__article=review.article_id, edition__content_row=edition.digest)
    if same.filter(person=person).exists():
        raise NotAllowed(_("You wrote at this text or imported it, so somebody else has to attest it."))
    imported = Imported.objects.filter(article=review.article_id).first()
    if imported is None or review.purpose != ReviewPurpose.MAIN:
        raise WrongState(_("This text was not imported. It needs a review here."))
    if attestation_of(review):
        raise Conflict(_("This text has been attested already, with other words or by somebody else."))
    if review.state != ReviewState.WAITING:
        raise WrongState(
            _("Only a text that waits for its review can be attested. This review is: %(state)s.")
            % {"state": ReviewState(review.state).label}
        )
    if published_otherwise(review.article_id, edition.digest).exists():
        raise WrongState(_("A text of this article was published here. What comes after needs a review here."))
    if counting_signatures(review):
        raise WrongState(_("Somebody has signed this text here. It needs no attestation, but the other signatures."))
    check_digest(edition)
    return imported


def changed_since_import(review: Review, imported: Imported) -> bool:
    """Whether the text in review is another than the one that was imported last."""
    saves = DraftSave.objects.filter(
        article_uuid=review.article.uuid,
        purpose=review.edition.purpose,
        number__in=[imported.save_number, review.edition.save_number],
    )
    return len(set(saves.values_list("source_digest", flat=True))) > 1


def _published(done: Attested, by: User, door: str) -> Attested:
    """Published at once, where the policy lets this person; else it stands attested, and is told why not."""
    try:
        publication = publish(review=done.review, live_seen=None, by=by, door=door)
    except Refusal as refusal:
        if already := Publication.objects.filter(published_review__review=done.review, cancelled_at=None).first():
            return Attested(done.review, done.attestation, already)
        return Attested(done.review, done.attestation, refusal=str(refusal))
    return Attested(done.review, done.attestation, publication)


@transaction.atomic
def _record_refusal(review: Review, person: User, door: str, refusal: Refusal) -> None:
    """On record whatever becomes of the refused verb, whose own transaction has rolled back by now."""
    record_event(
        "refuse_attest",
        actor=person,
        door=door,
        article=review.article.uuid,
        why=str(refusal),
        review=review.pk,
        digest=review.edition.digest,
    )
