"""Every public address of the sample library, walked as a stranger does."""

import html
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from pytest_django import Settings

from articles.content import text_of
from articles.models import Draft, Edition, Publication
from record import clock
from reviews.demo.sample_library import make_sample_library
from tests.page_checks import html_complaints
from tests.walking import OTHER_PDFS, STARTS, Walk, walk

pytestmark = pytest.mark.django_db

# What no page names, but people come to.
MORE = (
    "/search/?q=gene+therapy",
    "/search/?q=gene+theraphy",
    "/search/?q=blood&section=symptoms",
    "/search/?q=xylophone",
    "/feedback/thanks/",
    "/body-systems/",
    "/audiences/",
)
# One page of every kind that readers come to.
MUST_BE_MET = {
    *(f"articles:{name} 200" for name in ("front_page", "article_detail", "article_pdf", "section_list")),
    *(f"articles:{name} 200" for name in ("section_detail", "glossary", "search", "a_to_z", "a_to_z_letter")),
    *(f"articles:{name} 200" for name in ("body_system", "body_system_detail", "audience", "audience_detail")),
    *(
        f"articles:{name} 200"
        for name in ("policy_list", "policy_page", "media", "sitemap_of_library", "sitemap_of_articles")
    ),
    *(f"reviews:{name} 200" for name in ("history", "edition", "verify", "content", "record", "feedback")),
    *(f"reviews:{name} 200" for name in ("reviewer", "reviewers")),
    "articles:article_detail 410",
}


@pytest.fixture
def library(settings: Settings) -> Walk:
    settings.DEMO = True
    make_sample_library()
    return walk((*STARTS, *MORE), left_out=OTHER_PDFS)


@pytest.mark.pages
def test_every_public_address_of_the_sample_library(library: Walk) -> None:
    # Then no link is broken, nothing sets a cookie, nothing is loaded from elsewhere
    assert library.wrong == []
    met = {answer.kind for answer in library.answers.values()}
    assert met >= MUST_BE_MET, MUST_BE_MET - met
    # And no page says what only a draft says
    secrets = unpublished_sentences()
    assert secrets
    for answer in library.pages:
        said = " ".join(html.unescape(re.sub(r"<[^>]*>", "", answer.body.decode())).split())
        assert [sentence for sentence in secrets if sentence in said] == [], answer.path
    # And the HTML checker finds nothing wrong on any of them
    pages = {quote(answer.path, safe=""): answer.body.decode() for answer in library.pages}
    assert html_complaints(pages) == []


def unpublished_sentences() -> list[str]:
    """What stands in a Draft, or in an Edition that no reader has seen, and in no public text."""
    shown = Publication.objects.shown(clock.now()).values("edition")
    public = {line for edition in Edition.objects.filter(pk__in=shown) for line in _lines(edition.content["source"])}
    hidden = [text_of(draft).stored() for draft in Draft.objects.all()]
    hidden += [edition.content["source"] for edition in Edition.objects.exclude(pk__in=shown)]
    return sorted({line for source in hidden for line in _lines(source)} - public)


def _lines(source: Any) -> Iterator[str]:
    """The lines of all texts in it that are long enough to be told from others."""
    if isinstance(source, str):
        yield from (line.strip() for line in source.splitlines() if line.count(" ") > 3)
    else:
        for value in source.values() if isinstance(source, dict) else source if isinstance(source, list) else ():
            yield from _lines(value)
