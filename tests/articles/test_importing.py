"""`import_articles`: files become drafts, the same file changes nothing, and nobody's work is lost."""

from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from pytest_django import Settings

from articles.actions import import_article as verb
from articles.actions.articles import change_address, delete_article
from articles.content import text_of
from articles.models import Article, Draft, DraftSave, Imported, Publication, Section, Way
from articles.versions import versions_of
from people.models import User
from people.roles import EDITOR, REVIEWER
from record.chain import Event
from record.errors import Conflict
from record.verification import verify
from tests import factories
from tests.articles.files import BODY, SECTION, file
from tests.commands import Said, run

pytestmark = pytest.mark.django_db

ASTHMA = ("title: Asthma", "slug: asthma", SECTION)
UUID_LINE = "uuid: 0b9f1c5e-8a55-4a1d-9c0b-3f6f0a6c1d2e"


@pytest.fixture
def editor() -> User:
    return factories.person(EDITOR, username="importer")


@pytest.fixture(autouse=True)
def _editor(editor: User) -> None:
    """Somebody who imports."""


def imported(*paths: Path, **options: object) -> Said:
    return run("import_articles", *paths, by="importer", **options)


def the_draft() -> Draft:
    return Draft.objects.select_related("article__section").get()


def counts() -> tuple[int, ...]:
    models = (Article, DraftSave, Event, Imported)
    return tuple(model._default_manager.count() for model in models)


class TestAFileBecomesADraft:
    def test_with_every_key_of_the_format(self, tmp_path: Path, editor: User) -> None:
        path = file(
            tmp_path,
            "asthma.md",
            *ASTHMA,
            UUID_LINE,
            "language: en",
            "summary: >-\n  A sample about\n  breathing.",
            "synonyms: [Wheezing, 'No']",
            "codes:\n- system: SNOMED CT\n  code: 195967001\n- {system: ICD-10-CM, code: J45}",
            "references:\n- title: National Institutes of Health\n  url: https://www.nih.gov/\n"
            "  doi: https://doi.org/10.1000/ABC\n  pmid: 12345\n  publisher: NIH\n  accessed: 2025-06-17",
            "related: [coughing]",
            "tags: [lungs]",
            "key_facts: [Breathe.]",
            "video:\n  title: Breathing\n  url: https://example.org/v\n  presenter: Sample\n  caption: How to.\n"
            "  transcript: |\n    In.\n\n    Out.\n  reviewed: 2025-01-02",
            "closing_note: You are not alone.",
            "care:\n  body: Come in.\n  link: /about/library/\n  phone: 202-555-0100",
            "written_by: Sample Writer",
            "ages_quickly: true",
            "license: CC BY 4.0",
            "last_reviewed: 2025-06-17",
            body="First words.\n\n" + BODY,
        )

        assert imported(path).code == 0

        draft, details = the_draft(), text_of(the_draft()).details
        assert (draft.title, draft.lead) == ("Asthma", "A sample about breathing.")
        assert draft.body == "First words.\n\n## What it is\n\nA sample."
        assert details.synonyms == ["Wheezing", "No"]
        assert [code.code for code in details.codes] == ["195967001", "J45"]
        assert (details.references[0].doi, details.references[0].accessed) == ("10.1000/abc", date(2025, 6, 17))
        assert (details.related, details.tags, details.key_facts) == (["coughing"], ["lungs"], ["Breathe."])
        assert details.video
        assert details.video.transcript == "In.\n\nOut."
        assert details.care
        assert details.care.phone == "202-555-0100"
        assert (details.closing_note, details.written_by) == ("You are not alone.", ["Sample Writer"])
        assert (details.ages_quickly, details.license) == (True, "CC BY 4.0")
        article = draft.article
        assert (article.slug, article.section.slug, article.owner) == ("asthma", "symptoms", editor)
        assert article.uuid == UUID("0b9f1c5e-8a55-4a1d-9c0b-3f6f0a6c1d2e")

    def test_as_a_save_with_its_version_and_its_event(self, tmp_path: Path, editor: User) -> None:
        imported(file(tmp_path, "asthma.md", *ASTHMA))
        save = DraftSave.objects.get()
        assert (save.by, save.way, save.number) == (editor, Way.IMPORTED, 1)
        assert versions_of(the_draft()).count() == 1
        told = Event.objects.get(verb="import_article").told
        assert (told["door"], told["actor"]["username"]) == ("import", "importer")
        shelf = Section.objects.get(slug="symptoms").pk
        assert told["facts"]["began"] == {"section": "symptoms", "shelf": shelf, "slug": "asthma"}
        assert verify().is_whole

    def test_from_an_editor_that_puts_a_byte_order_mark_before_it(self, tmp_path: Path) -> None:
        path = file(tmp_path, "asthma.md", *ASTHMA)
        plain = path.read_bytes()
        path.write_bytes(b"\xef\xbb\xbf" + plain)
        assert imported(path).code == 0
        assert the_draft().title == "Asthma"
        path.write_bytes(plain)
        assert ": unchanged" in imported(path).out

    def test_where_it_has_nothing_but_a_title(self, tmp_path: Path) -> None:
        said = imported(file(tmp_path, "x.md", "title: What’s a cold?", body=""), section="symptoms")
        assert said.code == 0
        assert the_draft().article.slug == "whats-a-cold"

    def test_and_what_it_claims_of_reviews_is_no_signature(self, tmp_path: Path) -> None:
        path = file(tmp_path, "asthma.md", *ASTHMA, "last_reviewed: 2025-06-17")
        imported(path)
        assert Imported.objects.get().last_reviewed == date(2025, 6, 17)
        assert not Publication.objects.exists()
        file(tmp_path, "asthma.md", *ASTHMA, "last_reviewed: 2026-06-17")
        assert ": unchanged" in imported(path).out
        assert Imported.objects.get().last_reviewed == date(2026, 6, 17)
        assert the_draft().saves == 1

    def test_with_a_report_of_the_lists_that_were_lost(self, tmp_path: Path) -> None:
        body = "## Signs\n\nYou may have:\n\nSee a doctor.\n\n## More\n\nThese help:\n"
        path = file(tmp_path, "asthma.md", *ASTHMA, "care:\n  body: 'Bring:'", body=body)
        said = imported(path)
        assert said.code == 0
        assert f"{path}: new\n" in said.out
        assert "  line 6: a list was lost here: “Bring:”" in said.out
        assert "  line 11: a list was lost here: “You may have:”" in said.out
        assert "  line 17: a list was lost here: “These help:”" in said.out
        assert "1 file: 1 new, 3 lost lists." in said.out

    def test_a_colon_that_something_follows_lost_no_list(self, tmp_path: Path) -> None:
        care = "care:\n  body: 'Our team is here for you:'\n  phone: 202-555-0123"
        video = "video:\n  url: https://example.org/v\n  transcript: 'Narrator:'"
        assert "lost" not in imported(file(tmp_path, "asthma.md", *ASTHMA, care, video)).out


class TestTheSameFileAgain:
    def test_changes_nothing(self, tmp_path: Path) -> None:
        path = file(tmp_path, "asthma.md", *ASTHMA)
        imported(path)
        before = counts()
        said = imported(path)
        assert (said.code, counts()) == (0, before)
        assert "1 file: 1 unchanged." in said.out

    def test_changes_nothing_though_it_is_laid_out_anew(self, tmp_path: Path) -> None:
        imported(file(tmp_path, "asthma.md", *ASTHMA, "summary: A sample about breathing."))
        before = counts()
        other = file(
            tmp_path, "b.md", "slug: asthma", SECTION, "title: 'Asthma'", "summary: >-\n  A sample\n  about breathing."
        )
        other.write_bytes(other.read_bytes().replace(b"\n", b"\r\n"))
        assert ": unchanged" in imported(other).out
        assert counts() == before

    def test_changes_nothing_though_somebody_wrote_on(self, tmp_path: Path) -> None:
        path = file(tmp_path, "asthma.md", *ASTHMA)
        imported(path)
        factories.saved(the_draft(), lead="Mine.")
        assert ": unchanged" in imported(path, replace=True).out
        assert the_draft().lead == "Mine."


class TestAChangedFile:
    def test_is_a_new_save_where_nobody_touched_the_draft(self, tmp_path: Path) -> None:
        path = file(tmp_path, "asthma.md", *ASTHMA)
        imported(path)
        file(tmp_path, "asthma.md", *ASTHMA, "summary: New.")
        assert f"{path}: saved as save 2" in imported(path).out
        assert (the_draft().lead, the_draft().saves) == ("New.", 2)
        assert list(DraftSave.objects.values_list("way", flat=True)) == [Way.IMPORTED] * 2

    def test_is_refused_where_somebody_did(self, tmp_path: Path) -> None:
        path = file(tmp_path, "asthma.md", *ASTHMA)
        imported(path)
        factories.saved(the_draft(), lead="Mine.")
        file(tmp_path, "asthma.md", *ASTHMA, "summary: New.")
        before = counts()

        said = imported(path)

        assert (said.code, counts()) == (1, before)
        assert "was changed here since it was last imported" in said.out
        assert "--replace" in said.out
        assert the_draft().lead == "Mine."

    def test_is_saved_all_the_same_if_that_is_wanted(self, tmp_path: Path) -> None:
        path = file(tmp_path, "asthma.md", *ASTHMA)
        imported(path)
        factories.saved(the_draft(), lead="Mine.")
        file(tmp_path, "asthma.md", *ASTHMA, "summary: New.")
        assert imported(path, replace=True).code == 0
        assert (the_draft().lead, the_draft().saves) == ("New.", 3)
        assert Event.objects.latest("seq").told["facts"]["replaced"] is True

    def test_moves_no_article(self, tmp_path: Path) -> None:
        path = file(tmp_path, "asthma.md", *ASTHMA)
        imported(path)
        file(tmp_path, "asthma.md", "title: Asthma", "slug: asthma", "section: diagnostics-testing", "summary: New.")
        said = imported(path)
        assert said.code == 0
        assert "It stays in the section “symptoms”" in said.out
        assert the_draft().article.section.slug == "symptoms"


class TestAnArticleThatIsThere:
    def test_and_was_not_imported_is_left_alone(self, tmp_path: Path) -> None:
        factories.draft(slug="asthma", lead="Mine.")
        path = file(tmp_path, "asthma.md", *ASTHMA)
        said = imported(path)
        assert said.code == 1
        assert "did not come from an import" in said.out
        assert the_draft().lead == "Mine."
        assert imported(path, replace=True).code == 0
        assert the_draft().lead == ""

    @pytest.mark.parametrize("replace", [False, True])
    def test_keeps_its_former_slug(self, tmp_path: Path, editor: User, replace: bool) -> None:
        draft = factories.draft(slug="asthma")
        change_address(article=draft.article, slug="asthma-in-children", by=editor, door="admin")
        before = counts()
        said = imported(file(tmp_path, "a.md", *ASTHMA), replace=replace)
        assert (said.code, counts()) == (1, before)
        assert "line 3: slug: “asthma” is a former slug of the article that is now at “asthma-in-children”" in said.out

    @pytest.mark.parametrize("replace", [False, True])
    def test_keeps_its_slug_from_another_uuid(self, tmp_path: Path, replace: bool) -> None:
        factories.draft(slug="asthma")
        said = imported(file(tmp_path, "a.md", *ASTHMA, UUID_LINE), replace=replace)
        assert said.code == 1
        assert "line 3: slug: “asthma” is or was the slug of another article" in said.out
        assert Article.objects.count() == 1

    def test_is_known_by_its_uuid(self, tmp_path: Path) -> None:
        imported(file(tmp_path, "a.md", *ASTHMA, UUID_LINE))
        said = imported(file(tmp_path, "b.md", "title: Asthma today", SECTION, UUID_LINE))
        assert said.code == 0
        assert (the_draft().title, the_draft().article.slug) == ("Asthma today", "asthma")

    def test_gets_no_other_address_by_its_uuid(self, tmp_path: Path) -> None:
        imported(file(tmp_path, "a.md", *ASTHMA, UUID_LINE))
        said = imported(file(tmp_path, "b.md", "title: Asthma", "slug: asthma-2", SECTION, UUID_LINE))
        assert said.code == 1
        assert "is at “asthma”. An import changes no address." in said.out

    def test_and_was_deleted_since_begins_anew(self, tmp_path: Path, editor: User) -> None:
        path = file(tmp_path, "asthma.md", *ASTHMA)
        imported(path)
        delete_article(draft=the_draft(), seen=the_draft().saves, by=editor, door="admin")
        assert f"{path}: new" in imported(path).out

    def test_and_was_deleted_since_begins_anew_under_its_uuid(self, tmp_path: Path, editor: User) -> None:
        """Who saved the deleted one stays known, so the saves are counted on."""
        path = file(tmp_path, "asthma.md", *ASTHMA, UUID_LINE)
        imported(path)
        delete_article(draft=the_draft(), seen=the_draft().saves, by=editor, door="admin")
        assert f"{path}: new" in imported(path).out
        assert f"{path}: unchanged" in imported(path).out
        assert the_draft().saves == 2
        assert verify().is_whole


class TestARun:
    def test_takes_the_good_and_names_the_bad(self, tmp_path: Path) -> None:
        good = file(tmp_path, "good.md", *ASTHMA)
        bad = file(tmp_path, "bad.md", "title: Bad", SECTION, "summry: x", "related: 5")
        said = imported(tmp_path)
        assert said.code == 1
        assert f"{good}: new" in said.out
        assert f"{bad}: refused: line 4: There is no key “summry”. Is “summary” meant?" in said.out
        assert "  line 5: related: This has to be a list." in said.out
        assert "2 files: 1 new." in said.out
        assert "1 file was refused." in said.out
        assert the_draft().title == "Asthma"

    def test_walks_folders_in_order_and_takes_each_file_once(self, tmp_path: Path) -> None:
        for name in ("b/two.md", "a/one.md", "b/c/three.MD"):
            file(tmp_path, name, f"title: {name}", SECTION)
        (tmp_path / "note.txt").write_text("no article")
        said = imported(tmp_path, tmp_path / "a" / "one.md")
        assert said.code == 0
        assert [line.partition(": new")[0] for line in said.out.splitlines()[:-1]] == [
            str(tmp_path / name) for name in ("a/one.md", "b/c/three.MD", "b/two.md")
        ]

    def test_refuses_a_second_file_for_the_same_article(self, tmp_path: Path) -> None:
        first = file(tmp_path, "1.md", *ASTHMA)
        file(tmp_path, "2.md", *ASTHMA, "summary: Another.")
        for outcome in ("new", "unchanged"):
            said = imported(tmp_path)
            assert said.code == 1
            assert f"{first}: {outcome}" in said.out
            assert f"It is of the same article as {first}." in said.out

    def test_that_is_dry_reports_the_same_and_saves_nothing(self, tmp_path: Path) -> None:
        file(tmp_path, "good.md", *ASTHMA)
        file(tmp_path, "other.md", *ASTHMA, "summary: x")
        before = counts()
        dry = imported(tmp_path, dry_run=True)
        assert (dry.code, counts()) == (1, before)
        assert "nothing was saved" in dry.out
        wet = imported(tmp_path)
        assert [line for line in dry.out.splitlines() if "dry run" not in line] == wet.out.splitlines()

    def test_over_an_empty_folder_is_no_error(self, tmp_path: Path) -> None:
        assert imported(tmp_path) == Said(0, "0 files.\n")

    def test_of_nothing_is_wrong_usage(self, tmp_path: Path) -> None:
        said = imported(tmp_path / "absent.md")
        assert said.code == 2
        assert "Nothing is at" in said.out

    def test_names_the_section_of_files_that_have_none(self, tmp_path: Path) -> None:
        said = imported(file(tmp_path, "a.md", "title: Asthma"), section="diagnostics-testing")
        assert said.code == 0
        assert "names no section" not in said.out
        assert the_draft().article.section.slug == "diagnostics-testing"

    def test_takes_a_title_alone_onto_the_first_shelf_and_says_so(self, tmp_path: Path) -> None:
        path = file(tmp_path, "a.md", "title: Asthma")
        said = imported(path)
        assert said.code == 0
        assert "names no section. The article stands in “diseases-conditions” until somebody moves it." in said.out
        assert the_draft().article.section == Section.objects.first()
        assert "names no section" not in imported(path).out

    @pytest.mark.parametrize(
        ("line", "sentence"),
        [
            ("care: {phone: abc}", "line 5: care.phone: “abc” is no phone number that can be dialled"),
            ("related: [fever, asthma]", "line 5: related.2: “asthma” is this article itself"),
            ("video: {reviewed: 9999-12-31}", "line 5: video.reviewed: This day is still to come"),
        ],
    )
    def test_refuses_what_nobody_could_submit(self, tmp_path: Path, line: str, sentence: str) -> None:
        said = imported(file(tmp_path, "a.md", *ASTHMA, line))
        assert said.code == 1
        assert sentence in said.out
        assert not Article.objects.exists()

    def test_with_a_section_nobody_knows(self, tmp_path: Path) -> None:
        path = file(tmp_path, "a.md", "title: Asthma", "section: lungs")
        assert imported(path, section="lungs").code == 2
        said = imported(path)
        assert said.code == 1
        assert "line 3: section: There is no section “lungs”. The sections are: diseases-conditions, " in said.out
        assert not Article.objects.exists()

    def test_loses_against_somebody_who_was_faster(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Given an article that began after the import looked for it, the file is refused whole."""
        factories.draft(slug="asthma")
        before = counts()
        monkeypatch.setattr(verb, "_article_of", lambda _file: None)
        said = imported(file(tmp_path, "a.md", *ASTHMA))
        assert (said.code, counts()) == (1, before)
        assert "Somebody else began this article just now." in said.out

    def test_leaves_nothing_of_a_file_whose_import_fails(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def refuse(*_args: object, **_facts: object) -> None:
            raise Conflict("Something else came first.")

        before = Event.objects.count()
        monkeypatch.setattr(verb, "record_event", refuse)
        said = imported(file(tmp_path, "a.md", *ASTHMA))
        assert said.code == 1
        assert "Something else came first." in said.out
        assert counts() == (0, 0, before, 0)


class TestWhoImports:
    def test_is_a_contributor_like_any_other(self, tmp_path: Path, editor: User) -> None:
        imported(file(tmp_path, "a.md", *ASTHMA, "summary: A sample."))
        review = factories.submitted(the_draft(), by=factories.person(EDITOR))
        assert editor.pk in review.edition.contributor_rows.values_list("person", flat=True)

    def test_must_be_allowed_to_write(self, tmp_path: Path) -> None:
        factories.person(REVIEWER, username="reader")
        said = run("import_articles", file(tmp_path, "a.md", *ASTHMA), by="reader")
        assert said.code == 1
        assert "You may not do this." in said.out
        assert not Article.objects.exists()

    @pytest.mark.parametrize("by", [None, "nobody"])
    def test_must_be_known(self, tmp_path: Path, by: str | None) -> None:
        assert run("import_articles", file(tmp_path, "a.md", *ASTHMA), by=by).code == 2

    def test_is_the_editor_in_a_demo(self, tmp_path: Path, settings: Settings) -> None:
        settings.DEMO = True
        somebody = factories.person(EDITOR, username="editor")
        assert run("import_articles", file(tmp_path, "a.md", *ASTHMA)).code == 0
        assert DraftSave.objects.get().by == somebody


def test_the_section_given_is_only_for_files_without_one(tmp_path: Path) -> None:
    imported(file(tmp_path, "a.md", *ASTHMA), section="diagnostics-testing")
    assert the_draft().article.section == Section.objects.get(slug="symptoms")
