"""`trial_library`: whole folders of files published through the real verbs, in a demo only."""

from pathlib import Path

import pytest
from django.core import mail
from pytest_django import Settings

from articles.importing import read_article
from articles.models import Address, Article, DraftSave, Edition, Publication
from people.models import User
from record import clock
from record.chain import Event
from record.verification import verify
from reviews.actions import submit
from reviews.demo.people import demo_people
from reviews.demo.trial_library import copy_of
from reviews.models import Method, Notice, SignOff
from tests import factories
from tests.articles.files import SECTION, file
from tests.commands import run

pytestmark = pytest.mark.django_db

SUMMARY = "summary: A sample."


@pytest.fixture(autouse=True)
def _demo(settings: Settings) -> None:
    settings.DEMO = True


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two files with which nothing is wrong."""
    file(tmp_path, "asthma.md", "title: Asthma", SECTION, SUMMARY, "synonyms: [Wheezing]")
    file(tmp_path, "cough.md", "title: Cough", SECTION, SUMMARY)
    return tmp_path


def live() -> dict[str, str]:
    publications = Publication.objects.live(clock.now()).select_related("edition", "article")
    return {publication.article.slug: publication.edition.title for publication in publications}


def counts() -> list[int]:
    return [model._default_manager.count() for model in (User, Article, DraftSave, Edition, Publication, Event)]


def test_every_file_is_published_in_so_many_copies(folder: Path) -> None:
    said = run("trial_library", folder, copies=3)
    assert said.code == 0
    assert "Readers have 6 articles of these folders; 0 were left out." in said.out
    assert live() == {
        "asthma": "Asthma",
        "asthma-copy-2": "Asthma (copy 2)",
        "asthma-copy-3": "Asthma (copy 3)",
        "cough": "Cough",
        "cough-copy-2": "Cough (copy 2)",
        "cough-copy-3": "Cough (copy 3)",
    }
    assert verify().is_whole


def test_its_signatures_say_what_they_are(folder: Path) -> None:
    run("trial_library", folder)
    assert {row.method for row in SignOff.objects.all()} == {Method.TRIAL}
    for publication in Publication.objects.all():
        assert [row["method"] for row in publication.signatures] == [Method.TRIAL]


def test_nobody_is_told_by_mail(folder: Path) -> None:
    run("trial_library", folder)
    assert not Notice.objects.exists()
    assert mail.outbox == []


def test_a_second_run_changes_nothing(folder: Path) -> None:
    first = run("trial_library", folder, copies=2)
    before = counts()
    assert run("trial_library", folder, copies=2) == first
    assert counts() == before


def test_a_second_run_publishes_what_is_new(folder: Path) -> None:
    """Given a published trial, when one file has changed, then its new text is read and the other's stays."""
    run("trial_library", folder)
    file(folder, "cough.md", "title: Coughing", "slug: cough", SECTION, SUMMARY)
    assert run("trial_library", folder).code == 0
    assert live() == {"asthma": "Asthma", "cough": "Coughing"}
    assert Publication.objects.count() == 3


def test_it_saves_over_what_people_wrote(folder: Path) -> None:
    factories.draft(slug="cough", section="symptoms", lead="Mine.")
    run("trial_library", folder)
    assert live()["cough"] == "Cough"


def test_it_goes_on_where_it_was_interrupted(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Given a run that ended between two verbs, when it runs again, then everything is published once."""

    def fall_over(**_facts: object) -> None:
        raise KeyboardInterrupt

    for verb in ("submit", "sign_off", "publish"):
        with monkeypatch.context() as patch:
            patch.setattr(f"reviews.demo.publishing.{verb}", fall_over)
            with pytest.raises(KeyboardInterrupt):
                run("trial_library", folder)
    assert run("trial_library", folder).code == 0
    assert set(live()) == {"asthma", "cough"}
    assert Publication.objects.count() == 2
    assert verify().is_whole


def test_what_can_not_be_published_is_listed_and_left_out(folder: Path) -> None:
    empty = file(folder, "empty.md", "title: Empty", SECTION, body="## Nothing\n\n## More\n")
    broken = file(folder, "broken.md", "title: Broken", SECTION, "colour: red")
    again = file(folder, "more/asthma.md", "title: Asthma", SECTION, SUMMARY)
    said = run("trial_library", folder)
    assert said.code == 0
    assert f"Left out: {empty} (empty): Lead: There is no lead." in said.out
    assert "Nothing stands under the heading “Nothing”" in said.out
    assert f"Left out: {broken}: line 4: There is no key “colour”." in said.out
    assert f"Left out: {again}: It is of the same article as {folder / 'asthma.md'}." in said.out
    assert "Readers have 2 articles of these folders; 3 were left out." in said.out
    assert set(live()) == {"asthma", "cough"}


def test_what_somebody_else_holds_is_left_out(folder: Path) -> None:
    """Given a former slug of another article, the file of that name is left out and the rest goes on."""
    draft = factories.draft(slug="elsewhere")
    Address.objects.create(article=draft.article, slug="cough", current=False)
    said = run("trial_library", folder)
    assert said.code == 0
    assert "“cough” is a former slug" in said.out
    assert set(live()) == {"asthma"}


def test_a_review_of_an_older_text_is_not_taken_for_this_one(folder: Path) -> None:
    """Given a draft in review, when a changed file is brought to readers, then they get the file's text."""
    people = demo_people("trial")
    draft = factories.draft(slug="cough", section="symptoms", by=people.editor)
    submit(draft=draft, seen=1, change_note="First.", by=people.editor, door="admin")
    run("trial_library", folder)
    assert live()["cough"] == "Cough"


def test_a_library_that_is_no_demo_gets_none_of_it(folder: Path, settings: Settings) -> None:
    settings.DEMO = False
    before = counts()
    said = run("trial_library", folder)
    assert (said.code, counts()) == (1, before)
    assert "Only a demo" in said.out


def test_wrong_usage_is_said(folder: Path) -> None:
    assert run("trial_library", folder / "absent").code == 2
    assert "a number from 1 on" in run("trial_library", folder, "--copies", "0").out


def test_copies_fit_where_the_file_only_just_does(folder: Path) -> None:
    path = file(folder, "long.md", f"title: {'a' * 200}", f"slug: {'b' * 120}", SECTION, f"synonyms: [{'c' * 500}]")
    copy = copy_of(read_article(path.read_bytes()), 1000)
    assert len(copy.text.title) <= 200
    assert len(copy.slug) <= 120
    assert copy.slug.endswith("b-copy-1000")
    assert len(copy.text.details.synonyms[0]) <= 500
