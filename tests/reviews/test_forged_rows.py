"""Rows that are appended together with Events of their own: `verify_record` asks who, when, and by which rule."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction

from articles.actions.articles import move_article
from articles.models import Article, Publication, Risk, Section, Withdrawal
from people.models import User
from people.roles import ADMINISTRATOR, PUBLISHER, REVIEWER
from record import clock
from record.canonical import canonical_text, digest_of, utc_text
from record.chain import Event, record_event
from record.verification import verify
from reviews.actions import keep_reviewer, publish, revoke_attestation, sign_off, unschedule, withdraw
from reviews.actions.sign_off import MEANINGS
from reviews.models import Attestation, Method, PolicyVersion, Review, ReviewState, SignOff, SignOffRole
from reviews.policy import PolicyDocument
from reviews.proof import Proof
from reviews.transitions import move
from tests import factories
from tests.flush import guards_down
from tests.reviews.policies import policy

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def found() -> dict[tuple[str, str], str]:
    return {(finding.table, finding.id): finding.what for finding in verify().findings}


def known_reviewer() -> User:
    """A reviewer of whose profile Events tell."""
    person = factories.person(REVIEWER)
    keep_reviewer(
        person=person, printed_name="Dr. Known", credentials="MD", roles=["medical"], credentials_expire=None,
        conflicts="None.", specialties="", is_public=False, by=factories.person(ADMINISTRATOR), door="admin",
    )  # fmt: skip
    return person


def of_the_text(review: Review) -> dict[str, Any]:
    return {"review": review.pk, "edition": review.edition_id, "digest": review.edition.digest}


@transaction.atomic
def signed_by_hand(*, actor: User | None = None, **values: Any) -> SignOff:
    """A signature, its Event, and what comes of both, as `sign_off` writes them but for these values."""
    review = Review.objects.get(pk=factories.submitted().pk)
    given = {
        "reviewer": known_reviewer(), "printed_name": "Dr. Known", "credentials": "MD", "role": SignOffRole.MEDICAL,
        "meaning": MEANINGS[SignOffRole.MEDICAL], "at": clock.now(), "method": "password", "turn": 0,
    }  # fmt: skip
    row = SignOff.objects.create(review=review, edition=review.edition, digest=review.edition.digest, **given | values)
    move(review, ReviewState.APPROVED, clock.now())
    record_event(
        "sign_off", actor=actor or row.reviewer, door="desk", article=review.article.uuid, row=row, touched=[review],
        role="medical", method="password", **of_the_text(review),
    )  # fmt: skip
    return row


def test_a_signature_is_that_of_a_reviewer_and_of_its_event() -> None:
    """Given signatures that are appended, then one that a reviewer could have given may stand, and no other."""
    signed_by_hand()
    assert verify().findings == []
    by_another = signed_by_hand(actor=known_reviewer())
    by_nobody = signed_by_hand(reviewer=factories.person())
    by_famous = signed_by_hand(printed_name="Prof. Famous")
    of_old = signed_by_hand(at=datetime(2020, 5, 1, tzinfo=UTC))
    wrong = found()
    assert "names another person" in wrong["reviews_signoff", str(by_another.pk)]
    assert "had a profile of a reviewer by then" in wrong["reviews_signoff", str(by_nobody.pk)]
    assert "said otherwise than it prints" in wrong["reviews_signoff", str(by_famous.pk)]
    assert {finding.what for finding in verify().findings if finding.id == str(of_old.pk)} >= {
        "it is older than its Edition"
    }


@transaction.atomic
def attested_by_hand(
    review: Review | None = None, /, *, actor: User | None = None, facts: Any = (), **values: Any
) -> Attestation:
    review = Review.objects.get(pk=(review or factories.submitted(factories.imported())).pk)
    given = {
        "attested_by": factories.person(ADMINISTRATOR), "printed_name": "Admin", "name": "Dr. Old", "credentials": "MD",
        "reviewed_on": date(2024, 5, 6), "due": date(2025, 5, 6), "at": clock.now(), "method": "password",
    }  # fmt: skip
    digest = review.edition.digest
    row = Attestation.objects.create(review=review, edition=review.edition, digest=digest, **given | values)
    move(review, ReviewState.APPROVED, clock.now())
    record_event(
        "attest", actor=actor or row.attested_by, door="desk", article=review.article.uuid, row=row, touched=[review],
        **of_the_text(review), **dict(facts),
    )  # fmt: skip
    return row


def test_an_attestation_has_days_that_can_be_and_is_that_of_its_event() -> None:
    attested_by_hand()
    assert verify().findings == []
    today = clock.now().date()
    by_another = attested_by_hand(actor=factories.person(ADMINISTRATOR))
    ahead = attested_by_hand(reviewed_on=today + 30 * DAY, due=today + 60 * DAY)
    for_ever = attested_by_hand(due=date(2099, 1, 1))
    wrong = found()
    assert "names another person" in wrong["reviews_attestation", str(by_another.pk)]
    assert "its days are not" in wrong["reviews_attestation", str(ahead.pk)]
    assert "its days are not" in wrong["reviews_attestation", str(for_ever.pk)]


def test_what_is_attested_was_imported_and_waited_for_its_review() -> None:
    """Given attestations that are appended, then what each claims of the import is as the import was by then, and none
    is of a text that was never imported, was signed, or follows one that was published here.
    """
    draft = factories.imported(claimed=date(2024, 5, 6))
    changed = factories.submitted(factories.saved(draft, lead="Otherwise."))
    attested_by_hand(changed, facts={"claimed": "2024-05-06", "changed_since_import": True})
    fell = factories.published(factories.attested())
    revoke_attestation(
        attestation=fell.edition.attestations.get(), reason="Wrong.", by=factories.person(ADMINISTRATOR), door="desk"
    )
    attested_by_hand(factories.submitted(fell.article.drafts.get()))
    assert verify().findings == []
    policy(default={"roles": ["medical", "pharmacy"], "months": 12})
    half, public = factories.submitted(factories.imported()), factories.published(factories.attested())
    proof = Proof(factories.reviewer(), Method.PASSWORD)
    sign_off(review=half, digest=half.edition.digest, role="medical", proof=proof, door="desk")
    later = factories.submitted(factories.saved(public.article.drafts.get(), lead="Other."))
    wrong = {
        attested_by_hand(factories.submitted()): "its text was not imported by then",
        attested_by_hand(facts={"claimed": "2024-05-06"}): "its event tells of another claim",
        attested_by_hand(facts={"changed_since_import": True}): "its text was not changed since it was imported",
        attested_by_hand(
            factories.submitted(factories.saved(factories.imported(), lead="Otherwise.")),
            facts={"changed_since_import": False},
        ): "its text was changed since it was imported",
        attested_by_hand(half): "somebody had signed the text by then",
        attested_by_hand(
            later, facts={"changed_since_import": True}
        ): "a text of its article was published here by then",
    }
    named = found()
    for row, due in wrong.items():
        assert named["reviews_attestation", str(row.pk)].startswith(due)


def test_another_word_may_follow_where_an_older_one_stands_on_that_nothing_public_rests_on() -> None:
    """Given a text that was attested, recalled, attested again in another review, published, and lost that second word,
    when it is attested once more, then all is whole: nothing public rests on the first word, which nobody took back.
    """
    boss = factories.administrator()
    review = factories.attested()
    page = publish(
        review=review, live_seen=None, by=factories.person(PUBLISHER), door="desk", opens=clock.now() + DAY
    )  # fmt: skip
    unschedule(publication=page, reason="Too soon.", by=page.published_by, door="desk")
    factories.recalled(Review.objects.get(pk=review.pk))
    draft = review.article.drafts.get()
    second = factories.attested(factories.submitted(draft))
    assert second.pk != review.pk
    assert second.edition_id == review.edition_id
    factories.published(second)
    revoke_attestation(attestation=second.attestations.get(), reason="Wrong.", by=boss, door="desk")
    third = factories.attested(factories.submitted(draft))
    assert verify().findings == []
    factories.published(third)
    assert verify().findings == []


def test_no_event_runs_back_along_the_chain() -> None:
    """Given Events of a machine whose clock was an hour behind, and one of years ago, then that one is named."""
    somebody = factories.person()
    now = clock.now()
    with transaction.atomic():
        for moment in (now - timedelta(minutes=50), now - 3000 * DAY, now):
            with clock.standing_at(moment):
                record_event("sign_in", actor=somebody, door="account")
    second = Event.objects.order_by("-seq")[1]
    assert found().keys() == {("record_event", str(second.pk))}
    assert "though one before it is of" in found()["record_event", str(second.pk)]


@transaction.atomic
def opened_by_hand(**values: Any) -> Review:
    """A Review in the place of another that waits, with its Event, as `submit` writes them but for these values."""
    waiting = Review.objects.get(pk=factories.submitted().pk)
    move(waiting, ReviewState.SUPERSEDED, clock.now())
    row = Review.objects.get(pk=waiting.pk)
    row.pk, row.state, row.closed_at, row.opened_at = None, ReviewState.WAITING, None, clock.now()
    for name, value in values.items():
        setattr(row, name, value)
    row.save(force_insert=True)
    record_event(
        "submit", actor=row.opened_by, door="admin", article=row.article.uuid, row=row, touched=[waiting],
        **of_the_text(row),
    )  # fmt: skip
    return row


def test_a_review_asks_for_what_the_policy_says() -> None:
    """Given Reviews that are appended, then those that ask for less than the policy that is in force are named."""
    first = PolicyVersion.current()
    with clock.standing_at(clock.now() - timedelta(minutes=50)):
        factories.submitted()
    policy(default={"roles": ["medical", "legal"], "months": 12}, ages_quickly_months=3)
    factories.submitted()
    factories.submitted(details={"ages_quickly": True})
    opened_by_hand()
    assert verify().findings == []
    editorial = opened_by_hand(required='["editorial"]')
    one = opened_by_hand(required='["medical"]')
    years, soon = opened_by_hand(months=60), opened_by_hand(months=3)
    for review in (editorial, one, years, soon):
        assert "asks for other signatures, or gives another time" in found()["reviews_review", str(review.pk)]
    with clock.standing_at(clock.now() + timedelta(hours=2)):
        old = opened_by_hand(policy=first, required=editorial.required)
        assert "a policy that was not in force" in found()["reviews_review", str(old.pk)]


def test_a_review_is_of_the_shelf_and_risk_of_its_article() -> None:
    """Given an article that was moved about, then Reviews are of where it stood as each opened, and of nothing else."""
    draft, by = factories.draft(), factories.person()
    factories.answered(factories.submitted(draft))
    shelf = Section.objects.get(slug="symptoms")
    for risk in (Risk.HIGH, Risk.NORMAL):
        article = Article.objects.get(pk=draft.article_id)
        move_article(article=article, section=shelf, risk=risk, no_advertising=False, by=by, door="admin")
        factories.answered(factories.submitted(factories.saved(draft, lead=f"Of {risk} risk.")))
    factories.submitted(factories.imported())
    opened_by_hand()
    assert verify().findings == []
    elsewhere, harmful = opened_by_hand(section=shelf), opened_by_hand(risk=Risk.HIGH)
    wrong = found()
    assert wrong["reviews_review", str(elsewhere.pk)].startswith("its shelf is not that of its article by then")
    assert wrong["reviews_review", str(harmful.pk)].startswith("its risk is not that of its article by then")


@transaction.atomic
def policy_by_hand(number: int, since: datetime) -> PolicyVersion:
    """A version of the policy in force since then, with its Event of now."""
    by = factories.administrator()
    document = canonical_text(PolicyDocument(ages_quickly_months=number).model_dump(mode="json"))
    version = PolicyVersion.objects.filter(number=number).first()
    if version is None:
        version = PolicyVersion.objects.create(number=number, document=document, since=since, by=by)
    else:
        connection.check_constraints()
        with guards_down(connection):
            PolicyVersion.objects.filter(number=number).update(document=document, since=since, by=by)
            connection.check_constraints()
    record_event(
        "change_policy", actor=by, door="admin", number=number, since=utc_text(since),
        document_digest=digest_of(document),
    )  # fmt: skip
    return version


def test_a_policy_is_in_force_from_the_moment_at_which_somebody_put_it_there() -> None:
    """Given versions that are appended, or put in the place of one, then none began before or after its event."""
    policy_by_hand(2, clock.now())
    assert verify().findings == []
    for number, since in ((3, clock.now() - 20 * DAY), (4, clock.now() + DAY)):
        version = policy_by_hand(number, since)
        assert found()["reviews_policyversion", str(version.pk)].startswith("it came into force at another moment")
    policy_by_hand(2, clock.now())
    again = Event.objects.latest("seq")
    assert found()["record_event", str(again.pk)] == "version 2 of the policy was in force already"


def test_what_was_cancelled_or_withdrawn_is_not_brought_back_by_an_event() -> None:
    publisher = factories.person(PUBLISHER)
    review = factories.signed()
    never = publish(review=review, live_seen=None, by=publisher, door="desk", opens=clock.now() + DAY)
    unschedule(publication=never, reason="Wrong.", by=publisher, door="desk")
    gone = factories.published()
    withdraw(article=gone.article, reason="Wrong.", notice="Gone.", by=publisher, door="admin")
    assert verify().findings == []
    connection.check_constraints()
    with guards_down(connection):
        Publication.objects.filter(pk=never.pk).update(cancelled_at=None)
        Publication.objects.filter(pk=gone.pk).update(closes=None)
        connection.check_constraints()
    with transaction.atomic():
        review.refresh_from_db()
        move(review, ReviewState.PUBLISHED, clock.now())
        for page in (never, gone):
            page.refresh_from_db()
            record_event(
                "change_end", actor=publisher, door="desk", article=page.article.uuid, row=page, touched=[review],
                digest=page.edition.digest,
            )  # fmt: skip
    wrong = found()
    assert "otherwise than its cancellation says" in wrong["articles_publication", str(never.pk)]
    assert "is not closed by then" in wrong["articles_withdrawal", str(Withdrawal.objects.get().pk)]


def test_an_event_of_a_verb_that_nobody_knows_is_named() -> None:
    with transaction.atomic():
        event = record_event("blessed", actor=factories.person(), door="shell")
    verification = verify()
    assert verification.is_whole
    assert verification.remarks == [f"record_event {event.seq}: nobody knows its verb, 'blessed'."]
