"""Coming: invited by an administrator, by a link that works once and not for long."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from people.actions import accept_invitation, invite, resend_invitation, withdraw_invitation
from people.models import Invitation, User
from people.roles import ADMINISTRATOR, AUDITOR, EDITOR, PUBLISHER, REVIEWER, roles_of
from record.chain import Event
from record.clock import standing_at
from record.errors import BadInput, NotAllowed, WrongState
from tests.people.crowd import administrator, person

pytestmark = pytest.mark.django_db

GOOD = "a long enough secret 7"


@pytest.fixture
def invited(django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> Invitation:
    with django_capture_on_commit_callbacks(execute=True):
        return invite(
            email="Ida@Example.org", name=" Ida  Sample ", roles=[REVIEWER, EDITOR], by=administrator(), door="admin"
        )


def sent_token(message: int = -1) -> str:
    """The token in an e-mail that was sent."""
    found = re.search(r"http://localhost/accounts/invitation/([^/]+)/", str(mail.outbox[message].body))
    assert found
    return found[1]


def test_the_link_is_sent_and_only_its_digest_kept(invited: Invitation) -> None:
    assert mail.outbox[0].to == ["Ida@example.org"]
    assert "Ida Sample" in mail.outbox[0].body
    assert "7 days" in mail.outbox[0].body
    assert "the health library at localhost" in mail.outbox[0].subject
    invited.refresh_from_db()
    assert invited.sent_at is not None
    assert sent_token() not in str(Invitation.objects.values())


def test_the_record_holds_no_address(invited: Invitation) -> None:
    event = Event.objects.latest("seq")
    assert event.verb == "invite"
    assert event.told["facts"] == {"invitation": invited.pk, "roles": [EDITOR, REVIEWER]}
    assert "example" not in event.body.lower()


def test_accepting_makes_a_person_in_these_roles(invited: Invitation) -> None:
    ida = accept_invitation(token=sent_token(), username="ida", password=GOOD)
    assert (ida.printed_name, ida.email) == ("Ida Sample", "Ida@example.org")
    assert roles_of(ida) == [EDITOR, REVIEWER]
    assert ida.is_staff
    assert not ida.is_superuser
    assert ida.check_password(GOOD)
    invited.refresh_from_db()
    assert invited.accepted_by == ida
    assert Event.objects.latest("seq").told["actor"]["username"] == "ida"


def test_a_link_works_once(invited: Invitation) -> None:
    accept_invitation(token=sent_token(), username="ida", password=GOOD)
    with pytest.raises(WrongState, match="accepted already"):
        accept_invitation(token=sent_token(), username="ida2", password=GOOD)


def test_a_link_expires(invited: Invitation) -> None:
    with standing_at(invited.expires_at), pytest.raises(WrongState, match="expired"):
        accept_invitation(token=sent_token(), username="ida", password=GOOD)
    with standing_at(invited.expires_at - timedelta(microseconds=1)):
        accept_invitation(token=sent_token(), username="ida", password=GOOD)


def test_sending_again_stops_the_old_link(
    invited: Invitation, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    old = sent_token()
    with standing_at(datetime.now(UTC) + timedelta(days=30)):
        with django_capture_on_commit_callbacks(execute=True):
            resend_invitation(invitation=invited, by=invited.invited_by, door="admin")
        with pytest.raises(WrongState, match="newer one"):
            accept_invitation(token=old, username="ida", password=GOOD)
        accept_invitation(token=sent_token(), username="ida", password=GOOD)


def test_a_withdrawn_link_is_dead(invited: Invitation) -> None:
    withdraw_invitation(invitation=invited, by=invited.invited_by, door="admin")
    with pytest.raises(WrongState, match="withdrawn"):
        accept_invitation(token=sent_token(), username="ida", password=GOOD)


def test_one_open_invitation_for_each_address(invited: Invitation) -> None:
    with pytest.raises(WrongState, match="invited already"):
        invite(email="IDA@example.org", name="Ida", roles=[EDITOR], by=invited.invited_by, door="admin")
    with pytest.raises(BadInput, match="address already"):
        invite(email="Admin@example.org", name="Ada", roles=[EDITOR], by=invited.invited_by, door="admin")


@pytest.mark.parametrize("role", [EDITOR, REVIEWER, PUBLISHER, AUDITOR])
def test_only_administrators_invite(role: str) -> None:
    with pytest.raises(NotAllowed):
        invite(email="x@example.org", name="X", roles=[EDITOR], by=person("somebody", role), door="admin")


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"email": "no address"}, "e-mail"),
        ({"name": "  "}, "name is missing"),
        ({"name": "a\x00b"}, "printed"),
        ({"name": "n" * 151}, "longer"),
        ({"roles": []}, "at least one role"),
        ({"roles": ["King"]}, "no role"),
    ],
)
def test_bad_input_is_refused_in_a_sentence(given: dict[str, str], why: str) -> None:
    asked = {"email": "x@example.org", "name": "X", "roles": [EDITOR], **given}
    with pytest.raises(BadInput, match=why):
        invite(**asked, by=administrator(), door="admin")  # type: ignore[arg-type]
    assert not Invitation.objects.exists()


@pytest.mark.parametrize(
    ("username", "password"),
    [("ADMIN", GOOD), ("", GOOD), ("white space", GOOD), ("ida", "short"), ("ida", "ida@example.org")],
)
def test_accepting_refuses_taken_names_and_weak_passwords(invited: Invitation, username: str, password: str) -> None:
    with pytest.raises(BadInput):
        accept_invitation(token=sent_token(), username=username, password=password)
    assert User.objects.count() == 1


def test_a_dead_mail_server_loses_nothing(
    settings: Settings, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = (
        "django.core.mail.backends.smtp.EmailBackend",
        "127.0.0.1",
        1,
    )
    with django_capture_on_commit_callbacks(execute=True):
        made = invite(email="x@example.org", name="X", roles=[EDITOR], by=administrator(), door="admin")
    made.refresh_from_db()
    assert made.sent_at is None


def test_the_page_takes_an_invited_person_in(client: Client, invited: Invitation) -> None:
    address = f"/accounts/invitation/{sent_token()}/"
    page = client.get(address)
    assert page.status_code == 200
    assert "Ida Sample" in page.text
    assert page["Cache-Control"].startswith("max-age=0, no-cache, no-store")
    wrong = client.post(address, {"username": "ida", "password": GOOD, "password_again": "other"})
    assert wrong.status_code == 400
    assert "not the same" in wrong.text
    done = client.post(address, {"username": "ida", "password": GOOD, "password_again": GOOD})
    assert done.status_code == 302
    assert done["Location"] == "/accounts/login/"
    assert client.login(username="ida", password=GOOD)
    again = client.get(address)
    assert again.status_code == 410
    assert "used already" in again.text


@pytest.mark.parametrize("method", ["get", "post"])
def test_the_page_says_that_a_link_has_expired(client: Client, invited: Invitation, method: str) -> None:
    with standing_at(invited.expires_at):
        page = getattr(client, method)(f"/accounts/invitation/{sent_token()}/")
    assert page.status_code == 410
    assert "expired" in page.text


def test_a_made_up_link_is_not_found(client: Client, db: None) -> None:
    assert client.get("/accounts/invitation/made-up/").status_code == 404


def test_first_administrator_holds_the_role(db: None) -> None:
    first = User.objects.create_superuser("first", "first@example.org", GOOD)
    assert roles_of(first) == [ADMINISTRATOR]
    assert Event.objects.latest("seq").told["facts"]["username"] == "first"
