"""An Event that somebody bent so that it can't be read: `verify_record` names it, and everything else goes on."""

from pathlib import Path

import pytest
from django.db import connection
from django.test import Client

from people.roles import AUDITOR
from record.chain import Event
from record.exporting import export
from record.verification import verify
from reviews.actions.note_head import note_head
from tests import factories
from tests.flush import guards_down
from tests.reviews.at_desk import signed_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "body",
    [
        "",
        "no JSON",
        "[]",
        "{}",
        '{"at": 5, "actor": "x"}',
        '{"at": "2026-13-45T00:00:00Z", "facts": null}',
        '{"at": "0001-01-01"}',
    ],
)
def test_everything_goes_on_beside_an_event_that_cannot_be_read(client: Client, tmp_path: Path, body: str) -> None:
    page = factories.published()
    note_head()
    last = Event.objects.latest("seq")
    assert last.verb == "note_head"
    connection.check_constraints()
    with guards_down(connection):
        Event.objects.filter(pk=last.pk).update(body=body)

    auditor = signed_in(factories.person(AUDITOR))
    for who, path in (
        (client, "/record/"),
        (client, "/record/head.json"),
        (client, f"/articles/{page.article.slug}/"),
        (auditor, "/admin/record/event/"),
        (auditor, f"/admin/record/event/{last.pk}/change/"),
        (auditor, "/reviews/"),
    ):
        assert who.get(path).status_code == 200, path
    export(tmp_path / "record.jsonl")
    factories.published()
    assert str(last.pk) in {finding.id for finding in verify().findings if finding.table == "record_event"}
