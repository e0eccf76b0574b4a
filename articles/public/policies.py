"""What the library says of itself, what it said before, and since when."""

import html
import re
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.html import strip_tags
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from articles.models import Organisation, PolicyPage, PolicyWording
from articles.public.gone import KEPT_BY_NOBODY
from articles.public.pages import called, public_page

_PARAGRAPH: Final = re.compile(r"<p>(.*?)</p>", re.DOTALL)
_LONGEST: Final = 160


@public_page
def policy_list(request: HttpRequest) -> HttpResponse:
    """All of them, in their order, each with since when it says what it says."""
    names = called("/about/", _("How this library works"), _("What the library says of itself and of how it works."))
    context = {**names, "organisation": Organisation.current()}
    return render(request, "articles/policy_list.html", context)


@public_page
def policy_page(request: HttpRequest, slug: str) -> HttpResponse:
    """A page as it stands now."""
    return policy_answer(request, slug)


def policy_answer(request: HttpRequest, slug: str, **facts: Any) -> HttpResponse:
    """The same with facts that another room knows, which stand under the text and outside it."""
    page = get_object_or_404(PolicyPage, slug=slug)
    wordings = list(PolicyWording.objects.filter(slug=slug).defer("body"))
    context = {
        **called(page.get_absolute_url(), page.title, _first_words(page.html)),
        "policy": page,
        "html": page.html,
        "number": wordings[0].number if wordings else 1,
        "since": page.updated_at,
        "earlier": wordings[1:],
        "organisation": Organisation.current(),
        **facts,
    }
    return render(request, "articles/policy_page.html", context)


def _first_words(text: str) -> str:
    """Of a page's first paragraph as many words as a search engine shows. Empty without one."""
    found = _PARAGRAPH.search(text)
    words = " ".join(html.unescape(strip_tags(found[1])).split()) if found else ""
    return Truncator(words).chars(_LONGEST)


@public_page
def policy_version(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """An earlier version, marked as such. The newest one has one address, which is the page's own."""
    page = get_object_or_404(PolicyPage, slug=slug)
    wordings = {row.number: row for row in PolicyWording.objects.filter(slug=slug, number__in=(number, number + 1))}
    if number not in wordings:
        raise Http404
    if number + 1 not in wordings:
        return HttpResponseRedirect(page.get_absolute_url(), headers={"Cache-Control": KEPT_BY_NOBODY})
    wording = wordings[number]
    context = {
        "policy": wording,
        "page_url": page.get_absolute_url(),
        "html": wording.html,
        "number": number,
        "since": wording.since,
        "until": wordings[number + 1].since,
        "organisation": Organisation.current(),
    }
    return render(request, "articles/policy_page.html", context)
