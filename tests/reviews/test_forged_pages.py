"""Pages, signatures and warnings that no verb would have made: rows and Events fit each other, the rules don't hold."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from django.db import connection, transaction

from articles.models import (
    Authority,
    Edition,
    EditionContributor,
    GlossaryWording,
    Organisation,
    Publication,
    SafetyNotice,
)
from articles.windows import earliest_opening, newest_opened, standing_of
from people.roles import EDITOR, PUBLISHER
from record import clock
from record.canonical import digest_of
from record.chain import record_event
from record.verification import verify
from reviews.actions import change_end, open_rereview, publish, republish, reschedule, unschedule, withdraw
from reviews.actions.opening import facts_of, open_on
from reviews.actions.sign_off import MEANINGS
from reviews.authority import Rests, check_authority
from reviews.dates import add_months
from reviews.models import PolicyVersion, Review, ReviewPurpose, ReviewState, Revocation, SignOff, SignOffRole
from reviews.requirements import new_review
from reviews.transitions import move
from tests import factories
from tests.flush import guards_down
from tests.reviews.corrections import in_review, with_typo
from tests.reviews.policies import policy

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@contextmanager
def unguarded() -> Iterator[None]:
    connection.check_constraints()
    with guards_down(connection):
        yield
        connection.check_constraints()


def without(table: str, constraint: str) -> None:
    """What `guards_down` leaves standing on PostgreSQL, and SQLite's checks."""
    connection.check_constraints()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT IF EXISTS {constraint}")
        else:
            cursor.execute("PRAGMA ignore_check_constraints = ON")


@pytest.fixture(autouse=True)
def _checks_again(db: None) -> Iterator[None]:
    yield
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA ignore_check_constraints = OFF")


def a_page_of_another_article() -> str:
    page, other = factories.published(), factories.published()
    with unguarded():
        Publication.objects.filter(pk=page.pk).update(
            article=other.article, closes=page.opens + timedelta(microseconds=1)
        )
    return f"articles_publication {page.pk}: it is of another article"


def two_windows_at_once() -> str:
    first = factories.published()
    second = factories.republished(first, title="Second")
    by = factories.person(PUBLISHER)
    change_end(publication=second, closes=clock.now() + 90 * DAY, by=by, door="desk")
    without("articles_publication", "publications_do_not_overlap")
    with unguarded(), transaction.atomic():
        Publication.objects.filter(pk=first.pk).update(closes=None)
        first.refresh_from_db()
        record_event(
            "change_end", actor=by, door="desk", article=first.article.uuid, row=first, digest=first.edition.digest
        )
    return f"articles_publication {second.pk}: it opened while another"


def published_by_the_signer() -> str:
    signer = factories.into_roles(factories.reviewer("medical"), PUBLISHER)
    review = factories.signed(by=signer)
    page = factories.published(review, by=signer)
    apart = policy(publisher_apart=True)
    with unguarded():
        Review.objects.filter(pk=review.pk).update(policy=apart)
    return f"articles_publication {page.pk}: whoever published it wrote or signed it"


@transaction.atomic
def published_by_hand(
    review: Review, *, rests: Rests | None = None, opens: datetime | None = None, **instants: Any
) -> Publication:
    """What `publish` does, but for these instants."""
    by, now, organisation = factories.person(PUBLISHER), clock.now(), Organisation.current()
    rests = replace(rests or check_authority(review, by, now, organisation), **instants)
    newest = Publication.objects.filter(article=review.article).order_by("-opens").first()
    page, changed = open_on(
        review, rests, newest=newest, standing=newest, opens=opens or now, closes=None, by=by,
        organisation=organisation,
    )  # fmt: skip
    move(review, ReviewState.PUBLISHED, now)
    record_event(
        "publish", actor=by, door="desk", article=review.article.uuid, row=page, touched=[review, *changed],
        **facts_of(page, review),
    )  # fmt: skip
    return page


@transaction.atomic
def published_again_by_hand(old: Publication) -> Publication:
    """What `republish` does, but of any page, as it stood."""
    by, now, review = factories.person(PUBLISHER), clock.now(), old.published_review.review
    newest, standing = newest_opened(old.article, now), standing_of(old.article, now)
    rests = Rests(
        Authority(old.authority), list(old.signatures), old.last_reviewed, old.next_review_due, old.overdue_at,
        old.noindex_at, old.gone_at,
    )  # fmt: skip
    page, changed = open_on(
        review, rests, newest=newest, standing=standing, opens=earliest_opening(newest, now), closes=None, by=by,
        organisation=Organisation.current(),
    )  # fmt: skip
    record_event(
        "republish", actor=by, door="desk", article=old.article.uuid, row=page, touched=changed,
        **facts_of(page, review),
    )  # fmt: skip
    return page


def gone_sooner_than_its_policy_says() -> str:
    policy(gone_after_days=30)
    page = published_by_hand(factories.signed(), gone_at=clock.now() + DAY)
    return f"articles_publication {page.pk}: it is gone at another moment than its day and the policy"


def gone_though_its_policy_keeps_it() -> str:
    page = published_by_hand(factories.signed(), gone_at=clock.now() + 400 * DAY)
    return f"articles_publication {page.pk}: it is gone at another moment"


def overdue_the_day_before() -> str:
    review = factories.signed()
    due = add_months(clock.now().date(), review.months)
    page = published_by_hand(review, overdue_at=datetime.combine(due - 2 * DAY, time(), UTC))
    return f"articles_publication {page.pk}: it turns overdue at another moment"


def a_correction_that_is_overdue_later_than_what_it_corrects() -> str:
    page = with_typo()
    correction = published_by_hand(factories.signed(in_review(page)), overdue_at=page.overdue_at + timedelta(hours=1))
    return f"articles_publication {correction.pk}: its byline or dates are not those of the text that it corrects"


def a_text_that_lacks_what_was_public() -> str:
    first = factories.published()
    third = factories.republished(factories.republished(first, title="Second"), title="Third")
    with unguarded():
        Edition.objects.filter(pk=third.edition_id).update(based_on=first.edition)
    return f"articles_publication {third.pk}: it lacks what readers saw last"


def test_a_text_that_grew_from_another_article_is_named_in_words() -> None:
    first, other = factories.published(), factories.published()
    second = factories.republished(first, title="Second")
    with unguarded():
        Edition.objects.filter(pk=second.edition_id).update(based_on=other.edition)

    findings = [str(finding) for finding in verify().findings]

    assert f"articles_publication {second.pk}: it lacks what readers saw last when it was published" in findings
    assert not [finding for finding in findings if "KeyError" in finding]


def an_older_text_in_the_place_of_a_newer() -> str:
    first = factories.published()
    factories.republished(first, title="Second")
    again = published_again_by_hand(first)
    return f"articles_publication {again.pk}: it was published again, though it is not what readers saw last"


def an_older_review_of_the_same_text() -> str:
    first = factories.published()
    review = factories.signed(open_rereview(article=first.article, by=factories.person(EDITOR), door="desk"))
    factories.published(review)
    again = published_again_by_hand(first)
    return f"articles_publication {again.pk}: it was published again, though it is not what readers saw last"


def published_again_though_it_never_opened() -> str:
    review, by = factories.signed(), factories.person(PUBLISHER)
    page = publish(review=review, live_seen=None, by=by, door="desk", opens=clock.now() + DAY)
    unschedule(publication=page, reason="Wrong.", by=by, door="desk")
    again = published_again_by_hand(page)
    return f"articles_publication {again.pk}: its byline or dates are not those with which it was published before"


def published_again_when_its_review_was_long_over() -> str:
    page = factories.published()
    withdraw(article=page.article, reason="Doubts.", by=factories.person(PUBLISHER), door="desk")
    with clock.standing_at(clock.now() + 500 * DAY):
        again = published_again_by_hand(page)
    return f"articles_publication {again.pk}: its review was over when it opened"


@transaction.atomic
def reviewed_again_by_hand(page: Publication) -> Review:
    """What `open_rereview` does, but of any page."""
    article, edition, by = page.article, page.edition, factories.person(EDITOR)
    policy = PolicyVersion.current()
    review = new_review(article, edition, ReviewPurpose.REREVIEW, ages_quickly=False, policy=policy, by=by)
    record_event(
        "open_rereview", actor=by, door="desk", article=article.uuid, row=review, edition=edition.pk,
        digest=edition.digest, required=review.required_roles, policy=policy.number,
    )  # fmt: skip
    return review


def a_rereview_of_a_page_that_was_withdrawn() -> str:
    page = factories.published()
    withdraw(article=page.article, reason="Doubts.", by=factories.person(PUBLISHER), door="desk")
    return f"reviews_review {reviewed_again_by_hand(page).pk}: readers saw no page of its article by then"


def a_rereview_of_a_page_whose_time_was_over() -> str:
    page = factories.published()
    change_end(publication=page, closes=clock.now() + DAY, by=factories.person(PUBLISHER), door="desk")
    with clock.standing_at(clock.now() + 2 * DAY):
        return f"reviews_review {reviewed_again_by_hand(page).pk}: readers saw no page of its article by then"


def a_rereview_of_an_older_text() -> str:
    page = factories.published()
    factories.republished(page, title="Second")
    return f"reviews_review {reviewed_again_by_hand(page).pk}: it is of another text than readers saw by then"


def a_rereview_of_what_only_waits() -> str:
    page = publish(
        review=factories.signed(), live_seen=None, by=factories.person(PUBLISHER), door="desk", opens=clock.now() + DAY
    )  # fmt: skip
    return f"reviews_review {reviewed_again_by_hand(page).pk}: readers saw no page of its article by then"


def a_correction_of_a_page_that_was_withdrawn() -> str:
    by = factories.person(PUBLISHER)
    page = with_typo()
    review = factories.signed(in_review(page))
    rests = check_authority(review, by, clock.now(), Organisation.current())
    withdraw(article=page.article, reason="Doubts.", by=by, door="desk")
    page = published_by_hand(review, rests=rests)
    return f"articles_publication {page.pk}: it is a correction, and readers saw no page of its article by then"


def two_texts_that_wait() -> str:
    review, by = factories.signed(), factories.person(PUBLISHER)
    now = clock.now()
    publish(review=review, live_seen=None, by=by, door="desk", opens=now + DAY, closes=now + 2 * DAY)
    second = factories.signed(factories.submitted(factories.saved(review.article.drafts.get(), title="Second")))
    page = published_by_hand(second, opens=now + 5 * DAY)
    return f"articles_publication {page.pk}: it was published while another text of its article was scheduled"


def a_signature_in_a_review_that_was_recalled() -> str:
    review, reviewer = factories.recalled(), factories.reviewer()
    with transaction.atomic():
        row = SignOff.objects.create(
            review=review, edition=review.edition, digest=review.edition.digest, reviewer=reviewer,
            printed_name="Dr. Sample Reviewer", credentials="MD", role=SignOffRole.MEDICAL,
            meaning=MEANINGS[SignOffRole.MEDICAL], at=clock.now(), method="password", turn=0,
        )  # fmt: skip
        record_event(
            "sign_off", actor=reviewer, door="desk", article=review.article.uuid, row=row, role="medical",
            method="password", review=review.pk, edition=review.edition_id, digest=row.digest,
        )  # fmt: skip
    return f"reviews_signoff {row.pk}: its review was recalled by then"


def proposed_in_the_name_of_another() -> str:
    publisher = factories.person(PUBLISHER)
    with transaction.atomic():
        notice = SafetyNotice.objects.create(
            text="Recalled.", ends_at=clock.now() + DAY, reason="Letter.", proposed_by=factories.person(EDITOR),
            proposed_at=clock.now(),
        )  # fmt: skip
        notice.pages.create(article=factories.published().article)
        record_event("propose_safety_notice", actor=publisher, door="desk", row=notice)
        notice.confirmed_by, notice.confirmed_at = publisher, clock.now()
        notice.save()
        record_event("confirm_safety_notice", actor=publisher, door="desk", row=notice)
    return f"articles_safetynotice {notice.pk}: event "


def proposed_and_confirmed_by_one() -> str:
    publisher = factories.person(PUBLISHER)
    notice = factories.proposed_notice(factories.published().article, by=publisher)
    without("articles_safetynotice", "safety_notice_by_two_people")
    with transaction.atomic():
        SafetyNotice.objects.filter(pk=notice.pk).update(confirmed_by=publisher, confirmed_at=clock.now())
        notice.refresh_from_db()
        record_event("confirm_safety_notice", actor=publisher, door="desk", row=notice)
    return f"articles_safetynotice {notice.pk}: whoever proposed it confirmed it"


def a_wording_in_the_name_of_another() -> str:
    with transaction.atomic():
        row = GlossaryWording.objects.create(
            slug="vector", number=1, digest=digest_of("Ten."), by=factories.person(EDITOR), at=clock.now()
        )
        record_event("add_glossaryterm", actor=factories.person(EDITOR), door="admin", row=row)
    return f"articles_glossarywording {row.pk}: event "


def somebody_wrote_who_is_no_contributor() -> str:
    draft = factories.draft()
    other = factories.person(EDITOR)
    edition = factories.submitted(factories.saved(draft, by=other, title="Other words")).edition
    with unguarded():
        EditionContributor.objects.filter(edition=edition, person=other).delete()
    return f"articles_edition {edition.pk}: somebody saved it"


@pytest.mark.parametrize(
    "forge",
    [
        a_page_of_another_article,
        two_windows_at_once,
        published_by_the_signer,
        gone_sooner_than_its_policy_says,
        gone_though_its_policy_keeps_it,
        overdue_the_day_before,
        a_correction_that_is_overdue_later_than_what_it_corrects,
        a_text_that_lacks_what_was_public,
        an_older_text_in_the_place_of_a_newer,
        an_older_review_of_the_same_text,
        published_again_though_it_never_opened,
        published_again_when_its_review_was_long_over,
        a_rereview_of_a_page_that_was_withdrawn,
        a_rereview_of_a_page_whose_time_was_over,
        a_rereview_of_an_older_text,
        a_rereview_of_what_only_waits,
        a_correction_of_a_page_that_was_withdrawn,
        two_texts_that_wait,
        a_signature_in_a_review_that_was_recalled,
        proposed_in_the_name_of_another,
        proposed_and_confirmed_by_one,
        a_wording_in_the_name_of_another,
        somebody_wrote_who_is_no_contributor,
    ],
)
def test_what_no_verb_would_have_made_is_named(forge: Callable[[], str]) -> None:
    due = forge()
    findings = [str(finding) for finding in verify().findings]
    assert any(line.startswith(due) for line in findings), findings


def test_what_was_scheduled_and_never_opened_stands_between_texts_as_if_it_were_not_there() -> None:
    """Given a text that grew from one that was cancelled, and a policy that keeps publishers apart, all is whole."""
    policy(publisher_apart=True)
    by = factories.person(PUBLISHER)
    page = factories.published()
    review = factories.signed(factories.submitted(factories.saved(page.article.drafts.get(), title="Two"), note="Two."))
    second = publish(review=review, live_seen=page.pk, by=by, door="desk", opens=clock.now() + DAY)
    third = factories.saved(page.article.drafts.get(), by=factories.person(EDITOR), title="Three")
    review = factories.signed(factories.submitted(third, note="Three."))
    unschedule(publication=second, reason="Wrong.", by=by, door="desk")
    publish(review=review, live_seen=page.pk, by=by, door="desk")
    assert verify().findings == []


def test_what_readers_saw_last_may_come_back_by_whatever_way_it_went() -> None:
    """Given a page that went by a withdrawal, by its end, or was reviewed once more between, while other texts and its
    own return were scheduled, moved and cancelled, when it is published again, then all is whole.
    """
    by, editor = factories.person(PUBLISHER), factories.person(EDITOR)
    with clock.standing_at(clock.now()) as standing:

        def again(last: Publication, **values: Any) -> Publication:
            standing.move(timedelta(minutes=1))
            return republish(article=last.article, last_seen=last.pk, by=by, door="desk", **values)

        first = factories.published()
        withdraw(article=first.article, reason="Doubts.", by=by, door="desk")
        second = again(first)
        change_end(publication=second, closes=clock.now() + DAY, by=by, door="desk")
        standing.move(2 * DAY)
        returning = again(second, opens=clock.now() + DAY)
        moved = reschedule(publication=returning, opens=clock.now() + 2 * DAY, closes=None, by=by, door="desk")
        unschedule(publication=moved, reason="Too late.", by=by, door="desk")
        new = factories.saved(first.article.drafts.get(), title="Never shown")
        review = factories.signed(factories.submitted(new, note="New."))
        never = publish(review=review, live_seen=None, by=by, door="desk", opens=clock.now() + DAY)
        third = again(second, scheduled_seen=never.pk)
        standing.move(timedelta(minutes=1))
        rereview = factories.signed(open_rereview(article=first.article, by=editor, door="desk"))
        fourth = factories.published(rereview)
        standing.move(timedelta(minutes=1))
        withdraw(article=first.article, reason="Doubts.", by=by, door="desk")
        # Its return opens by itself just before it is withdrawn and published again.
        fifth = again(fourth, opens=clock.now() + timedelta(minutes=2))
        standing.move(timedelta(minutes=2))
        withdraw(article=first.article, reason="Doubts.", by=by, door="desk")
        assert again(fifth).edition_id == third.edition_id
        assert verify().findings == []


def test_no_page_lives_on_a_signature_that_was_taken_back() -> None:
    """Given a revocation that was written by hand, with its event, when the page went on, then it is named."""
    page = factories.published()
    signature = SignOff.objects.get()
    by = signature.reviewer
    row = Revocation.objects.create(
        sign_off=signature, by=by, printed_name=by.printed_name, at=clock.now(), reason="Bent."
    )  # fmt: skip
    with transaction.atomic():
        record_event(
            "revoke", actor=by, door="desk", article=page.article.uuid, row=row, why="Bent.", sign_off=signature.pk,
            digest=signature.digest, ends=[],
        )  # fmt: skip
    assert any(
        str(finding).startswith(f"articles_publication {page.pk}: it is live or scheduled, though")
        for finding in verify().findings
    )
