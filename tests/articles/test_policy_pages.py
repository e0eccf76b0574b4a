"""What the library says of itself: its versions, their days, and facts that nobody has to type."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client

from articles.actions.site import keep_site_change
from articles.models import Organisation, PolicyPage, PolicyWording
from people.models import User
from people.roles import ADMINISTRATOR
from record import clock
from reviews.models import PolicyVersion
from reviews.models.feedback import KEPT
from tests import factories
from tests.reviews.corrections import correction_public, with_typo
from tests.reviews.policies import policy

pytestmark = pytest.mark.django_db

START = datetime(2027, 3, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def now() -> Iterator[clock.StandingClock]:
    with clock.standing_at(START) as standing:
        yield standing


@pytest.fixture
def admin() -> User:
    return factories.person(ADMINISTRATOR)


def changed(slug: str, by: User, **values: object) -> PolicyPage:
    page = PolicyPage.objects.get(slug=slug)
    for name, value in values.items():
        setattr(page, name, value)
    keep_site_change(thing=page, by=by, door="admin")
    return page


@pytest.mark.parametrize(
    "slug", ["library", "editorial-process", "advertising", "corrections", "privacy", "accessibility"]
)
def test_a_library_begins_with_its_policy_pages(client: Client, slug: str) -> None:
    page = client.get(f"/about/{slug}/")
    assert page.status_code == 200
    assert "Version 1" in page.text
    assert "Earlier versions" not in page.text
    assert f'href="/about/{slug}/"' in client.get("/").text


def test_every_version_stays_readable_with_its_days(now: clock.StandingClock, client: Client, admin: User) -> None:
    Organisation.objects.update(time_zone="Pacific/Auckland")
    changed("privacy", admin, body="We set no cookies.")
    now.move(10 * DAY)
    changed("privacy", admin, title="Your privacy", body="We set no cookies at all.")
    page = client.get("/about/privacy/").text
    assert "We set no cookies at all." in page
    assert "Version 3" in page
    # A day later there.
    assert 'Last changed on <time datetime="2027-03-12">' in " ".join(page.split())
    assert '<a href="/about/privacy/versions/2/">Version 2</a>' in page
    assert '<a href="/about/privacy/versions/1/">Version 1</a>' in page

    old = client.get("/about/privacy/versions/2/")
    assert "We set no cookies." in old.text
    assert "This is version 2 as it stood. It is no longer current." in old.text
    assert '<time datetime="2027-03-02">' in old.text
    assert '<time datetime="2027-03-12">' in old.text
    assert "noindex" in old.text
    assert "canonical" not in old.text
    assert "Your privacy" not in old.text.split("<main")[1].split("</main>")[0]

    newest = client.get("/about/privacy/versions/3/")
    assert (newest.status_code, newest["Location"]) == (302, "/about/privacy/")
    for wrong in ("/about/privacy/versions/4/", "/about/privacy/versions/0/", "/about/nothing/versions/1/"):
        assert client.get(wrong).status_code == 404


def test_a_page_that_only_moves_says_nothing_new(now: clock.StandingClock, admin: User) -> None:
    before = PolicyPage.objects.get(slug="privacy")
    after = changed("privacy", admin, position=99)
    assert after.updated_at == before.updated_at
    assert PolicyWording.objects.filter(slug="privacy").count() == 1


def test_a_deleted_page_takes_its_versions_along_and_counts_on_when_it_comes_back(
    now: clock.StandingClock, client: Client, admin: User
) -> None:
    factories.site_thing_deleted(PolicyPage.objects.get(slug="privacy"), by=admin)
    assert client.get("/about/privacy/").status_code == 404
    assert client.get("/about/privacy/versions/1/").status_code == 404
    keep_site_change(thing=PolicyPage(slug="privacy", title="Privacy", body="Anew."), by=admin, door="admin")
    assert "Version 2" in client.get("/about/privacy/").text
    assert client.get("/about/privacy/versions/1/").status_code == 200


def test_facts_of_the_editorial_process_are_counted_and_read(
    now: clock.StandingClock, client: Client, admin: User
) -> None:
    now.moment = START - timedelta(days=700)
    factories.published()
    now.moment = START
    factories.published()
    factories.published()
    factories.draft()
    policy(
        default={"roles": ["medical", "pharmacy"], "months": 18},
        sections={"symptoms": {"roles": ["nursing"], "months": 9}},
        high_risk={"roles": ["legal"], "months": 3},
        gone_after_days=45,
    )
    page = " ".join(client.get("/about/editorial-process/").text.split())
    for about, words in (
        ("Articles", "3"),
        ("Within their review date", "2"),
        ("Overdue, and saying so", "1"),
        ("Every article", "Medical review, Pharmacy review; next review within 18 months"),
        ("Symptoms", "Nursing review; next review within 9 months"),
        ("Where the risk is high, besides", "Legal review; next review within 3 months"),
        ("Texts that age quickly", "next review within 6 months"),
        ("Once a review is overdue", "the page says so<br>gone after 45 days"),
    ):
        assert f"<div><dt>{about}</dt><dd>{words}</dd></div>" in page, about
    assert f"Review policy, version {PolicyVersion.current().number}" in page
    # They stand under the text and are no part of it.
    assert page.index("How a page comes about") < page.index("As things stand now")
    assert "As things stand now" not in client.get("/about/privacy/").text
    now.move(400 * DAY)
    assert "<dt>Within their review date</dt><dd>0</dd>" in " ".join(
        client.get("/about/editorial-process/").text.split()
    )


def test_they_say_what_pages_rest_on_and_how_many(now: clock.StandingClock, client: Client) -> None:
    # Given a page with all its signatures, one that was corrected, and one that rests on an attestation
    factories.published()
    correction_public(with_typo())
    review = factories.submitted(factories.imported())
    factories.published(factories.attested(review, reviewed_on=date(2026, 12, 1), due=date(2027, 12, 1)))
    now.move(DAY)
    # Then the process says so of each, and no text says that every page is signed
    page = " ".join(client.get("/about/editorial-process/").text.split())
    for words in ("Signed", "Signed, then corrected", "Attested, not signed"):
        assert f"<dt>{words}</dt><dd>1</dd>" in page, words
    for slug in ("library", "editorial-process"):
        text = " ".join(client.get(f"/about/{slug}/").text.split())
        assert "attest" in text
        assert "Only an edition that holds all its signatures" not in text
        assert "Before a page is published, a named reviewer signs" not in text
    assert "signed by doctors" not in client.get("/").text


def test_privacy_says_what_is_kept_and_every_page_says_whom_to_ask(client: Client) -> None:
    Organisation.objects.update(phone="+12025550123", phone_shown="202-555-0123")
    kept = " ".join(client.get("/feedback/").text.split())
    privacy = " ".join(client.get("/about/privacy/").text.split())
    for page in (kept, privacy):
        assert "edition of the page that you saw" in page
        assert "we count for an hour how much comes from one internet address" in page
        assert "no address but a fingerprint of it, made with a secret that changes every day" in page
    assert f"destroyed after {KEPT.days} days" in kept
    for slug in ("privacy", "corrections"):
        assert 'href="/feedback/"' in client.get(f"/about/{slug}/").text
    for path in ("/feedback/", "/about/privacy/", "/about/corrections/", "/about/accessibility/"):
        assert '<a class="phone" href="tel:+12025550123">' in client.get(path).text.split("<main")[1], path


def test_facts_need_their_page(client: Client, admin: User) -> None:
    factories.site_thing_deleted(PolicyPage.objects.get(slug="editorial-process"), by=admin)
    assert client.get("/about/editorial-process/").status_code == 404


def test_a_list_of_them_stands_above_them(client: Client) -> None:
    page = client.get("/about/").text
    for each in PolicyPage.objects.all():
        assert f'<h2><a href="{each.get_absolute_url()}">{each.title}</a></h2>' in page
    assert '<a href="/about/">' in client.get("/about/privacy/").text
    PolicyPage.objects.all().delete()
    assert "Nothing is written here yet." in client.get("/about/").text
