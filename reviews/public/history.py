"""An article's history for readers: every Edition that was public, and each as it stood."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone

from articles.models import Address, Organisation, Publication, redaction_of
from articles.public.columns import columns_of
from articles.public.gone import not_live, on_to_current, withdrawn_edition
from articles.public.pages import page_of, public_page
from articles.public.selectors import (
    address_of,
    gone_publication,
    live_publication,
    past_safety_notices_of,
    safety_notices_of,
    standing_withdrawal,
)
from articles.seal import history_url, seal_of
from record import clock
from reviews.public.periods import periods_of
from reviews.public.views import redacted

PER_PAGE = 50


@public_page
def history(request: HttpRequest, slug: str) -> HttpResponse:
    """Every Edition that was public: from when to when, what changed, who signed, and how it ended."""
    address = _address(slug)
    now = clock.now()
    shown = Publication.objects.shown(now).filter(article=address.article).order_by("-opens")
    rows = shown.select_related("edition").prefetch_related("withdrawals")
    newest = shown.select_related("edition").first()
    if newest is None:
        return not_live(request, address, now, "history/")
    if not address.current:
        return on_to_current(address.article, "history/")
    organisation = Organisation.current()
    page = page_of(rows, request.GET.get("page", "1"), PER_PAGE)
    context = {
        "organisation": organisation,
        "page": page,
        "periods": periods_of(address.article, page.object_list, organisation, now),
        "title": newest.edition.title or address.slug,
        "safety_notices": safety_notices_of(address.article, now),
        "past_notices": past_safety_notices_of(address.article, now) if page.number == 1 else [],
        **_standing(address, organisation, now),
    }
    with timezone.override(organisation.zone):
        return render(request, "reviews/article_history.html", context)


@public_page
def edition(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """An Edition of old as it stood, with the byline and dates of its last Publication, marked as no longer current.

    The live Edition's own number leads to the article, for now: what is current has one address, and this page always
    says that what it shows is not. Search engines are asked to leave it alone, and no other address is named as the one
    that counts, since that one holds another text.
    """
    address = _address(slug)
    now = clock.now()
    rest = f"editions/{number}/"
    of_number = {"article": address.article, "edition__number": number}
    shown = Publication.objects.shown(now).filter(**of_number)
    publication = shown.select_related("edition").order_by("-opens").first()
    if publication is None:
        hidden = Publication.objects.opened(now).filter(**of_number).order_by("-opens").first()
        if hidden is None:
            raise Http404
        return withdrawn_edition(request, address, hidden, now, rest)
    if not address.current:
        return on_to_current(address.article, rest)
    if told := redaction_of(publication.edition.digest):
        return redacted(request, publication.edition.digest, told)
    organisation = Organisation.current()
    state = _standing(address, organisation, now)
    if state["live"] and state["live"].edition_id == publication.edition_id:
        return HttpResponseRedirect(address.article.get_absolute_url(), headers={"Cache-Control": "no-store"})
    (period,) = periods_of(address.article, [publication], organisation, now)
    stood = period.closes or now
    seal = replace(seal_of(publication, stood), reviews=period.byline, history_url=history_url(address.slug))
    context = {
        **columns_of(address, publication, now),
        "organisation": organisation,
        "period": period,
        "seal": seal,
        "taken_back": [row for row in period.byline if row.taken_back],
        **state,
    }
    with timezone.override(organisation.zone):
        return render(request, "reviews/edition_detail.html", context)


def _address(slug: str) -> Address:
    address = address_of(slug)
    if address is None:
        raise Http404
    return address


def _standing(address: Address, organisation: Organisation, at: datetime) -> dict[str, Any]:
    """What readers see of the article at that moment, or since when they see nothing, and where."""
    live = live_publication(address.article, at)
    withdrawal = None if live else standing_withdrawal(address.article, at)
    gone = None if live or withdrawal else gone_publication(address.article, at)
    return {
        "live": live,
        "withdrawn_on": organisation.day_of(withdrawal.at) if withdrawal else None,
        "gone_on": organisation.day_of(gone.gone_at) if gone and gone.gone_at else None,
        "slug": address.slug,
        "article_url": f"/articles/{address.slug}/",
        "history_url": history_url(address.slug),
    }
