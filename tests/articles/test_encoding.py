"""Pages go out compressed to browsers that take that, and are the same pages."""

import gzip

import brotli
import pytest
from django.test import Client

from tests import factories
from tests.articles.test_public_media import picture, showing

pytestmark = pytest.mark.django_db

PAGE = "/articles/gene-therapy/"


@pytest.mark.parametrize(
    ("takes", "encoding"),
    [
        ("gzip, deflate, br", "br"),
        ("gzip;q=1.0, *;q=0.1", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("GZIP", "gzip"),
        ("deflate, zstd", None),
        ("br;q=0.000", None),
        ("identity", None),
        ("", None),
        (";;,,br;;q=", "br"),
    ],
)
def test_in_a_way_that_the_browser_takes(client: Client, takes: str, encoding: str | None) -> None:
    factories.published(slug="gene-therapy")
    plain = client.get(PAGE)
    answer = client.get(PAGE, headers={"accept-encoding": takes})
    assert answer.get("Content-Encoding") == encoding
    undone = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[encoding]
    assert undone(answer.content) == plain.content
    assert answer["Content-Length"] == str(len(answer.content))
    assert answer["Vary"] == plain["Vary"] == "Accept-Encoding"
    assert answer["Content-Type"] == plain["Content-Type"]


def test_whoever_has_these_bytes_is_told_so(client: Client) -> None:
    factories.published(slug="gene-therapy")
    tags = set()
    for takes in ("br", "gzip", ""):
        first = client.get(PAGE, headers={"accept-encoding": takes})
        assert client.get(PAGE, headers={"accept-encoding": takes}).content == first.content
        again = client.get(PAGE, headers={"accept-encoding": takes, "if-none-match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert (again["ETag"], again["Vary"]) == (first["ETag"], "Accept-Encoding")
        tags.add(first["ETag"])
    assert len(tags) == 3
    assert all(tag.startswith('"') for tag in tags)


def test_what_was_signed_comes_out_as_it_was_hashed(client: Client) -> None:
    digest = factories.published(slug="gene-therapy").edition.digest
    address = f"/verify/{digest}/content.json"
    answer = client.get(address, headers={"accept-encoding": "br"})
    assert brotli.decompress(answer.content) == client.get(address).content


def test_pictures_and_short_answers_stay_as_they_are(client: Client) -> None:
    media = picture()
    factories.published(body=showing(media))
    for path in (media.get_absolute_url(), "/robots.txt", "/search/suggest/?q=zzzz"):
        answer = client.get(path, headers={"accept-encoding": "br, gzip"})
        assert answer.status_code == 200
        assert not answer.has_header("Content-Encoding"), path
