"""History for readers: every Edition that was public, from when to when, who stood for it, and each as it stood."""

import gzip
import re
from datetime import date, datetime, timedelta
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.actions.articles import change_address
from articles.models import Article, Imported, Organisation, Publication
from articles.words import lines_of
from people.models import User
from people.roles import ADMINISTRATOR
from record import clock
from reviews.actions import (
    attest,
    change_end,
    open_rereview,
    publish,
    republish,
    revoke,
    sign_off,
    unschedule,
    withdraw,
)
from reviews.models import Method, Review, SignOff
from reviews.proof import Proof
from tests import factories
from tests.public_pages import check_page, verify_path
from tests.reviews import corrections

pytestmark = pytest.mark.django_db

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
HISTORY = "/articles/gene-therapy/history/"


def words(client: Client, path: str, *, status: int = 200) -> str:
    page = client.get(path)
    assert page.status_code == status, (path, page.status_code)
    return " ".join(unescape(" ".join(lines_of(page.text))).split())


def entries(client: Client, path: str = HISTORY) -> list[str]:
    """What the history says of each period, the newest first."""
    found = re.findall(r'<li class="period.*?</p>\s*</li>', client.get(path).text, re.DOTALL)
    return [" ".join(unescape(" ".join(lines_of(piece))).split()) for piece in found]


def two_editions(now: clock.StandingClock) -> tuple[Publication, Publication]:
    first = factories.published(slug="gene-therapy", lead="First lead.")
    now.move(DAY)
    second = factories.republished(first, lead="Second lead.")
    return first, second


def later(article: Article, publisher: User, opens: datetime, lead: str = "Future lead.") -> Publication:
    """A text that readers will see later."""
    draft = factories.saved(article.drafts.get(purpose="main"), lead=lead)
    review = factories.signed(factories.submitted(draft, note="Future note."))
    live = Publication.objects.live(clock.now()).filter(article=article).first()
    return publish(review=review, live_seen=live.pk if live else None, opens=opens, by=publisher, door="desk")


def test_every_edition_with_its_times_its_note_and_who_signed(client: Client, now: clock.StandingClock) -> None:
    Organisation.objects.update(date_format="F j, Y", time_zone="America/New_York")
    first, second = two_editions(now)
    newest, oldest = entries(client)
    assert "Edition 2 From March 2, 2026, 07:00:00 until now What changed: Brought up to date." in newest
    assert "Edition 1 From March 1, 2026, 07:00:00 until March 2, 2026, 07:00:00 Another edition took" in oldest
    assert "What changed: First edition." in oldest
    assert "Medical review: Dr. Sample Reviewer, MD, signed on March 1, 2026." in oldest
    assert "It rests on: The signatures that our review policy asks for." in oldest
    page = client.get(HISTORY).text
    assert '<time datetime="2026-03-01T07:00:00-0500">' in page
    assert 'content="noindex"' in page
    assert '<a href="/articles/gene-therapy/editions/1/">' in page
    assert "/articles/gene-therapy/editions/2/" not in page
    for publication in (first, second):
        assert f'href="/verify/{publication.edition.digest}/"' in page


def test_nothing_of_what_is_still_to_come(client: Client, now: clock.StandingClock, publisher: User) -> None:
    first, _second = two_editions(now)
    waiting = later(first.article, publisher, clock.now() + DAY)
    paths = (HISTORY, "/articles/gene-therapy/", f"/verify/{_second.edition.digest}/")
    for path in paths:
        page = client.get(path).text
        for secret in ("Future", "2026-03-03", "3 March", "Edition 3", waiting.edition.digest):
            assert secret not in page, (path, secret)
    for path in ("/articles/gene-therapy/editions/3/", f"/verify/{waiting.edition.digest}/"):
        assert client.get(path).status_code == 404
    unschedule(publication=waiting, reason="Not yet.", by=publisher, door="desk")
    now.move(2 * DAY)
    assert len(entries(client)) == 2
    assert client.get("/articles/gene-therapy/editions/3/").status_code == 404
    assert client.get(f"/verify/{waiting.edition.digest}/").status_code == 404


def test_at_the_very_second_one_edition_is_past_and_the_next_is_live(
    client: Client, now: clock.StandingClock, publisher: User
) -> None:
    first, second = two_editions(now)
    opens = clock.now() + DAY
    later(first.article, publisher, opens)
    old = f"/articles/gene-therapy/editions/{second.edition.number}/"
    now.moment = opens - timedelta(microseconds=1)
    assert client.get(old)["Location"] == "/articles/gene-therapy/"
    assert "until now" in entries(client)[0]
    now.moment = opens
    assert client.get(old).status_code == 200
    assert client.get("/articles/gene-therapy/editions/3/")["Location"] == "/articles/gene-therapy/"
    assert "Edition 3" in entries(client)[0]


def test_an_end_that_was_set_is_not_told_before_it_comes(
    client: Client, now: clock.StandingClock, publisher: User
) -> None:
    _first, second = two_editions(now)
    change_end(publication=second, closes=clock.now() + DAY, by=publisher, door="desk")
    assert "until now" in entries(client)[0]
    now.move(DAY)
    assert "until 3 March 2026, 12:00:00 Its time had ended." in entries(client)[0]
    assert "its time has ended" in words(client, HISTORY)


def test_a_rereview_is_a_period_of_its_own(client: Client, now: clock.StandingClock, publisher: User) -> None:
    first = factories.published(slug="gene-therapy")
    now.move(DAY)
    review = open_rereview(article=first.article, by=publisher, door="desk")
    again = publish(review=factories.signed(review), live_seen=first.pk, by=publisher, door="desk")
    newest, oldest = entries(client)
    assert "A review of the same text once more" in newest
    assert "What changed" not in newest
    assert "signed on 2 March 2026" in newest
    assert "The same text was reviewed once more." in oldest
    assert client.get("/articles/gene-therapy/editions/1/").status_code == 302
    verify = words(client, f"/verify/{again.edition.digest}/")
    assert "This text is live." in verify
    assert verify.count("Signed on") == 2


def test_a_correction_tells_who_checked_the_wording(client: Client, now: clock.StandingClock) -> None:
    first = corrections.with_typo(slug="gene-therapy")
    now.move(DAY)
    second = corrections.correction_public(first)
    newest, oldest = entries(client)
    assert "A minor correction" in newest
    assert "Wording corrected on 2 March 2026, checked by" in newest
    assert "Medical review: Dr. Sample Reviewer, MD, signed on 1 March 2026." in newest
    assert "The signatures that our review policy asks for." in oldest
    verify = words(client, f"/verify/{second.edition.digest}/")
    assert verify.count("Signed on") == 1
    assert f'href="/verify/{first.edition.digest}/"' in client.get(f"/verify/{second.edition.digest}/").text


def test_an_attestation_is_no_signature(client: Client, now: clock.StandingClock) -> None:
    boss = factories.person(ADMINISTRATOR, name="Ada Boss")
    review = factories.submitted(slug="gene-therapy")
    Imported.objects.create(article=review.article, file_digest="a" * 64, save_number=review.edition.save_number)
    (done,) = attest(
        reviews=[review], name="Dr. Old", credentials="MD", reviewed_on=date(2025, 6, 1), due=date(2026, 6, 1),
        proof=Proof(boss, Method.PASSWORD), door="admin", and_publish=True,
    )  # fmt: skip
    assert done.publication, done.refusal
    now.move(DAY)
    factories.republished(done.publication, lead="New lead.")
    newest, oldest = entries(client)
    assert "The signatures that our review policy asks for." in newest
    assert "An attestation" in oldest
    assert "Reviewed before moving to this library by Dr. Old, MD on 1 June 2025, as attested by Ada Boss" in oldest
    assert "signed on" not in oldest
    assert "Dr. Old" in words(client, "/articles/gene-therapy/editions/1/")
    told = words(client, f"/verify/{review.edition.digest}/")
    assert "was attested, and has been replaced since" in told
    assert "Check an attested text" in told
    assert "Fetch the attested text" in told
    assert "the signed text" not in told


def test_a_signature_that_was_taken_back_says_so_everywhere(client: Client, now: clock.StandingClock) -> None:
    first, _second = two_editions(now)
    now.move(DAY)
    boss = factories.person(ADMINISTRATOR)
    revoke(sign_off=SignOff.objects.get(edition=first.edition), reason="A mistake.", by=boss, door="desk")
    newest, oldest = entries(client)
    assert "Taken back on 3 March 2026." in oldest
    assert "Taken back" not in newest
    old = words(client, "/articles/gene-therapy/editions/1/")
    assert "The signature of Dr. Sample Reviewer was taken back on 3 March 2026." in old
    assert "Taken back on 3 March 2026" in words(client, f"/verify/{first.edition.digest}/")
    for path in (HISTORY, "/articles/gene-therapy/editions/1/", f"/verify/{first.edition.digest}/"):
        assert "A mistake" not in client.get(path).text


def test_of_two_signatures_of_one_person_only_the_one_taken_back(
    client: Client, now: clock.StandingClock, publisher: User
) -> None:
    doctor = factories.reviewer(name="Dr. Twice")
    first = factories.published(factories.signed(factories.submitted(slug="gene-therapy"), by=doctor))
    now.move(DAY)
    review = open_rereview(article=first.article, by=publisher, door="desk")
    publish(review=factories.signed(review, by=doctor), live_seen=first.pk, by=publisher, door="desk")
    now.move(DAY)
    one = SignOff.objects.order_by("pk")[0]
    revoke(sign_off=one, reason="A mistake.", by=factories.person(ADMINISTRATOR), door="desk")
    newest, oldest = entries(client)
    assert "Taken back" not in newest
    assert "Taken back" in oldest


def test_a_signature_taken_back_before_anything_was_public_is_told_nowhere(
    client: Client, now: clock.StandingClock
) -> None:
    review = factories.submitted(slug="gene-therapy")
    signed = factories.signed(review, by=factories.reviewer(name="Dr. Hasty"))
    revoke(sign_off=SignOff.objects.get(), reason="Hasty.", by=factories.person(ADMINISTRATOR), door="desk")
    now.move(HOUR)
    publication = factories.published(factories.signed(signed, by=factories.reviewer(name="Dr. Calm")))
    assert "Dr. Calm" in entries(client)[0]
    for path in (HISTORY, f"/verify/{publication.edition.digest}/"):
        assert "Hasty" not in client.get(path).text


def test_a_signature_in_a_rereview_that_goes_on_is_not_told(
    client: Client, now: clock.StandingClock, publisher: User
) -> None:
    publication = factories.published(slug="gene-therapy")
    now.move(DAY)
    review = open_rereview(article=publication.article, by=publisher, door="desk")
    signer = factories.reviewer(name="Dr. Early")
    sign_off(
        review=review, digest=review.edition.digest, role="medical", proof=Proof(signer, Method.PASSWORD), door="desk"
    )
    for path in (HISTORY, f"/verify/{publication.edition.digest}/", "/articles/gene-therapy/"):
        assert "Dr. Early" not in client.get(path).text


def test_a_withdrawal_hides_the_past_unless_history_stays(
    client: Client, now: clock.StandingClock, publisher: User
) -> None:
    first, _second = two_editions(now)
    now.move(DAY)
    withdraw(article=first.article, reason="Wrong.", notice="Ask us.", by=publisher, door="desk")
    for path in (HISTORY, "/articles/gene-therapy/editions/1/", "/articles/gene-therapy/editions/2/"):
        page = client.get(path)
        assert page.status_code == 410
        assert "Ask us." in page.text
        for secret in ("First lead", "Second lead", "Dr. Sample", "data-signed", "/history/", "Brought up"):
            assert secret not in page.text
    assert client.get("/articles/gene-therapy/editions/3/").status_code == 404


def test_what_was_withdrawn_does_not_come_back_with_another_edition(
    client: Client, now: clock.StandingClock, publisher: User
) -> None:
    first, second = two_editions(now)
    now.move(DAY)
    withdraw(article=first.article, reason="Wrong.", notice="Ask us.", by=publisher, door="desk")
    now.move(DAY)
    third = factories.republished(first, lead="Third lead.")

    (only,) = entries(client)
    assert "Edition 3" in only
    live = " ".join(lines_of(client.get("/articles/gene-therapy/").text))
    assert "New on" in live
    assert "What changed on" not in live
    for number, publication in ((1, first), (2, second)):
        page = client.get(f"/articles/gene-therapy/editions/{number}/")
        assert page.status_code == 410
        assert "Ask us." in page.text
        assert '<a href="/articles/gene-therapy/">' in page.text
        for secret in ("First lead", "Second lead", "data-signed", publication.edition.digest):
            assert secret not in page.text
        assert client.get(f"/verify/{publication.edition.digest}/content.json").status_code == 410
    assert client.get(f"/verify/{third.edition.digest}/").status_code == 200

    change_end(publication=third, closes=clock.now() + HOUR, by=publisher, door="desk")
    now.move(DAY)
    ended = client.get("/articles/gene-therapy/editions/2/")
    assert ended.status_code == 410
    assert "Ask us." in ended.text
    assert client.get("/articles/gene-therapy/editions/3/").status_code == 200


def test_the_very_edition_that_comes_back_is_shown_by_its_new_life(
    client: Client, now: clock.StandingClock, publisher: User
) -> None:
    first, second = two_editions(now)
    withdraw(article=first.article, reason="By mistake.", notice="", by=publisher, door="desk")
    now.move(DAY)
    republish(article=first.article, last_seen=second.pk, by=publisher, door="desk")
    (only,) = entries(client)
    assert "Edition 2" in only
    assert client.get("/articles/gene-therapy/editions/2/").status_code == 302
    assert client.get("/articles/gene-therapy/editions/1/").status_code == 410


def test_a_history_that_stays_is_marked_as_withdrawn(client: Client, now: clock.StandingClock, publisher: User) -> None:
    first, second = two_editions(now)
    now.move(DAY)
    withdraw(
        article=first.article, reason="Old.", notice="Ask us.", by=publisher, door="desk", history_stays=True
    )  # fmt: skip
    gone = client.get("/articles/gene-therapy/")
    assert gone.status_code == 410
    assert f'<a href="{HISTORY}">' in gone.text
    assert "“Gene therapy” stood at this address." in gone.text
    assert "This article was withdrawn on 3 March 2026." in words(client, HISTORY)
    newest = entries(client)[0]
    assert "until 3 March 2026, 12:00:00 It was withdrawn." in newest
    for number, publication in ((1, first), (2, second)):
        page = client.get(f"/articles/gene-therapy/editions/{number}/")
        assert "This article was withdrawn on 3 March 2026." in " ".join(lines_of(page.text))
        check_page(page.text, client.get(f"{verify_path(page.text)}content.json").content)
        assert "This text was withdrawn. The library has withdrawn the article" in words(
            client, f"/verify/{publication.edition.digest}/"
        )
    back = republish(article=first.article, last_seen=second.pk, by=publisher, door="desk")
    assert "came back, with the signatures and dates that it had" in entries(client)[0]
    assert words(client, f"/verify/{back.edition.digest}/").count("Signed on") == 1


def test_a_past_edition_as_it_stood(client: Client, now: clock.StandingClock) -> None:
    first, _second = two_editions(now)
    now.moment = first.overdue_at + DAY
    page = client.get("/articles/gene-therapy/editions/1/")
    content = check_page(page.text, client.get(f"{verify_path(page.text)}content.json").content)
    assert content["source"]["lead"] == "First lead."
    said = " ".join(lines_of(page.text))
    assert "This is Edition 1 as it stood. It is no longer current." in said
    assert "overdue" not in page.text
    assert 'content="noindex"' in page.text
    assert "canonical" not in page.text
    assert '<a href="/articles/gene-therapy/">' in page.text
    assert re.search(rf'<a[^>]* href="{HISTORY}"[^>]*>History of this page</a>', page.text)
    # The mark stands above everything that is signed.
    assert page.text.index("no longer current.") < page.text.index("data-signed")


def test_the_article_says_what_changed_last_and_leads_to_its_history(client: Client, now: clock.StandingClock) -> None:
    first = factories.published(slug="gene-therapy", lead="First lead.")
    page = client.get("/articles/gene-therapy/")
    assert re.search(rf'<a[^>]* href="{HISTORY}"[^>]*>History of this page</a>', page.text)
    assert client.get(HISTORY).status_code == 200
    assert "New on 1 March 2026: First edition." in " ".join(lines_of(page.text))
    now.move(DAY)
    factories.republished(first, lead="Second lead.")
    page = client.get("/articles/gene-therapy/")
    assert re.search(rf'<a[^>]* href="{HISTORY}"[^>]*>History of this page</a>', page.text)
    assert "What changed on 2 March 2026: Brought up to date." in " ".join(lines_of(page.text))


def test_former_addresses_lead_on(client: Client, now: clock.StandingClock, publisher: User) -> None:
    first, _second = two_editions(now)
    change_address(article=first.article, slug="genes", by=first.article.owner, door="admin")
    for rest in ("history/", "editions/1/", "editions/2/"):
        answer = client.get(f"/articles/gene-therapy/{rest}")
        assert (answer.status_code, answer["Location"]) == (301, f"/articles/genes/{rest}")
    withdraw(article=first.article, reason="Wrong.", notice="", by=publisher, door="desk")
    assert client.get(HISTORY)["Location"] == "/articles/genes/history/"
    assert client.get("/articles/genes/history/").status_code == 410


def test_what_is_no_edition_is_no_address(client: Client, now: clock.StandingClock) -> None:
    factories.published(slug="gene-therapy")
    factories.signed(slug="waiting")
    for path in ("waiting/history/", "waiting/editions/1/", "unknown/history/", "unknown/editions/1/"):
        assert client.get(f"/articles/{path}").status_code == 404
    for number in ("0", "2", "01", "-1", "9" * 9, "9" * 30, "x", "%00", "١"):
        assert client.get(f"/articles/gene-therapy/editions/{number}/").status_code == 404
    assert client.get(f"{HISTORY}?page=2").status_code == 404
    for page in ("0", "x"):
        assert client.get(f"{HISTORY}?page={page}").status_code == 400


def test_a_long_history_is_paged_and_small(
    client: Client, now: clock.StandingClock, publisher: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    publication = factories.published(slug="gene-therapy")
    for _number in range(12):
        now.move(DAY)
        review = factories.signed(open_rereview(article=publication.article, by=publisher, door="desk"))
        publication = publish(review=review, live_seen=publication.pk, by=publisher, door="desk")
    with CaptureQueriesContext(connection) as queries:
        page = client.get(HISTORY)
    assert page.text.count('class="period') >= 13
    assert len(queries) <= 12
    assert len(gzip.compress(page.content)) < 40_000 * 13 / 50
    monkeypatch.setattr("reviews.public.history.PER_PAGE", 5)
    assert [len(entries(client, f"{HISTORY}?page={number}")) for number in (1, 2, 3)] == [5, 5, 3]
    assert "What changed: First edition." in entries(client, f"{HISTORY}?page=3")[-1]


def test_a_review_of_the_article_is_asked_for_nowhere(client: Client, now: clock.StandingClock) -> None:
    """The pages of the past read what is frozen, and signatures; no review, no draft, no person."""
    two_editions(now)
    for path in (HISTORY, "/articles/gene-therapy/editions/1/"):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        closed = re.compile(r"articles_draft|reviews_review\b|people_|django_session|record_")
        assert not [query["sql"] for query in queries if closed.search(query["sql"])]
    assert Review.objects.exists()
