"""Signing: who may, what exactly is signed, and what is on record when it is refused."""

from datetime import timedelta

import pytest
from pytest_django import Settings

from articles.models import Publication
from people.models import User
from people.roles import EDITOR, REVIEWER
from record import clock
from record.chain import Event
from record.errors import Conflict, NotAllowed, WrongState
from reviews.actions import sign_off, submit
from reviews.models import Method, Review, Reviewer, ReviewState, SignOff
from reviews.proof import Proof, command_proof
from tests import factories
from tests.reviews.policies import policy

pytestmark = pytest.mark.django_db


def sign(review: Review, by: User, *, role: str = "medical", digest: str = "") -> SignOff:
    proof = Proof(by, Method.PASSWORD)
    return sign_off(review=review, digest=digest or review.edition.digest, role=role, proof=proof, door="desk")


def last_event() -> Event:
    return Event.objects.latest("seq")


def test_a_signature_holds_what_was_signed_and_by_whom() -> None:
    review, by = factories.submitted(), factories.reviewer(name="Dr. One", credentials="MD, Genetics")
    signature = sign(review, by)
    assert (signature.digest, signature.edition) == (review.edition.digest, review.edition)
    assert (signature.printed_name, signature.credentials) == ("Dr. One", "MD, Genetics")
    assert (signature.role, signature.method, signature.reviewer) == ("medical", "password", by)
    assert signature.meaning
    review.refresh_from_db()
    assert review.state == ReviewState.APPROVED
    assert not Publication.objects.exists()
    assert (last_event().verb, last_event().row) == ("sign_off", f"signoff:{signature.pk}")


def test_it_keeps_the_name_of_its_day() -> None:
    review, by = factories.submitted(), factories.reviewer(name="Dr. One")
    signature = sign(review, by)
    Reviewer.objects.update(printed_name="Dr. Two", credentials="none")
    signature.refresh_from_db()
    assert (signature.printed_name, signature.credentials) == ("Dr. One", "MD")


def test_another_digest_is_refused_and_that_is_on_record() -> None:
    first = factories.published()
    review = factories.submitted(factories.saved(first.article.drafts.get(), lead="Other."))
    by = factories.reviewer()
    before = SignOff.objects.count()
    for digest in (first.edition.digest, "0" * 64, "nonsense\0", ""):
        with pytest.raises(Conflict, match="Nothing was signed"):
            sign_off(review=review, digest=digest, role="medical", proof=Proof(by, Method.PASSWORD), door="desk")
        told = last_event().told
        assert told["verb"] == "refuse_sign_off"
        assert told["actor"]["id"] == by.pk
        assert told["facts"]["digest"] == (digest if len(digest) == 64 else "")
        assert "Nothing was signed" in told["why"]
    assert SignOff.objects.count() == before


def test_nobody_signs_what_they_wrote_superusers_included() -> None:
    author = factories.reviewer()
    author = factories.into_roles(author, EDITOR)
    author.is_superuser = True
    author.save()
    author = User.objects.get(pk=author.pk)
    draft = factories.saved(factories.draft(), by=author, lead="By me.")
    draft = factories.saved(draft, by=factories.person(EDITOR), lead="By somebody else.")
    review = factories.submitted(draft)
    with pytest.raises(NotAllowed, match="You wrote at this text"):
        sign(review, author)
    assert not SignOff.objects.exists()
    assert last_event().told["verb"] == "refuse_sign_off"


def test_whoever_wrote_older_published_text_may_sign() -> None:
    author = factories.reviewer()
    author = factories.into_roles(author, EDITOR)
    author = User.objects.get(pk=author.pk)
    first = factories.published(factories.signed(factories.submitted(factories.draft(by=author))))
    review = factories.submitted(factories.saved(first.article.drafts.get(), by=factories.person(EDITOR), lead="New."))
    assert sign(review, author).reviewer == author


def test_only_reviewers_with_a_profile() -> None:
    review = factories.submitted()
    superuser = User.objects.create_superuser("root")
    without_profile = factories.person(REVIEWER)
    profile_only = factories.person(EDITOR)
    Reviewer.objects.create(person=profile_only, printed_name="X", credentials="MD", roles=["medical"])
    left = factories.reviewer()
    left.is_active = False
    left.save()
    no_reviewer_any_more = factories.reviewer()
    no_reviewer_any_more.groups.clear()
    User.objects.filter(pk=no_reviewer_any_more.pk).update(is_superuser=True)
    for somebody in (superuser, without_profile, profile_only, left, no_reviewer_any_more):
        with pytest.raises(NotAllowed):
            sign(review, somebody)
    assert not SignOff.objects.exists()


def test_only_in_a_role_of_theirs_that_is_asked_for() -> None:
    review = factories.submitted()
    for somebody, role in ((factories.reviewer("pharmacy"), "pharmacy"), (factories.reviewer("pharmacy"), "medical")):
        with pytest.raises(NotAllowed):
            sign(review, somebody, role=role)
    expired = factories.reviewer()
    Reviewer.objects.filter(person=expired).update(credentials_expire=clock.now().date() - timedelta(days=2))
    with pytest.raises(NotAllowed, match="expired"):
        sign(review, User.objects.get(pk=expired.pk))
    with pytest.raises(NotAllowed):
        sign(review, factories.reviewer(), role="nonsense")


def test_one_signature_for_each_role() -> None:
    policy(default={"roles": ["medical", "pharmacy"], "months": 12})
    review = factories.submitted()
    doctor, other = factories.reviewer(), factories.reviewer()
    sign(review, doctor)
    for again in (doctor, other):
        with pytest.raises(Conflict, match="signed in this role already"):
            sign(review, again)
    assert Review.objects.get(pk=review.pk).state == ReviewState.WAITING
    sign(review, factories.reviewer("pharmacy"), role="pharmacy")
    assert Review.objects.get(pk=review.pk).state == ReviewState.APPROVED
    assert SignOff.objects.count() == 2


def test_a_review_that_is_over_takes_no_signature() -> None:
    for review in (factories.recalled(), factories.answered(), factories.published().published_review.review):
        with pytest.raises(WrongState, match="over"):
            sign(review, factories.reviewer())


def test_a_signature_counts_again_where_the_same_edition_is_reviewed_again() -> None:
    policy(default={"roles": ["medical", "pharmacy"], "months": 12})
    review = factories.submitted()
    sign(review, factories.reviewer())
    factories.recalled(review)
    draft = review.article.drafts.get()
    again = submit(draft=draft, seen=draft.saves, change_note="Again.", by=review.opened_by, door="admin").review
    assert again is not None
    assert again.edition == review.edition
    with pytest.raises(Conflict):
        sign(again, factories.reviewer())
    sign(again, factories.reviewer("pharmacy"), role="pharmacy")
    assert Review.objects.get(pk=again.pk).state == ReviewState.APPROVED


def test_commands_sign_only_in_a_demo(settings: Settings) -> None:
    by = factories.reviewer()
    for method in (Method.SAMPLE, Method.TRIAL):
        with pytest.raises(NotAllowed, match="demo"):
            command_proof(by, method)
    settings.DEMO = True
    assert command_proof(by, Method.SAMPLE).method == Method.SAMPLE
    with pytest.raises(NotAllowed):
        command_proof(by, Method.PASSWORD)
