"""Files that are broken or mean harm: refused whole, with the line and a plain sentence, in a moment."""

from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.importing import ArticleFile, BadFile, read_article, read_file
from articles.models import Article, DraftSave, Imported
from people.roles import EDITOR
from record.chain import Event
from tests import factories
from tests.commands import run

HEAD = b"---\ntitle: Asthma\nsection: symptoms\n"
END = b"\n---\n"


def front(*lines: bytes) -> bytes:
    """A file in which these lines begin on line 4."""
    return HEAD + b"\n".join(lines) + END


NO_FILES = {
    "nothing": (b"", "line 1: The file has no front matter"),
    "no front matter": (b"# Asthma\n", "line 1: The file has no front matter"),
    "front matter without end": (b"---\ntitle: Asthma\n", "line 1: The front matter begins here but"),
    "another encoding": ("---\ntitle: Asthma\n---\n".encode("utf-16"), "line 1: The file is not written in UTF-8"),
    "broken UTF-8 in the front matter": (front(b"summary: \xff"), "line 4: The file is not written in UTF-8"),
    "broken UTF-8 in the text": (front() + b"a\nb\n\xc3(", "line 8: The file is not written in UTF-8"),
    "a NUL in the front matter": (front(b"summary: a\0b"), "line 4: The text holds a NUL character"),
    "a NUL in the text": (front() + b"\n\0", "line 7: The text holds a NUL character"),
    "a NUL by its number": (front(b'summary: "a\\0b"'), "line 4: summary: The text holds a NUL character"),
    "text that runs backwards": (front() + "\u202eab".encode(), "line 6: The text holds an invisible sign"),
    "half a character by its number": (front(b'summary: "\\ud800"'), "line 4: This is not valid YAML"),
    "2 MB of text": (front() + b"word " * 400_000, "at most 1000000 are allowed"),
    "text that is too long": (front() + b"word " * 100_000, "line 6: text: The text has 500000 characters"),
    "front matter that is too long": (front(b"summary: " + b"a" * 300_000), "line 1: The front matter is too long"),
    "200,000 brackets": (front() + b"[" * 200_000, "line 6: The text has more than 5000 opening brackets"),
    "a combining mark where tags meet": (front() + "*a*\u0338".encode(), "line 6: "),
    "a combining mark first": (front() + "\n\u0338b".encode(), "line 7: An accent or other combining mark"),
    "a combining mark in a note": (front(b"closing_note: '&#x338;'"), "line 4: closing_note: "),
}
BAD_YAML = {
    "a Python object": (front(b"tags: !!python/object/apply:os.system ['true']"), "line 4: “!!python/object"),
    "a Python name": (front(b"tags: !!python/name:os.system"), "line 4: “!!python/name:os.system” names a type"),
    "any type": (front(b"summary: !!binary aGk="), "line 4: “!!binary” names a type"),
    "a key of a type": (front(b"!!str tags: [a]"), "line 4: “!!str” names a type"),
    "aliases that grow": (
        front(b"tags: &a [x,x]", b"synonyms: &b [*a,*a,*a,*a]", b"related: [*b,*b,*b,*b]"),
        "line 4: “&a” refers to another place",
    ),
    "an alias of nothing": (front(b"tags: [*a]"), "line 4: “*a” refers to another place"),
    "a merge": (front(b"<<: {tags: [a]}"), "line 4: There is no key “<<”"),
    "a key twice": (
        front(b"tags: [a]", b"slug: asthma", b"tags: [b]"),
        "line 6: “tags” stands here for the second time",
    ),
    "a key twice inside": (front(b"care:", b"  body: a", b"  body: b"), "line 6: “body” stands here for the second"),
    "a colon too many": (front(b"summary: a: b"), "line 4: This is not valid YAML"),
    "a tab": (front(b"care:", b"\tbody: a"), "line 5: This is not valid YAML"),
    "a list without end": (front(b"tags: [a"), "This is not valid YAML"),
    "a list alone": (b"---\n- a\n---\n", "line 2: The front matter has to be lines such as"),
    "a word alone": (b"---\nasthma\n---\n", "line 2: The front matter has to be lines such as"),
    "two documents": (front(b"--- {a: b}"), "line 4: The front matter ends here, but something follows"),
    "a key that is a list": (front(b"? [a]", b": b"), "line 4: A key has to be a word"),
    "lists in lists": (front(b"tags: " + b"[" * 50_000), "line 4: Lists and groups are nested too deep"),
    "groups in groups": (front(b"care: " + b"{a: " * 50_000), "line 4: Lists and groups are nested too deep"),
}
BAD_VALUES = {
    "no title": (b"---\nsection: symptoms\n---\n", "line 1: title: This is needed."),
    "an empty title": (b"---\nsection: symptoms\ntitle:\n---\n", "line 3: title: This is needed."),
    "a title without letters": (b"---\ntitle: '?!'\n---\n", "line 2: title: No slug can be made of this title"),
    "a number as title": (b"---\ntitle: 42\n---\n", "line 2: title: This has to be text."),
    "an unknown key": (front(b"author: A"), "line 4: There is no key “author”."),
    "an unknown key nearly known": (front(b"sumary: A"), "line 4: There is no key “sumary”. Is “summary” meant?"),
    "an unknown key inside": (front(b"care:", b"  body: a", b"  fax: b"), "line 6: care.fax: There is no such field."),
    "words where a list belongs": (front(b"synonyms: Wheezing"), "line 4: synonyms: This has to be a list."),
    "a list where words belong": (front(b"summary: [a]"), "line 4: summary: This has to be text."),
    "words where a group belongs": (front(b"video: a"), "line 4: video: This has to be a group of fields"),
    "nothing in a list": (front(b"synonyms:", b"- a", b"-"), "line 6: synonyms.2: This has to be text."),
    "neither true nor false": (front(b"ages_quickly: perhaps"), "line 4: ages_quickly: This has to be true or false."),
    "a day that is none": (front(b"last_reviewed: 2025-02-30"), "line 4: last_reviewed: This has to be a date"),
    "a day in other order": (front(b"last_reviewed: 17/06/2025"), "line 4: last_reviewed: This has to be a date"),
    "a day to come": (front(b"last_reviewed: 9999-12-31"), "line 4: last_reviewed: This day is still to come"),
    "a number as a day": (front(b"last_reviewed: 1750118400"), "line 4: last_reviewed: This has to be a date"),
    "a day inside that is none": (
        front(b"references:", b"- title: A", b"- title: B", b"  accessed: soon"),
        "line 7: references.2.accessed: This has to be a date",
    ),
    "a script as address": (
        front(b"references:", b"- title: A", b"  url: javascript:alert(1)"),
        "line 6: references.1.url: An address has to begin with",
    ),
    "data as address": (front(b"care: {link: 'data:text/html,x'}"), "line 4: care.link: An address has to begin with"),
    "an image from elsewhere": (front(b"video: {poster: https://example.org/a.png}"), "line 4: video.poster: Upload"),
    "a code that can't be": (
        front(b"codes:", b"- {system: UMLS, code: X1}"),
        "line 5: codes.1: “X1” doesn't look like",
    ),
    "a system that isn't known": (front(b"codes:", b"- {system: ABC, code: X1}"), "line 5: codes.1.system: "),
    "a DOI that can't be": (front(b"references: [{title: A, doi: abc}]"), "line 4: references.1.doi: A DOI begins"),
    "a slug that can't be": (front(b"slug: Asthma!"), "line 4: slug: “Asthma!” can't be a slug"),
    "a slug that is too long": (front(b"slug: " + b"a" * 121), "single hyphens, at most 120."),
    "a uuid that is none": (front(b"uuid: 17"), "line 4: uuid: This has to be a UUID"),
    "a language nobody has": (front(b"language: xx"), "line 4: language: This library has no language “xx”."),
}
HOSTILE = {**NO_FILES, **BAD_YAML, **BAD_VALUES}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_with_its_line(name: str) -> None:
    data, sentence = HOSTILE[name]
    with pytest.raises(BadFile) as refusal:
        read_article(data)
    assert sentence in str(refusal.value)


def test_everything_that_is_wrong_is_told_at_once() -> None:
    data = front(b"summry: a", b"related: 5", b"last_reviewed: soon", b"references: [{title: A, url: x}]")
    with pytest.raises(BadFile) as refusal:
        read_article(data)
    assert [(problem.line, problem.place) for problem in refusal.value.problems] == [
        (4, ""),
        (5, "related"),
        (6, "last_reviewed"),
        (7, "references.1.url"),
    ]


@pytest.mark.django_db
def test_nothing_of_them_is_kept_and_the_rest_goes_in(tmp_path: Path) -> None:
    """Given a folder of hostile files and a good one, when it is imported, then only the good one is there."""
    factories.person(EDITOR, username="importer")
    for number, (data, _sentence) in enumerate(HOSTILE.values()):
        (tmp_path / f"{number:03d}.md").write_bytes(data)
    (tmp_path / "good.md").write_bytes(front(b"slug: asthma"))
    before = Event.objects.count()

    said = run("import_articles", tmp_path, by="importer")

    assert said.code == 1
    assert said.out.count(": refused: line ") == len(HOSTILE)
    assert "Traceback" not in said.out
    kept = [model._default_manager.count() for model in (Article, DraftSave, Imported, Event)]
    assert kept == [1, 1, 1, before + 1]


def test_what_can_not_be_read_is_refused(tmp_path: Path) -> None:
    (tmp_path / "long.md").write_bytes(b"x" * 2_000_000)
    (tmp_path / "folder.md").mkdir()
    for name, sentence in (
        ("long.md", "at most 1000000 bytes"),
        ("folder.md", "no plain file"),
        ("absent.md", "no plain file"),
    ):
        with pytest.raises(BadFile, match=sentence):
            read_file(tmp_path / name)


def test_words_that_yaml_would_take_for_something_else_stay_words() -> None:
    file = read_article(
        front(b"synonyms: [no, NO, on, 2025-06-17, 1_000, 0x1F, 12:30:00]", b"codes: [{system: LOINC, code: 4548-4}]")
    )
    assert file.text.details.synonyms == ["no", "NO", "on", "2025-06-17", "1_000", "0x1F", "12:30:00"]


def test_keys_without_a_value_are_left_out() -> None:
    file = read_article(front(b"summary:", b"uuid: ~", b"care:", b"  body: A", b"  phone: null"))
    assert file.text.stored()["details"] == {"care": {"body": "A"}}
    assert file.uuid is None


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    _read_or_refuse(data)
    _read_or_refuse(HEAD + data + END)
    _read_or_refuse(front() + data)


@given(st.text(alphabet="-:[]{}&*!|>'\"\n ?#%@`,a1~.\t\\", max_size=200))
def test_any_yaml_is_read_or_refused(text: str) -> None:
    _read_or_refuse(HEAD + text.encode() + END)
    _read_or_refuse(front(b"care:", *(b"  " + line for line in text.encode().split(b"\n"))))


def _read_or_refuse(data: bytes) -> None:
    try:
        file = read_article(data)
    except BadFile as refusal:
        assert refusal.problems
        assert all(1 <= problem.line <= data.count(b"\n") + data.count(b"\r") + 1 for problem in refusal.problems)
    else:
        assert isinstance(file, ArticleFile)
        assert len(file.digest) == 64
        assert isinstance(file.uuid, UUID | None)
