"""The reviewers' desk over HTTP: the queue, one review, and the verbs that are done from there."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.models import Publication
from people.models import User
from people.roles import ADMINISTRATOR, AUDITOR, EDITOR, PUBLISHER, REVIEWER, ROLES
from record import clock
from reviews.actions import change_end, open_rereview, publish, withdraw
from reviews.models import ChangeRequest, Review, Reviewer, ReviewState, SignOff
from tests import factories
from tests.reviews.at_desk import hidden, signed_in, signing, words
from tests.reviews.policies import policy

pytestmark = pytest.mark.django_db


def test_strangers_are_asked_to_sign_in_and_come_back(client: Client) -> None:
    review = factories.submitted()
    for path in ("/reviews/", f"/reviews/{review.pk}/", f"/reviews/{review.pk}/publish/", "/reviews/999/"):
        answer = client.get(path)
        assert (answer.status_code, answer["Location"]) == (302, f"/accounts/login/?next={path}")
    for verb in ("sign", "changes", "recall", "publish"):
        answer = client.post(f"/reviews/{review.pk}/{verb}/", signing(review))
        assert answer.status_code == 302
    assert not SignOff.objects.exists()


def test_reasons_typed_before_the_session_ended_are_not_lost(client: Client) -> None:
    review = factories.submitted()
    answer = client.post(f"/reviews/{review.pk}/changes/", {"reasons": "Name <the> risks."})
    assert answer.status_code == 403
    assert "Name &lt;the&gt; risks." in answer.text
    assert f'<a href="/reviews/{review.pk}/changes/" target="_blank">' in answer.text
    assert not ChangeRequest.objects.exists()


def test_people_without_a_role_are_refused() -> None:
    review = factories.submitted()
    client = signed_in(User.objects.create_user("nobody"))
    for path in ("/reviews/", f"/reviews/{review.pk}/", f"/reviews/{review.pk}/sign/"):
        assert client.get(path).status_code == 403
    assert client.post(f"/reviews/{review.pk}/sign/", signing(review)).status_code == 403


def test_every_role_reads_and_nothing_is_kept_by_browsers() -> None:
    review = factories.submitted()
    for role in ROLES:
        client = signed_in(factories.person(role))
        for path in ("/reviews/", f"/reviews/{review.pk}/"):
            page = client.get(path)
            assert page.status_code == 200
            assert "no-store" in page["Cache-Control"]
            assert 'content="noindex"' in page.text
        assert client.get("/reviews/999/").status_code == 404
        assert client.get("/reviews/99999999999999999999999/").status_code == 404


def test_the_queue_says_who_waits_for_what_and_why_i_cannot() -> None:
    policy(default={"roles": ["medical", "pharmacy"], "months": 12})
    review = factories.submitted(title="Waiting text")
    factories.answered(title="Answered text", reasons="Name the risks.")
    reviewer = factories.reviewer(name="Dr. One")
    page = words(signed_in(reviewer).get("/reviews/").text)
    assert "1 edition waits for a signature" in page
    assert "Waiting text" in page
    assert "Medical review, Pharmacy review" in page
    assert "Read and decide" in page
    assert "Changes asked for Answered text" in page
    assert "Name the risks." in page
    signed_in(reviewer).post(f"/reviews/{review.pk}/sign/", signing(review))
    page = words(signed_in(reviewer).get("/reviews/").text)
    assert "Waits for Pharmacy review" in page
    assert "You have signed this text." in page
    author = words(signed_in(review.opened_by).get("/reviews/").text)
    assert "You wrote at this text, so somebody else has to sign it." in author
    auditor = words(signed_in(factories.person(AUDITOR)).get("/reviews/").text)
    assert "Only reviewers with a profile can sign" in auditor


def test_the_queue_takes_the_same_queries_however_long() -> None:
    client = signed_in(factories.reviewer())

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/reviews/").status_code == 200
        return len(queries)

    def fill() -> None:
        factories.submitted()
        factories.signed()
        factories.answered()

    fill()
    before = count()
    fill()
    fill()
    assert count() == before
    assert before <= 31


def test_what_nobody_can_sign_says_so_wherever_it_waits() -> None:
    """Given a library whose only reviewer wrote the text, then queue, review and writing page say who can help."""
    told = "Nobody can sign this yet as: Medical review."
    author = factories.person(EDITOR, REVIEWER)
    Reviewer.objects.create(person=author, printed_name="Dr. Author", credentials="MD", roles=["medical"])
    review = factories.submitted(by=author)
    pages = ("/reviews/", f"/reviews/{review.pk}/", f"/admin/articles/draft/{review.article.drafts.get().pk}/change/")
    for page in pages:
        assert told in words(signed_in(author).get(page).text), page
    expired = factories.reviewer()
    Reviewer.objects.filter(person=expired).update(credentials_expire=date(2020, 1, 1))
    assert told in words(signed_in(author).get("/reviews/").text)
    factories.reviewer()
    for page in pages:
        assert told not in words(signed_in(author).get(page).text), page


def test_a_review_that_is_over_shows_what_was_judged_in_it() -> None:
    """Given three editions, when the review of the second is read years later, then it is compared with the first."""
    answered = factories.answered(body="## One\n\nTake a pill a day.\n", reasons="Say how many.")
    draft = factories.saved(answered.article.drafts.get(), body="## One\n\nTake two pills a day.\n")
    first = factories.published(factories.signed(factories.submitted(draft)))
    second = factories.republished(first, body="## One\n\nTake three pills a day.\n")
    factories.republished(second, body="## One\n\nTake four pills a day.\n")
    client = signed_in(factories.reviewer())
    page = client.get(f"/reviews/{second.published_review.review_id}/").text
    assert "What changed since Edition 2</h2>" in page
    assert "<del>two</del><ins>three</ins>" in page
    # What was asked for was done before that
    assert "Say how many." not in page
    page = client.get(f"/reviews/{first.published_review.review_id}/").text
    assert "Everything was new" in page
    assert "Say how many." in page


def test_an_empty_queue_says_what_will_stand_there() -> None:
    assert "Nothing waits for a signature" in signed_in(factories.reviewer()).get("/reviews/").text


def test_a_review_shows_the_edition_as_readers_would_see_it() -> None:
    review = factories.submitted(details={"care": {"body": "Come <b>", "phone": "202-555-0123"}})
    page = signed_in(factories.reviewer()).get(f"/reviews/{review.pk}/").text
    for fragment in review.edition.content["fragments"]:
        assert f'data-signed="{fragment["id"]}">{fragment["html"]}<' in page
    assert "Everything is new" in page
    assert hidden(page, "digest") == review.edition.digest
    assert 'autocomplete="current-password"' in page


def test_what_changed_comes_first_word_by_word() -> None:
    first = factories.published(body="## One\n\nTake two pills a day.\n\n## Two\n\nGone soon.\n")
    draft = factories.saved(
        first.article.drafts.get(),
        body="## One\n\nTake three pills a day.\n\n## New\n\nCome.\n",
        details={"related": ["genes"], "tags": ["dose"]},
    )
    review = factories.submitted(draft)
    page = signed_in(factories.reviewer()).get(f"/reviews/{review.pk}/").text
    assert "What changed since Edition 1" in page
    assert "<del>two</del><ins>three</ins>" in page
    assert page.index("<ins>three</ins>") < page.index("data-signed")
    text = words(page)
    for told in ("Removed: Two Gone soon.", "Added: New Come.", "Tags Added: dose", "Related articles Added: genes"):
        assert told in text


def test_a_renamed_part_is_compared_with_what_it_was() -> None:
    words_ = "Most people feel well a week after. Call us if you have a fever of more than 38 degrees."
    first = factories.published(body=f"## Risks and benefits\n\n{words_}\n")
    review = factories.submitted(
        factories.saved(first.article.drafts.get(), body=f"## Risks\n\n{words_.replace('38', '39')}\n")
    )
    page = signed_in(factories.reviewer()).get(f"/reviews/{review.pk}/").text
    assert "<del>38</del><ins>39</ins>" in page
    assert 'class="diff-removed"' not in page


def test_a_long_queue_says_how_much_more_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reviews.desk.queue.LONGEST_LIST", 1)
    factories.submitted(title="The first")
    factories.submitted(title="The second")
    page = words(signed_in(factories.reviewer()).get("/reviews/").text)
    assert "2 editions wait for a signature" in page
    assert "1 of 2 are shown" in page
    assert "The second" not in page


def test_form_order_and_addresses_count_as_changes() -> None:
    body = "## One\n\nSee [this](https://example.org/a).\n\n## Two\n\nWords.\n"
    first = factories.published(body=body)
    draft = first.article.drafts.get()
    swapped = "## Two\n\n*Words.*\n\n## One\n\nSee [this](https://example.org/b).\n"
    review = factories.submitted(factories.saved(draft, body=swapped))
    page = words(signed_in(factories.reviewer()).get(f"/reviews/{review.pk}/").text)
    assert "Order of the parts" in page
    assert "What changed is their form" in page
    assert "example.org/ a b ]" in page


def test_a_resubmission_can_be_compared_with_what_was_asked_of() -> None:
    first = factories.answered(reasons="Say three.", body="## One\n\nTake two pills a day.\n")
    draft = factories.saved(first.article.drafts.get(), body="## One\n\nTake three pills a day.\n")
    review = factories.submitted(draft)
    client = signed_in(factories.reviewer())
    page = client.get(f"/reviews/{review.pk}/").text
    assert "Say three." in page
    assert f'href="/reviews/{review.pk}/?against=1"' in page
    assert "<ins>three</ins>" in client.get(f"/reviews/{review.pk}/?against=1").text
    for nonsense in ("2", "x", "-1", "99999999999999999999", "%00", "١"):
        assert client.get(f"/reviews/{review.pk}/?against={nonsense}").status_code == 200


def test_whoever_is_asked_for_changes_finds_the_way_to_the_text() -> None:
    """Given a text that was sent back, when its editor looks at queue and review, then both lead to the writing page;
    whoever can't write there isn't led there.
    """
    review = factories.answered()
    writing = f'href="/admin/articles/draft/{review.article.drafts.get().pk}/change/">Change the text'
    editor, reviewer = signed_in(factories.person(EDITOR)), signed_in(factories.reviewer())
    for path in ("/reviews/", f"/reviews/{review.pk}/"):
        assert writing in editor.get(path).text
        assert writing not in reviewer.get(path).text


def test_a_review_that_is_over_leads_to_the_one_that_is_open() -> None:
    old = factories.recalled()
    new = factories.submitted(factories.saved(old.article.drafts.get(), lead="Another lead."))
    client = signed_in(factories.reviewer())
    page = client.get(f"/reviews/{old.pk}/").text
    assert "A newer review is open" in page
    assert f'href="/reviews/{new.pk}/"' in page
    assert "A newer review is open" not in client.get(f"/reviews/{new.pk}/").text


def test_what_was_published_is_not_called_public_once_it_ended() -> None:
    page = factories.published()
    review, publisher = page.published_review.review, factories.person(PUBLISHER)
    client = signed_in(publisher)
    assert "published before" not in words(client.get(f"/reviews/{review.pk}/").text)
    withdraw(article=page.article, reason="x", notice="", by=publisher, door="admin")
    assert "published before, and no longer what readers see" in words(client.get(f"/reviews/{review.pk}/").text)
    told = client.get(f"/reviews/{review.pk}/publish/", follow=True).text
    assert "is no longer what readers see" in told


def test_what_is_scheduled_is_not_called_public(now: clock.StandingClock, publisher: User) -> None:
    """Given a text that is scheduled, its review says for when until then, and that it is published from then on."""
    review, client = factories.signed(), signed_in(publisher)
    publish(review=review, live_seen=None, by=publisher, door="desk", opens=now.moment + timedelta(days=1))
    assert "scheduled for 2 March 2026, 12:00:00" in words(client.get(f"/reviews/{review.pk}/").text)
    told = words(client.get(f"/reviews/{review.pk}/publish/", follow=True).text)
    assert "This text is scheduled: readers see it from 2 March 2026, 12:00:00 on." in told

    now.move(timedelta(days=1))

    assert "scheduled for" not in words(client.get(f"/reviews/{review.pk}/").text)
    told = words(client.get(f"/reviews/{review.pk}/publish/", follow=True).text)
    assert "This text is published: readers see it now." in told


def test_a_page_that_was_reviewed_again_is_still_what_readers_see() -> None:
    """Given a re-review of the same text, then its first review isn't called over for readers; and an older review that
    waits again is no newer one.
    """
    page = factories.published()
    first, publisher = page.published_review.review, factories.person(PUBLISHER)
    again = factories.signed(open_rereview(article=page.article, by=publisher, door="desk"))
    publish(review=again, live_seen=page.pk, by=publisher, door="desk")
    assert "published before" not in words(signed_in(publisher).get(f"/reviews/{first.pk}/").text)


def test_the_queue_asks_the_same_however_many_are_reviewed_again() -> None:
    boss = factories.person(ADMINISTRATOR)
    client = signed_in(boss)
    counts = []
    for _more in range(3):
        open_rereview(article=factories.published().article, by=boss, door="desk")
        client.get("/reviews/")
        with CaptureQueriesContext(connection) as asked:
            client.get("/reviews/")
        counts.append(len(asked))
    assert len(set(counts)) == 1, counts


def test_a_text_is_shown_with_the_same_queries_however_many_signed_it() -> None:
    counts = []
    for roles in (["medical"], ["medical", "pharmacy"], ["medical", "pharmacy", "legal", "editorial"]):
        policy(default={"roles": roles})
        client, path = signed_in(factories.person(PUBLISHER)), f"/reviews/{factories.signed().pk}/"
        client.get(path)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(path).status_code == 200
        counts.append(len(asked))
    assert len(set(counts)) == 1, counts


def test_asking_for_changes() -> None:
    review, client = factories.submitted(), signed_in(factories.reviewer(name="Dr. One"))
    sent = {"digest": review.edition.digest, "reasons": "Name the\r\nrisks."}
    for _time in range(2):
        assert client.post(f"/reviews/{review.pk}/changes/", sent).status_code == 302
    request = ChangeRequest.objects.get()
    assert (request.reasons, request.printed_name) == ("Name the\nrisks.", "Dr. One")
    assert Review.objects.get().state == ReviewState.CHANGES
    assert "Name the" in client.get(f"/reviews/{review.pk}/").text


def test_refused_reasons_stay_in_the_form() -> None:
    review, client = factories.submitted(), signed_in(factories.reviewer())
    url = f"/reviews/{review.pk}/changes/"
    assert client.post(url, {"digest": review.edition.digest, "reasons": " "}).status_code == 400
    assert client.post(url, {"digest": review.edition.digest, "reasons": "x" * 10_001}).status_code == 400
    assert client.post(url, {"digest": review.edition.digest, "reasons": "a\0b"}).status_code == 400
    answer = client.post(url, {"digest": "0" * 64, "reasons": "Name <the> risks."})
    assert answer.status_code == 409
    assert "Name &lt;the&gt; risks.</textarea>" in answer.text
    factories.recalled(review)
    answer = client.post(url, {"digest": review.edition.digest, "reasons": "Name <the> risks."})
    assert answer.status_code == 409
    assert "Name &lt;the&gt; risks.</textarea>" in answer.text
    assert not ChangeRequest.objects.exists()


def test_recalling() -> None:
    review = factories.submitted()
    assert signed_in(factories.reviewer()).post(f"/reviews/{review.pk}/recall/").status_code == 403
    client = signed_in(factories.person(EDITOR))
    assert "Take the text back" in client.get(f"/reviews/{review.pk}/").text
    for _time in range(2):
        assert client.post(f"/reviews/{review.pk}/recall/").status_code == 302
    assert Review.objects.get().state == ReviewState.RECALLED
    answered = factories.answered()
    assert client.post(f"/reviews/{answered.pk}/recall/").status_code == 409


def test_publishing_says_first_what_readers_will_see() -> None:
    first = factories.published(slug="gene-therapy")
    factories.draft(slug="secret")
    factories.published(slug="open")
    gone = factories.published(slug="gone")
    publisher = factories.person(PUBLISHER)
    withdraw(article=gone.article, reason="x", notice="", by=publisher, door="admin")
    body = "## One\n\n[a](article:secret) [b](article:unknown) [c](article:open) [d](article:gone)\n"
    review = factories.signed(factories.submitted(factories.saved(first.article.drafts.get(), body=body)))
    client = signed_in(publisher)
    assert f"/reviews/{review.pk}/publish/" in client.get(f"/reviews/{review.pk}/").text
    page = client.get(f"/reviews/{review.pk}/publish/")
    assert page.status_code == 200
    assert "Readers see Edition 1 now" in page.text
    assert re.findall(r"<li><code>(.*?)</code>", page.text) == ["secret", "unknown"]
    sent = {"live_seen": hidden(page.text, "live_seen")}
    for _time in range(2):
        assert client.post(f"/reviews/{review.pk}/publish/", sent).status_code == 302
    assert Publication.objects.filter(edition=review.edition).count() == 1


def test_what_readers_see_has_changed_since_the_publisher_looked() -> None:
    review = factories.signed()
    client = signed_in(factories.person(PUBLISHER))
    for wrong, status in (("12345", 409), ("x", 400), ("9" * 40, 409)):
        answer = client.post(f"/reviews/{review.pk}/publish/", {"live_seen": wrong})
        assert answer.status_code == status
        assert hidden(answer.text, "live_seen") == ""
    assert not Publication.objects.exists()
    assert client.post(f"/reviews/{review.pk}/publish/", {}).status_code == 302


def test_a_page_keeps_its_end_unless_somebody_takes_it_away() -> None:
    ends = clock.now() + timedelta(days=90)
    first = factories.published()
    change_end(publication=first, closes=ends, by=factories.person(PUBLISHER), door="desk")
    review = factories.signed(factories.submitted(factories.saved(first.article.drafts.get(), lead="More.")))
    page = signed_in(factories.person(PUBLISHER)).get(f"/reviews/{review.pk}/publish/").text
    assert f'name="closes" value="{ends:%Y-%m-%dT%H:%M:%S}"' in page


def test_a_review_that_is_over_is_said_before_its_text_is_published() -> None:
    with clock.standing_at(datetime(2026, 3, 1, 12, tzinfo=UTC)) as now:
        review = factories.signed()
        client = signed_in(factories.person(PUBLISHER))
        assert "Its review is over already" not in client.get(f"/reviews/{review.pk}/publish/").text
        now.move(timedelta(days=400))
        assert "Its review is over already" in client.get(f"/reviews/{review.pk}/publish/").text


def test_only_publishers_publish_and_only_what_is_signed() -> None:
    review = factories.submitted()
    client = signed_in(factories.person(PUBLISHER))
    page = client.get(f"/reviews/{review.pk}/publish/")
    assert page.status_code == 409
    assert "waiting for signatures" in page.text
    assert client.post(f"/reviews/{review.pk}/publish/", {}).status_code == 409
    factories.signed(review)
    for somebody in (factories.person(EDITOR), factories.reviewer()):
        assert signed_in(somebody).get(f"/reviews/{review.pk}/publish/").status_code == 403
        assert signed_in(somebody).post(f"/reviews/{review.pk}/publish/", {}).status_code == 403
    assert not Publication.objects.exists()


def test_forms_carry_a_token() -> None:
    review, reviewer = factories.submitted(), factories.reviewer()
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(reviewer)
    for verb in ("sign", "changes", "recall", "publish"):
        assert strict.post(f"/reviews/{review.pk}/{verb}/", signing(review)).status_code == 403
    assert not SignOff.objects.exists()


def test_verbs_are_asked_for_by_post_alone() -> None:
    review = factories.submitted()
    client = signed_in(factories.reviewer())
    for verb in ("sign", "changes", "recall"):
        answer = client.get(f"/reviews/{review.pk}/{verb}/")
        assert (answer.status_code, answer["Location"]) == (302, f"/reviews/{review.pk}/")
    assert client.put(f"/reviews/{review.pk}/sign/").status_code == 405
    for path in ("/reviews/", f"/reviews/{review.pk}/"):
        assert client.post(path).status_code == 405
