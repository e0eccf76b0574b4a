"""The library's own words, explained: every term of the glossary, as it stands now."""

import unicodedata
from dataclasses import dataclass
from itertools import groupby

from django.db.models.functions import Lower
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from articles.models import GlossaryTerm
from articles.public.pages import called, page_of, public_page

PER_PAGE = 200


@dataclass(frozen=True, slots=True)
class Letter:
    """The terms under one letter. `anchor` begins with an underscore, as no term's name does."""

    name: str
    anchor: str
    terms: list[GlossaryTerm]


@public_page
def glossary(request: HttpRequest) -> HttpResponse:
    """From A to Z, page by page."""
    page = page_of(GlossaryTerm.objects.order_by(Lower("word"), "pk"), request.GET.get("page", "1"), PER_PAGE)
    terms = list(page.object_list)
    letters = [
        Letter(name, f"_letter-{number}", list(group))
        for number, (name, group) in enumerate(groupby(terms, key=_letter_of), 1)
    ]
    changed = max((term.updated_at for term in terms), default=None)
    number = f"?page={page.number}" if page.number > 1 else ""
    description = _("The words of this library, explained in plain language.")
    context = {
        **called(f"/glossary/{number}", _("Glossary"), description),
        "letters": letters,
        "page": page,
        "changed": changed,
    }
    return render(request, "articles/glossary.html", context)


def _letter_of(term: GlossaryTerm) -> str:
    """The letter it stands under, without accents; one heading for all that begins with none."""
    first = unicodedata.normalize("NFD", term.word[:1]).upper()[:1]
    return first if first.isalpha() else "0–9"
