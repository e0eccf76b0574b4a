"""What the editor asks while somebody types: the preview, and a place for a file."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from articles.models import Media
from people.models import User
from people.roles import ADMINISTRATOR, AUDITOR, EDITOR, PUBLISHER, REVIEWER
from tests import factories as make
from tests.articles.test_media import bomb, picture
from tests.articles.writing import address

pytestmark = pytest.mark.django_db

PREVIEW = "/admin/markdown/preview/"
UPLOAD = "/admin/markdown/upload/"


@pytest.fixture
def editor(client: Client) -> User:
    somebody = make.person(EDITOR)
    client.force_login(somebody)
    return somebody


def send(client: Client, data: bytes, name: str = "a.png", kind: str = "image/png") -> Any:
    return client.post(UPLOAD, {"image": SimpleUploadedFile(name, data, kind)})


def test_the_preview_is_what_readers_will_get(client: Client, editor: User) -> None:
    body = 'Before.\n\n## One\n\n[vector](term:vector "A carrier.") and *more*.\n'
    shown = client.post(PREVIEW, {"content": body})
    assert shown.status_code == 200
    assert "no-store" in shown["Cache-Control"]
    draft = make.draft(by=editor, body=body)
    fragments = [
        piece["html"]
        for piece in make.submitted(draft, by=editor).edition.content["fragments"]
        if piece["kind"] in ("introduction", "part")
    ]
    assert len(fragments) == 2
    for html in fragments:
        assert html in shown.text


def test_what_is_not_shown_as_written_is_told(client: Client, editor: User) -> None:
    shown = client.post(PREVIEW, {"content": "One.\n\n[click](javascript:alert(1)) <script>alert(2)</script>"})
    assert shown.status_code == 200
    assert "Line 3:" in shown.text
    assert "<script>" not in shown.text
    assert not re.search(r'href="javascript', shown.text)


@pytest.mark.parametrize(
    "content", ["x" * 200_001, "a\0b", "=*\u0338*", "\u202eesrever", "a" + "\u0301" * 50, "![\u0301](x)"]
)
def test_bad_text_is_a_sentence(client: Client, editor: User, content: str) -> None:
    refused = client.post(PREVIEW, {"content": content})
    assert refused.status_code == 400
    assert re.fullmatch(r'<p class="preview-refused">[^<>]+\.</p>\s*', refused.text)


def test_empty_text_has_an_empty_preview(client: Client, editor: User) -> None:
    assert "Nothing is written yet" in client.post(PREVIEW).text


def test_an_image_is_kept_and_asks_for_its_description(client: Client, editor: User) -> None:
    kept = send(client, picture(), "Häßlich <b>.png", "text/html").json()
    media = Media.objects.get()
    assert kept == {
        "address": f"/media/{media.name}",
        "content_type": "image/png",
        "image_code": f"![](/media/{media.name})",
    }
    # Without a description nothing is submitted.
    draft = make.draft(by=editor, body=f"## One\n\nText.\n\n{kept['image_code']}\n")
    page = client.post(address(draft, "submit"), {"seen": 1, "change_note": "New."})
    assert page.status_code == 400
    assert "no alternative text" in page.text


def test_captions_and_videos_are_kept(client: Client, editor: User) -> None:
    kept = send(client, b"WEBVTT\n\n00:00.000 --> 00:01.000\nHello\n", "c.vtt", "text/plain").json()
    assert kept["address"].endswith(".vtt")
    assert "image_code" not in kept


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (b"<!doctype html><script>alert(1)</script>", "a.gif", "image/gif"),
        (b"<svg onload=alert(1)>", "a.svg", "image/svg+xml"),
        (b"", "a.png", "image/png"),
        (picture()[:50], "a.png", "image/png"),
        (bomb(), "a.png", "image/png"),
    ],
)
def test_bad_files_are_a_sentence(client: Client, editor: User, data: bytes, name: str, kind: str) -> None:
    refused = send(client, data, name, kind)
    assert refused.status_code == 400
    assert refused.json()["error"].endswith(".")
    assert not Media.objects.exists()


def test_no_file_is_a_sentence(client: Client, editor: User) -> None:
    assert client.post(UPLOAD).json()["error"] == "No file has come. Choose one."
    assert client.post(UPLOAD, {"image": "text"}).status_code == 400


@pytest.mark.parametrize("role", [REVIEWER, PUBLISHER, AUDITOR, None])
def test_whoever_may_not_gets_403_and_no_redirect(client: Client, role: str | None) -> None:
    if role:
        client.force_login(make.person(role))
    assert client.post(PREVIEW, {"content": "x"}).status_code == 403
    assert send(client, picture()).status_code == 403
    assert not Media.objects.exists()


def test_only_posts(client: Client, editor: User) -> None:
    assert client.get(PREVIEW).status_code == client.get(UPLOAD).status_code == 405


def test_administrators_write_too(client: Client) -> None:
    client.force_login(make.person(ADMINISTRATOR))
    assert client.post(PREVIEW, {"content": "x"}).status_code == 200


def test_markdownxs_own_addresses_are_nowhere(client: Client, editor: User) -> None:
    for path in ("/markdownx/markdownify/", "/markdownx/upload/"):
        assert client.post(path, {"content": "x"}).status_code == 404
    page = client.get(address(make.draft(by=editor)))
    assert f'data-markdownx-urls-path="{PREVIEW}"' in page.text
    assert f'data-markdownx-upload-urls-path="{UPLOAD}"' in page.text
