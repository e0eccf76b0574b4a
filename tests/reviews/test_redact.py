"""`redact`: a text goes, with every copy; its digest and the record stay; two administrators do it, and nobody else."""

from pathlib import Path

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.test import Client

from articles.actions.drafts import save_draft
from articles.content import text_from, text_of
from articles.models import (
    Draft,
    Edition,
    EditionContent,
    Media,
    Organisation,
    Publication,
    Redacted,
    Redaction,
    redaction_of,
)
from articles.versions import versions_of
from people.models import User
from people.roles import ADMINISTRATOR, AUDITOR, EDITOR, PUBLISHER, set_roles
from record.chain import Event
from record.errors import BadInput, NotAllowed, WrongState
from record.verification import verify
from reviews.actions import publish, recall, redact, submit, withdraw
from reviews.models import Notice, Review
from tests import factories
from tests.articles.test_public_media import picture
from tests.commands import run
from tests.flush import guards_down
from tests.reviews.redacting import REASON, administrators, redacted, tables_with

pytestmark = pytest.mark.django_db

# Stands in one text and nowhere else, in each of its places.
WORD = "zebraword"


def gone() -> Publication:
    """An article that was public with a text full of that word, was withdrawn, and is written anew."""
    # Whoever is there hears of it by mail.
    factories.reviewer()
    factories.person(PUBLISHER)
    blue, red = picture("blue"), picture("red")
    publication = factories.published(
        slug="gene-therapy",
        title=f"Title {WORD}",
        lead=f"Lead {WORD}.",
        body=f"## What it is\n\nA {WORD}.\n\n![A cell]({blue.get_absolute_url()})\n\n"
        f"![Another]({red.get_absolute_url()})\n\n## How\n\nKept.\n",
        details={"key_facts": [f"Fact {WORD}"], "closing_note": f"Note {WORD}.", "synonyms": [WORD]},
    )
    withdraw(article=publication.article, reason="Court.", notice="", by=factories.person(PUBLISHER), door="admin")
    draft = publication.article.drafts.get()
    factories.saved(
        draft,
        title="Gene therapy",
        lead="Lead.",
        body=f"## What it is\n\nOther words.\n\n![Another]({red.get_absolute_url()})\n\n## How\n\nKept.\n",
        details={"key_facts": [], "closing_note": "", "synonyms": []},
    )
    return publication


def test_no_word_of_it_is_left_anywhere() -> None:
    publication = gone()
    edition, article = publication.edition, publication.article
    assert {"articles_editioncontent", "articles_edition", "reversion_version", "reviews_notice"} <= tables_with(WORD)
    files = {media.name for media in Media.objects.all()}
    (blue,) = {media.name for media in Media.objects.filter(name__in=files)} - {
        name for name in files if name in article.drafts.get().body
    }

    redaction = redacted(edition)

    assert tables_with(WORD) == set()
    assert redaction.media_names == [blue]
    assert {path.name for path in Path(settings.MEDIA_ROOT).iterdir()} & files == files - {blue}
    assert set(Media.objects.values_list("name", flat=True)) == files - {blue}
    edition = Edition.objects.get(pk=edition.pk)
    assert (edition.is_redacted, edition.title, edition.lead, edition.digest) == (True, "", "", redaction.digest)
    assert str(edition) == "Redacted text (Edition 1)"
    with pytest.raises(Redacted):
        text_from(edition)


def test_the_record_says_who_when_and_why() -> None:
    edition = gone().edition
    ada, ben = administrators("ada", "ben")
    redaction = redacted(edition, by=ada, second=ben, reason=f" {REASON} ")
    event = Event.objects.get(pk=redaction.event)
    assert (event.verb, event.article, event.told["actor"]["username"]) == ("redact", edition.article.uuid, "ada")
    assert (event.told["why"], event.told["facts"]["second"]["username"]) == (REASON, "ben")
    facts = event.told["facts"]
    assert (facts["digest"], facts["editions"], facts["versions"]) == (edition.digest, [edition.pk], 1)
    assert Event.objects.filter(verb="redact_edition", row=edition.row_id).count() == 1
    verification = verify()
    assert verification.is_whole, verification.findings
    # The administrators of tests come by no invitation, and that is said as well.
    assert verification.remarks[1:] == [
        f"articles_edition {edition.pk}: the text {edition.digest} was redacted by event {redaction.event}."
    ]
    said = run("verify_record")
    assert said.code == 0
    assert f"redacted by event {redaction.event}" in said.out


def test_every_edition_that_shares_the_text_loses_it_and_others_stand() -> None:
    """The second Edition differs in its related articles alone; the third is another text."""
    first = factories.recalled(title=f"Title {WORD}", slug="one")
    draft = first.article.drafts.get()
    second = factories.recalled(factories.submitted(factories.saved(draft, details={"related": ["genes"]})))
    third = factories.submitted(factories.saved(draft, title="Another", details={"related": []}))
    other = factories.submitted(slug="two")
    assert first.edition.digest == second.edition.digest
    redaction = redacted(first.edition)
    assert tables_with(WORD) == set()
    assert list(Edition.objects.order_by("pk").values_list("title", flat=True)) == ["", "", "Another", "Gene therapy"]
    assert Event.objects.get(pk=redaction.event).told["facts"]["editions"] == [first.edition_id, second.edition_id]
    assert set(EditionContent.objects.values_list("pk", flat=True)) == {third.edition.digest, other.edition.digest}
    assert verify().is_whole


def test_saved_states_that_hold_something_of_it_go_and_others_stay() -> None:
    """One that differs by a letter holds nearly all of it. What the article still says is no reason."""
    draft = factories.draft(title=f"Title {WORD}", body=f"## One\n\nThe {WORD}.\n\n## Two\n\nStays.\n")
    factories.saved(draft, lead="Another lead.")
    edition = factories.recalled(factories.submitted(factories.saved(draft, lead="Third lead."))).edition
    factories.saved(draft, title="Quiet", lead="Fourth lead.", body="## Two\n\nStays.\n")
    factories.saved(draft, lead="Last lead.")
    redacted(edition)
    assert tables_with(WORD) == set()
    assert [version.revision.comment for version in versions_of(draft)] == ["5 typed", "4 typed"]


def test_a_saved_state_that_differs_by_a_letter_goes_too() -> None:
    """Given a slip that was put right before the text was frozen, when it is redacted, then both states go."""
    draft = factories.draft(body=f"## One\n\nThe patient {WORD} was treatd here in May.\n\n## Two\n\nStays.\n")
    right = f"## One\n\nThe patient {WORD} was treated here in May.\n\n## Two\n\nStays.\n"
    edition = factories.recalled(factories.submitted(factories.saved(draft, body=right))).edition
    factories.saved(draft, body="## Two\n\nStays.\n")
    redacted(edition)
    assert tables_with(WORD) == set()
    assert [version.revision.comment for version in versions_of(draft)] == ["3 typed"]


def test_a_sentence_goes_wherever_it_stands_in_a_saved_state() -> None:
    """Given a sentence that was saved within a longer paragraph, in capitals, and parted, then all of that goes."""
    sentence = f"Anna {WORD} from Springfield has had it since birth."
    draft = factories.draft(body=f"## One\n\n{sentence}\n\n## Two\n\nStays.\n")
    edition = factories.recalled(factories.submitted(draft)).edition
    for words in (f"{sentence} She is well today.", f"**{sentence.upper()}**", sentence.replace(" has", "\nhas")):
        factories.saved(draft, body=f"## One\n\n{words}\n\n## Two\n\nStays.\n")
    factories.saved(draft, body="## Two\n\nStays.\n")
    redacted(edition)
    assert tables_with(WORD) == set()
    assert tables_with(WORD.upper()) == set()
    assert [version.revision.comment for version in versions_of(draft)] == ["5 typed"]


@pytest.mark.parametrize("role", [EDITOR, PUBLISHER, AUDITOR])
def test_it_takes_two_administrators(role: str) -> None:
    edition = gone().edition
    ada, ben = administrators("ada", "ben")
    left = factories.person(ADMINISTRATOR)
    User.objects.filter(pk=left.pk).update(is_active=False)
    root = User.objects.create_superuser("root", "root@example.org", factories.PASSWORD)
    set_roles(root, [])
    for by, second in (
        (ada, ada),
        (ada, factories.person(role)),
        (factories.person(role), ben),
        (ada, left),
        (root, ben),
    ):
        with pytest.raises(NotAllowed):
            redact(digest=edition.digest, by=by, second=second, reason=REASON, door="admin")
    assert not Redaction.objects.exists()
    assert Edition.objects.get(pk=edition.pk).content


def refuses(digest: str, says: str, error: type[Exception] = WrongState, reason: str = REASON) -> None:
    ada, ben = (factories.person(ADMINISTRATOR) for _number in range(2))
    with pytest.raises(error, match=says):
        redact(digest=digest, by=ada, second=ben, reason=reason, door="admin")
    assert not Redaction.objects.exists()


def test_what_readers_see_is_refused() -> None:
    publication = factories.published(slug="public")
    factories.saved(publication.article.drafts.get(), title="Another")
    refuses(publication.edition.digest, "Readers see this text now, as Edition 1")
    factories.republished(publication, title="A third")
    redacted(publication.edition)


def test_what_is_in_review_or_still_written_is_refused() -> None:
    review = factories.submitted()
    refuses(review.edition.digest, "Edition 1 with this text is in review.*still holds exactly this text")
    recall(review=review, by=review.opened_by, door="admin")
    refuses(review.edition.digest, "The draft “Gene therapy” still holds exactly this text")
    factories.saved(review.article.drafts.get(), details={"related": ["genes"]})
    refuses(review.edition.digest, "still holds exactly this text")
    factories.saved(review.article.drafts.get(), lead="Changed.")
    redacted(review.edition)


def test_a_digest_and_a_reason_are_needed() -> None:
    edition = gone().edition
    refuses("0" * 64, "No edition has this digest", BadInput)
    refuses("x", "No edition has this digest", BadInput)
    refuses(edition.digest, "Say why", BadInput, reason=" \n")
    quoted = next(line for line in edition.content["source"]["body"].splitlines() if "A cell" in line)
    refuses(edition.digest, "repeats words", BadInput, reason=f"It showed {quoted}")


@pytest.mark.parametrize(
    "reason", ["Names MARIA,  huber of Vienna.", "Says that maria huber-of Vienna is ill.", "She, ill since  Easter"]
)
def test_a_reason_that_quotes_in_other_letters_is_refused(reason: str) -> None:
    edition = factories.recalled(lead="Maria Huber of Vienna is ill since Easter.").edition
    factories.saved(edition.article.drafts.get(), lead="Quite another lead.")
    refuses(edition.digest, "repeats words", BadInput, reason=reason)
    redacted(edition, reason="A patient from Vienna was named.")


def test_the_same_text_is_never_stored_again() -> None:
    """Typed anew, letter for letter. A word more, and it is another text."""
    edition = factories.recalled().edition
    draft, text = edition.article.drafts.get(), text_from(edition)
    factories.saved(draft, lead="Quite another lead.")
    redacted(edition)

    def typed_again(name: str) -> None:
        Organisation.objects.update(name=name)
        now = Draft.objects.get(pk=draft.pk)
        save_draft(draft=now, text=factories.text(lead=f"On the way to {name}."), seen=now.saves, by=now.article.owner)
        now = Draft.objects.get(pk=draft.pk)
        now = save_draft(draft=now, text=text, seen=now.saves, by=now.article.owner)
        with pytest.raises(WrongState, match="was redacted, and is never stored again"):
            submit(draft=now, seen=now.saves, change_note="Again.", by=now.article.owner, door="admin")

    name = Organisation.current().name
    for each in (name, "Another hospital"):  # The second stands in the content, which has another digest so.
        typed_again(each)
    assert not EditionContent.objects.exists()
    assert factories.submitted(factories.saved(draft, lead="Changed.")).edition.number == 2


def test_content_that_is_gone_without_a_redaction_is_found() -> None:
    edition = gone().edition
    connection.check_constraints()
    with guards_down(connection):
        EditionContent.objects.filter(pk=edition.digest).delete()
    assert [finding.what for finding in verify().findings] == [f"its content {edition.digest} is gone"]


def test_a_forged_redaction_is_found() -> None:
    """Whoever gets past the guards: another reason, the row gone, the words back again."""
    edition = gone().edition
    text, title = EditionContent.objects.get().text, edition.title
    redaction = redacted(edition)
    for forge in (
        lambda: Redaction.objects.update(reason="Another."),
        lambda: Redaction.objects.update(event=1),
        lambda: Redaction.objects.all().delete(),
        lambda: EditionContent.objects.create(digest=edition.digest, text=text),
        lambda: Edition.objects.filter(pk=edition.pk).update(title=title),
        lambda: Edition.objects.filter(pk=edition.pk).update(change_note="Another."),
    ):
        with transaction.atomic():
            connection.check_constraints()
            with guards_down(connection):
                forge()
                connection.check_constraints()
            assert not verify().is_whole
            transaction.set_rollback(True)
    assert verify().is_whole
    with pytest.raises(DatabaseError), transaction.atomic():
        Redaction.objects.filter(pk=redaction.pk).delete()


def test_a_file_left_by_a_crash_is_found_and_removed_when_asked_again() -> None:
    """The callbacks of the commit never run here, as if the process had died."""
    edition = gone().edition
    ada, ben = administrators("ada", "ben")
    redaction = redact(digest=edition.digest, by=ada, second=ben, reason=REASON, door="admin")
    (name,) = redaction.media_names
    assert f"the file {name} was to be destroyed" in str(verify().findings[0])
    with pytest.raises(WrongState, match=f"redacted by event {redaction.event}"):
        redacted(edition)
    assert not (Path(settings.MEDIA_ROOT) / name).exists()
    assert verify().is_whole


def test_nobody_else_removes_what_a_crash_left_or_hears_of_it() -> None:
    """Given files are left, when others than two administrators ask again, then those stay, and the refusal tells
    nothing of the text.
    """
    edition = gone().edition
    ada, ben = administrators("ada", "ben")
    redaction = redact(digest=edition.digest, by=ada, second=ben, reason=REASON, door="admin")
    (name,) = redaction.media_names
    with pytest.raises(NotAllowed):
        redacted(edition, second=factories.person(EDITOR))
    assert (Path(settings.MEDIA_ROOT) / name).exists()


def test_readers_learn_that_it_was_redacted_and_nothing_more(client: Client) -> None:
    publication = gone()
    digest = publication.edition.digest
    redaction = redacted(publication.edition)
    page, content = client.get(f"/verify/{digest}/"), client.get(f"/verify/{digest}/content.json")
    assert (page.status_code, content.status_code) == (410, 410)
    assert f"event {redaction.event} of the record" in page.text
    assert digest in page.text
    for words in (WORD, REASON, "gene-therapy", "Dr. Sample Reviewer", redaction.by.username):
        assert words not in page.text
    assert content.text == f"This text was redacted by event {redaction.event}.\n"
    for path in ("/", "/articles/gene-therapy/", "/sections/treatments-procedures/"):
        assert WORD not in client.get(path).text


def test_the_desk_says_so(client: Client) -> None:
    publication = gone()
    review = Review.objects.get()
    newer = factories.submitted(publication.article.drafts.get())
    redaction = redacted(publication.edition)
    client.force_login(factories.reviewer())
    page = client.get(review.get_absolute_url())
    assert page.status_code == 200
    assert f"destroyed by event {redaction.event}" in page.text
    assert WORD not in page.text
    for against in ("", "?against=1"):
        page = client.get(f"{newer.get_absolute_url()}{against}")
        assert page.status_code == 200
        assert "against=1" not in page.text
    assert client.post(f"{review.get_absolute_url()}publish/").status_code in (302, 403, 404, 409)
    assert client.get("/reviews/").status_code == 200
    with pytest.raises(WrongState):
        publish(review=review, live_seen=None, by=factories.person(PUBLISHER), door="desk")


def test_what_grew_from_it_is_reviewed_and_published() -> None:
    publication = gone()
    redacted(publication.edition)
    draft = publication.article.drafts.get()
    assert draft.base_id == publication.edition_id
    newer = factories.published(factories.signed(factories.submitted(draft)))
    assert (newer.edition.number, text_of(draft).title) == (2, "Gene therapy")
    assert redaction_of(newer.edition.digest) is None
    assert verify().is_whole


def test_from_a_shell() -> None:
    edition = gone().edition
    administrators("ada", "ben")
    factories.person(EDITOR, username="eve")
    assert run("redact", edition.digest, "--by=ada", "--and=eve", f"--reason={REASON}").code == 1
    assert run("redact", edition.digest, "--by=ada", "--and=nobody", f"--reason={REASON}").code == 2
    assert run("redact", "0" * 64, "--by=ada", "--and=ben", f"--reason={REASON}").code == 1
    assert not Redaction.objects.exists()
    said = run("redact", edition.digest.upper(), "--by=ada", "--and=ben", f"--reason={REASON}")
    redaction = Redaction.objects.get()
    assert said.code == 0
    assert f"Redacted by event {redaction.event}: {edition.digest}" in said.out
    assert Event.objects.get(pk=redaction.event).told["door"] == "shell"
    again = run("redact", edition.digest, "--by=ada", "--and=ben", f"--reason={REASON}")
    assert again.code == 1
    assert f"This text was redacted by event {redaction.event}." in again.out


def test_mails_of_other_texts_stay() -> None:
    edition = gone().edition
    factories.submitted(title="Something else")
    before = set(Notice.objects.filter(subject__contains="Something else").values_list("pk", flat=True))
    redacted(edition)
    assert before
    assert set(Notice.objects.values_list("pk", flat=True)) >= before
