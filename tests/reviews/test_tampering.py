"""Whoever gets past the guards of the database is found out by `verify_record`, which names the row."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, models, transaction

from articles.content import source_digest, text_from
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
from record.canonical import canonical_text, digest_of
from record.chain import Recorded, record_event
from record.heads import head_now
from record.verification import NotedHead, verify
from record.verifier import Broken
from record.verifier import verify as verify_file
from reviews.actions import publish, reschedule, revoke, withdraw
from reviews.actions.opening import facts_of
from reviews.models import Attestation, PolicyVersion, PublishedReview, Review, Revocation, SignOff
from tests import factories
from tests.commands import run
from tests.flush import guards_down
from tests.reviews.corrections import correction_public, with_typo
from tests.reviews.policies import policy
from tests.reviews.redacting import redacted

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
    Publication.objects.filter(pk=row.pk).update(cancelled_at=row.opens - timedelta(microseconds=1))
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


# ---- Events that are appended to speak for another row ---------------------------------------------------------------


def append(verb: str, row: Recorded, **facts: Any) -> None:
    """An Event such as a forger writes: the chain is right, and no Event before it is touched."""
    article = getattr(row, "article", None) or row.edition.article  # type: ignore[attr-defined]
    record_event(verb, actor=None, door="shell", article=article.uuid, row=row, **facts)


def forge_the_text(edition: Edition) -> None:
    """Another text, its signature, and the save it froze, all made to fit each other, with Events that tell of it."""
    old = edition.content_row
    text = old.text.replace("genes", "jeans")
    assert text != old.text
    digest = digest_of(text)
    EditionContent.objects.filter(pk=old.pk).update(digest=digest, text=text)
    Edition.objects.filter(pk=edition.pk).update(content_row=digest, lead=edition.lead.replace("genes", "jeans"))
    SignOff.objects.filter(edition=edition).update(digest=digest, printed_name="Dr. Famous Professor")
    before = ""
    for save in DraftSave.objects.filter(article_uuid=edition.article.uuid).order_by("number"):
        if save.number == edition.save_number:
            save.source_digest = source_digest(text_from(Edition.objects.get(pk=edition.pk)))
        before = save.hash_after(before)
        DraftSave.objects.filter(pk=save.pk).update(source_digest=save.source_digest, hash=before)
        if save.number == edition.save_number:
            Edition.objects.filter(pk=edition.pk).update(save_hash=before)


@pytest.mark.parametrize("tells_of", ["its own text", "the old text", "no text"])
def test_a_signed_text_is_not_exchanged_by_events_that_are_appended(tells_of: str, tmp_path: Path) -> None:
    """Given yesterday's head, and a text and its signer exchanged with new Events that tell of them as they are now,
    then the old Events are believed, here and in the file.
    """
    edition = factories.published(factories.signed(factories.submitted(factories.draft(lead="Of genes.")))).edition
    signature = SignOff.objects.get()
    text = {"its own text": None, "the old text": edition.digest}
    yesterday = head_now()
    connection.check_constraints()
    with guards_down(connection):
        forge_the_text(edition)
        connection.check_constraints()
    for verb, row in (("freeze_edition", edition), ("sign_off", signature)):
        now = type(row)._base_manager.get(pk=row.pk)
        facts = {} if tells_of == "no text" else {"digest": text[tells_of] or now.text_digest}
        append(verb, now, **facts)

    verification = verify(head=NotedHead(*yesterday))

    assert {"articles_edition", "reviews_signoff"} <= {finding.table for finding in verification.findings}
    assert run("export_record", tmp_path / "record.jsonl").code == 0
    with (tmp_path / "record.jsonl").open("rb") as file, pytest.raises(Broken, match=f"edition:{edition.pk}"):
        verify_file(file)


def test_a_redaction_that_never_was_exchanges_no_text(tmp_path: Path) -> None:
    """Given that an appended Event says the old text, or the new one, was redacted, then an exchange shows."""
    edition = factories.published(factories.signed(factories.submitted(factories.draft(lead="Of genes.")))).edition
    connection.check_constraints()
    with guards_down(connection):
        forge_the_text(edition)
        connection.check_constraints()
    now = Edition.objects.get(pk=edition.pk)
    for digest in (edition.digest, now.digest):
        record_event("redact", actor=None, door="shell", article=edition.article.uuid, digest=digest)
    append("redact_edition", now, digest=now.digest)

    named = {(finding.table, finding.id) for finding in verify().findings}

    assert ("articles_edition", str(edition.pk)) in named
    run("export_record", tmp_path / "record.jsonl")
    with (tmp_path / "record.jsonl").open("rb") as file, pytest.raises(Broken, match=f"edition:{edition.pk}"):
        verify_file(file)


def test_what_a_redacted_edition_still_says_is_told_of_once(tmp_path: Path) -> None:
    """Given a text that was redacted, when somebody changes what is left of its Edition and appends an Event for that,
    then that shows.
    """
    edition = factories.published().edition
    factories.republished(edition.publications.get(), body="## Another part\n\nOther words.\n")
    redacted(edition)
    assert verify().is_whole
    connection.check_constraints()
    with guards_down(connection):
        Edition.objects.filter(pk=edition.pk).update(change_note="Nothing much.")
        connection.check_constraints()
    append("redact_edition", Edition.objects.get(pk=edition.pk), digest=edition.digest)

    assert ("articles_edition", str(edition.pk)) in {(row.table, row.id) for row in verify().findings}
    run("export_record", tmp_path / "record.jsonl")
    with (tmp_path / "record.jsonl").open("rb") as file, pytest.raises(Broken, match=f"edition:{edition.pk}"):
        verify_file(file)


@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        ({"turn": 1}, "another stands in its place"),
        ({"turn": 0, "role": "clinical2"}, "didn't ask for a signature in its role"),
        ({"turn": 1, "at": timedelta(days=-400)}, "at another time than its event tells"),
    ],
)
def test_a_signature_beside_the_real_one_is_found(values: dict[str, Any], wrong: str) -> None:
    """Given a signed text, when somebody slips in another signature with an Event of its own, it is found."""
    real = SignOff.objects.get(review=factories.signed())
    connection.check_constraints()
    with guards_down(connection):
        twin = SignOff.objects.get(pk=real.pk)
        twin.pk, twin.printed_name = None, "Dr. Famous Professor"
        moment = real.at + values.pop("at", timedelta(0))
        for name, value in {**values, "at": moment}.items():
            setattr(twin, name, value)
        twin.save(force_insert=True)
        connection.check_constraints()
    append("sign_off", twin, review=twin.review_id, edition=twin.edition_id, digest=twin.digest, role=twin.role)
    findings = [str(finding) for finding in verify().findings]
    assert any(f"reviews_signoff {twin.pk}: " in finding and wrong in finding for finding in findings), findings


def test_no_event_lets_a_page_turn_overdue_later() -> None:
    page = factories.published()
    connection.check_constraints()
    with guards_down(connection):
        Publication.objects.filter(pk=page.pk).update(overdue_at=page.overdue_at + 3000 * DAY)
        connection.check_constraints()
    page.refresh_from_db()
    append("change_end", page, states={page.row_id: page.record_state()})
    assert "it turns overdue at another moment than its day" in str(verify().findings)


@pytest.mark.parametrize("kind", ["whole", "correction"])
@pytest.mark.parametrize(
    ("name", "days"),
    [("noindex_at", 3000), ("noindex_at", None), ("gone_at", 3000), ("gone_at", None), ("gone_at", -3)],
)
def test_no_event_moves_what_follows_once_a_page_is_overdue(name: str, days: int | None, kind: str) -> None:
    """Given a policy by which a page leaves search engines and then readers, no appended Event moves that."""
    policy(noindex_after_days=5, gone_after_days=20)
    page = with_typo() if kind == "correction" else factories.published()
    policy()
    if kind == "correction":
        page = correction_public(page)
    assert verify().findings == []
    moment = getattr(page, name)
    connection.check_constraints()
    with guards_down(connection):
        Publication.objects.filter(pk=page.pk).update(**{name: days and moment + days * DAY})
        connection.check_constraints()
    page.refresh_from_db()
    append("change_end", page, states={page.row_id: page.record_state()})
    found = {(finding.table, finding.id): finding.what for finding in verify().findings}
    wrong = found["articles_publication", str(page.pk)]
    assert ("not those of the text that it corrects" if kind == "correction" else "at another moment than") in wrong


@pytest.mark.parametrize("ends", ["later", "before it began"])
def test_no_event_ends_a_withdrawal_without_a_page_that_opens(ends: str) -> None:
    """Given a page that was withdrawn, an Event that says it was published again brings no page back."""
    page = factories.published()
    withdraw(article=page.article, reason="Wrong.", notice="Gone.", by=factories.person(PUBLISHER), door="admin")
    withdrawal = Withdrawal.objects.get()
    # What may change needs no way past the guards.
    Withdrawal.objects.update(ended_at=withdrawal.at + DAY if ends == "later" else page.opens)
    withdrawal.refresh_from_db()
    record_event("republish", actor=None, door="shell", article=page.article.uuid, touched=[withdrawal])
    found = {(finding.table, finding.what) for finding in verify().findings}
    assert any(
        "no publication opened at that moment" in what for table, what in found if table == "articles_withdrawal"
    )
    assert any("tells of no publication" in what for table, what in found if table == "record_event")


def test_a_signature_that_is_told_of_after_the_publishing_came_too_late() -> None:
    """Given an Edition that was published on one signature, when another's name is put in its place by rows and Events
    that are appended, then it was published before.
    """
    publication = factories.published()
    signature = SignOff.objects.get()
    connection.check_constraints()
    with guards_down(connection):
        signature.delete()
        signature.pk, signature.printed_name = 977, "Dr. Famous Professor"
        signature.save(force_insert=True)
        connection.check_constraints()
    append("sign_off", signature, digest=signature.digest)

    found = {(finding.table, finding.id): finding.what for finding in verify().findings}

    assert "published before it had" in found["articles_publication", str(publication.pk)]


def test_a_signature_that_is_told_of_before_its_text_was_frozen() -> None:
    """Given an Edition put in for another by rows and Events that are appended, its old signature came too early."""
    signature = factories.signed().sign_offs.get()
    connection.check_constraints()
    with guards_down(connection):
        twin = Edition.objects.get(pk=signature.edition_id)
        contributors = list(twin.contributor_rows.all())
        twin.pk, twin.number = 977, 2
        twin.save(force_insert=True)
        for row in contributors:
            EditionContributor.objects.create(edition=twin, person=row.person)
        SignOff.objects.filter(pk=signature.pk).update(edition=twin)
        connection.check_constraints()
    append("freeze_edition", Edition.objects.get(pk=977), digest=twin.digest)

    found = [finding.what for finding in verify().findings if finding.table == "reviews_signoff"]

    assert "it was given before its Edition was frozen" in found


# ---- Publications that are appended ----------------------------------------------------------------------------------


def shown_again(page: Publication, verb: str, **values: Any) -> Publication:
    """Another Publication on the same Review, with its Event, as verbs write them but for these values."""
    closes = clock.now()
    Publication.objects.filter(pk=page.pk).update(closes=closes)
    page.refresh_from_db()
    twin = Publication.objects.get(pk=page.pk)
    twin.pk, twin.opens, twin.closes, twin.replaces = None, closes, None, page
    for name, value in values.items():
        setattr(twin, name, value)
    twin.save(force_insert=True)
    twin.refresh_from_db()
    review = page.published_review.review
    PublishedReview.objects.create(publication=twin, review=review)
    record_event(
        verb, actor=twin.published_by, door="desk", article=page.article.uuid, row=twin, touched=[page, review],
        **facts_of(twin, review),
    )  # fmt: skip
    return twin


def public(kind: str) -> Publication:
    if kind == "corrected":
        return correction_public(with_typo())
    if kind == "signed":
        return factories.published()
    # In date: what is overdue isn't published again.
    today = clock.now().date()
    return factories.published(factories.attested(reviewed_on=today - 30 * DAY, due=today + 300 * DAY))


@pytest.mark.parametrize("verb", ["publish", "republish"])
@pytest.mark.parametrize("kind", ["signed", "attested", "corrected"])
def test_no_publication_shows_another_byline_or_day(kind: str, verb: str) -> None:
    """Given a page, when others are appended to it, then one with its byline and days may stand and no other."""
    page = shown_again(public(kind), verb)
    assert verify().findings == []
    byline = page.signatures
    another = [{**row, "name": "Prof. Famous"} for row in byline]
    for values in (
        {"byline": canonical_text(another)},
        {"byline": canonical_text([{**byline[0], "credentials": "Nobel Prize"}, *byline[1:]])},
        {"byline": canonical_text([*byline[:-1], {**byline[-1], "method": "second"}])},
        {"byline": canonical_text([*byline, byline[-1]])},
        {"byline": canonical_text(byline[:-1])},
        {"byline": canonical_text([*byline[:-1], {**byline[-1], "attested_on": "2027-05-01", "on": "2027-05-01"}])},
        {"last_reviewed": page.last_reviewed + 365 * DAY},
        {"next_review_due": page.next_review_due + 365 * DAY},
        {"last_updated": page.last_updated - 365 * DAY},
        {"opens": clock.now() - 3000 * DAY, "closes": clock.now() - 2000 * DAY},
    ):
        with transaction.atomic():
            twin = shown_again(page, verb, **values)
            found = {(finding.table, finding.id): finding.what for finding in verify().findings}
            wrong = found["articles_publication", str(twin.pk)]
            assert any(words in wrong for words in ("byline", "dates", "on another day", "opened before")), wrong
            transaction.set_rollback(True)
        page.refresh_from_db()
