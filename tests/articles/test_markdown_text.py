"""Text before it is Markdown: what is brought into one spelling, and what is refused with its place."""

import pytest

from articles.markdown import MAX_CHARACTERS, BadText, normalise, render_body, render_inline
from tests.articles.markdown_page import image_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain", "plain"),
        ("a\r\nb\rc\n", "a\nb\nc\n"),
        ("cafe\u0301", "café"),
        ("tab\tand space stay  ", "tab\tand space stay  "),
        ("\U0001f600 \u2764\ufe0f हिन्दी", "\U0001f600 \u2764\ufe0f हिन्दी"),
        ("", ""),
    ],
)
def test_one_spelling(text: str, expected: str) -> None:
    assert normalise(text) == expected


@pytest.mark.parametrize(
    ("text", "line", "word"),
    [
        ("a\n\nb\0", 3, "NUL"),
        ("a\r\nb\ud800", 2, "U+D800"),
        ("a\x0b", 1, "U+000B"),
        ("\n\x85", 2, "U+0085"),
        ("a\ufeff", 1, "U+FEFF"),
        ("One.\nPasted from an old file\ufeff here", 2, "It stands after “from an old file”."),
        ("a\ufffe", 1, "U+FFFE"),
        ("a\n5 mg\u202e", 2, "direction"),
        ("a\n \u0301b", 2, "mark"),
        ("a\nb" + "\u0301" * 31, 2, "marks"),
    ],
)
def test_refused_with_its_line(text: str, line: int, word: str) -> None:
    with pytest.raises(BadText) as refused:
        normalise(text)
    assert refused.value.line == line
    assert word in refused.value.sentence
    assert str(line) in str(refused.value)


def test_the_longest_text() -> None:
    assert len(normalise("a" * MAX_CHARACTERS)) == MAX_CHARACTERS
    with pytest.raises(BadText, match="200001"):
        normalise("a" * (MAX_CHARACTERS + 1))
    with pytest.raises(BadText, match="at most 3"):
        normalise("four", most=3)


def test_a_text_that_grows_by_its_spelling_is_measured_after() -> None:
    with pytest.raises(BadText):
        normalise("\u0958" * 3, most=5)


@pytest.mark.parametrize(
    "text",
    [
        "*\u0338x*",
        "a **\u0301b**",
        "`\u0338`",
        "## a\n\n> \u0338",
        "[\u0338](https://example.org)",
        "=&#x338;",
        "*&#x338;a*",
        "*a*\n&#x338;",
        "a|b\n-|-\n&#x338;|",
        '[a](term:b "&#x338;c")',
        "`a`\u0338",
        "**a**\u0338",
        "&DownBreve;",
        "a&#13;b",
        "a&#12;b",
        "a&#x202e;b",
    ],
)
def test_no_mark_stands_behind_a_tag(text: str) -> None:
    with pytest.raises(BadText):
        render_body(text, image_of=image_of)


def test_a_mark_made_from_a_code_is_refused_with_its_line() -> None:
    with pytest.raises(BadText) as refused:
        render_body("one\n\ntwo\nthree *&#x338;x*", image_of=image_of)
    assert refused.value.line == 4


def test_a_mark_behind_its_letter_stands() -> None:
    body = render_body("x\u0338 and a&#x338;", image_of=image_of)
    assert body.introduction == "<p>x\u0338 and a\u0338</p>"


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Type 1 & 2", "Type 1 &amp; 2"),
        ("<b>x</b> &lt;", "&lt;b&gt;x&lt;/b&gt; &amp;lt;"),
        ("*no* Markdown `here`", "*no* Markdown `here`"),
        ('"quoted"', '"quoted"'),
        ("cafe\u0301", "café"),
        ("", ""),
    ],
)
def test_a_line_of_plain_text(text: str, html: str) -> None:
    assert render_inline(text) == html


def test_a_line_is_one_line() -> None:
    with pytest.raises(BadText):
        render_inline("two\nlines")
