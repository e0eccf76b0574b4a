"""What the fields of an article are called: on the writing page, in findings and wherever two texts are compared."""

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

LABELS: Final[dict[str, Any]] = {
    "title": _("Title"),
    "lead": _("Lead"),
    "body": _("Text"),
    "synonyms": _("Also called"),
    "key_facts": _("Key facts"),
    "references": _("References"),
    "codes": _("Codes"),
    "related": _("Related articles"),
    "tags": _("Tags"),
    "video": _("Video"),
    "closing_note": _("Closing note"),
    "care": _("Care"),
    "written_by": _("Written by"),
    "ages_quickly": _("Ages quickly"),
    "license": _("License"),
}
"""In the order of the writing page. Keys are those of `DraftText` and `Details`."""

PART_LABELS: Final[dict[str, Any]] = {
    "references.title": _("Title"),
    "references.url": _("Address"),
    "references.doi": _("DOI"),
    "references.pmid": _("PMID"),
    "references.publisher": _("Publisher"),
    "references.accessed": _("Accessed"),
    "codes.system": _("System"),
    "codes.code": _("Code"),
    "video.title": _("Title"),
    "video.url": _("Address"),
    "video.presenter": _("Presenter"),
    "video.caption": _("Caption"),
    "video.captions": _("Captions file"),
    "video.transcript": _("Transcript"),
    "video.poster": _("Picture before it plays"),
    "video.reviewed": _("Content last reviewed"),
    "care.body": _("Text"),
    "care.link": _("Link"),
    "care.phone": _("Phone"),
}
"""Of the fields inside a field."""


def label_of(place: str) -> str:
    """A place such as `body`, `care.phone`, `key_facts.2` or `references.2.url` in the words of the writing page."""
    field, *steps = place.split(".")
    number = next((f" {step}" for step in steps if step.isdigit()), "")
    inner = next((step for step in steps if not step.isdigit()), "")
    label = f"{LABELS.get(field, field)}{number}"
    return f"{label}: {PART_LABELS.get(f'{field}.{inner}', inner)}" if inner else label
