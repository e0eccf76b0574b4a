"""All checks, one after another."""

from collections.abc import Callable, Iterator
from itertools import chain

from articles.checks.blocks import check_blocks
from articles.checks.completeness import check_completeness
from articles.checks.extras import check_extras
from articles.checks.finding import Finding
from articles.checks.links import check_links
from articles.checks.markup import check_markup
from articles.checks.mistakes import MISTAKE_KINDS, mistakes_in, own_slugs
from articles.details import DraftText
from articles.fragments import Page
from articles.models import Article

CHECKS: tuple[Callable[[DraftText, Page], Iterator[Finding]], ...] = (
    check_completeness,
    check_markup,
    check_blocks,
    check_extras,
)

FINDING_KINDS: tuple[str, ...] = (
    "no-lead",
    "no-text",
    "no-part",
    "empty-part",
    "lost-list",
    "no-references",
    "bad-address",
    "bad-image",
    "bad-alt",
    "bad-heading",
    "bad-table",
    "bad-paste",
    "bad-term",
    "bad-definition",
    "bad-emphasis",
    "bad-html",
    "bad-block",
    "bad-citation",
    "emergency-link",
    "many-warnings",
    "dont-item",
    "no-heading-after",
    "figure-no-credit",
    "video-no-address",
    "video-no-transcript",
    "missing-file",
    "unknown-article",
    "unpublished-article",
)
"""Every kind of finding: what a policy may say blocks."""


def check_page(text: DraftText, page: Page, *, article: Article, blocking: frozenset[str]) -> list[Finding]:
    """All findings about a text of this article, those that block first. Mistakes block whatever the policy says."""
    own = own_slugs(article, [*text.details.related, *page.linked_slugs])
    found = chain(
        (mistake.finding() for mistake in mistakes_in(text, phone=page.phone, own=own)),
        chain.from_iterable(check(text, page) for check in CHECKS),
        check_links(text, page, own=own),
    )
    findings = [finding.blocking(blocking.union(MISTAKE_KINDS)) for finding in found]
    return sorted(findings, key=lambda finding: not finding.blocks)
