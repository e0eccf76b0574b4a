"""Whether what is linked to can be read."""

from collections.abc import Collection, Iterator

from django.utils.translation import gettext as _

from articles.checks.finding import Finding
from articles.details import DraftText
from articles.fragments import Page
from articles.models import Address, Publication
from record import clock


def check_links(text: DraftText, page: Page, *, own: Collection[str]) -> Iterator[Finding]:
    """Links and related articles that were never public, or that nobody knows.

    What was withdrawn, or whose time has ended, answers with its notice: no link to it is broken.
    """
    named = [(slug, _("Text")) for slug in page.linked_slugs] + [
        (slug, _("Related articles")) for slug in text.details.related
    ]
    wanted = [(slug, where) for slug, where in named if slug not in own]
    if not wanted:
        return
    addresses = Address.objects.filter(slug__in={slug for slug, _where in wanted})
    articles = dict(addresses.values_list("slug", "article_id"))
    opened = Publication.objects.opened(clock.now()).filter(article__in=articles.values())
    reached = set(opened.values_list("article_id", flat=True))
    for slug, where in dict.fromkeys(wanted):
        if slug not in articles:
            yield Finding(
                "unknown-article",
                where,
                _("No article has the slug “%(slug)s”. Check how it is written.") % {"slug": slug},
            )
        elif articles[slug] not in reached:
            yield Finding(
                "unpublished-article",
                where,
                _("The article “%(slug)s” isn't public yet. Readers will find nothing there until it is.")
                % {"slug": slug},
            )
