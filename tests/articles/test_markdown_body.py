"""A body: its Parts, anchors, lists, tables and figures, and what is found in it on the way."""

import pytest

from articles.markdown import RESERVED, Anchors, Body, anchor_of, render_body, slug_of
from tests.articles.markdown_page import IMAGE, MISSING, check_body, image_of

PAGE = """\
Read this first.

## Overview

### What is a vector?

A [vector](term:vector "A harmless virus that carries a gene.") carries a gene.
See [viruses](article:viruses#shape).

## Treatment details {#treatment}

Benefits include:

- **New options**: One more way.
- **Convenience:** Once is enough.

Risks include:

## Doses

| Drug | Dose |
|:-----|-----:|
| A    | 5 mg |
"""


def body_of(text: str) -> Body:
    body = render_body(text, image_of=image_of)
    check_body(body)
    return body


def test_a_whole_page() -> None:
    body = body_of(PAGE)
    assert body.introduction == "<p>Read this first.</p>"
    assert [(part.anchor, part.heading, part.line) for part in body.parts] == [
        ("overview", "Overview", 3),
        ("treatment", "Treatment details", 10),
        ("doses", "Doses", 19),
    ]
    assert body.parts[0].html == (
        '<h2 id="overview">Overview</h2>\n<h3 id="what-is-a-vector">What is a vector?</h3>\n'
        '<p>A <button class="term" type="button" popovertarget="term--vector">vector</button>'
        '<span class="explanation" id="term--vector" popover="auto">A harmless virus that carries a gene.</span>'
        ' carries a gene.\nSee <a href="/articles/viruses/#shape">viruses</a>.</p>'
    )
    assert [tuple(link) for link in body.links] == [("viruses", 8)]
    assert [tuple(term) for term in body.terms] == [
        ("vector", "vector", "A harmless virus that carries a gene.", 7, False)
    ]
    assert [tuple(lost) for lost in body.lost_lists] == [(17, "Risks include:")]
    assert body.problems == []
    assert body.empty_parts == []
    assert body.parts[0].text == "Overview\nWhat is a vector?\nA vector carries a gene.\nSee viruses."
    assert body.text.startswith("Read this first.\nOverview\n")


@pytest.mark.parametrize("text", ["", "\n\n", "   "])
def test_nothing_gives_nothing(text: str) -> None:
    body = body_of(text)
    assert (body.introduction, body.parts, body.text) == ("", [], "")


@pytest.mark.parametrize(
    ("heading", "anchor"),
    [
        ("What is gene therapy?", "what-is-gene-therapy"),
        ("Crohn’s disease", "crohns-disease"),
        ("snake_case and   spaces", "snake-case-and-spaces"),
        ("Ärzte & Ürsachen", "ärzte-ürsachen"),
        ("हिन्दी में", "हिन्दी-में"),
        ("ما هو السكري؟", "ما-هو-السكري"),
        ("???", "part"),
        ("References", "references-2"),
        ("x" * 200, "x" * 80),
        ("word " * 40, "-".join(["word"] * 16)),
    ],
)
def test_the_anchor_of_a_heading(heading: str, anchor: str) -> None:
    assert anchor_of(heading) == anchor
    assert body_of(f"## {heading}").parts[0].anchor == anchor


def test_anchors_are_told_apart() -> None:
    assert anchor_of("Risks", {"risks", "risks-2"}) == "risks-3"
    body = body_of("## Risks\n\n## Risks\n\n### Risks\n\n## Risks 2\n\n## Risks")
    assert [part.anchor for part in body.parts] == ["risks", "risks-2", "risks-2-2", "risks-4"]
    assert 'id="risks-3"' in body.parts[1].html


@pytest.mark.parametrize("name", sorted(RESERVED))
def test_no_heading_takes_the_name_of_another_fragment(name: str) -> None:
    assert anchor_of(name) == f"{name}-2"
    body = body_of(f"## {name}\n\n## Given {{#{name}}}")
    assert name not in [part.anchor for part in body.parts]
    assert [problem.kind for problem in body.problems] == ["heading"]


def test_equal_headings_are_counted_once() -> None:
    anchors = Anchors()
    assert [anchors.take_for("Same") for _ in range(3)] == ["same", "same-2", "same-3"]


def test_an_anchor_that_is_given_comes_before_one_that_is_made() -> None:
    body = body_of("## Overview\n\ntext\n\n## Something else {#overview}\n\ntext")
    assert [(part.anchor, part.heading) for part in body.parts] == [
        ("overview-2", "Overview"),
        ("overview", "Something else"),
    ]
    assert body.problems == []


@pytest.mark.parametrize("given", ["_main", "Two", "a--b", "-a", "ä_b", ""])
def test_an_anchor_that_can_not_be_given(given: str) -> None:
    body = body_of(f"## Heading {{#{given}}}\n\ntext")
    assert (body.parts[0].anchor, body.parts[0].heading) == ("heading", "Heading")
    assert [(problem.line, problem.kind) for problem in body.problems] == [(1, "heading")]


def test_an_anchor_given_twice() -> None:
    body = body_of("## A {#x}\n\ntext\n\n## B {#x}\n\ntext")
    assert [part.anchor for part in body.parts] == ["x", "b"]
    assert [problem.line for problem in body.problems] == [5]


def test_the_sign_of_an_anchor_can_be_shown() -> None:
    assert body_of("## Heading \\{#x}").parts[0].heading == "Heading {#x}"


def test_a_slug_is_its_own_slug() -> None:
    for words in ("Gene Therapy", "é à la carte", "22q11.2 deletion", "__init__"):
        assert slug_of(slug_of(words)) == slug_of(words)
        assert "_" not in slug_of(words)


def test_level_1_begins_a_part_and_is_a_problem() -> None:
    body = body_of("# Title\n\ntext\n\nOther\n=====\n\ntext")
    assert [part.heading for part in body.parts] == ["Title", "Other"]
    assert [(problem.line, problem.kind) for problem in body.problems] == [(1, "heading"), (5, "heading")]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("## A\n\n#### B", [3]),
        ("### A\n\n## B", [1]),
        ("## A\n\n### B\n\n#### C\n\n### D\n\n## E", []),
        ("## A\n\n- ## B", [3]),
    ],
)
def test_levels_of_headings(text: str, lines: list[int]) -> None:
    assert [problem.line for problem in body_of(text).problems] == lines


def test_no_part_begins_inside_a_list_or_quote() -> None:
    body = body_of("- ## A\n\n> # B")
    assert body.parts == []
    assert '<h3 id="a">A</h3>' in body.introduction


def test_a_heading_without_words_is_no_heading() -> None:
    body = body_of("##\n\ntext\n\n## ![](/media/" + IMAGE + ")")
    assert body.parts == []
    assert [problem.line for problem in body.problems if problem.kind == "heading"] == [1, 5]


def test_words_in_a_heading() -> None:
    body = body_of('## The *big* `x` & [link](article:a) [word](term:w "why")')
    assert body.parts[0].heading == "The big x & link word"
    assert "<button" not in body.parts[0].html
    assert [problem.kind for problem in body.problems] == ["term"]


def test_empty_parts() -> None:
    body = body_of("## A\n\n## B\n\n### Only a heading\n\n## C\n\n---\n\n## D\n\ntext\n\n## E\n\n```\ncode\n```")
    assert [tuple(empty) for empty in body.empty_parts] == [(1, "A"), (3, "B"), (7, "C")]


@pytest.mark.parametrize(
    ("text", "lost"),
    [
        ("Include:\n\nNext.", [1]),
        ("Include:\n\n- a", []),
        ("Include:\n- a", []),
        ("Include:\n\n1. a", []),
        ("Include:\n\n|a|\n|-|\n|b|", []),
        ("They said:\n\n> words", []),
        ("As here:\n\n```\nx\n```", []),
        (f"As here:\n\n![alt](/media/{IMAGE})", []),
        ("Include:", [1]),
        ("**Include:**", [1]),
        ("Include: ", [1]),
        ("包括：", [1]),
        ("Include:\nAspirin\nIbuprofen", [1]),
        ("One\ntwo:\n\n## Heading", [2]),
        ("- Include:\n  - a\n- And:\n- b", [3]),
        ("- Include:\n\n  Text.", [1]),
        ("Ratio 1:2 and at 10:30.", []),
        ("## Heading:\n\ntext", []),
        ("Include:\n\n---\n\n- a", [1]),
        ('[a](term:b "one\ntwo")\nInclude:', [3]),
    ],
)
def test_lost_lists(text: str, lost: list[int]) -> None:
    assert [found.line for found in body_of(text).lost_lists] == lost


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("- **A**: b\n- **C**: d", True),
        ("1. **A**: b\n2. **C**: d", True),
        ("- **A:** b\n- **C** : d", False),
        ("- **A:** b\n- **C**: d", True),
        ("- **A**: b\n\n- **C**: d\n\n  more", True),
        ("- **A**: b\n- c", False),
        ("- **A** b", False),
        ("- a **A**: b", False),
        ("- *A*: b", False),
        ("-\n- **A**: b", False),
        ("- - **A**: b", None),
    ],
)
def test_lists_of_terms(text: str, terms: bool | None) -> None:
    html = body_of(text).introduction
    if terms is None:
        assert html.startswith('<ul>\n<li><ul class="terms">')
    else:
        assert ('class="terms"' in html) is terms


def test_a_list_keeps_its_first_number() -> None:
    assert body_of("3. a\n4. b").introduction == '<ol start="3">\n<li>a</li>\n<li>b</li>\n</ol>'


def test_a_table() -> None:
    body = body_of("| Drug | *Dose* | Kind | Note |\n|---|--:|:-:|--:|\n| A | 5 mg | x | see 3 |\n| B | < 2 | | |")
    assert body.introduction == (
        '<div class="table" role="region" tabindex="0" aria-label="Drug, Dose, Kind, Note"><table>\n'
        '<thead><tr><th scope="col">Drug</th><th scope="col" class="number"><em>Dose</em></th>'
        '<th scope="col" class="center">Kind</th><th scope="col" class="right">Note</th></tr>\n</thead>\n'
        '<tbody><tr><td>A</td><td class="number">5 mg</td><td class="center">x</td><td class="right">see 3</td></tr>\n'
        '<tr><td>B</td><td class="number">&lt; 2</td><td class="center"></td><td class="right"></td></tr>\n'
        "</tbody>\n</table></div>"
    )
    assert body.problems == []


def test_tables_with_the_same_columns_have_names_of_their_own() -> None:
    html = body_of("|a|\n|-|\n|1|\n\ntext\n\n|a|\n|-|\n|2|").introduction
    assert 'aria-label="a"' in html
    assert 'aria-label="a (2)"' in html


def test_a_column_without_a_name_is_told_of() -> None:
    problems = body_of("Words.\n\n| | Often |\n|---|---|\n| Rest | Yes |").problems
    assert [(problem.kind, problem.line) for problem in problems] == [("table", 3)]
    assert "A column of this table has no name" in problems[0].message


def test_a_table_without_names_of_columns() -> None:
    body = body_of("| | |\n|-|-|\n|1|2|")
    assert "aria-label" not in body.introduction
    assert [problem.kind for problem in body.problems] == ["table"]


def test_cells_that_would_be_lost_are_told() -> None:
    body = body_of("|a|b|\n|-|-|\n|1|2|3|\n|1|2|\n|1|\n|1|2\\|3|\n")
    assert [(problem.line, problem.kind) for problem in body.problems] == [(3, "table")]


def test_a_figure() -> None:
    body = body_of(f'![A *gene*](/media/{IMAGE} "By hand")\n\ntext ![Inline](/media/{IMAGE})')
    image = f'<img src="/media/{IMAGE}" alt="%s" width="640" height="480" loading="lazy">'
    assert body.introduction == (
        f"<figure>{image % 'A gene'}<figcaption>By hand</figcaption></figure>\n<p>text {image % 'Inline'}</p>"
    )
    assert body.images == [IMAGE]
    assert body.problems == []


@pytest.mark.parametrize(
    ("text", "html", "kinds"),
    [
        (f"![](/media/{IMAGE})", "<figure><img", ["alt"]),
        (f"![Gone](/media/{MISSING})", "<p>Gone</p>", ["image"]),
        (f"text ![Gone](/media/{MISSING})", "<p>text Gone</p>", ["image"]),
        ("![Far](https://example.org/a.png)", "<p>Far</p>", ["image"]),
        ("![x](data:image/png;base64,AAAA)", "<p>x</p>", ["image"]),
        ("![x](javascript:alert)", "<p>x</p>", ["image"]),
        (f"![x](/media/{IMAGE}.svg)", "<p>x</p>", ["image"]),
        (f"![x](/media/../media/{IMAGE})", "<p>x</p>", ["image"]),
        (f"![x](/media/{IMAGE}?y)", "<p>x</p>", ["image"]),
        (f'text ![x](/media/{IMAGE} "caption")', "<p>text <img", ["image"]),
        ("![](/media/x)", "", ["image"]),
    ],
)
def test_images_that_are_not_as_they_should_be(text: str, html: str, kinds: list[str]) -> None:
    body = body_of(text)
    assert body.introduction.startswith(html)
    assert [problem.kind for problem in body.problems] == kinds


def test_what_looks_like_html_is_shown() -> None:
    body = body_of("<script>alert(1)</script>\n\n<div onclick='x'>a</div> <!-- b -->\n\n&lt;b&gt;")
    assert body.introduction == (
        "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n"
        "<p>&lt;div onclick='x'&gt;a&lt;/div&gt; &lt;!-- b --&gt;</p>\n<p>&lt;b&gt;</p>"
    )


@pytest.mark.parametrize(
    ("text", "words", "lines"),
    [
        ("HLA-DQB1*06:02 and HLA-DQB1*03:01", "HLA-DQB1*06:02 and HLA-DQB1*03:01", []),
        ("CYP2C19*2 and *CYP2C19*17*", "CYP2C19*2 and CYP2C19*17", []),
        ("2*3*4 and **2**", "2*3*4 and 2", []),
        ("one\na*b and c*d", "one\nab and cd", [2]),
        ("这是**重点**的", "这是重点的", []),
        ("a **b** (*c*)", "a b (c)", []),
    ],
)
def test_stars_of_names_are_kept_and_others_told_of(text: str, words: str, lines: list[int]) -> None:
    body = body_of(text)
    assert body.text == words
    assert [problem.line for problem in body.problems] == lines


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("    four spaces", "<p>four spaces</p>"),
        ("```python\n<x>\n```", "<pre><code>&lt;x&gt;\n</code></pre>"),
        ("one  \ntwo", "<p>one<br>\ntwo</p>"),
        ("> quote", "<blockquote><p>quote</p>\n</blockquote>"),
        ("---", "<hr>"),
        ("~~struck~~ www.example.org", "<p>~~struck~~ www.example.org</p>"),
        ("*a* **b** `c<`", "<p><em>a</em> <strong>b</strong> <code>c&lt;</code></p>"),
        ('"quotes" -- stay...', '<p>"quotes" -- stay...</p>'),
    ],
)
def test_the_rest_of_the_dialect(text: str, html: str) -> None:
    assert body_of(text).introduction == html


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Age\tDose\tHow often\n2 to 5\t5 mg\tonce", [(1, "table")]),
        ("Words.\n\nAge | Dose\n2 to 5 | 5 mg", [(3, "table")]),
        ("Take:\n\n•\tRest\n•\tWater", [(3, "list")]),
        ("Signs are\n·       Fever\no   Chills", [(2, "list")]),
        ("•\tRest\n\n•\tWater\n\n## Next\n\n•\tFood", [(1, "list"), (7, "list")]),
        ("•Rest\n•Water", [(1, "list")]),
        ("Take:\n– Rest\n– Water", [(2, "list")]),
        ("§\tRest\n§\tWater", [(1, "list")]),
        ("a.\tRest\nb.\tWater", [(1, "list")]),
        ("ii.\tRest\niii.\tWater", [(1, "list")]),
        ("Ø\tRest\nØ\tWater", [(1, "list")]),
        ("➢ Rest\n➢ Water", [(1, "list")]),
        ("1.) Rest\n2.) Water", [(1, "list")]),
        ("(1) Rest\n(2) Water", [(1, "list")]),
        ("(1) is the first of two signs.", []),
        ("Age      Dose\n2 to 5   5 mg", [(1, "table")]),
        ("Take\n– if you can – a rest.", []),
        ("One\ttab only.", []),
        ("Ask for `a | b`\nor for `c | d`.", []),
        ("A | b\n--|--\n1 | 2", []),
        ("- Rest\n- Water", []),
        ("Either a|b or c.\nMore.", []),
        ("```\na\tb\nc\td\n```", []),
    ],
)
def test_what_a_word_processor_leaves_of_lists_and_tables_is_told_of(text: str, found: list[tuple[int, str]]) -> None:
    """Once in each part, with its line: readers would see lines, in which doses run together."""
    problems = [problem for problem in body_of(text).problems if problem.kind == "paste"]
    assert [(problem.line, "table" if "a table" in problem.message else "list") for problem in problems] == found
