"""What `verify_record` checks of this room, beside the rows that Events speak of."""

from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery

from articles.content import source_digest, text_from
from articles.models import Draft, DraftSave, Edition, EditionContent
from record.canonical import digest_of
from record.exporting import register_texts
from record.verification import Verification, register_check


@register_texts
def contents() -> "QuerySet[Any, tuple[str, str]]":
    """What an export of the record holds beside the rows: the signed texts, which Editions name by their digests."""
    return EditionContent.objects.values_list("digest", "text")


@register_check
def contents_have_their_digests(verification: Verification) -> None:
    """Each stored content hashes to its digest."""
    contents = EditionContent.objects.order_by("pk")
    total = contents.count()
    for number, content in enumerate(contents.iterator(500), 1):
        if digest_of(content.text) != content.digest:
            verification.found("articles_editioncontent", content.digest, "its text doesn't have this digest")
        if number % 500 == 0 or number == total:
            verification.step("contents", number, total)


@register_check
def editions_have_their_contents(verification: Verification) -> None:
    """Each Edition's content is there, belongs to its article, and says what the Edition's columns repeat of it."""
    for edition in Edition.objects.select_related("article").order_by("pk").iterator(500):
        if wrong := _wrong_with(edition):
            verification.found("articles_edition", edition.pk, wrong)


def _wrong_with(edition: Edition) -> str:
    content_row = EditionContent.objects.filter(pk=edition.digest).first()
    if content_row is None:
        return f"its content {edition.digest} is gone"
    edition.content_row = content_row
    try:
        source, article = edition.content["source"], edition.content["article"]
        digest = source_digest(text_from(edition))
    except (ValueError, KeyError, TypeError):
        return "its content can't be read"
    if article != str(edition.article.uuid):
        return "its content belongs to another article"
    if (source["title"], source["lead"]) != (edition.title, edition.lead):
        return "its title or lead is not that of its content"
    return _wrong_with_saves(edition, digest)


def _wrong_with_saves(edition: Edition, digest: str) -> str:
    """The save it froze is known and held this text; its contributors are among those who saved up to it."""
    saves = DraftSave.objects.filter(
        article_uuid=edition.article.uuid, purpose=edition.purpose, number__lte=edition.save_number
    )
    frozen = saves.filter(number=edition.save_number).first()
    if frozen is None or frozen.source_digest != digest or frozen.hash != edition.save_hash:
        return "the save it froze is missing, was changed, or held another text"
    if set(edition.contributor_rows.values_list("person", flat=True)) - set(saves.values_list("by", flat=True)):
        return "a contributor has no save"
    return ""


@register_check
def saves_are_a_chain(verification: Verification) -> None:
    """The saves of each Draft run 1, 2, 3 … and each hash covers the one before. The Draft itself counts as many."""
    place: tuple[object, str] | None = None
    number, before = 0, ""
    for save in DraftSave.objects.order_by("article_uuid", "purpose", "number").iterator(1000):
        if place != (save.article_uuid, save.purpose):
            place, number, before = (save.article_uuid, save.purpose), 0, ""
        number += 1
        if save.number != number:
            verification.found("articles_draftsave", save.pk, f"its number is {save.number}, where {number} was due")
            number = save.number
        elif save.hash != save.hash_after(before):
            verification.found("articles_draftsave", save.pk, "it was changed, or the save before it")
        before = save.hash
    last = DraftSave.objects.filter(article_uuid=OuterRef("article__uuid"), purpose=OuterRef("purpose"))
    drafts = Draft.objects.annotate(last=Subquery(last.order_by("-number").values("number")[:1]))
    for draft in drafts.exclude(saves=F("last")).order_by("pk").iterator(1000):
        verification.found(
            "articles_draft", draft.pk, f"it counts {draft.saves} saves, but the last known is {draft.last}"
        )
