"""Text made to hold a process: every one is rendered, or refused with a plain sentence.

How long the slowest takes is measured by `make bench`.
"""

import contextlib

import pytest

from articles.markdown import MAX_CHARACTERS, BadText, normalise, render_body, render_note
from tests.articles.markdown_page import check_body, image_of

UNITS = [
    *("[^1]", "[^1] a", "[^1]: a\n", "[^1](", "[^a", "[a[^1]](b) "),
    *("[", "![", "[a](", "[a][b]", "[[a](b) ", "*", "*a ", "*a _b ", "a**b", "***a** ", "*_", "`", "`a", "<", "<a:"),
    *("&", "&#x338;", "\\", "[a]: u\n", "[x\n", ">", "> ", "- ", "> 1. - ", "- a\n", "- **a**: b\n", "|", "-|-\n"),
    *(
        "a\n",
        "\n",
        ">a\n",
        "# a\n",
        "## a\n",
        "a\n-\n",
        "~~~\n",
        "<!--",
        "\t",
        "<b@c.d>",
        "a:\n",
        ":",
        ":::\n",
        "::: do\n",
        "::: do\n:::\n",
        "\u0301\u0323",
    ),
]


def whole(unit: str) -> str:
    """As much of it as is read at all."""
    return unit * (MAX_CHARACTERS // len(unit))


def in_paragraphs(unit: str) -> str:
    """The same in paragraphs that are just short enough."""
    paragraph = unit * (19_000 // len(unit))
    return "\n\n".join([paragraph] * (MAX_CHARACTERS // (len(paragraph) + 2)))


def below_the_brackets(unit: str) -> str:
    """As many brackets as are read at all, in paragraphs that are just short enough."""
    text = unit * (4_900 // unit.count("["))
    return "\n\n".join(text[at : at + 19_000] for at in range(0, len(text), 19_000))


HOSTILE = {
    **{f"whole {unit!r}": whole(unit) for unit in UNITS},
    **{f"paragraphs {unit!r}": in_paragraphs(unit) for unit in UNITS},
    **{f"brackets {unit!r}": below_the_brackets(unit) for unit in UNITS if "[" in unit},
    "2 MB": "a" * 2_000_000,
    "2 MB of brackets": "[" * 2_000_000,
    "wide table": "|a" * 9_000 + "\n" + "|-" * 9_000 + "\n",
    "wider table": "|a" * 40_000 + "\n" + "|-" * 40_000 + "\n",
    "long table": "|a|b|\n|-|-|\n" + "|\n" * 19_000,
    "many tables": ("|a" * 40 + "|\n" + "|-" * 40 + "|\n" + "|\n" * 90 + "\n") * 80,
    "quoted tables": "> a|b\n> -|-\n" * 9_000,
    "images in images": "![" * 2_000 + "a" + "](b)" * 2_000,
    "links in links": "[" * 2_000 + "a" + "](b)" * 2_000,
    "lists in lists": "".join(" " * (2 * depth) + "- a\n" for depth in range(400)),
    "emphasis in emphasis": "**a " * 2_000 + " b**" * 2_000,
    "runs of ticks": "\n\n".join(["".join("`" * count + " " for count in range(1, 195))] * 10),
    "equal headings": "## same\n" * 19_000,
    "explained words": "\n\n".join(['[a](term:b "c") ' * 900] * 5),
    "definitions": "".join(f"[a{number}]: /u\n" for number in range(4_900)),
    "blocks in blocks": "::: inset\n" * 15 + "a\n" * 9_000 + ":::\n" * 15,
    "blocks in lists": "- ::: inset\n" * 15_000,
    "blocks in quotes": "> ::: inset\n> a\n" * 9_000,
    "blocks never ended": "::: inset\n\n## a\n\n" * 4_900,
    "marks": "a" + "\u0301\u0323" * 90_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_rendered_or_refused(text: str) -> None:
    try:
        body = render_body(text, image_of=image_of, references=3)
    except BadText:
        body = None
    if body:
        check_body(body)


@pytest.mark.parametrize("text", [HOSTILE["brackets '['"], HOSTILE["lists in lists"], HOSTILE["2 MB"]])
def test_small_texts_have_the_same_limits(text: str) -> None:
    with contextlib.suppress(BadText):
        render_note(text, image_of=image_of, place="care")


@pytest.mark.parametrize(
    ("text", "line", "word"),
    [
        ("text\n\n" + "> " * 40 + "a", 3, "deep"),
        ("".join(" " * (2 * depth) + "- a\n" for depth in range(12)), 9, "deep"),
        ("text\n\n" + "::: inset\n" * 40, 20, "deep"),
        ("text\n\n" + "**a " * 40 + "b**" * 40, 3, "deep"),
        ("text\n\n" + "a" * 20_001, 3, "20000 characters"),
        ("[" * 5_001, None, "brackets"),
        ("a\n" * 20_001, None, "20000 lines"),
        ("text\n\n" + "|a" * 41 + "\n" + "|-" * 41, 3, "40 columns"),
        ("|a|b|\n|-|-|\n" + "|1|2|\n" * 5_000, 1, "10000 cells"),
    ],
)
def test_refused_with_place_and_reason(text: str, line: int | None, word: str) -> None:
    with pytest.raises(BadText) as refused:
        render_body(text, image_of=image_of)
    assert refused.value.line == line
    assert word in refused.value.sentence


def test_what_is_nested_as_far_as_allowed_is_all_there() -> None:
    lists = "".join(" " * (2 * depth) + f"- word{depth}\n" for depth in range(8))
    quotes = "> " * 16 + "quoted"
    links = "[" * 60 + "linked" + "](article:a)" * 60
    for text, words in ((lists, [f"word{depth}" for depth in range(8)]), (quotes, ["quoted"]), (links, ["linked"])):
        body = render_body(text, image_of=image_of)
        check_body(body)
        for word in words:
            assert word in body.text


def test_normalising_never_takes_long() -> None:
    with pytest.raises(BadText):
        normalise("a" + "\u0301\u0323" * 90_000)
    assert len(normalise("e\u0301" * 100_000)) == 100_000
