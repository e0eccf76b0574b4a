"""Whether care cards, callouts and lists of do and don't are used as readers need them."""

import re
from collections.abc import Iterator
from typing import Final

from django.utils.translation import gettext as _

from articles.checks.finding import Finding
from articles.checks.places import texts_of
from articles.details import DraftText
from articles.fragments import Page
from articles.markdown import Block

MOST_WARNINGS: Final = 2
_SET_OFF: Final = frozenset({"non-urgent", "urgent", "emergency", "do", "dont"})
_SAYS_NOT: Final = re.compile(r"(do not|don[’']t)\b", re.IGNORECASE)


def check_blocks(text: DraftText, page: Page) -> Iterator[Finding]:
    """What the NHS asks of its own content blocks, which these follow."""
    warnings = 0
    for where, rendered in texts_of(page):
        for block in rendered.blocks:
            warnings += block.name == "warning"
            for kind, message in _found(block, warnings):
                yield Finding(kind, where, message, block.line)


def _found(block: Block, warnings: int) -> Iterator[tuple[str, str]]:
    if block.name == "emergency" and block.links:
        yield (
            "emergency-link",
            _("An emergency card links to an article. Whoever needs it must act, not read: take the link out."),
        )
    if block.name == "warning" and warnings > MOST_WARNINGS:
        message = _(
            "There are more than %(most)d warning callouts. Readers then pass over all of them: keep the gravest."
        )
        yield "many-warnings", message % {"most": MOST_WARNINGS}
    if block.name == "dont":
        for item in block.items:
            if not _SAYS_NOT.match(item):
                message = _(
                    "“%(item)s” stands in a list of don’ts. Begin it with “do not”, so that it can’t be misread."
                )
                yield "dont-item", message % {"item": item[:60]}
    if block.name in _SET_OFF and block.goes_on:
        message = _(
            "Text follows the block “%(name)s” with no heading between. "
            "Readers who can’t see it can’t tell where it ends."
        )
        yield "no-heading-after", message % {"name": block.name}
    if block.name == "figure" and block.images and not block.titled:
        message = _("A figure doesn’t say who made it and under which license. Write it behind “::: figure”.")
        yield "figure-no-credit", message
