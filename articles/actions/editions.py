"""Freezing: from a Draft to an Edition that never changes."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from articles.content import Frozen, source_digest
from articles.details import DraftText
from articles.glossary import authors_since, use_of
from articles.models import (
    Article,
    Draft,
    DraftSave,
    Edition,
    EditionContent,
    EditionContributor,
    EditionUse,
    Publication,
    UseKind,
)
from articles.search import file_edition, forget_former
from people.models import User
from record.canonical import canonical_text
from record.clock import now_in_verb
from record.errors import BadInput, WrongState

LONGEST_NOTE = 2_000


def contributors_of(draft: Draft, frozen: Frozen) -> list[int]:
    """Who wrote at this Draft since the save that its last published Edition froze, and who wrote since what it takes
    from the glossary: their ids, sorted.
    """
    return _writing(draft, frozen)[0]


def _writing(draft: Draft, frozen: Frozen) -> tuple[list[int], str]:
    """Its contributors, and the hash of its last save."""
    published = _last_published_save(draft)
    saves = list(
        DraftSave.objects.filter(
            article_uuid=draft.article.uuid,
            purpose=draft.purpose,
            number__gte=published,
            number__lte=draft.saves,
        )
        .order_by("number")
        .values_list("number", "by", "hash")
    )
    writers = {by for number, by, _hash in saves if number > published}
    return sorted(writers | authors_since(draft.article, frozen.wordings)), saves[-1][2]


def _last_published_save(draft: Draft) -> int:
    """0 where readers never saw anything of this Draft. Then it has no base either, since publishing gives it one."""
    if draft.base_id is None:
        return 0
    published = (
        Publication.objects.opened(now_in_verb())
        .filter(article=draft.article, edition__purpose=draft.purpose)
        .order_by("-edition__number")
        .values_list("edition__save_number", flat=True)
        .first()
    )
    return published or 0


def former_editions(article: Article) -> dict[int, str]:
    """The digest of every Edition an article has, by number."""
    return dict(Edition.objects.filter(article=article).values_list("number", "content_row"))


def refuse_redacted(article: Article, text: DraftText, frozen: Frozen) -> None:
    """Raises `WrongState` for a text that was destroyed. A content names its article, so no other can bring it back.

    By its digest, or by that of what was typed: with another renderer, or name of the organisation, its digest differs.
    """
    for edition in Edition.objects.filter(article=article, title=""):
        typed = DraftSave.objects.filter(
            article_uuid=article.uuid,
            purpose=edition.purpose,
            number=edition.save_number,
            source_digest=source_digest(text),
        )
        if edition.digest == frozen.digest or typed.exists():
            raise WrongState(
                _("Exactly this text was redacted, and is never stored again. Change what had to go, then submit.")
            )


def freeze_edition(
    *, draft: Draft, text: DraftText, frozen: Frozen, former: Mapping[int, str], change_note: str, by: User
) -> Edition:
    """Edition n of an article whose row the caller has locked. The content is shared where it was frozen before.

    `former` are the article's Editions so far. A content names its article, so that no other can have frozen the same.
    """
    if not change_note:
        raise BadInput(_("Say in a sentence what changed. Readers will see it."))
    if len(change_note) > LONGEST_NOTE:
        raise BadInput(_("The note on what changed is too long: at most %(most)d characters.") % {"most": LONGEST_NOTE})
    contributors, save_hash = _writing(draft, frozen)
    if former:
        refuse_redacted(draft.article, text, frozen)
    if frozen.digest in former.values():
        content = EditionContent.objects.get(pk=frozen.digest)
    else:
        content = EditionContent.objects.create(digest=frozen.digest, text=frozen.text)
    edition = Edition.objects.create(
        article=draft.article,
        purpose=draft.purpose,
        number=max(former, default=0) + 1,
        content_row=content,
        title=text.title,
        lead=text.lead,
        save_number=draft.saves,
        save_hash=save_hash,
        based_on_id=draft.base_id,
        change_note=change_note,
        related=canonical_text(text.details.related),
        submitted_by=by,
        submitted_at=now_in_verb(),
    )
    edition.contributor_ids, edition.used = contributors, sorted(_uses(text, frozen))
    EditionContributor.objects.bulk_create(
        EditionContributor(edition=edition, person_id=person) for person in edition.contributor_ids
    )
    EditionUse.objects.bulk_create(EditionUse(edition=edition, kind=kind, value=value) for kind, value in edition.used)
    file_edition(edition)
    if former:
        forget_former(edition, now_in_verb())
    return edition


def _uses(text: DraftText, frozen: Frozen) -> set[tuple[str, str]]:
    page = frozen.page
    references = text.details.references
    named = {
        UseKind.ARTICLE: page.linked_slugs,
        UseKind.RELATED: text.details.related,
        UseKind.DOI: [reference.doi for reference in references if reference.doi],
        UseKind.PMID: [reference.pmid for reference in references if reference.pmid],
        UseKind.MEDIA: page.media,
        UseKind.TERM: [term.name for term in page.terms],
        UseKind.WORDING: [use_of(name, number) for name, number in frozen.wordings.items()],
    }
    return {(kind.value, value[:300]) for kind, values in named.items() for value in values}
