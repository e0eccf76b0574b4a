"""The typed document of a Draft: every list and small field of an article.

One definition validates what is imported, typed and stored, and names the place of an error. Everything here is
signed, but for `related`, which is frozen beside the signature. A field left empty is left out of what is stored and
signed, so that a field added one day changes no digest of a text that doesn't use it.
"""

import re
from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.utils.translation import gettext as _
from markdown_it.common.normalize_url import normalizeLink
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from articles.markdown import BadText, is_slug, normalise
from articles.markdown.addresses import Kind, read_address
from articles.media_names import is_media_address
from articles.sentences import shortened
from articles.slugs import LONGEST_SLUG, no_slug

CodeSystem = Literal["ICD-10-CM", "SNOMED CT", "MeSH", "RxNorm", "LOINC", "UMLS"]

# The shape of a code in each system; whether it exists can't be told here.
CODE_SHAPES: dict[str, re.Pattern[str]] = {
    "ICD-10-CM": re.compile(r"[A-Z]\d[0-9A-Z](\.[0-9A-Z]{1,4})?"),
    "SNOMED CT": re.compile(r"[1-9]\d{5,17}"),
    "MeSH": re.compile(r"[A-Z]\d{6,9}"),
    "RxNorm": re.compile(r"\d{1,8}"),
    "LOINC": re.compile(r"\d{1,7}-\d"),
    "UMLS": re.compile(r"C\d{7}"),
}
_DOI = re.compile(r"10\.\d{4,9}/\S+")
_PMID = re.compile(r"[1-9]\d{0,8}")
LINE_LIMIT = 500
MOST_REFERENCES = 500
TEXT_LIMIT = 50_000
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _text(value: str) -> str:
    try:
        # Once more: the space that is stripped may have stood before an accent, which then stands first.
        return normalise(normalise(value, most=TEXT_LIMIT).strip())
    except BadText as error:
        # Where there is but one line, its number says nothing.
        raise ValueError(str(error) if "\n" in value else error.sentence) from error


def _line(value: str) -> str:
    """One line of text; line breaks, as YAML folds them in, are spaces."""
    line = " ".join(_text(value).split())
    if len(line) > LINE_LIMIT:
        raise ValueError(_("At most %(most)d characters are allowed here.") % {"most": LINE_LIMIT})
    return line


def _web_address(value: str) -> str:
    return _address(value, (Kind.EXTERNAL,), _("An address has to begin with https:// or http:// and holds no spaces."))


def _web_or_own_address(value: str) -> str:
    return _address(
        value,
        (Kind.EXTERNAL, Kind.SITE, Kind.ARTICLE),
        _("An address has to begin with https:// or http://, or be a path of this library such as /about/…/."),
    )


def _address(value: str, kinds: tuple[Kind, ...], refusal: str) -> str:
    """As it will stand in a link: judged by the same rules as the links of the text."""
    if not value:
        return ""
    href = normalizeLink(value)
    address = read_address(href)
    if address is None or address.kind not in kinds or address.href != href or re.search(r"\s", value):
        raise ValueError(refusal)
    return href


def _media_address(value: str) -> str:
    if value and not is_media_address(value):
        raise ValueError(_("Upload the file here and use the address it is given: /media/…."))
    return value


def _doi(value: str) -> str:
    """A DOI is stored bare and in lower case, however it was given."""
    bare = re.sub(r"^(https?://(dx\.)?doi\.org/|doi:\s*)", "", value, flags=re.IGNORECASE).lower()
    if bare and not _DOI.fullmatch(bare):
        raise ValueError(_("A DOI begins with 10. and a number, then a slash: 10.1000/182."))
    return bare


def _pmid(value: str) -> str:
    if value and not _PMID.fullmatch(value):
        raise ValueError(_("A PMID is a number of at most nine digits."))
    return value


def _slug(value: str) -> str:
    if not is_slug(value) or len(value) > LONGEST_SLUG:
        raise ValueError(no_slug(value))
    return value


def _digits_as_text(value: Any) -> Any:
    """YAML reads a bare number as one; a code is text all the same."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _written_as_day(value: Any) -> Any:
    """Only 2025-06-17 is a day: no number of seconds, and no time beside it."""
    if isinstance(value, str) and _DAY.fullmatch(value.strip()):
        return value.strip()
    if value is None or (isinstance(value, date) and not isinstance(value, datetime)):
        return value
    raise ValueError(_("This has to be a date such as 2025-06-17."))


def _one_as_list(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


Line = Annotated[str, AfterValidator(_line)]
Words = Annotated[Line, StringConstraints(min_length=1)]
Text = Annotated[str, AfterValidator(_text)]
Slug = Annotated[Line, AfterValidator(_slug)]
Day = Annotated[date, BeforeValidator(_written_as_day)]
MediaAddress = Annotated[Line, AfterValidator(_media_address)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Code(_Part):
    """A term of a code system, for clinicians and for other programs."""

    system: CodeSystem
    code: Annotated[Words, BeforeValidator(_digits_as_text)]

    def model_post_init(self, _context: Any) -> None:
        if not CODE_SHAPES[self.system].fullmatch(self.code):
            raise ValueError(
                _("“%(code)s” doesn't look like a code of %(system)s.")
                % {"code": shortened(self.code), "system": self.system}
            )


class Reference(_Part):
    """A source. Its number is its place in the list; the text cites it as `[^1]`."""

    title: Words
    url: Annotated[Line, AfterValidator(_web_address)] = ""
    doi: Annotated[Line, AfterValidator(_doi)] = ""
    pmid: Annotated[Line, AfterValidator(_pmid), BeforeValidator(_digits_as_text)] = ""
    publisher: Line = ""
    accessed: Day | None = None


class Video(_Part):
    """A video: a file of ours or an address, with who speaks, and the words for those who can't hear it.

    `reviewed` is the day its content was last reviewed, which may differ from the article's.
    """

    title: Line = ""
    url: Annotated[Line, AfterValidator(_web_or_own_address)] = ""
    presenter: Line = ""
    caption: Line = ""
    captions: MediaAddress = ""
    transcript: Text = ""
    poster: MediaAddress = ""
    reviewed: Day | None = None


class Care(_Part):
    """Where to find help at the organisation: text, a link, a phone number as the organisation writes it."""

    body: Text = ""
    link: Annotated[Line, AfterValidator(_web_or_own_address)] = ""
    phone: Annotated[Line, BeforeValidator(_digits_as_text)] = ""

    @property
    def goes_on(self) -> bool:
        """Whether something follows its text, so that this may well end in a colon."""
        return bool(self.link or self.phone)


class Details(_Part):
    """Every list and small field of an article. See the module for what is signed."""

    synonyms: list[Words] = Field(default=[], max_length=200)
    codes: list[Code] = Field(default=[], max_length=200)
    references: list[Reference] = Field(default=[], max_length=MOST_REFERENCES)
    related: list[Slug] = Field(default=[], max_length=100)
    tags: list[Words] = Field(default=[], max_length=100)
    key_facts: list[Words] = Field(default=[], max_length=30)
    video: Video | None = None
    closing_note: Text = ""
    care: Care | None = None
    written_by: Annotated[list[Words], BeforeValidator(_one_as_list), Field(max_length=50)] = []
    ages_quickly: bool = False
    license: Line = ""

    def stored(self) -> dict[str, Any]:
        """As JSON, with what is empty left out."""
        return self.model_dump(mode="json", exclude_defaults=True)


class DraftText(_Part):
    """All that an editor writes: the three texts and the details. What a save takes and a Version keeps."""

    title: Annotated[Words, StringConstraints(max_length=200)]
    lead: Annotated[str, AfterValidator(_text)] = ""
    body: str = ""
    details: Details = Details()

    def model_post_init(self, _context: Any) -> None:
        try:
            object.__setattr__(self, "body", normalise(self.body).strip("\n"))
        except BadText as error:
            raise ValueError(str(error)) from error
        object.__setattr__(self, "lead", " ".join(self.lead.split()))

    def stored(self) -> dict[str, Any]:
        """As JSON: the source of an article, related articles included."""
        return {"title": self.title, "lead": self.lead, "body": self.body, "details": self.details.stored()}
