"""What a page tells machines of itself, in the words of schema.org.

It says what the page shows and nothing more. Signed values come from the signed content, the others from the seal. Who
attested a review of old, or checked the wording of a correction, is never named as a reviewer of the text.
"""

import json
import re
from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from articles.media_names import media_name_of
from articles.models import Edition, Organisation, Section
from articles.seal import Seal, Signature
from articles.topics import Topic

# Shelves as the library came with them. On any other it isn’t known what an article is about.
_CONDITIONS: Final = ("diseases-conditions", "symptoms")
_DRUGS: Final = "drugs-supplements"
_TREATMENTS: Final = "treatments-procedures"
_TESTS: Final = "diagnostics-testing"
# Titles that are a name and say of what: "Gene therapy", and not "Living with gene therapy".
_NAME: Final = r"(?:(?!\w+ing\b|with|without|for|before|after|during|and|or|of|about|to|in|on)[\w-]+ ){0,3}"
_THERAPY: Final = re.compile(
    rf"{_NAME}[\w-]*(?:therapy|therapies|transfusions?|transplants?|transplantation)", re.IGNORECASE
)
_TEST: Final = re.compile(
    rf"{_NAME}(?:(?:blood|urine|skin|stool|genetic) testing|[\w-]+ (?:tests?|scans?))", re.IGNORECASE
)
# As the renderer writes it.
_PICTURE: Final = re.compile(r'<img src="(/media/[0-9a-f]{64}\.[a-z0-9]{1,5})"')
# In a script element nothing may look like markup.
_ESCAPED: Final = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def as_script(data: dict[str, Any]) -> SafeString:
    """JSON that can stand in a `<script type="application/ld+json">`: a block of data, which no browser runs."""
    return mark_safe(json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPED))  # noqa: S308


def article_data(
    edition: Edition,
    seal: Seal,
    section: Section,
    *,
    canonical: str,
    organisation: Organisation,
    audiences: Iterable[Topic] = (),
    video_since: date | None = None,
) -> dict[str, Any]:
    """An article, as its page shows it. `video_since` is the day on which its video came to this page, if known."""
    details = edition.content["source"]["details"]
    return _without_empty(
        {
            "@context": "https://schema.org",
            "@type": "MedicalWebPage",
            "@id": canonical,
            "url": canonical,
            "name": edition.title,
            "description": edition.lead,
            "inLanguage": edition.content["language"],
            "lastReviewed": _day(seal.last_reviewed),
            "reviewedBy": [_person(review) for review in (*seal.medical, *seal.others)],
            "dateModified": _day(seal.last_updated),
            "author": [{"@type": "Person", "name": name} for name in details.get("written_by", [])],
            "publisher": {"@type": "Organization", "name": organisation.name} if organisation.name else None,
            "about": _without_empty(
                {
                    "@type": _kind_of(edition.title, details, section),
                    "name": edition.title,
                    "alternateName": details.get("synonyms", []),
                    "code": [
                        {"@type": "MedicalCode", "codeValue": code["code"], "codingSystem": code["system"]}
                        for code in details.get("codes", [])
                    ],
                }
            ),
            "medicalAudience": [
                {"@type": "MedicalAudience", "audienceType": str(topic.name), "url": _absolute(topic.url)}
                for topic in audiences
            ],
            "video": _video(details.get("video") or {}, video_since),
            "breadcrumb": _breadcrumb(edition.title, section),
        }
    )


def _kind_of(title: str, details: dict[str, Any], section: Section) -> str:
    """What the article is about, in a word of schema.org that is surely true; where none is, it is a medical entity.

    A symptom is a condition there, too. The shelf alone says of nothing else what it is: clinical trials stand among
    the treatments, and chemotherapy among the drugs. So a code has to say so, or the title itself.
    """
    shelf, systems = section.slug, {code["system"] for code in details.get("codes", [])}
    if shelf in _CONDITIONS:
        return "MedicalCondition"
    if shelf == _DRUGS and "RxNorm" in systems:
        return "Drug"
    if shelf == _TESTS and ("LOINC" in systems or _TEST.fullmatch(title)):
        return "MedicalTest"
    if shelf in (_TREATMENTS, _DRUGS) and _THERAPY.fullmatch(title):
        return "MedicalTherapy"
    return "MedicalEntity"


def picture_of(edition: Edition) -> str:
    """The address of the picture that stands for an article elsewhere: its video's, or the first in its text."""
    content = edition.content
    poster: str = (content["source"]["details"].get("video") or {}).get("poster", "")
    in_text = (_PICTURE.search(fragment["html"]) for fragment in content["fragments"])
    return _absolute(poster or next((found[1] for found in in_text if found), ""))


def _person(review: Signature) -> dict[str, Any]:
    return _without_empty({"@type": "Person", "name": review.name, "honorificSuffix": review.credentials})


def _video(video: dict[str, Any], since: date | None) -> dict[str, Any] | None:
    """A file of ours by its address; a video elsewhere by the link that readers are given, and without a day."""
    url = video.get("url", "")
    if not url:
        return None
    return _without_empty(
        {
            "@type": "VideoObject",
            "name": video.get("title") or "Video",
            "description": video.get("caption", ""),
            "contentUrl" if media_name_of(url) else "url": _absolute(url),
            "thumbnailUrl": _absolute(video.get("poster", "")),
            "uploadDate": _day(since),
        }
    )


def _breadcrumb(title: str, section: Section) -> dict[str, Any]:
    way = [(_("Library"), "/"), (section.name, section.get_absolute_url()), (title, "")]
    items = [
        _without_empty({"@type": "ListItem", "position": number, "name": name, "item": _absolute(path)})
        for number, (name, path) in enumerate(way, 1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def _absolute(address: str) -> str:
    return f"{settings.PUBLIC_ORIGIN}{address}" if address.startswith("/") else address


def _day(day: Any) -> str | None:
    return day.isoformat() if day else None


def _without_empty(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value}
