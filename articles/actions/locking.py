"""The lock of an article, and its draft as it stands: either may have been deleted by somebody meanwhile."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from articles.models import Article, Draft, Purpose
from record.errors import Gone


def lock_article(article_id: int) -> Article:
    """The article, locked. Raises `Gone` where it was deleted."""
    article = Article.objects.locked().select_related("section").filter(pk=article_id).first()
    if article is None:
        raise Gone(_("Somebody has deleted this article."))
    return article


def current_draft(draft: Draft) -> Draft:
    """The draft as it stands now, with its article. Raises `Gone` where it was deleted, or its correction is over."""
    return _there(draft, Draft.objects.select_related("article"))


def lock_draft(draft: Draft) -> Draft:
    """The same, locked, so that nobody saves it before it is deleted. The article is locked before."""
    return _there(draft, Draft.objects.select_for_update(of=("self",)))


def _there(draft: Draft, rows: QuerySet[Draft]) -> Draft:
    if found := rows.filter(pk=draft.pk).first():
        return found
    if draft.purpose == Purpose.CORRECTION:
        raise Gone(_("This correction is over: it was published or discarded."))
    raise Gone(_("Somebody has deleted this article."))
