"""What changed between two texts, told to people."""

from hypothesis import given
from hypothesis import strategies as st

from articles.diffing import DiffRow, Piece, diff_rows, folded, has_changes


def kinds(rows: list[DiffRow]) -> list[str]:
    return [row.kind for row in rows]


def side(rows: list[DiffRow], gone: str) -> str:
    """One of the two texts, read back from the rows."""
    lines = ["".join(text for kind, text in row.pieces if kind != gone) for row in rows if row.kind != gone]
    return "\n".join(lines)


def test_nothing_changed() -> None:
    rows = diff_rows("one\n\ntwo", "one\n\ntwo")
    assert rows == [DiffRow("same", [Piece("same", "one\n\ntwo")])]
    assert not has_changes(rows)
    assert diff_rows("", "") == []


def test_added_and_removed_lines() -> None:
    assert kinds(diff_rows("one\ntwo", "one\nnew\ntwo")) == ["same", "added", "same"]
    assert kinds(diff_rows("one\ngone\ntwo", "one\ntwo")) == ["same", "removed", "same"]
    assert diff_rows("", "all new") == [DiffRow("added", [Piece("added", "all new")])]


def test_changed_words_inside_a_line() -> None:
    rows = diff_rows("Take 0.5 mg once a day.", "Take 0.25 mg twice a day.")
    assert rows == [
        DiffRow(
            "changed",
            [
                Piece("same", "Take "),
                Piece("removed", "0.5"),
                Piece("added", "0.25"),
                Piece("same", " mg "),
                Piece("removed", "once"),
                Piece("added", "twice"),
                Piece("same", " a day."),
            ],
        )
    ]


def test_a_changed_phrase_reads_as_one() -> None:
    [row] = diff_rows("Some people feel very tired indeed today.", "Some people feel rather sleepy indeed today.")
    assert Piece("removed", "very tired") in row.pieces
    assert Piece("added", "rather sleepy") in row.pieces


def test_another_text_is_not_shredded() -> None:
    rows = diff_rows("Vectors carry genes.", "Ask your doctor first, please!")
    assert kinds(rows) == ["removed", "added"]


def test_a_rewrapped_paragraph_changes_only_its_breaks() -> None:
    [row] = diff_rows("one two\nthree four", "one two three four")
    assert [piece for piece in row.pieces if piece[0] != "same"] == [Piece("removed", "\n"), Piece("added", " ")]


def test_long_unchanged_runs_are_skipped() -> None:
    lines = [f"line {number}" for number in range(10)]
    rows = folded(diff_rows("\n".join(["old", *lines, "gone"]), "\n".join(["new", *lines])), around=2)
    assert kinds(rows) == ["removed", "added", "same", "skipped", "same", "removed"]
    assert rows[3].count == 6
    assert rows[4].pieces[0].text == "line 8\nline 9"
    assert kinds(folded(diff_rows("\n".join(lines), "\n".join(lines)))) == ["skipped"]


@given(st.text(alphabet="ab .\n", max_size=60), st.text(alphabet="ab .\n", max_size=60))
def test_both_texts_can_be_read_back(old: str, new: str) -> None:
    rows = diff_rows(old, new)
    assert side(rows, "added").splitlines() == "\n".join(old.splitlines()).splitlines()
    assert side(rows, "removed").splitlines() == "\n".join(new.splitlines()).splitlines()
    assert has_changes(rows) == (old.splitlines() != new.splitlines())


def test_huge_texts_take_no_minute_and_no_gigabyte() -> None:
    old, new = "a\n" * 150_000, "b\nc\n" * 75_000
    assert kinds(diff_rows(old, new)) == ["removed", "added"]
