"""The article for paper: the text that was signed, fetched from nowhere, gone when the page is gone."""

import io
import re
import socket
from contextlib import ExitStack
from datetime import timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pypdf
import pytest
import segno
from django.conf import settings
from django.test import Client, override_settings

from articles import printing
from articles.actions.articles import change_address
from articles.models import Address, Publication
from articles.printing import printer
from articles.public import pdf as door
from articles.public.selectors import address_of
from people.roles import PUBLISHER
from record import clock
from reviews.actions import withdraw
from reviews.demo.sample_library import make_sample_library
from tests import factories
from tests.articles.test_public_media import picture, showing
from tests.articles.test_public_pages import EVERYTHING
from tests.reviews.policies import policy
from tests.reviews.redacting import redacted
from tests.reviews.test_races import together

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not printing.is_installed(), reason="Pango is not installed, so PDFs can't be made"),
]

URL = "/articles/gene-therapy.pdf"
BODY = (
    'Before.\n\n## Tom & Jerry’s <b>\n\nSoft [cells](term:cell "The smallest part") and **strong** words.\n\n'
    "| What | How many |\n| --- | ---: |\n| Genes | 20,000 |\n\n1. First\n2. Second\n\n"
    "## Ещё\n\nДругие буквы, ünïcode and a long line. " + "Words that fill pages. " * 300 + "\n"
)


class _Texts(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.feed(html)
        self.close()

    def handle_data(self, data: str) -> None:
        if letters := "".join(data.split()):
            self.found.append(letters)


def text_in(pdf: bytes) -> str:
    """All letters of a PDF in the order in which they are drawn, without spaces.

    Page numbers and the marks of lists are left out: they are drawn last on each page.
    """
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]
    return "".join("".join(re.sub(r"(?m)^[\d./•◦ ]+$", "", page).split()) for page in pages)


def kept_of(publication: Publication) -> list[Path]:
    return list(Path(settings.MEDIA_ROOT, "pdf", publication.edition.digest).glob("*"))


def test_every_word_that_was_signed_in_its_order(client: Client) -> None:
    media = picture()
    body = f"{BODY}\n{showing(media)}"
    publication = factories.published(slug="gene-therapy", details=EVERYTHING, body=body)
    answer = client.get(URL)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    letters, at = text_in(answer.content), 0
    for fragment in publication.edition.content["fragments"]:
        for piece in _Texts(fragment["html"]).found:
            found = letters.find(piece, at)
            assert found >= 0, (fragment["id"], piece)
            at = found + len(piece)
    assert "Words." in client.get("/articles/gene-therapy/").text  # The transcript, folded on the screen.
    assert sum(len(page.images) for page in pypdf.PdfReader(io.BytesIO(answer.content)).pages) >= 1


def test_signature_number_digest_and_the_way_to_check_it(client: Client) -> None:
    publication = factories.published(slug="gene-therapy")
    letters, digest = text_in(client.get(URL).content), publication.edition.digest
    assert "MedicallyreviewedbyDr.SampleReviewer,MD." in letters
    assert "Signedon" in letters
    assert "Edition1" in letters
    assert f"Digest{digest}" in letters
    assert f"http://localhost/verify/{digest}/" in letters
    sheet = door.sheet_of(_address(), publication, clock.now())
    code = segno.make(f"http://localhost/verify/{digest}/", error="m", micro=False)
    assert sheet.texts[door.QR_CODE] == code.svg_inline(border=2, scale=4)
    assert f'src="{door.QR_CODE}"' in sheet.html


LINKED: dict[str, Any] = {
    "video": {"title": "Genes", "url": "https://video.example.org/1", "transcript": "Words."},
    "care": {
        "body": "See [our ward](https://ward.example.org/).\n\nOr write.",
        "link": "https://care.example.org/genes/",
        "phone": "202-555-0123",
    },
}


@pytest.mark.parametrize("phone", ["202-555-0123", ""])
def test_where_links_lead_that_stand_alone(client: Client, phone: str) -> None:
    details = {**LINKED, "care": {**LINKED["care"], "phone": phone}}
    factories.published(
        slug="gene-therapy", details=details, body="## It\n\nRead [this](https://this.example.org/) first.\n"
    )
    letters = text_in(client.get(URL).content)
    assert "Watchthevideo(https://video.example.org/1)" in letters
    assert "Learnmoreaboutthiscare(https://care.example.org/genes/)" in letters
    # In running text no address is in the reader's way.
    assert "Readthisfirst." in letters
    assert "Seeourward.Orwrite." in letters


def test_tagged_for_those_who_hear_it(client: Client) -> None:
    factories.published(slug="gene-therapy", details=EVERYTHING)
    read = pypdf.PdfReader(io.BytesIO(client.get(URL).content))
    root: Any = read.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/StructTreeRoot"]
    assert root["/Lang"] == "en"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b'pdfuaid:part="1"' in root["/Metadata"].get_data()
    assert read.metadata
    assert read.metadata.title == "Gene therapy | Health Library"
    first: Any = read.outline[0]
    assert first.title == "Gene therapy"


def test_the_page_leads_to_it_and_print_leaves_that_out(client: Client) -> None:
    factories.published(slug="gene-therapy")
    assert f'href="{URL}"' in client.get("/articles/gene-therapy/").text


def test_made_once_and_again_when_the_page_changes(client: Client) -> None:
    publication = factories.published(slug="gene-therapy")
    first = client.get(URL)
    (made,) = kept_of(publication)
    made.write_bytes(b"%PDF-as it was kept")
    again = client.get(URL)
    assert (again.content, again["ETag"]) == (b"%PDF-as it was kept", first["ETag"])
    assert client.get(URL, headers={"if-none-match": first["ETag"]}).status_code == 304
    assert client.head(URL)["ETag"] == first["ETag"]
    # When a warning goes up over the page, it stands on paper too.
    factories.shown_notice(publication.article, text="Recalled: stop using it.")
    third = client.get(URL)
    assert "Recalled:stopusingit." in text_in(third.content)
    assert third["ETag"] != first["ETag"]
    assert len(kept_of(publication)) == 1


def test_search_engines_are_told_of_the_paper_too(client: Client, now: clock.StandingClock) -> None:
    """Given a page that they are asked to forget from an instant on, then its PDF asks the same, and not before."""
    policy(noindex_after_days=10)
    publication = factories.published(slug="gene-therapy")
    assert publication.noindex_at
    now.moment = publication.noindex_at - timedelta(seconds=1)
    assert "X-Robots-Tag" not in client.get(URL).headers
    now.moment = publication.noindex_at
    assert client.get(URL)["X-Robots-Tag"] == "noindex"
    assert client.head(URL)["X-Robots-Tag"] == "noindex"


def test_an_overdue_review_is_said_on_paper_too(client: Client) -> None:
    publication = factories.published(slug="gene-therapy")
    with clock.standing_at(publication.overdue_at + timedelta(seconds=1)):
        letters = text_in(client.get(URL).content)
    assert "Thisreviewisoverdue." in letters
    banner = letters.index("Thispageispastthedateofitsnextreview.")
    assert banner < letters.index("MedicallyreviewedbyDr.SampleReviewer")


def test_gone_with_the_page(client: Client) -> None:
    publication = factories.published(slug="gene-therapy")
    had = client.get(URL)
    publisher = factories.person(PUBLISHER)
    withdraw(article=publication.article, reason="Wrong.", notice="Ask us.", by=publisher, door="admin")
    gone = client.get(URL, headers={"if-none-match": had["ETag"]})
    assert gone.status_code == 410
    assert gone.content == client.get("/articles/gene-therapy/").content
    assert client.get("/articles/nothing.pdf").status_code == 404
    factories.draft(slug="only-a-draft")
    assert client.get("/articles/only-a-draft.pdf").status_code == 404


def test_withdrawn_while_it_was_being_made(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    publication = factories.published(slug="gene-therapy")
    publisher = factories.person(PUBLISHER)
    make = printing.printed

    def meanwhile(sheet: printing.Sheet) -> bytes:
        made = make(sheet)
        withdraw(article=publication.article, reason="Wrong.", notice="", by=publisher, door="admin")
        return made

    monkeypatch.setattr(printing, "printed", meanwhile)
    assert client.get(URL).status_code == 410
    assert not kept_of(publication)


def test_destroyed_with_the_text(client: Client) -> None:
    publication = factories.published(slug="gene-therapy")
    client.get(URL)
    assert kept_of(publication)
    publisher = factories.person(PUBLISHER)
    withdraw(article=publication.article, reason="Wrong.", notice="", by=publisher, door="admin")
    factories.saved(publication.article.drafts.get(), title="Another", body="## Other\n\nOther words.\n")
    redacted(publication.edition)
    assert not kept_of(publication)
    assert client.get(URL).status_code == 410


def test_former_addresses_lead_on(client: Client) -> None:
    publication = factories.published(slug="gene-therapy")
    change_address(article=publication.article, slug="genes", by=publication.article.owner, door="admin")
    assert client.get(URL)["Location"] == "/articles/genes.pdf"
    assert client.get("/articles/genes.pdf").status_code == 200


def test_nothing_is_fetched_while_it_is_made(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(0)
        port = listening.getsockname()[1]
        secret = tmp_path / "secret.txt"
        secret.write_text("zebrasecret")
        html = (
            f'<html lang="en"><title>T</title><link rel="stylesheet" href="http://127.0.0.1:{port}/a.css">'
            f'<link rel="attachment" href="file://{secret}"><p>Words</p><img alt="A" src="http://127.0.0.1:{port}/a.png">'
            f'<img alt="B" src="file://{secret}"><img alt="C" src="/media/../../../etc/passwd">'
            f'<object data="file://{secret}"></object><style>p{{background:url(//127.0.0.1:{port}/c)}}</style></html>'
        )
        made = printing.printed(printing.Sheet(html=html, base="http://localhost", files={}, texts={}))
        with pytest.raises(BlockingIOError):
            listening.accept()
    assert "Words" in text_in(made)
    assert not pypdf.PdfReader(io.BytesIO(made)).attachments
    assert b"zebrasecret" not in made


def test_what_takes_too_long_is_ended_and_not_tried_again(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    factories.published(slug="gene-therapy")
    monkeypatch.setattr(printer, "LONGEST", 0.01)
    answer = client.get(URL)
    assert (answer.status_code, answer["Retry-After"]) == (503, "3600")
    assert "print the page itself" in answer.text
    assert "Try again" not in answer.text
    monkeypatch.undo()
    assert client.get(URL).status_code == 503
    assert client.get("/articles/gene-therapy/").status_code == 200


def test_who_can_not_have_theirs_at_once_is_told_at_once(client: Client) -> None:
    factories.published(slug="gene-therapy")
    with ExitStack() as others:
        for number in range(printer.AT_ONCE):
            others.enter_context(printer._turn(f"another {number}"))
        answer = client.get(URL)
        assert (answer.status_code, answer["Retry-After"], answer["Cache-Control"]) == (503, "30", "no-store")
        assert f'<a href="{URL}">Try again</a>' in answer.text
        assert '<a href="/articles/gene-therapy/">Open “Gene therapy”</a>' in answer.text
        assert client.get("/articles/gene-therapy/").status_code == 200
    assert client.get(URL).status_code == 200


def test_many_at_once_take_so_many_turns_and_wait_for_none() -> None:
    sheets = [printing.Sheet(html=f"<p>{number}</p>", base="", files={}, texts={}) for number in range(6)]
    outcomes = together(*(lambda sheet=sheet: printing.printed(sheet) for sheet in sheets))
    assert sum(isinstance(outcome, bytes) for outcome in outcomes) == printer.AT_ONCE
    assert sum(isinstance(outcome, printing.Busy) for outcome in outcomes) == len(sheets) - printer.AT_ONCE


def test_the_same_one_at_once_is_made_once() -> None:
    sheet = printing.Sheet(html="<p>Words</p>", base="", files={}, texts={})
    outcomes = together(*[lambda: printing.printed(sheet)] * 4)
    assert [type(outcome) for outcome in outcomes].count(bytes) == 1
    assert [type(outcome) for outcome in outcomes].count(printing.Busy) == 3


def test_a_machine_without_pango_still_shows_pages(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    factories.published(slug="gene-therapy")
    monkeypatch.setattr(printer, "LIBRARIES", ("no-such-library",))
    printer.is_installed.cache_clear()
    try:
        answer, page = client.get(URL), client.get("/articles/gene-therapy/")
    finally:
        printer.is_installed.cache_clear()
    assert (answer.status_code, answer["Content-Type"]) == (404, "text/plain; charset=utf-8")
    assert "makes no PDFs" in answer.text
    assert page.status_code == 200
    assert URL not in page.text


@pytest.mark.parametrize(
    "body",
    ["## A\n\n" + "> " * 10 + "deep\n", f"## A\n\n{'x' * 20_000}\n", "## A\n\n" + "- a\n" * 2_000],
    ids=["nested", "one word", "many"],
)
def test_hostile_texts_make_a_pdf_or_a_sentence(client: Client, body: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printer, "LONGEST", 5)
    factories.published(slug="gene-therapy", body=body)
    assert client.get(URL).status_code in {200, 503}


def _address() -> Address:
    found = address_of("gene-therapy")
    assert found
    return found


@override_settings(DEMO=True)
def test_the_sample_takes_five_sheets(client: Client) -> None:
    make_sample_library()
    pages = pypdf.PdfReader(io.BytesIO(client.get(URL).content)).pages
    assert len(pages) <= 5
    # The seal begins where the text ends, on no sheet of its own.
    last = pages[-1].extract_text()
    for words in ("References", "Who reviewed this page", "Is this copy still good?"):
        assert words in last
