"""What the desk, the writing page and the history say of what was done and of what stands: just that, and true."""

from datetime import timedelta

import pytest
from django.test import Client

from articles.models import Publication, SafetyNotice
from people.actions import deactivate
from people.models import User
from people.roles import ADMINISTRATOR, PUBLISHER
from record import clock
from reviews.actions import open_rereview, publish, recall, republish, revoke, withdraw
from reviews.models import Notice, ReviewState, SignOff
from tests import factories
from tests.factories import START
from tests.reviews.at_desk import signed_in, words
from tests.reviews.corrections import correction_public, main_of, with_typo
from tests.reviews.policies import policy
from tests.reviews.redacting import redacted

pytestmark = pytest.mark.django_db

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def desk(publisher: User) -> Client:
    return signed_in(publisher)


def life(publication: Publication) -> str:
    return f"/reviews/articles/{publication.article_id}/"


def test_a_proposal_that_is_dropped_was_never_before_readers(desk: Client) -> None:
    """Given a notice that waits and one that readers see, when both go, then only of the second are they spoken of."""
    proposed, shown = factories.proposed_notice(), factories.shown_notice()

    said = desk.post(f"/reviews/notices/{proposed.pk}/lift/", {"reason": "A mistake."}, follow=True).text
    assert "Dropped. Readers never saw it." in said
    assert "Lifted." not in said
    said = desk.post(f"/reviews/notices/{shown.pk}/lift/", {"reason": "It is over."}, follow=True).text
    assert "Lifted. Readers don’t see it any more." in said
    assert not SafetyNotice.objects.filter(lifted_at=None).exists()


def test_the_authors_are_told_where_there_is_somebody_to_tell() -> None:
    """Given one text whose author is there and one whose author has left, then only of the first that is said."""
    there, left = factories.submitted(), factories.submitted()
    deactivate(person=left.opened_by, by=factories.person(ADMINISTRATOR), door="admin", why="Left.")
    desk = signed_in(factories.reviewer())
    Notice.objects.all().delete()

    sent = {"digest": there.edition.digest, "reasons": "Name the risks."}
    said = desk.post(f"{there.get_absolute_url()}changes/", sent, follow=True).text
    assert "Asked for. The authors are told." in said
    assert Notice.objects.get().to == there.opened_by
    sent = {"digest": left.edition.digest, "reasons": "Name the risks."}
    said = desk.post(f"{left.get_absolute_url()}changes/", sent, follow=True).text
    assert "Asked for. But nobody is told" in said
    assert "The authors are told" not in said
    assert Notice.objects.count() == 1


def test_readers_get_the_note_on_a_change_once(client: Client, now: clock.StandingClock, publisher: User) -> None:
    """Given an edition whose first days a withdrawal hides, when it comes back, then its note stands there, and only
    once when it comes back again.
    """
    history = "/articles/gene-therapy/history/"
    first = factories.published(slug="gene-therapy")
    now.move(DAY)
    second = factories.republished(first, lead="Second lead.")
    now.move(DAY)
    withdraw(article=first.article, reason="Old.", by=publisher, door="desk")
    now.move(DAY)
    back = republish(article=first.article, last_seen=second.pk, by=publisher, door="desk")

    said = words(client.get(history).text)
    assert "What changed: Brought up to date. It rests on: The same text came back" in said
    now.move(DAY)
    withdraw(article=first.article, reason="Old.", history_stays=True, by=publisher, door="desk")
    now.move(DAY)
    republish(article=first.article, last_seen=back.pk, by=publisher, door="desk")
    said = words(client.get(history).text)
    assert said.count("The same text came back") == 2
    assert said.count("What changed:") == 1


def test_a_text_that_is_signed_already_does_not_wait_for_review(now: clock.StandingClock) -> None:
    """Given a signed text that was taken back, when just it is submitted again, then it is ready, and that is said."""
    review = factories.signed()
    recall(review=review, by=review.opened_by, door="admin")
    now.move(HOUR)
    writer, draft = signed_in(review.opened_by), review.article.drafts.get()

    sent = {"seen": draft.saves, "change_note": "First edition."}
    said = writer.post(f"/admin/articles/draft/{draft.pk}/submit/", sent, follow=True).text

    assert review.article.reviews.latest("pk").state == ReviewState.APPROVED
    assert "Submitted: Edition 1 has all its signatures already, and can be published." in said
    assert "waits for review" not in said


def test_what_readers_saw_ends_where_the_page_was_gone(now: clock.StandingClock, desk: Client) -> None:
    """Given a page that was gone for its overdue review before it was withdrawn, then readers saw it until then."""
    policy(gone_after_days=30)
    page = factories.published()
    assert page.gone_at
    now.moment = page.gone_at + 10 * DAY
    withdraw(article=page.article, reason="Old.", by=page.published_by, door="desk")

    window = words(desk.get(life(page)).text).partition("What readers saw, see and will see")[2]
    assert "From 1 March 2026, 12:00:00 until 1 April 2027, 00:00:00 · its review was long overdue" in window
    assert "11 April 2027" not in window


@pytest.mark.parametrize("door", ["desk", "admin"])
def test_a_page_that_is_gone_had_no_end(now: clock.StandingClock, desk: Client, door: str) -> None:
    """Given a page that is gone for its overdue review, when its past is withdrawn, then no end is spoken of."""
    policy(gone_after_days=30)
    page = factories.published()
    assert page.gone_at
    now.moment = page.gone_at
    address = f"{life(page)}withdraw/"
    if door == "admin":
        address = f"/admin/articles/draft/{page.article.drafts.get().pk}/withdraw/"

    asked = desk.get(address).text
    sure = desk.post(address, {"last_seen": page.pk, "scheduled_seen": "0", "reason": "Old."}).text

    assert "Readers see no page of this article now: its review is long overdue." in asked
    assert "Readers see no page now: its review is long overdue." in sure
    assert "its time has ended" not in asked + sure


def taken_back(page: Publication) -> None:
    """What the page rests on is taken back, and it ends."""
    signature = SignOff.objects.filter(edition=page.edition).latest("pk")
    revoke(sign_off=signature, reason="Signed by mistake.", by=factories.administrator(), door="desk")


def test_a_page_that_comes_back_by_itself_is_not_lost(now: clock.StandingClock, desk: Client) -> None:
    """Given a page whose next edition is signed and scheduled, when its own signature is taken back, then nobody is
    asked to submit it again, unless what is scheduled is cancelled.
    """
    page = factories.published()
    draft = factories.saved(page.article.drafts.get(), lead="Second lead.")
    later = factories.signed(factories.submitted(draft, note="More."))
    publish(review=later, live_seen=page.pk, by=page.published_by, door="desk", opens=clock.now() + DAY)
    now.move(HOUR)
    taken_back(page)

    assert "Pages that ended with their review" not in desk.get("/reviews/").text
    sent = desk.get(life(page)).context["cancel_form"].initial
    desk.post(f"{life(page)}cancel/", {**sent, "reason": "The leaflet is late."})
    recall(review=later, by=later.opened_by, door="admin")
    assert "Pages that ended with their review" in desk.get("/reviews/").text


def test_a_text_that_is_on_its_way_back_need_not_be_submitted(now: clock.StandingClock, desk: Client) -> None:
    """Given a page whose signature was taken back, then its text is to be submitted; once it is, that is said."""
    page = factories.published()
    now.move(HOUR)
    taken_back(page)
    assert "Submit the text for review again." in words(desk.get(life(page)).text)

    review = factories.submitted(page.article.drafts.get())
    said = desk.get(life(page)).text
    assert "What it rested on was taken back. The same text was submitted again, and waits for its review." in said
    assert f'<a href="{review.get_absolute_url()}">Its review</a>' in said.partition("waits for its review.")[2]
    assert "Submit the text" not in said
    factories.signed(review)
    assert "The same text was submitted again, and is ready to publish." in desk.get(life(page)).text
    publish(review=review, live_seen=None, by=page.published_by, door="desk", opens=clock.now() + DAY)
    said = desk.get(life(page)).text
    assert "The same text was submitted again, and is scheduled." in said
    assert "Submit the text" not in said


def test_a_signature_is_given_anew_where_there_is_a_review_for_it(now: clock.StandingClock) -> None:
    """Given signatures on what waits to be published, is scheduled, is public and was redacted, then whoever takes one
    back is told how a new one can be given.
    """
    boss = signed_in(factories.administrator())
    ready, waits, public = factories.signed(), factories.signed(), factories.published(lead="First lead.")
    publish(review=waits, live_seen=None, by=factories.person(PUBLISHER), door="desk", opens=START + DAY)

    def told(edition: int) -> str:
        signature = SignOff.objects.get(edition=edition)
        return words(boss.get(f"/reviews/signatures/{signature.pk}/revoke/").text)

    at_once, later = "A new one can be given.", "A new one can be given once the text has been submitted"
    assert at_once in told(ready.edition_id)
    assert at_once in told(waits.edition_id)
    assert later in told(public.edition_id)
    now.move(DAY)
    factories.republished(public, lead="Second lead.")
    redacted(public.edition)
    said = told(public.edition_id)
    assert "The text was redacted, so nobody can sign it any more." in said
    assert "A new one" not in said


def test_what_grew_from_a_redacted_edition_was_not_all_new(now: clock.StandingClock, desk: Client) -> None:
    """Given a second edition whose first is redacted, then its review says from what it grew, and that this is gone."""
    first = factories.published(lead="First lead.")
    now.move(HOUR)
    second = factories.republished(first, lead="Second lead.")
    now.move(HOUR)
    redacted(first.edition)

    said = words(desk.get(second.published_review.review.get_absolute_url()).text)
    assert "It grew from Edition 1, which was redacted: what changed since can’t be shown." in said
    assert "Everything was new" not in said
    said = words(desk.get(first.published_review.review.get_absolute_url()).text)
    assert "It grew from" not in said


def test_the_list_of_articles_says_where_readers_are_led(desk: Client) -> None:
    """Given a page that leads to another, then list and writing page say so, until a safety notice stands over it."""
    page, other = factories.published(), factories.published()
    by = page.published_by
    withdraw(article=page.article, reason="Old.", replacement=other.article, by=by, door="desk")
    listed = "/admin/articles/draft/?state=withdrawn"
    assert "another article while that is live, else a notice" in desk.get(listed).text
    writing = f"/admin/articles/draft/{page.article.drafts.get().pk}/change/"
    assert "readers are led to another article while that is live." in desk.get(writing).text
    factories.shown_notice(page.article)
    said = desk.get(listed).text
    assert "another article while" not in said
    assert "The page was withdrawn; readers find a notice." in desk.get(writing).text
    assert "a notice" in said


def test_a_rereview_changes_dates_and_no_text(now: clock.StandingClock, desk: Client) -> None:
    """Given a text that was signed once more, then publishing it says that the text stays the same."""
    page = factories.published()
    now.move(DAY)
    again = factories.signed(open_rereview(article=page.article, by=page.published_by, door="desk"))

    said = words(desk.get(f"{again.get_absolute_url()}publish/").text)

    assert "The text stays the same; from the moment you choose it has new signatures and new dates." in said
    assert "instead" not in said
    assert "What readers are told of the change" not in said


def test_an_end_that_is_sent_twice_stands(now: clock.StandingClock, desk: Client) -> None:
    """Given a form that is sent twice, then the second time it is said that the end stands, and of nobody else."""
    page = factories.published()
    sent = {"publication": page.pk, "end_seen": "never", "closes": "2026-04-30T00:00"}
    seen = desk.get(life(page)).context["end_form"]
    sent["end_seen"] = seen["end_seen"].value()
    assert "The end is changed." in desk.post(f"{life(page)}end/", sent, follow=True).text
    twice = desk.post(f"{life(page)}end/", sent, follow=True)
    assert (twice.status_code, "The page has just this end already." in twice.text) == (200, True)
    assert desk.post(f"{life(page)}end/", {**sent, "closes": "2026-05-30T00:00"}).status_code == 409


def test_a_move_that_is_sent_twice_stands(now: clock.StandingClock, desk: Client, publisher: User) -> None:
    """Given a form that is sent twice, then the second time it is said that it is scheduled for just that."""
    review = factories.signed()
    first = publish(review=review, live_seen=None, by=publisher, door="desk", opens=START + DAY)
    form = desk.get(life(first)).context["move_form"]
    sent = {"publication": first.pk, "end_seen": form["end_seen"].value(), "opens": "2026-03-05T08:00", "closes": ""}
    assert "Moved." in desk.post(f"{life(first)}move/", sent, follow=True).text
    twice = desk.post(f"{life(first)}move/", sent, follow=True)
    assert (twice.status_code, "It is scheduled for just that already." in twice.text) == (200, True)
    assert Publication.objects.count() == 2
    other = desk.post(f"{life(first)}move/", {**sent, "opens": "2026-03-06T08:00"})
    assert (other.status_code, "This was cancelled already." in other.text) == (409, True)


def test_a_text_that_lacks_what_readers_saw_says_so_before_it_is_signed() -> None:
    page = with_typo()
    review = factories.submitted(factories.saved(main_of(page.article), lead="More."), note="More.")
    desk, sentence = signed_in(factories.reviewer()), "It can’t be published as it is"
    assert sentence not in desk.get(review.get_absolute_url()).text
    correction_public(page)
    assert sentence in desk.get(review.get_absolute_url()).text
