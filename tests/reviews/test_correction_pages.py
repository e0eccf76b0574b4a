"""Corrections through their real addresses: from a typo to the corrected page, and a new text that catches up."""

import re
from typing import Any

import pytest
from django.test import Client

from articles.details import CODE_SHAPES
from articles.models import Draft, Publication, Purpose
from people.models import User
from people.roles import ADMINISTRATOR, AUDITOR, EDITOR, PUBLISHER, REVIEWER
from record import clock
from record.verification import verify
from reviews.actions import withdraw
from reviews.models import Review, SignOff
from reviews.selectors import answered_reviews
from tests import factories as make
from tests.articles.writing import address, fields_of, write
from tests.reviews.at_desk import signed_in
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

LIST = "/admin/articles/draft/"


@pytest.fixture
def editor(client: Client) -> User:
    somebody = make.person(EDITOR)
    client.force_login(somebody)
    return somebody


def words(page: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page.text).split()).replace(" .", ".").replace(" ,", ",")


def verbs(page: Any) -> dict[str, str]:
    return {verb.label: verb.url for verb in page.context["verbs"]}


def test_from_a_typo_to_the_corrected_page(client: Client, editor: User) -> None:
    page = with_typo(slug="gene-therapy", by=editor)
    main = main_of(page.article)
    path = verbs(client.get(address(main)))["Correct a typo or a phone number"]
    asked = client.get(path)
    assert "At most 10 words may change" in words(asked)
    assert not Draft.objects.filter(purpose=Purpose.CORRECTION).exists()
    writing = client.post(path, follow=True)
    correction = Draft.objects.get(purpose=Purpose.CORRECTION)
    assert writing.context["draft"] == correction
    assert "The correction is begun" in writing.text

    saved = client.post(address(correction), {**fields_of(writing), "body": MENDED}, follow=True)
    assert "Saved: version 2" in saved.text
    note = {"seen": 2, "change_note": "A typo."}
    assert "waits for review" in client.post(address(correction, "submit"), note, follow=True).text
    review = Review.objects.get(purpose=Purpose.CORRECTION)

    checker = make.reviewer("editorial", name="Ed Checker", credentials="Editor")
    desk = signed_in(checker)
    assert "Minor correction" in desk.get("/reviews/").text
    read = desk.get(review.get_absolute_url())
    assert "<del>treatmnt</del>" in read.text
    assert read.text.index("The words that change") < read.text.index("Edition 2 as readers would see it")
    assert "1 word changes; at most 10 may." in words(read)
    assert "these alone" in read.text
    assert "Medically reviewed by Dr. Sample Reviewer, MD." in words(read)
    sent = {"digest": review.edition.digest, "role": "editorial", "password": make.PASSWORD}
    assert "Signed. Thank you" in desk.post(f"{review.get_absolute_url()}sign/", sent, follow=True).text

    publisher = signed_in(make.person(PUBLISHER))
    confirm = publisher.get(f"{review.get_absolute_url()}publish/")
    assert "checked by Ed Checker, Editor." in words(confirm)
    done = publisher.post(f"{review.get_absolute_url()}publish/", {"live_seen": page.pk}, follow=True)
    assert "Published. Readers see it now." in done.text

    public = Client().get("/articles/gene-therapy/")
    assert "A treatment that works on genes." in public.text
    byline = words(public)
    assert byline.count("Wording corrected on") == 2
    assert "checked by Ed Checker, Editor." in byline
    assert byline.count("Medically reviewed by Dr. Sample Reviewer, MD.") == 1
    assert "Editorial review" not in byline
    verified = Client().get(f"/verify/{review.edition.digest}/")
    assert "checked by Ed Checker, Editor." in words(verified)
    assert "Dr. Sample Reviewer" not in verified.text
    assert f"/verify/{page.edition.digest}/" in verified.text
    assert not Draft.objects.filter(purpose=Purpose.CORRECTION).exists()


def test_what_the_policy_does_not_allow_is_off_limits_whatever_is_sent(client: Client, editor: User) -> None:
    page = with_typo(by=editor, details={"tags": ["adults"], "care": {"phone": "202-555-0123", "link": "/about/x/"}})
    correction = begun(page, by=editor)
    shown = client.get(address(correction))
    assert "Fields that are greyed out" in shown.text
    form = shown.context["forms"].form
    assert form["title"].field.disabled
    assert not form["body"].field.disabled
    assert not form["care_phone"].field.disabled
    assert form["care_link"].field.disabled
    assert 'id="panel_references"' not in shown.text
    assert 'id="id_section"' not in shown.text
    typed = {
        "title": "Another",
        "tags": "children",
        "slug": "elsewhere",
        "care_link": "",
        "references-TOTAL_FORMS": "0",
    }
    sent = {**fields_of(shown), **typed, "body": MENDED, "care_phone": "202-555-0124"}
    assert client.post(address(correction), sent).status_code == 302
    saved = Draft.objects.get(pk=correction.pk)
    assert (saved.title, saved.details["tags"]) == (page.edition.title, ["adults"])
    assert saved.details["care"] == {"phone": "202-555-0124", "link": "/about/x/"}
    assert len(saved.details["references"]) == 1
    assert saved.article.slug == page.article.slug
    assert hand_in(saved).review


def test_more_than_minor_is_told_with_places_and_words(client: Client, editor: User) -> None:
    page = with_typo(by=editor)
    draft = corrected(page, by=editor, body=MENDED.replace("works on", "does not work on"))
    beside = client.get(address(draft))
    found = [row for row in beside.context["findings"] if row.finding.kind == "not-minor"]
    assert found
    assert found[0].href == "#id_body"
    told = client.post(address(draft, "submit"), {"seen": draft.saves, "change_note": "N"})
    assert told.status_code == 400
    assert "Submit it as a new text instead." in told.text
    assert "N</textarea>" in told.text
    assert not Review.objects.filter(purpose=Purpose.CORRECTION).exists()


def test_what_corrects_a_text_of_older_rules_has_to_be_a_new_text(
    client: Client, editor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Given the shape of a code was narrowed since, then beside the text, and where it is handed in, that is said."""
    page = with_typo(by=editor, details={"codes": [{"system": "MeSH", "code": "D015316"}]})
    draft = corrected(page, by=editor, body=MENDED, details={"codes": []})
    monkeypatch.setitem(CODE_SHAPES, "MeSH", re.compile(r"D\d{9}"))
    beside = client.get(address(draft))
    assert beside.status_code == 200
    assert "frozen under older rules" in words(beside)
    told = client.post(address(draft, "submit"), {"seen": draft.saves, "change_note": "A typo."})
    assert told.status_code == 400
    assert "Submit it as a new text instead." in words(told)
    assert not Review.objects.filter(purpose=Purpose.CORRECTION).exists()


def test_an_open_correction_is_seen_in_the_list_and_beside_the_article(client: Client, editor: User) -> None:
    page = with_typo(by=editor, title="Corrected")
    make.published(title="Untouched")
    correction = begun(page, by=editor)
    listed = client.get(LIST)
    assert sorted(row.title for row in listed.context["cl"].result_list) == ["Corrected", "Untouched"]
    assert f'href="{address(correction)}"' in listed.text
    filtered = client.get(LIST, {"state": "correcting"})
    assert [row.title for row in filtered.context["cl"].result_list] == ["Corrected"]
    main = main_of(page.article)
    assert verbs(client.get(address(main)))["Go to the open correction"] == address(correction)
    again = client.get(address(main, "correct"))
    assert (again.status_code, again["Location"]) == (302, address(correction))
    beside = client.get(address(correction))
    assert beside.context["standing"] == "Draft"
    assert {"Submit for review", "To the article’s own text", "Discard this correction"} <= set(verbs(beside))
    assert "Withdraw the page" not in verbs(beside)


def test_a_second_correction_holds_nothing_new_until_something_is_changed(client: Client, editor: User) -> None:
    page = correction_public(with_typo(by=editor), by=editor)
    correction = begun(page, by=editor)
    new = "The draft holds changes that no edition has yet."
    assert new not in client.get(address(correction)).text
    make.saved(correction, by=editor, body=MENDED.replace("is added", "is put in"))
    assert new in client.get(address(correction)).text


def test_a_correction_is_discarded_after_asking(client: Client, editor: User) -> None:
    page = with_typo(by=editor)
    correction = corrected(page, by=editor)
    path = address(correction, "discard")
    assert "last saved by" in client.get(path).text
    assert client.post(path, {"seen": "1"}).status_code == 409
    done = client.post(path, {"seen": "2"}, follow=True)
    assert "The correction is discarded." in done.text
    assert done.context["draft"] == main_of(page.article)
    assert client.post(path, {"seen": "2"}).status_code == 404
    assert client.post(address(main_of(page.article), "discard"), {"seen": "1"}).status_code == 404
    assert "A correction is open" not in client.get(LIST).text


def test_what_was_typed_into_a_correction_that_is_over_is_shown_to_copy(client: Client, editor: User) -> None:
    """Given a correction in an old tab, which somebody discards meanwhile, when it is saved, then no word is lost."""
    correction = corrected(with_typo(by=editor), by=editor)
    page = client.get(address(correction))
    fields = page.context["forms"].form.fields
    sent = {name: value for name, value in fields_of(page).items() if name not in fields or not fields[name].disabled}
    client.post(address(correction, "discard"), {"seen": "2"})
    over = client.post(address(correction), {**sent, "body": "Hours of <work>."})
    assert over.status_code == 409
    assert "This correction is over" in over.text
    assert "Hours of &lt;work&gt;." in over.text
    assert LIST in over.text
    assert client.post(address(correction), {}).status_code == 404


def test_a_correction_that_was_sent_back_and_discarded_waits_for_nobody(client: Client, editor: User) -> None:
    review = make.answered(in_review(with_typo(by=editor), by=editor))
    correction = review.article.drafts.get(purpose=Purpose.CORRECTION)
    assert review in answered_reviews()
    client.post(address(correction, "discard"), {"seen": "2"})
    assert review not in answered_reviews()
    assert "Changes are asked for" not in client.get(f"/reviews/{review.pk}/").text


def test_discarding_in_review_says_what_to_do(client: Client, editor: User) -> None:
    review = in_review(with_typo(by=editor), by=editor)
    correction = review.article.drafts.get(purpose=Purpose.CORRECTION)
    page = client.post(address(correction, "discard"), {"seen": "2"})
    assert page.status_code == 409
    assert "Take it back first" in page.text
    assert "Discard this correction" not in verbs(client.get(address(correction)))


@pytest.mark.parametrize("verb", ["correct", "discard", "rebase"])
@pytest.mark.parametrize("role", [EDITOR, REVIEWER, PUBLISHER, ADMINISTRATOR, AUDITOR])
def test_each_door_has_its_roles(client: Client, verb: str, role: str) -> None:
    page = with_typo()
    draft = begun(page) if verb == "discard" else main_of(page.article)
    if verb == "rebase":
        correction_public(page)
    client.force_login(make.person(role))
    for answer in (client.get(address(draft, verb)), client.post(address(draft, verb), {})):
        assert (answer.status_code != 403) == (role in {EDITOR, ADMINISTRATOR})
    assert client.put(address(draft, verb)).status_code in (403, 405)


def test_nothing_to_correct_and_nothing_to_bring_in(client: Client, editor: User) -> None:
    draft = make.draft(by=editor)
    assert client.get(address(draft, "correct")).status_code == 409
    assert client.post(address(draft, "correct")).status_code == 409
    page = client.get(address(draft, "rebase"))
    assert page.status_code == 409
    assert "nothing to bring in" in page.text


def test_a_new_text_brings_in_what_was_corrected_meanwhile(client: Client, editor: User) -> None:
    page = with_typo(by=editor)
    main = make.saved(main_of(page.article), lead="A new lead.")
    live = correction_public(page)
    beside = client.get(address(main))
    assert beside.context["behind"] == live.edition
    assert "Bring in what was published meanwhile" in beside.text
    assert "can’t be published before that is brought in" in client.get(address(main, "submit")).text
    path = address(main, "rebase")
    shown = client.get(path)
    assert [change.label for change in shown.context["changes"]] == ["Text"]
    assert not shown.context["choices"]
    sent = {"seen": main.saves, "onto": live.edition_id}
    for wrong in ({"seen": "1"}, {"onto": page.edition_id}, {"seen": "x"}):
        assert client.post(path, {**sent, **wrong}).status_code == 409
    done = client.post(path, sent, follow=True)
    assert "Brought in. The text is version 3" in done.text
    assert not done.context["behind"]
    now = Draft.objects.get(pk=main.pk)
    assert (now.lead, now.body, now.base) == ("A new lead.", MENDED.strip("\n"), live.edition)
    assert client.post(path, sent).status_code == 409
    assert "brought together with what was published meanwhile" in client.get(address(main, "history")).text
    assert Publication.objects.live(clock.now()).get() == live


def test_a_redacted_text_leaves_nothing_to_bring_in_and_closes_no_address(client: Client, editor: User) -> None:
    """Given a page whose correction was redacted, when its draft goes on from there, then it can be published."""
    page = with_typo(by=editor)
    main = make.saved(main_of(page.article), lead="A new lead.")
    live = correction_public(page)
    publisher = make.person(PUBLISHER)
    withdraw(article=page.article, reason="Court.", by=publisher, door="desk")
    redacted(live.edition)
    assert "was redacted" in client.get(address(main)).text
    assert "was redacted" in client.get(address(main, "submit")).text
    stuck = client.post(address(main, "submit"), {"seen": main.saves, "change_note": "New."}, follow=True)
    assert "was redacted. Whatever is signed now" in stuck.text
    shown = client.get(address(main, "rebase"))
    assert shown.status_code == 200
    assert "Nothing of it is left to bring in" in shown.text
    assert live.edition.change_note not in shown.text
    done = client.post(address(main, "rebase"), {"seen": main.saves, "onto": live.edition_id}, follow=True)
    assert "grows from the redacted text now" in done.text
    now = Draft.objects.get(pk=main.pk)
    assert (now.lead, now.body, now.saves, now.base_id) == (main.lead, main.body, main.saves, live.edition_id)
    review = make.signed(make.submitted(now))
    assert make.published(review, by=publisher).has_opened(clock.now())
    assert client.get(page.article.get_absolute_url()).status_code == 200
    assert verify().is_whole


@pytest.mark.parametrize(("choice", "expected"), [("ours", "a helpful cure"), ("theirs", "treatment")])
def test_where_both_changed_the_same_words_a_person_chooses(
    client: Client, editor: User, choice: str, expected: str
) -> None:
    page = with_typo(by=editor)
    main = make.saved(main_of(page.article), body=MENDED.replace("A treatment", "It is a helpful cure"))
    live = correction_public(page)
    shown = client.get(address(main, "rebase"))
    [(asked, theirs)] = shown.context["choices"]
    assert "treatment" in asked.theirs
    assert not theirs
    sent = {"seen": main.saves, "onto": live.edition_id, "choice_0": choice}
    assert client.post(address(main, "rebase"), sent).status_code == 302
    assert expected in Draft.objects.get(pk=main.pk).body


@pytest.mark.parametrize("choice", ["", "evil"])
def test_what_is_neither_wording_is_no_choice(client: Client, editor: User, choice: str) -> None:
    page = with_typo(by=editor)
    main = make.saved(main_of(page.article), body=MENDED.replace("A treatment", "It is a helpful cure"))
    live = correction_public(page)
    sent = {"seen": main.saves, "onto": live.edition_id, "choice_0": choice}
    answer = client.post(address(main, "rebase"), sent)
    assert answer.status_code == 400
    assert "Choose one of the two wordings" in answer.text
    assert Draft.objects.get(pk=main.pk).saves == main.saves


def test_handing_in_a_text_that_lacks_what_was_published_warns_of_it(client: Client, editor: User) -> None:
    page = with_typo(by=editor)
    main = make.saved(main_of(page.article), lead="A new lead.")
    correction_public(page)
    done = client.post(address(main, "submit"), {"seen": main.saves, "change_note": "New lead."}, follow=True)
    assert "waits for review" in done.text
    assert "Whatever is signed now can’t be published before that is brought in." in done.text


def test_a_choice_survives_a_save_in_between(client: Client, editor: User) -> None:
    page = with_typo(by=editor)
    main = make.saved(main_of(page.article), body=MENDED.replace("A treatment", "It is a helpful cure"))
    live = correction_public(page)
    make.saved(main, lead="By a colleague.")
    answer = client.post(address(main, "rebase"), {"seen": main.saves, "onto": live.edition_id, "choice_0": "theirs"})
    assert answer.status_code == 409
    assert "has changed since you looked" in answer.text
    [(_asked, theirs)] = answer.context["choices"]
    assert theirs
    assert Draft.objects.get(pk=main.pk).base == page.edition


def test_two_who_save_different_places_get_both_together(client: Client, editor: User) -> None:
    draft = make.draft(by=editor)
    sent = fields_of(client.get(address(draft)))
    make.saved(draft, lead="Their lead.")
    mine = MENDED.replace("genes", "our genes")
    page = client.post(address(draft), {**sent, "body": mine})
    assert page.status_code == 409
    assert page.context["conflict"]["together"]
    assert "don’t touch" in page.text
    assert "Save both together" in page.text
    assert [change.label for change in page.context["conflict"]["changes"]] == ["Text"]
    assert client.post(address(draft), fields_of(page)).status_code == 302
    now = Draft.objects.get()
    assert (now.lead, now.body) == ("Their lead.", mine.strip("\n"))
    again = client.post(address(draft), {**sent, "body": mine}, follow=True)
    assert "What you changed stands in their text already." in again.text
    assert Draft.objects.get().saves == now.saves


def test_two_who_changed_the_same_words_see_both(client: Client, editor: User) -> None:
    draft = make.draft(by=editor)
    sent = fields_of(client.get(address(draft)))
    make.saved(draft, lead="Their <lead>.")
    page = client.post(address(draft), {**sent, "lead": "My lead.", "body": MENDED + "More."})
    assert not page.context["conflict"]["together"]
    assert "Their &lt;lead&gt;" in page.text
    assert page.context["forms"].form["lead"].value() == "My lead."


def test_a_place_changed_in_a_conflict_is_not_lost(client: Client, editor: User) -> None:
    draft = make.draft(by=editor, slug="old")
    sent = fields_of(client.get(address(draft)))
    make.saved(draft, lead="Their lead.")
    page = client.post(address(draft), {**sent, "body": MENDED + "More.", "slug": "new"})
    assert not page.context["conflict"]["together"]
    assert page.context["forms"].form["slug"].value() == "new"


def test_the_policy_says_what_is_minor(client: Client) -> None:
    admin = make.person(ADMINISTRATOR)
    client.force_login(admin)
    policy(corrections={"words": 3, "fields": ["lead", "care.phone"], "roles": ["editorial", "medical"]})
    form = client.get("/admin/reviews/policyversion/add/")
    assert form.context["form"]["correction_words"].value() == 3
    assert form.context["form"]["correction_fields"].value() == ["lead", "care.phone"]
    assert "Care: Phone" in form.text
    page = with_typo(by=admin)
    assert "At most 3 words may change" in words(client.get(address(main_of(page.article), "correct")))
    assert write(client, begun(page, by=admin), body=MENDED).status_code == 302
    assert Draft.objects.get(purpose=Purpose.CORRECTION).body == page.edition.content["source"]["body"]


def test_readers_and_reviewers_may_look_at_a_correction(client: Client) -> None:
    correction = begun(with_typo())
    client.force_login(make.person(AUDITOR))
    assert client.get(address(correction)).status_code == 200
    assert client.post(address(correction), {}).status_code == 403
    assert not SignOff.objects.filter(role="editorial").exists()


def test_what_lacks_a_correction_is_not_offered_to_publishers(client: Client) -> None:
    """Given a signed text, when a correction of the old one is published, then the page to publish says why not."""
    page = with_typo()
    review = make.signed(make.submitted(make.saved(main_of(page.article), lead="A new text."), note="New."))
    client.force_login(make.person(PUBLISHER))
    path = f"{review.get_absolute_url()}publish/"
    assert client.get(path).status_code == 200
    correction_public(page)
    answer = client.get(path)
    assert answer.status_code == 409
    assert "has to be brought into the draft" in answer.text
    assert 'name="live_seen"' not in answer.text
