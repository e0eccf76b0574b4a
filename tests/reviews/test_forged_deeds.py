"""Deeds of people who couldn't do them: rows and Events fit each other, and `verify_record` asks who it was."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection, transaction

from articles.actions.articles import change_address, delete_article, move_article
from articles.actions.site import keep_site_change
from articles.models import Article, Edition, Media, Publication, Section, Withdrawal
from people.actions import deactivate, give_roles
from people.models import User
from people.roles import ADMINISTRATOR, EDITOR, PUBLISHER, REVIEWER
from record import clock
from record.chain import Event, record_event
from record.verification import verify
from reviews.actions import (
    change_policy,
    open_rereview,
    propose_safety_notice,
    publish,
    revoke,
    unschedule,
    withdraw,
)
from reviews.actions.withdraw import take_away
from reviews.models import PolicyVersion, Review, ReviewPurpose, Revocation, SignOff
from reviews.policy import PolicyDocument
from tests import factories
from tests.articles.test_public_media import picture
from tests.flush import guards_down
from tests.reviews.corrections import correction_public, with_typo
from tests.reviews.test_forged_rows import found, known_reviewer, signed_by_hand

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def usurper(*roles: str) -> User:
    """Somebody who writes into the database that every door is open to them."""
    somebody = factories.person(*roles)
    User.objects.filter(pk=somebody.pk).update(is_superuser=True)
    return User.objects.get(pk=somebody.pk)


def put_back() -> None:
    User.objects.update(is_superuser=False)


def publishing(by: User) -> None:
    publish(review=factories.signed(), live_seen=None, by=by, door="desk")


def cancelling(by: User) -> None:
    page = publish(
        review=factories.signed(), live_seen=None, by=factories.person(PUBLISHER), door="desk", opens=clock.now() + DAY
    )
    unschedule(publication=page, reason="Wrong.", by=by, door="desk")


def withdrawing(by: User) -> None:
    withdraw(article=factories.published().article, reason="Wrong.", by=by, door="admin")


def revoking(by: User) -> None:
    revoke(sign_off=factories.published().edition.sign_offs.get(), reason="Wrong.", by=by, door="desk")


def reopening(by: User) -> None:
    open_rereview(article=factories.published().article, by=by, door="desk")


def warning(by: User) -> None:
    page = factories.published()
    propose_safety_notice(
        text="Recalled.", articles=[page.article], ends_at=clock.now() + DAY, reason="Letter.", by=by, door="desk"
    )


def attesting(by: User) -> None:
    factories.attested(by=by)


def changing_the_policy(by: User) -> None:
    change_policy(
        document=PolicyDocument(ages_quickly_months=3), seen=PolicyVersion.current().number, by=by, door="admin"
    )


def beginning(by: User) -> None:
    factories.draft(by=by)


def moving(by: User) -> None:
    article = factories.draft().article
    move_article(article=article, section=article.section, risk="high", no_advertising=False, by=by, door="admin")


def readdressing(by: User) -> None:
    change_address(article=factories.draft().article, slug="elsewhere", by=by, door="admin")


def deleting(by: User) -> None:
    delete_article(draft=factories.draft(), seen=1, by=by, door="admin")


def uploading(by: User) -> None:
    picture(by=by)


def changing_the_site(by: User) -> None:
    keep_site_change(thing=Section(name="Another", slug="another"), by=by, door="admin")


def deleting_a_word(by: User) -> None:
    factories.site_thing_deleted(factories.term("gone"), by=by)


DEEDS: dict[str, Callable[[User], None]] = {
    "publish": publishing,
    "unschedule": cancelling,
    "withdraw": withdrawing,
    "revoke": revoking,
    "open_rereview": reopening,
    "propose_safety_notice": warning,
    "attest": attesting,
    "change_policy": changing_the_policy,
    "create_article": beginning,
    "move_article": moving,
    "change_address": readdressing,
    "delete_article": deleting,
    "store_media": uploading,
    "change_section": changing_the_site,
    "delete_glossaryterm": deleting_a_word,
}


@pytest.mark.parametrize("deed", DEEDS)
def test_a_deed_is_that_of_somebody_who_could_do_it(deed: str) -> None:
    """Given an auditor who made every door open, when they did it through the verb itself, then the Event is named."""
    by = usurper("Auditor")
    DEEDS[deed](by)
    put_back()
    named = [finding.what for finding in verify().findings if finding.table == "record_event"]
    assert any(f"a {deed!r}" in what and "by then held no role" in what for what in named), named


def test_what_somebody_did_while_they_could_stays_whole() -> None:
    """Given people who wrote and arranged, when they lose their roles or leave, then nothing they did is a fault."""
    editor, publisher, boss = factories.person(EDITOR), factories.person(PUBLISHER), factories.person(ADMINISTRATOR)
    for deed in (beginning, moving, readdressing, deleting, uploading):
        deed(editor)
    factories.term("kept", by=publisher)
    deleting_a_word(publisher)
    changing_the_site(boss)
    give_roles(person=editor, roles=[REVIEWER], by=boss, door="admin")
    deactivate(person=publisher, by=boss, door="admin", why="Left.")
    assert verify().findings == []


def test_a_reviewer_takes_back_their_own_signature_and_the_page_ends() -> None:
    """Given a page that rests on it, then who may not withdraw it ends it so, and no fault is found; without the
    signature that is taken back it is one.
    """
    page = factories.published()
    signature = page.edition.sign_offs.get()
    revoke(sign_off=signature, reason="I was wrong.", by=signature.reviewer, door="desk")
    assert verify().findings == []
    by = usurper(REVIEWER)
    withdraw(article=factories.published().article, reason="Wrong.", by=by, door="admin")
    put_back()
    ((_table, what),) = [(finding.table, finding.what) for finding in verify().findings]
    assert "took nothing back" in what


@transaction.atomic
def taken_back_by_hand(signature: SignOff, *, ending: Publication | None, ends: list[int]) -> Revocation:
    """What `revoke` writes, but that it ends this page, and tells of these."""
    by, now = signature.reviewer, clock.now()
    row = Revocation.objects.create(sign_off=signature, by=by, printed_name=by.printed_name, at=now, reason="Wrong.")
    if ending:
        take_away(ending.article, now=now, by=by, door="desk", reason="Wrong.", notice="")
    record_event(
        "revoke", actor=by, door="desk", article=signature.edition.article.uuid, row=row, why="Wrong.",
        sign_off=signature.pk, digest=signature.digest, ends=ends,
    )  # fmt: skip
    return row


def test_with_a_signature_that_is_taken_back_ends_what_rested_on_it_and_nothing_else() -> None:
    """Given a page that was published anew, with an old signature that is taken back nothing ends; whoever ends the
    page with it is named, and so is a page that went on, and an end of which nothing is told.
    """
    first = factories.published()
    factories.republished(first, title="Second")
    signature = first.edition.sign_offs.get()
    revoke(sign_off=signature, reason="I was wrong.", by=signature.reviewer, door="desk")
    typo = with_typo()
    whole = typo.edition.sign_offs.get()
    correction_public(typo)
    revoke(sign_off=whole, reason="I was wrong.", by=whole.reviewer, door="desk")
    assert Withdrawal.objects.filter(article=typo.article).exists()
    assert verify().findings == []

    old = factories.published()
    new = factories.republished(old, title="Second")
    another = taken_back_by_hand(old.edition.sign_offs.get(), ending=new, ends=[new.pk])
    page = factories.published()
    untold = taken_back_by_hand(page.edition.sign_offs.get(), ending=page, ends=[])
    standing = factories.published()
    went_on = taken_back_by_hand(standing.edition.sign_offs.get(), ending=None, ends=[])
    other = taken_back_by_hand(factories.published().edition.sign_offs.get(), ending=None, ends=[new.pk])
    wrong = {row: found()["reviews_revocation", str(row.pk)] for row in (another, went_on, other)}
    assert wrong[another].startswith(f"publication {new.pk} ended with it, by event ")
    assert wrong[another].endswith("though it didn't rest on it")
    assert wrong[went_on].startswith(f"publication {standing.pk} rested on it, and went on, by event ")
    assert "that other pages ended with it than did" in wrong[other]
    assert "took nothing back" in str(found()["record_event", str(Event.objects.get(row=untold.row_id).pk - 1)])


def test_nobody_takes_back_what_is_not_theirs() -> None:
    signature = factories.published().edition.sign_offs.get()
    by = usurper(REVIEWER)
    revoke(sign_off=signature, reason="Wrong.", by=by, door="desk")
    put_back()
    assert "somebody takes back what was not theirs" in str(found()["reviews_revocation", str(signature.revocation.pk)])


def test_a_signature_says_what_signatures_say_and_is_given_as_they_are() -> None:
    other_words = signed_by_hand(meaning="I have seen it.")
    other_way = signed_by_hand(method="sample")
    wrong = found()
    assert wrong.keys() == {("reviews_signoff", str(row.pk)) for row in (other_words, other_way)}
    assert "says something else" in wrong["reviews_signoff", str(other_words.pk)]
    assert "in another way" in wrong["reviews_signoff", str(other_way.pk)]


def test_a_signer_was_a_reviewer_by_then_who_signs_in_this_role() -> None:
    """Given people with profiles who were no reviewers any more, had left, or signed in other roles by then."""
    boss = factories.person(ADMINISTRATOR)
    none, left, nurse = known_reviewer(), known_reviewer(), known_reviewer()
    give_roles(person=none, roles=[EDITOR], by=boss, door="admin")
    deactivate(person=left, by=boss, door="admin", why="Left.")
    factories.profile(nurse, "nursing", name="Dr. Known")
    with clock.standing_at(clock.now() + timedelta(hours=1)):
        rows = [signed_by_hand(reviewer=somebody) for somebody in (none, left, nurse)]
        findings = [str(finding) for finding in verify().findings]
    assert len(findings) == len(rows)
    for row, somebody in zip(rows[:2], (none, left), strict=True):
        assert any(f"signoff:{row.pk} by person {somebody.pk}, who by then held no role" in line for line in findings)
    assert any(
        line.startswith(f"reviews_signoff {rows[2].pk}: its signer didn't sign in this role") for line in findings
    )


def corrected_by_hand(words: str) -> Review:
    """A text that was made a correction by hand, with Events that tell of it."""
    page = factories.published(body="## What it is\n\nTake 5 drops of it.\n\nIt is safe for you.\n")
    draft = factories.saved(page.article.drafts.get(), body=f"## What it is\n\n{words}\n")
    review = Review.objects.get(pk=factories.submitted(draft).pk)
    assert verify().findings == []
    connection.check_constraints()
    with guards_down(connection):
        Edition.objects.filter(pk=review.edition_id).update(purpose=ReviewPurpose.CORRECTION)
        Review.objects.filter(pk=review.pk).update(purpose=ReviewPurpose.CORRECTION, required='["editorial"]')
        connection.check_constraints()
    review = Review.objects.get(pk=review.pk)
    with transaction.atomic():
        for row, verb in ((review.edition, "freeze_edition"), (review, "submit")):
            record_event(
                verb, actor=review.opened_by, door="admin", article=review.article.uuid, row=row, edition=row.pk,
                digest=review.edition.digest,
            )  # fmt: skip
    return review


def test_a_correction_changed_no_figure() -> None:
    """Given another dose, then the correction is measured again against the text that was reviewed whole."""
    review = corrected_by_hand("Take 50 drops of it.\n\nIt is safe for you.")
    findings = [str(finding) for finding in verify().findings]
    measured = f"reviews_review {review.pk}: it is no minor correction of edition 1"
    assert any(measured in line for line in findings), findings


def test_what_may_have_been_minor_by_the_rules_of_its_day_is_a_remark() -> None:
    review = corrected_by_hand("Take 5 drops of it.\n\nIt is never safe for you.")
    verification = verify()
    measured = f"reviews_review {review.pk}: by the rules of today it is no minor correction of edition 1"
    assert any(line.startswith(measured) for line in verification.remarks), verification.remarks
    assert not any("minor" in str(finding) for finding in verification.findings)


def test_an_article_is_as_risky_and_as_free_of_advertising_as_it_began() -> None:
    risky, paid = factories.draft().article, factories.imported().article
    assert verify().findings == []
    Article.objects.filter(pk=risky.pk).update(risk="high")
    Article.objects.filter(pk=paid.pk).update(no_advertising=True)
    assert found().keys() == {("articles_article", str(article.pk)) for article in (risky, paid)}


@pytest.mark.parametrize("change", [{"width": 7}, {"content_type": "image/svg+xml"}, {"size": 1}])
def test_a_file_is_known_as_it_was_stored(change: dict[str, object]) -> None:
    media = picture("blue")
    assert verify().findings == []
    Media.objects.filter(pk=media.pk).update(**change)
    assert found().keys() == {("articles_media", media.name)}
    Media.objects.filter(pk=media.pk).delete()
    assert "is missing, though event" in found()["articles_media", media.name]
