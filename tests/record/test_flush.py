"""Tests empty guarded tables, and the guards stand again afterwards."""

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from record.chain import Event, Head, record_event
from record.watch import missing_guards
from tests.flush import guards_down

pytestmark = pytest.mark.django_db(transaction=True)


def record_one() -> Event:
    with transaction.atomic():
        return record_event("greeted", actor=None, door="trial")


def test_flush_empties_the_record_and_leaves_it_guarded() -> None:
    record_one()
    call_command("flush", interactive=False, verbosity=0)
    assert not Event.objects.exists()
    assert not Head.objects.exists()
    assert missing_guards() == []
    assert record_one().seq == 1
    with pytest.raises(IntegrityError):
        Event.objects.all().delete()


def test_guards_are_down_inside_and_up_again_outside() -> None:
    record_one()
    with transaction.atomic(), guards_down(connection):
        Event.objects.update(verb="changed")
    assert missing_guards() == []
    assert Event.objects.get().verb == "changed"


def test_guards_stand_where_the_work_without_them_failed() -> None:
    record_one()
    with pytest.raises(IntegrityError), transaction.atomic(), guards_down(connection):
        Event.objects.update(seq=0)
    assert missing_guards() == []
    assert Event.objects.get().verb == "greeted"
