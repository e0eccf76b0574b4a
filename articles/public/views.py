"""The reader's pages."""

from datetime import datetime

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, render

from articles.models import Address, Article, Organisation, PolicyPage, Publication, Section
from articles.public import selectors
from articles.public.pages import page_of, public_page
from articles.seal import seal_of
from articles.shown import shown_fragments, with_headings
from articles.topics import TopicKind
from record import clock

PER_PAGE = 50


@public_page
def front_page(request: HttpRequest) -> HttpResponse:
    """Search first; then shelves with counts, A to Z, what was reviewed last."""
    now = clock.now()
    newest = selectors.newly_reviewed(now)
    topics = selectors.topics_with_counts(now)
    context = {
        "sections": selectors.sections_with_counts(now),
        "newest": newest,
        "examples": selectors.examples_of(newest, now),
        "letters": selectors.LETTERS,
        "topics": topics[TopicKind.BODY_SYSTEM],
        "audiences": topics[TopicKind.AUDIENCE],
    }
    return render(request, "articles/front_page.html", context)


@public_page
def article_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """The live Edition; the notice where it was withdrawn; the way on from a former address. A draft is nothing."""
    address = selectors.address_of(slug)
    if address is None:
        raise Http404
    now = clock.now()
    publication = selectors.live_publication(address.article, now)
    if publication is None:
        return _not_live(request, address)
    if not address.current:
        return _on_to_current(address.article)
    return _article(request, address, publication, now)


def _article(request: HttpRequest, address: Address, publication: Publication, now: datetime) -> HttpResponse:
    edition = publication.edition
    fragments = shown_fragments(edition)
    context = {
        "title": edition.title,
        "lead": edition.lead,
        "language": edition.content["language"],
        "canonical": f"{settings.PUBLIC_ORIGIN}/articles/{address.slug}/",
        "noindex": publication.noindex_at is not None and publication.noindex_at <= now,
        "section": address.article.section,
        "fragments": fragments,
        "parts": with_headings(fragments),
        "seal": seal_of(publication, now),
        "related": selectors.related_articles(edition.related_slugs, address, now),
    }
    return render(request, "articles/article_detail.html", context)


def _not_live(request: HttpRequest, address: Address) -> HttpResponse:
    """The notice of a withdrawn article, which tells nothing of the article itself. Whatever else isn't live is 404."""
    withdrawal = selectors.standing_withdrawal(address.article, clock.now())
    if withdrawal is None:
        raise Http404
    if not address.current:
        return _on_to_current(address.article)
    organisation = Organisation.current()
    context = {
        "organisation": organisation,
        "notice": withdrawal.notice,
        "since": organisation.day_of(withdrawal.at),
        "section": address.article.section,
    }
    return render(request, "articles/article_gone.html", context, status=410)


def _on_to_current(article: Article) -> HttpResponse:
    """From a former address to the one that counts now. Browsers ask each time: an article may take an old one back."""
    current = article.addresses.filter(current=True).values_list("slug", flat=True).get()
    return HttpResponsePermanentRedirect(f"/articles/{current}/")


@public_page
def section_list(request: HttpRequest) -> HttpResponse:
    """All shelves."""
    return render(request, "articles/section_list.html", {"sections": selectors.sections_with_counts(clock.now())})


@public_page
def section_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One shelf, by title, page by page."""
    section = get_object_or_404(Section, slug=slug)
    rows = selectors.in_section(section, clock.now())
    page = page_of(Paginator(rows, PER_PAGE), request.GET.get("page", "1"))
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
