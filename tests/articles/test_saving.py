"""The one way in which a Draft is saved takes no text that could not have been typed."""

import pytest

from articles.actions.articles import create_article
from articles.actions.drafts import save_draft
from articles.content import text_from, text_of
from articles.models import Draft, DraftSave, Section
from people.roles import EDITOR
from record.errors import BadInput
from record.verification import verify
from tests import factories

pytestmark = pytest.mark.django_db


def test_a_copy_that_was_changed_is_saved_as_it_would_be_typed() -> None:
    """Given a text copied with other words, which nothing has read, when it is saved, signed and published, then it is
    the text that any later reading gives, and the record is whole.
    """
    draft = factories.draft()
    body = text_of(draft).body + "\n\nMore of it.\n\n"
    text = text_of(draft).model_copy(update={"body": body, "lead": " Two  spaces. ", "title": "Gene\u0301tique"})
    saved = save_draft(draft=draft, text=text, seen=draft.saves, by=draft.article.owner)
    assert (saved.body, saved.lead, saved.title) == (body.strip("\n"), "Two spaces.", "Gen\u00e9tique")
    edition = factories.published(factories.signed(factories.submitted(saved))).edition
    assert text_from(edition) == text_of(Draft.objects.get(pk=draft.pk))
    assert verify().findings == []


def test_a_copy_that_differs_by_what_no_reading_keeps_is_no_save() -> None:
    draft = factories.draft()
    text = text_of(draft).model_copy(update={"body": f"{draft.body}\n"})
    assert save_draft(draft=draft, text=text, seen=draft.saves, by=draft.article.owner).saves == draft.saves


@pytest.mark.parametrize("values", [{"title": ""}, {"title": "x" * 201}, {"body": "\x00"}])
def test_a_copy_that_could_not_have_been_typed_is_refused(values: dict[str, str]) -> None:
    draft = factories.draft()
    bad = text_of(draft).model_copy(update=values)
    with pytest.raises(BadInput):
        save_draft(draft=draft, text=bad, seen=draft.saves, by=draft.article.owner)
    with pytest.raises(BadInput):
        create_article(
            text=bad, slug="other", section=Section.objects.all()[0], by=factories.person(EDITOR), door="admin"
        )
    assert DraftSave.objects.count() == 1
