"""History: read, compare, bring back. Nothing is ever rolled back."""

import pytest
from django.test import Client
from reversion.models import Version

from articles.models import Draft, DraftSave, Way
from articles.versions import versions_of
from people.models import User
from people.roles import AUDITOR, EDITOR
from tests import factories as make
from tests.articles.writing import address

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client: Client) -> User:
    somebody = make.person(EDITOR, name="Ed Sample")
    client.force_login(somebody)
    return somebody


@pytest.fixture
def draft(editor: User) -> Draft:
    first = make.draft(by=editor, lead="First lead.")
    second = make.saved(first, by=make.person(name="Flo Other"), lead="Second lead.", details={"synonyms": ["GT"]})
    return make.saved(second, by=editor, body="## One\n\nThird text.\n")


def test_who_saved_what_when_and_how(client: Client, draft: Draft) -> None:
    page = client.get(address(draft, "history"))
    assert [row.number for row in page.context["rows"]] == [3, 2, 1]
    assert [row.by for row in page.context["rows"]] == ["Ed Sample", "Flo Other", "Ed Sample"]
    assert {row.way for row in page.context["rows"]} == {"typed"}
    assert client.get(address(draft, "history") + "?page=99").status_code == 200


def test_which_version_an_edition_froze(client: Client, editor: User) -> None:
    review = make.submitted(by=editor)
    page = client.get(address(review.article.drafts.get(), "history"))
    assert "Edition 1" in page.text


def test_any_two_are_compared_field_by_field(client: Client, draft: Draft) -> None:
    page = client.get(address(draft, "history/compare"), {"old": "1", "new": "3"})
    assert [change.label for change in page.context["changes"]] == ["Lead", "Text", "Also called"]
    assert "<del>First</del><ins>Second</ins> lead." in page.text
    turned = client.get(address(draft, "history/compare"), {"old": "3", "new": "1"})
    assert turned.context["changes"] == page.context["changes"]
    same = client.get(address(draft, "history/compare"), {"old": "2", "new": "2"})
    assert "The two are the same." in same.text


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({}, 400),
        ({"old": "x", "new": "1"}, 400),
        ({"old": "1"}, 400),
        ({"old": "9" * 30, "new": "1"}, 400),
        ({"old": "٣", "new": "1"}, 400),
        ({"old": "1", "new": "99"}, 404),
    ],
)
def test_versions_that_are_none(client: Client, draft: Draft, query: dict[str, str], status: int) -> None:
    assert client.get(address(draft, "history/compare"), query).status_code == status


def test_one_version_is_shown_as_it_was(client: Client, draft: Draft) -> None:
    page = client.get(address(draft, "history/1"))
    assert "First lead." in page.text
    assert "Second lead." not in page.text
    assert client.get(address(draft, "history/4")).status_code == 404


def test_an_old_text_comes_back_as_a_new_save(client: Client, draft: Draft, editor: User) -> None:
    page = client.get(address(draft, "history/1/restore"))
    assert [change.label for change in page.context["changes"]] == ["Lead", "Text", "Also called"]
    assert Draft.objects.get().saves == 3
    done = client.post(address(draft, "history/1/restore"), {"seen": "3"}, follow=True)
    assert "is back, as version 4" in done.text
    now = Draft.objects.get()
    assert (now.saves, now.lead, now.details.get("synonyms")) == (4, "First lead.", None)
    save = DraftSave.objects.get(number=4)
    assert (save.way, save.by) == (Way.RESTORED, editor)
    assert versions_of(draft).count() == 4
    assert {row.way for row in client.get(address(draft, "history")).context["rows"]} == {"typed", "restored"}


def test_bringing_back_what_stands_there_saves_nothing(client: Client, draft: Draft) -> None:
    assert "exactly this text" in client.get(address(draft, "history/3/restore")).text
    client.post(address(draft, "history/3/restore"), {"seen": "3"})
    assert Draft.objects.get().saves == 3


@pytest.mark.parametrize("seen", ["2", "", "x", "-1", "9" * 40])
def test_bringing_back_over_what_nobody_saw_is_refused(client: Client, draft: Draft, seen: str) -> None:
    page = client.post(address(draft, "history/1/restore"), {"seen": seen})
    assert page.status_code == 409
    assert 'name="seen" value="3"' in page.text
    assert Draft.objects.get().saves == 3


def test_a_version_of_older_rules_can_be_read_and_is_not_forced_back(client: Client, draft: Draft) -> None:
    version = versions_of(draft).get(revision__comment__startswith="1 ")
    old = (
        version.serialized_data.replace("First lead.", "Old lead.")
        .replace('\\"references\\"', '\\"forgotten\\": 1, \\"references\\"')
        .replace('"references"', '"forgotten": "word", "references"')
    )
    Version.objects.filter(pk=version.pk).update(serialized_data=old)
    assert "Old lead." in client.get(address(draft, "history/1")).text
    page = client.post(address(draft, "history/1/restore"), {"seen": "3"})
    assert page.status_code == 400
    assert "older rules" in page.text
    Version.objects.filter(pk=version.pk).update(serialized_data="[{}]")
    assert client.get(address(draft, "history/1")).status_code == 409
    assert client.get(address(draft, "history/compare"), {"old": "1", "new": "2"}).status_code == 400


def test_whoever_may_not_write_reads_and_brings_nothing_back(client: Client, draft: Draft) -> None:
    client.force_login(make.person(AUDITOR))
    assert client.get(address(draft, "history")).status_code == 200
    assert "Bring" not in client.get(address(draft, "history/1")).text
    assert client.get(address(draft, "history/1/restore")).status_code == 403
    assert client.post(address(draft, "history/1/restore"), {"seen": "3"}).status_code == 403


def test_reversions_own_pages_are_nowhere(client: Client, draft: Draft) -> None:
    version = versions_of(draft).first()
    assert version
    for path in ("recover/", f"recover/{version.pk}/", f"{draft.pk}/history/{version.pk + 1000}/"):
        assert client.get(f"/admin/articles/draft/{path}").status_code == 404
