"""Minor corrections: what they may change, who checks them, what stands on the page, and what ends them."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from articles.actions.rebase_draft import behind, rebase_draft
from articles.content import text_from, text_of
from articles.models import Draft, DraftSave, Edition, EditionContent, Organisation, Publication, Purpose, Way
from articles.seal import seal_of
from people.models import User
from people.roles import ADMINISTRATOR, AUDITOR, EDITOR, PUBLISHER, REVIEWER
from record import clock
from record.chain import Event
from record.errors import Conflict, NotAllowed, WrongState
from record.verification import verify
from reviews.actions import (
    begin_correction,
    discard_correction,
    open_rereview,
    publish,
    revoke,
    sign_off,
    withdraw,
)
from reviews.actions.sign_off import MEANING_OF_CORRECTION
from reviews.corrections import SLIPS_IN
from reviews.models import Method, Review, ReviewState, SignOff
from reviews.proof import Proof
from tests import factories as make
from tests.reviews.corrections import (
    MENDED,
    begun,
    corrected,
    correction_public,
    hand_in,
    in_review,
    main_of,
    with_typo,
)
from tests.reviews.policies import policy
from tests.reviews.redacting import redacted

pytestmark = pytest.mark.django_db


def sign(review: Review, person: User, role: str = "editorial") -> SignOff:
    proof = Proof(person, Method.PASSWORD)
    return sign_off(review=review, digest=review.edition.digest, role=role, proof=proof, door="desk")


def test_a_correction_begins_with_what_readers_see_beside_a_new_text() -> None:
    page = with_typo()
    make.saved(main_of(page.article), lead="A new text in the making.")
    correction = begun(page)
    assert correction.purpose == Purpose.CORRECTION
    assert text_of(correction).stored() == text_from(page.edition).stored()
    assert (correction.base, correction.saves) == (page.edition, 1)
    assert main_of(page.article).lead == "A new text in the making."
    assert Event.objects.order_by("-seq")[0].verb == "begin_correction"


def test_one_at_a_time_and_only_of_what_readers_see() -> None:
    with pytest.raises(WrongState, match="no page"):
        begin_correction(article=make.draft().article, by=make.person(EDITOR), door="admin")
    page = with_typo()
    begun(page)
    with pytest.raises(WrongState, match="open already"):
        begun(page)


@pytest.mark.parametrize("role", [REVIEWER, PUBLISHER, AUDITOR])
def test_only_editors_and_administrators_correct(role: str) -> None:
    page = with_typo()
    with pytest.raises(NotAllowed):
        begun(page, by=make.person(role))
    correction = begun(page, by=make.person(ADMINISTRATOR))
    with pytest.raises(NotAllowed):
        discard_correction(draft=correction, seen=1, by=make.person(role), door="admin")


def test_what_is_discarded_leaves_who_saved_it_and_the_count_goes_on() -> None:
    page = with_typo()
    first = corrected(page)
    discard_correction(draft=first, seen=2, by=page.article.owner, door="admin")
    assert not page.article.drafts.filter(purpose=Purpose.CORRECTION).exists()
    again = begun(page)
    assert again.saves == 3
    saves = DraftSave.objects.filter(article_uuid=page.article.uuid, purpose=Purpose.CORRECTION)
    assert [save.number for save in saves.order_by("number")] == [1, 2, 3]
    assert not list(verify().findings)


def test_discarding_waits_for_the_review_and_for_what_was_seen() -> None:
    review = in_review(with_typo())
    draft = review.article.drafts.get(purpose=Purpose.CORRECTION)
    with pytest.raises(WrongState, match="Take it back first"):
        discard_correction(draft=draft, seen=draft.saves, by=review.opened_by, door="admin")
    make.recalled(review)
    with pytest.raises(Conflict):
        discard_correction(draft=draft, seen=1, by=review.opened_by, door="admin")
    discard_correction(draft=draft, seen=draft.saves, by=review.opened_by, door="admin")
    with pytest.raises(WrongState, match="This correction is over"):
        discard_correction(draft=draft, seen=draft.saves, by=review.opened_by, door="admin")


def test_a_typo_is_checked_by_an_editor_and_the_medical_review_stands() -> None:
    with clock.standing_at(clock.now() - timedelta(days=40)):
        page = with_typo()
    review = in_review(page)
    assert review.required_roles == ["editorial"]
    checker = make.reviewer("editorial", name="Ed Checker", credentials="Editor")
    signature = sign(review, checker)
    assert signature.meaning == MEANING_OF_CORRECTION
    live = make.published(Review.objects.get(pk=review.pk))
    assert live.authority == "correction"
    assert live.last_reviewed == page.last_reviewed
    assert live.next_review_due == page.next_review_due
    assert live.overdue_at == page.overdue_at
    assert live.last_updated > page.last_updated
    seal = seal_of(live, clock.now())
    assert [row.name for row in seal.medical] == ["Dr. Sample Reviewer"]
    assert [row.name for row in seal.wording] == ["Ed Checker"]
    assert not seal.others
    assert not Draft.objects.filter(purpose=Purpose.CORRECTION).exists()
    assert not list(verify().findings)


def test_a_doctor_who_checks_a_wording_is_no_medical_reviewer_for_it() -> None:
    policy(corrections={"roles": ["medical"]})
    live = make.published(make.signed(in_review(with_typo()), by=make.reviewer("medical", name="Dr. Wording")))
    seal = seal_of(live, clock.now())
    assert [row.name for row in seal.medical] == ["Dr. Sample Reviewer"]
    assert [row.name for row in seal.wording] == ["Dr. Wording"]


def test_nobody_checks_what_they_corrected_discarded_corrections_included() -> None:
    writer = make.reviewer("editorial")
    writer = make.into_roles(writer, EDITOR)
    page = with_typo()
    discard_correction(draft=begun(page, by=writer), seen=1, by=writer, door="admin")
    review = in_review(page)
    with pytest.raises(NotAllowed, match="You wrote at this text"):
        sign(review, writer)


@pytest.mark.parametrize(
    ("values", "where", "words"),
    [
        ({"title": "Gene therapies"}, "Title", "can't change"),
        ({"body": MENDED.replace("works on", "does not work on")}, "Text", "not"),
        ({"body": MENDED.replace("a gene is", "7 genes are")}, "Text", "7"),
        ({"details": {"tags": ["children"]}}, "Tags", "can't change"),
    ],
)
def test_what_is_more_than_minor_is_told_and_nothing_is_frozen(values: dict[str, Any], where: str, words: str) -> None:
    page = with_typo()
    submission = hand_in(corrected(page, **values))
    assert submission.review is None
    finding = submission.findings[0]
    assert (finding.kind, finding.where, finding.blocks) == ("not-minor", where, True)
    assert words in finding.message
    assert "Submit it as a new text instead." in finding.message
    assert Edition.objects.count() == EditionContent.objects.count() == 1


def test_a_drug_that_only_this_library_knows_is_guarded() -> None:
    text = "## What it is\n\nPeople call Feelgood a wonder.\n"
    page = make.published(body=text)
    mended = text.replace("Feelgood", "Feelgodd")
    draft = corrected(page, body=mended)
    make.published(section="drugs-supplements", title="Somatropin", details={"synonyms": ["Feelgood"]})
    submission = hand_in(draft)
    assert submission.review is None
    assert "Feelgood" in submission.findings[0].message


def test_the_policy_says_which_fields_and_how_many_words() -> None:
    policy(corrections={"fields": ["lead"], "words": 1})
    page = with_typo()
    assert hand_in(corrected(page)).review is None
    draft = page.article.drafts.get(purpose=Purpose.CORRECTION)
    make.saved(draft, body=page.edition.content["source"]["body"], lead=make.LEAD.replace("illness", "illnesses"))
    assert hand_in(draft).review


def test_a_text_whose_headings_name_the_organisation_is_reviewed_anew_once_that_has_another_name() -> None:
    """Given a name that readers see in a signed heading, when it changes, then no correction carries the new one in."""
    page = with_typo(details={"closing_note": "Call us."})
    Organisation.objects.update(name="Quite Another Clinic")
    submission = hand_in(corrected(page))
    assert submission.review is None
    assert any("“Quite Another Clinic”" in finding.message for finding in submission.findings)


def test_a_name_of_the_organisation_that_no_signed_word_holds_changes_nothing() -> None:
    page = with_typo()
    Organisation.objects.update(name="Quite Another Clinic")
    assert hand_in(corrected(page)).review


def test_corrections_do_not_add_up_to_a_new_text() -> None:
    policy(corrections={"words": 2})
    text = "## What it is\n\nA tretment that wroks on genes and hleps peple.\n"
    page = make.published(body=text)
    once = text.replace("tretment", "treatment").replace("wroks", "works")
    correction_public(page, body=once)
    twice = once.replace("hleps", "helps").replace("peple", "people")
    draft = corrected(page, body=twice)
    submission = hand_in(draft)
    assert submission.review is None
    assert "4 words change; at most 2 may." in submission.findings[0].message
    # Back to what was signed whole is no change at all, and one more word within what is left is fine.
    make.saved(draft, body=text.replace("tretment", "treatment").replace("peple", "people"))
    assert hand_in(draft).review


def test_a_rereview_signs_the_corrected_text_and_the_count_begins_anew() -> None:
    policy(corrections={"words": 1})
    text = "## What it is\n\nA tretment that wroks on genes.\n"
    page = make.published(body=text)
    live = correction_public(page, body=(once := text.replace("tretment", "treatment")))
    review = open_rereview(article=page.article, by=page.article.owner, door="desk")
    assert review.required_roles == ["medical"]
    again = make.published(make.signed(review, by=make.reviewer("medical", name="Dr. Again")))
    assert (again.edition, again.authority) == (live.edition, "signatures")
    assert [row.name for row in seal_of(again, clock.now()).reviews] == ["Dr. Again"]
    assert hand_in(corrected(page, body=once.replace("wroks", "works"))).review


def test_none_begins_on_a_text_that_was_redacted(client: Client) -> None:
    """Given a corrected page whose text as it was reviewed whole is gone, when it has a typo, it is a new text's."""
    page = with_typo()
    correction_public(page)
    main = make.saved(main_of(page.article), body=MENDED)
    redacted(page.edition)
    with pytest.raises(WrongState, match="Submit it as a new text"):
        begun(page)
    client.force_login(main.article.owner)
    asked = client.get(f"/admin/articles/draft/{main.pk}/correct/")
    assert asked.status_code == 409
    assert "has no review any more that stands. Submit it as a new text." in asked.text
    assert "Begin the correction" not in asked.text
    assert client.post(f"/admin/articles/draft/{main.pk}/correct/").status_code == 409
    assert not Draft.objects.filter(purpose=Purpose.CORRECTION).exists()


def test_the_medical_signature_taken_back_ends_the_correction() -> None:
    page = with_typo()
    live = correction_public(page)
    medical = SignOff.objects.get(edition=page.edition)
    revoke(sign_off=medical, reason="A mistake.", by=medical.reviewer, door="desk", ends_seen=[live.pk])
    assert not Publication.objects.live(clock.now()).exists()
    assert not list(verify().findings)


def test_nothing_is_published_on_a_review_that_was_taken_back() -> None:
    page = with_typo()
    review = make.signed(in_review(page))
    medical = SignOff.objects.get(edition=page.edition)
    revoke(sign_off=medical, reason="A mistake.", by=medical.reviewer, door="desk")
    with pytest.raises(WrongState, match="Only a signed text"):
        publish(review=review, live_seen=None, by=make.person(PUBLISHER), door="desk")


def test_no_correction_brings_a_withdrawn_page_back() -> None:
    page = with_typo()
    review = make.signed(in_review(page))
    publisher = make.person(PUBLISHER)
    withdraw(article=page.article, reason="Dangerous.", notice="", by=publisher, door="admin")
    with pytest.raises(WrongState, match="nothing to correct"):
        publish(review=review, live_seen=None, by=publisher, door="desk")


def test_a_correction_of_a_page_that_is_gone_is_refused() -> None:
    page = with_typo()
    draft = corrected(page)
    withdraw(article=page.article, reason="R", notice="", by=make.person(PUBLISHER), door="admin")
    with pytest.raises(WrongState, match="nothing to correct"):
        hand_in(draft)


def test_a_new_text_waits_until_the_correction_is_brought_in() -> None:
    page = with_typo()
    main = make.saved(main_of(page.article), lead="A new lead.")
    pending = make.signed(make.submitted(main, note="A new lead."))
    live = correction_public(page)
    with pytest.raises(Conflict, match="Bring its changes in"):
        make.published(pending)
    main = Draft.objects.get(pk=main.pk)
    assert behind(main, clock.now()) == live.edition
    text = make.text(lead="A new lead.", body=MENDED)
    somebody = make.person(EDITOR)
    rebased = rebase_draft(draft=main, text=text, seen=main.saves, onto=live.edition, by=somebody, door="admin")
    assert (rebased.base, rebased.saves, behind(rebased, clock.now())) == (live.edition, 3, None)
    assert DraftSave.objects.get(article_uuid=page.article.uuid, purpose="main", number=3).way == Way.REBASED
    told = Event.objects.order_by("-seq")[0].told
    assert (told["verb"], told["facts"]["edition"], told["facts"]["was"]) == (
        "rebase_draft", live.edition_id, page.edition_id,
    )  # fmt: skip
    review = make.submitted(rebased, note="A new lead.")
    assert {row.person for row in review.edition.contributor_rows.all()} == {page.article.owner, somebody}
    assert Review.objects.get(pk=pending.pk).state == ReviewState.SUPERSEDED
    newest = make.published(make.signed(review))
    assert newest.edition.content["source"]["body"] == MENDED.strip("\n")
    assert newest.edition.lead == "A new lead."
    assert not list(verify().findings)


def test_a_rebase_needs_something_to_bring_in_and_what_was_seen() -> None:
    page = with_typo()
    main = main_of(page.article)
    by = page.article.owner
    with pytest.raises(WrongState, match="nothing to bring in"):
        rebase_draft(draft=main, text=text_of(main), seen=1, onto=page.edition, by=by, door="admin")
    live = correction_public(page)
    with pytest.raises(Conflict, match="since you looked"):
        rebase_draft(draft=main, text=text_of(main), seen=1, onto=page.edition, by=by, door="admin")
    with pytest.raises(Conflict):
        rebase_draft(draft=main, text=text_of(main), seen=7, onto=live.edition, by=by, door="admin")
    # What the draft holds already makes no save; from now on it grows from what readers see.
    same = rebase_draft(draft=main, text=text_of(main), seen=1, onto=live.edition, by=by, door="admin")
    assert (same.saves, same.base) == (1, live.edition)


def test_a_correction_is_rebased_before_it_is_handed_in() -> None:
    page = with_typo()
    draft = corrected(page)
    newer = make.republished(page, lead="Another lead.")
    with pytest.raises(Conflict, match="Bring its changes in"):
        hand_in(draft)
    text = make.text(lead="Another lead.", body=MENDED)
    rebase_draft(draft=draft, text=text, seen=draft.saves, onto=newer.edition, by=page.article.owner, door="admin")
    assert hand_in(draft).review


def test_what_lacks_a_correction_is_not_ready_to_publish_once_its_schedule_is_cancelled(client: Client) -> None:
    """Given a text that is scheduled, when a correction is published in its place, then the text has to take it in."""
    page = with_typo()
    main = make.saved(main_of(page.article), lead="Soon.")
    review, by = make.signed(make.submitted(main, note="N")), make.person(PUBLISHER)
    soon = clock.now() + timedelta(days=1)
    later = publish(review=review, live_seen=page.pk, by=by, door="desk", opens=soon)
    correction = make.signed(in_review(page))
    publish(review=correction, live_seen=page.pk, scheduled_seen=later.pk, by=by, door="desk")

    review.refresh_from_db()
    assert review.state == ReviewState.SUPERSEDED
    main = main_of(page.article)
    with pytest.raises(Conflict, match="Bring that in first"):
        make.submitted(main, note="Again.")
    client.force_login(page.article.owner)
    answer = client.post(f"/admin/articles/draft/{main.pk}/submit/", {"seen": main.saves, "change_note": "Again."})
    assert answer.status_code == 409
    assert "Bring that in first" in answer.text
    assert f"/admin/articles/draft/{main.pk}/rebase/" in answer.text

    text = make.text(lead="Soon.", body=MENDED)
    rebased = rebase_draft(
        draft=main, text=text, seen=main.saves, onto=correction.edition, by=page.article.owner, door="admin"
    )
    make.published(make.signed(make.submitted(rebased, note="With both.")))
    assert verify().is_whole


def test_what_readers_saw_meanwhile_is_said_where_a_text_would_be_published(client: Client) -> None:
    page = with_typo()
    review = make.signed(make.submitted(make.saved(main_of(page.article), lead="Soon."), note="N"))
    client.force_login(make.person(PUBLISHER))
    path = f"/reviews/{review.pk}/"
    assert f"{path}publish/" in client.get(path).text
    correction_public(page)
    there = client.get(path).text
    assert "Its author has to bring that in, and submit the text again." in there
    assert f"{path}publish/" not in there
    with pytest.raises(Conflict, match="Bring that in first"):
        make.submitted(main_of(page.article), note="Again.")


def test_a_draft_whose_own_text_is_scheduled_lacks_nothing() -> None:
    page = with_typo()
    review = make.signed(make.submitted(make.saved(main_of(page.article), lead="Soon."), note="N"))
    soon = clock.now() + timedelta(days=1)
    publish(review=review, live_seen=page.pk, by=make.person(PUBLISHER), door="desk", opens=soon)
    main = main_of(page.article)
    assert main.base == review.edition
    assert behind(main, clock.now()) is None


@pytest.mark.parametrize(
    ("before", "after", "is_minor"),
    [
        ("friend", "fiend", False),
        ("Friends", "fiends", False),
        ("frend", "friend", True),
        ("colour", "color", True),
        ("freind", "friend", True),
    ],
)
def test_what_other_articles_call_a_word_is_no_typo(before: str, after: str, is_minor: bool) -> None:
    """Given a word that other articles use, when it becomes another, then it was no slip of the pen."""
    make.published(title="Other", body="## What it is\n\nA friend with colour. Friends help.\n")
    page = with_typo(lead=f"{before} came along.")
    findings = hand_in(corrected(page, lead=f"{after} came along.")).findings
    blocking = [finding for finding in findings if finding.blocks]
    assert (not blocking) == is_minor, blocking
    if not is_minor:
        assert "stands elsewhere in the text or the library" in str(blocking[0].message)


def test_a_slip_that_crept_into_several_articles_is_still_one() -> None:
    """Given a word that another article misspells as well, when many more have it right, then it may be corrected."""
    make.published(title="As wrong", body="## What it is\n\nFreind of all.\n")
    for number in range(SLIPS_IN - 1):
        make.published(title=f"Right {number}", body="## What it is\n\nA friend.\n")
    page = with_typo(lead="A freind came along.")
    correction = corrected(page, lead="A friend came along.")
    assert [finding for finding in hand_in(correction).findings if finding.blocks]
    make.published(title="Right at last", body="## What it is\n\nA friend.\n")
    assert hand_in(correction).review


def test_what_only_drafts_and_past_texts_say_makes_no_word() -> None:
    """Given a word of texts that readers don't see, then it is none: there it may be the same slip."""
    make.submitted(title="Waiting", body="## What it is\n\nA treatmnt.\n")
    gone = make.published(title="Gone", body="## What it is\n\nA treatmnt.\n").article
    withdraw(article=gone, reason="Wrong.", notice="", by=make.person(PUBLISHER), door="desk")
    assert hand_in(corrected(with_typo())).review
