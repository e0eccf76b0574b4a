"""The signed fragments of an article: from the text of a Draft to the HTML that a reader gets, in the order of the
page.

Each fragment is the exact inner HTML of one element of the page. The words written here ("Also called") are signed with
the rest and so follow the article's language, never the reader's.
"""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Final

import phonenumbers
from django.utils import dateformat

from articles.details import Care, Details, DraftText, Reference, Video
from articles.markdown import (
    Body,
    ExplanationOf,
    ImageOf,
    Note,
    Term,
    checked,
    citation_id,
    no_glossary,
    reference_id,
    render_body,
    render_inline,
    render_note,
    sanitise,
)
from articles.media_names import CONTENT_TYPES, media_name_of

# As people write them: 911, 9-1-1, 116 123.
_SHORT: Final = re.compile(r"[0-9](?:[ -]?[0-9]){1,5}")


@dataclass(frozen=True, slots=True)
class Fragment:
    """One signed piece of the page. `id` is unique in the page and stable; `kind` says what it is."""

    id: str
    kind: str
    html: str


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What rendering needs beside the text: the organisation's name and country, the sizes of stored images, the
    glossary.
    """

    organisation: str
    country: str
    image_of: ImageOf
    explanation_of: ExplanationOf = no_glossary
    caption_alone: bool = False
    """Whether a caption shows where there is no video, as it did in texts of old."""
    short_phone: bool = True
    """Whether a short number is dialled as it is, as it wasn't in texts of old."""


@dataclass(slots=True)
class Page:
    """An article, rendered.

    `fragments` is what is signed; the rest is what was found on the way, for checks and lists.
    """

    fragments: list[Fragment]
    body: Body
    notes: dict[str, Note] = field(default_factory=dict)
    media: list[str] = field(default_factory=list)
    phone: str | None = None

    @property
    def terms(self) -> list[Term]:
        """Every word that is explained in place."""
        return [*self.body.terms, *(term for note in self.notes.values() for term in note.terms)]

    @property
    def linked_slugs(self) -> list[str]:
        """Slugs of the articles it links to, each once."""
        notes = [link.slug for note in self.notes.values() for link in note.links]
        return list(dict.fromkeys([link.slug for link in self.body.links] + notes))


def render_page(text: DraftText, around: Surroundings) -> Page:
    """The whole article. Raises `BadText` where a text can't be read at all."""
    details = text.details
    body = render_body(
        text.body,
        image_of=around.image_of,
        explanation_of=around.explanation_of,
        references=len(details.references),
    )
    page = Page(fragments=[], body=body)
    pieces: list[tuple[str, str, str]] = [
        ("title", "title", render_inline(text.title)),
        ("synonyms", "synonyms", _synonyms(details)),
        ("lead", "lead", _paragraph(text.lead)),
        ("key-facts", "key-facts", _key_facts(details)),
        ("video", "video", _video(details.video, page, around)),
        ("introduction", "introduction", body.introduction),
        *((f"part-{part.anchor}", "part", part.html) for part in body.parts),
        ("closing-note", "closing-note", _closing_note(details, page, around)),
        ("care", "care", _care(details.care, page, around)),
        ("references", "references", _references(details.references, Counter(body.citations))),
        ("codes", "codes", _codes(details)),
        ("credit", "credit", _labelled("Written by", ", ".join(details.written_by))),
        ("license", "license", _labelled("License", details.license)),
    ]
    page.fragments = [Fragment(id_, kind, checked(sanitise(html))) for id_, kind, html in pieces if html]
    page.media = list(dict.fromkeys(_media_of(details.video) + body.images + _images_of(page)))
    return page


def _is_short(phone: str, number: phonenumbers.PhoneNumber, country: str) -> bool:
    """Whether it is one short number that can be called, and nothing beside it: "988 or text 741741" are two."""
    if not _SHORT.fullmatch(phone.strip()):
        return False
    is_real = phonenumbers.is_valid_short_number_for_region(number, country)
    return is_real and not phonenumbers.is_sms_service_for_region(number, country)


def dialled(phone: str, country: str, *, short: bool = True) -> str | None:
    """A phone number as it is dialled, or None where it is none that could be: as E.164 has it, or, unless `short` is
    no, a short one of the country as it is (911, 116 123), since nobody dials those from elsewhere.
    """
    try:
        number = phonenumbers.parse(phone, country)
    except phonenumbers.NumberParseException:
        return None
    if short and _is_short(phone, number, country):
        return phonenumbers.national_significant_number(number)
    if not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _day(day: date) -> str:
    """A day as it is signed: written out, since a reader's own settings can't change signed text."""
    return dateformat.format(day, "j F Y")


def _paragraph(text: str) -> str:
    return f"<p>{render_inline(text)}</p>" if text else ""


def _labelled(label: str, text: str) -> str:
    return _paragraph(f"{label}: {text}") if text else ""


def _heading(anchor: str, words: str) -> str:
    return f'<h2 id="{anchor}">{render_inline(words)}</h2>'


def _synonyms(details: Details) -> str:
    return _labelled("Also called", ", ".join(details.synonyms))


def _key_facts(details: Details) -> str:
    if not details.key_facts:
        return ""
    items = "".join(f"<li>{render_inline(fact)}</li>" for fact in details.key_facts)
    return f"{_heading('key-facts', 'Key facts')}<ul>{items}</ul>"


def _note(text: str, place: str, page: Page, around: Surroundings) -> str:
    if not text:
        return ""
    page.notes[place] = note = render_note(
        text, image_of=around.image_of, place=place, explanation_of=around.explanation_of
    )
    return note.html


def _closing_note(details: Details, page: Page, around: Surroundings) -> str:
    html = _note(details.closing_note, "closing-note", page, around)
    return f"{_heading('closing-note', f'A note from {around.organisation}')}{html}" if html else ""


def _care(care: Care | None, page: Page, around: Surroundings) -> str:
    if care is None or not (care.body or care.link or care.phone):
        return ""
    html = [_heading("care", f"Care at {around.organisation}"), _note(care.body, "care", page, around)]
    if care.link:
        html.append(f"<p>{_link(care.link, 'Learn more about this care')}</p>")
    if care.phone:
        page.phone = dialled(care.phone, around.country, short=around.short_phone)
        shown = render_inline(care.phone)
        html.append(f'<p><a class="phone" href="tel:{page.phone}">{shown}</a></p>' if page.phone else f"<p>{shown}</p>")
    return "".join(html)


def _video(video: Video | None, page: Page, around: Surroundings) -> str:
    if video is None or (is_without_video(video) and not around.caption_alone):
        return ""
    html = [_heading("video", video.title or "Video"), _player(video)]
    html.append(_paragraph(video.caption))
    html.append(_labelled("Presented by", video.presenter))
    if video.reviewed:
        html.append(_labelled("Video last reviewed", _day(video.reviewed)))
    if transcript := _note(video.transcript, "transcript", page, around):
        html.append(
            f'<details><summary>Read the transcript</summary><div class="transcript">{transcript}</div></details>'
        )
    return "".join(html)


def is_without_video(video: Video) -> bool:
    """Whether there is nothing to play, and nothing to read of it: a heading would promise what isn't here."""
    return not (video.url or video.transcript)


def _player(video: Video) -> str:
    """A file of ours is played; any other address is a link, since no reader is sent to a third party unasked."""
    name = media_name_of(video.url)
    if name is None:
        return f"<p>{_link(video.url, 'Watch the video')}</p>" if video.url else ""
    poster = f' poster="{video.poster}"' if video.poster else ""
    track = f'<track kind="captions" src="{video.captions}" srclang="en" label="Captions">' if video.captions else ""
    kind = CONTENT_TYPES[name.rpartition(".")[2]]
    return f'<video controls preload="none"{poster}><source src="{video.url}" type="{kind}">{track}</video>'


def _references(references: list[Reference], cited: Counter[int]) -> str:
    """The numbered list. A reference that the text cites has an id, and leads back to each place that cites it."""
    if not references:
        return ""
    items = "".join(
        f'<li id="{reference_id(number)}">{_reference(reference)}{_ways_back(number, cited[number])}</li>'
        if cited[number]
        else f"<li>{_reference(reference)}</li>"
        for number, reference in enumerate(references, 1)
    )
    return f"{_heading('references', 'References')}<ol>{items}</ol>"


def _ways_back(number: int, times: int) -> str:
    said = "Back to the text"
    if times == 1:
        link = f'<a href="#{citation_id(number, 1)}" aria-label="{said} from reference {number}">{said}</a>'
        return f'<p class="cited">{link}</p>'
    links = " ".join(
        f'<a href="#{citation_id(number, time)}" aria-label="{said} from reference {number}, place {time}">{time}</a>'
        for time in range(1, times + 1)
    )
    return f'<p class="cited">{said}: {links}</p>'


def _reference(reference: Reference) -> str:
    pieces = [_link(reference.url, reference.title) if reference.url else render_inline(reference.title)]
    if reference.publisher:
        pieces.append(render_inline(reference.publisher))
    if reference.doi:
        pieces.append(f"DOI: {_link(f'https://doi.org/{reference.doi}', reference.doi)}")
    if reference.pmid:
        pieces.append(f"PMID: {_link(f'https://pubmed.ncbi.nlm.nih.gov/{reference.pmid}/', reference.pmid)}")
    if reference.accessed:
        pieces.append(f"Accessed {_day(reference.accessed)}")
    return ". ".join(pieces) + "."


def _codes(details: Details) -> str:
    if not details.codes:
        return ""
    items = "".join(f"<li>{render_inline(f'{code.system}: {code.code}')}</li>" for code in details.codes)
    return f"{_heading('codes', 'Codes for health professionals')}<ul>{items}</ul>"


def _link(address: str, words: str) -> str:
    kind = ' class="external"' if not address.startswith("/") else ""
    return f'<a{kind} href="{_escaped(address)}">{render_inline(words)}</a>'


_escaped: Callable[[str], str] = render_inline


def _media_of(video: Video | None) -> list[str]:
    addresses = [video.url, video.poster, video.captions] if video else []
    return [name for address in addresses if (name := media_name_of(address))]


def _images_of(page: Page) -> list[str]:
    return [name for note in page.notes.values() for name in note.images]
