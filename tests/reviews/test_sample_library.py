"""`sample_library`: articles in the states a visitor may want to see, made through the real verbs."""

import re
from collections.abc import Iterator

import pytest
from django.core import mail
from django.db import transaction
from django.test import Client, override_settings
from pytest_django import DjangoDbBlocker, Settings

from articles.actions.site import keep_site_change
from articles.checks import check_page
from articles.content import render, text_of
from articles.importing import ArticleFile, read_article
from articles.models import (
    Address,
    Article,
    Authority,
    Draft,
    DraftSave,
    Media,
    Organisation,
    Publication,
    SafetyNotice,
    Section,
)
from people.models import User
from people.roles import ROLES, roles_of
from record import clock
from record.chain import Event
from record.verification import verify
from reviews.actions import withdraw
from reviews.demo import sample_library, stories
from reviews.demo.stories import STORIES
from reviews.models import Method, Notice, Review, ReviewState, SignOff
from tests import factories
from tests.commands import run

pytestmark = pytest.mark.django_db

SLUGS = set(STORIES)
GONE = "preparing-for-a-hospital-stay"
# Every kind of fragment but a licence: the samples have none.
ELEMENTS = {
    "title",
    "synonyms",
    "lead",
    "key-facts",
    "video",
    "introduction",
    "part",
    "closing-note",
    "care",
    "references",
    "credit",
}


@pytest.fixture(autouse=True)
def _demo(settings: Settings) -> None:
    settings.DEMO = True


def counts() -> list[int]:
    return [model._default_manager.count() for model in (User, Article, DraftSave, Media, Review, Publication, Event)]


def text_file(slug: str) -> ArticleFile:
    """As it is imported; the addresses that its files get when they are stored are made up."""
    text = (sample_library.FOLDER / f"{slug}.md").read_text(encoding="utf-8")
    return read_article(re.sub(r"sample:[\w-]+(\.\w+)", rf"/media/{'0' * 64}\1", text).encode())


def live(slug: str) -> Publication:
    return Publication.objects.live(clock.now()).get(article__addresses__slug=slug)


def state(slug: str) -> str:
    return Review.objects.filter(article__addresses__slug=slug).latest("pk").state


@pytest.fixture(scope="class")
def one_library(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """One library for all that is asked of it: each test's own transaction stands inside this one."""
    with django_db_blocker.unblock(), override_settings(DEMO=True), transaction.atomic():
        said = f"The sample library is here: {len(SLUGS)} articles, {len(SLUGS)} of them new.\n"
        assert run("sample_library").out == said
        yield
        transaction.set_rollback(True)


@pytest.mark.usefixtures("one_library")
class TestTheFirstRun:
    def test_brings_all_of_them_to_readers(self) -> None:
        assert set(Address.objects.values_list("slug", flat=True)) == SLUGS
        for slug in SLUGS - {GONE}:
            answer = Client().get(f"/articles/{slug}/")
            assert answer.status_code == 200
            assert live(slug).edition.digest in answer.content.decode()
        assert Client().get(f"/articles/{GONE}/").status_code == 410

    def test_shows_every_element_on_one_page(self) -> None:
        content = live("gene-therapy").edition.content
        assert {fragment["kind"] for fragment in content["fragments"]} == ELEMENTS
        html = "".join(fragment["html"] for fragment in content["fragments"])
        for element in (
            "<video",
            "<track",
            "<details><summary>",
            "<img",
            'class="terms"',
            'class="term"',
            "<table",
            'class="citation"',
        ):
            assert element in html
        assert 'href="tel:+12025550123"' in html
        codes = {fragment["kind"] for fragment in live("sickle-cell-disease").edition.content["fragments"]}
        assert "codes" in codes

    def test_leaves_something_to_do(self) -> None:
        assert state("gene-therapy") == ReviewState.PUBLISHED
        assert state("bone-marrow") == ReviewState.WAITING
        assert state("hemophilia") == ReviewState.CHANGES
        draft = Draft.objects.get(article__addresses__slug="spinal-muscular-atrophy")
        assert draft.saves > live("spinal-muscular-atrophy").edition.save_number

    def test_shows_every_state_that_an_article_can_be_in(self) -> None:
        now = clock.now()
        assert state("stem-cell-transplant") == ReviewState.APPROVED
        assert Publication.objects.scheduled(now).get().article.slug == "thalassemia"
        assert live("flu-vaccine").closes
        assert live("blood-transfusion").edition.number == 2
        assert live("genetic-testing").authority == Authority.CORRECTION
        assert live("sickle-cell-disease").replaces
        late = [row.article.slug for row in Publication.objects.live(now) if row.overdue_at <= now]
        assert late == ["anemia"]
        assert live("anemia").authority == Authority.ATTESTATION
        assert SafetyNotice.objects.shown(now).get().pages.get().article.slug == "chemotherapy"

    def test_dates_no_signature_back(self) -> None:
        """What is overdue rests on an attestation: every signature is of the day on which it was made."""
        days = {Organisation.current().day_of(row.at) for row in SignOff.objects.all()}
        assert days == {Organisation.current().day_of(clock.now())}

    def test_has_texts_with_which_nothing_is_wrong(self) -> None:
        for draft in Draft.objects.exclude(article__addresses__slug="genetic-testing").select_related("article"):
            text = text_of(draft)
            page = render(text, Organisation.current())
            found = check_page(text, page, article=draft.article, blocking=frozenset())
            assert [finding for finding in found if GONE not in finding.message] == []

    def test_has_something_on_every_shelf(self) -> None:
        assert set(Article.objects.values_list("section", flat=True)) == set(
            Section.objects.values_list("pk", flat=True)
        )

    def test_has_signatures_that_say_what_they_are(self) -> None:
        signatures = SignOff.objects.all()
        assert {(row.method, row.printed_name, row.credentials) for row in signatures} == {
            (Method.SAMPLE, "Dr. Sample Reviewer", "MD (sample)")
        }
        assert all(row["method"] == Method.SAMPLE for slug in SLUGS - {GONE} for row in live(slug).signatures)
        assert {event.told["door"] for event in Event.objects.all()} == {"sample"}

    def test_has_accounts_for_every_role(self) -> None:
        people = User.objects.filter(username__in=["editor", "reviewer", "publisher", "auditor", "admin"])
        assert {role for person in people for role in roles_of(person)} == set(ROLES)
        for person in people:
            assert person.check_password("demo")
            assert person.email == f"{person.username}@example.org"
            assert "Sample" in person.name
        assert not any(person.is_superuser for person in people)

    def test_is_the_library_of_a_sample_hospital(self) -> None:
        organisation = Organisation.current()
        assert (organisation.name, organisation.phone) == ("Sample Hospital", "+12025550100")
        organisation.full_clean()

    def test_tells_nobody_by_mail(self) -> None:
        assert not Notice.objects.exists()
        assert mail.outbox == []

    def test_leaves_a_whole_record(self) -> None:
        assert verify().is_whole


class TestTheNextRun:
    def test_changes_nothing(self) -> None:
        run("sample_library")
        before = counts()
        assert run("sample_library").out == f"The sample library is here: {len(SLUGS)} articles, 0 of them new.\n"
        assert counts() == before

    def test_loses_nothing_of_what_people_did(self) -> None:
        """Given people who wrote on, withdrew and filled in, when it runs again, then all of it stands."""
        run("sample_library")
        draft = factories.saved(Draft.objects.get(article__addresses__slug="gene-therapy"), lead="Mine.")
        publisher = User.objects.get(username="publisher")
        article = live("hemophilia").article
        withdraw(article=article, reason="Wrong.", notice="Gone.", by=publisher, door="admin")
        organisation = Organisation.current()
        organisation.name = "Another Hospital"
        keep_site_change(thing=organisation, by=factories.administrator(), door="admin")
        before = counts()

        assert run("sample_library").code == 0

        assert counts() == before
        assert Draft.objects.get(pk=draft.pk).lead == "Mine."
        assert Organisation.current().name == "Another Hospital"
        assert not Publication.objects.live(clock.now()).filter(article=article).exists()

    def test_goes_on_where_the_last_one_was_interrupted(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Given a run that fell over in the middle of an article, when it runs again, then all are whole."""

        def fall_over(*_args: object, **_facts: object) -> None:
            raise KeyboardInterrupt

        with monkeypatch.context() as patch:
            patch.setattr(stories, "request_changes", fall_over)
            with pytest.raises(KeyboardInterrupt):
                run("sample_library")
        assert not Address.objects.filter(slug="hemophilia").exists()
        assert run("sample_library").code == 0
        assert state("hemophilia") == ReviewState.CHANGES
        assert verify().is_whole


class TestTheTexts:
    """What is true of each file, whatever becomes of its article."""

    def test_are_a_library(self) -> None:
        """Every file has its story, and every story its file."""
        assert {path.stem for path in sample_library.FOLDER.glob("*.md")} == SLUGS
        assert len(SLUGS) >= 16

    @pytest.mark.parametrize("slug", sorted(SLUGS))
    def test_are_whole(self, slug: str) -> None:
        """Parts, lists, synonyms, references, a word that it is a sample; no list got lost."""
        file = text_file(slug)
        page = render(file.text, Organisation.current())
        html = "".join(fragment.html for fragment in page.fragments)
        details = file.text.details
        assert file.slug == slug
        assert len(page.body.parts) >= 5
        assert '<ul class="terms">' in html or "<ul>" in html
        assert details.synonyms
        assert details.references
        assert details.tags
        assert "This article is a sample. It is not medical advice." in " ".join(details.closing_note.split())
        assert not file.lost_lists

    @pytest.mark.parametrize("slug", sorted(SLUGS))
    def test_call_for_help_in_cards(self, slug: str) -> None:
        """Wherever they send to the emergency number or to the care team at once, a card of that level says so."""
        plain = re.sub(r"^::: emergency .*?^:::$", "", text_file(slug).text.body, flags=re.DOTALL | re.MULTILINE)
        assert "emergency number" not in plain
        plain = re.sub(r"^::: urgent .*?^:::$", "", plain, flags=re.DOTALL | re.MULTILINE)
        assert not re.search(r"^Call .*:$", plain, re.MULTILINE)

    def test_show_every_level_of_care(self) -> None:
        texts = "".join(text_file(slug).text.body for slug in SLUGS)
        assert {"non-urgent", "urgent", "emergency"} <= set(re.findall(r"^::: ([\w-]+)", texts, re.MULTILINE))

    @pytest.mark.parametrize("slug", sorted(SLUGS))
    def test_lead_to_one_another(self, slug: str) -> None:
        """To other samples, never to themselves."""
        file = text_file(slug)
        named = {*render(file.text, Organisation.current()).linked_slugs, *file.text.details.related}
        assert named <= SLUGS - {slug}
        assert file.text.details.related

    def test_all_can_be_reached_from_gene_therapy(self) -> None:
        reached, next_ones = set[str](), {"gene-therapy"}
        while next_ones:
            reached |= next_ones
            links = [render(text_file(slug).text, Organisation.current()).linked_slugs for slug in next_ones]
            next_ones = {slug for of_one in links for slug in of_one} - reached
        assert reached == SLUGS


def test_a_library_that_is_no_demo_gets_none_of_it(settings: Settings) -> None:
    settings.DEMO = False
    before = counts()
    said = run("sample_library")
    assert (said.code, counts()) == (1, before)
    assert "Only a demo" in said.out


def test_an_organisation_that_was_filled_in_keeps_its_name() -> None:
    organisation = Organisation.current()
    organisation.name = "Another Hospital"
    keep_site_change(thing=organisation, by=factories.administrator(), door="admin")
    run("sample_library")
    assert Organisation.current().name == "Another Hospital"
