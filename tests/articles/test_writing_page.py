"""Writing an article in the admin: stories told through its real addresses."""

import re
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from articles.content import text_of
from articles.models import Article, Draft, DraftSave, Risk, Section
from articles.versions import versions_of
from people.models import User
from people.roles import AUDITOR, EDITOR, PUBLISHER
from record.chain import Event
from record.verification import verify
from tests import factories as make
from tests.articles.writing import ADD, address, fields_of, write

pytestmark = pytest.mark.django_db

LIST = "/admin/articles/draft/"


@pytest.fixture
def editor(client: Client) -> User:
    somebody = make.person(EDITOR, name="Ed Sample")
    client.force_login(somebody)
    return somebody


def section_id(slug: str = "symptoms") -> int:
    return Section.objects.get(slug=slug).pk


def test_a_new_article_needs_a_title_and_a_section(client: Client, editor: User) -> None:
    page = write(client, title="", section="")
    assert page.status_code == 400
    assert "This is needed." in page.text
    assert "Choose a section." in page.text
    assert '<a href="#id_title">' in page.text
    assert not Article.objects.exists()
    done = write(client, title="Gene therapy", section=section_id())
    draft = Draft.objects.get()
    assert done["Location"] == address(draft)
    assert (draft.title, draft.article.slug, draft.article.section.slug) == ("Gene therapy", "gene-therapy", "symptoms")
    assert DraftSave.objects.get().by == editor
    assert Event.objects.filter(verb="create_article").exists()


def test_everything_of_an_article_can_be_written_here(client: Client, editor: User) -> None:
    write(
        client, title="Gene therapy", slug="genes", section=section_id(), lead="A lead.", body="## One\n\nText.",
        risk="high", no_advertising="on", ages_quickly="on",
        synonyms="GT\n\n  Genetic therapy  ", key_facts="Fact one\nFact two", related="hemophilia", tags="Blood",
        written_by="Jo Sample", license="CC BY 4.0", closing_note="Be **well**.",
        video_title="How", video_url="https://example.org/film", video_transcript="Words.", video_reviewed="2025-06-17",
        care_body="Come in.", care_phone="202-555-0123", care_link="https://example.org/",
        **{
            "codes-0-system": "MeSH", "codes-0-code": "D015316",
            "references-1-title": "NIH", "references-1-url": "https://www.nih.gov/",
            "references-1-accessed": "2025-01-02",
        },
    )  # fmt: skip
    draft = Draft.objects.get()
    assert (draft.article.risk, draft.article.no_advertising) == (Risk.HIGH, True)
    began = Event.objects.get(article=draft.article.uuid)
    assert (began.verb, began.told["facts"]["risk"]) == ("create_article", "high")
    assert verify().is_whole
    assert text_of(draft).stored() == {
        "title": "Gene therapy",
        "lead": "A lead.",
        "body": "## One\n\nText.",
        "details": {
            "synonyms": ["GT", "Genetic therapy"],
            "codes": [{"system": "MeSH", "code": "D015316"}],
            "references": [{"title": "NIH", "url": "https://www.nih.gov/", "accessed": "2025-01-02"}],
            "related": ["hemophilia"],
            "tags": ["Blood"],
            "key_facts": ["Fact one", "Fact two"],
            "video": {
                "title": "How",
                "url": "https://example.org/film",
                "transcript": "Words.",
                "reviewed": "2025-06-17",
            },
            "closing_note": "Be **well**.",
            "care": {"body": "Come in.", "link": "https://example.org/", "phone": "202-555-0123"},
            "written_by": ["Jo Sample"],
            "ages_quickly": True,
            "license": "CC BY 4.0",
        },
    }
    # What the page shows can be sent back, and changes nothing.
    again = write(client, draft)
    assert again.status_code == 302
    assert Draft.objects.get().saves == 1


def test_what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(client: Client, editor: User) -> None:
    draft = make.draft(by=editor)
    page = write(
        client, draft, title="New title", related="fine\n\nNot a slug!", care_link="javascript:alert(1)",
        **{
            "codes-0-system": "MeSH", "codes-0-code": "nonsense",
            "references-1-url": "https://example.org/", "references-2-title": "B", "references-2-accessed": "yesterday",
        },
    )  # fmt: skip
    assert page.status_code == 400
    forms = page.context["forms"]
    assert "Line 3" in forms.form.errors["related"][0]
    assert forms.form.errors["care_link"]
    assert "doesn't look like" in forms.codes.forms[0].errors["system"][0]
    assert forms.references.forms[1].errors["title"] == ["This is needed."]
    assert "2025-06-17" in forms.references.forms[2].errors["accessed"][0]
    assert {problem.href for problem in page.context["forms"].problems} == {
        "#id_related", "#id_care_link", "#id_codes-0-system", "#id_references-1-title", "#id_references-2-accessed",
    }  # fmt: skip
    assert forms.wrong_panels == {"related", "care", "codes", "references"}
    for typed in ("New title", "Not a slug!", "javascript:alert(1)", "nonsense", "yesterday"):
        assert typed in page.text
    assert Draft.objects.get().saves == 1


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"body": "x" * 200_001}, "at most 200000"),
        ({"body": "a\0b"}, "Null characters are not allowed"),
        ({"title": "\u0301accent"}, "combining mark"),
        ({"body": "=*\u0338*"}, "combining mark"),
        ({"lead": "a" + "\u0301" * 40}, "combining marks"),
        ({"slug": "../../etc"}, "can&#x27;t be a slug"),
        ({"slug": "taken"}, "Another article has the slug"),
        ({"section": "999999999999999999999999"}, "There is no such section."),
        ({"section": "x"}, "There is no such section."),
        ({"risk": "none"}, "valid choice"),
        ({"references-TOTAL_FORMS": "x"}, "arrived without its count of rows"),
        ({"references-TOTAL_FORMS": "-1", "references-INITIAL_FORMS": "-1"}, "arrived without its count of rows"),
        ({"references-TOTAL_FORMS": "99999"}, "At most 500 rows"),
        ({"title": "\u200b"}, "The title needs letters or digits"),
        ({"title": "\U0001f600"}, "The title needs letters or digits"),
        ({"slug": "a" * 5000}, f"“{'a' * 60}…” can&#x27;t be a slug"),
        ({"slug": ""}, "An address is needed"),
        ({"care_phone": "abc"}, "“abc” is no phone number that can be dialled"),
        ({"care_phone": "988 or text 741741"}, "is no phone number that can be dialled. Write one number"),
        ({"care_phone": "911 / 112"}, "is no phone number that can be dialled"),
        ({"care_phone": "741741"}, "is no phone number that can be dialled"),
        ({"related": "fever\nmine"}, "“mine” is this article itself"),
        ({"video_reviewed": "9999-12-31"}, "This day is still to come"),
        ({"references-0-accessed": "9999-12-31"}, "This day is still to come"),
        ({"video_url": "data:text/html,x"}, "An address has to begin"),
        ({"video_captions": "/media/../x.vtt"}, "Upload the file here"),
        ({"synonyms": "x" * 501}, "At most 500"),
        ({"title": "x" * 201}, "At most 200 characters"),
    ],
)
def test_bad_input_is_a_sentence(client: Client, editor: User, typed: dict[str, Any], sentence: str) -> None:
    make.draft(slug="taken")
    draft = make.draft(by=editor, slug="mine")
    page = write(client, draft, **typed)
    assert page.status_code == 400
    assert sentence in page.text
    assert "a" * 100 not in str(page.context["forms"].problems)
    assert Draft.objects.get(pk=draft.pk).saves == 1


def test_related_articles_may_be_pasted_as_a_browser_shows_them(client: Client, editor: User) -> None:
    draft = make.draft(by=editor)
    pasted = f"/articles/anemia/\n{settings.PUBLIC_ORIGIN}/articles/caf%C3%A9/#_part\nfever"
    assert write(client, draft, related=pasted).status_code == 302
    assert Draft.objects.get(pk=draft.pk).details["related"] == ["anemia", "café", "fever"]


@pytest.mark.parametrize("address", ["https://elsewhere.example.org/articles/anemia/", "/articles/anemia%0Afever/"])
def test_what_is_no_address_of_an_article_here_is_no_related_article(
    client: Client, editor: User, address: str
) -> None:
    page = write(client, make.draft(by=editor), related=address)
    assert page.status_code == 400
    assert "can&#x27;t be a slug" in page.text


def test_a_form_that_is_too_large_says_so(client: Client, editor: User) -> None:
    page = write(client, title="Gene therapy", section=section_id(), body="x" * (4 * 1024 * 1024))
    assert page.status_code == 400
    assert "at most 4 MB can be sent at once" in page.text
    assert not Article.objects.exists()


def test_hostile_text_is_shown_as_text(client: Client, editor: User) -> None:
    hostile = "</textarea><script>alert(1)</script>"
    draft = make.draft(by=editor, title=hostile, body=hostile, details={"synonyms": [hostile]})
    for what in ("change", "preview", "history", "history/1", "submit", "delete"):
        page = client.get(address(draft, what))
        assert page.status_code == 200
        assert "<script>alert" not in page.text


def test_a_new_address_redirects_the_old_one_and_a_place_is_kept_on_record(client: Client, editor: User) -> None:
    draft = make.draft(by=editor, slug="old")
    write(client, draft, slug="new", section=section_id(), risk="high")
    article = Article.objects.get()
    assert (article.slug, article.section.slug, article.risk) == ("new", "symptoms", Risk.HIGH)
    assert set(article.addresses.values_list("slug", flat=True)) == {"old", "new"}
    assert {"change_address", "move_article"} <= set(Event.objects.values_list("verb", flat=True))
    # The text was the same, so that no version was made of it.
    assert Draft.objects.get().saves == 1


def test_what_readers_would_see_at_once_is_said_before_it_is_done(client: Client, editor: User) -> None:
    # Given an article that readers read
    publication = make.published(slug="old")
    draft = publication.article.drafts.get()
    assert "Readers see a change of address or section at once" in client.get(address(draft)).text
    # When it gets another address and shelf, and some words
    changed = {"slug": "new", "section": section_id(), "lead": "Words for the next edition."}
    asked = write(client, draft, **changed)
    # Then nothing is done, and what readers will see is told
    assert "Whoever asks for /articles/old/ is led there." in asked.text
    assert "It stands on the shelf “Symptoms”" in asked.text
    assert Article.objects.get().slug == "old"
    assert Draft.objects.get().saves == 1
    # And going back keeps what was typed
    sent = dict(asked.context["posted"])
    back = client.post(address(draft), {**sent, "again": "yes"})
    assert fields_of(back)["slug"] == "new"
    assert "Words for the next edition." in back.text
    # And confirming does it all
    done = client.post(address(draft), {**sent, "confirmed": "yes"}, follow=True)
    told = "Moved to /articles/new/. Moved to the section “Symptoms”. Saved: version 2."
    assert told in done.text
    assert Client().get("/articles/old/")["Location"] == "/articles/new/"
    assert Article.objects.get().section.slug == "symptoms"


def test_a_move_alone_says_that_the_text_is_as_it_was(client: Client, editor: User) -> None:
    draft = make.draft(by=editor, slug="old")
    done = client.post(address(draft), {**fields_of(client.get(address(draft))), "slug": "new"}, follow=True)
    assert "Moved to /articles/new/. The text is as it was." in done.text
    assert "version 1." not in done.text.partition("Moved to")[2].partition("</li>")[0]


def test_an_address_that_cannot_be_is_refused_before_anybody_is_asked(client: Client, editor: User) -> None:
    make.draft(slug="taken")
    draft = make.published(slug="old").article.drafts.get()
    page = write(client, draft, slug="taken")
    assert page.status_code == 400
    assert len(page.context["forms"].form.errors["slug"]) == 1


def test_a_page_opened_before_a_move_does_not_move_back(client: Client, editor: User) -> None:
    draft = make.draft(by=editor)
    sent = fields_of(client.get(address(draft)))
    write(client, draft, section=section_id(), slug="elsewhere")
    client.post(address(draft), {**sent, "lead": "Another lead."})
    article = Article.objects.get()
    assert (article.section.slug, article.slug) == ("symptoms", "elsewhere")
    assert Draft.objects.get().lead == "Another lead."


def test_two_save_and_the_second_sees_both_texts(client: Client, editor: User) -> None:
    draft = make.draft(by=editor)
    sent = fields_of(client.get(address(draft)))
    make.saved(draft, by=make.person(name="Flo Other"), lead="Their lead.", body="## One\n\nTheir words.\n")
    page = client.post(address(draft), {**sent, "lead": "My lead."})
    assert page.status_code == 409
    assert Draft.objects.get().lead == "Their lead."
    assert "Flo Other" in page.text
    assert {change.label for change in page.context["conflict"]["changes"]} == {"Lead", "Text"}
    assert page.context["forms"].form["lead"].value() == "My lead."
    assert [change.label for change in page.context["conflict"]["since"]] == ["Lead", "Text"]
    # The new number is in the form: saving again is a choice.
    again = client.post(address(draft), fields_of(page))
    assert again.status_code == 302
    assert (Draft.objects.get().lead, Draft.objects.get().saves) == ("My lead.", 3)
    assert [save.by for save in DraftSave.objects.order_by("number")][-1] == editor


def test_a_conflict_says_which_change_of_theirs_would_be_undone(client: Client, editor: User) -> None:
    """Given two who write at once, one the lead and both the text: only the lead would be lost unseen."""
    draft = make.draft(by=editor)
    mine = {**fields_of(client.get(address(draft))), "body": "## Mine\n\nMy text.\n"}
    write(client, draft, lead="Their lead.", body="## Theirs\n\nTheir text.\n")
    page = client.post(address(draft), mine)
    assert page.status_code == 409
    assert page.context["conflict"]["theirs_alone"] == {"Lead"}
    assert page.text.count("Only they changed this.") == 1


def test_the_same_text_saved_by_two_is_no_conflict(client: Client, editor: User) -> None:
    draft = make.draft(by=editor)
    sent = fields_of(client.get(address(draft)))
    make.saved(draft, lead="The same.", by=make.person(EDITOR))
    page = client.post(address(draft), {**sent, "lead": "The same."}, follow=True)
    assert "exactly this text" in page.text
    assert Draft.objects.get().saves == 2


def test_a_save_that_was_sent_twice_is_nobody_elses(client: Client, editor: User) -> None:
    draft = make.draft(by=editor)
    sent = {**fields_of(client.get(address(draft))), "lead": "Mine."}
    assert client.post(address(draft), sent).status_code == 302
    page = client.post(address(draft), sent, follow=True)
    assert "It is saved already: version 2." in page.text
    assert "exactly this text" not in page.text


def test_a_conflict_takes_no_address_and_moves_nothing(client: Client, editor: User) -> None:
    draft = make.draft(by=editor, slug="old")
    sent = fields_of(client.get(address(draft)))
    make.saved(draft, lead="Theirs.")
    assert client.post(address(draft), {**sent, "slug": "new", "lead": "Mine."}).status_code == 409
    assert Article.objects.get().slug == "old"


def test_an_article_deleted_while_it_was_written_can_be_begun_anew(client: Client, editor: User) -> None:
    draft = make.draft(by=editor)
    sent = fields_of(client.get(address(draft)))
    client.post(address(draft, "delete"), {"seen": "1"})
    assert not Draft.objects.exists()
    page = client.post(address(draft), {**sent, "lead": "Hours of work."})
    assert page.status_code == 409
    assert "deleted this article" in page.text
    assert "Hours of work." in page.text
    assert f'action="{ADD}"' in page.text
    client.post(ADD, fields_of(page))
    assert Draft.objects.get().lead == "Hours of work."


def test_each_save_is_a_version_and_a_draft_save(client: Client, editor: User) -> None:
    draft = make.draft(by=editor)
    write(client, draft, lead="Second.")
    assert Draft.objects.get().saves == DraftSave.objects.count() == versions_of(draft).count() == 2
    page = client.post(address(draft), fields_of(client.get(address(draft))), follow=True)
    assert "Nothing had to be saved" in page.text
    assert versions_of(draft).count() == 2


def test_only_what_was_never_submitted_is_deleted_and_only_after_asking(client: Client, editor: User) -> None:
    draft = make.draft(by=editor, slug="free-again")
    assert "go for good" in client.get(address(draft, "delete")).text
    make.saved(draft, lead="Somebody is writing.")
    assert client.post(address(draft, "delete"), {"seen": "1"}).status_code == 409
    assert client.post(address(draft, "delete"), {"seen": "2"}).status_code == 302
    assert not Article.objects.exists()
    assert Event.objects.filter(verb="delete_article").exists()
    kept = make.submitted(by=editor).article.drafts.get()
    assert "can’t be deleted" in client.get(address(kept, "delete")).text
    assert client.post(address(kept, "delete"), {"seen": "1"}).status_code == 409
    assert Draft.objects.filter(pk=kept.pk).exists()


def test_the_whole_page_as_readers_would_see_it(client: Client, editor: User) -> None:
    draft = make.draft(by=editor, details={"synonyms": ["GT"]})
    page = client.get(address(draft, "preview"))
    assert page.status_code == 200
    assert page["X-Robots-Tag"] == "noindex"
    assert "no-store" in page["Cache-Control"]
    assert "This is the draft, version 1, and no page of the library" in page.text
    for words in ("Also called: GT", '<h2 id="what-it-is">', 'href="#how-it-works"'):
        assert words in page.text
    client.logout()
    assert client.get(address(draft, "preview")).status_code == 302


@pytest.mark.parametrize("role", [PUBLISHER, AUDITOR])
def test_others_read_and_do_not_write(client: Client, role: str) -> None:
    draft = make.draft()
    client.force_login(make.person(role))
    page = client.get(address(draft))
    assert page.status_code == 200
    assert 'id="writing"' not in page.text
    assert "A treatment that works on genes." in page.text
    for path, sent in (
        (address(draft), {"title": "X"}),
        (ADD, {"title": "X"}),
        (address(draft, "delete"), {"seen": 1}),
    ):
        assert client.post(path, sent).status_code == 403
    assert client.get(ADD).status_code == 403
    assert Draft.objects.get().saves == 1


def test_addresses_that_lead_nowhere(client: Client, editor: User) -> None:
    for what in ("change", "preview", "delete", "history", "submit", "recall", "history/1", "history/compare"):
        for key in ("0", "99999999999999999999999999"):
            assert client.get(f"/admin/articles/draft/{key}/{what}/").status_code == 404
    assert client.get("/admin/articles/draft/x/change/").status_code == 404
    assert client.post("/admin/articles/draft/0/change/", {"x": "y"}).status_code == 404
    assert client.put(address(make.draft())).status_code == 405


def test_nothing_is_posted_without_a_token(editor: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(editor)
    draft = make.draft(by=editor)
    for path in (address(draft), ADD, address(draft, "delete"), "/admin/markdown/preview/", "/admin/markdown/upload/"):
        assert strict.post(path, {"title": "x"}).status_code == 403


def test_no_inline_script_or_style(client: Client, editor: User) -> None:
    page = client.get(address(make.draft(by=editor)))
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*src=)", page.text)


def test_the_list_finds_by_title_and_address(client: Client, editor: User) -> None:
    make.draft(title="Hemophilia", slug="blood-disease")
    make.draft(title="Asthma", slug="asthma", section="symptoms")
    assert "Asthma" not in client.get(LIST, {"q": "hemoph"}).text
    assert "Hemophilia" in client.get(LIST, {"q": "blood-dis"}).text
    found = client.get(LIST, {"article__section__id__exact": section_id()}).text
    assert "Asthma" in found
    assert "Hemophilia" not in found
    for strange in (
        {"q": "\0"},
        {"p": "-5"},
        {"p": "x"},
        {"article__section__id__exact": "x"},
        {"state": "x"},
    ):
        assert client.get(LIST, strange).status_code in (200, 302)
    assert client.get(LIST, {"z": "1"}).status_code == 400


def test_nothing_is_deleted_from_the_list(client: Client, editor: User) -> None:
    draft = make.draft()
    client.post(LIST, {"action": "delete_selected", "_selected_action": [draft.pk], "post": "yes"})
    assert Draft.objects.exists()


WRITTEN = {
    "csrfmiddlewaretoken": "token-of-old",
    "initial-slug": "address-of-old",
    "title": "Short",
    "body": "Something that took <half> an hour to write. " * 3,
    "references-TOTAL_FORMS": "2",
    "references-1-pmid": "31415926",
    "ages_quickly": "on",
}


def assert_shown_back(page: Any, path: str) -> None:
    """Every word that was typed and nothing else, and what to do with it."""
    assert page.status_code == 403
    assert [(typed.label, typed.words) for typed in page.context["kept"]] == [
        ("title", "Short"),
        ("body", WRITTEN["body"]),
        ("references 2 pmid", "31415926"),
    ]
    assert "took &lt;half&gt; an hour" in page.text
    assert f'<a href="{path}" target="_blank">' in page.text
    assert Draft.objects.get().saves == 1


def test_what_was_written_is_shown_back_when_the_session_has_ended(client: Client, editor: User) -> None:
    path = address(make.draft(by=editor))
    client.logout()
    assert_shown_back(client.post(path, WRITTEN), path)


def test_and_when_the_form_has_lost_its_token(editor: User) -> None:
    path = address(make.draft(by=editor))
    assert_shown_back(Client(enforce_csrf_checks=True).post(path, WRITTEN), path)


def test_a_password_is_never_shown_back(client: Client) -> None:
    given = {"login": "ed", "password": "hunter2-hunter2", "oldpassword": "hunter3-hunter3"}
    page = Client(enforce_csrf_checks=True).post("/accounts/login/", given)
    assert page.context["kept"] == []
    assert "hunter" not in page.text
