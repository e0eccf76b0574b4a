"""Everything on record stands in an export: also saves, profiles, policies, wordings, redactions and heads of days."""

import io
import json
from datetime import timedelta
from pathlib import Path

import pytest

from articles.actions.site import keep_site_change
from articles.models import DraftSave, PolicyPage, Redaction
from people.roles import ADMINISTRATOR, PUBLISHER, REVIEWER
from record import clock
from record.heads import DailyHead
from record.verification import verify
from reviews.actions import change_policy, keep_reviewer, withdraw
from reviews.models import PolicyVersion, Reviewer
from reviews.policy import PolicyDocument
from tests import factories
from tests.commands import run
from tests.reviews.redacting import redacted
from tests.reviews.test_exported_record import Lines, fault, where

pytestmark = pytest.mark.django_db


@pytest.fixture
def lines(tmp_path: Path) -> Lines:
    """The file of a library in which more happened than that texts were signed."""
    boss = factories.person(ADMINISTRATOR)
    page = factories.published()
    withdraw(article=page.article, reason="Court.", by=factories.person(PUBLISHER), door="admin")
    draft = factories.saved(page.article.drafts.get(), lead="Never handed in.")
    factories.saved(draft, lead="Nor this.")
    redacted(page.edition)
    for printed_name in ("Dr. Before", "Dr. After"):
        reviewer = factories.person(REVIEWER) if printed_name == "Dr. Before" else Reviewer.objects.latest("pk").person
        keep_reviewer(
            person=reviewer, printed_name=printed_name, credentials="MD", roles=["medical"], credentials_expire=None,
            conflicts="None.", specialties="", is_public=False, by=boss, door="admin",
        )  # fmt: skip
    for months in (3, 4):
        seen = PolicyVersion.current().number
        change_policy(document=PolicyDocument(ages_quickly_months=months), seen=seen, by=boss, door="admin")
    for body in ("We set no cookies.", "None at all."):
        policy_page = PolicyPage.objects.get(slug="privacy")
        policy_page.body = body
        keep_site_change(thing=policy_page, by=boss, door="admin")
    for days in (0, 1):
        with clock.standing_at(clock.now() + timedelta(days=days)):
            run("deliver_notices")
            factories.draft()
    assert DailyHead.objects.count() == 2
    return exported(tmp_path)


def exported(folder: Path) -> Lines:
    said = run("export_record", folder / "record.jsonl")
    assert said.code == 0, said.out
    return list(io.BytesIO((folder / "record.jsonl").read_bytes()))


def test_what_no_edition_names_stands_in_it(lines: Lines) -> None:
    assert fault(lines) == (0, "")
    assert verify().findings == []
    whole = b"".join(lines).decode()
    for save in DraftSave.objects.all():
        assert f'{{"digest":"{save.hash}","text":{{"article":"{save.article_uuid}"' in whole
    for version in PolicyVersion.objects.all():
        assert f'"text":{version.document}}}' in whole
    wordings = [json.loads(line)["text"] for line in lines if b'"text":["privacy"' in line]
    assert sorted((wording[1], wording[3]) for wording in wordings)[1:] == [
        (2, "We set no cookies."),
        (3, "None at all."),
    ]
    assert f'"reason":"{Redaction.objects.get().reason}","second":' in whole
    first, newest = DailyHead.objects.order_by("day")
    assert f'"text":{first.document}}}' in whole
    assert newest.document not in whole
    assert (
        b'"printed_name":"Dr. After"' in lines[where(lines, b'{"row":"reviewer:%d"' % Reviewer.objects.latest("pk").pk)]
    )


@pytest.mark.parametrize(
    "part",
    [
        b'"number":2,"purpose"',
        b'"text":["privacy",2',
        b'"text":["privacy",1',
        b'"ages_quickly_months":3',
        b'"second":',
        b'"day":',
    ],
    ids=["save", "wording", "first wording", "policy that nothing opened under", "redaction", "head"],
)
def test_each_is_missed(lines: Lines, part: bytes) -> None:
    place = next(at for at, line in enumerate(lines) if part in line and line.startswith(b'{"digest":'))
    at, why = fault([*lines[:place], *lines[place + 1 :]])
    assert at
    assert "is missing" in why


def test_a_profile_is_as_the_newest_event_says(lines: Lines) -> None:
    place = where(lines, b'{"row":"reviewer:%d"' % Reviewer.objects.latest("pk").pk)
    spoilt = lines[place].replace(b"Dr. After", b"Dr. Other")
    assert "isn't as the newest event says" in fault([*lines[:place], spoilt, *lines[place + 1 :]])[1]
    assert "which is missing" in fault([*lines[:place], *lines[place + 1 :]])[1]


def test_a_profile_changed_by_hand_is_named(lines: Lines) -> None:
    """It has no guard: it is live. What the newest Event says of it is its digest."""
    profile = Reviewer.objects.latest("pk")
    Reviewer.objects.filter(pk=profile.pk).update(credentials="Professor")
    found = [(finding.table, finding.id) for finding in verify().findings]
    assert ("reviews_reviewer", str(profile.pk)) in found
