"""The reader's pages."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from articles.models import Address, Organisation, PolicyPage, Section
from articles.profiles import with_profiles
from articles.public import selectors
from articles.public.columns import columns_of
from articles.public.gone import not_live, on_to_current
from articles.public.pages import page_of, public_page
from articles.seal import history_url, seal_of
from record import clock

PER_PAGE = 50


@public_page
def front_page(request: HttpRequest) -> HttpResponse:
    """Shelves with counts, and what was reviewed last."""
    now = clock.now()
    context = {"sections": selectors.sections_with_counts(now), "newest": selectors.newly_reviewed(now)}
    return render(request, "articles/front_page.html", context)


@public_page
def article_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """The live Edition; what stands there once it is gone; the way on from a former address. A draft is nothing."""
    address = selectors.address_of(slug)
    if address is None:
        raise Http404
    now = clock.now()
    publication = selectors.live_publication(address.article, now)
    if publication is None:
        return not_live(request, address, now)
    if not address.current:
        return on_to_current(address.article)
    return _article(request, address, publication, now)


def _article(request: HttpRequest, address: Address, publication: Any, now: datetime) -> HttpResponse:
    organisation = Organisation.current()
    seal = seal_of(publication, now)
    history = history_url(address.slug) if publication.has_past else ""
    context = {
        **columns_of(address, publication, now),
        "organisation": organisation,
        "canonical": f"{settings.PUBLIC_ORIGIN}/articles/{address.slug}/",
        "noindex": publication.noindex_at is not None and publication.noindex_at <= now,
        "seal": replace(seal, history_url=history, reviews=with_profiles(publication, seal.reviews)),
        "change": {"on": organisation.day_of(publication.since), "note": publication.edition.change_note},
    }
    return render(request, "articles/article_detail.html", context)


@public_page
def section_list(request: HttpRequest) -> HttpResponse:
    """All shelves."""
    return render(request, "articles/section_list.html", {"sections": selectors.sections_with_counts(clock.now())})


@public_page
def section_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One shelf, by title, page by page."""
    section = get_object_or_404(Section, slug=slug)
    page = page_of(selectors.in_section(section, clock.now()), request.GET.get("page", "1"), PER_PAGE)
    articles = [selectors.listed(row) for row in page.object_list]
    return render(request, "articles/section_detail.html", {"section": section, "page": page, "articles": articles})


@public_page
def policy_page(request: HttpRequest, slug: str) -> HttpResponse:
    """What the library says of itself."""
    page = get_object_or_404(PolicyPage, slug=slug)
    organisation = Organisation.current()
    policy = {"title": page.title, "updated_at": organisation.day_of(page.updated_at), "html": page.html}
    return render(request, "articles/policy_page.html", {"policy": policy, "organisation": organisation})


@public_page
def robots(request: HttpRequest) -> HttpResponse:
    """What search engines need not ask for."""
    closed = ("/admin/", "/accounts/", "/reviews/")
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed)]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
