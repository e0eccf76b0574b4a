"""The reader's pages."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from articles import printing
from articles.advertising import filled_slots
from articles.models import Address, Organisation
from articles.profiles import with_profiles
from articles.public import selectors
from articles.public.columns import columns_of
from articles.public.gone import not_live, on_to_current
from articles.public.pages import called, page_of, public_page
from articles.public.structured import article_data, as_script, picture_of
from articles.seal import history_url, seal_of
from articles.topics import TopicKind, audiences_of
from record import clock

PER_PAGE = 50


@public_page
def front_page(request: HttpRequest) -> HttpResponse:
    """Search first; then shelves with counts, A to Z, what was reviewed last."""
    now = clock.now()
    newest = selectors.newly_reviewed(now)
    topics = selectors.topics_with_counts(now)
    context = {
        **called(
            "/",
            _("Health articles that say who reviewed them, and when"),
            _(
                "Plain words about conditions, tests and treatments."
                " Every page says who reviewed it, when, and when it is due again."
            ),
        ),
        "sections": selectors.sections_with_counts(now),
        "newest": newest,
        "examples": selectors.examples_of(newest, now),
        "letters": selectors.letters_with_counts(now),
        "topics": topics[TopicKind.BODY_SYSTEM],
        "audiences": topics[TopicKind.AUDIENCE],
    }
    return render(request, "articles/front_page.html", context)


@public_page
def article_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """The live Edition; what stands there once it is gone; the way on from a former address. A draft is nothing."""
    now = clock.now()
    publication: Any = selectors.live_at(slug, now)
    if publication is None:
        address = selectors.address_of(slug)
        if address is None:
            raise Http404
        return not_live(request, address, now)
    if not publication.at_current:
        return on_to_current(publication.article)
    return _article(request, Address(article=publication.article, slug=slug), publication, now)


def _article(request: HttpRequest, address: Address, publication: Any, now: datetime) -> HttpResponse:
    organisation, edition = Organisation.current(), publication.edition
    seal = seal_of(publication, now)
    seal = replace(seal, history_url=history_url(address.slug), reviews=with_profiles(publication, seal.reviews))
    names = called(f"/articles/{address.slug}/", edition.title, edition.lead)
    since = selectors.video_since(publication, now)
    video_since = organisation.day_of(since) if since else None
    audiences = audiences_of(edition.content["source"]["details"].get("tags", []))
    data = article_data(
        edition,
        seal,
        address.article.section,
        canonical=names["canonical"],
        organisation=organisation,
        audiences=audiences,
        video_since=video_since,
    )
    noindex = publication.is_noindex(now)
    columns = columns_of(address, publication, now)
    context = {
        **columns,
        **names,
        "organisation": organisation,
        "structured": as_script(data),
        "noindex": noindex,
        "seal": seal,
        "video_since": video_since,
        "audiences": audiences,
        "picture": picture_of(edition),
        "change": {"on": organisation.day_of(publication.since), "note": publication.edition.change_note},
        "has_past": publication.has_past,
        "slots": filled_slots(columns["fragments"], address.article, organisation),
        "pdf_url": printing.pdf_url(address.slug),
    }
    response = render(request, "articles/article_detail.html", context)
    if noindex:
        # Said twice, since some that read the one don't read the other.
        response.headers["X-Robots-Tag"] = "noindex"
    return response


@public_page
def section_list(request: HttpRequest) -> HttpResponse:
    """All shelves."""
    context = {**called("/sections/", _("Sections")), "sections": selectors.sections_with_counts(clock.now())}
    return render(request, "articles/section_list.html", context)


@public_page
def section_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One shelf, by title, page by page."""
    now = clock.now()
    section = next((row for row in selectors.sections_with_counts(now) if row.slug == slug), None)
    if section is None:
        raise Http404
    count: int = section.count  # type: ignore[attr-defined]
    page = page_of(selectors.on_shelf(section, now), request.GET.get("page", "1"), PER_PAGE, count)
    articles = selectors.listed_editions(list(page.object_list), now)
    number = f"?page={page.number}" if page.number > 1 else ""
    context = {
        **called(f"{section.get_absolute_url()}{number}", section.name, section.summary),
        "section": section,
        "page": page,
        "articles": articles,
    }
    return render(request, "articles/section_detail.html", context)
