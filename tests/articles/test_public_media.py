"""Stored files: open to readers with the Editions that use them, and to staff before that."""

import io
from typing import Any

import pytest
from django.test import Client
from PIL import Image

from articles.actions.media import store_media
from articles.models import Media
from people.models import User
from people.roles import EDITOR, PUBLISHER
from record.verification import verify
from reviews.actions import withdraw
from tests import factories

pytestmark = pytest.mark.django_db


def picture(colour: str = "red", by: User | None = None) -> Media:
    file = io.BytesIO()
    Image.new("RGB", (40, 30), colour).save(file, "PNG")
    return store_media(data=file.getvalue(), name="p.png", by=by or factories.person(EDITOR), door="admin")


def showing(*media: Media) -> str:
    images = "\n\n".join(f"![A picture]({one.get_absolute_url()})" for one in media)
    return f"## Part\n\nWords.\n\n{images}\n"


def sent(answer: Any) -> bytes:
    return b"".join(answer)


def test_a_drafts_picture_is_nothing_for_strangers(client: Client) -> None:
    media = picture()
    factories.draft(body=showing(media))
    draft, nothing = client.get(media.get_absolute_url()), client.get(f"/media/{'0' * 64}.png")
    assert draft.status_code == nothing.status_code == 404
    assert draft.content == nothing.content
    assert dict(draft.headers) == dict(nothing.headers)


def test_a_drafts_picture_is_shown_to_staff_and_kept_by_nobody(client: Client) -> None:
    media = picture()
    client.force_login(factories.person(EDITOR))
    answer = client.get(media.get_absolute_url())
    assert (answer.status_code, answer["Cache-Control"]) == (200, "private, no-store")
    assert sent(answer) == media.path.read_bytes()
    assert client.get(f"/media/{'0' * 64}.png").status_code == 404


def test_somebody_without_a_role_is_a_stranger(client: Client) -> None:
    media = picture()
    client.force_login(User.objects.create_user("nobody"))
    assert client.get(media.get_absolute_url()).status_code == 404


def test_a_published_picture_is_shown_to_everyone(client: Client) -> None:
    media = picture()
    factories.published(body=showing(media))
    answer = client.get(media.get_absolute_url())
    assert sent(answer) == media.path.read_bytes()
    assert answer["Content-Type"] == "image/png"
    assert answer["Content-Length"] == str(media.size)
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["Cache-Control"] == "public, max-age=300"
    assert answer["Cache-Control"].startswith("public")
    assert not answer.has_header("Vary")
    assert not client.cookies


def test_in_review_it_is_still_closed(client: Client) -> None:
    media = picture()
    factories.signed(body=showing(media))
    assert client.get(media.get_absolute_url()).status_code == 404


def test_what_an_older_edition_showed_stays_open(client: Client) -> None:
    media = picture()
    publication = factories.published(body=showing(media))
    factories.republished(publication, body="## Part\n\nNo picture.\n")
    assert client.get(media.get_absolute_url()).status_code == 200


def test_a_withdrawal_hides_it_unless_another_article_shows_it(client: Client) -> None:
    own, shared = picture(), picture("blue")
    publication = factories.published(body=showing(own, shared))
    factories.published(body=showing(shared))
    publisher = factories.person(PUBLISHER)
    withdraw(article=publication.article, reason="Wrong.", notice="", by=publisher, door="admin")
    assert client.get(own.get_absolute_url()).status_code == 404
    assert client.get(shared.get_absolute_url()).status_code == 200
    factories.published(
        factories.signed(factories.submitted(factories.saved(publication.article.drafts.get(), lead="New.")))
    )
    assert client.get(own.get_absolute_url()).status_code == 200


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [("bytes=0-9", 0, 9), ("bytes=10-", 10, None), ("bytes=-5", -5, None), ("bytes=0-99999999", 0, None)],
)
def test_part_of_a_file(client: Client, asked: str, first: int, last: int | None) -> None:
    media = picture()
    factories.published(body=showing(media))
    answer = client.get(media.get_absolute_url(), headers={"range": asked})
    whole = media.path.read_bytes()
    part = whole[first : None if last is None else last + 1]
    assert (answer.status_code, sent(answer)) == (206, part)
    begin = whole.index(part) if len(part) < len(whole) else 0
    assert answer["Content-Range"] == f"bytes {begin}-{begin + len(part) - 1}/{len(whole)}"
    assert answer["Content-Length"] == str(len(part))
    assert "sandbox" in answer["Content-Security-Policy"]


def test_no_such_part(client: Client) -> None:
    media = picture()
    factories.published(body=showing(media))
    for asked in ("bytes=999999-", "bytes=-0", "bytes=9-2"):
        answer = client.get(media.get_absolute_url(), headers={"range": asked})
        assert (answer.status_code, answer["Content-Range"]) == (416, f"bytes */{media.size}")
    for nonsense in ("bytes=a-b", "bytes=0-1,3-4", "lines=1-2", "bytes=" + "9" * 500 + "-"):
        assert client.get(media.get_absolute_url(), headers={"range": nonsense}).status_code == 200


def test_a_part_only_of_the_same_file(client: Client) -> None:
    media = picture()
    factories.published(body=showing(media))
    etag = client.get(media.get_absolute_url())["ETag"]
    same = client.get(media.get_absolute_url(), headers={"range": "bytes=0-1", "if-range": etag})
    other = client.get(media.get_absolute_url(), headers={"range": "bytes=0-1", "if-range": '"x"'})
    assert (same.status_code, other.status_code) == (206, 200)
    assert client.get(media.get_absolute_url(), headers={"if-none-match": etag}).status_code == 304


def test_only_reading_and_only_names(client: Client) -> None:
    media = picture()
    factories.published(body=showing(media))
    assert client.head(media.get_absolute_url()).status_code == 200
    assert client.post(media.get_absolute_url()).status_code == 405
    for path in (f"/media/{'0' * 64}.svg", "/media/../manage.py", "/media/x.png", f"/media/{'A' * 64}.png", "/media/"):
        assert client.get(path).status_code == 404


def test_a_file_that_was_lost_is_not_found(client: Client) -> None:
    media = picture("green")
    factories.published(body=showing(media))
    media.path.unlink()
    assert client.get(media.get_absolute_url()).status_code == 404


def test_a_file_that_is_gone_or_was_changed_is_found_by_verification(settings: Any) -> None:
    """Given a page with three pictures and a draft with one, then verification reads those that readers see."""
    kept, changed, gone, drafts = (picture(colour) for colour in ("red", "green", "blue", "white"))
    factories.published(body=showing(kept, changed, gone))
    factories.draft(body=showing(drafts))
    assert verify().is_whole
    changed.path.write_bytes(changed.path.read_bytes()[:-1])
    gone.path.unlink()
    drafts.path.unlink()
    found = {finding.id: finding.what for finding in verify().findings}
    assert found.keys() == {changed.name, gone.name}
    assert "doesn't have the SHA-256" in found[changed.name]
    assert "missing" in found[gone.name]
    settings.MEDIA_ROOT = kept.path.parent / "elsewhere"
    nowhere = verify()
    assert nowhere.is_whole
    assert "3 were not read" in str(nowhere.remarks)
