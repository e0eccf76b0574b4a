"""Two people changed the same text. Nothing of either is lost."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.comparing import readable
from articles.details import DraftText
from articles.merging import MergeConflict, merge
from articles.three_way import merge_texts
from tests.articles.texts import any_text, text

BODY = """Asthma is common.

## Signs

You may cough at night.

- Wheezing
- A tight chest

## Care

See a doctor."""


def merged_body(ours: tuple[str, str], theirs: tuple[str, str]) -> tuple[str, list[MergeConflict]]:
    found = merge(text(BODY), text(BODY.replace(*ours)), text(BODY.replace(*theirs)))
    return found.text.body, found.conflicts


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (("common", "very common"), ("doctor", "nurse")),
        (("You may cough", "You often cough"), ("at night", "in the night")),
        (("Wheezing", "A wheeze"), ("A tight chest", "A tight feeling")),
        (("- Wheezing", "- Fever\n- Wheezing"), ("chest", "chest\n- Cough")),
        (("## Signs\n\nYou may cough at night.\n\n", ""), ("doctor", "nurse")),
    ],
    ids=["far", "in one sentence", "in neighbouring items", "new items", "a Part less"],
)
def test_changes_in_different_places_both_stand(ours: tuple[str, str], theirs: tuple[str, str]) -> None:
    body, conflicts = merged_body(ours, theirs)
    assert body == BODY.replace(*ours).replace(*theirs)
    assert conflicts == []


def test_the_same_change_is_taken_once() -> None:
    body, conflicts = merged_body(("doctor", "nurse"), ("doctor", "nurse"))
    assert body == BODY.replace("doctor", "nurse")
    assert conflicts == []


def test_a_clash_keeps_ours_and_says_where_and_what() -> None:
    body, [conflict] = merged_body(("at night", "at work"), ("at night", "at home"))
    assert "You may cough at work." in body
    assert conflict == MergeConflict("body", base="night", ours="work", theirs="home", line=5, part="Signs")
    assert conflict.label == "Text"


@pytest.mark.parametrize(
    ("base", "ours", "theirs"),
    [
        ("Take one or two.", "Take six or two.", "Take one or nine."),
    ],
)
def test_an_unchanged_word_keeps_changes_apart(base: str, ours: str, theirs: str) -> None:
    assert merge_texts(base, ours, theirs) == ("Take six or nine.", [])


@pytest.mark.parametrize(
    ("base", "ours", "theirs"),
    [
        ("You may take it.", "You must take it.", "You may avoid it."),  # neighbours: "must avoid" was nobody's
        ("5 mg a day", "10 mg a day", "5 ml a day"),
        ("See [us](https://a.org/b/c).", "See [us](https://x.org/b/c).", "See [us](https://a.org/b/x)."),
        ("", "New words.", "Other words."),
        ("Gone.\n\nStays.", "Stays.", "Gone today.\n\nStays."),
        ("One.\nTwo.", "One.\nNew.\nTwo.", "One.\nOther.\nTwo."),
    ],
    ids=["beside", "a dose", "one address", "both began", "removed and changed", "same place"],
)
def test_what_can_not_be_put_together_clashes(base: str, ours: str, theirs: str) -> None:
    merged, clashes = merge_texts(base, ours, theirs)
    assert merged == ours
    assert len(clashes) == 1
    merged, clashes = merge_texts(base, theirs, ours)
    assert merged == theirs
    assert len(clashes) == 1


def test_a_text_written_anew_by_both_is_one_clash() -> None:
    ours, theirs = "Vectors carry genes into cells.", "Ask the care team first, before anything else!"
    merged, [clash] = merge_texts("Most people feel better within a week.", ours, theirs)
    assert (merged, clash.theirs) == (ours, theirs)


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "merged"),
    [
        ("abc", "abcd", "abce", "abcde"),
        ("abc", "bc", "ab", "b"),
        ("abc", "dabc", "abec", "dabec"),
        ("abc", "cab", "abcd", "cdab"),
        ("abcd", "abcd", "dcba", "dcba"),
        ("abc", "ac", "cba", "ca"),
        ("aab", "ab", "aabc", "abc"),
    ],
)
def test_lists_by_item(base: str, ours: str, theirs: str, merged: str) -> None:
    found = merge(text(synonyms=list(base)), text(synonyms=list(ours)), text(synonyms=list(theirs)))
    assert "".join(found.text.details.synonyms) == merged
    assert found.conflicts == []


def test_two_orders_of_one_list_clash() -> None:
    found = merge(text(tags=["a", "b", "c"]), text(tags=["b", "a", "c"]), text(tags=["a", "c", "b"]))
    assert found.text.details.tags == ["b", "a", "c"]
    assert found.conflicts == [MergeConflict("tags", "a\nb\nc", "b\na\nc", "a\nc\nb")]


def test_an_item_that_both_edited() -> None:
    base, ours, theirs = (
        {"title": "A study of asthma", "url": "https://a.org/", "pmid": "1"},
        {"title": "A large study of asthma", "url": "https://a.org/", "pmid": "2"},
        {"title": "A study of asthma in children", "url": "https://b.org/", "pmid": "3"},
    )
    first = {"title": "Something else"}
    found = merge(text(references=[first, base]), text(references=[first, ours]), text(references=[first, theirs]))
    reference = found.text.details.references[1]
    assert reference.title == "A large study of asthma in children"
    assert reference.url == "https://b.org/"
    assert [(each.place, each.base, each.ours, each.theirs) for each in found.conflicts] == [
        ("references.2.pmid", "1", "2", "3")
    ]
    assert found.conflicts[0].label == "References 2: PMID"


def test_an_item_that_one_edited_and_the_other_removed() -> None:
    kept, edited = "Asthma can be treated.", "Asthma can be treated well."
    found = merge(text(key_facts=[kept]), text(key_facts=[edited]), text())
    assert found.text.details.key_facts == [edited]
    assert found.conflicts == [MergeConflict("key_facts.1", kept, edited, "")]
    found = merge(text(key_facts=[kept]), text(), text(key_facts=[edited]))
    assert found.text.details.key_facts == []
    assert found.conflicts == [MergeConflict("key_facts", kept, "", edited)]


def test_small_groups_by_field() -> None:
    base = {"body": "Call us.", "phone": "202-555-0123"}
    found = merge(text(care=base), text(care={**base, "phone": "202-555-0199"}), text(care={**base, "body": "Write."}))
    assert found.conflicts == []
    assert found.text.details.stored() == {"care": {"body": "Write.", "phone": "202-555-0199"}}
    found = merge(text(care=base), text(), text(care={**base, "phone": "202-555-0199"}))
    assert found.text.details.care is None
    assert found.conflicts == [MergeConflict("care.phone", "202-555-0123", "", "202-555-0199")]


def test_what_both_made_too_long_clashes_whole() -> None:
    ours, theirs = ([f"{who}{number}" for number in range(120)] for who in ("our", "their"))
    found = merge(text(), text(synonyms=ours), text(synonyms=theirs))
    assert found.text.details.synonyms == ours
    assert found.conflicts == [MergeConflict("synonyms", "", "\n".join(ours), "\n".join(theirs))]


def test_an_accent_never_loses_its_letter() -> None:
    base = "one two three four \u0928\u093f five six"
    merged, clashes = merge_texts(base, base.replace("\u0928\u093f", "\u0928\u0940"), base.replace("one", "won"))
    assert merged == "won two three four \u0928\u0940 five six"
    assert clashes == []


def words_of(found: DraftText) -> set[str]:
    """Without the sign that the list of fields puts between two: it comes and goes with the neighbour."""
    return {word.removesuffix(";") for words in readable(found.stored()).values() for word in words.split()}


@given(any_text, any_text, any_text)
def test_whatever_two_people_write(base: DraftText, ours: DraftText, theirs: DraftText) -> None:
    assert merge(base, base, theirs).text == theirs
    assert merge(base, ours, base).text == ours
    assert merge(base, ours, ours).text == ours
    assert merge(base, base, theirs).conflicts == merge(base, ours, ours).conflicts == []

    found = merge(base, ours, theirs)
    assert DraftText.model_validate(found.text.model_dump(mode="json")) == found.text
    told = "\n".join([*readable(found.text.stored()).values(), *(each.ours + each.theirs for each in found.conflicts)])
    for side in (ours, theirs):
        for word in words_of(side) - words_of(base):
            assert all(piece in told for piece in _pieces(word))


def _pieces(word: str) -> list[str]:
    """A word of the property may be two written together: what has to stand are its letters and digits."""
    return "".join(char if char.isalnum() else " " for char in word).split()


@given(st.data())
def test_changes_with_a_line_between_never_clash(data: Any) -> None:
    count = data.draw(st.integers(3, 12))
    lines = [f"Line {number} of the text." for number in range(count)]
    split = data.draw(st.integers(1, count - 2))
    head = data.draw(st.lists(st.text("xyz \n", max_size=9), max_size=4))
    tail = data.draw(st.lists(st.text("uvw \n", max_size=9), max_size=4))
    ours, theirs = [*head, *lines[split:]], [*lines[: split + 1], *tail]
    merged, clashes = merge_texts("\n".join(lines), "\n".join(ours), "\n".join(theirs))
    assert clashes == []
    assert merged == "\n".join([*head, lines[split], *tail])
