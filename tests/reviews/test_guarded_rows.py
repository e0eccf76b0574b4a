"""What is on record can't be changed or deleted by any SQL, on either engine."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, models, transaction

from articles.models import (
    DraftSave,
    Edition,
    EditionContent,
    EditionContributor,
    EditionUse,
    GlossaryWording,
    PolicyWording,
    Publication,
    SafetyNotice,
    SafetyNoticePage,
)
from people.roles import PUBLISHER
from record.chain import Event
from reviews.actions import withdraw
from reviews.models import Attestation, ChangeRequest, PolicyVersion, Review, SignOff
from tests import factories

pytestmark = pytest.mark.django_db

GUARDED: dict[type[models.Model], str] = {
    EditionContent: "text",
    Edition: "change_note",
    EditionContributor: "person_id",
    EditionUse: "value",
    GlossaryWording: "digest",
    DraftSave: "source_digest",
    SignOff: "printed_name",
    ChangeRequest: "reasons",
    Publication: "byline",
    PolicyVersion: "document",
    PolicyWording: "body",
    Review: "required",
    Event: "body",
    Attestation: "name",
    SafetyNotice: "text",
    SafetyNoticePage: "article_id",
}


@pytest.fixture
def library() -> None:
    """At least one row of each kind."""
    factories.term()
    factories.published(details={"related": ["another-article"]})
    factories.answered()
    factories.attested()
    factories.shown_notice()


def refuses(statement: str) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    except DatabaseError:
        return True
    return False


@pytest.mark.parametrize("model", GUARDED, ids=lambda model: model.__name__)
def test_no_sql_changes_or_deletes_a_row(library: None, model: type[models.Model]) -> None:
    table, column = model._meta.db_table, GUARDED[model]
    before = list(model._base_manager.order_by("pk").values())
    assert before

    changed = f"{column} + 1" if column.endswith("_id") else "'another text'"
    assert refuses(f"UPDATE {table} SET {column} = {changed}")
    assert refuses(f"DELETE FROM {table}")
    assert list(model._base_manager.order_by("pk").values()) == before


def test_a_publication_may_close_but_its_instants_never_move_to_later() -> None:
    publication = factories.published()
    withdraw(article=publication.article, reason="Wrong.", notice="", by=factories.person(PUBLISHER), door="admin")
    publication.refresh_from_db()
    assert publication.closes

    later = Publication.objects.filter(pk=publication.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        later.update(overdue_at=publication.overdue_at.replace(year=publication.overdue_at.year + 1))


def test_two_windows_of_one_article_never_overlap() -> None:
    publication = factories.published()
    with pytest.raises(IntegrityError), transaction.atomic():
        Publication.objects.create(
            **{
                field.attname: getattr(publication, field.attname)
                for field in Publication._meta.concrete_fields
                if field.attname not in ("id", "closes")
            },
            closes=publication.opens.replace(year=publication.opens.year + 1),
        )
