"""Verifying: anyone can learn what a public text is and check it; nobody learns more."""

import hashlib
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from pytest_django import Settings

from articles.actions.articles import change_address
from articles.models import Organisation, Publication
from people.roles import PUBLISHER
from record import clock
from reviews.actions import republish, sign_off, withdraw
from reviews.models import Method, Review, Reviewer
from reviews.proof import command_proof
from tests import factories

pytestmark = pytest.mark.django_db


def paths(publication: Publication) -> tuple[str, str]:
    verify = f"/verify/{publication.edition.digest}/"
    return verify, f"{verify}content.json"


def gone(publication: Publication) -> None:
    by = factories.person(PUBLISHER)
    withdraw(article=publication.article, reason="Wrong dose.", notice="Ask us.", by=by, door="admin")


def test_a_live_text(client: Client) -> None:
    Organisation.objects.update(time_zone="America/New_York")
    with clock.standing_at(datetime(2026, 3, 2, 3, tzinfo=UTC)):
        publication = factories.published(slug="gene-therapy", title="Gene therapy")
        Reviewer.objects.update(printed_name="Dr. Renamed")
        verify, content = paths(publication)
        page = client.get(verify)
    assert page.status_code == 200
    assert "This text is live" in page.text
    assert '<a href="/articles/gene-therapy/">Gene therapy</a>' in page.text
    assert "Dr. Sample Reviewer, MD" in page.text
    assert "Medical review" in page.text
    assert "Renamed" not in page.text
    assert "1 March 2026" in page.text
    assert publication.edition.digest in page.text
    assert f"curl -s http://localhost{content} | sha256sum" in page.text
    assert 'content="noindex"' in page.text


def test_the_bytes_are_the_ones_that_were_hashed(client: Client) -> None:
    publication = factories.published(title="Grün, 基因, 🧬")
    answer = client.get(paths(publication)[1])
    assert answer["Content-Type"] == "application/json"
    assert hashlib.sha256(answer.content).hexdigest() == publication.edition.digest
    assert json.loads(answer.content)["source"]["title"] == "Grün, 基因, 🧬"
    assert answer["ETag"] == f'"{publication.edition.digest}"'


def test_a_past_text_says_so_and_leads_to_the_page_as_it_is_now(client: Client) -> None:
    first = factories.published(slug="gene-therapy", title="The old title")
    factories.republished(first, title="The new title")
    change_address(article=first.article, slug="genes", by=first.article.owner, door="admin")
    verify, content = paths(first)
    page = client.get(verify)
    assert page.status_code == 200
    assert "no longer current" in page.text
    assert '<a href="/articles/genes/">The old title</a>' in page.text
    assert "The new title" not in page.text
    assert client.get(content).status_code == 200


def test_of_a_withdrawn_text_only_that(client: Client) -> None:
    first = factories.published(title="Gene therapy explained", slug="gene-therapy")
    second = factories.republished(first, lead="Changed.")
    gone(first)
    for publication in (first, second):
        verify, content = paths(publication)
        page = client.get(verify)
        assert page.status_code == 410
        assert "withdrawn" in page.text
        for secret in ("Gene therapy explained", "gene-therapy", "Dr. Sample", "Edition", "Wrong dose", "Ask us"):
            assert secret not in page.text
        answer = client.get(content)
        assert (answer.status_code, answer.text) == (410, "This text was withdrawn.\n")


def test_what_was_withdrawn_stays_withdrawn_when_another_text_takes_its_place(client: Client) -> None:
    first = factories.published(title="The old title")
    gone(first)
    second = factories.republished(first, lead="Mended.")
    verify, content = paths(first)
    page = client.get(verify)
    assert page.status_code == 410
    assert "This text was withdrawn." in page.text
    assert "The old title" not in page.text
    assert client.get(content).status_code == 410
    assert "This text is live." in client.get(paths(second)[0]).text


def test_a_withdrawn_text_that_is_published_again_tells_of_its_new_life_alone(client: Client) -> None:
    with clock.standing_at(datetime(2026, 3, 1, 12, tzinfo=UTC)) as standing:
        first = factories.published()
        standing.move(timedelta(days=1))
        gone(first)
        standing.move(timedelta(days=1))
        by = factories.person(PUBLISHER)
        republish(article=first.article, last_seen=first.pk, by=by, door="desk")
        page = client.get(paths(first)[0])
        assert client.get(paths(first)[1]).status_code == 200
    assert "This text is live." in page.text
    assert page.text.count("<dt>Public</dt>") == 1
    assert "It was withdrawn." not in page.text


@pytest.mark.parametrize("made", [factories.submitted, factories.signed, factories.answered, factories.recalled])
def test_what_was_never_public_is_nothing(client: Client, made: Callable[[], Review]) -> None:
    review = made()
    nothing = client.get(f"/verify/{'0' * 64}/")
    answer = client.get(f"/verify/{review.edition.digest}/")
    assert answer.status_code == nothing.status_code == 404
    assert answer.content == nothing.content
    assert client.get(f"/verify/{review.edition.digest}/content.json").status_code == 404


def test_what_is_no_digest_is_no_address(client: Client) -> None:
    for wrong in ("x", "0" * 63, "0" * 65, "A" * 64, "%00"):
        assert client.get(f"/verify/{wrong}/").status_code == 404
        assert client.get(f"/verify/{wrong}/content.json").status_code == 404


def test_one_text_in_several_editions(client: Client) -> None:
    with clock.standing_at(datetime(2026, 3, 1, 12, tzinfo=UTC)) as standing:
        first = factories.published(lead="One.")
        standing.move(timedelta(days=1))
        factories.republished(first, lead="Two.")
        standing.move(timedelta(days=1))
        third = factories.republished(first, lead="One.")
        page = client.get(paths(first)[0]).text
    assert first.edition.digest == third.edition.digest
    assert "This text is live" in page
    assert "1, 3" in page
    assert page.count("Signed on") == 2
    assert page.count("<dt>Public</dt>") == 1
    assert page.count("It rests on:") == 2


def test_a_signature_on_the_same_text_in_an_edition_that_never_went_public_is_not_told(client: Client) -> None:
    first = factories.published(lead="One.")
    draft = factories.saved(first.article.drafts.get(), lead="One.", details={"related": ["genes"]})
    hidden = factories.reviewer(name="Dr. Hidden")
    review = factories.signed(factories.submitted(draft), by=hidden)
    assert review.edition.digest == first.edition.digest
    assert "Dr. Hidden" not in client.get(paths(first)[0]).text


def test_sample_signatures_say_so(client: Client, settings: Settings) -> None:
    settings.DEMO = True
    review = factories.submitted(slug="gene-therapy")
    proof = command_proof(factories.reviewer(), Method.SAMPLE)
    sign_off(review=review, digest=review.edition.digest, role="medical", proof=proof, door="sample")
    publication = factories.published(Review.objects.get(pk=review.pk))
    for path in ("/articles/gene-therapy/", paths(publication)[0]):
        page = client.get(path).text
        assert "No doctor has read this text" in page
        assert "sample signature" in page
