"""Every component of the pages on one page, for those who work on them. Only with DEBUG: elsewhere it has no address.

All of it comes from the templates, sheets and the renderer that the pages themselves use; only the words are made up.
"""

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Final

from django import forms
from django.contrib.messages.constants import DEFAULT_TAGS
from django.contrib.messages.storage.base import Message
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext_lazy as _

from articles.advertising import Slot
from articles.comparing import compare
from articles.content import render as render_text
from articles.importing import read_article
from articles.models import Media, Organisation
from articles.models.organisation import DateFormat
from articles.public.pages import public_page
from articles.public.selectors import LETTERS, Listed
from articles.seal import Seal, attestation, signature
from articles.shown import shown_page, with_headings
from articles.topics import TOPICS
from healthlib.environment import BASE_DIR

TEXT: Final = Path(__file__).with_suffix(".md")
TOKENS: Final = BASE_DIR / "static" / "css" / "tokens.css"
_TOKEN: Final = re.compile(r"^  --([a-z0-9-]+): ", re.MULTILINE)
_NO_IMAGE: Final = f"/media/{'0' * 64}.png"
DAY: Final = date(2026, 3, 1)
DIGEST: Final = "3f2a" + "0" * 56 + "91bc"


class SampleForm(forms.Form):
    """A form that was filled in wrongly."""

    reason = forms.CharField(label=_("Reason"), help_text=_("For the record. Readers don't see it."))
    day = forms.DateField(label=_("Day"), help_text=_("As 2026-03-01."))
    section = forms.ChoiceField(label=_("Section"), choices=[("symptoms", "Symptoms")])
    sure = forms.BooleanField(label=_("I have read the text"))


@public_page
def styleguide(request: HttpRequest) -> HttpResponse:
    """The page."""
    page = render_text(read_article(_text().encode()).text, Organisation.current())
    fragments = shown_page(page)
    seal = seal_of_sample()
    listed = [Listed(f"An article {number}", "/articles/gene-therapy/", "Its lead.", DAY, 0) for number in (1, 2, 3)]
    topics = list(TOPICS.values())
    context = {
        "title": "Styleguide",
        **tokens(),
        "fragments": fragments,
        "parts": with_headings(fragments),
        "seal": seal,
        "seals": other_seals(seal),
        "safety_notices": [
            SimpleNamespace(text="A batch is recalled.", confirmed_at=datetime(2026, 3, 1, 12, tzinfo=UTC))
        ],
        "articles": listed,
        "related": listed,
        "newest": listed,
        "sections": [
            SimpleNamespace(name="A shelf", summary="What stands there.", count=3, get_absolute_url="/sections/")
        ],
        "letters": [(letter, index % 4) for index, letter in enumerate(LETTERS)],
        "topics": [(topic, 3) for topic in topics[:4]],
        "numbered": Paginator(range(30), 10).page(2),
        "form": SampleForm({"day": "tomorrow"}),
        "messages": [Message(level, f"A message: {name}.") for level, name in DEFAULT_TAGS.items()],
        "changes": compare({"Lead": "Take it twice a day."}, {"Lead": "Take it once a day.", "Key facts": "New."}),
        "days": [(DAY.strftime("%Y-%m-%d"), format_, words) for format_, words in DateFormat.choices],
        "slots": [],
        "advertisement": Slot(before="", html="<p>What the library fills a slot with.</p>"),
    }
    return render(request, "styleguide.html", context)


def tokens() -> dict[str, list[str]]:
    """The names of colours, sizes and spaces, as the one sheet of tokens defines them."""
    names = list(dict.fromkeys(_TOKEN.findall(TOKENS.read_text())))
    no_colours = ("font", "size", "leading", "measure", "space", "gutter", "page", "radius")
    return {
        "colours": [name for name in names if not name.startswith(no_colours)],
        "sizes": [name for name in names if name.startswith("size-")],
        "spaces": [name for name in names if name.startswith("space-")],
    }


def seal_of_sample() -> Seal:
    """In date, with two signatures."""
    signatures = [
        signature(name=name, credentials="MD", role=role, meaning="I have read this text.", method="password", on=DAY)
        for name, role in (("Dr. Sample Reviewer", "medical"), ("Sample Pharmacist", "pharmacy"))
    ]
    return Seal(
        number=4,
        digest=DIGEST,
        reviews=signatures,
        last_reviewed=DAY,
        last_updated=DAY,
        next_review_due=DAY.replace(year=2027),
        history_url="/articles/gene-therapy/history/",
    )


def other_seals(seal: Seal) -> list[tuple[str, Seal]]:
    """What else a seal may say."""
    medical = seal.reviews[:1]
    old = attestation(
        name="Dr. Old", credentials="MD", on=DAY, attested_by="Sample Administrator", attested_on=DAY,
        method="password", changed=False,
    )  # fmt: skip
    wording = signature(
        name="Sample Editor", credentials="", role="editorial", meaning="The words.", method="password", on=DAY,
        kind="wording",
    )  # fmt: skip
    sample = replace(medical[0], method="sample")
    return [
        ("overdue", replace(seal, reviews=medical, overdue=True)),
        ("attested", replace(seal, reviews=[old])),
        ("attested, changed since", replace(seal, reviews=[replace(old, changed_since_import=True)])),
        ("corrected", replace(seal, reviews=[*medical, wording])),
        ("sample", replace(seal, reviews=[sample])),
    ]


def _text() -> str:
    """The sample text, with a picture that this library holds, if it holds any."""
    text = TEXT.read_text(encoding="utf-8")
    stored: Any = Media.objects.filter(width__isnull=False).order_by("pk").first()
    return text.replace(_NO_IMAGE, stored.get_absolute_url()) if stored else text


urlpatterns = [path("styleguide/", styleguide, name="styleguide")]
