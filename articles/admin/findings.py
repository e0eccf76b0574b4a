"""From a finding to the field that it speaks of."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from articles.checks import Finding
from articles.labels import LABELS, PART_LABELS, label_of

# By kind where the kind says more than the words of the place.
_BY_KIND: Final = {
    "video-no-address": "id_video_url",
    "video-no-transcript": "id_video_transcript",
    "bad-phone": "id_care_phone",
    "no-references": "panel_references",
}
_BY_PLACE: Final = {
    LABELS["title"]: "id_title",
    LABELS["lead"]: "id_lead",
    LABELS["body"]: "id_body",
    LABELS["references"]: "panel_references",
    LABELS["related"]: "id_related",
    LABELS["video"]: "panel_video",
    PART_LABELS["video.transcript"]: "id_video_transcript",
    LABELS["closing_note"]: "id_closing_note",
    LABELS["care"]: "id_care_body",
}


@dataclass(frozen=True, slots=True)
class Located:
    """A finding with the way to its place on the writing page. `line` only where it is one of the text itself."""

    finding: Finding
    href: str
    line: int | None


def located(findings: Iterable[Finding], page: str = "") -> Iterator[Located]:
    """Each finding with its link. `page` is the writing page's address, empty on that page itself."""
    places = {
        **{label_of(place): f"id_{place.replace('.', '_')}" for place in (*LABELS, *PART_LABELS)},
        **{str(label): field for label, field in _BY_PLACE.items()},
    }
    for finding in findings:
        field = _BY_KIND.get(finding.kind) or places.get(finding.where, "writing")
        yield Located(finding, f"{page}#{field}", finding.line if field == "id_body" else None)
