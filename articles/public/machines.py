"""What the library tells search engines, feed readers and other programs: what is live, and nothing else."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Final
from xml.etree import ElementTree as ET

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.templatetags.static import static
from django.utils.translation import gettext as _

from articles.models import Organisation
from articles.public import listings
from articles.public.listings import Place
from articles.public.pages import public_page
from record import clock

SITEMAPS: Final = "http://www.sitemaps.org/schemas/sitemap/0.9"
ATOM: Final = "http://www.w3.org/2005/Atom"
FEED: Final = "/feeds/updates/"
# What a feed of a library in which nothing was ever published says of itself.
NEVER: Final = datetime(1970, 1, 1, tzinfo=UTC)
A_DAY: Final = 24 * 60 * 60
CLOSED: Final = ("/admin/", "/accounts/", "/reviews/")


@public_page
def robots(request: HttpRequest) -> HttpResponse:
    """What search engines need not ask for, and where they find all the rest."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in CLOSED), "", f"Sitemap: {_full('/sitemap.xml')}"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@public_page
def icon(request: HttpRequest) -> HttpResponse:
    """From where telephones and older browsers look for a picture of the library, whatever a page names, to the one it
    has. Its address changes with its bytes, so a day later they ask again.
    """
    return HttpResponseRedirect(static("touch-icon.png"), headers={"Cache-Control": f"public, max-age={A_DAY}"})


@public_page
def sitemap_index(request: HttpRequest) -> HttpResponse:
    """All sitemaps: one of the library's own pages, the others of articles, each with its newest change."""
    now = clock.now()
    maps = [Place("/sitemaps/library.xml", listings.newest_of(listings.dated_pages(now)))]
    maps += [Place(f"/sitemaps/articles-{number}.xml", changed) for number, changed in listings.article_maps(now)]
    return _sitemap("sitemapindex", "sitemap", maps)


@public_page
def sitemap_of_library(request: HttpRequest) -> HttpResponse:
    """Front page, shelves and other lists, and what the library says of itself."""
    return _sitemap("urlset", "url", listings.own_pages(clock.now()))


@public_page
def sitemap_of_articles(request: HttpRequest, number: int) -> HttpResponse:
    """The articles of one sitemap."""
    places = listings.articles_of_map(number, clock.now())
    if not places:
        raise Http404
    return _sitemap("urlset", "url", places)


@public_page
def updates(request: HttpRequest) -> HttpResponse:
    """An Atom feed of what is new or was reviewed again. Corrections of the wording make no news."""
    organisation = Organisation.current()
    news = listings.news(clock.now())
    feed = ET.Element("feed", {"xmlns": ATOM, "xml:lang": settings.LANGUAGE_CODE})
    _add(feed, "id", _full(FEED))
    _add(feed, "title", _("%(library)s: new and newly reviewed") % {"library": organisation.library_name})
    _add(feed, "updated", _moment(max((row.updated for row in news), default=NEVER)))
    ET.SubElement(feed, "link", {"rel": "self", "type": "application/atom+xml", "href": _full(FEED)})
    ET.SubElement(feed, "link", {"rel": "alternate", "type": "text/html", "href": _full("/")})
    _add(ET.SubElement(feed, "author"), "name", organisation.name or organisation.library_name)
    for row in news:
        entry = ET.SubElement(feed, "entry")
        # By uuid, which no change of title or address touches.
        _add(entry, "id", f"urn:uuid:{row.uuid}")
        _add(entry, "title", row.title)
        ET.SubElement(entry, "link", {"rel": "alternate", "type": "text/html", "href": _full(row.path)})
        _add(entry, "published", _moment(row.published))
        _add(entry, "updated", _moment(row.updated))
        _add(entry, "summary", row.lead)
    return _xml(feed, "application/atom+xml; charset=utf-8")


def _sitemap(root: str, item: str, places: Iterable[Place]) -> HttpResponse:
    tree = ET.Element(root, {"xmlns": SITEMAPS})
    for place in places:
        row = ET.SubElement(tree, item)
        _add(row, "loc", _full(place.path))
        if place.changed:
            _add(row, "lastmod", _moment(place.changed))
    return _xml(tree, "application/xml; charset=utf-8")


def _xml(tree: ET.Element, content_type: str) -> HttpResponse:
    return HttpResponse(ET.tostring(tree, encoding="utf-8", xml_declaration=True), content_type=content_type)


def _add(parent: ET.Element, name: str, words: str) -> None:
    ET.SubElement(parent, name).text = words


def _full(path: str) -> str:
    return f"{settings.PUBLIC_ORIGIN}{path}"


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
