"""Links and explained words: what may stand in an article, what is refused, and how refusals are told."""

import pytest

from articles.markdown import Body, render_body, render_note, render_paragraphs
from tests.articles.markdown_page import IMAGE, check, check_body, image_of


def body_of(text: str) -> Body:
    body = render_body(text, image_of=image_of)
    check_body(body)
    return body


@pytest.mark.parametrize(
    ("address", "html"),
    [
        ("article:gene-therapy", '<a href="/articles/gene-therapy/">x</a>'),
        ("article:gene-therapy#risks", '<a href="/articles/gene-therapy/#risks">x</a>'),
        ("article:größe", '<a href="/articles/gr%C3%B6%C3%9Fe/">x</a>'),
        ("/sections/drugs/", '<a href="/sections/drugs/">x</a>'),
        ("https://example.org/a?b=c&d=e#f", '<a class="external" href="https://example.org/a?b=c&amp;d=e#f">x</a>'),
        ("http://example.org", '<a class="external" href="http://example.org">x</a>'),
        ("HTTPS://Example.org/A", '<a class="external" href="HTTPS://Example.org/A">x</a>'),
        ("https://[2001:db8::1]:8080/", '<a class="external" href="https://[2001:db8::1]:8080/">x</a>'),
        ("https://bücher.example/ä", '<a class="external" href="https://xn--bcher-kva.example/%C3%A4">x</a>'),
        ("mailto:care@example.org", '<a href="mailto:care@example.org">x</a>'),
        ("tel:+12164442538", '<a class="phone" href="tel:+12164442538">x</a>'),
    ],
)
def test_addresses_that_may_be_used(address: str, html: str) -> None:
    body = body_of(f"[x]({address})")
    assert body.introduction == f"<p>{html}</p>"
    assert body.problems == []


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        f"/verify/{'a' * 64}/",
        f"https://example.org/verify/{'a' * 64}/",
        f"/%76erify/{'a' * 64}/",
        "/admin/logout/",
        "JaVaScRiPt:alert(1)",
        "java&#10;script:alert(1)",
        "&#x6A;avascript:alert(1)",
        "<\tjavascript:alert(1)>",
        "vbscript:x",
        "data:text/html,x",
        "file:///etc/passwd",
        "ftp://example.org",
        "blob:https://example.org/x",
        "//example.org",
        "/\\\\example.org",
        "&#x2f;/example.org",
        "\\\\\\\\example.org",
        "relative/path",
        "#anchor",
        "?query",
        "https:example.org",
        "https:///path",
        "https://",
        "https://user@example.org",
        "https://example.org@evil.example/",
        "https://example.org:99999999/",
        "mailto:nobody",
        "mailto:",
        "tel:call-me",
        "article:",
        "article:Two Words",
        "article:../admin",
        "article:a_b",
        "article:a#",
        "term:",
        "",
        "<>",
    ],
)
def test_addresses_that_are_refused(address: str) -> None:
    body = body_of(f"see [the *words*]({address}) here")
    assert "<a" not in body.introduction
    assert "<button" not in body.introduction
    if "words" in body.introduction and "](" not in body.introduction:
        assert body.introduction == "<p>see the <em>words</em> here</p>"
        assert [(problem.line, problem.kind) for problem in body.problems] == [(1, "address")]
    else:  # not even a link in the eyes of the parser: shown as it was written
        assert "(" in body.introduction


def test_links_to_articles_are_found_with_their_lines() -> None:
    body = body_of("[a](article:one)\n\n## H\n\nx\n[b](/articles/two/#part) [c](article:one) [d](/articles/)")
    assert [tuple(link) for link in body.links] == [("one", 1), ("two", 6), ("one", 6)]


def test_addresses_in_angle_brackets() -> None:
    body = body_of("<https://example.org/> <a@example.org> <javascript:x> <see:this>")
    assert body.introduction == (
        '<p><a class="external" href="https://example.org/">https://example.org/</a> '
        '<a href="mailto:a@example.org">a@example.org</a> &lt;javascript:x&gt; &lt;see:this&gt;</p>'
    )
    assert [problem.kind for problem in body.problems] == ["address", "address"]


def test_a_link_inside_a_link_is_words() -> None:
    body = body_of("[one <https://example.org/> two](https://example.com/)")
    assert body.introduction == (
        '<p><a class="external" href="https://example.com/">one &lt;https://example.org/&gt; two</a></p>'
    )
    assert [problem.kind for problem in body.problems] == ["address"]


def test_a_link_needs_words() -> None:
    body = body_of(f"a [](https://example.org) [![](/media/{IMAGE})](https://example.org) b")
    assert "<a" not in body.introduction
    assert "<img" in body.introduction
    assert [problem.kind for problem in body.problems] == ["address", "address", "alt"]
    assert "<a" in body_of(f"[![Words](/media/{IMAGE})](https://example.org)").introduction


def test_words_behind_an_address_are_told_of() -> None:
    assert [problem.kind for problem in body_of('[a](https://example.org "tip")').problems] == ["address"]


def test_definitions_of_addresses() -> None:
    body = body_of(f"[a][x] ![alt][i]\n\n[x]: article:one\n[y]: /u\n[x]: /v\n[i]: /media/{IMAGE}\n")
    assert '<a href="/articles/one/">a</a>' in body.introduction
    assert "<img" in body.introduction
    assert [(problem.line, problem.kind) for problem in body.problems] == [(4, "definition"), (5, "definition")]


def test_a_word_is_explained_in_place() -> None:
    body = body_of('A [viral *vector*](term:vector "Safe &amp; \\"small\\" <b>") and [again](term:vector "x").')
    assert body.introduction == (
        '<p>A <button class="term" type="button" popovertarget="term--vector">viral <em>vector</em></button>'
        '<span class="explanation" id="term--vector" popover="auto">Safe &amp; "small" &lt;b&gt;</span> and '
        '<button class="term" type="button" popovertarget="term--vector-2">again</button>'
        '<span class="explanation" id="term--vector-2" popover="auto">x</span>.</p>'
    )
    assert [(term.name, term.word) for term in body.terms] == [("vector", "viral vector"), ("vector", "again")]
    assert body.text == "A viral vector and again."


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("[vector](term:vector)", "term"),
        ('[vector](term:vector " ")', "term"),
        ('[vector](term:a_b "why")', "address"),
        ('[](term:vector "why")', "address"),
    ],
)
def test_words_that_can_not_be_explained(text: str, kind: str) -> None:
    body = body_of(text)
    assert "<button" not in body.introduction
    assert "<span" not in body.introduction
    assert body.terms == []
    assert [problem.kind for problem in body.problems] == [kind]


def test_a_small_text() -> None:
    note = render_note(
        '# Not a heading\n\nA [vector](term:vector "why") and [more](article:more).\n\n- one\n\nLost:',
        image_of=image_of,
        place="closing-note",
    )
    check(note.html)
    assert note.html.startswith("<p># Not a heading</p>\n<p>A <button")
    assert 'id="closing-note--vector"' in note.html
    assert [tuple(link) for link in note.links] == [("more", 3)]
    assert [found.line for found in note.lost_lists] == [7]
    assert [(problem.line, problem.kind) for problem in note.problems] == [(1, "heading")]


def test_paragraphs_alone() -> None:
    assert render_paragraphs("one\n\ntwo\n---", image_of) == "<p>one</p>\n<p>two</p>\n<hr>"
    assert render_paragraphs("", image_of) == ""
