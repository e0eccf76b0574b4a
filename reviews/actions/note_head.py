"""`note_head`: once a day the head of the record is noted, published, and mailed out of the house."""

from django.db import transaction

from articles.models import Organisation
from record import heads
from record.clock import now_in_verb
from reviews.notifications import notify_of_head


@transaction.atomic
def note_head() -> heads.DailyHead | None:
    """Note where the record ends, for today in the organisation's time zone, and owe it to `HEAD_RECIPIENTS`.

    None where today's is noted already, by whomever, or nothing is on record yet. Its Event stands before it and
    tells of the heads before: see `DailyHead`.
    """
    head = heads.note_head(Organisation.current().day_of(now_in_verb()))
    if head:
        notify_of_head(head)
    return head
