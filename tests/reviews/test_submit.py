"""Submitting: what is frozen, what blocks, and what becomes of a text that was there before."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from pytest_django.fixtures import DjangoCaptureOnCommitCallbacks

from articles.actions.articles import move_article
from articles.models import Draft, Edition, EditionContent
from people.roles import EDITOR, PUBLISHER
from record import clock
from record.canonical import digest_of
from record.chain import Event
from record.errors import BadInput, Conflict, NotAllowed, WrongState
from reviews.actions import NothingNew, Submission, submit, withdraw
from reviews.models import Review, ReviewState
from tests import factories
from tests.reviews.policies import policy

pytestmark = pytest.mark.django_db


def hand_in(draft: Draft, *, note: str = "Note.", seen: int | None = None) -> Submission:
    draft = Draft.objects.get(pk=draft.pk)
    seen = draft.saves if seen is None else seen
    return submit(draft=draft, seen=seen, change_note=note, by=draft.article.owner, door="admin")


def reviewed(draft: Draft, *, note: str = "Note.") -> Review:
    review = hand_in(draft, note=note).review
    assert review is not None
    return review


def test_an_edition_is_frozen_and_a_review_opens() -> None:
    author, other = factories.person(EDITOR), factories.person(EDITOR)
    draft = factories.saved(factories.draft(by=author), by=other, lead="By another.")
    review = reviewed(draft, note="  A first\n edition. ")
    edition = review.edition
    assert (edition.number, edition.change_note, edition.save_number) == (1, "A first edition.", 2)
    assert digest_of(edition.content_row.text) == edition.digest
    assert {row.person for row in edition.contributor_rows.all()} == {author, other}
    assert (review.state, review.required_roles, review.months) == (ReviewState.WAITING, ["medical"], 12)
    assert [event.verb for event in Event.objects.order_by("-seq")[:2]] == ["submit", "freeze_edition"]


def test_typing_on_changes_only_the_draft() -> None:
    review = factories.submitted()
    text = review.edition.content_row.text
    factories.saved(review.article.drafts.get(), lead="Typed on.")
    assert Edition.objects.get().content_row.text == text


@pytest.mark.parametrize(
    ("values", "kind"),
    [({"lead": ""}, "no-lead"), ({"body": ""}, "no-text"), ({"body": "## One\n\n## Two\n\nWords.\n"}, "empty-part")],
)
def test_incomplete_content_gets_findings_and_nothing_else(values: dict[str, str], kind: str) -> None:
    submission = hand_in(factories.draft(**values))  # type: ignore[arg-type]
    assert submission.review is None
    assert [finding.kind for finding in submission.findings if finding.blocks] == [kind]
    assert not Edition.objects.exists()
    assert not EditionContent.objects.exists()
    assert not Review.objects.exists()


@pytest.mark.parametrize(
    ("details", "kind"),
    [
        ({"care": {"body": "Come in.", "phone": "abc"}}, "bad-phone"),
        ({"related": ["itself"]}, "related-itself"),
        ({"video": {"url": "https://example.org/", "transcript": "A.", "reviewed": "9999-12-31"}}, "day-to-come"),
    ],
)
def test_mistakes_block_whatever_the_policy_says(details: dict[str, Any], kind: str) -> None:
    policy(blocking=[])
    submission = hand_in(factories.draft(slug="itself", details=details))
    assert submission.review is None
    assert [finding.kind for finding in submission.findings] == [kind]


def test_a_link_to_the_page_itself_is_no_link_to_a_page_that_is_not_public() -> None:
    submission = hand_in(factories.draft(slug="itself", body="## One\n\n[Above](article:itself).\n"))
    assert submission.review is not None
    assert submission.findings == []


def test_what_only_warns_comes_with_the_review() -> None:
    submission = hand_in(factories.draft(details={"references": [], "related": ["unknown"]}))
    assert submission.review is not None
    assert {finding.kind for finding in submission.findings} == {"no-references", "unknown-article"}


def test_html_in_a_text_is_named_with_its_line_since_readers_would_see_it() -> None:
    body = "## One\n\nLess than <5 mg, p<0.05.\n\nA <b>bold</b> word.\n<!-- ask about the dose -->\n"
    submission = hand_in(factories.draft(body=body))
    found = [(finding.kind, finding.line) for finding in submission.findings]
    assert found == [("bad-html", 5), ("bad-html", 6)]
    hidden = factories.draft(
        title="A <i>title</i>", lead="<!-- check this --> A lead.", details={"key_facts": ["<b>One</b>"]}
    )
    places = [finding.where for finding in hand_in(hidden).findings if finding.kind == "bad-html"]
    assert places == ["Title", "Lead", "Key facts"]
    signs = "ALT <ULN or AST >ULN. x<i and j>y. <Table 2>."
    assert hand_in(factories.draft(body=f"## One\n\n{signs}\n")).findings == []
    assert hand_in(factories.draft(body="See <https://example.org/a> and `<b>`.\n\n## One\n\nWords.\n")).findings == []


def test_which_findings_block_is_policy() -> None:
    policy(blocking=["no-references"])
    assert hand_in(factories.draft(details={"references": []})).review is None
    assert hand_in(factories.draft(lead="")).review is not None


def test_a_note_is_asked_for() -> None:
    for note in ("", "  \n "):
        with pytest.raises(BadInput):
            hand_in(factories.draft(), note=note)
    with pytest.raises(BadInput):
        hand_in(factories.draft(), note="x" * 5000)


def test_what_was_saved_since_is_not_submitted_unseen() -> None:
    draft = factories.saved(factories.draft(), lead="Newer.")
    with pytest.raises(Conflict):
        hand_in(draft, seen=1)


def test_only_editors_and_administrators() -> None:
    draft = factories.draft()
    with pytest.raises(NotAllowed):
        submit(draft=draft, seen=1, change_note="Note.", by=factories.reviewer(), door="admin")


def test_section_and_risk_decide_what_is_asked_for_when_it_opens() -> None:
    policy(
        sections={"drugs-supplements": {"roles": ["pharmacy"], "months": 6}},
        high_risk={"roles": ["medical", "legal"], "months": 3},
    )
    draft = factories.draft(section="drugs-supplements")
    by = draft.article.owner
    move_article(
        article=draft.article, section=draft.article.section, risk="high", no_advertising=False, by=by, door="admin"
    )
    review = reviewed(draft)
    assert (review.required_roles, review.months) == (["pharmacy", "medical", "legal"], 3)
    move_article(
        article=draft.article, section=draft.article.section, risk="normal", no_advertising=False, by=by, door="admin"
    )
    review.refresh_from_db()
    assert review.required_roles == ["pharmacy", "medical", "legal"]


def test_a_newer_text_takes_the_place_of_one_that_waits() -> None:
    first = factories.submitted()
    second = reviewed(factories.saved(first.article.drafts.get(), lead="Newer."))
    first.refresh_from_db()
    assert (first.state, second.state) == (ReviewState.SUPERSEDED, ReviewState.WAITING)
    assert (first.edition.number, second.edition.number) == (1, 2)


def test_the_live_text_is_nothing_new_while_its_review_is_in_date() -> None:
    with clock.standing_at(datetime(2026, 3, 1, 12, tzinfo=UTC)) as standing:
        publication = factories.published()
        draft = publication.article.drafts.get()
        with pytest.raises(WrongState, match="nothing to review"):
            hand_in(draft)
        standing.move(timedelta(days=366))
        with pytest.raises(NothingNew, match="re-review"):
            hand_in(draft)
    assert publication.article.editions.count() == 1


def test_other_related_articles_are_something_new() -> None:
    publication = factories.published()
    draft = factories.saved(publication.article.drafts.get(), details={"related": ["genes"]})
    review = reviewed(draft)
    assert review.edition.digest == publication.edition.digest
    assert review.edition.related_slugs == ["genes"]
    assert EditionContent.objects.count() == 1


def test_a_list_that_was_lost_is_told_of_in_small_texts_too() -> None:
    """Not where something follows, nor in a transcript, which says so who speaks."""
    video = {"url": "https://example.org/v", "transcript": "Narrator:"}
    lost = {"closing_note": "Bring:", "care": {"body": "We have:"}, "video": video}
    findings = hand_in(factories.draft(details=lost)).findings
    assert [finding.where for finding in findings if finding.kind == "lost-list"] == ["Closing note", "Care"]
    followed = {"care": {"body": "Call us:", "phone": "202-555-0123"}, "video": video}
    assert "lost-list" not in {finding.kind for finding in hand_in(factories.draft(details=followed)).findings}


def test_the_same_text_is_not_submitted_twice_at_once() -> None:
    review = factories.submitted()
    with pytest.raises(WrongState, match="in review already"):
        hand_in(review.article.drafts.get())
    assert Review.objects.count() == 1


@pytest.mark.parametrize("ended", [factories.recalled, factories.answered])
def test_the_same_text_again_is_the_same_edition(ended: Callable[[], Review]) -> None:
    review = ended()
    again = reviewed(review.article.drafts.get(), note="Another note.")
    assert again.pk != review.pk
    assert again.edition == review.edition
    assert Edition.objects.count() == 1


def test_the_same_text_by_other_people_is_another_edition_with_the_same_content() -> None:
    review = factories.recalled()
    draft, other = review.article.drafts.get(), factories.person(EDITOR)
    lead = draft.lead
    draft = factories.saved(draft, by=other, lead="Something else.")
    draft = factories.saved(draft, by=other, lead=lead)
    again = reviewed(draft)
    assert again.edition.number == 2
    assert again.edition.digest == review.edition.digest
    assert {row.person for row in again.edition.contributor_rows.all()} == {draft.article.owner, other}
    assert EditionContent.objects.count() == 1


def test_a_signature_given_before_opens_it_approved() -> None:
    review = factories.recalled(factories.signed())
    assert reviewed(review.article.drafts.get()).state == ReviewState.APPROVED


def test_whoever_can_sign_hears_of_it(django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> None:
    can, cannot = factories.reviewer(), factories.reviewer("legal")
    author = factories.into_roles(factories.reviewer(), EDITOR)
    draft = factories.draft()
    factories.saved(draft, by=author, lead="By a reviewer.")
    with django_capture_on_commit_callbacks(execute=True):
        factories.submitted(draft)
    assert [message.to for message in mail.outbox] == [[can.email]]
    assert cannot.email not in str(mail.outbox)


@pytest.mark.parametrize("note", ["Cafe\u0301 hours.", "Line one.\r\nLine two."])
def test_a_note_may_be_typed_in_any_spelling_of_unicode(note: str) -> None:
    review = hand_in(factories.draft(), note=note).review

    assert review
    assert review.edition.change_note in ("Café hours.", "Line one. Line two.")


@pytest.mark.parametrize("note", ["\0", "half \ud800", "turned \u202e round", "x" * 3000])
def test_a_note_that_cannot_be_shown_is_refused_in_a_sentence(note: str) -> None:
    draft = factories.draft()
    with pytest.raises(BadInput):
        hand_in(draft, note=note)
    assert not Edition.objects.exists()


def test_a_link_to_a_notice_is_no_broken_link() -> None:
    """Given links to what is withdrawn, what never was public and what nobody knows, then the first is no finding."""
    gone, never = factories.published().article, factories.submitted().article
    withdraw(article=gone, reason="Wrong.", notice="Gone.", by=factories.person(PUBLISHER), door="admin")
    words = "".join(f"[here](article:{slug}) " for slug in (gone.slug, never.slug, "nowhere"))
    findings = hand_in(factories.draft(body=f"## Part\n\n{words}\n")).findings
    assert [finding.kind for finding in findings if "article" in finding.kind] == [
        "unpublished-article",
        "unknown-article",
    ]
    assert not any(gone.slug in str(finding) for finding in findings)


def test_a_video_with_nothing_to_play_warns_and_is_not_shown() -> None:
    video = {"presenter": "Dr. Sample", "caption": "Explains what it is."}
    draft = factories.draft(details={"video": video})
    submission = submit(
        draft=draft, seen=draft.saves, change_note="First edition.", by=draft.article.owner, door="admin"
    )
    (finding,) = [found for found in submission.findings if found.kind == "video-no-address"]
    assert (finding.place, finding.blocks) == ("Video", False)
    assert "readers see nothing of it" in finding.message
    content = draft.article.editions.get().content
    assert "video" not in {piece["kind"] for piece in content["fragments"]}
    assert content["source"]["details"]["video"] == video


@pytest.mark.parametrize(
    ("video", "renderer"),
    [
        (None, 1),
        ({"url": "https://example.org/film"}, 1),
        ({"transcript": "Words to read."}, 1),
        ({"title": "Never shown"}, 1),
        ({"caption": "Nothing to play."}, 2),
    ],
)
def test_only_what_a_renderer_changed_names_it(video: dict[str, str] | None, renderer: int) -> None:
    """So the texts that it didn't touch keep their digests when they are frozen again."""
    edition = factories.submitted(details={"video": video} if video else {}).edition
    assert edition.content["renderer"] == renderer
