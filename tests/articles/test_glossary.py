"""The glossary: taken into a text when that is frozen, signed with it, and who wrote it may not sign."""

import pytest
from django.db import connection
from django.test import Client

from articles.actions.site import keep_site_change
from articles.checks import check_page
from articles.content import freeze, text_of
from articles.glossary import carrying_older
from articles.models import Edition, GlossaryTerm, GlossaryWording, Organisation, UseKind
from people.models import User
from people.roles import ADMINISTRATOR, AUDITOR, EDITOR, PUBLISHER, REVIEWER
from record import clock
from record.chain import Event
from record.errors import NotAllowed
from record.verification import verify
from reviews.actions import sign_off
from reviews.models import Method, Review
from reviews.proof import Proof
from tests import factories as make
from tests.articles.test_site_admin import sent
from tests.flush import guards_down
from tests.reviews.corrections import begun, hand_in, in_review

pytestmark = pytest.mark.django_db

TERMS = "/admin/articles/glossaryterm/"
FIRST = "A harmless virus that carries a gene."
SECOND = "A virus, made harmless, that carries a gene into a cell."
BODY = "## What it is\n\nA [vector](term:vector) carries it. A treatmnt.\n"


def writer() -> User:
    """A doctor who may also write in the glossary."""
    somebody = make.person(REVIEWER, PUBLISHER, name="Dr. Words")
    make.profile(somebody, name="Dr. Words")
    return somebody


def contributors(edition: Edition) -> set[int]:
    return set(edition.contributor_rows.values_list("person", flat=True))


def explained(edition: Edition) -> str:
    (part,) = [piece["html"] for piece in edition.content["fragments"] if piece["kind"] == "part"]
    return str(part).partition('popover="auto">')[2].partition("</span>")[0]


def sign(review: Review, by: User) -> None:
    proof = Proof(by, Method.PASSWORD)
    sign_off(review=review, digest=review.edition.digest, role="medical", proof=proof, door="desk")


def test_a_text_takes_the_wording_in_and_keeps_it() -> None:
    make.term(explanation=FIRST)
    page = make.published(body=BODY)
    assert explained(page.edition) == FIRST
    assert page.edition.content["source"]["glossary"] == {"vector": FIRST}
    uses = set(page.edition.uses.values_list("kind", "value"))
    assert {(UseKind.TERM, "vector"), (UseKind.WORDING, "vector 1")} <= uses
    make.term(explanation=SECOND)
    assert explained(Edition.objects.get(pk=page.edition_id)) == FIRST
    assert verify().is_whole


def test_an_explanation_of_its_own_comes_first() -> None:
    somebody = writer()
    make.term(explanation=FIRST, by=somebody)
    edition = make.submitted(body=BODY.replace("term:vector", 'term:vector "A taxi."')).edition
    assert explained(edition) == "A taxi."
    assert "glossary" not in edition.content["source"]
    assert not edition.uses.filter(kind=UseKind.WORDING).exists()
    assert somebody.pk not in contributors(edition)


def test_a_text_that_takes_nothing_has_the_digest_it_had_without_a_glossary() -> None:
    draft = make.draft()
    before = freeze(text_of(draft), draft.article, Organisation.current()).digest
    make.term()
    assert freeze(text_of(draft), draft.article, Organisation.current()).digest == before


def test_a_term_that_nobody_knows_is_a_finding() -> None:
    draft = make.draft(body=BODY)
    frozen = freeze(text_of(draft), draft.article, Organisation.current())
    (finding,) = check_page(text_of(draft), frozen.page, article=draft.article, blocking=frozenset())
    assert (finding.kind, finding.line) == ("bad-term", 3)
    assert "the glossary doesn’t know “vector”" in finding.message


def test_whoever_wrote_the_wording_is_a_contributor_and_may_not_sign() -> None:
    first, second, third = writer(), writer(), writer()
    make.term(explanation=FIRST, by=first)
    make.term(explanation=SECOND, by=second)
    make.term("gene", "A recipe.", by=third)
    review = make.submitted(body=BODY)
    # Both wrote at what is frozen; who wrote at another word did not.
    assert contributors(review.edition) == {review.edition.submitted_by_id, first.pk, second.pk}
    for author in (first, second):
        with pytest.raises(NotAllowed):
            sign(review, author)
    sign(review, third)
    assert verify().is_whole


def test_a_published_wording_clears_its_author_and_a_new_one_names_the_new() -> None:
    first, second = writer(), writer()
    make.term(explanation=FIRST, by=first)
    page = make.published(body=BODY)
    draft = make.saved(page.article.drafts.get(), lead="More of it.")
    assert contributors(make.submitted(draft).edition) == {page.article.owner_id}
    make.term(explanation=SECOND, by=second)
    # Not a letter of the text changes, and yet it is another one.
    edition = make.submitted(draft).edition
    assert explained(edition) == SECOND
    assert contributors(edition) == {page.article.owner_id, second.pk}
    assert verify().is_whole


def test_a_correction_takes_no_wording_in_that_nobody_reviewed() -> None:
    make.term(explanation=FIRST, by=writer())
    page = make.published(body=BODY)
    review = in_review(page, body=BODY.replace("treatmnt", "treatment"))
    assert contributors(review.edition) == {page.article.owner_id}
    make.term(explanation=SECOND)
    other = make.published(slug="other", body=BODY.replace("treatmnt", "tretment"))
    make.term(explanation=FIRST)
    correction = make.saved(begun(other), body=BODY.replace("treatmnt", "treatment"))
    submission = hand_in(correction)
    assert submission.review is None
    assert "The glossary explains “vector” in other words" in submission.findings[0].message


def test_only_another_explanation_is_a_new_wording() -> None:
    term = make.term(explanation=FIRST)
    term.synonyms = "Carrier"
    somebody = make.person(PUBLISHER)
    keep_site_change(thing=term, by=somebody, door="admin")
    assert [(row.slug, row.number) for row in GlossaryWording.objects.all()] == [("vector", 1)]
    keep_site_change(thing=term, by=somebody, door="admin")
    assert Event.objects.filter(verb="change_glossaryterm").count() == 3
    # A term that was deleted and comes again goes on counting.
    make.site_thing_deleted(term, by=somebody)
    make.term(explanation=SECOND)
    assert list(GlossaryWording.objects.order_by("number").values_list("number", flat=True)) == [1, 2]
    assert verify().is_whole


def test_a_changed_term_lists_who_still_carries_the_old_wording(client: Client) -> None:
    term = make.term(explanation=FIRST)
    waiting = make.submitted(slug="waiting", title="Waiting", body=BODY)
    public = make.published(slug="public", title="Public", body=BODY)
    assert not carrying_older(term, clock.now()).exists()
    client.force_login(make.person(PUBLISHER))
    path = f"{TERMS}{term.pk}/change/"
    assert "No edition carries an older wording" in client.get(path).text
    shown = client.post(path, sent(client, path, explanation=SECOND))
    assert "Nothing is saved yet" in shown.text
    assert GlossaryTerm.objects.get().explanation == FIRST
    client.post(path, sent(client, path, explanation=SECOND, confirmed="yes"))
    assert GlossaryTerm.objects.get().explanation == SECOND
    assert list(carrying_older(GlossaryTerm.objects.get(), clock.now())) == [public.edition, waiting.edition]
    page = client.get(path).text
    assert "2 editions carry an older wording" in page
    assert f'<a href="/admin/articles/draft/{public.article.drafts.get().pk}/change/">Public' in page
    assert page.count("The page that readers see") == 1
    # Back to the old words: they carry what stands there.
    make.term(explanation=FIRST)
    assert not carrying_older(GlossaryTerm.objects.get(), clock.now()).exists()


def test_editors_read_and_publishers_write(client: Client) -> None:
    term = make.term()
    path = f"{TERMS}{term.pk}/change/"
    for role, status in ((EDITOR, 403), (AUDITOR, 403), (REVIEWER, 403), (PUBLISHER, 200), (ADMINISTRATOR, 200)):
        client.force_login(make.person(role))
        assert "A harmless virus" in client.get(path).text
        assert client.post(path, {"word": "V", "slug": "vector", "explanation": "E"}).status_code == status
        assert client.get(f"{TERMS}add/").status_code == status


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"slug": "Two words"}, "slug"),
        ({"slug": ""}, "slug"),
        ({"explanation": ""}, "explanation"),
        ({"explanation": "x" * 501}, "explanation"),
        ({"explanation": "\u0301x"}, "explanation"),
        ({"word": "a\0b"}, "word"),
    ],
)
def test_bad_input_stands_beside_its_field(client: Client, typed: dict[str, str], field: str) -> None:
    client.force_login(make.person(PUBLISHER))
    given = {"word": "Vector", "slug": "vector", "explanation": FIRST, "synonyms": "", "seen": "0", "confirmed": "yes"}
    page = client.post(f"{TERMS}add/", {**given, **typed})
    assert page.status_code == 400
    assert field in page.context["form"].errors
    assert not GlossaryTerm.objects.exists()


def test_the_preview_explains_as_the_freeze_does(client: Client) -> None:
    make.term(explanation=FIRST)
    client.force_login(make.person(EDITOR))
    preview = client.post("/admin/markdown/preview/", {"content": BODY})
    assert FIRST in preview.text


def test_readers_find_every_term_from_a_to_z(client: Client) -> None:
    make.term("vector", FIRST)
    make.term("gene", "A recipe <b>in</b> a cell.")
    make.term("ärger", "Anger.")
    GlossaryTerm.objects.filter(slug="gene").update(synonyms="Hereditary unit")
    page = client.get("/glossary/")
    assert page.status_code == 200
    assert [letter.name for letter in page.context["letters"]] == ["G", "V", "A"] or [
        letter.name for letter in page.context["letters"]
    ] == ["A", "G", "V"]
    assert '<dt id="gene">Gene</dt>' in page.text
    assert "A recipe &lt;b&gt;in&lt;/b&gt; a cell." in page.text
    assert "Hereditary unit" in page.text
    assert not page.cookies
    assert client.get("/glossary/?page=2").status_code == 404
    assert client.get("/").text.count('href="/glossary/"') == 1


def test_an_empty_glossary_says_so(client: Client) -> None:
    assert "No words are explained here yet" in client.get("/glossary/").text


@pytest.mark.parametrize("change", ["author", "wording", "term"])
def test_whoever_gets_past_the_guards_is_found_out(change: str) -> None:
    make.term(explanation=FIRST, by=writer())
    make.submitted(body=BODY)
    assert verify().is_whole
    # PostgreSQL alters no table while checks of foreign keys wait for the commit.
    connection.check_constraints()
    with guards_down(connection):
        if change == "author":
            GlossaryWording.objects.update(by=make.person())
        elif change == "wording":
            GlossaryWording.objects.update(digest="0" * 64)
        else:
            GlossaryTerm.objects.update(explanation="Other words.")
        connection.check_constraints()
    tables = {finding.table for finding in verify().findings}
    assert tables & {"articles_edition", "articles_glossaryterm", "articles_glossarywording"}
