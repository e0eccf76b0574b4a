"""An article's public life at the desk: scheduling, moving, ending, cancelling, publishing again, revoking."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from articles.models import Organisation, Publication
from people.models import User
from people.roles import ADMINISTRATOR, AUDITOR, EDITOR, PUBLISHER, REVIEWER
from record import clock
from record.errors import BadInput
from record.verification import verify
from reviews.actions import change_end, publish, reschedule, withdraw
from reviews.models import Review, Revocation, SignOff
from tests import factories
from tests.factories import START
from tests.reviews.redacting import redacted

pytestmark = pytest.mark.django_db

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def signed_in(*roles: str) -> Client:
    client = Client()
    client.force_login(factories.person(*roles))
    return client


@pytest.fixture
def desk(now: clock.StandingClock) -> Client:
    """Where a publisher sits, whose hospital is in New York."""
    Organisation.objects.update(time_zone="America/New_York")
    return signed_in(PUBLISHER)


def life(publication: Publication | Review) -> str:
    return f"/reviews/articles/{publication.article_id}/"


def standing(page: Any) -> dict[str, str]:
    """What the page's form says is live and scheduled, to be sent back."""
    form = page.context["form"]
    return {name: str(form[name].value() or "") for name in ("live_seen", "scheduled_seen")}


def sent_along(form: Any) -> dict[str, str]:
    """What the form sends along unseen."""
    return {hidden.html_name: str(hidden.value() or "") for hidden in form.hidden_fields()}


def two_texts() -> tuple[Publication, Review]:
    first = factories.published(lead="First lead.")
    draft = factories.saved(first.article.drafts.get(), lead="Second lead.")
    return first, factories.signed(factories.submitted(draft, note="More."))


def test_a_publisher_schedules_in_the_hospitals_own_time(desk: Client) -> None:
    review = factories.signed()
    page = desk.get(f"/reviews/{review.pk}/publish/")
    assert "America/New_York" in page.content.decode()

    done = desk.post(f"/reviews/{review.pk}/publish/", {**standing(page), "opens": "2026-03-02T08:00:00"})

    assert done.headers["Location"] == life(review)
    assert Publication.objects.get().opens == datetime(2026, 3, 2, 13, tzinfo=UTC)
    shown = desk.get(life(review)).content.decode()
    assert "2 March 2026, 08:00:00" in shown
    assert "It will stand" in shown


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"opens": "tomorrow"}, "Write a day and a time"),
        ({"opens": "2026-02-28T08:00"}, "That moment has passed"),
        ({"opens": "2026-03-08T02:30"}, "couldn’t be interpreted in time zone"),
        ({"opens": "2026-03-03T08:00", "closes": "2026-03-02T08:00"}, "The end has to come after the beginning"),
    ],
)
def test_moments_that_make_no_sense_are_told_and_what_was_typed_stays(
    desk: Client, typed: dict[str, str], said: str
) -> None:
    review = factories.signed()
    page = desk.get(f"/reviews/{review.pk}/publish/")
    answer = desk.post(f"/reviews/{review.pk}/publish/", {**standing(page), **typed})
    assert answer.status_code == 400
    text = answer.content.decode()
    assert said in text
    assert typed["opens"] in text
    assert not Publication.objects.exists()


def test_what_a_page_sends_along_and_was_changed_is_told(desk: Client) -> None:
    """Given the ids of what stands, which nobody types, when they come as anything else, then a sentence says so."""
    review = factories.signed()
    for changed in ("x\0", "x", "1.5"):
        answer = desk.post(f"/reviews/{review.pk}/publish/", {"live_seen": changed, "scheduled_seen": changed})
        assert answer.status_code == 400
        assert "What this page sends along was changed on the way." in answer.content.decode()
    assert not Publication.objects.exists()


def test_what_is_scheduled_is_moved_and_cancelled(desk: Client, now: clock.StandingClock) -> None:
    first, review = two_texts()
    now.move(HOUR)
    page = desk.get(f"/reviews/{review.pk}/publish/")
    desk.post(f"/reviews/{review.pk}/publish/", {**standing(page), "opens": "2026-03-02T08:00"})
    scheduled = Publication.objects.latest("pk")

    desk.post(f"{life(first)}move/", {"publication": scheduled.pk, "opens": "2026-03-03T08:00"})
    moved = Publication.objects.latest("pk")
    assert moved.opens == datetime(2026, 3, 3, 13, tzinfo=UTC)
    refused = desk.post(f"{life(first)}cancel/", {"publication": moved.pk, "reason": " "})
    assert refused.status_code == 400
    desk.post(f"{life(first)}cancel/", {"publication": moved.pk, "reason": "The leaflet is late."})

    shown = desk.get(life(first)).content.decode()
    assert "The leaflet is late." in shown
    first.refresh_from_db()
    assert first.closes is None
    again = desk.post(f"{life(first)}cancel/", {"publication": moved.pk, "reason": "Once more."})
    assert again.status_code == 409
    assert verify().is_whole


def test_publishing_beside_what_is_scheduled_asks_to_cancel_it(desk: Client, now: clock.StandingClock) -> None:
    first, review = two_texts()
    now.move(HOUR)
    withdraw(article=first.article, reason="r", notice="", by=factories.person(PUBLISHER), door="desk")
    now.move(HOUR)
    page = desk.get(life(first))
    seen = {"last_seen": page.context["again_form"]["last_seen"].value(), "opens": "2026-03-05T08:00"}
    assert desk.post(f"{life(first)}again/", seen).status_code == 302
    assert Publication.objects.scheduled(clock.now()).count() == 1

    page = desk.get(f"/reviews/{review.pk}/publish/")
    told = desk.post(f"/reviews/{review.pk}/publish/", standing(page))
    assert told.status_code == 409
    assert "Cancel it in the same step" in told.content.decode()
    done = desk.post(f"/reviews/{review.pk}/publish/", {**standing(page), "cancel_scheduled": "on"})

    assert done.status_code == 302
    assert not Publication.objects.scheduled(clock.now()).exists()
    assert Publication.objects.live(clock.now()).get().edition == review.edition
    assert verify().is_whole


def test_a_page_is_given_an_end(desk: Client, now: clock.StandingClock) -> None:
    live = factories.published()
    now.move(HOUR)
    desk.post(f"{life(live)}end/", {"publication": live.pk, "closes": "2026-04-30T00:00"})
    live.refresh_from_db()
    assert live.closes == datetime(2026, 4, 30, 4, tzinfo=UTC)
    refused = desk.post(f"{life(live)}end/", {"publication": live.pk, "closes": "2020-04-30T00:00"})
    assert refused.status_code == 400
    assert "withdraw the page" in refused.content.decode()


def test_an_end_that_a_colleague_changed_meanwhile_is_not_overwritten(desk: Client, now: clock.StandingClock) -> None:
    """Given a page's end in an old tab, when a colleague has set another, then the old tab is told and both stay."""
    live, review = two_texts()
    old_tab = sent_along(desk.get(life(live)).context["end_form"])
    publishing = sent_along(desk.get(f"{review.get_absolute_url()}publish/").context["form"])
    now.move(HOUR)
    desk.post(f"{life(live)}end/", {**old_tab, "closes": "2026-04-30T00:00"})

    told = desk.post(f"{life(live)}end/", {**old_tab, "closes": "2026-07-31T00:00"})
    assert told.status_code == 409
    assert "Somebody changed the end of the page since you looked" in told.content.decode()
    told = desk.post(f"{review.get_absolute_url()}publish/", {**publishing, "closes": "2026-07-31T00:00"})
    assert told.status_code == 409
    live.refresh_from_db()
    assert live.closes == datetime(2026, 4, 30, 4, tzinfo=UTC)

    # What is shown then is what stands now, and can be sent.
    assert (
        desk.post(
            f"{review.get_absolute_url()}publish/", {**sent_along(told.context["form"]), "closes": ""}
        ).status_code
        == 302
    )


def test_moving_from_an_old_tab_drops_no_end(desk: Client) -> None:
    """Given a schedule in an old tab, when a colleague has set an end, then moving it from there is refused."""
    review = factories.signed()
    desk.post(f"{review.get_absolute_url()}publish/", {"opens": "2026-04-01T08:00"})
    scheduled = Publication.objects.get()
    old_tab = sent_along(desk.get(life(scheduled)).context["move_form"])
    desk.post(f"{life(scheduled)}end/", {"publication": scheduled.pk, "closes": "2026-05-01T08:00"})

    told = desk.post(f"{life(scheduled)}move/", {**old_tab, "opens": "2026-04-02T08:00", "closes": ""})

    assert told.status_code == 409
    assert "Somebody changed the end" in told.content.decode()
    assert Publication.objects.get().closes


def test_a_signature_is_taken_back_after_seeing_what_ends(now: clock.StandingClock) -> None:
    live = factories.published(title="A page that ends")
    signature = SignOff.objects.get()
    now.move(HOUR)
    desk = signed_in(ADMINISTRATOR)
    address = f"/reviews/signatures/{signature.pk}/revoke/"
    assert address in desk.get(signature.review.get_absolute_url()).content.decode()
    page = desk.get(address)
    assert "A page that ends" in page.content.decode()
    ends = page.context["form"]["ends"].value()

    refused = desk.post(address, {"ends": ends, "reason": ""})
    assert refused.status_code == 400
    stale = desk.post(address, {"ends": "", "reason": "Mistake."})
    assert stale.status_code == 409
    assert not Revocation.objects.exists()
    done = desk.post(address, {"ends": ends, "reason": "Mistake."})

    assert done.status_code == 302
    assert Client().get(live.article.get_absolute_url()).status_code == 410
    assert "Taken back on" in desk.get(signature.review.get_absolute_url()).content.decode()
    assert desk.post(address, {"ends": "", "reason": "Mistake."}).status_code == 302


@pytest.mark.parametrize("roles", [[EDITOR], [REVIEWER], [AUDITOR]])
def test_others_read_along_and_change_nothing(now: clock.StandingClock, roles: list[str]) -> None:
    live = factories.published()
    client = signed_in(*roles)
    page = client.get(life(live))
    assert page.status_code == 200
    assert "Change the end" not in page.content.decode()
    for verb in ("end", "move", "cancel", "again"):
        answer = client.post(f"{life(live)}{verb}/", {"publication": live.pk, "reason": "r", "closes": ""})
        assert answer.status_code == 403
    assert client.get(f"/reviews/signatures/{SignOff.objects.get().pk}/revoke/").status_code == 403


def test_no_article_no_page(now: clock.StandingClock) -> None:
    client = signed_in(PUBLISHER)
    never_submitted = factories.draft()
    assert client.get("/reviews/articles/987654/").status_code == 404
    assert client.get(f"/reviews/articles/{never_submitted.article_id}/").status_code == 404
    live, other = factories.published(), factories.published()
    answer = client.post(f"{life(live)}cancel/", {"publication": other.pk, "reason": "Not of this article."})
    assert answer.status_code == 404


def test_the_list_of_articles_says_what_is_scheduled_and_whether_it_stands(now: clock.StandingClock) -> None:
    boss = factories.person(ADMINISTRATOR)
    client = Client()
    client.force_login(boss)
    review = factories.signed()
    page = client.get(f"/reviews/{review.pk}/publish/")
    client.post(f"/reviews/{review.pk}/publish/", {**standing(page), "opens": "2026-03-02T08:00"})
    listed = client.get("/admin/articles/draft/").content.decode()
    assert "Scheduled" in listed
    assert "it will stand" in listed

    signature = SignOff.objects.get()
    address = f"/reviews/signatures/{signature.pk}/revoke/"
    client.post(address, {"ends": client.get(address).context["form"]["ends"].value(), "reason": "Mistake."})

    listed = client.get("/admin/articles/draft/").content.decode()
    assert "won’t open" in listed
    assert "was taken back" in listed


def test_every_role_may_look(now: clock.StandingClock) -> None:
    live = factories.published()
    people: list[User] = [factories.person(role) for role in (EDITOR, REVIEWER, PUBLISHER, ADMINISTRATOR, AUDITOR)]
    for person in people:
        client = Client()
        client.force_login(person)
        assert client.get(life(live)).status_code == 200
    assert Client().get(life(live)).status_code == 302


@pytest.mark.parametrize("zone", ["America/New_York", "Asia/Tokyo"])
@pytest.mark.parametrize("moment", ["9999-12-31T23:59:59", "0001-01-01T00:00:00", "1969-12-31T23:59:59"])
def test_years_that_nobody_can_mean_are_refused_in_a_sentence(now: clock.StandingClock, moment: str, zone: str) -> None:
    Organisation.objects.update(time_zone=zone)
    boss, desk = factories.person(PUBLISHER), signed_in(PUBLISHER)
    live, review = two_texts()
    given = {"publication": str(live.pk), "live_seen": str(live.pk), "opens": moment, "closes": moment}
    notice = {"text": "Stop.", "ends_at": moment, "reason": "Why.", "propose": "1", "articles": str(live.article_id)}
    for path, sent in (
        (f"{life(live)}end/", given),
        (f"/reviews/{review.pk}/publish/", given),
        ("/reviews/notices/new/", notice),
    ):
        answer = desk.post(path, sent)
        assert (answer.status_code, "The year has to lie between 1970 and 2076." in answer.text) == (400, True), path
    odd = datetime.fromisoformat(moment).replace(tzinfo=ZoneInfo(zone))
    with pytest.raises(BadInput):
        change_end(publication=live, closes=odd, by=boss, door="desk")
    with pytest.raises(BadInput):
        publish(review=review, live_seen=live.pk, opens=odd, by=boss, door="desk")
    withdraw(article=live.article, reason="Old.", notice="", by=boss, door="desk")
    assert desk.post(f"{life(live)}again/", given).status_code == 400
    publication = publish(review=review, live_seen=None, opens=clock.now() + DAY, by=boss, door="desk")
    given["publication"] = str(publication.pk)
    assert desk.post(f"{life(live)}move/", given).status_code == 400
    with pytest.raises(BadInput):
        reschedule(publication=publication, opens=odd, closes=None, by=boss, door="desk")


def test_the_reason_of_a_move_is_written_in_the_hospitals_own_time(desk: Client) -> None:
    review = factories.signed()
    opens = datetime(2026, 3, 2, 13, tzinfo=UTC)
    boss = factories.person(PUBLISHER)
    publication = publish(review=review, live_seen=None, opens=opens, by=boss, door="desk")
    reschedule(publication=publication, opens=opens + HOUR, closes=None, by=boss, door="desk")
    assert "Moved to 2 March 2026, 09:00:00." in desk.get(life(review)).text


def test_wherever_a_moment_is_typed_its_time_zone_stands_beside(desk: Client, now: clock.StandingClock) -> None:
    """Given a library in New York, then each form that sets a time says so: to end, to move, to publish again."""
    said = "Times are those of America/New_York."
    first, review = two_texts()
    assert said in desk.get(life(first)).text
    publish(review=review, live_seen=first.pk, by=first.published_by, door="desk", opens=START + DAY)
    assert "It opens by itself at its second." in desk.get(life(first)).text
    assert said in desk.get(life(first)).text
    withdraw(article=first.article, reason="x", by=first.published_by, door="desk")
    assert "Publish Edition 1 again" in desk.get(life(first)).text
    assert said in desk.get(life(first)).text


def test_a_redacted_article_has_a_heading_and_a_page_can_be_withdrawn_from_the_top(desk: Client) -> None:
    first, review = two_texts()
    page = desk.get(life(first)).text
    assert page.index("Withdraw the page…") < page.index('id="_windows"')
    withdraw(article=first.article, reason="Court.", by=factories.person(PUBLISHER), door="desk")
    assert "Withdraw the page…" not in desk.get(life(first)).text
    redacted(first.edition)
    assert "The public life of “Redacted text”" in desk.get(life(first)).text
    assert review.edition.title
