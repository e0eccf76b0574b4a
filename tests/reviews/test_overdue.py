"""Honest dates: what readers, search engines and editors are told once a review is overdue, and what follows."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client

from articles.actions.drafts import save_draft
from articles.content import text_of
from articles.models import Organisation, Publication
from people.models import User
from people.roles import EDITOR, PUBLISHER
from record import clock
from record.errors import BadInput, WrongState
from record.verification import verify
from reviews.actions import (
    NothingNew,
    begin_correction,
    open_rereview,
    publish,
    redact,
    republish,
    submit,
    withdraw,
)
from reviews.redaction import plan_of
from tests import factories
from tests.factories import START
from tests.public_pages import signed_elements
from tests.reviews.policies import policy

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
BANNER = "This page is past the date of its next review."
PAGE = "/articles/gene-therapy/"


@pytest.fixture
def article(now: clock.StandingClock) -> Publication:
    """Reviewed under a policy that hides a page ten days after its review became overdue, and ends it after thirty."""
    policy(noindex_after_days=10, gone_after_days=30)
    return factories.published(slug="gene-therapy")


def test_what_follows_is_written_when_it_is_published_in_the_organisations_days(now: clock.StandingClock) -> None:
    Organisation.objects.update(time_zone="America/New_York")
    policy(noindex_after_days=0, gone_after_days=30)
    page = factories.published()
    # Signed on 1 March; the day on which it is due is over at midnight there.
    assert page.overdue_at == page.noindex_at == datetime(2027, 3, 2, 5, tzinfo=UTC)
    assert page.gone_at == datetime(2027, 4, 1, 4, tzinfo=UTC)


def test_by_default_a_page_is_only_marked(now: clock.StandingClock, client: Client) -> None:
    page = factories.published(slug="gene-therapy")
    assert (page.noindex_at, page.gone_at) == (None, None)
    now.move(timedelta(days=3000))
    answer = client.get(PAGE)
    assert answer.status_code == 200
    assert BANNER in answer.text
    assert "noindex" not in answer.text


def test_staff_find_what_is_overdue(now: clock.StandingClock, client: Client) -> None:
    """Given a page past its date, then the queue says so and leads to the list of those, and before it doesn't."""
    page = factories.published(slug="gene-therapy", title="Long ago")
    client.force_login(factories.person(EDITOR))
    listed = "/admin/articles/draft/?state=overdue"
    assert "is overdue" not in client.get("/reviews/").text
    assert "Long ago" not in client.get(listed).text
    now.moment = page.overdue_at
    assert f'<a href="{listed}">The review of 1 page is overdue.</a>' in client.get("/reviews/").text
    assert "Long ago" in client.get(listed).text


def test_a_banner_from_the_second_it_is_overdue(now: clock.StandingClock, client: Client, article: Publication) -> None:
    now.moment = article.overdue_at - timedelta(seconds=1)
    assert BANNER not in client.get(PAGE).text
    now.moment = article.overdue_at
    page = client.get(PAGE).text
    assert page.index(BANNER) < page.index("data-signed")
    assert "It was last reviewed on" in page
    assert 'and was due to be reviewed again by <time datetime="2027-03-01">1 March 2027</time>' in page
    assert not [piece for piece in signed_elements(page) if BANNER in piece.html]


def test_search_engines_are_told_at_its_second(now: clock.StandingClock, client: Client, article: Publication) -> None:
    assert article.noindex_at == article.overdue_at + 10 * DAY
    now.moment = article.noindex_at - timedelta(seconds=1)
    page = client.get(PAGE)
    assert "noindex" not in page.text
    assert "X-Robots-Tag" not in page.headers
    now.moment = article.noindex_at
    page = client.get(PAGE)
    assert page.status_code == 200
    assert '<meta name="robots" content="noindex">' in page.text
    assert page["X-Robots-Tag"] == "noindex"
    # Readers still find it.
    assert PAGE in client.get("/").text


def test_gone_at_its_second_with_a_page_of_its_own(
    now: clock.StandingClock, client: Client, article: Publication
) -> None:
    assert article.gone_at == article.overdue_at + 30 * DAY
    now.moment = article.gone_at - timedelta(seconds=1)
    assert client.get(PAGE).status_code == 200
    assert "Gene therapy" in client.get("/").text
    now.moment = article.gone_at
    page = client.get(PAGE)
    assert page.status_code == 410
    assert "Its review is long overdue, so we took it away." in page.text
    assert "1 March 2026" in page.text
    assert "noindex" in page.text
    assert "data-signed" not in page.text
    for path in ("/", "/sections/", "/sections/treatments-procedures/"):
        assert "Gene therapy" not in client.get(path).text
    # It was good in its time, and its past can be read.
    history = client.get(f"{PAGE}history/").text
    assert "Its review was long overdue, so it was taken away." in history
    assert "its review is long overdue." in history
    old = client.get(f"{PAGE}editions/1/")
    assert old.status_code == 200
    assert "no longer current" in old.text
    assert client.get(f"/verify/{article.edition.digest}/").status_code == 200
    assert "no longer current" in client.get(f"/verify/{article.edition.digest}/").text


def test_another_policy_changes_nothing_that_stands(now: clock.StandingClock, client: Client) -> None:
    page = factories.published(slug="gene-therapy")
    review = factories.signed(slug="genes")
    policy(gone_after_days=1)
    later = factories.published(slug="later")
    assert Publication.objects.get(pk=page.pk).gone_at is None
    # A review keeps the policy that stood when it opened.
    assert factories.published(review).gone_at is None
    assert later.gone_at == later.overdue_at + DAY


def test_corrections_inherit_what_follows(now: clock.StandingClock, article: Publication) -> None:
    policy(corrections={"roles": ["editorial"]})
    now.move(200 * DAY)
    by = factories.person(EDITOR)
    draft = begin_correction(article=article.article, by=by, door="admin")
    text = text_of(draft)
    text = text.model_copy(update={"body": text.body.replace("treatment", "treatmnt")})
    draft = save_draft(draft=draft, text=text, seen=draft.saves, by=by)
    review = submit(draft=draft, seen=draft.saves, change_note="A word.", by=by, door="admin").review
    assert review
    corrected = factories.published(factories.signed(review))
    assert (corrected.overdue_at, corrected.noindex_at, corrected.gone_at) == (
        article.overdue_at, article.noindex_at, article.gone_at,
    )  # fmt: skip


def test_a_rereview_brings_a_gone_page_back(
    now: clock.StandingClock, client: Client, article: Publication, publisher: User
) -> None:
    assert article.gone_at
    now.moment = article.gone_at + 5 * DAY
    # Neither as it was, nor as a correction, nor as something new.
    with pytest.raises(WrongState, match="review is over"):
        republish(article=article.article, last_seen=article.pk, by=publisher, door="desk")
    with pytest.raises(WrongState, match="nothing to correct"):
        begin_correction(article=article.article, by=article.article.owner, door="admin")
    draft = article.article.drafts.get()
    with pytest.raises(NothingNew):
        submit(draft=draft, seen=draft.saves, change_note="Again.", by=draft.article.owner, door="admin")

    review = open_rereview(article=article.article, by=publisher, door="desk")
    again = publish(review=factories.signed(review), live_seen=None, by=publisher, door="desk")

    assert client.get(PAGE).status_code == 200
    article.refresh_from_db()
    assert article.closes == again.opens
    assert article.ends == article.gone_at
    assert again.gone_at
    assert again.gone_at > now.moment
    history = client.get(f"{PAGE}history/").text
    assert "Its review was long overdue, so it was taken away." in history
    assert verify().is_whole


def test_a_new_text_takes_the_place_of_a_gone_one(
    now: clock.StandingClock, client: Client, article: Publication
) -> None:
    assert article.gone_at
    now.moment = article.gone_at + DAY
    draft = factories.saved(article.article.drafts.get(), lead="Brought up to date.")
    review = factories.signed(factories.submitted(draft))
    publish(review=review, live_seen=None, by=factories.person(PUBLISHER), door="desk")
    assert "Brought up to date." in client.get(PAGE).text
    assert verify().is_whole


def test_a_gone_page_can_be_withdrawn_with_its_past(
    now: clock.StandingClock, client: Client, article: Publication, publisher: User
) -> None:
    assert article.gone_at
    now.moment = article.gone_at + DAY
    digest = article.edition.digest
    (why,) = plan_of(digest, now.moment).in_the_way[:1]
    assert "long overdue" in why
    withdraw(article=article.article, reason="Wrong.", notice="Ask us.", by=publisher, door="admin")
    assert "Ask us." in client.get(PAGE).text
    assert client.get(f"{PAGE}history/").status_code == 410
    assert client.get(f"/verify/{digest}/").status_code == 410
    with pytest.raises(WrongState):
        open_rereview(article=article.article, by=publisher, door="desk")
    # Another text comes after it, though its window had no end of its own.
    draft = factories.saved(article.article.drafts.get(), lead="Put right.")
    review = factories.signed(factories.submitted(draft))
    publish(review=review, live_seen=None, by=publisher, door="desk")
    assert "Put right." in client.get(PAGE).text
    assert verify().is_whole


def test_nothing_is_published_that_nobody_would_see(now: clock.StandingClock, publisher: User) -> None:
    policy(gone_after_days=30)
    old = factories.attested(reviewed_on=date(2024, 1, 1), due=date(2025, 1, 1))
    with pytest.raises(WrongState, match="so long overdue"):
        publish(review=old, live_seen=None, by=publisher, door="desk")
    review = factories.signed()
    late = START + timedelta(days=365 + 32)
    with pytest.raises(WrongState, match="so long overdue"):
        publish(review=review, live_seen=None, by=publisher, door="desk", opens=late)
    assert not Publication.objects.exists()


def test_what_was_to_take_its_place_still_does(
    now: clock.StandingClock, client: Client, article: Publication, publisher: User
) -> None:
    assert article.gone_at
    now.moment = article.gone_at - DAY
    draft = factories.saved(article.article.drafts.get(), lead="What comes next.")
    review = factories.signed(factories.submitted(draft))
    publish(review=review, live_seen=article.pk, by=publisher, door="desk", opens=article.gone_at + DAY)
    now.moment = article.gone_at
    page = client.get(PAGE)
    assert page.status_code == 410
    assert "What comes next" not in page.text
    now.moment = article.gone_at + DAY
    assert "What comes next." in client.get(PAGE).text


def test_editors_and_publishers_see_when(now: clock.StandingClock, client: Client, article: Publication) -> None:
    client.force_login(factories.person(EDITOR, PUBLISHER))
    life = f"/reviews/articles/{article.article_id}/"
    told = " ".join(client.get(life).text.split())
    assert "Overdue from" in told
    assert "Hidden from search engines from" in told
    assert "Gone from" in told
    assert "the page<" in client.get("/admin/articles/draft/").text
    now.moment = article.overdue_at
    listed = client.get("/admin/articles/draft/").text
    assert "the page, its review overdue, hidden from search engines from 12 March 2027, 00:00, gone from" in listed
    assert article.gone_at
    now.moment = article.gone_at
    assert "a notice: its review is long overdue" in client.get("/admin/articles/draft/").text
    told = client.get(life).text
    assert "The page is gone: its review is long overdue." in told
    assert "Ask for a re-review" in told
    assert client.post(f"{life}rereview/").status_code == 302


def test_the_policy_says_it_in_words(client: Client) -> None:
    client.force_login(factories.person("Administrator"))
    version = policy(noindex_after_days=10, gone_after_days=30)
    page = client.get(f"/admin/reviews/policyversion/{version.pk}/change/").text
    assert "hidden from search engines after 10 days" in page
    assert "gone after 30 days" in page


def test_a_gone_text_cannot_be_destroyed_while_it_could_come_back(
    now: clock.StandingClock, article: Publication
) -> None:
    assert article.gone_at
    now.moment = article.gone_at
    one, two = factories.person("Administrator"), factories.person("Administrator")
    with pytest.raises((WrongState, BadInput)):
        redact(digest=article.edition.digest, by=one, second=two, reason="A court order.", door="admin")
