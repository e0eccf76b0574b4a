"""The accounts of a demo. Each is plainly a sample."""

from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.utils.translation import gettext as _

from people.actions import add_person
from people.models import User
from people.roles import ADMINISTRATOR, AUDITOR, EDITOR, PUBLISHER, REVIEWER
from record.errors import NotAllowed
from reviews.actions import keep_reviewer
from reviews.models import Reviewer, SignOffRole

PASSWORD: Final = "demo"  # noqa: S105  (the contract names it; refused outside a demo)
ACCOUNTS: Final = (
    ("editor", "Sample Editor", EDITOR),
    ("reviewer", "Dr. Sample Reviewer", REVIEWER),
    ("publisher", "Sample Publisher", PUBLISHER),
    ("auditor", "Sample Auditor", AUDITOR),
    ("admin", "Sample Administrator", ADMINISTRATOR),
)
CREDENTIALS: Final = "MD (sample)"


@dataclass(frozen=True, slots=True)
class DemoPeople:
    """Who does what in a demo."""

    editor: User
    reviewer: User
    publisher: User
    admin: User


def demo_people(door: str) -> DemoPeople:
    """The demo's people; those that are missing are added. Raises `NotAllowed` outside a demo."""
    if not settings.DEMO:
        raise NotAllowed(_("Only a demo has sample accounts and sample signatures."))
    people = {username: _account(username, name, role, door) for username, name, role in ACCOUNTS}
    _profile(people["reviewer"], people["admin"], door)
    return DemoPeople(people["editor"], people["reviewer"], people["publisher"], people["admin"])


def _account(username: str, name: str, role: str, door: str) -> User:
    person = User.objects.filter(username=username).first()
    if person:
        return person
    return add_person(
        username=username, password=PASSWORD, name=name, roles=[role], email=f"{username}@example.org", door=door
    )


def _profile(person: User, by: User, door: str) -> None:
    """The reviewer's profile, in every role, so that whatever a policy asks for can be tried."""
    if Reviewer.objects.filter(person=person).exists():
        return
    keep_reviewer(
        person=person,
        printed_name=person.printed_name,
        credentials=CREDENTIALS,
        roles=list(SignOffRole.values),
        credentials_expire=None,
        conflicts="",
        specialties="Clinical genetics (sample)",
        is_public=True,
        by=by,
        door=door,
    )
