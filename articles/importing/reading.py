"""From the bytes of a file to what it says: a text, and which article it is of.

The front matter's keys are those of the text (`summary` is the lead) and of `_Identity`; any other is refused.
"""

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from difflib import get_close_matches
from typing import Annotated, Any, Final, NamedTuple
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _
from pydantic import AfterValidator, BaseModel, ConfigDict

from articles.content import BadFields, read_as, read_text
from articles.details import Day, Details, DraftText, Slug
from articles.importing.bad_file import BadFile, Problem
from articles.importing.front_matter import FrontMatter, read_front_matter
from articles.importing.paths import MOST_BYTES
from articles.markdown import BadText, LostList, normalise, render_body, render_note
from articles.sentences import shortened
from articles.slugs import slug_from
from record import clock
from record.canonical import canonical_text, digest_of

_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"
_FENCE: Final = re.compile(r"^---[ \t]*$", re.MULTILINE)
_MOST_PROBLEMS: Final = 20


def _known_language(code: str) -> str:
    if code not in dict(settings.LANGUAGES):
        raise ValueError(_("This library has no language “%(code)s”.") % {"code": shortened(code)})
    return code


def _not_to_come(day: date) -> date:
    # Somewhere it may be tomorrow by now.
    if day > (clock.now() + timedelta(days=1)).date():
        raise ValueError(_("This day is still to come, so nothing was reviewed on it."))
    return day


class _Identity(BaseModel):
    """What a file says of its article beside the text. None of it is signed but `language` and `uuid`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    slug: Slug | None = None
    section: Slug | None = None
    language: Annotated[str, AfterValidator(_known_language)] = settings.LANGUAGE_CODE
    uuid: UUID | None = None
    last_reviewed: Annotated[Day, AfterValidator(_not_to_come)] | None = None


class LostListAt(NamedTuple):
    """A line of the file that ends in a colon with no list behind it."""

    line: int
    text: str


@dataclass(frozen=True)
class ArticleFile:
    """What a file says. `slug` was made from the title where it gives none; `section` may be missing.

    `last_reviewed` is a claim of the source and never becomes a signature.
    """

    text: DraftText
    slug: str
    slug_given: bool
    section: str | None
    language: str
    uuid: UUID | None
    last_reviewed: date | None
    lost_lists: list[LostListAt] = field(default_factory=list)
    lines: FrontMatter = field(default_factory=lambda: FrontMatter({}, {}))

    @property
    def digest(self) -> str:
        """Of all that an import of it keeps: by this the same file is known again, however it is laid out."""
        claim = self.last_reviewed.isoformat() if self.last_reviewed else None
        return digest_of(canonical_text({"last_reviewed": claim, "text": self.text.stored()}))

    @property
    def names(self) -> list[str]:
        """What its article is known by: the uuid, the address."""
        address = [f"{self.language}/{self.slug}"] if self.slug_given or self.uuid is None else []
        return [str(self.uuid), *address] if self.uuid else address

    def refusal(self, place: str, sentence: str) -> BadFile:
        """The refusal of this file for what stands at a place of its front matter."""
        return BadFile.at(self.lines.line_of(place), sentence, place)


def read_article(data: bytes) -> ArticleFile:
    """Read a file. Raises `BadFile` with everything that is wrong with it."""
    front_text, body, body_line = _split(_decode(data))
    front = read_front_matter(front_text, first_line=2)
    text, identity = _typed(front, body, body_line)
    lost_lists = _render(text, front, body_line)
    slug = identity.slug or slug_from(text.title)
    if not slug:
        raise BadFile.at(
            front.line_of("title"), _("No slug can be made of this title. Give one, as in “slug: asthma”."), "title"
        )
    return ArticleFile(
        text=text,
        slug=slug,
        slug_given=identity.slug is not None,
        section=identity.section,
        language=identity.language,
        uuid=identity.uuid,
        last_reviewed=identity.last_reviewed,
        lost_lists=lost_lists,
        lines=front,
    )


def _decode(data: bytes) -> str:
    """The file as text in its normal form, with plain line ends."""
    try:
        # Windows' editors put a mark before the text, which says nothing about it.
        return normalise(data.removeprefix(_BYTE_ORDER_MARK).decode("utf-8"), most=MOST_BYTES)
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise BadFile.at(line, _("The file is not written in UTF-8: a byte here is no character.")) from error
    except BadText as error:
        raise BadFile.at(error.line or 1, error.sentence) from error


def _split(text: str) -> tuple[str, str, int]:
    """Front matter, body, and the line of the file on which the body's first line with something on it stands."""
    opening = _FENCE.match(text)
    if opening is None:
        raise BadFile.at(1, _("The file has no front matter. Its first line has to be three hyphens: ---"))
    closing = _FENCE.search(text, opening.end())
    if closing is None:
        raise BadFile.at(
            1, _("The front matter begins here but doesn’t end. Put a line of three hyphens behind it: ---")
        )
    rest = text[closing.end() :]
    body = rest.strip("\n")
    before = text[: closing.end() + len(rest) - len(rest.lstrip("\n"))]
    return text[opening.end() + 1 : closing.start()], body, before.count("\n") + 1


def _typed(front: FrontMatter, body: str, body_line: int) -> tuple[DraftText, _Identity]:
    """The values in their types. All that is wrong is gathered, so that a file has to be mended only once."""
    values = dict(front.values)
    unknown = [key for key in values if key not in KEYS]
    problems = [_unknown(key, front) for key in unknown[:_MOST_PROBLEMS]]
    identity_values = {key: values[key] for key in _Identity.model_fields if key in values}
    text_values: dict[str, Any] = {
        "title": values.get("title"),
        "lead": values.get("summary", ""),
        "body": body,
        "details": {key: values[key] for key in Details.model_fields if key in values},
    }
    identity = text = None
    try:
        identity = read_as(_Identity, identity_values)
    except BadFields as error:
        problems += _problems(error, front, body_line)
    try:
        text = read_text({key: value for key, value in text_values.items() if value is not None})
    except BadFields as error:
        problems += _problems(error, front, body_line)
    if problems or text is None or identity is None:
        raise BadFile(sorted(problems)[:_MOST_PROBLEMS])
    return text, identity


KEYS: Final = ("title", "summary", *Details.model_fields, *_Identity.model_fields)


def _unknown(key: str, front: FrontMatter) -> Problem:
    sentence = _("There is no key “%(key)s”.") % {"key": shortened(key)}
    if near := get_close_matches(key[:100], KEYS, n=1, cutoff=0.7):
        sentence += " " + _("Is “%(near)s” meant?") % {"near": near[0]}
    return Problem(front.line_of(key), "", sentence)


def _problems(error: BadFields, front: FrontMatter, body_line: int) -> list[Problem]:
    """The same in the words and lines of the file."""
    found = []
    for field_, sentence in error.problems:
        place = "summary" if field_ == "lead" else field_
        line = body_line if place in ("body", "text") else front.line_of(place)
        found.append(Problem(line, place, sentence))
    return found


def _render(text: DraftText, front: FrontMatter, body_line: int) -> list[LostListAt]:
    """The lists that were lost on the way. Raises `BadFile` where a text can't become a page at all."""
    try:
        body = render_body(text.body, image_of=_any_image, references=len(text.details.references))
    except BadText as error:
        raise BadFile.at(body_line + (error.line or 1) - 1, error.sentence) from error
    lost = [LostListAt(body_line + found.line - 1, found.text) for found in body.lost_lists]
    care = text.details.care
    # A transcript says so who speaks.
    may_end_so = {"video.transcript", *(["care.body"] if care and care.goes_on else [])}
    for place, words in _notes(text.details):
        found_in_note = _lost_in_note(words, place, front)
        if place not in may_end_so:
            lost += [LostListAt(front.line_of(place), found.text) for found in found_in_note]
    return sorted(lost)


def _lost_in_note(words: str, place: str, front: FrontMatter) -> list[LostList]:
    try:
        return render_note(words, image_of=_any_image, place="note").lost_lists
    except BadText as error:
        raise BadFile.at(front.line_of(place), error.sentence, place) from error


def _notes(details: Details) -> list[tuple[str, str]]:
    notes = [("closing_note", details.closing_note)]
    if details.care:
        notes.append(("care.body", details.care.body))
    if details.video:
        notes.append(("video.transcript", details.video.transcript))
    return [(place, words) for place, words in notes if words]


def _any_image(_name: str) -> tuple[int, int]:
    """Whether an image is here is asked when the text is submitted."""
    return (1, 1)
