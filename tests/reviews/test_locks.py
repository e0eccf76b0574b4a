"""Who waits for whom: nobody who saves a text holds up the record."""

from collections.abc import Callable
from datetime import timedelta
from threading import Event, Thread

import pytest
from django.db import connection, transaction
from django.test import Client

from articles.actions.drafts import save_draft
from articles.content import text_of
from articles.models import Draft, Publication
from people.models import User
from people.roles import ADMINISTRATOR
from record import clock
from record.chain import Head
from reviews.actions import open_rereview, publish
from tests import factories
from tests.articles.writing import address, fields_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgresql]

DAY = timedelta(days=1)
Verb = Callable[[], object]


def saving(draft: Draft, saved: Event, go_on: Event) -> None:
    """A save whose transaction is still open until it may go on."""
    current = Draft.objects.get(pk=draft.pk)
    text = text_of(current).model_copy(update={"lead": "Typed just now."})
    with transaction.atomic():
        save_draft(draft=current, text=text, seen=current.saves, by=draft.article.owner)
        saved.set()
        go_on.wait()
    connection.close()


def waits_for_a_lock() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)")
        return bool(cursor.fetchone()[0])


def publishing(live: Publication, boss: User) -> Verb:
    """Another text, in the place of what readers see, reviewed once more and scheduled."""
    again = factories.signed(open_rereview(article=live.article, by=boss, door="desk"))
    draft = factories.saved(live.article.drafts.get(), lead="Second.")
    review = factories.signed(factories.submitted(draft, note="More."))
    scheduled = publish(review=again, live_seen=live.pk, opens=clock.now() + DAY, by=boss, door="desk")
    return lambda: publish(review=review, live_seen=live.pk, scheduled_seen=scheduled.pk, by=boss, door="desk")


def writing(live: Publication, boss: User) -> Verb:
    """A save that moves the article as well."""
    path, client = address(live.article.drafts.get()), Client()
    client.force_login(boss)
    sent = {**fields_of(client.get(path)), "risk": "high", "lead": "Typed elsewhere.", "confirmed": "yes"}
    return lambda: client.post(path, sent)


@pytest.mark.parametrize("verb_on", [publishing, writing])
def test_a_verb_that_waits_for_a_save_holds_up_no_other(verb_on: Callable[[Publication, User], Verb]) -> None:
    """Given somebody's save is not yet over, when a verb waits for it, then others write on record meanwhile."""
    boss = factories.into_roles(User.objects.create_superuser("boss"), ADMINISTRATOR)
    live = factories.published()
    verb = verb_on(live, boss)
    outcome: list[object] = []
    saved, go_on = Event(), Event()

    def do() -> None:
        try:
            outcome.append(verb())
        finally:
            connection.close()

    save, deed = Thread(target=saving, args=(live.article.drafts.get(), saved, go_on)), Thread(target=do)
    try:
        save.start()
        saved.wait()
        deed.start()
        while deed.is_alive() and not waits_for_a_lock():
            pass
        assert deed.is_alive()
        with transaction.atomic():
            assert Head.objects.select_for_update(nowait=True).get()
    finally:
        go_on.set()
        save.join()
        deed.join()
    assert outcome
