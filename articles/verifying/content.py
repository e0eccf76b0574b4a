"""What `verify_record` checks of the form of signed texts: that each holds what the format writes, and nothing else."""

import json
from collections.abc import Collection
from typing import Any, Final

from articles.models import EditionContent
from record.canonical import canonical_text
from record.verification import Verification, register_check

# As `articles.content.freeze` writes them.
CONTENT: Final = {"article", "language", "format", "renderer", "source", "fragments"}
SOURCE: Final = {"title", "lead", "body", "details", "organisation"}
# Only where something was taken from it.
GLOSSARY: Final = "glossary"
FRAGMENT: Final = {"id", "kind", "html"}
# Frozen beside the signature. Other details that are none can't be read, which is named where texts are rendered again.
RELATED: Final = "related"


@register_check
def contents_hold_what_their_format_writes(verification: Verification) -> None:
    """Whatever else stood in a signed text would be signed, and shown to nobody."""
    verification.judge(EditionContent.objects.order_by("pk"), _wrong_with_form)


def _wrong_with_form(row: EditionContent) -> str:
    content: dict[str, Any] = json.loads(row.text)
    if canonical_text(content) != row.text:
        return "it is not written as canonical JSON"
    source = content["source"]
    for place, holds, due in (
        ("it", content, CONTENT),
        ("its source", source, SOURCE | ({GLOSSARY} & set(source))),
        *(("a piece of it", piece, FRAGMENT) for piece in content["fragments"]),
    ):
        if wrong := _wrong_with_keys(place, holds, due):
            return wrong
    return "its source holds what is not signed: related" if RELATED in source["details"] else ""


def _wrong_with_keys(place: str, holds: Collection[str], due: set[str]) -> str:
    if other := sorted(set(holds) - due):
        return f"{place} holds what its format doesn't have: {', '.join(other)}"
    if missing := sorted(due - set(holds)):
        return f"{place} lacks what its format has: {', '.join(missing)}"
    return ""
