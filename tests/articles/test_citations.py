"""A text cites its references by number: links there and back, in what is signed."""

import re
from pathlib import Path

import pytest
from django.test import Client

from articles.actions.import_article import import_article
from articles.checks import check_page
from articles.content import RENDERER, text_of
from articles.details import DraftText
from articles.fragments import Page, Surroundings, render_page
from articles.importing import read_article
from articles.markdown import BadText, Body, render_body, render_note
from articles.markdown.citations import MOST_CITATIONS
from articles.models import PolicyPage
from articles.words import lines_of
from people.roles import EDITOR
from reviews.actions import submit
from tests import factories
from tests.articles.corrected import is_minor, measured
from tests.articles.files import SECTION, file
from tests.articles.markdown_page import check, check_body, image_of
from tests.public_pages import signed_elements
from tests.reviews.policies import policy

TWO = {
    "references": [{"title": "National Institutes of Health", "url": "https://www.nih.gov/"}, {"title": "A book"}],
}


def body_of(text: str, references: int = 2) -> Body:
    body = render_body(text, image_of=image_of, references=references)
    check_body(body)
    return body


def problems_of(text: str, references: int = 2) -> list[tuple[int, str]]:
    problems = body_of(text, references).problems
    assert {problem.kind for problem in problems} <= {"citation"}
    return [(problem.line, problem.message) for problem in problems]


def page_of(text: DraftText) -> Page:
    return render_page(text, Surroundings("St. Sample", "US", image_of=image_of))


def references_of(body: str, **details: object) -> str:
    page = page_of(factories.text(body=body, details={**TWO, **details}))
    return next(piece.html for piece in page.fragments if piece.id == "references")


def test_a_number_leads_to_its_reference() -> None:
    body = body_of("Genes are recipes.[^1]\n\n## Part\n\nCells follow them.[^2][^1]")
    assert body.introduction == (
        '<p>Genes are recipes.<a class="citation" href="#ref-1" id="cite--1" aria-label="Reference 1">[1]</a></p>'
    )
    assert re.findall(r'href="#([^"]+)" id="([^"]+)"', body.parts[0].html) == [
        ("ref-2", "cite--2"), ("ref-1", "cite--1-2"),
    ]  # fmt: skip
    assert body.citations == [1, 2, 1]
    assert body.problems == []


def test_it_is_no_word_of_the_text() -> None:
    """Search, reading level and lists that were lost see what was written around it."""
    body = body_of("## Part\n\nGenes are recipes[^1].\n\nThey treat:[^1]")
    assert body.text == "Part\nGenes are recipes.\nThey treat:"
    assert [found.text for found in body.lost_lists] == ["They treat:"]
    assert [part.heading for part in body_of("## Part\n\n[^1]").empty_parts] == ["Part"]


def test_the_reference_leads_back_to_each_place() -> None:
    assert references_of("## Part\n\nOnce.[^2]") == (
        '<h2 id="references">References</h2><ol>'
        '<li><a class="external" href="https://www.nih.gov/">National Institutes of Health</a>.</li>'
        '<li id="ref-2">A book.<p class="cited"><a href="#cite--2" '
        'aria-label="Back to the text from reference 2">Back to the text</a></p></li></ol>'
    )
    several = references_of("Once.[^1]\n\n## Part\n\nTwice.[^1] Three times.[^1]")
    assert re.findall(r'<a href="#(cite[^"]+)" aria-label="([^"]+)">([^<]+)</a>', several) == [
        (f"cite--1{'' if time == 1 else f'-{time}'}", f"Back to the text from reference 1, place {time}", str(time))
        for time in (1, 2, 3)
    ]


def test_a_text_that_cites_nothing_stays_as_it_was() -> None:
    """Texts that were signed before have no other bytes when they are frozen again."""
    assert RENDERER == 1
    assert references_of("## Part\n\nWords.") == (
        '<h2 id="references">References</h2><ol>'
        '<li><a class="external" href="https://www.nih.gov/">National Institutes of Health</a>.</li>'
        "<li>A book.</li></ol>"
    )


def test_every_link_of_a_page_has_its_place_and_no_heading_takes_it() -> None:
    body = (
        "## Ref 1\n\nA.[^1]\n\n### Cite 1\n\nB.[^2][^1]\n\n## Named {#ref-2}\n\n"
        '::: urgent Call if:\n- C[^2] and a [word](term:1 "D.")\n:::\n\n'
        "## End\n\n| E[^1] | F |\n| - | - |\n| G[^2] | H |"
    )
    page = page_of(factories.text(body=body, details={**TWO, "closing_note": 'A [word](term:1 "D.")'}))
    html = "".join(piece.html for piece in page.fragments)
    ids = re.findall(r' id="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', html)) <= set(ids)
    assert {"ref-1", "ref-2", "ref-1-2"} <= set(ids)
    assert [problem.message for problem in page.body.problems] == [
        "The anchor “ref-2” is taken. This heading gets another one."
    ]
    # What names a table is its words.
    assert 'aria-label="E, F"' in html
    for piece in page.fragments:
        if piece.kind in ("introduction", "part"):
            check(piece.html)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("A.[^3]", "“[^3]” cites a reference that doesn’t exist: the list ends with 2."),
        ("A.[^smith]", "“[^smith]” cites nothing: write the number of a reference, as in [^1]."),
        ("A.[^0]", "“[^0]” cites nothing: write the number of a reference, as in [^1]."),
        ("A.[^01]", "“[^01]” cites nothing: write the number of a reference, as in [^1]."),
        ("A.[^9999]", "“[^9999]” cites nothing: write the number of a reference, as in [^1]."),
        ("## B [^1]", "“[^1]” stands in a heading. Cite the reference in the text below it."),
        ("[A[^1]](https://a.org/)", "“[^1]” stands inside a link. Cite the reference behind it."),
        ("[^1]: A source", "A source is written in the list of references, not behind “[^1]:” in the text."),
        ("[^1]: https://a.org/", "A source is written in the list of references, not behind “[^1]:” in the text."),
    ],
)
def test_what_cites_nothing_is_shown_as_it_is_and_told(text: str, said: str) -> None:
    body = body_of(text)
    assert problems_of(text) == [(1, said)]
    assert body.citations == []
    sign = re.search(r"\[\^[^\]]+\]", text)
    assert sign
    assert sign[0] in body.introduction + "".join(part.html for part in body.parts)


def test_without_references_and_in_small_texts_nothing_can_be_cited() -> None:
    assert problems_of("A.[^1]", references=0) == [(1, "“[^1]” cites a reference, but the article has none.")]
    note = render_note("A.[^1]", image_of=image_of, place="care")
    assert note.html == "<p>A.[^1]</p>"
    (problem,) = note.problems
    assert "small text" in problem.message


@pytest.mark.parametrize("text", ["\\[^1]", "`[^1]`", "[^]", "[^ 1]", "[^1", "[1]", "^1", "[^1](see below)"])
def test_what_is_no_citation(text: str) -> None:
    body = body_of(f"A {text} b")
    assert body.citations == []
    assert "citation" not in body.introduction


def test_links_may_begin_as_they_always_could() -> None:
    assert body_of("[^1](https://a.org/)").introduction == '<p><a class="external" href="https://a.org/">^1</a></p>'
    assert "citation" in body_of("A[^1] and [b](https://a.org/)").introduction


def test_alternative_texts_keep_the_sign() -> None:
    html = body_of(f"![A cell [^1]](/media/{'a' * 64}.png)").introduction
    assert 'alt="A cell [^1]"' in html


def test_thousands_are_refused_with_place_and_reason() -> None:
    assert len(body_of("\n\n".join(["A.[^1]"] * MOST_CITATIONS)).citations) == MOST_CITATIONS
    with pytest.raises(BadText) as refused:
        render_body("\n\n".join(["A.[^1]"] * 4_000), image_of=image_of, references=1)
    assert refused.value.line == 2 * MOST_CITATIONS + 1
    assert "1000 times" in refused.value.sentence


def test_a_comparison_shows_the_number_and_no_address() -> None:
    assert lines_of(body_of("Genes.[^1]").introduction) == ["Genes.[1]"]


@pytest.mark.parametrize("changed", ["Our recipes.", "Our recipes.[^2]", "Our[^1] recipes."])
def test_another_citation_is_never_a_minor_correction(changed: str) -> None:
    signed = factories.text(body="## Part\n\nOur recipes.[^1] Keep the rooom quiet.", details=TWO)
    for words, minor in (
        (f"{changed} Keep the rooom quiet.", False),
        ("Our recipes.[^1] Keep the room quiet.", True),
    ):
        after = signed.model_copy(update={"body": f"## Part\n\n{words}"})
        assert is_minor(measured(signed, after)) is minor


@pytest.mark.django_db
def test_readers_get_the_links_that_were_signed(client: Client) -> None:
    publication = factories.published(slug="genes", body="## Part\n\nRecipes.[^1]\n", details=TWO)
    page = client.get("/articles/genes/").text
    assert [(piece.id, piece.html) for piece in signed_elements(page)] == [
        (piece["id"], piece["html"]) for piece in publication.edition.content["fragments"]
    ]
    for there, back in (("ref-1", "cite--1"), ("cite--1", "ref-1")):
        assert page.count(f' id="{there}"') == 1
        assert f'href="#{there}"' in page
        assert f'href="#{back}"' in page


@pytest.mark.django_db
def test_a_citation_of_nothing_is_found_when_the_text_is_submitted() -> None:
    draft = factories.draft(body="## Part\n\nRecipes.[^7]\n", details=TWO)
    said = "“[^7]” cites a reference that doesn’t exist: the list ends with 2."
    found = check_page(text_of(draft), page_of(text_of(draft)), article=draft.article, blocking=frozenset())
    assert [(finding.kind, finding.line, finding.message) for finding in found] == [("bad-citation", 3, said)]
    policy(blocking=["bad-citation"])
    by = draft.article.owner
    answer = submit(draft=draft, seen=draft.saves, change_note="New.", by=by, door="admin")
    assert [(finding.message, finding.blocks) for finding in answer.findings] == [(said, True)]
    assert answer.review is None


@pytest.mark.django_db
def test_files_carry_them(tmp_path: Path) -> None:
    path = file(
        tmp_path, "genes.md", "title: Genes", SECTION, "references:\n- title: A book", body="## Part\n\nRecipes.[^1]\n"
    )
    by = factories.person(EDITOR)
    draft = import_article(file=read_article(path.read_bytes()), section=None, by=by, door="import").draft
    assert text_of(draft).body == "## Part\n\nRecipes.[^1]"
    assert page_of(text_of(draft)).body.citations == [1]


@pytest.mark.django_db
def test_pages_about_the_library_have_no_references(client: Client) -> None:
    PolicyPage.objects.filter(slug="privacy").update(body="## Part\n\nA.[^1]\n")
    assert "A.[^1]" in client.get("/about/privacy/").text
