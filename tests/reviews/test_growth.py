"""From which Edition a text grew, as Events tell it: whoever bends that can pass off a text that lacks what readers
saw. Honest histories of all kinds are whole.
"""

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection

from articles.actions.articles import delete_article
from articles.actions.import_article import import_article
from articles.actions.rebase_draft import rebase_draft
from articles.content import text_of
from articles.importing import read_article
from articles.models import Article, Draft, Edition, Publication
from people.roles import EDITOR, PUBLISHER
from record import clock
from record.canonical import JsonValue
from record.chain import record_event
from record.verification import verify
from reviews.actions import discard_correction, publish, recall, reschedule, unschedule, withdraw
from reviews.models import Review
from tests import factories
from tests.reviews.corrections import MENDED, TYPO, begun, correction_public, in_review, main_of, with_typo

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
MORE = f"{TYPO}\n## More\n\nMore words.\n"


def bent(draft: Draft, base: Edition | None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE articles_draft SET base_id = %s WHERE id = %s", [base.pk if base else None, draft.pk])


def findings() -> list[str]:
    return [str(finding) for finding in verify().findings]


def test_a_text_that_was_passed_off_as_grown_from_a_correction_is_named() -> None:
    """Given a published correction, and a text from before it whose draft is said to have grown from it, when that is
    published by the verbs, so that the typo is back, then both the draft and the edition are named.
    """
    page = with_typo()
    grew_from, corrected = page.edition, correction_public(page).edition
    draft = main_of(page.article)
    bent(draft, corrected)
    before = f"articles_draft {draft.pk}: it grows from edition {corrected.pk}, where events tell of edition"
    assert findings() == [f"{before} {grew_from.pk}"]

    review = factories.submitted(factories.saved(draft, body=MORE), note="More.")
    published = factories.published(factories.signed(review))

    assert "treatmnt" in published.edition.text
    (found,) = findings()
    assert found.startswith(f"articles_edition {review.edition_id}: it grew from edition {corrected.pk}, where the")
    assert found.endswith(f"tell of edition {grew_from.pk}")


@pytest.mark.parametrize("purpose", ["main", "correction"])
def test_a_draft_that_grows_from_nothing_is_named(purpose: str) -> None:
    page = with_typo()
    begun(page)
    draft = page.article.drafts.get(purpose=purpose)
    bent(draft, None)
    assert findings() == [
        f"articles_draft {draft.pk}: it grows from none, where events tell of edition {page.edition_id}"
    ]


def test_what_is_brought_into_a_bent_draft_is_named() -> None:
    """Given a draft that is said to have grown from nothing, when a correction is brought into it, then the event that
    says so is named.
    """
    page = with_typo()
    corrected = correction_public(page).edition
    draft = main_of(page.article)
    bent(draft, None)

    rebased(draft, onto=corrected)

    (found,) = findings()
    assert found.startswith("record_event ")
    assert found.endswith(
        f"it tells of a text that grew from none, where the events before tell of edition {page.edition_id}"
    )


def rebased(draft: Draft, *, onto: Edition) -> Draft:
    text = text_of(draft).model_copy(update={"body": f"{MENDED}\n## More\n\nMore words.\n"})
    return rebase_draft(draft=draft, text=text, seen=draft.saves, onto=onto, by=draft.article.owner, door="admin")


def brought_in(uuid: UUID, words: str) -> Draft:
    file = (
        f"---\ntitle: Again\nslug: again\nuuid: {uuid}\nsection: symptoms\nsummary: In short.\n---\n\n"
        f"## Part\n\n{words}\n"
    )
    by = factories.person(EDITOR)
    return import_article(
        file=read_article(file.encode()), section=None, by=by, door="import", replace=True
    ).draft  # fmt: skip


def written_on(article: Article, title: str) -> Review:
    draft = factories.saved(main_of(article), title=title)
    return factories.submitted(draft, note=f"{title}.")


def test_honest_growth_is_whole() -> None:
    """Given an article that was deleted and made again, imported over, corrected, discarded, rebased, scheduled, moved,
    cancelled, withdrawn and written on throughout, then all is whole after each step.
    """
    publisher = factories.person(PUBLISHER)
    gone = factories.draft(slug="again", title="Again")
    uuid = gone.article.uuid
    delete_article(draft=gone, seen=gone.saves, by=gone.article.owner, door="admin")
    draft = brought_in(uuid, "A treatmnt.")
    article = draft.article
    assert findings() == []
    with clock.standing_at(clock.now()) as now:
        page = factories.published(factories.signed(factories.submitted(draft)))
        now.move(DAY)
        brought_in(uuid, "A treatmnt that was imported.")
        second = factories.signed(factories.submitted(main_of(article), note="Two."))
        waits = publish(review=second, live_seen=page.pk, by=publisher, door="desk", opens=now.moment + 5 * DAY)
        third = written_on(article, "Three")
        assert findings() == []
        moved = reschedule(publication=waits, opens=now.moment + 6 * DAY, closes=None, by=publisher, door="desk")
        recall(review=third, by=third.opened_by, door="admin")
        unschedule(publication=moved, reason="Not yet.", by=publisher, door="desk")
        assert findings() == []
        page = factories.published(factories.signed(written_on(article, "Four")))
        now.move(DAY)
        discard_correction(draft=(dropped := begun(page)), seen=dropped.saves, by=article.owner, door="admin")
        body = page.edition.content["source"]["body"]
        correction = factories.signed(in_review(page, body=body.replace("treatmnt", "treatment")))
        waits = publish(review=correction, live_seen=page.pk, by=publisher, door="desk", opens=now.moment + DAY)
        now.move(2 * DAY)
        corrected = Publication.objects.live(now.moment).get(article=article)
        assert corrected == waits
        assert findings() == []
        rebased(main_of(article), onto=corrected.edition)
        new = factories.signed(factories.submitted(main_of(article), note="Five."))
        publish(review=new, live_seen=corrected.pk, by=publisher, door="desk", opens=now.moment + DAY)
        assert findings() == []
        withdraw(article=article, reason="Doubts.", by=publisher, door="desk")
        assert main_of(article).base == corrected.edition
        now.move(DAY)
        factories.published(factories.signed(written_on(article, "Six")))
        assert findings() == []


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"edition": "old"}, "which readers hadn’t seen last by then"),
        ({"digest": "0" * 64}, "its digest is not that of the edition that it names"),
        ({"save": 99}, "it tells of a save that nobody made"),
    ],
)
def test_an_event_that_no_verb_writes_is_named(told: dict[str, JsonValue], sentence: str) -> None:
    """Given an appended event of a draft that takes up what it didn't, then it is named."""
    page = with_typo()
    corrected = correction_public(page).edition
    draft = main_of(page.article)
    onto = page.edition if told.get("edition") else corrected
    facts: dict[str, JsonValue] = {"save": draft.saves, "digest": onto.digest, **told, "edition": onto.pk}
    record_event(
        "rebase_draft",
        actor=draft.article.owner,
        door="admin",
        article=page.article.uuid,
        **{"purpose": "main", "was": page.edition_id, **facts},  # type: ignore[arg-type]
    )
    bent(draft, onto)
    assert any(found.startswith("record_event ") and sentence in found for found in findings())


def test_a_deletion_of_what_was_submitted_is_named() -> None:
    page = with_typo()
    record_event(
        "delete_article", actor=page.article.owner, door="admin", article=page.article.uuid, slug="x", title="X"
    )
    assert any("deleting an article that had been submitted" in found for found in findings())
