"""`deliver_notices`: what is due is sent, however often it is called."""

from datetime import timedelta

import pytest
from django.core import mail
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from people.models import User
from people.notifications import NOWHERE
from people.roles import PUBLISHER
from record import clock
from reviews.models import Notice
from tests import factories
from tests.commands import run

pytestmark = pytest.mark.django_db


def owed(to: User, **values: object) -> Notice:
    return Notice.objects.create(to=to, subject="Waiting", text="Please look.", **{"due": clock.now(), **values})


def test_what_is_due_is_sent_once() -> None:
    somebody = factories.person()
    owed(somebody)
    owed(somebody, sent_at=clock.now())
    assert run("deliver_notices").out == "Sent: 1.\n"
    assert run("deliver_notices").out == "Sent: 0.\n"
    assert [message.to for message in mail.outbox] == [[somebody.email]]


def test_a_dead_server_loses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Given a server that takes nothing, when mails are due, then they wait and the command says so."""

    def refuse(_message: mail.EmailMessage) -> int:
        raise ConnectionRefusedError("no server")

    first, second = owed(factories.person()), owed(factories.person())
    with monkeypatch.context() as patch:
        patch.setattr(mail.EmailMessage, "send", refuse)
        said = run("deliver_notices")
    assert said.code == 1
    assert "Waiting to be sent again: 2." in said.out
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.tries, second.tries) == (1, 0)
    with clock.standing_at(clock.now() + timedelta(hours=1)):
        assert run("deliver_notices").out == "Sent: 2.\n"


def test_mails_wait_for_a_server_to_be_named(
    settings: Settings, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    """Given a library without a mail server, when a text is submitted, then its mails wait, and the command says so;
    once a server is named they are sent.
    """
    server = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = NOWHERE
    reviewer = factories.reviewer()
    with django_capture_on_commit_callbacks(execute=True):
        factories.submitted()
    with clock.standing_at(clock.now() + timedelta(hours=1)):
        said = run("deliver_notices")
        assert (said.code, "No mail server is named (EMAIL_URL). Waiting for one: 1." in said.out) == (1, True)
        settings.EMAIL_BACKEND = server
        assert run("deliver_notices").out == "Sent: 1.\n"
    assert [message.to for message in mail.outbox] == [[reviewer.email]]


def test_what_is_not_due_waits() -> None:
    owed(factories.person(), due=clock.now() + timedelta(minutes=5), tries=1)
    assert run("deliver_notices").code == 1
    assert mail.outbox == []


def test_nobody_waits_twice_for_a_dead_server(
    monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    """Given a server that takes nothing, when two texts are submitted, then only the first tries to tell by mail; five
    minutes later the next one tries again, and what waited is sent by the command.
    """
    tried: list[str] = []

    def refuse(message: mail.EmailMessage) -> int:
        tried.append(str(message.subject))
        raise ConnectionRefusedError("no server")

    factories.reviewer()
    with monkeypatch.context() as patch:
        patch.setattr(mail.EmailMessage, "send", refuse)
        for title in ("First", "Second"):
            with django_capture_on_commit_callbacks(execute=True):
                factories.submitted(factories.draft(title=title))
    assert tried == ["Waiting for review: First"]
    with clock.standing_at(clock.now() + timedelta(minutes=5)):
        with django_capture_on_commit_callbacks(execute=True):
            factories.submitted(factories.draft(title="Third"))
        assert [message.subject for message in mail.outbox] == ["Waiting for review: Third"]
        assert run("deliver_notices").out == "Sent: 2.\n"


def test_a_mail_that_cannot_be_written_undoes_nothing(
    monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    def refuse(_message: mail.EmailMessage) -> int:
        raise UnicodeEncodeError("ascii", "ü", 0, 1, "no such letter")

    factories.reviewer()
    monkeypatch.setattr(mail.EmailMessage, "send", refuse)
    with django_capture_on_commit_callbacks(execute=True):
        factories.submitted()
    assert [(notice.tries, notice.sent_at) for notice in Notice.objects.all()] == [(1, None)]


def test_where_no_mail_reaches_a_publisher_administrators_are_told(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    factories.person(PUBLISHER, email="")
    administrator, review = factories.administrator(), factories.submitted()
    with django_capture_on_commit_callbacks(execute=True):
        factories.signed(review)
    assert [message.to for message in mail.outbox] == [[administrator.email]]
