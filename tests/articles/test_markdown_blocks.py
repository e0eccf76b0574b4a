"""Blocks between `::: name` and `:::`: what they become, and what is said where they can't."""

import pytest

from articles.checks import check_page
from articles.content import RENDERER, freeze, text_of
from articles.fragments import Page, Surroundings, render_page
from articles.markdown import Body, render_body, render_note
from articles.models import Organisation
from tests import factories as make
from tests.articles.corrected import is_minor, measured
from tests.articles.markdown_page import IMAGE, check, check_body, image_of


def body_of(text: str) -> Body:
    body = render_body(text, image_of=image_of)
    check_body(body)
    return body


def part_of(text: str) -> str:
    """The HTML below the heading of a Part that holds this text."""
    return body_of(f"## Part\n\n{text}").parts[0].html.partition("</h2>\n")[2]


def problems_of(text: str) -> list[tuple[int, str]]:
    problems = body_of(text).problems
    assert {problem.kind for problem in problems} <= {"block"}
    return [(problem.line, problem.message) for problem in problems]


def page_of(body: str) -> Page:
    return render_page(make.text(body=body), Surroundings("St. Sample", "US", image_of=image_of))


def kinds_of(body: str) -> list[tuple[str, int | None]]:
    """What an editor is told of a text, links that nobody knows aside."""
    article = make.draft().article
    found = check_page(make.text(body=body), page_of(body), article=article, blocking=frozenset())
    return [(finding.kind, finding.line) for finding in found if finding.kind != "unknown-article"]


@pytest.mark.parametrize(
    ("name", "level"),
    [
        ("non-urgent", "Non-urgent advice"),
        ("urgent", "Urgent advice"),
        ("emergency", "Emergency"),
        ("warning", "Important"),
    ],
)
def test_a_card_says_its_level_in_words(name: str, level: str) -> None:
    anchor = f"{level.lower().replace(' ', '-')}-call-us-if"
    assert part_of(f"::: {name} Call *us* if:\n- You bleed\n:::") == (
        f'<div class="{name}">\n<h3 id="{anchor}"><strong>{level}:</strong> Call <em>us</em> if:</h3>\n'
        "<ul>\n<li>You bleed</li>\n</ul>\n</div>"
    )


def test_lists_of_do_and_dont_bring_their_headings() -> None:
    assert part_of("::: do\n- drink water\n:::\n\n::: dont At night\n- do not drive\n:::") == (
        '<div class="do">\n<h3 id="do">Do</h3>\n<ul>\n<li>drink water</li>\n</ul>\n</div>\n'
        '<div class="dont">\n<h3 id="at-night">At night</h3>\n<ul>\n<li>do not drive</li>\n</ul>\n</div>'
    )
    assert 'id="dont">Don’t</h3>' in part_of("::: dont\n- do not drive\n:::")


def test_words_set_apart_and_words_folded_away() -> None:
    assert part_of("::: inset\nWords\n:::") == '<div class="inset">\n<p>Words</p>\n</div>'
    assert part_of("::: inset Words\n:::") == '<div class="inset">\n<p>Words</p>\n</div>'
    assert part_of("::: details What *is* it?\nA gene.\n\n::: do\n- ask\n:::\n:::") == (
        "<details><summary>What <em>is</em> it?</summary>\n<p>A gene.</p>\n"
        '<div class="do">\n<h3 id="do">Do</h3>\n<ul>\n<li>ask</li>\n</ul>\n</div>\n</details>'
    )


def test_a_figure_with_caption_and_credit() -> None:
    source = f"::: figure Jane Doe, [CC BY 4.0](https://example.org/by)\n![Steps](/media/{IMAGE})\n\nFour steps.\n:::"
    img = f'<img src="/media/{IMAGE}" alt="Steps" width="640" height="480" loading="lazy">'
    assert part_of(source) == (
        f"<figure>{img}<figcaption>\n<p>Four steps.</p>\n"
        '<p class="credit">Jane Doe, <a class="external" href="https://example.org/by">CC BY 4.0</a></p>\n'
        "</figcaption></figure>"
    )
    assert part_of(f"::: figure\n![Steps](/media/{IMAGE})\n:::") == f"<figure>{img}</figure>"
    assert problems_of("::: figure Jane\nNo image.\n:::") == [(2, "A figure begins with an image.")]


def test_the_heading_of_a_block_stands_one_level_below() -> None:
    body = body_of("::: urgent Now\na\n:::\n\n## A\n\n### B\n\n::: urgent Later\na\n:::\n\n### C")
    assert "<h2 id=" in body.introduction
    assert '<h4 id="urgent-advice-later">' in body.parts[0].html
    assert [part.anchor for part in body.parts] == ["a"]
    note = render_note("::: urgent Now\na\n:::", image_of=image_of, place="care")
    assert '<h3 id="care--urgent-advice-now">' in note.html
    check(note.html)


def test_a_block_ends_where_the_next_part_begins() -> None:
    body = body_of("::: urgent Now\na\n\n## Next\n\nb")
    assert body.introduction.endswith("<p>a</p>\n</div>")
    assert [part.heading for part in body.parts] == ["Next"]
    assert [problem.line for problem in body.problems] == [1]
    assert "is not ended" in body.problems[0].message


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("a\n\n::: bogus Heading\nb", 3, "“bogus” is no block"),
        ("a\n:::\nb", 2, "none is open"),
        ("::: inset\n:::", 1, "Nothing stands in"),
        ("::: urgent\na\n:::", 1, "has no heading"),
        ("::: details\na\n:::", 1, "has no heading"),
        ("::: do\na\n:::", 1, "holds no list"),
        ("- a\n  ::: inset\n  b\n  :::", 2, "inside a list"),
        ("> ::: inset\n> b\n> :::", 1, "inside a list or a quote"),
        ("::: inset\n::: do\n- a\n:::\n:::", 2, "inside another block"),
        ("::: details A\n::: emergency B\na\n:::\n:::", 2, "inside another block"),
    ],
)
def test_what_is_written_wrong_is_told_once_with_its_line(text: str, line: int, words: str) -> None:
    ((found, message),) = problems_of(text)
    assert found == line
    assert words in message


def test_a_line_that_is_no_block_is_shown_as_it_is() -> None:
    assert body_of("::: bogus Heading\nb").introduction == "<p>::: bogus Heading\nb</p>"
    assert body_of("::::").introduction == "<p>::::</p>"
    assert body_of(":: inset").introduction == "<p>:: inset</p>"
    assert body_of("~~~\n::: inset\n~~~").introduction == "<pre><code>::: inset\n</code></pre>"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("## A\n\n::: emergency Call if:\n- [a stroke](article:stroke)\n:::", [("emergency-link", 3)]),
        ("## A\n\n::: urgent Call if:\n- [a stroke](article:stroke)\n:::", []),
        ("## A\n\n" + "::: warning A\na\n:::\n\n" * 2, []),
        ("## A\n\n" + "::: warning A\na\n:::\n\n" * 3, [("many-warnings", 11)]),
        ("## A\n\n::: dont\n- Do not run\n- don’t jump\n- sit down\n:::", [("dont-item", 3)]),
        ("## A\n\n::: do\n- run\n:::\n\nText.", [("no-heading-after", 3)]),
        ("## A\n\n::: do\n- run\n:::\n\n::: dont\n- do not sit\n:::\n\n### B\n\nText.", []),
        ("## A\n\n::: inset\nrun\n:::\n\nText.", []),
        (f"## A\n\n::: figure\n![Steps](/media/{IMAGE})\n:::", [("figure-no-credit", 3)]),
        ("## A\n\n::: do\n- run\n", [("bad-block", 3)]),
    ],
)
def test_findings_say_what_readers_need(body: str, found: list[tuple[str, int]]) -> None:
    assert kinds_of(body) == found


def test_a_correction_that_turns_a_card_is_not_minor() -> None:
    body = "## A\n\n::: {} Call if:\n- You bleed\n:::"
    signed, corrected = (make.text(body=body.format(name)) for name in ("emergency", "urgent"))
    assert not is_minor(measured(signed, corrected))
    # A word in a card is a word like any other.
    assert is_minor(measured(signed, make.text(body=body.format("emergency").replace("bleed", "blead"))))


OLD_TEXT = """\
Read this: first.

## A part

- **Adding**: a gene is added.

![Steps](/media/none.png)

> A [quote](https://example.org/) of *words*.

| Drug | Dose |
|------|-----:|
| A    | 5 mg |

### More {#more}

Call [us](tel:+12025550123), or [read](article:viruses#shape) of a [vector](term:vector "A carrier.").
"""


@pytest.mark.django_db
def test_a_text_without_blocks_keeps_its_digest() -> None:
    """Frozen before there were blocks: neither HTML nor digest of such a text may ever change under this renderer."""
    draft = make.draft(body=OLD_TEXT, slug="old-text")
    draft.article.uuid = "00000000-0000-4000-8000-000000000001"
    frozen = freeze(text_of(draft), draft.article, Organisation(pk=1, name="St. Sample"))
    assert RENDERER == 1
    assert frozen.digest == "c001c5beeeb628e4f200c9b4be22e8c78c2216c8714544dc2060f3a66d521d40"
