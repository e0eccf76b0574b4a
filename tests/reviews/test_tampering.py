"""Whoever gets past the guards of the database is found out by `verify_record`, which names the row."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection, models

from articles.models import (
    Article,
    Cancellation,
    DraftSave,
    Edition,
    EditionContent,
    EditionContributor,
    Publication,
    SafetyNotice,
    SafetyNoticePage,
    Withdrawal,
)
from people.roles import ADMINISTRATOR, PUBLISHER
from record import clock
from record.canonical import digest_of
from record.verification import verify
from reviews.actions import publish, reschedule, revoke, withdraw
from reviews.models import Attestation, PolicyVersion, PublishedReview, Review, Revocation, SignOff
from tests import factories
from tests.flush import guards_down

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def library() -> None:
    """An article that was public twice and is withdrawn, one that is live under a safety notice, one that is
    live on an attestation, and one that waits.
    """
    gone = factories.republished(factories.published(), body="## Another part\n\nOther words.\n").article
    withdraw(article=gone, reason="Wrong.", notice="Gone.", by=factories.person(PUBLISHER), door="admin")
    live = factories.published()
    factories.submitted()
    publisher = factories.person(PUBLISHER)
    draft = factories.saved(live.article.drafts.get(), lead="More of it.")
    review = factories.signed(factories.submitted(draft, note="More."))
    scheduled = publish(
        review=review,
        live_seen=live.pk,
        by=publisher,
        door="desk",
        opens=clock.now() + DAY,
        closes=clock.now() + 9 * DAY,
    )
    reschedule(publication=scheduled, opens=clock.now() + 2 * DAY, closes=None, by=publisher, door="desk")
    unsigned = factories.signed()
    revoke(sign_off=unsigned.sign_offs.get(), reason="Mistake.", by=factories.person(ADMINISTRATOR), door="desk")
    factories.published(factories.attested())
    factories.shown_notice(live.article)
    assert verify().is_whole


def update(model: type[models.Model], **values: object) -> Callable[[], str]:
    """Change the first row of a model past its guards; gives the table that should be named."""

    def change() -> str:
        row = model._base_manager.order_by("pk")[0]
        model._base_manager.filter(pk=row.pk).update(**values)
        return model._meta.db_table

    return change


def stray_text() -> str:
    EditionContent.objects.create(digest=digest_of("{}"), text="{}")
    return "articles_editioncontent"


def other_writer() -> str:
    save = DraftSave.objects.order_by("pk")[0]
    DraftSave.objects.filter(pk=save.pk).update(by=factories.person())
    return "articles_draftsave"


def reopened_window() -> str:
    last = Publication.objects.exclude(closes=None).order_by("-opens")[0]
    Publication.objects.filter(pk=last.pk).update(closes=None)
    return "articles_publication"


def later_overdue() -> str:
    row = Publication.objects.order_by("pk")[0]
    Publication.objects.filter(pk=row.pk).update(overdue_at=row.overdue_at + DAY)
    return "articles_publication"


def ended_withdrawal() -> str:
    row = Withdrawal.objects.get()
    Withdrawal.objects.filter(pk=row.pk).update(ended_at=row.at + DAY)
    return "articles_withdrawal"


def no_withdrawal() -> str:
    Withdrawal.objects.all().delete()
    return "articles_withdrawal"


def inserted_save() -> str:
    save = DraftSave.objects.order_by("pk")[0]
    save.pk, save.number = None, 99
    save.save(force_insert=True)
    return "articles_draftsave"


def unsigned_approval() -> str:
    Review.objects.filter(state="waiting").update(state="approved")
    return "reviews_review"


def no_authority() -> str:
    PublishedReview.objects.all().delete()
    return "articles_publication"


def later_opening() -> str:
    row = Publication.objects.filter(cancelled_at=None).latest("opens")
    Publication.objects.filter(pk=row.pk).update(opens=row.opens + DAY)
    return "articles_publication"


def later_cancelled() -> str:
    row = Publication.objects.exclude(cancelled_at=None)[0]
    Publication.objects.filter(pk=row.pk).update(cancelled_at=row.opens)
    return "articles_publication"


def unrevoked() -> str:
    Revocation.objects.all().delete()
    return "reviews_revocation"


def attested_by_its_writer() -> str:
    row = Attestation.objects.get()
    EditionContributor.objects.filter(edition=row.edition).update(person=row.attested_by)
    return "reviews_attestation"


def another_due_day() -> str:
    row = Attestation.objects.get()
    Attestation.objects.filter(pk=row.pk).update(due=row.due + DAY)
    return "reviews_attestation"


def no_attestation() -> str:
    Attestation.objects.all().delete()
    return "reviews_attestation"


def longer_notice() -> str:
    row = SafetyNotice.objects.get()
    SafetyNotice.objects.filter(pk=row.pk).update(ends_at=row.ends_at + DAY)
    return "articles_safetynotice"


def notice_over_another_page() -> str:
    other = Article.objects.exclude(safety_notices__isnull=False).order_by("pk")[0]
    SafetyNoticePage.objects.update(article=other)
    return "articles_safetynotice"


def notice_over_fewer_pages() -> str:
    SafetyNoticePage.objects.all().delete()
    return "articles_safetynotice"


def unconfirmed_notice() -> str:
    SafetyNotice.objects.update(confirmed_by=None, confirmed_at=None)
    return "articles_safetynotice"


def lifted_notice() -> str:
    row = SafetyNotice.objects.get()
    SafetyNotice.objects.update(lifted_by=row.proposed_by, lifted_at=row.confirmed_at)
    return "articles_safetynotice"


TAMPERINGS: dict[str, Callable[[], str]] = {
    "another writer of a save": other_writer,
    "a save that never was": inserted_save,
    "another way of a save": update(DraftSave, way="imported"),
    "a text that belongs to nothing": stray_text,
    "another text": update(EditionContent, text="{}"),
    "another change note": update(Edition, change_note="Nothing much."),
    "another signer's name": update(SignOff, printed_name="Somebody else"),
    "another role asked for": update(Review, required="[]"),
    "a signature that wasn't given": unsigned_approval,
    "a policy rewritten": update(PolicyVersion, document="{}"),
    "a window opened again": reopened_window,
    "overdue later": later_overdue,
    "another byline": update(Publication, byline="[]"),
    "a withdrawal ended": ended_withdrawal,
    "a withdrawal taken away": no_withdrawal,
    "another notice": update(Withdrawal, notice="All is well."),
    "a publication that rests on nothing": no_authority,
    "a schedule put off": later_opening,
    "a schedule cancelled at another moment": later_cancelled,
    "another reason of a cancellation": update(Cancellation, reason="Nothing."),
    "a revocation taken away": unrevoked,
    "another reason of a revocation": update(Revocation, reason="Nothing."),
    "another attested name": update(Attestation, name="Dr. Nobody"),
    "another day of the review of old": update(Attestation, reviewed_on=date(2024, 5, 7)),
    "another due day": another_due_day,
    "another digest attested": update(Attestation, digest="0" * 64),
    "attested by who wrote it": attested_by_its_writer,
    "an attestation taken away": no_attestation,
    "another safety notice": update(SafetyNotice, text="All is well."),
    "another reason of a notice": update(SafetyNotice, reason="None."),
    "a notice that stands longer": longer_notice,
    "a notice over another page": notice_over_another_page,
    "a notice over fewer pages": notice_over_fewer_pages,
    "a notice that nobody confirmed": unconfirmed_notice,
    "a notice lifted": lifted_notice,
}


@pytest.mark.parametrize("tampering", TAMPERINGS)
def test_tampering_is_found_and_the_row_is_named(library: None, tampering: str) -> None:
    # PostgreSQL alters no table while checks of foreign keys wait for the commit.
    connection.check_constraints()
    with guards_down(connection):
        table = TAMPERINGS[tampering]()
        connection.check_constraints()

    verification = verify()

    assert not verification.is_whole
    named = {finding.table for finding in verification.findings}
    expected = {table} if tampering != "a policy rewritten" else {"reviews_review"}
    assert expected <= named or (tampering == "a withdrawal taken away" and "record_event" in named)
