"""Reviewers, the review policy and the record in the admin."""

import ast
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from articles.checks import FINDING_KINDS
from people.models import User
from people.roles import ADMINISTRATOR, AUDITOR, EDITOR, PUBLISHER, REVIEWER
from record.chain import Event
from reviews.admin.policy_form import FINDING_WORDS
from reviews.models import PolicyVersion, Reviewer
from reviews.verb_words import VERBS
from tests import factories as make

pytestmark = pytest.mark.django_db

REVIEWERS = "/admin/reviews/reviewer/"
POLICY = "/admin/reviews/policyversion/"
RECORD = "/admin/record/event/"


@pytest.fixture
def admin(client: Client) -> User:
    somebody = make.person(ADMINISTRATOR)
    client.force_login(somebody)
    return somebody


def sent(client: Client, path: str, **typed: Any) -> dict[str, Any]:
    """The form as a browser would send it, with some fields changed."""
    page = client.get(path)
    values = {field.html_name: field.value() for field in page.context["form"]}
    values |= {"seen": page.context["seen"], **typed}
    return {name: value for name, value in values.items() if value is not None and value is not False}


def test_a_profile_is_made_after_it_was_shown(client: Client, admin: User) -> None:
    person = make.person(REVIEWER, name="Rev Sample")
    given = {
        "person": person.pk, "printed_name": "Dr. Rev  Sample", "credentials": "MD", "roles": ["pharmacy", "medical"],
        "credentials_expire": "2030-01-31", "conflicts": "None.",
        "seen": client.get(f"{REVIEWERS}add/").context["seen"],
    }  # fmt: skip
    shown = client.post(f"{REVIEWERS}add/", given)
    assert "Medical review, Pharmacy review" in shown.text
    assert not Reviewer.objects.exists()
    assert client.post(f"{REVIEWERS}add/", {**given, "confirmed": "yes"}).status_code == 302
    reviewer = Reviewer.objects.get()
    assert (reviewer.printed_name, reviewer.roles) == ("Dr. Rev Sample", ["medical", "pharmacy"])
    assert reviewer.credentials_expire == date(2030, 1, 31)
    facts = Event.objects.get(verb="add_reviewer").told["facts"]
    assert (facts["username"], facts["credentials_expire"]) == (person.username, "2030-01-31")


def test_a_profile_is_brought_up_to_date(client: Client, admin: User) -> None:
    reviewer = make.reviewer().reviewer
    path = f"{REVIEWERS}{reviewer.pk}/change/"
    mine = sent(client, path, credentials="MD, PhD")
    assert [change.label for change in client.post(path, mine).context["changes"]] == ["Credentials"]
    client.post(path, sent(client, path, credentials="MD, MPH", confirmed="yes"))
    refused = client.post(path, {**mine, "confirmed": "yes"})
    assert refused.status_code == 409
    client.post(path, {**mine, "seen": refused.context["seen"], "confirmed": "yes"})
    reviewer.refresh_from_db()
    assert reviewer.credentials == "MD, PhD"
    assert Event.objects.filter(verb="change_reviewer").count() == 2
    assert client.get(REVIEWERS).status_code == 200
    assert client.get(f"{REVIEWERS}{reviewer.pk}/delete/").status_code == 404


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"credentials": ""}, "credentials"),
        ({"credentials_expire": "soon"}, "credentials_expire"),
        ({"roles": ["surgeon"]}, "roles"),
        ({"roles": []}, "roles"),
        ({"printed_name": "a\0"}, "printed_name"),
    ],
)
def test_bad_profiles(client: Client, admin: User, typed: dict[str, Any], field: str) -> None:
    path = f"{REVIEWERS}{make.reviewer().reviewer.pk}/change/"
    page = client.post(path, {**sent(client, path), **typed, "confirmed": "yes"})
    assert page.status_code == 400
    assert field in page.context["form"].errors


@pytest.mark.parametrize("field", ["printed_name", "credentials"])
@pytest.mark.parametrize("hidden", ["\u202e", "\u200b", "\u2066", "\x07", "\u3164", "\ufe0f"])
def test_a_hidden_character_is_refused_before_anything_is_shown(
    client: Client, admin: User, field: str, hidden: str
) -> None:
    path = f"{REVIEWERS}{make.reviewer().reviewer.pk}/change/"
    page = client.post(path, sent(client, path, **{field: f"Dr.{hidden} Sample"}))
    assert page.status_code == 400
    assert page.context["form"].errors == {
        field: [
            f"This holds a character that nobody can see (U+{ord(hidden):04X}). Take it out, or type the words anew."
        ]
    }


def test_only_reviewers_have_profiles(client: Client, admin: User) -> None:
    editor = make.person(EDITOR)
    given = {"person": editor.pk, "printed_name": "E", "credentials": "MD", "roles": ["medical"], "confirmed": "yes"}
    assert client.post(f"{REVIEWERS}add/", given).status_code == 400
    assert client.post(f"{REVIEWERS}add/", {**given, "person": "x"}).status_code == 400


def test_a_new_policy_is_shown_and_then_in_force(client: Client, admin: User) -> None:
    path = f"{POLICY}add/"
    given = sent(
        client, path, high_risk_roles=["pharmacy"], high_risk_months=6, publisher_apart="on",
        section_symptoms_roles=["medical", "nursing"], section_symptoms_months=24,
    )  # fmt: skip
    shown = client.post(path, given)
    assert [change.label for change in shown.context["changes"]] == [
        "Where the risk is high", "Whoever publishes", "Section: Symptoms",
    ]  # fmt: skip
    assert PolicyVersion.current().number == 1
    client.post(path, {**given, "confirmed": "yes"})
    policy = PolicyVersion.current()
    assert (policy.number, policy.by) == (2, admin)
    requirement = policy.rules.requirement(section="symptoms", high_risk=True, ages_quickly=False)
    assert (list(requirement.roles), requirement.months) == (["medical", "nursing", "pharmacy"], 6)
    assert policy.rules.publisher_apart
    assert Event.objects.get(verb="change_policy").told["facts"]["number"] == 2
    read = client.get(f"{POLICY}{policy.pk}/change/")
    assert "What it changed" in read.text
    assert client.post(f"{POLICY}{policy.pk}/change/", {"x": "y"}).status_code == 405


def test_two_who_change_the_policy(client: Client, admin: User) -> None:
    path = f"{POLICY}add/"
    mine = sent(client, path, default_months=6)
    client.post(path, sent(client, path, default_months=24, confirmed="yes"))
    refused = client.post(path, {**mine, "confirmed": "yes"})
    assert refused.status_code == 409
    assert PolicyVersion.current().rules.default.months == 24


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"default_months": 0}, "default_months"),
        ({"default_months": "x"}, "default_months"),
        ({"default_roles": []}, "default_roles"),
        ({"default_roles": ["nobody"]}, "default_roles"),
        ({"blocking": ["nothing"]}, "blocking"),
        ({"high_risk_months": 6}, "high_risk_roles"),
        ({"section_symptoms_roles": ["medical"]}, "section_symptoms_months"),
        ({"ages_quickly_months": 99}, "ages_quickly_months"),
    ],
)
def test_bad_policies(client: Client, admin: User, typed: dict[str, Any], field: str) -> None:
    path = f"{POLICY}add/"
    page = client.post(path, {**sent(client, path), **typed, "confirmed": "yes"})
    assert page.status_code == 400
    assert field in page.context["form"].errors
    assert PolicyVersion.objects.count() == 1


def test_half_a_rule_is_told_beside_the_other_half_and_nowhere_else(client: Client, admin: User) -> None:
    path = f"{POLICY}add/"
    page = client.post(path, sent(client, path, high_risk_months=6, section_symptoms_roles=["medical"]))
    assert page.context["form"].errors == {
        "high_risk_roles": ["Say this as well, or leave both empty."],
        "section_symptoms_months": ["Say this as well, or leave both empty."],
    }


def test_every_finding_has_words() -> None:
    assert tuple(sorted(FINDING_WORDS)) == tuple(sorted(FINDING_KINDS))


def test_a_policy_without_section_rules_says_nothing_of_them(client: Client, admin: User) -> None:
    page = client.get(f"{POLICY}1/change/")
    assert "Section: " not in page.text
    assert client.get(f"{POLICY}99/change/").status_code == 404


@pytest.mark.parametrize("role", [EDITOR, REVIEWER, PUBLISHER, AUDITOR])
def test_others_read_and_change_nothing(client: Client, role: str) -> None:
    reviewer = make.reviewer().reviewer
    client.force_login(make.person(role))
    assert "Administrators change it" in client.get(f"{REVIEWERS}{reviewer.pk}/change/").text
    assert client.get(f"{POLICY}1/change/").status_code == 200
    for path in (f"{REVIEWERS}add/", f"{POLICY}add/", f"{REVIEWERS}{reviewer.pk}/change/"):
        assert client.post(path, {"confirmed": "yes"}).status_code == 403


def test_auditors_read_the_record(client: Client) -> None:
    review = make.submitted()
    client.force_login(make.person(AUDITOR))
    page = client.get(RECORD)
    # Verbs are told in words, and articles by their titles, which lead to them.
    assert "froze an edition" in page.text
    draft = review.article.drafts.get()
    assert f'<a href="/admin/articles/draft/{draft.pk}/change/">{draft.title}</a>' in page.text
    assert str(review.article.uuid) not in page.text
    event = Event.objects.get(verb="submit")
    rows = (f"edition:{review.edition.pk}", str(review.article.uuid), review.article.slug)
    for found in ("submit", "submitted for review", *rows, event.told["actor"]["username"], event.told["at"][:10]):
        assert client.get(RECORD, {"q": found}).context["cl"].result_count >= 1, found
    for other in ("nobody", "1999-01-01", "no-such-article"):
        assert client.get(RECORD, {"q": other}).context["cl"].result_count == 0, other
    for nothing in ("\0", "x" * 50_000, "'; --"):
        assert client.get(RECORD, {"q": nothing[:5000]}).status_code == 200
    read = client.get(f"{RECORD}{event.pk}/change/")
    assert event.hash in read.text
    assert client.get(f"{RECORD}999/change/").status_code == 404
    assert client.post(f"{RECORD}{event.pk}/change/").status_code == 405


def test_every_verb_is_told_in_words() -> None:
    """Whatever the rooms record by its name has words for those who read the record."""
    calls = (
        node
        for room in ("articles", "people", "record", "reviews")
        for file in Path(settings.BASE_DIR, room).rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "record_event"
    )
    verbs = {call.args[0].value for call in calls if isinstance(call.args[0], ast.Constant)}
    assert "sign_off" in verbs
    assert verbs <= set(VERBS)


@pytest.mark.parametrize("role", [EDITOR, REVIEWER, PUBLISHER])
def test_the_record_is_for_auditors(client: Client, role: str) -> None:
    client.force_login(make.person(role))
    assert client.get(RECORD).status_code == 403
    assert client.get(f"{RECORD}1/change/").status_code == 403
    assert "record/event" not in client.get("/admin/").text
