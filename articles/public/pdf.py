"""The article for paper: the same signed fragments as the page, with the seal and a way to check it. A PDF."""

import logging
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final
from urllib.parse import quote

import segno
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _

from articles import printing
from articles.models import Address, Media, Organisation, Publication, UseKind
from articles.public import selectors
from articles.public.pages import ASK_FIRST, public_page
from articles.public.views import article_detail
from articles.seal import seal_of
from articles.shown import shown_fragments
from record import clock

logger = logging.getLogger(__name__)

STYLES: Final = "/static/css/pdf.css"
SHEETS: Final = ("pdf.css", "tokens.css", "reading.css")
"""The sheet of the PDF and what it imports."""
FONTS: Final = ("atkinson-hyperlegible-next-basic.woff2", "atkinson-hyperlegible-next-accents.woff2")
QR_CODE: Final = "/check.svg"
PICTURES: Final = (".png", ".jpg", ".webp", ".gif")
# What couldn't be made is not tried again for so many seconds: it would fail again, and cost as much.
FAILED_FOR: Final = 60 * 60
# Those who find the printer busy may come back after so many seconds.
LATER: Final = 30


@dataclass(frozen=True, slots=True)
class NotNow:
    """Why there is no PDF, and after how many seconds to ask again."""

    sentence: str
    seconds: int


@public_page
def article_pdf(request: HttpRequest, slug: str) -> HttpResponse:
    """The live Edition as a PDF. Where it isn't live, whatever stands at the article's own address."""
    address, now = selectors.address_of(slug), clock.now()
    publication = selectors.live_publication(address.article, now) if address else None
    if address is None or publication is None:
        return article_detail(request, slug)
    if not printing.is_installed():
        return _said(_("This library makes no PDFs. Please print the page itself: your browser does it well."), 404)
    if not address.current:
        return HttpResponsePermanentRedirect(printing.pdf_url(address.article.slug))
    return _live_pdf(request, address, publication, now)


def _live_pdf(request: HttpRequest, address: Address, publication: Publication, now: datetime) -> HttpResponse:
    sheet = sheet_of(address, publication, now)
    tag = f'"{sheet.fingerprint}"'
    if has_it := get_conditional_response(request, etag=tag):
        return has_it
    pdf = _kept_or_made(sheet, publication)
    if isinstance(pdf, NotNow):
        return _not_now(request, address, publication, pdf)
    # Making it took a while, in which the text may have been withdrawn.
    if not _is_live(publication):
        return article_detail(request, address.slug)
    response = _sent(pdf, tag, address, publication)
    if publication.is_noindex(now):
        response.headers["X-Robots-Tag"] = "noindex"
    return response


def _sent(pdf: bytes, tag: str, address: Address, publication: Publication) -> HttpResponse:
    return HttpResponse(
        pdf,
        content_type="application/pdf",
        headers={
            "ETag": tag,
            "Cache-Control": ASK_FIRST,
            "Content-Disposition": f"inline; filename*=UTF-8''{_file_name(address, publication)}",
            "Link": f'<{settings.PUBLIC_ORIGIN}{address.article.get_absolute_url()}>; rel="canonical"',
            "X-Content-Type-Options": "nosniff",
        },
    )


def sheet_of(address: Address, publication: Publication, at: datetime) -> printing.Sheet:
    """The page to print, with all that it shows. Like the page on the screen it is the same for everyone."""
    edition, organisation = publication.edition, Organisation.current()
    seal = seal_of(publication, at)
    verify = f"{settings.PUBLIC_ORIGIN}{seal.verify_url}"
    context = {
        "demo": settings.DEMO,
        "organisation": organisation,
        "title": edition.title,
        "lead": edition.lead,
        "language": edition.content["language"],
        "address": f"{settings.PUBLIC_ORIGIN}{address.article.get_absolute_url()}",
        "fragments": shown_fragments(edition),
        "safety_notices": selectors.safety_notices_of(address.article, at),
        "seal": seal,
        "verify": verify,
        "styles": STYLES,
        "qr_code": QR_CODE,
    }
    html = render_to_string("articles/article_print.html", context)
    return printing.Sheet(
        html=html,
        base=settings.PUBLIC_ORIGIN,
        files=_pictures(publication) | {f"/static/fonts/{font}": _static("fonts", font) for font in FONTS},
        texts={f"/static/css/{sheet}": _static("css", sheet).read_text() for sheet in SHEETS}
        | {QR_CODE: _qr_code(verify)},
    )


def _kept_or_made(sheet: printing.Sheet, publication: Publication) -> bytes | NotNow:
    """The PDF, or why there is none now. Of a text that isn't live any more none is kept."""
    digest = publication.edition.digest
    if pdf := printing.kept(digest, sheet.fingerprint):
        return pdf
    made = _made(sheet, digest)
    if isinstance(made, bytes) and _is_live(publication):
        printing.keep(digest, sheet.fingerprint, made)
        if not _is_live(publication):
            printing.forget(digest)
    return made


def _is_live(publication: Publication) -> bool:
    return Publication.objects.live(clock.now()).filter(pk=publication.pk).exists()


def _made(sheet: printing.Sheet, digest: str) -> bytes | NotNow:
    """The PDF, or why there is none now."""
    failed = f"pdf-failed-{sheet.fingerprint}"
    try:
        if not cache.get(failed):
            return printing.printed(sheet)
    except printing.Busy:
        return NotNow(_("Other readers are having their PDFs made. Please try again in half a minute."), LATER)
    except printing.Failed as failure:
        cache.set(failed, True, FAILED_FOR)
        logger.warning("No PDF could be made of %s: %s", digest, failure)
    sentence = _("This page can’t be made into a PDF. Please print the page itself: your browser does it well.")
    return NotNow(sentence, FAILED_FOR)


def _not_now(request: HttpRequest, address: Address, publication: Publication, why: NotNow) -> HttpResponse:
    """A page that offers to try again, where that may help soon, and the page itself for printing."""
    context = {
        "sentence": why.sentence,
        "title": publication.edition.title,
        "article_url": address.article.get_absolute_url(),
        "again": printing.pdf_url(address.slug) if why.seconds == LATER else "",
    }
    response = render(request, "articles/pdf_not_now.html", context, status=503)
    response["Retry-After"] = str(why.seconds)
    response["Cache-Control"] = "no-store"
    return response


def _said(sentence: str, status: int) -> HttpResponse:
    return HttpResponse(f"{sentence}\n", status=status, content_type="text/plain; charset=utf-8")


def _pictures(publication: Publication) -> dict[str, Path]:
    """The stored pictures that the text uses, by address."""
    names = publication.edition.uses.filter(kind=UseKind.MEDIA).values("value")
    stored = Media.objects.filter(name__in=names)
    return {one.get_absolute_url(): one.path for one in stored if one.name.endswith(PICTURES) and one.path.is_file()}


def _static(folder: str, name: str) -> Path:
    return Path(settings.BASE_DIR, "static", folder, name)


def _qr_code(address: str) -> str:
    """The address as a picture that a phone reads."""
    return segno.make(address, error="m", micro=False).svg_inline(border=2, scale=4)


def _file_name(address: Address, publication: Publication) -> str:
    return quote(f"{address.slug}-edition-{publication.edition.number}.pdf", safe="")
