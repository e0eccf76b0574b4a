"""Whether somebody can sign a Review, and why not: said before they try. The verb decides again, under its locks."""

from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from people.models import User
from people.roles import is_reviewer
from reviews.models import Review, Reviewer, ReviewState, SignOff
from reviews.selectors import attestation_of, unsigned_roles


@dataclass(frozen=True, slots=True)
class Signing:
    """The roles in which somebody can sign now; where there are none, why."""

    roles: list[str] = field(default_factory=list)
    why_not: str = ""


def signing_of(review: Review, person: User, given: list[SignOff], today: date, *, over: str = "") -> Signing:
    """What `person` can do about a Review that holds the signatures `given`; nothing where it is `over` unseen."""
    if over:
        return Signing(why_not=over)
    missing = unsigned_roles(review, (row.role for row in given))
    if why_not := _closed(review, person, given, missing):
        return Signing(why_not=why_not)
    profile: Reviewer | None = getattr(person, "reviewer", None)
    if profile is None or not is_reviewer(person) or not person.has_perm("reviews.sign_off", review):
        return Signing(why_not=_("Only reviewers with a profile can sign. You can read along."))
    refusals = {role: profile.why_not(role, expired=profile.has_expired(today)) for role in missing}
    if roles := [role for role, refusal in refusals.items() if not refusal]:
        return Signing(roles)
    return Signing(why_not=_signed(person, given) or refusals[missing[0]])


def _closed(review: Review, person: User, given: list[SignOff], missing: list[str]) -> str:
    """Why this Review takes no signature of this person, whatever their profile says."""
    if not review.is_open:
        return _("This review is over: %(state)s.") % {"state": ReviewState(review.state).label}
    if attestation_of(review):
        return _("This text was attested, so it needs no signature here before its next review.")
    if not missing:
        return _signed(person, given) or _("All signatures are there.")
    if person.pk in review.edition.contributor_ids:
        return _("You wrote at this text, so somebody else has to sign it.")
    return ""


def _signed(person: User, given: list[SignOff]) -> str:
    return _("You have signed this text.") if person.pk in {row.reviewer_id for row in given} else ""
