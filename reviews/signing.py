"""Whether somebody can sign a Review, and why not: said before they try. The verb decides again, under its locks."""

from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from people.models import User
from reviews.models import Review, Reviewer, ReviewState, SignOff


@dataclass(frozen=True, slots=True)
class Signing:
    """The roles in which somebody can sign now; where there are none, why."""

    roles: list[str] = field(default_factory=list)
    why_not: str = ""


def signing_of(review: Review, person: User, given: list[SignOff], today: date) -> Signing:
    """What `person` can do about a Review that holds the signatures `given`."""
    if not review.is_open:
        return Signing(why_not=_("This review is over: %(state)s.") % {"state": ReviewState(review.state).label})
    if person.pk in {row.person_id for row in review.edition.contributor_rows.all()}:
        return Signing(why_not=_("You wrote at this text, so somebody else has to sign it."))
    profile: Reviewer | None = getattr(person, "reviewer", None)
    if profile is None or not person.has_perm("reviews.sign_off", review):
        return Signing(why_not=_("Only reviewers with a profile can sign. You can read along."))
    missing = [role for role in review.required_roles if role not in {row.role for row in given}]
    refusals = {role: profile.why_not(role, today) for role in missing}
    if roles := [role for role, refusal in refusals.items() if not refusal]:
        return Signing(roles)
    if person.pk in {row.reviewer_id for row in given}:
        return Signing(why_not=_("You have signed this text."))
    return Signing(why_not=next(iter(refusals.values()), _("All signatures are there.")))
