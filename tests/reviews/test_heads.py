"""Heads of the record: noted once a day, mailed, published, and checked again."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from threading import Barrier, Thread

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.test import Client
from pytest_django import Settings

from articles.models import Organisation
from record import clock, verifier
from record.chain import Event, Head
from record.heads import DailyHead, SignedHead, public_key
from record.verification import verify
from reviews.actions import note_head
from reviews.models import Notice
from tests import factories
from tests.commands import run
from tests.flush import guards_down

pytestmark = pytest.mark.django_db

MORNING = datetime(2026, 3, 2, 9, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def key(settings: Settings) -> Ed25519PrivateKey:
    """The library's own."""
    key = settings.RECORD_KEY = Ed25519PrivateKey.generate()
    return key


@pytest.fixture(autouse=True)
def outside(settings: Settings) -> list[str]:
    """Who gets heads."""
    addresses = settings.HEAD_RECIPIENTS = ["one@keeper.example", "two@keeper.example"]
    return addresses


@pytest.fixture(autouse=True)
def before() -> Iterator[None]:
    """What is done outside of the days on which heads are noted was done before them."""
    with clock.standing_at(MORNING - timedelta(hours=1)):
        yield


def days_of(*moments: datetime) -> list[date]:
    """Deliver at each of these moments; the days that are noted in the end."""
    for moment in moments:
        with clock.standing_at(moment):
            assert run("deliver_notices").code == 0
    return list(DailyHead.objects.order_by("day").values_list("day", flat=True))


def busy_day(moment: datetime) -> None:
    """A day on which something is done before its head is noted."""
    with clock.standing_at(moment):
        factories.submitted()
    days_of(moment)


def test_once_a_day_it_is_noted_and_mailed(key: Ed25519PrivateKey, outside: list[str]) -> None:
    """Given a record, when notices are delivered again and again, then each day has one head and one mail to each."""
    factories.submitted()
    mail.outbox.clear()
    assert days_of(MORNING, MORNING, MORNING + timedelta(hours=5)) == [date(2026, 3, 2)]
    assert sorted(message.to[0] for message in mail.outbox if "Head of the record" in message.subject) == outside
    factories.submitted()
    assert days_of(MORNING + DAY) == [date(2026, 3, 2), date(2026, 3, 3)]
    first, second = DailyHead.objects.order_by("day")
    assert second.seq > first.seq
    assert (second.seq, second.hash) == Head.objects.values_list("seq", "hash").get()


def test_a_day_is_the_organisations() -> None:
    factories.submitted()
    Organisation.objects.update(time_zone="America/New_York")
    assert days_of(datetime(2026, 3, 2, 3, tzinfo=UTC)) == [date(2026, 3, 1)]


def test_nothing_is_noted_of_nothing() -> None:
    with guards_down(connection):
        Event.objects.all().delete()
        Head.objects.all().delete()
    assert days_of(MORNING) == []
    assert Client().get("/record/head.json").status_code == 404
    assert "Nothing is on record yet" in Client().get("/record/").text


def test_what_is_mailed_is_the_file_that_verifiers_read(key: Ed25519PrivateKey, tmp_path: Path) -> None:
    """Given a mail, then its last line is a head file: signed, the same as on the public page, and believed."""
    factories.published()
    mail.outbox.clear()
    days_of(MORNING)
    message = next(message for message in mail.outbox if "Head of the record" in message.subject)
    line = str(message.body).strip().splitlines()[-1]
    told = json.loads(line)
    assert set(told) == {"seq", "hash", "time", "key", "signature"}
    public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(told["key"]))
    assert public == key.public_key()
    signed = f'{{"hash":"{told["hash"]}","seq":{told["seq"]},"time":"{told["time"]}"}}'
    public.verify(bytes.fromhex(told["signature"]), signed.encode())
    assert Client().get("/record/2026-03-02.json").text == f"{line}\n"
    (tmp_path / "head.json").write_text(line)
    assert run("verify_record", "--head", tmp_path / "head.json").code == 0


def test_a_head_file_with_another_signature_is_refused(key: Ed25519PrivateKey, tmp_path: Path) -> None:
    factories.submitted()
    file = tmp_path / "head.json"
    told = Client().get("/record/head.json").json()
    for changed in ({"time": "2026-01-01T00:00:00.000000Z"}, {"signature": ""}, {"key": "00"}, {"seq": 1}):
        file.write_text(json.dumps({**told, **changed}))
        said = run("verify_record", "--head", file)
        assert said.code == 1
        assert "isn't signed" in said.out


def test_a_dead_mail_server_loses_no_head(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_message: mail.EmailMessage) -> int:
        raise ConnectionRefusedError("no server")

    with clock.standing_at(MORNING):
        factories.submitted()
        Notice.objects.all().delete()
        mail.outbox.clear()
        with monkeypatch.context() as patch:
            patch.setattr(mail.EmailMessage, "send", refuse)
            assert run("deliver_notices").code == 1
    assert DailyHead.objects.count() == 1
    with clock.standing_at(MORNING + timedelta(hours=1)):
        assert run("deliver_notices").out == "Sent: 2.\n"
    assert len(mail.outbox) == 2


def test_a_notice_goes_to_somebody_or_to_an_address() -> None:
    for values in ({}, {"to": factories.person(), "address": "a@example.org"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Notice.objects.create(subject="s", text="t", due=MORNING, **values)


def test_noted_heads_stand_and_are_compared(key: Ed25519PrivateKey) -> None:
    """Given noted heads, then nobody changes one; a history that was computed anew doesn't fit them."""
    factories.submitted()
    assert note_head()
    with pytest.raises(IntegrityError), transaction.atomic():
        DailyHead.objects.update(hash="0" * 64)
    with pytest.raises(IntegrityError), transaction.atomic():
        DailyHead.objects.all().delete()
    assert verify().is_whole
    # PostgreSQL alters no table while checks of foreign keys wait for the commit.
    connection.check_constraints()
    for values in ({"hash": "0" * 64}, {"seq": 999}, {"signature": "00"}):
        with transaction.atomic():
            with guards_down(connection):
                DailyHead.objects.update(**values)
            assert {finding.table for finding in verify().findings} == {"record_dailyhead"}
            transaction.set_rollback(True)


def test_a_head_that_is_gone_is_missed(key: Ed25519PrivateKey) -> None:
    """Given heads of three days, then none can be deleted, changed or slipped in: events tell of them."""
    for number in range(3):
        busy_day(MORNING + number * DAY)
    assert verify().is_whole
    connection.check_constraints()
    first, middle, last = DailyHead.objects.order_by("day")
    between = Event.objects.filter(seq__gt=first.seq, seq__lt=middle.seq)[0]
    bendings: list[tuple[date, Callable[[], object]]] = [
        (first.day, lambda: DailyHead.objects.filter(day=first.day).delete()),
        (middle.day, lambda: DailyHead.objects.filter(day=middle.day).delete()),
        (last.day, lambda: DailyHead.objects.filter(day=last.day).delete()),
        (middle.day, lambda: DailyHead.objects.filter(day=middle.day).update(key="", signature="")),
        (middle.day, lambda: DailyHead.objects.filter(day=middle.day).update(day=middle.day + 9 * DAY)),
        (last.day, lambda: DailyHead.objects.filter(day=last.day).update(day=last.day + 9 * DAY)),
        (
            last.day + DAY,
            lambda: DailyHead.objects.create(day=last.day + DAY, seq=between.seq, hash=between.hash, time=MORNING),
        ),
    ]
    for day, bend in bendings:
        with transaction.atomic():
            with guards_down(connection):
                bend()
            findings = verify().findings
            assert ("record_dailyhead", day.isoformat()) in {(finding.table, finding.id) for finding in findings}
            transaction.set_rollback(True)
    assert verify().is_whole


def test_whose_key_signed_the_heads_is_named(settings: Settings) -> None:
    """Given a library that had no key on its first day and another one on the third, then it is told of those days."""
    keys = [None, Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()]
    for number, settings.RECORD_KEY in enumerate([*keys, keys[2]]):
        busy_day(MORNING + number * DAY)
    verification = verify()
    assert verification.is_whole
    old = public_key(keys[1] or Ed25519PrivateKey.generate())
    assert verification.remarks == [
        "record_dailyhead 2026-03-02: 1 head(s) not signed.",
        f"record_dailyhead 2026-03-03: 1 head(s) signed with another key than the library's, {old}.",
    ]
    settings.RECORD_KEY = None
    assert verify().remarks == []


def test_heads_whose_signatures_were_taken_off_are_named(key: Ed25519PrivateKey) -> None:
    """Given signed heads, when somebody takes off the newest's signature, or all of them, it is a fault. A day without
    the key, which the next day's head covers, is named.
    """
    for number in range(3):
        busy_day(MORNING + number * DAY)
    connection.check_constraints()
    with guards_down(connection):
        DailyHead.objects.filter(day=date(2026, 3, 4)).update(key="", signature="")
    (finding,) = verify().findings
    assert str(finding).startswith("record_dailyhead 2026-03-04: the newest head is not signed with the library's key.")
    with guards_down(connection):
        DailyHead.objects.update(key="", signature="")
    assert not verify().is_whole
    assert "2026-03-02 to 2026-03-04: 3 head(s) not signed" in verify().remarks[0]


def test_a_day_without_the_key_breaks_nothing_for_good(settings: Settings) -> None:
    own = Ed25519PrivateKey.generate()
    for number, settings.RECORD_KEY in enumerate([own, None]):
        busy_day(MORNING + number * DAY)
    settings.RECORD_KEY = own
    assert not verify().is_whole
    busy_day(MORNING + 2 * DAY)
    assert verify().is_whole
    assert verify().remarks == ["record_dailyhead 2026-03-03: 1 head(s) not signed."]


@pytest.mark.parametrize("column", ["key", "signature"])
@pytest.mark.parametrize("bend", [" {}", "{} ", "{}\n", str.upper])
def test_key_and_signature_are_written_in_one_way(
    key: Ed25519PrivateKey, column: str, bend: str | Callable[[str], str]
) -> None:
    busy_day(MORNING)
    head = DailyHead.objects.get()
    right = head.signed
    assert right.signature_holds
    written = bend.format(getattr(right, column)) if isinstance(bend, str) else bend(getattr(right, column))
    assert not SignedHead(**{**asdict(right), column: written}).signature_holds


def test_on_a_quiet_day_the_same_head_is_noted_again(key: Ed25519PrivateKey) -> None:
    """Given days on which nothing happens, then the record doesn't grow; their heads are told of afterwards."""
    busy_day(MORNING)
    events = Event.objects.count()
    days_of(MORNING + DAY, MORNING + 2 * DAY)
    assert Event.objects.count() == events
    assert len(set(DailyHead.objects.values_list("seq", flat=True))) == 1
    busy_day(MORNING + 3 * DAY)
    told = Event.objects.get(seq=DailyHead.objects.get(day=MORNING.date() + 3 * DAY).seq).told
    assert set(told["facts"]["before"]) == {"2026-03-02", "2026-03-03", "2026-03-04"}
    assert verify().is_whole


@pytest.mark.django_db(transaction=True)
def test_two_who_note_at_once_note_it_once(outside: list[str]) -> None:
    factories.submitted()
    Notice.objects.all().delete()
    barrier, noted = Barrier(4), []

    def note() -> None:
        barrier.wait()
        try:
            noted.append(note_head())
        finally:
            connection.close()

    threads = [Thread(target=note) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(noted) == 4
    assert len([head for head in noted if head]) == 1
    assert sorted(Notice.objects.values_list("address", flat=True)) == outside


# ---- The public page -------------------------------------------------------------------------------------------------


def test_the_page_says_where_the_record_ends_and_ended(client: Client, key: Ed25519PrivateKey) -> None:
    factories.submitted()
    days_of(MORNING, MORNING + DAY)
    page = client.get("/record/")
    assert re.search(r'<time datetime="2[0-9-]{9}T[0-9:]{8}\+0000">\d+ \w+ 2\d{3}, [0-9:]{8}</time>', page.text)
    head = Head.objects.get()
    assert page.status_code == 200
    assert head.hash in page.text
    assert key.public_key().public_bytes_raw().hex() in page.text
    assert page.text.index("2026-03-03.json") < page.text.index("2026-03-02.json")
    assert "2 March 2026" in page.text
    # What is to be kept is the file of a day, which stays: the head of the moment can't be compared with it later.
    assert "-o head.json http://localhost/record/2026-03-03.json" in page.text
    assert not page.cookies
    told = client.get("/record/head.json").json()
    assert (told["seq"], told["hash"]) == (head.seq, head.hash)


def test_it_is_the_same_until_the_next_event(client: Client, key: Ed25519PrivateKey) -> None:
    factories.submitted()
    first, again = client.get("/record/head.json"), client.get("/record/head.json")
    assert first.content == again.content
    assert client.get("/record/head.json", headers={"If-None-Match": first["ETag"]}).status_code == 304
    client.force_login(factories.person())
    assert client.get("/record/head.json").json()["seq"] > first.json()["seq"]


def test_the_verifier_can_be_had(client: Client) -> None:
    """Whoever is asked to run it gets it there, byte for byte, and reads how to ask for the record."""
    page, file = client.get("/record/"), client.get("/record/verifier.py")
    assert 'href="/record/verifier.py"' in page.text
    assert "Ask for the record as a file" in page.text
    assert file.content == Path(verifier.__file__).read_bytes()
    assert file["Content-Type"] == "text/x-python; charset=utf-8"
    assert file["Content-Disposition"] == 'attachment; filename="verifier.py"'
    assert client.get("/record/verifier.py", headers={"If-None-Match": file["ETag"]}).status_code == 304


def test_without_a_key_heads_are_unsigned_and_say_so(client: Client) -> None:
    factories.submitted()
    assert "not signed here" in client.get("/record/").text
    told = client.get("/record/head.json").json()
    assert (told["key"], told["signature"]) == ("", "")


@pytest.mark.parametrize("path", ["?page=2", "2026-02-30.json", "2026-03-01.json", "0000-01-01.json"])
def test_what_is_no_day_is_no_address(client: Client, path: str) -> None:
    assert client.get(f"/record/{path}").status_code == 404


def test_many_days_come_page_by_page(client: Client) -> None:
    factories.submitted()
    DailyHead.objects.bulk_create(
        DailyHead(day=date(2026, 1, 1) + DAY * number, seq=1, hash=Event.objects.get(seq=1).hash, time=MORNING)
        for number in range(60)
    )
    first, second = client.get("/record/").text, client.get("/record/?page=2").text
    assert (first.count('.json">2026'), second.count('.json">2026')) == (50, 10)
