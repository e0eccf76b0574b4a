"""The signed content: Draft → content → canonical text → digest, and back.

The content is one canonical JSON text. What it holds:

* `article` (uuid), `language`, `format`, `renderer`: whose text it is, and how to read it in ten years;
* `source`: every signed field as the editor wrote it, from which a Draft can be made again, and what came from
  elsewhere: the organisation's name, and the wordings taken from the glossary, where there are any;
* `fragments`: `[{id, kind, html}]`, everything signed that a reader sees, in the order of the page.

Related articles are not in it: they are frozen beside the signature.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from django.utils.translation import gettext as _
from pydantic import BaseModel, ValidationError

from articles.details import Details, DraftText
from articles.fragments import Page, Surroundings, is_without_video, render_page
from articles.glossary import Glossary, glossary_of
from articles.markdown import BadText, ImageOf
from articles.models import Article, Draft, Edition, Media, Organisation
from record.canonical import JsonValue, canonical_text, digest_of

FORMAT: Final = 1
"""Of the content document."""
RENDERER: Final = 1
"""Of the HTML in it. A change of the renderer that alters any HTML raises it; a new sign of the dialect, which older
texts don't hold, is none. Texts of the number before can't be rendered again then: `articles.verifying.fragments` has
to say so instead of comparing them."""
RENDERER_WITHOUT_VIDEO: Final = 2
"""Of a text whose video has a caption, and neither address nor transcript: 1 wrote heading and caption, 2 leaves all of
it out. Every other text is the same under both, so it keeps 1 and its digest."""
RENDERER_WITH_SHORT_PHONE: Final = 3
"""Of a text whose care block has a short number, such as 116117: 1 and 2 wrote it with the country's code, under which
nobody answers, or refused it. Every other text keeps its number."""


Typed = TypeVar("Typed", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Frozen:
    """A content as it would be signed: its exact text, the digest of that, and the page it was made from."""

    text: str
    digest: str
    page: Page
    wordings: dict[str, int]
    """The number of each wording that was taken from the glossary, by the name of its term. Frozen as EditionUses."""


def text_of(draft: Draft) -> DraftText:
    """What an editor wrote, as a typed document."""
    return DraftText(title=draft.title, lead=draft.lead, body=draft.body, details=Details.model_validate(draft.details))


def source_digest(text: DraftText) -> str:
    """The digest of all an editor wrote, related articles included: what a DraftSave names."""
    return digest_of(canonical_text(text.stored()))


def freeze(text: DraftText, article: Article, organisation: Organisation) -> Frozen:
    """The content of an article as it would be signed now. Raises `BadText` where a text can't be rendered."""
    glossary = Glossary()
    page = render(text, organisation, glossary)
    source: dict[str, Any] = text.stored()
    source["details"].pop("related", None)
    source["organisation"] = organisation.name
    if taken := taken_from_glossary(page):
        source["glossary"] = taken
    content: dict[str, JsonValue] = {
        "article": str(article.uuid),
        "language": article.language,
        "format": FORMAT,
        "renderer": renderer_of(text, page),
        "source": source,
        "fragments": [{"id": piece.id, "kind": piece.kind, "html": piece.html} for piece in page.fragments],
    }
    frozen = canonical_text(content)
    wordings = {name: found.number for name in taken if (found := glossary.wording(name))}
    return Frozen(text=frozen, digest=digest_of(frozen), page=page, wordings=wordings)


def renderer_of(text: DraftText, page: Page) -> int:
    """The oldest renderer that writes the very same HTML for this text as this page holds."""
    if page.phone and not page.phone.startswith("+"):
        return RENDERER_WITH_SHORT_PHONE
    return RENDERER_WITHOUT_VIDEO if is_caption_alone(text) else RENDERER


def is_caption_alone(text: DraftText) -> bool:
    """Whether its video has a caption, and neither address nor transcript."""
    video = text.details.video
    return bool(video and video.caption and is_without_video(video))


def render(text: DraftText, organisation: Organisation, glossary: Glossary | None = None) -> Page:
    """The page of a text, through the one renderer: what the preview shows and what is frozen."""
    around = Surroundings(
        organisation.name,
        organisation.country,
        image_of=stored_image_of(),
        explanation_of=glossary or Glossary(),
    )
    return render_page(text, around)


def render_again(edition: Edition, *, country: str, image_of: ImageOf) -> Page:
    """The page of what an Edition froze, as the renderer makes it of its source today: with the organisation's name and
    the wordings of the glossary that were frozen with it. Raises `BadText` where it can't be rendered.

    What was not frozen is given: the country, for phone numbers without a code, and the sizes of its images.
    """
    text = text_from(edition)
    around = Surroundings(
        edition.content["source"]["organisation"],
        country,
        image_of=image_of,
        explanation_of=glossary_of(edition.content).get,
        caption_alone=edition.content["renderer"] == RENDERER,
        short_phone=edition.content["renderer"] == RENDERER_WITH_SHORT_PHONE,
    )
    return render_page(text, around)


def taken_from_glossary(page: Page) -> dict[str, str]:
    """The glossary's explanations that a page holds, by the names of their terms."""
    return {term.name: term.explanation for term in page.terms if term.from_glossary}


def stored_image_of() -> ImageOf:
    """Sizes of stored images, each asked for once."""
    known: dict[str, tuple[int, int] | None] = {}

    def image_of(name: str) -> tuple[int, int] | None:
        if name not in known:
            media = Media.objects.filter(name=name, width__isnull=False).first()
            known[name] = (media.width or 0, media.height or 0) if media else None
        return known[name]

    return image_of


def text_from(edition: Edition) -> DraftText:
    """The text an Edition was frozen from: a Draft can be made of it again."""
    source = dict(edition.content["source"])
    details = {**source["details"], "related": edition.related_slugs}
    return DraftText(
        title=source["title"], lead=source["lead"], body=source["body"], details=Details.model_validate(details)
    )


def is_quick_to_age(edition: Edition) -> bool:
    """Whether an Edition was frozen as one that ages quickly: read as it stands, whatever rules hold by now."""
    return bool(edition.content["source"]["details"].get("ages_quickly", False))


def read_text(values: dict[str, Any]) -> DraftText:
    """The typed document of what was given. Raises `BadFields`, naming every place and what is wrong there."""
    return read_as(DraftText, values)


def read_as(model: type[Typed], values: dict[str, Any]) -> Typed:
    """The same for any typed document."""
    try:
        return model.model_validate(values)
    except ValidationError as error:
        raise BadFields((_place(found["loc"]), _sentence(dict(found))) for found in error.errors()) from error
    except BadText as error:
        raise BadFields([("body", str(error))]) from error


class BadFields(ValueError):  # noqa: N818 (a refusal, named as such)
    """Fields that can't be taken as they are: `problems` names each place (`references.2.url`) and says what is
    wrong.
    """

    def __init__(self, problems: Iterable[tuple[str, str]]) -> None:
        self.problems = list(problems)
        super().__init__("; ".join(f"{place}: {sentence}" for place, sentence in self.problems))


def _place(location: tuple[int | str, ...]) -> str:
    """As `references.2.url`; items count from 1, as people do. `details` is no word for people."""
    steps = [str(step + 1) if isinstance(step, int) else step for step in location if step != "details"]
    return ".".join(steps) or "text"


def _sentence(found: dict[str, Any]) -> str:
    kind = found["type"]
    context = found.get("ctx", {})
    if kind == "value_error":
        return str(context["error"])
    sentences = {
        "extra_forbidden": _("There is no such field."),
        "missing": _("This is needed."),
        "string_type": _("This has to be text."),
        "string_too_short": _("This is needed."),
        "too_short": _("This is needed."),
        "list_type": _("This has to be a list."),
        "bool_type": _("This has to be true or false."),
        "bool": _("This has to be true or false."),
        "date_from_datetime": _("This has to be a date such as 2025-06-17."),
        "uuid": _("This has to be a UUID: 32 digits and letters from a to f, in groups joined by hyphens."),
        "model_type": _("This has to be a group of fields, each with its name."),
        "model_attributes_type": _("This has to be a group of fields, each with its name."),
    }
    kind = kind.removesuffix("_parsing").replace("uuid_type", "uuid")
    if kind in sentences:
        return sentences[kind]
    if kind == "literal_error":
        return _("This has to be one of %(choices)s.") % {"choices": context["expected"]}
    if kind == "string_too_long" or (kind == "too_long" and isinstance(found["input"], str)):
        return _("At most %(most)d characters are allowed here.") % {"most": context["max_length"]}
    if kind == "too_long":
        return _("At most %(most)d are allowed here.") % {"most": context["max_length"]}
    return str(found["msg"])
