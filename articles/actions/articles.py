"""An article begins, moves, gets another address, or goes before it was ever submitted."""

from uuid import UUID

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from articles.actions.drafts import first_save, saves_of
from articles.actions.locking import lock_article, lock_draft
from articles.details import DraftText
from articles.markdown import is_slug
from articles.models import Address, Article, Draft, Purpose, Risk, Section, Way
from articles.search import move_to_shelf
from articles.slugs import LONGEST_SLUG, no_slug
from articles.versions import versions_of
from people.allowing import allow
from people.models import User
from record.canonical import JsonValue
from record.chain import record_event
from record.errors import BadInput, Conflict, WrongState


@transaction.atomic
def create_article(
    *,
    text: DraftText,
    slug: str,
    section: Section,
    by: User,
    door: str,
    way: Way = Way.TYPED,
    uuid: UUID | None = None,
    language: str = "en",
    risk: Risk | str = Risk.NORMAL,
    no_advertising: bool = False,
) -> Draft:
    """Begin an article with its first save. Raises `BadInput` where the slug can't be one or is taken."""
    allow(by, "articles.add_draft")
    check_slug(slug, language)
    if uuid and Article.objects.filter(uuid=uuid).exists():
        raise BadInput(_("Another article has this uuid already."))
    draft = begin_article(
        text=text,
        slug=slug,
        section=section,
        by=by,
        way=way,
        uuid=uuid,
        language=language,
        risk=risk,
        no_advertising=no_advertising,
    )
    record_event(
        "create_article", actor=by, door=door, article=draft.article.uuid, slug=slug, section=section.slug,
        shelf=section.pk, risk=str(draft.article.risk), no_advertising=no_advertising,
    )  # fmt: skip
    return draft


def begin_article(
    *,
    text: DraftText,
    slug: str,
    section: Section,
    by: User,
    way: Way,
    uuid: UUID | None,
    language: str,
    risk: Risk | str = Risk.NORMAL,
    no_advertising: bool = False,
) -> Draft:
    """The rows of a new article, inside a verb that has checked slug and uuid and records its Event."""
    article = Article(section=section, owner=by, language=language, risk=Risk(risk), no_advertising=no_advertising)
    if uuid:
        article.uuid = uuid
    article.save(force_insert=True)
    Address.objects.create(article=article, language=language, slug=slug)
    draft = Draft(article=article, purpose=Purpose.MAIN)
    first_save(draft, text=text, by=by, way=way, number=saves_of(uuid, Purpose.MAIN) + 1 if uuid else 1)
    return draft


@transaction.atomic
def change_address(*, article: Article, slug: str, by: User, door: str) -> None:
    """Give an article another slug. The one it had redirects from now on; it may take a former one of its own back."""
    article = lock_article(article.pk)
    allow(by, "articles.move_article", article)
    former = article.slug
    if slug == former:
        return
    own = article.addresses.filter(slug=slug).first()
    if own is None:
        check_slug(slug, article.language)
    article.addresses.filter(current=True).update(current=False)
    if own:
        own.current = True
        own.save(update_fields=["current"])
    else:
        Address.objects.create(article=article, language=article.language, slug=slug)
    record_event("change_address", actor=by, door=door, article=article.uuid, slug=slug, former=former)


@transaction.atomic
def move_article(
    *, article: Article, section: Section, risk: Risk | str, no_advertising: bool, by: User, door: str
) -> None:
    """Put an article on another shelf, or say anew how much harm a mistake in it could do and whether it may carry
    advertising.
    """
    article = lock_article(article.pk)
    allow(by, "articles.move_article", article)
    before = (article.section, article.risk, article.no_advertising)
    if before == (section, risk, no_advertising):
        return
    was: dict[str, JsonValue] = {
        "section": article.section.slug,
        "risk": str(article.risk),
        "no_advertising": article.no_advertising,
    }
    article.section, article.risk, article.no_advertising = section, Risk(risk), no_advertising
    article.save(update_fields=["section", "risk", "no_advertising"])
    move_to_shelf(article)
    record_event(
        "move_article",
        actor=by,
        door=door,
        article=article.uuid,
        section=section.slug,
        shelf=section.pk,
        risk=str(article.risk),
        no_advertising=no_advertising,
        was=was,
    )


@transaction.atomic
def delete_article(*, draft: Draft, seen: int, by: User, door: str) -> None:
    """Delete an article that was never submitted, as the caller saw it after `seen` saves; its slug is free again. Who
    saved what stays known.
    """
    article = lock_article(draft.article_id)
    allow(by, "articles.delete_draft", draft)
    if article.editions.exists():
        raise WrongState(_("This article was submitted for review before. It can be withdrawn, but not deleted."))
    if lock_draft(draft).saves != seen:
        raise Conflict(_("The article was saved again since you looked. Look again."))
    slug, title = article.slug, draft.title
    forget_versions(draft)
    try:
        article.delete()
    except ProtectedError as error:
        raise WrongState(_("A safety notice was put over this article. It can’t be deleted.")) from error
    record_event("delete_article", actor=by, door=door, article=article.uuid, slug=slug, title=title)


def forget_versions(draft: Draft) -> None:
    """A deleted draft's Versions go with it: nothing would ever lead to them again."""
    for version in versions_of(draft).select_related("revision"):
        version.revision.delete()


def check_slug(slug: str, language: str) -> None:
    """Raises `BadInput` where the slug can't be one, or is or was another article's."""
    if not is_slug(slug) or len(slug) > LONGEST_SLUG:
        raise BadInput(no_slug(slug))
    taken = Address.objects.filter(language=language, slug=slug).first()
    if taken and taken.current:
        raise BadInput(_("Another article has the slug “%(slug)s”. Choose another one.") % {"slug": slug})
    if taken:
        raise BadInput(
            _("“%(slug)s” is a former slug of another article and redirects to it. Choose another one.")
            % {"slug": slug}
        )
