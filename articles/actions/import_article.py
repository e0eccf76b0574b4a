"""`import_article`: what a file says becomes the text of a Draft, new or saved over the one that is there."""

from dataclasses import dataclass, field
from enum import StrEnum

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from articles.actions.articles import begin_article
from articles.actions.drafts import save_draft
from articles.actions.locking import lock_article
from articles.checks import mistakes_in, own_slugs
from articles.fragments import dialled
from articles.importing import ArticleFile, BadFile
from articles.importing.bad_file import Problem
from articles.models import Address, Article, Draft, Imported, Organisation, Purpose, Section, Way
from people.allowing import allow
from people.models import User
from record.canonical import JsonValue
from record.chain import record_event
from record.errors import Conflict


class Outcome(StrEnum):
    """What became of a file."""

    NEW = "new"
    SAVED = "saved"
    SAME = "unchanged"


@dataclass(frozen=True, slots=True)
class ImportedArticle:
    """What an import came to. `notes` say what of the file was not followed."""

    outcome: Outcome
    draft: Draft
    notes: list[str] = field(default_factory=list)


class Touched(Conflict):
    """The Draft holds work that the file doesn't know of. `replace` would save over it; the history keeps it."""


def import_article(
    *, file: ArticleFile, section: Section | None, by: User, door: str, replace: bool = False
) -> ImportedArticle:
    """Make the Draft of a new article, or save over the Draft of the one that the file's slug or uuid names.

    The same file again changes nothing. A changed one is saved where nobody has touched the Draft since the last
    import, else refused, unless `replace` is wanted. `section` is for new articles whose file names none; without it
    they stand on the first shelf, with a note.
    """
    try:
        with transaction.atomic():
            return _import(file, section, by, door, replace)
    except IntegrityError as error:
        raise Conflict(_("Somebody else began this article just now. Import the file once more.")) from error


def _import(file: ArticleFile, section: Section | None, by: User, door: str, replace: bool) -> ImportedArticle:
    allow(by, "articles.change_draft")
    article = _article_of(file)
    if article is None:
        return _begin(file, section, by, door)
    return _save_over(lock_article(article.pk), file, by, door, replace)


def _begin(file: ArticleFile, section: Section | None, by: User, door: str) -> ImportedArticle:
    _refuse_mistakes(file, None)
    shelf, notes = _section_for(file, section)
    draft = begin_article(
        text=file.text,
        slug=file.slug,
        section=shelf,
        by=by,
        way=Way.IMPORTED,
        uuid=file.uuid,
        language=file.language,
    )
    _keep(draft, file, by, door, last=None, began={"slug": file.slug, "section": shelf.slug, "shelf": shelf.pk})
    return ImportedArticle(Outcome.NEW, draft, notes)


def _article_of(file: ArticleFile) -> Article | None:
    """The article that the file names. Raises `BadFile` where its slug is a former one, or another article's."""
    address = Address.objects.filter(language=file.language, slug=file.slug).first()
    if file.uuid is None:
        if address and not address.current:
            raise _refused_slug(
                file, _("“%(slug)s” is a former slug of the article that is now at “%(now)s”."), address
            )
        return address.article if address else None
    article = Article.objects.filter(uuid=file.uuid).first()
    if address and (article is None or address.article_id != article.pk):
        raise _refused_slug(file, _("“%(slug)s” is or was the slug of another article than this uuid names."), address)
    if article is None:
        return None
    if article.language != file.language:
        raise file.refusal("language", _("The article with this uuid is in another language."))
    if file.slug_given and article.slug != file.slug:
        raise file.refusal(
            "slug",
            _("The article with this uuid is at “%(now)s”. An import changes no address.") % {"now": article.slug},
        )
    return article


def _refused_slug(file: ArticleFile, sentence: str, address: Address) -> BadFile:
    return file.refusal(
        "slug" if file.slug_given else "title", sentence % {"slug": file.slug, "now": address.article.slug}
    )


def _section_for(file: ArticleFile, otherwise: Section | None) -> tuple[Section, list[str]]:
    """The shelf of a new article, and what has to be said of it: where nobody named one, it is the first."""
    if file.section is not None:
        return _section_named(file, file.section), []
    if otherwise is not None:
        return otherwise, []
    first = Section.objects.first()
    if first is None:
        raise file.refusal("", _("The file names no section, and the library has none. Make one first."))
    note = _("The file names no section. The article stands in “%(section)s” until somebody moves it.")
    return first, [note % {"section": first.slug}]


def _section_named(file: ArticleFile, slug: str) -> Section:
    section = Section.objects.filter(slug=slug).first()
    if section is None:
        known = ", ".join(Section.objects.values_list("slug", flat=True))
        raise file.refusal(
            "section",
            _("There is no section “%(slug)s”. The sections are: %(known)s.") % {"slug": slug, "known": known},
        )
    return section


def _refuse_mistakes(file: ArticleFile, article: Article | None) -> None:
    """Raises `BadFile` for what nobody could submit, each with its line."""
    details = file.text.details
    care = details.care
    phone = dialled(care.phone, Organisation.current().country) if care and care.phone else None
    own = own_slugs(article, details.related) | {file.slug}
    wrong = [
        Problem(file.lines.line_of(mistake.place), mistake.place, mistake.sentence)
        for mistake in mistakes_in(file.text, phone=phone, own=own)
    ]
    if wrong:
        raise BadFile(wrong)


def _save_over(article: Article, file: ArticleFile, by: User, door: str, replace: bool) -> ImportedArticle:
    """Save the text over a locked article's Draft, where that loses nobody's work or is wanted all the same."""
    notes = _notes(article, file)
    draft = Draft.objects.get(article=article, purpose=Purpose.MAIN)
    draft.article = article
    last = Imported.objects.filter(article=article).first()
    if last and last.file_digest == file.digest:
        return ImportedArticle(Outcome.SAME, draft, notes)
    _refuse_mistakes(file, article)
    touched = last is None or last.save_number != draft.saves
    if touched and not replace:
        raise Touched(
            _("This article was changed here since it was last imported, so that its text would be lost.")
            if last
            else _("The article with this slug did not come from an import, so that its text would be lost.")
        )
    saved = save_draft(draft=draft, text=file.text, seen=draft.saves, by=by, way=Way.IMPORTED)
    saved.article = article
    _keep(saved, file, by, door, last=last, replaced=touched)
    return ImportedArticle(Outcome.SAVED if saved.saves > draft.saves else Outcome.SAME, saved, notes)


def _notes(article: Article, file: ArticleFile) -> list[str]:
    if file.section is None or file.section == article.section.slug:
        return []
    _section_named(file, file.section)
    return [_("It stays in the section “%(section)s”: an import moves no article.") % {"section": article.section.slug}]


def _keep(
    draft: Draft,
    file: ArticleFile,
    by: User,
    door: str,
    *,
    last: Imported | None,
    began: dict[str, JsonValue] | None = None,
    replaced: bool = False,
) -> None:
    """Note what was imported, by which the file is known again, and record it.

    `began` is where a new article began; `replaced` says that somebody's text was saved over.
    """
    digest = file.digest
    values = {"file_digest": digest, "save_number": draft.saves, "last_reviewed": file.last_reviewed}
    if last:
        Imported.objects.filter(pk=last.pk).update(**values)
    else:
        Imported.objects.create(article=draft.article, **values)
    record_event(
        "import_article",
        actor=by,
        door=door,
        article=draft.article.uuid,
        file_digest=digest,
        save=draft.saves,
        last_reviewed=file.last_reviewed.isoformat() if file.last_reviewed else None,
        began=began,
        replaced=replaced,
    )
