"""Signing from the desk: what is asked, what is refused, and what of it is on record."""

import pytest
from django.test import Client

from people.models import User
from people.roles import ADMINISTRATOR, EDITOR, PUBLISHER
from record.chain import Event
from reviews.actions import revoke
from reviews.models import ReviewState, SignOff
from tests import factories
from tests.factories import PASSWORD
from tests.reviews.at_desk import hidden, signed_in, signing
from tests.reviews.policies import policy

pytestmark = pytest.mark.django_db


def test_signing() -> None:
    review, reviewer = factories.submitted(), factories.reviewer()
    client = signed_in(reviewer)
    page = client.get(f"/reviews/{review.pk}/").text
    sent = {"digest": hidden(page, "digest"), "role": hidden(page, "role"), "password": PASSWORD}
    answer = client.post(f"/reviews/{review.pk}/sign/", sent)
    assert (answer.status_code, answer["Location"]) == (302, f"/reviews/{review.pk}/")
    signature = SignOff.objects.get()
    assert (signature.reviewer, signature.method) == (reviewer, "password")
    page = client.get(f"/reviews/{review.pk}/").text
    assert "your signature is on record" in page
    assert PASSWORD not in page


def test_signing_twice_is_one_signature_and_no_refusal() -> None:
    review, client = factories.submitted(), signed_in(factories.reviewer())
    for _time in range(2):
        assert client.post(f"/reviews/{review.pk}/sign/", signing(review)).status_code == 302
    assert SignOff.objects.count() == 1
    assert not Event.objects.filter(verb="refuse_sign_off").exists()


def test_after_a_signature_was_taken_back_the_same_person_signs_anew() -> None:
    """Given a signature that was taken back, when its signer signs again, then the password is asked for as ever, and
    what is told is what was done.
    """
    reviewer = factories.reviewer()
    review = factories.signed(by=reviewer)
    revoke(sign_off=SignOff.objects.get(), reason="I mixed up two texts.", by=reviewer, door="desk")
    client = signed_in(reviewer)
    refused = client.post(f"/reviews/{review.pk}/sign/", signing(review, password="wrong"))
    assert refused.status_code == 400
    assert "your signature is on record" not in refused.text
    assert SignOff.objects.count() == 1
    assert client.post(f"/reviews/{review.pk}/sign/", signing(review)).status_code == 302
    assert [row.turn for row in SignOff.objects.all()] == [0, 1]
    review.refresh_from_db()
    assert review.state == ReviewState.APPROVED


def test_a_wrong_password_signs_nothing_and_is_throttled() -> None:
    review, client = factories.submitted(), signed_in(factories.reviewer())
    for sent in (signing(review, password="wrong"), signing(review, password="")):
        answer = client.post(f"/reviews/{review.pk}/sign/", sent)
        assert answer.status_code == 400
        assert hidden(answer.text, "digest") == review.edition.digest
        assert 'id="_sign_password_error"' in answer.text
    for _time in range(4):
        client.post(f"/reviews/{review.pk}/sign/", signing(review, password="wrong"))
    answer = client.post(f"/reviews/{review.pk}/sign/", signing(review))
    assert answer.status_code == 429
    assert "Too many wrong passwords" in answer.text
    assert not SignOff.objects.exists()


def test_another_digest_than_the_one_on_the_screen_signs_nothing() -> None:
    review, client = factories.submitted(), signed_in(factories.reviewer())
    for digest in ("0" * 64, "", "x\0y", "é" * 5000):
        answer = client.post(f"/reviews/{review.pk}/sign/", signing(review, digest=digest))
        assert answer.status_code == 409
        assert "Nothing was signed" in answer.text
        assert hidden(answer.text, "digest") == review.edition.digest
    assert not SignOff.objects.exists()
    assert Event.objects.filter(verb="refuse_sign_off").count() == 4


@pytest.mark.parametrize("role", [EDITOR, PUBLISHER, ADMINISTRATOR])
def test_whoever_may_not_sign_and_tries_is_on_record(role: str) -> None:
    review, person = factories.submitted(), factories.person(role)
    assert signed_in(person).post(f"/reviews/{review.pk}/sign/", signing(review)).status_code == 403
    told = Event.objects.latest("seq").told
    assert (told["verb"], told["actor"]["id"]) == ("refuse_sign_off", person.pk)
    assert told["facts"]["digest"] == review.edition.digest
    assert told["why"] == "Only reviewers who didn’t write at this text can sign it."


def test_every_refusal_is_on_record_and_no_password() -> None:
    review, client = factories.submitted(), signed_in(factories.reviewer())
    tries = ({"password": "hunter2 wrong"}, {"password": ""}, {"role": "x<evil>"}, *[{"password": "hunter2"}] * 5)
    for values in tries:
        assert client.post(f"/reviews/{review.pk}/sign/", signing(review, **values)).status_code in (400, 429)
    events = Event.objects.filter(verb="refuse_sign_off").order_by("seq")
    said = [event.told["why"] for event in events]
    assert said[:3] == [
        "The password is not correct.",
        "No password was given that could be checked.",
        "No role was named in which this person can sign now.",
    ]
    assert len(said) == len(tries)
    assert said[-1].startswith("Too many wrong passwords.")
    assert not any(word in event.body for event in events for word in ("hunter2", "evil"))


def test_strangers_and_people_without_a_role_leave_nothing_on_record(client: Client) -> None:
    review, nobody = factories.submitted(), factories.person()
    nobody.groups.clear()
    assert client.post(f"/reviews/{review.pk}/sign/", signing(review)).status_code == 302
    assert signed_in(nobody).post(f"/reviews/{review.pk}/sign/", signing(review)).status_code == 403
    assert not Event.objects.filter(verb="refuse_sign_off").exists()


def test_nonsense_in_the_form_is_refused_with_a_sentence() -> None:
    review, client = factories.submitted(), signed_in(factories.reviewer())
    for values in ({"role": "x\0"}, {"role": ""}, {"role": "pharmacy"}, {"password": "a\0b"}):
        assert client.post(f"/reviews/{review.pk}/sign/", signing(review, **values)).status_code == 400
    assert not SignOff.objects.exists()


def test_contributors_have_no_pen_and_superusers_are_refused_by_the_verb() -> None:
    author = factories.reviewer()
    author = factories.into_roles(author, EDITOR)
    review = factories.submitted(factories.draft(by=author))
    client = signed_in(author)
    page = client.get(f"/reviews/{review.pk}/").text
    assert 'name="password"' not in page
    assert "You wrote at this text" in page
    assert client.post(f"/reviews/{review.pk}/sign/", signing(review)).status_code == 403
    User.objects.filter(pk=author.pk).update(is_superuser=True)
    answer = client.post(f"/reviews/{review.pk}/sign/", signing(review))
    assert answer.status_code == 403
    assert "You wrote at this text" in answer.text
    assert not SignOff.objects.exists()
    assert Event.objects.latest("seq").verb == "refuse_sign_off"


def test_a_superuser_who_is_no_reviewer_has_no_pen() -> None:
    superuser, review = factories.into_roles(factories.reviewer(), EDITOR), factories.submitted()
    superuser.groups.set(factories.person(EDITOR).groups.all())
    User.objects.filter(pk=superuser.pk).update(is_superuser=True)
    page = signed_in(User.objects.get(pk=superuser.pk)).get(f"/reviews/{review.pk}/").text
    assert 'name="password"' not in page
    assert "Only reviewers with a profile can sign. You can read along." in page


def test_whoever_wrote_older_text_is_told_that_they_may_sign() -> None:
    author = factories.reviewer()
    author = factories.into_roles(author, EDITOR)
    first = factories.published(factories.signed(factories.submitted(factories.draft(by=author))))
    review = factories.submitted(
        factories.saved(first.article.drafts.get(), by=factories.person(EDITOR), lead="By another.")
    )
    page = signed_in(author).get(f"/reviews/{review.pk}/").text
    assert "You wrote an older part of this text" in page
    assert "older part" not in signed_in(factories.reviewer()).get(f"/reviews/{review.pk}/").text


def test_somebody_else_was_first() -> None:
    review = factories.submitted()
    first, second = factories.reviewer(), factories.reviewer()
    signed_in(first).post(f"/reviews/{review.pk}/sign/", signing(review))
    answer = signed_in(second).post(f"/reviews/{review.pk}/sign/", signing(review))
    assert answer.status_code == 409
    assert "Somebody has signed in this role already." in answer.text


def test_where_several_roles_are_open_one_is_chosen() -> None:
    policy(default={"roles": ["medical", "editorial"], "months": 12})
    review, reviewer = factories.submitted(), factories.reviewer("medical", "editorial")
    client = signed_in(reviewer)
    page = client.get(f"/reviews/{review.pk}/").text
    assert page.count('type="radio"') == 2
    sent = signing(review)
    del sent["role"]
    assert "Choose as what you sign." in client.post(f"/reviews/{review.pk}/sign/", sent).text
    assert client.post(f"/reviews/{review.pk}/sign/", signing(review, role="editorial")).status_code == 302
    assert SignOff.objects.get().role == "editorial"
