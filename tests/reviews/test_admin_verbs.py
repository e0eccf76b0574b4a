"""Submit, take back, withdraw: from the writing page, through its real addresses."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from articles.actions.articles import delete_article
from articles.models import Draft, Publication, Withdrawal
from people.models import User
from people.roles import ADMINISTRATOR, AUDITOR, EDITOR, PUBLISHER, REVIEWER
from record import clock
from record.chain import Event
from reviews.models import Review, ReviewState
from tests import factories as make
from tests.articles.writing import address

pytestmark = pytest.mark.django_db

LIST = "/admin/articles/draft/"


@pytest.fixture
def editor(client: Client) -> User:
    somebody = make.person(EDITOR)
    client.force_login(somebody)
    return somebody


def draft_of(thing: Review | Publication) -> Draft:
    return thing.article.drafts.get()


def verbs(page: Any) -> list[str]:
    return [verb.label for verb in page.context["verbs"]]


def test_submitting_asks_for_a_note_and_opens_a_review(client: Client, editor: User) -> None:
    draft = make.draft(by=editor)
    page = client.get(address(draft, "submit"))
    assert page.context["form"].initial == {"seen": 1, "change_note": ""}
    empty = client.post(address(draft, "submit"), {"seen": 1, "change_note": " "})
    assert empty.status_code == 400
    assert "Say in a sentence what changed" in empty.text
    done = client.post(address(draft, "submit"), {"seen": 1, "change_note": "A first text."}, follow=True)
    assert "Edition 1 waits for review" in done.text
    review = Review.objects.get()
    assert (review.state, review.opened_by, review.edition.change_note) == ("waiting", editor, "A first text.")
    assert Event.objects.get(verb="submit").told["door"] == "admin"


def test_findings_say_where_and_lead_there(client: Client, editor: User) -> None:
    draft = make.draft(
        by=editor, lead="", body="## Empty\n\n## Two\n\nThese are:\n\nNo list.\n", details={"references": []}
    )
    page = client.post(address(draft, "submit"), {"seen": 1, "change_note": "My note."})
    assert page.status_code == 400
    assert not Review.objects.exists()
    found = {(row.finding.kind, row.href, row.line) for row in page.context["findings"]}
    there = address(draft)
    assert {
        ("no-lead", f"{there}#id_lead", None),
        ("empty-part", f"{there}#id_body", 1),
        ("lost-list", f"{there}#id_body", 5),
        ("no-references", f"{there}#panel_references", None),
    } <= found
    assert "My note." in page.text
    beside = client.get(address(draft))
    assert ("no-lead", "#id_lead") in {(row.finding.kind, row.href) for row in beside.context["findings"]}
    assert 'id="id_lead"' in beside.text
    assert 'id="panel_references"' in beside.text


def test_a_text_saved_meanwhile_is_not_submitted_unseen(client: Client, editor: User) -> None:
    draft = make.saved(make.draft(by=editor), lead="Another lead.")
    page = client.post(address(draft, "submit"), {"seen": 1, "change_note": "My note."})
    assert page.status_code == 409
    assert "saved again since you looked" in page.text
    assert "My note." in page.text
    assert 'name="seen" value="2"' in page.text
    assert not Review.objects.exists()


@pytest.mark.parametrize("seen", ["", "x", "-1", "9" * 40])
def test_numbers_that_are_none(client: Client, editor: User, seen: str) -> None:
    draft = make.draft(by=editor)
    assert client.post(address(draft, "submit"), {"seen": seen, "change_note": "N"}).status_code in (400, 409)
    assert not Review.objects.exists()


def test_the_same_text_again_keeps_its_note_and_says_so(client: Client, editor: User) -> None:
    """Given a text that was answered, when just that is submitted again, then its page shows the note that stays, and
    whoever sends another one is told.
    """
    review = make.answered(make.submitted(by=editor, note="The first note."))
    path = f"/admin/articles/draft/{review.article.drafts.get().pk}/submit/"
    page = client.get(path)
    assert "exactly that of Edition 1" in page.text
    assert "<p>The first note.</p>" in page.text
    assert "<textarea" not in page.text
    form = page.context["form"]
    sent = {name: form[name].value() for name in ("seen", "change_note")}

    said = client.post(path, {**sent, "change_note": "Another note."}, follow=True).text

    assert "Edition 1, which keeps the note it has: “The first note.”" in said
    waiting = client.get(path).text
    assert "Exactly this text is in review already." in waiting
    assert "Submit for review" not in waiting
    again = Review.objects.latest("pk")
    assert (again.edition, again.edition.change_note) == (review.edition, "The first note.")
    make.recalled(again)
    assert "keeps the note" not in client.post(path, sent, follow=True).text


def test_a_note_for_what_is_gone_comes_back(client: Client, editor: User) -> None:
    draft = make.draft(by=editor)
    sent = {"seen": "1", "change_note": "An hour of work."}
    delete_article(draft=draft, seen=1, by=editor, door="admin")
    page = client.post(f"/admin/articles/draft/{draft.pk}/submit/", sent)
    assert page.status_code == 409
    assert "An hour of work." in page.text


def test_a_text_that_cannot_be_rendered_is_a_finding(client: Client, editor: User) -> None:
    draft = make.draft(by=editor)
    Draft.objects.filter(pk=draft.pk).update(body="=*\u0338*")
    for what in ("change", "submit"):
        assert "combining mark" in client.get(address(draft, what)).text
    assert client.get(address(draft, "preview")).status_code == 409
    page = client.post(address(draft, "submit"), {"seen": 1, "change_note": "N"})
    assert page.status_code == 400
    assert not Review.objects.exists()


def test_nothing_new_is_refused_in_a_sentence(client: Client, editor: User) -> None:
    draft = draft_of(make.published())
    page = client.post(address(draft, "submit"), {"seen": draft.saves, "change_note": "Again."})
    assert page.status_code == 409
    assert "nothing to review" in page.text
    # Nor is anybody asked for a note first
    page = client.get(address(draft, "submit"))
    assert page.status_code == 200
    assert "nothing to review" in page.text
    assert 'name="change_note"' not in page.text


def test_taking_back_asks_first(client: Client, editor: User) -> None:
    review = make.submitted(by=editor)
    draft = draft_of(review)
    assert "leaves the reviewers’ queue" in client.get(address(draft, "recall")).text
    assert client.post(address(draft, "recall"), {"review": review.pk + 1}).status_code == 409
    assert client.post(address(draft, "recall"), {"review": review.pk}).status_code == 302
    assert Review.objects.get().state == ReviewState.RECALLED
    assert client.post(address(draft, "recall"), {"review": review.pk}).status_code == 409


def test_withdrawing_shows_what_readers_will_find_before_anything_happens(client: Client) -> None:
    live = make.published()
    draft = draft_of(live)
    client.force_login(make.person(PUBLISHER))
    path = address(draft, "withdraw")
    assert client.post(path, {"last_seen": live.pk, "reason": "", "notice": "N"}).status_code == 400
    sent = {"last_seen": live.pk, "reason": "A wrong dose.", "notice": "We are\n\nchecking <this>."}
    shown = client.post(path, sent)
    assert shown.status_code == 200
    assert "checking &lt;this&gt;." in shown.text
    assert not Withdrawal.objects.exists()
    back = client.post(path, {**sent, "again": "yes"})
    assert "A wrong dose." in back.context["form"]["reason"].value()
    done = client.post(path, {**sent, "confirmed": "yes"}, follow=True)
    assert "Readers find the notice" in done.text
    assert Withdrawal.objects.get().notice == "We are\n\nchecking <this>."
    assert client.get(path).status_code == 409
    assert client.post(path, {**sent, "confirmed": "yes"}).status_code == 409
    assert Withdrawal.objects.count() == 1


def test_another_page_than_the_one_seen_is_not_withdrawn(client: Client) -> None:
    first = make.published()
    second = make.republished(first, lead="Another lead.")
    client.force_login(make.person(PUBLISHER))
    sent = {"last_seen": first.pk, "reason": "R", "notice": "", "confirmed": "yes"}
    page = client.post(address(draft_of(first), "withdraw"), sent)
    assert page.status_code == 409
    assert f'name="last_seen" value="{second.pk}"' in page.text
    assert not Withdrawal.objects.exists()


def test_the_side_says_where_the_article_stands_and_what_comes_next(client: Client, editor: User) -> None:
    draft = make.draft(by=editor)
    page = client.get(address(draft))
    assert (page.context["standing"], verbs(page)) == ("Draft", ["Submit for review"])
    review = make.submitted(draft, by=editor)
    page = client.get(address(draft))
    assert (page.context["standing"], verbs(page)) == ("In review", ["Read it at the reviewers’ desk", "Take it back"])
    assert "Medical review" in page.text
    make.saved(draft, lead="Newer.")
    assert verbs(client.get(address(draft)))[0] == "Submit the newer text instead"
    make.answered(review, reasons="Name the <risks>.")
    page = client.get(address(draft))
    assert (page.context["standing"], verbs(page)) == ("Changes asked for", ["Submit again"])
    assert "Name the &lt;risks&gt;." in page.text
    again = make.signed(make.submitted(draft, by=editor, note="Risks."))
    assert client.get(address(draft)).context["standing"] == "Ready to publish"
    publisher = make.person(PUBLISHER)
    client.force_login(publisher)
    page = client.get(address(draft))
    assert verbs(page)[0] == "Publish Edition 2"
    assert page.context["verbs"][0].url == f"/reviews/{again.pk}/publish/"
    make.published(again)
    page = client.get(address(draft))
    assert page.context["standing"] == "Public"
    assert verbs(page) == ["The article’s public life", "Withdraw the page"]
    assert "Medically reviewed by" in page.text


def test_the_list_says_it_too_and_filters_by_it(client: Client, editor: User) -> None:
    make.draft(title="A draft")
    make.submitted(title="In review")
    make.answered(title="Answered")
    make.signed(title="Signed")
    live = make.published(title="Public")
    make.submitted(make.saved(draft_of(live), title="Public and in review"), note="New title.")
    make.published(title="Only public")
    gone = make.published(title="Withdrawn")
    client.force_login(make.person(ADMINISTRATOR))
    sent = {"last_seen": gone.pk, "reason": "R", "notice": "", "confirmed": "yes"}
    client.post(address(draft_of(gone), "withdraw"), sent)
    expected = {
        "draft": ["A draft"],
        "in-review": ["Public and in review", "In review"],
        "changes": ["Answered"],
        "signed": ["Signed"],
        "public": ["Only public"],
        "withdrawn": ["Withdrawn"],
    }
    for state, titles in expected.items():
        page = client.get(LIST, {"state": state})
        assert sorted(row.title for row in page.context["cl"].result_list) == sorted(titles)
    row = client.get(LIST, {"state": "in-review", "q": "Public"}).context["cl"].result_list[0]
    assert row.is_live


def test_the_list_says_in_what_a_draft_is_not_the_page(client: Client, editor: User) -> None:
    """Given a public page whose text is written on under another title, then both names stand in the list."""
    page = make.published(title="Known as")
    assert "written on since" not in client.get(LIST).text
    make.saved(page.article.drafts.get(), title="New name")
    listed = client.get(LIST).text
    assert "New name" in listed
    assert "the page, called “Known as”, written on since" in listed


def test_the_list_asks_little(client: Client, editor: User, django_assert_max_num_queries: object) -> None:
    for number in range(3):
        make.draft(title=f"Article {number}")
    client.get(LIST)
    with django_assert_max_num_queries(12):  # type: ignore[operator]
        client.get(LIST)


def test_a_review_that_lapses_is_offered_a_rereview(client: Client, editor: User) -> None:
    live = make.published()
    draft = draft_of(live)
    with clock.standing_at(live.overdue_at + timedelta(days=1)):
        page = client.get(address(draft))
        assert page.context["seal"].overdue
        told = client.post(address(draft, "submit"), {"seen": draft.saves, "change_note": "Looked through."})
        assert told.status_code == 409
        offered = told.context["again"]
        assert client.get(offered).status_code == 200
        asked = client.post(f"{offered}rereview/")
    review = Review.objects.latest("pk")
    assert asked.headers["Location"] == review.get_absolute_url()
    assert (review.purpose, review.edition) == ("re-review", live.edition)


@pytest.mark.parametrize(
    ("verb", "allowed"),
    [
        ("submit", {EDITOR, ADMINISTRATOR}),
        ("recall", {EDITOR, ADMINISTRATOR}),
        ("withdraw", {PUBLISHER, ADMINISTRATOR}),
    ],
)
@pytest.mark.parametrize("role", [EDITOR, REVIEWER, PUBLISHER, ADMINISTRATOR, AUDITOR])
def test_each_verb_has_its_roles(client: Client, verb: str, allowed: set[str], role: str) -> None:
    live = make.published()
    draft = make.saved(draft_of(live), lead="New.")
    make.submitted(draft, note="New.")
    client.force_login(make.person(role))
    for answer in (client.get(address(draft, verb)), client.post(address(draft, verb), {})):
        assert (answer.status_code != 403) == (role in allowed)
    assert client.put(address(draft, verb)).status_code in (403, 405)
