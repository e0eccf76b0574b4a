"""What holds for every text there is: well-formed, safe, unchanged by a second cleaning, nothing lost on the way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.markdown import BadText, checked, normalise, render_body, render_inline, render_note, sanitise
from tests.articles.markdown_page import IMAGE, check, check_body, image_of, without_block_headings

# fmt: off
SIGNS = [
    *"*_`[]()!<>&|#-+:\\\"'~={}^$ \n\t", "\n\n", "\n- ", "\n1. ", "\n> ", "\n## ", "\n### ", "\n# ", "\n---\n",
    "\n|a|b|\n|-|-:|\n|", "\n```\n", "    ", "**", "[a](", "](", "![", f"![x](/media/{IMAGE})",
    f'\n\n![x](/media/{IMAGE} "y")\n\n', "article:gene", "term:vector", ' "why")', "javascript:alert(1)",
    "data:text/html,x",
    "https://example.org/", "//example.org", "/\\x", "mailto:a@b.org", "tel:+1", "<script>", "</p>", "<b onclick=x>",
    "<!--",
    "-->", "]]>", "<?x", "<https://example.org/>", "<x:y>", "{#name}", "{#_x}", "&amp;", "&#x338;", "&#13;",
    "&nbsp;", "&lt;",
    "&#0;", "&NewLine;", "&DownBreve;", "\n[a]: /u 'v'\n", "[a]", "[a][a]", "\u0338", "\u0301", "\u00a0", "\u200d",
    "\ufe0f",
    "\u2028", "\u0085", "\u1161", "\u1100", "\ufeff", "é", "ß", "İ", "ا", "हि", "😀", "word", "two words",
    "**Term**: text",
    "\n::: urgent Call if:\n", "\n::: emergency\n", "\n::: dont\n- ", "\n::: details More\n", "\n::: inset a\n",
    "\n::: figure By me\n", "\n:::\n", ":::", "\n::: x\n",
    "[^1]", "[^9]", "\n[^1]: ", "[^", "Kinds include:", "1 mg", "references", "a", "=",
]
HTML = [
    "<p>", "<a href='", "'>", "<td>", "<table>", "<svg>", "<math>", "<style>", "<video controls>", "<details>",
    "<button class=term popovertarget=a>", "<span popover=auto id=b>", "<img src=/x onerror=y>", "<h2 id=a_b>",
]
# fmt: on
MARKDOWN = st.lists(st.sampled_from(SIGNS) | st.text(max_size=6), max_size=40).map("".join)
ANY_TEXT = st.text(max_size=200) | MARKDOWN


@given(MARKDOWN)
def test_a_body_is_well_formed_safe_and_whole(text: str) -> None:
    try:
        body = render_body(text, image_of=image_of, references=3)
    except BadText:
        return
    check_body(body)
    assert render_body(normalise(text), image_of=image_of, references=3) == body


@given(MARKDOWN)
def test_a_note_is_well_formed_and_has_no_heading_but_those_of_blocks(text: str) -> None:
    try:
        note = render_note(text, image_of=image_of, place="care")
    except BadText:
        return
    page = check(note.html)
    assert page.words == note.text.split()
    assert all(name.startswith("care--") for name in page.ids)
    assert not any(f"<h{level}" in without_block_headings(note.html) for level in range(1, 7))
    assert "<h2" not in note.html


@given(ANY_TEXT)
def test_a_line_shows_every_sign_as_it_is(text: str) -> None:
    try:
        html = render_inline(text)
    except BadText:
        return
    page = check(html)
    assert "".join(page.pieces) == normalise(text)
    assert "<" not in html


@given(ANY_TEXT)
def test_normalising_twice_is_normalising_once(text: str) -> None:
    try:
        once = normalise(text)
    except BadText:
        return
    assert normalise(once) == once
    assert "\r" not in once


@given(st.lists(st.sampled_from(SIGNS + HTML), max_size=30).map("".join))
def test_nothing_bad_passes_the_sanitiser(html: str) -> None:
    once = sanitise(html)
    try:
        settled = checked(once)
    except BadText:
        return
    assert settled == once == sanitise(once)
    for bad in ("<script", "<style", "<svg", " onerror=", " onclick=", " style="):
        assert bad not in once.lower()


@pytest.mark.parametrize("sign", SIGNS)
def test_each_sign_alone(sign: str) -> None:
    try:
        check_body(render_body(sign, image_of=image_of, references=3))
        check_body(render_body(f"## Heading\n\n{sign} and {sign}", image_of=image_of, references=3))
    except BadText:
        return
