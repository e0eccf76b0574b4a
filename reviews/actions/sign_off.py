"""`sign_off`: a reviewer signs exactly what was on their screen."""

from django.db import transaction
from django.utils.translation import gettext as _

from articles.models import Organisation
from people.allowing import allow
from people.models import User
from people.roles import is_reviewer
from record.canonical import digest_of, is_digest
from record.chain import record_event
from record.clock import now_in_verb
from record.errors import Conflict, NotAllowed, Refusal, WrongState
from reviews.actions.locking import lock_review
from reviews.models import Review, Reviewer, ReviewPurpose, ReviewState, SignOff, SignOffRole
from reviews.notifications import notify_publishers
from reviews.proof import Proof
from reviews.selectors import attestation_of, over_unseen, signed_on, unsigned_in
from reviews.transitions import move

MEANINGS = {
    SignOffRole.MEDICAL: "I have read the whole text. It is medically correct and safe for readers.",
    SignOffRole.PHARMACY: "I have read the whole text. What it says of medicines is correct and safe for readers.",
    SignOffRole.NURSING: "I have read the whole text. What it says of care is correct and safe for readers.",
    SignOffRole.LEGAL: "I have read the whole text. It may be published.",
    SignOffRole.EDITORIAL: "I have read the whole text. It is clear, complete and well written.",
}
# Of a minor correction, in whatever role: the review of the whole text stands beside it.
MEANING_OF_CORRECTION = (
    "I have checked the words that were corrected, and these alone. What the text says to readers is the same."
)


def meaning_of(review: Review, role: str) -> str:
    """What somebody says by signing this Review in that role."""
    if review.purpose == ReviewPurpose.CORRECTION:
        return MEANING_OF_CORRECTION
    return MEANINGS[SignOffRole(role)]


def sign_off(*, review: Review, digest: str, role: str, proof: Proof, door: str) -> SignOff:
    """Sign the Edition under review, as `role`.

    `digest` is the one that stood on the screen; a signature for another is refused.

    A refusal is put on record, in a transaction of its own, and raised.
    """
    try:
        return _sign(review=review, digest=digest, role=role, proof=proof, door=door)
    except Refusal as refusal:
        record_refusal(review=review, digest=digest, by=proof.person, door=door, why=str(refusal))
        raise


@transaction.atomic
def _sign(*, review: Review, digest: str, role: str, proof: Proof, door: str) -> SignOff:
    review = lock_review(review)
    edition, person = review.edition, proof.person
    now = now_in_verb()
    given = signed_on(edition)
    missing = unsigned_in(review, given)
    reviewer = _may_sign(review, person, role, missing)
    if digest != edition.digest:
        raise Conflict(
            _("This is not the text you had on your screen. Nothing was signed. Read the current text first.")
        )
    if digest_of(edition.text) != digest:
        raise WrongState(
            _("The stored text doesn't have its digest. Nothing was signed. Tell an administrator at once.")
        )
    signature = SignOff.objects.create(
        review=review,
        edition=edition,
        digest=digest,
        reviewer=person,
        printed_name=reviewer.printed_name,
        credentials=reviewer.credentials,
        role=role,
        meaning=meaning_of(review, role),
        at=now,
        method=proof.method,
        turn=sum(row.role == role and row.review == review.pk for row in given),
    )
    complete = missing == [role]
    if complete:
        move(review, ReviewState.APPROVED, now)
    record_event(
        "sign_off",
        actor=person,
        door=door,
        article=review.article.uuid,
        row=signature,
        touched=[review] if complete else [],
        review=review.pk,
        edition=edition.pk,
        digest=digest,
        role=str(role),
        method=str(proof.method),
    )
    if complete:
        notify_publishers(review)
    return signature


def _may_sign(review: Review, person: User, role: str, missing: list[str]) -> Reviewer:
    """The signer's profile.

    The hard rules, superusers included: active, a reviewer, no contributor, a role still wanted.
    """
    if person.pk in review.edition.contributor_ids:
        raise NotAllowed(_("You wrote at this text, so somebody else has to sign it."))
    reviewer = Reviewer.objects.filter(person=person).first()
    if reviewer is None:
        raise NotAllowed(_("Only reviewers with a profile can sign. Ask an administrator."))
    if not is_reviewer(allow(person, "reviews.sign_off", review)):
        raise NotAllowed(_("Only reviewers can sign, whatever else somebody may do."))
    if not review.is_open:
        raise WrongState(_("This review is over: %(state)s.") % {"state": ReviewState(review.state).label})
    if over := over_unseen(review):
        raise WrongState(over)
    if role not in review.required_roles:
        raise NotAllowed(_("This review doesn't ask for a signature in that role."))
    if attestation_of(review):
        raise WrongState(_("This text was attested. To have it signed instead, take the attestation back."))
    if role not in missing:
        raise Conflict(_("Somebody has signed in this role already."))
    if why_not := reviewer.why_not(role, expired=_has_expired(reviewer)):
        raise NotAllowed(why_not)
    return reviewer


def _has_expired(reviewer: Reviewer) -> bool:
    """Whether the credentials on file are good no more, today in the organisation's time zone."""
    if reviewer.credentials_expire is None:
        return False
    return reviewer.has_expired(Organisation.current().day_of(now_in_verb()))


@transaction.atomic
def record_refusal(*, review: Review, digest: str, by: User, door: str, why: str) -> None:
    """That somebody tried to sign and was refused, and why: never what they typed.

    On record whatever becomes of the refused verb, whose own transaction has rolled back by now. Doors that refuse
    before they call the verb call this.
    """
    record_event(
        "refuse_sign_off",
        actor=by,
        door=door,
        article=review.article.uuid,
        why=why,
        review=review.pk,
        digest=digest if is_digest(digest) else "",
    )
