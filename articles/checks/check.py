"""All checks, one after another."""

from collections.abc import Callable, Iterator

from articles.checks.blocks import check_blocks
from articles.checks.completeness import check_completeness
from articles.checks.extras import check_extras
from articles.checks.finding import Finding
from articles.checks.links import check_links
from articles.checks.markup import check_markup
from articles.details import DraftText
from articles.fragments import Page

CHECKS: tuple[Callable[[DraftText, Page], Iterator[Finding]], ...] = (
    check_completeness,
    check_markup,
    check_blocks,
    check_extras,
    check_links,
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
    "bad-term",
    "bad-definition",
    "bad-emphasis",
    "bad-block",
    "emergency-link",
    "many-warnings",
    "dont-item",
    "no-heading-after",
    "figure-no-credit",
    "video-no-address",
    "video-no-transcript",
    "bad-phone",
    "missing-file",
    "unknown-article",
    "unpublished-article",
)
"""Every kind of finding: what a policy may say blocks."""


def check_page(text: DraftText, page: Page, *, blocking: frozenset[str]) -> list[Finding]:
    """All findings about a text, those that block first."""
    findings = [finding.blocking(blocking) for check in CHECKS for finding in check(text, page)]
    return sorted(findings, key=lambda finding: not finding.blocks)
