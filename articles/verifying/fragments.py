"""What `verify_record` checks of signed texts: that what readers see of each is what its source says."""

import re
from collections.abc import Iterator
from itertools import groupby
from typing import Any, Final

from phonenumbers import SUPPORTED_REGIONS

from articles.content import (
    FORMAT,
    RENDERER,
    RENDERER_WITH_SHORT_PHONE,
    RENDERER_WITHOUT_VIDEO,
    is_caption_alone,
    render_again,
    text_from,
)
from articles.fragments import dialled
from articles.markdown import ImageOf, sanitise
from articles.models import Edition, Media, Organisation, UseKind
from articles.sentences import shortened
from articles.shown_words import first_difference, words_shown
from record.readable import fault_in, in_pages, readable
from record.verification import Verification, register_check

STAGE: Final = "texts rendered again"
TABLE: Final = "articles_editioncontent"
# So many texts are held at once; each takes some milliseconds to render.
AT_ONCE: Final = 100
_DIALLED: Final = re.compile(r'href="tel:(\+?[0-9]+)"')
# No country: in it, a number without a country's code can't be dialled.
NOWHERE: Final = "ZZ"


@register_check
def fragments_are_those_of_their_source(verification: Verification) -> None:
    """Each signed text shows what the renderer makes of its source: the same pieces in the same order, with the same
    words, links and pictures.

    Where the markup alone is another, that is a remark: a later release of what the renderer builds on may write it
    otherwise.
    """
    country = Organisation.current().country
    rows = Edition.objects.exclude(title="").order_by("content_row", "pk").values_list("content_row", "pk")
    # An article's Editions may share a text.
    texts = (next(group) for _digest, group in groupby(verification.each(rows), key=lambda row: row[0]))
    total = Edition.objects.exclude(title="").values("content_row").distinct().count()
    otherwise: list[str] = []
    done = 0
    verification.step(STAGE, 0, total)
    for page in in_pages(texts, AT_ONCE):
        editions = Edition.objects.filter(pk__in=[pk for _digest, pk in page]).order_by("content_row")
        # Rows that can't be read are named where each is looked at, and so is a text that is gone.
        for edition in readable(editions.select_related("article", "content_row"), lambda *_: None, AT_ONCE):
            if wrong := fault_in(_wrong_with, edition, country, otherwise):
                verification.found(TABLE, edition.digest, wrong)
            done += 1
            if done % 10 == 0:
                verification.step(STAGE, done, total)
    verification.step(STAGE, done, total)
    if otherwise:
        verification.remark(
            f"{TABLE}: the renderer of today writes other markup, with the same words, for {len(otherwise)} of these"
            f" texts; the first is {otherwise[0]}."
        )


def _wrong_with(edition: Edition, country: str, otherwise: list[str]) -> str:
    content = edition.content
    if wrong := _wrong_with_numbers(edition):
        return wrong
    stored = {piece["id"]: piece for piece in content["fragments"]}
    order = [(piece["id"], piece["kind"]) for piece in content["fragments"]]
    images = _images_of(edition)
    is_other = False
    for there in _countries(content, country):
        again = render_again(edition, country=there, image_of=images)
        if order != [(piece.id, piece.kind) for piece in again.fragments]:
            return "it doesn't show the pieces that its source has, in their order"
        other = [piece for piece in again.fragments if piece.html != stored[piece.id]["html"]]
        faults = [
            wrong for piece in other if (wrong := _wrong_with_piece(piece.id, stored[piece.id]["html"], piece.html))
        ]
        is_other = bool(other)
        if not faults:
            break
    else:
        return faults[0]
    if is_other:
        otherwise.append(edition.digest)
    return ""


def _wrong_with_numbers(edition: Edition) -> str:
    """The format and renderer are of this library, and the renderer is that of such a text; and it is in the language
    of its article.
    """
    content = edition.content
    text = text_from(edition)
    known = {RENDERER}
    if is_caption_alone(text):
        known.add(RENDERER_WITHOUT_VIDEO)
    if text.details.care and text.details.care.phone:
        known.add(RENDERER_WITH_SHORT_PHONE)
    if content["format"] != FORMAT or content["renderer"] not in known:
        return "its format and renderer are not those in which this library writes such a text"
    return "" if content["language"] == edition.article.language else "it is in another language than its article"


def _wrong_with_piece(name: str, stored: str, again: str) -> str:
    shown, due = words_shown(stored), words_shown(again)
    if shown != due:
        here, there = first_difference(shown, due)
        return f"its {name} shows “{shortened(here)}”, where its source gives “{shortened(there)}”"
    # Browsers may read otherwise what the sanitiser wouldn't have left like this.
    return "" if sanitise(stored) == stored else f"its {name} holds HTML that no reader should get"


def _countries(content: dict[str, Any], today: str) -> Iterator[str]:
    """In which countries its phone number may have been read: the organisation's may have been another by then."""
    yield today
    phone = content["source"]["details"].get("care", {}).get("phone")
    if not phone:
        return
    care = next((piece["html"] for piece in content["fragments"] if piece["id"] == "care"), "")
    numbers = set(_DIALLED.findall(care))
    # Nothing but what is dialled depends on the country, so that any will do in which it is the same.
    short = content["renderer"] == RENDERER_WITH_SHORT_PHONE
    yield from [there for there in sorted(SUPPORTED_REGIONS) if dialled(phone, there, short=short) in numbers][:1]
    yield NOWHERE


def _images_of(edition: Edition) -> ImageOf:
    """The sizes of the images that it used when it was frozen: another may have been stored since."""
    sizes: dict[str, tuple[int, int]] | None = None

    def image_of(name: str) -> tuple[int, int] | None:
        nonlocal sizes
        if sizes is None:
            used = edition.uses.filter(kind=UseKind.MEDIA).values("value")
            rows = Media.objects.filter(name__in=used, width__isnull=False).values_list("name", "width", "height")
            sizes = {name: (width or 0, height or 0) for name, width, height in rows}
        return sizes.get(name)

    return image_of
