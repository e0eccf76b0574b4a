"""Signing in: one door, throttled, that tells strangers nothing; and proving oneself again."""

from urllib.parse import quote

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import cache
from django.http import HttpRequest
from django.test import Client, RequestFactory, override_settings
from django.urls import reverse

from people.actions import deactivate
from people.proof import TooMany, prove_password
from people.roles import EDITOR, is_staff_member
from record.chain import Event, Head
from record.errors import NotAllowed
from tests.people.crowd import PASSWORD, administrator, person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_counts(db: None) -> None:
    cache.clear()


def test_the_admin_has_no_sign_in_of_its_own(client: Client) -> None:
    for address in ("/admin/", "/admin/login/", "/admin/people/user/"):
        answer = client.get(address, follow=True)
        assert answer.redirect_chain[-1][0].startswith("/accounts/login/?next=")
    assert client.post("/admin/login/", {"username": "admin", "password": PASSWORD}).status_code == 302
    administrator()
    client.post("/admin/login/", {"username": "admin", "password": PASSWORD})
    assert client.get("/admin/").status_code == 302


def test_signing_in_leads_where_one_wanted_to_go(client: Client) -> None:
    administrator()
    page = client.get("/accounts/login/?next=/admin/people/user/")
    assert page.status_code == 200
    done = client.post("/accounts/login/", {"login": "ADMIN", "password": PASSWORD, "next": "/admin/people/user/"})
    assert (done.status_code, done["Location"]) == (302, "/admin/people/user/")
    cookie = client.cookies["session"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert client.get("/admin/login/")["Location"] == "/admin/"


def test_next_leads_nowhere_else(client: Client) -> None:
    administrator()
    done = client.post("/accounts/login/", {"login": "admin", "password": PASSWORD, "next": "https://evil.example/"})
    assert done["Location"] == "/admin/"


def test_strangers_learn_nothing(client: Client) -> None:
    administrator()
    unknown = client.post("/accounts/login/", {"login": "nobody", "password": "wrong"})
    known = client.post("/accounts/login/", {"login": "admin", "password": "wrong"})
    for answer in (unknown, known):
        assert answer.status_code == 200
        assert "not correct" in answer.text
    for address in ("admin@example.org", "nobody@example.org"):
        answer = client.post("/accounts/password/reset/", {"email": address})
        assert (answer.status_code, answer["Location"]) == (302, "/accounts/password/reset/done/")
    assert [message.to for message in mail.outbox] == [["admin@example.org"]]


def test_wrong_passwords_are_throttled_by_name(client: Client) -> None:
    administrator()
    for _ in range(5):
        client.post("/accounts/login/", {"login": "admin", "password": "wrong"})
    answer = client.post("/accounts/login/", {"login": "admin", "password": PASSWORD})
    assert answer.status_code == 200
    assert "Too many" in answer.text
    assert client.get("/admin/").status_code == 302


def test_sign_up_is_not_there(client: Client) -> None:
    for address in ("/accounts/signup/", "/accounts/email/", "/accounts/confirm-email/", "/accounts/password/set/"):
        assert client.get(address).status_code == 404
        assert client.post(address).status_code == 404


def test_a_password_is_reset_by_a_link_on_the_public_origin(client: Client) -> None:
    admin = administrator()
    client.post("/accounts/password/reset/", {"email": "admin@example.org"}, headers={"host": "127.0.0.1"})
    message = mail.outbox[0]
    assert message.subject == "Choose a new password for the health library"
    link = next(word for word in str(message.body).split() if word.startswith("http"))
    assert link.startswith("http://localhost/accounts/password/reset/key/")
    form = client.get(link.removeprefix("http://localhost"))
    assert form.status_code == 302
    page = client.get(form["Location"])
    assert page.status_code == 200
    fresh = "an entirely new secret"
    done = client.post(form["Location"], {"password1": fresh, "password2": fresh})
    assert done.status_code == 302
    assert client.get(done["Location"]).status_code == 200
    admin.refresh_from_db()
    assert admin.check_password(fresh)
    assert "not valid any more" in client.get(link.removeprefix("http://localhost")).text


def test_every_account_page_renders(client: Client) -> None:
    for name in ("login", "inactive", "reset_password", "reset_password_done", "reset_password_from_key_done"):
        page = client.get(reverse(f"account_{name}"))
        assert page.status_code == 200
        assert "<h1>" in page.text
        assert 'content="noindex"' in page.text
    client.force_login(administrator())
    for name in ("logout", "change_password"):
        assert client.get(reverse(f"account_{name}")).status_code == 200


def test_signing_out_takes_a_post(client: Client) -> None:
    client.force_login(administrator())
    client.get("/accounts/logout/")
    assert client.get("/admin/").status_code == 200
    client.post("/accounts/logout/")
    assert client.get("/admin/").status_code == 302


def test_the_admin_sends_password_changes_to_the_one_page(client: Client) -> None:
    client.force_login(administrator())
    assert client.get("/admin/password_change/")["Location"] == "/accounts/password/change/"


def test_somebody_without_a_role_is_refused_by_the_admin(client: Client) -> None:
    admin = administrator()
    ed = person("ed", EDITOR)
    client.force_login(ed)
    ed.groups.clear()
    ed.is_staff = False
    ed.save()
    assert client.get("/admin/").status_code in {302, 403}
    assert deactivate(person=ed, by=admin, door="admin", why="No role.").is_active is False


def signing() -> HttpRequest:
    return RequestFactory().post("/reviews/1/sign/")


def test_a_proof_is_the_password_itself() -> None:
    ed = person("ed", EDITOR)
    prove_password(signing(), ed, PASSWORD)
    with pytest.raises(NotAllowed, match="not correct"):
        prove_password(signing(), ed, "wrong")
    with pytest.raises(NotAllowed):
        prove_password(signing(), ed, "")


def test_proofs_are_throttled_for_each_person() -> None:
    ed, flo = person("ed", EDITOR), person("flo", EDITOR)
    for _ in range(5):
        with pytest.raises(NotAllowed, match="not correct"):
            prove_password(signing(), ed, "wrong")
    with pytest.raises(TooMany):
        prove_password(signing(), ed, PASSWORD)
    prove_password(signing(), flo, PASSWORD)


def test_a_right_proof_clears_the_count() -> None:
    ed = person("ed", EDITOR)
    for _ in range(3):
        for _ in range(4):
            with pytest.raises(NotAllowed):
                prove_password(signing(), ed, "wrong")
        prove_password(signing(), ed, PASSWORD)


def test_whoever_left_proves_nothing() -> None:
    admin, ed = administrator(), person("ed", EDITOR)
    ed = deactivate(person=ed, by=admin, door="admin", why="Gone.")
    with pytest.raises(NotAllowed):
        prove_password(signing(), ed, PASSWORD)


def test_predicates_take_strangers() -> None:
    assert not is_staff_member(AnonymousUser())


@pytest.mark.parametrize("odd", ["\0", "\ud800", "a" * 100_000, "Å\u0301", "' OR 1=1 --", "\u202e", "%00", "../.."])
def test_odd_input_never_breaks_a_page(client: Client, odd: str) -> None:
    odd = odd.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
    answers = [
        client.get("/accounts/login/", {"next": odd}),
        client.post("/accounts/login/", {"login": odd, "password": odd, "next": odd}),
        client.post("/accounts/password/reset/", {"email": odd}),
        client.get(f"/accounts/password/reset/key/{quote(odd, safe='')}/"),
        client.get(f"/accounts/password/reset/key/1-{quote(odd, safe='')}/"),
        client.get(f"/accounts/invitation/{quote(odd, safe='')}/"),
    ]
    assert all(answer.status_code < 500 for answer in answers)


def test_too_many_requests_are_told_plainly(client: Client) -> None:
    for _ in range(31):
        answer = client.post("/accounts/login/", {"login": "", "password": ""})
    assert answer.status_code == 429
    assert "<h1>" in answer.text


@override_settings(EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend", EMAIL_HOST="127.0.0.1", EMAIL_PORT=1)
def test_a_dead_mail_server_does_not_tell_who_has_an_account(client: Client) -> None:
    administrator()
    known, unknown = (
        client.post("/accounts/password/reset/", {"email": email}) for email in ("admin@example.org", "x@example.org")
    )
    assert (known.status_code, known.headers["Location"]) == (unknown.status_code, unknown.headers["Location"])


def signed_in() -> list[str]:
    """Who signed in, as the record tells it."""
    return [event.told["actor"]["username"] for event in Event.objects.filter(verb="sign_in").order_by("seq")]


def test_who_works_here_signs_in_on_record(client: Client) -> None:
    """Each success once, with its door; no failure, and nobody without a role."""
    administrator()
    client.post("/accounts/login/", {"login": "admin", "password": "wrong"})
    assert signed_in() == []
    client.post("/accounts/login/", {"login": "admin", "password": PASSWORD})
    client.get("/admin/")
    assert signed_in() == ["admin"]
    assert Event.objects.get(verb="sign_in").told["door"] == "account"
    get_user_model().objects.create_user("norole", "norole@example.org", PASSWORD)
    other = Client()
    other.post("/accounts/login/", {"login": "norole", "password": PASSWORD})
    assert "_auth_user_id" in other.session
    assert signed_in() == ["admin"]


def test_what_cannot_be_recorded_does_not_happen(client: Client) -> None:
    """Given a record that takes no Event, when somebody signs in, then nobody is signed in and no session is left."""
    administrator()
    head = Head.objects.get()
    Head.objects.update(seq=head.seq - 1)
    client.raise_request_exception = False
    answer = client.post("/accounts/login/", {"login": "admin", "password": PASSWORD})
    assert answer.status_code == 500
    assert client.get("/admin/").status_code == 302
    assert not Session.objects.exists()
    assert get_user_model().objects.get(username="admin").last_login is None
    Head.objects.update(seq=head.seq)
    client.post("/accounts/login/", {"login": "admin", "password": PASSWORD})
    assert client.get("/admin/").status_code == 200
    assert signed_in() == ["admin"]
