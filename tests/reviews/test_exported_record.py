"""`export_record`, and the stand-alone verifier, which needs nothing of ours: whatever changes in the file is found."""

import ast
import hashlib
import io
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest_django.plugin import DjangoDbBlocker

from articles.models import EditionContent
from people.roles import PUBLISHER
from record import clock, verifier
from record.chain import Event, Head, record_event
from record.heads import sign_head
from reviews.actions import withdraw
from reviews.models import SignOff
from tests import factories
from tests.commands import run
from tests.flush import guards_down

pytestmark = pytest.mark.django_db

Lines = list[bytes]
ZEROS = "0" * 64


@pytest.fixture(scope="module")
def exported(django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: Any) -> bytes:
    """The file of a library with an article that is live, one that is gone, one with an answer, one that waits."""
    file = tmp_path_factory.mktemp("export") / "record.jsonl"
    with django_db_blocker.unblock(), transaction.atomic():
        gone = factories.republished(factories.published(), body="## Another part\n\nOther words.\n").article
        withdraw(article=gone, reason="Wrong.", notice="Gone.", by=factories.person(PUBLISHER), door="admin")
        factories.published(title="Ümläüts\u2028and a line separator")
        factories.answered()
        factories.submitted()
        said = run("export_record", file)
        transaction.set_rollback(True)
    assert said.code == 0, said.out
    return bytes(file.read_bytes())


@pytest.fixture
def lines(exported: bytes) -> Lines:
    """Each with its line end."""
    return list(io.BytesIO(exported))


def fault(content: bytes | Lines, noted: dict[str, Any] | None = None) -> tuple[int, str]:
    """The line at fault and what is wrong with it; (0, "") where the file is whole."""
    whole = content if isinstance(content, bytes) else b"".join(content)
    try:
        verifier.verify(io.BytesIO(whole), noted or verifier.NO_HEAD)
    except verifier.Broken as broken:
        return broken.args[0], broken.args[1]
    return 0, ""


def where(lines: Lines, start: bytes) -> int:
    """The place in the list of the first line that begins so."""
    return next(place for place, line in enumerate(lines) if line.startswith(start))


def head_of(lines: Lines) -> dict[str, Any]:
    head: dict[str, Any] = json.loads(lines[-1])
    return head


def chained(lines: Lines) -> Lines:
    """The same file with every hash computed anew, as somebody would who can write to the database."""
    before, seq, made = ZEROS, 0, []
    for line in lines[:-1]:
        found = verifier.EVENT.fullmatch(line)
        if found:
            seq += 1
            before = hashlib.sha256(b"%s\n%d\n%s" % (before.encode(), seq, found[1])).hexdigest()
        made.append(b'{"body":%s,"hash":"%s","seq":%d}\n' % (found[1], before.encode(), seq) if found else line)
    return [*made, sign_head(seq, before, clock.now()).text.encode() + b"\n"]


# ---- What stands in it -----------------------------------------------------------------------------------------------


def test_it_holds_texts_editions_signatures_and_events_and_is_whole(exported: bytes, lines: Lines) -> None:
    assert fault(exported) == (0, "")
    kinds = re.findall(rb'^\{"row":"(\w+):', exported, re.MULTILINE)
    assert list(dict.fromkeys(kinds))[:2] == [b"edition", b"signoff"]
    assert kinds == sorted(kinds, key=list(dict.fromkeys(kinds)).index)
    assert lines[0] == b'{"format":1,"healthlib":"record"}\n'
    assert all(isinstance(json.loads(line), dict) for line in lines)
    assert set(head_of(lines)) == {"seq", "hash", "time", "key", "signature"}


def test_texts_stand_in_it_byte_for_byte(exported: bytes) -> None:
    texts = re.findall(rb'^\{"digest":"(\w+)","text":(.*)\}$', exported, re.MULTILINE)
    assert len(texts) > 3
    assert all(hashlib.sha256(text).hexdigest().encode() == digest for digest, text in texts)


def test_what_the_policy_asked_for_stands_in_it_and_is_missed(lines: Lines) -> None:
    """A review names its policy by a digest: the document is there, and nobody takes it out or puts in another."""
    review = json.loads(lines[where(lines, b'{"row":"review:')])
    place = where(lines, b'{"digest":"%s"' % review["values"]["policy_digest"].encode())
    assert b"medical" in lines[place]
    assert (
        "doesn't have its digest"
        in fault([*lines[:place], lines[place].replace(b"medical", b"nobody"), *lines[place + 1 :]])[1]
    )
    assert "is missing" in fault([*lines[:place], *lines[place + 1 :]])[1]


# ---- What is found ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "old", "new"),
    [
        (b'{"row":"edition:', b"First edition.", b"First Edition."),
        (b'{"row":"signoff:', b"Dr. Sample Reviewer", b"Dr. Simple Reviewer"),
        (b'{"row":"publication:', b'"last_reviewed":"2', b'"last_reviewed":"3'),
        (b'{"digest":', b"genes", b"jeans"),
        (b'{"body":', b'"door":"', b'"door":"x'),
        (b'{"row":"signoff:', b'"values":{', b'"values": {'),
        (b'{"row":"signoff:', b'{"row":', b'{"a":1,"row":'),
        (b'{"row":"signoff:', b"}}\n", b'},"values":{}}\n'),
        (b'{"row":"signoff:', b"}}\n", b"}}\r\n"),
        (b'{"row":"signoff:', b"}}\n", b"}}\n\n"),
        (b'{"body":', b'"seq":1}', b'"seq":01}'),
        (b'{"body":', b'"seq":1}', b'"seq":1,"seq":1}'),
    ],
)
def test_a_changed_line_is_named(lines: Lines, start: bytes, old: bytes, new: bytes) -> None:
    # Texts stand in the order of their digests: one of them is the review policy's.
    place = next(at for at, line in enumerate(lines) if line.startswith(start) and old in line)
    lines[place] = lines[place].replace(old, new, 1)
    at, _why = fault(lines)
    assert at in (place + 1, place + 2)


def test_a_removed_signature_is_missed(lines: Lines) -> None:
    del lines[where(lines, b'{"row":"signoff:')]
    at, why = fault(lines)
    assert lines[at - 1].startswith(b'{"body":')
    assert "signoff:" in why
    assert "missing" in why


@pytest.mark.parametrize("start", [b'{"digest":', b'{"row":"edition:', b'{"row":"review:', b'{"body":'])
def test_any_removed_line_is_missed(lines: Lines, start: bytes) -> None:
    del lines[where(lines, start)]
    assert fault(lines)[0]


def test_every_line_has_one_place(lines: Lines) -> None:
    """Given any two lines that follow each other, when they change places, then that is found; so is one twice."""
    for place in range(1, len(lines) - 2):
        turned = [*lines[:place], lines[place + 1], lines[place], *lines[place + 2 :]]
        assert fault(turned)[0], lines[place]
        assert fault([*lines[: place + 1], *lines[place:]])[0] == place + 2


def test_a_row_that_no_event_tells_of_is_named(lines: Lines) -> None:
    last = max(place for place, line in enumerate(lines) if line.startswith(b'{"row":"signoff:'))
    added = lines[last].replace(b'"row":"signoff:', b'"row":"signoff:9')
    assert fault([*lines[: last + 1], added, *lines[last + 1 :]])[0] == last + 2


def test_an_edition_with_the_number_of_another_is_named(lines: Lines) -> None:
    """Given an Edition put beside another of the same number, with an Event at the end that tells of it."""
    last = max(place for place, line in enumerate(lines) if line.startswith(b'{"row":"edition:'))
    found = verifier.ROW.fullmatch(lines[last])
    assert found
    twin = b'{"row":"edition:977","values":%s}\n' % re.sub(rb'"id":\d+', b'"id":977', found[2])
    at, why = fault([*lines[: last + 1], twin, *lines[last + 1 :]])
    assert at == last + 2
    assert f"another edition of this number, in line {last + 1}" in why


def test_a_signature_for_another_text_than_its_editions_is_named(lines: Lines) -> None:
    place = where(lines, b'{"row":"signoff:')
    lines[place] = re.sub(rb'"digest":"[0-9a-f]{64}"', b'"digest":"%s"' % (b"0" * 64), lines[place])
    assert fault(lines) == (place + 1, "its edition has another text")


def test_a_text_that_no_edition_has_is_named(lines: Lines) -> None:
    text = b'{"a":1}'
    digest = hashlib.sha256(text).hexdigest().encode()
    added = sorted([*lines[1 : where(lines, b'{"row":')], b'{"digest":"%s","text":%s}\n' % (digest, text)])
    at, why = fault([lines[0], *added, *lines[where(lines, b'{"row":') :]])
    assert added[at - 2].startswith(b'{"digest":"' + digest)
    assert "no row names" in why


def test_a_chain_computed_anew_is_found_by_an_earlier_head(lines: Lines) -> None:
    """Given a replaced signer, and a record that was made to fit, when an earlier head is known, then it is found."""
    earlier = head_of(lines)
    place = where(lines, b'{"row":"signoff:')
    name = verifier.ROW.fullmatch(lines[place])
    assert name
    old = hashlib.sha256(name[2]).hexdigest().encode()
    values = name[2].replace(b"Dr. Sample Reviewer", b"Dr. Other Person")
    lines[place] = b'{"row":"%s","values":%s}\n' % (name[1], values)
    new = hashlib.sha256(values).hexdigest().encode()
    forged = chained([line.replace(old, new) for line in lines])
    assert fault(forged) == (0, "")
    at, why = fault(forged, earlier)
    assert f"event {earlier['seq']} isn't the noted head's" in why
    assert forged[at - 1].endswith(b'"seq":%d}\n' % earlier["seq"])


def test_a_cut_tail_is_found_by_a_head(lines: Lines) -> None:
    """Given that the newest events are cut off, with a head of their own put at the end, a noted head knows better."""
    noted = head_of(lines)
    cut = chained([*lines[:-3], lines[-1]])
    assert noted["seq"] == json.loads(cut[-1])["seq"] + 2
    assert "knows of event" in fault(cut, noted)[1]
    # Rows of which only the lost events spoke may tell before the head does; without the last line the end is missing.
    assert fault(lines[:-1])[0] == len(lines) - 1


@pytest.mark.parametrize("content", [b"", b"\n", b"{}\n", b'{"format":1,"healthlib":"record"}\n', b"\xff\x00"])
def test_what_is_no_export_is_broken_at_its_end(content: bytes) -> None:
    assert fault(content)[0] == 1


def test_nothing_follows_the_head(lines: Lines) -> None:
    assert fault([*lines, lines[-1]])[0] == len(lines) + 1
    assert fault([*lines, b"\n"])[0] == len(lines) + 1
    assert fault([*lines[:-1], lines[-1].rstrip(b"\n")])[0] == len(lines)


@settings(max_examples=400)
@given(data=st.data())
def test_every_flipped_byte_between_the_first_line_and_the_last_is_found(exported: bytes, data: st.DataObject) -> None:
    begin, end = exported.index(b"\n") + 1, exported.rindex(b"\n", 0, -1) + 1
    place = data.draw(st.integers(begin, end - 1))
    other = data.draw(st.integers(1, 255))
    changed = bytearray(exported)
    changed[place] ^= other
    at, why = fault(bytes(changed))
    assert at, f"byte {place} became {bytes([changed[place]])!r} unseen"
    assert why


@settings(max_examples=200)
@given(data=st.data())
def test_every_byte_put_in_or_left_out_is_found(exported: bytes, data: st.DataObject) -> None:
    begin, end = exported.index(b"\n") + 1, exported.rindex(b"\n", 0, -1) + 1
    place = data.draw(st.integers(begin, end - 1))
    put_in = data.draw(st.binary(max_size=2))
    left_out = data.draw(st.integers(0 if put_in else 1, 3))
    changed = exported[:place] + put_in + exported[place + left_out :]
    assert changed == exported or fault(changed)[0]


# ---- Redaction -------------------------------------------------------------------------------------------------------


def test_a_redacted_text_is_no_fault_and_a_lost_one_is(tmp_path: Path) -> None:
    edition = factories.published().edition
    # PostgreSQL alters no table while checks of foreign keys wait for the commit.
    connection.check_constraints()
    with guards_down(connection):
        EditionContent.objects.filter(pk=edition.digest).delete()
    file = tmp_path / "record.jsonl"
    run("export_record", file)
    at, why = fault(file.read_bytes())
    assert f'"row":"edition:{edition.pk}"' in list(io.BytesIO(file.read_bytes()))[at - 1].decode()
    assert f"{edition.digest} is missing" in why
    record_event("redact", actor=None, door="shell", article=edition.article.uuid, digest=edition.digest)
    run("export_record", file)
    assert fault(file.read_bytes()) == (0, "")


def test_a_redacted_text_may_not_stand_there_all_the_same(tmp_path: Path) -> None:
    edition = factories.published().edition
    record_event("redact", actor=None, door="shell", article=edition.article.uuid, digest=edition.digest)
    run("export_record", tmp_path / "record.jsonl")
    assert "redacted" in fault((tmp_path / "record.jsonl").read_bytes())[1]


# ---- Heads and their signatures --------------------------------------------------------------------------------------


def test_the_key_is_believed_from_the_noted_head_alone(tmp_path: Path, settings: Any) -> None:
    """Given an early head signed by the library, when somebody adds an event and signs with a key of their own, then
    that shows; the library's own signature holds.
    """
    file = tmp_path / "record.jsonl"
    settings.RECORD_KEY = Ed25519PrivateKey.generate()
    factories.submitted()
    run("export_record", file)
    noted = head_of(list(io.BytesIO(file.read_bytes())))
    factories.submitted()
    run("export_record", file)
    assert fault(file.read_bytes(), noted) == (0, "")
    for other in (Ed25519PrivateKey.generate(), None):
        settings.RECORD_KEY = other
        run("export_record", file)
        assert fault(file.read_bytes()) == (0, "")
        assert "isn't signed with the key of the noted head" in fault(file.read_bytes(), noted)[1]
    assert fault(file.read_bytes(), {**noted, "seq": noted["seq"] - 1})[0] == 0
    assert "its own key" in fault(file.read_bytes(), {**noted, "seq": noted["seq"] - 1})[1]


# ---- As a program ----------------------------------------------------------------------------------------------------


def program(*arguments: object, folder: Path) -> "subprocess.CompletedProcess[str]":
    """The verifier alone in a folder, with the standard library and nothing else."""
    shutil.copy(verifier.__file__, folder / "verifier.py")
    return subprocess.run(
        [sys.executable, "-I", "-S", "verifier.py", *map(str, arguments)],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


def test_it_stands_alone(exported: bytes, lines: Lines, tmp_path: Path) -> None:
    file, head = tmp_path / "record.jsonl", tmp_path / "head.json"
    file.write_bytes(exported)
    noted = head_of(lines)
    head.write_text(json.dumps({"seq": noted["seq"], "hash": noted["hash"].upper()}, indent=2))
    for arguments in ([file], [file, "--head", head]):
        done = program(*arguments, folder=tmp_path)
        assert (done.returncode, done.stderr) == (0, "")
        assert f"Whole: {noted['seq']} events" in done.stdout
    head.write_text(json.dumps({"seq": 1, "hash": ZEROS}))
    done = program(file, "--head", head, folder=tmp_path)
    assert done.returncode == 1
    first = where(lines, b'{"body":') + 1
    assert f"line {first}: event 1 isn't" in done.stderr
    file.write_bytes(exported.replace(b"Dr. Sample Reviewer", b"Dr. Simple Reviewer", 1))
    assert program(file, folder=tmp_path).returncode == 1


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        "{}",
        "null",
        '{"seq": 1}',
        '{"seq": "x", "hash": ""}',
        '{"seq":1,"hash":1}',
        f'{{"seq":1e400,"hash":"{ZEROS}"}}',
        f'{{"seq":-1,"hash":"{ZEROS}"}}',
        '{"seq":0,"hash":"ffff"}',
        '{"seq":0,"hash":"ffff' + "f" * 60 + '"}',
        '{"seq":1,"hash":"ffff"}',
        "[" * 100_000,
    ],
)
def test_a_head_that_is_none_is_wrong_usage(exported: bytes, tmp_path: Path, content: str) -> None:
    (tmp_path / "record.jsonl").write_bytes(exported)
    (tmp_path / "head.json").write_text(content)
    done = program("record.jsonl", "--head", "head.json", folder=tmp_path)
    assert done.returncode == 2
    assert "the head can't be used" in done.stderr


def test_other_wrong_usage(tmp_path: Path) -> None:
    for arguments in ([], ["absent.jsonl"], [tmp_path], ["--sideways"]):
        assert program(*arguments, folder=tmp_path).returncode == 2


def test_it_is_short_and_imports_nothing_of_ours() -> None:
    source = Path(verifier.__file__).read_text()
    assert len(source.splitlines()) <= 150
    imported = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            imported |= {name.name.partition(".")[0] for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0
            imported.add(str(node.module).partition(".")[0])
    assert imported - sys.stdlib_module_names == {"cryptography"}


# ---- The command -----------------------------------------------------------------------------------------------------


def test_the_file_appears_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Given an export that fails halfway, then the former file stands, and nothing lies beside it."""
    file = tmp_path / "record.jsonl"
    factories.published()
    file.write_text("the former one")
    row = SignOff.objects.get()
    connection.check_constraints()
    with guards_down(connection):
        SignOff.objects.filter(pk=row.pk).update(printed_name="e\u0301")
        connection.check_constraints()
    said = run("export_record", file)
    assert said.code == 1
    assert f"signoff:{row.pk}" in said.out
    assert [path.name for path in tmp_path.iterdir()] == ["record.jsonl"]
    assert file.read_text() == "the former one"


def test_where_no_file_can_be(tmp_path: Path) -> None:
    for place in (tmp_path, tmp_path / "absent" / "record.jsonl"):
        assert run("export_record", place).code == 2


def test_an_empty_record_is_a_record(tmp_path: Path) -> None:
    with guards_down(connection):
        Event.objects.all().delete()
        Head.objects.all().delete()
    assert run("export_record", tmp_path / "record.jsonl").code == 0
    assert fault((tmp_path / "record.jsonl").read_bytes()) == (0, "")
    assert (tmp_path / "record.jsonl").stat().st_mode & 0o077 == 0
