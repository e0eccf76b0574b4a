"""What stands at the addresses of an article that readers can't open now."""

from datetime import datetime, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.shortcuts import render

from articles.models import Address, Article, Organisation, Publication, Withdrawal
from articles.public import selectors
from articles.seal import history_url
from articles.windows import newest_opened

# Where readers are led may change at any second, so nobody keeps it.
KEPT_BY_NOBODY = "no-store"


def not_live(request: HttpRequest, address: Address, at: datetime, rest: str = "") -> HttpResponse:
    """The way on to the article that took its place, or a page that says what happened and helps: 410. While a safety
    notice stands over the article nobody is led past it: the page carries it, with the way on.

    Of what was never public it is 404, and nothing is told of what is still to come. `rest` is what was asked for below
    the article's own address; nobody is led from there to another article.
    """
    withdrawal = selectors.standing_withdrawal(address.article, at)
    last = withdrawal.publication if withdrawal else newest_opened(address.article, at)
    if last is None:
        raise Http404
    if not address.current:
        return on_to_current(address.article, rest)
    if withdrawal is None:
        return _ended(request, address, last, at)
    instead = selectors.stands_in_for(withdrawal, at)
    if instead and not rest and not selectors.safety_notices_of(address.article, at):
        return HttpResponseRedirect(instead.url, headers={"Cache-Control": KEPT_BY_NOBODY})
    return _withdrawn(request, address, withdrawal, instead, at)


def withdrawn_edition(
    request: HttpRequest, address: Address, hidden: Publication, at: datetime, rest: str
) -> HttpResponse:
    """What stands in the place of an Edition that a withdrawal hides for good: the notice, though the article may be
    live again with another text, to which it leads.
    """
    withdrawal = selectors.hidden_by(hidden)
    if withdrawal is None or withdrawal.ended_at is None or withdrawal.ended_at > at:
        return not_live(request, address, at, rest)
    if not address.current:
        return on_to_current(address.article, rest)
    live = selectors.live_articles(at).filter(article=address.article).first()
    return _withdrawn(request, address, withdrawal, None, at, newer=selectors.listed(live) if live else None)


def on_to_current(article: Article, rest: str = "") -> HttpResponse:
    """From a former address to the one that counts now. Browsers ask each time: an article may take an old one back."""
    current = article.addresses.filter(current=True).values_list("slug", flat=True).get()
    return HttpResponsePermanentRedirect(f"/articles/{current}/{rest}")


def _withdrawn(
    request: HttpRequest,
    address: Address,
    withdrawal: Withdrawal,
    instead: selectors.Listed | None,
    at: datetime,
    *,
    newer: selectors.Listed | None = None,
) -> HttpResponse:
    """The notice of a withdrawn article, or of an Edition of it. It tells nothing of the text, not even its title,
    unless its history stays readable.
    """
    organisation = Organisation.current()
    context = {
        "organisation": organisation,
        "title": withdrawal.publication.edition.title if withdrawal.history_stays else "",
        "notice": withdrawal.notice,
        "since": organisation.day_of(withdrawal.at),
        "instead": instead,
        "newer": newer,
        "history_url": history_url(address.slug) if withdrawal.history_stays else "",
        **_way_on(address, withdrawal.publication, at),
    }
    return render(request, "articles/article_gone.html", context, status=410)


def _ended(request: HttpRequest, address: Address, last: Publication, at: datetime) -> HttpResponse:
    """An article whose time is over, or whose review is long overdue: each says so in words of its own.

    It was good in its time, so its title and its history can be read. "Until" a day is through that day, so what ended
    as a day began was shown until the day before.
    """
    organisation = Organisation.current()
    overdue = last.gone_at is not None and last.gone_at == last.ends
    context = {
        "organisation": organisation,
        "title": last.edition.title,
        "until": organisation.day_of(last.ends - timedelta.resolution) if last.ends else None,
        "last_reviewed": last.last_reviewed,
        "next_review_due": last.next_review_due,
        "history_url": history_url(address.slug),
        **_way_on(address, last, at),
    }
    template = "articles/article_overdue.html" if overdue else "articles/article_ended.html"
    return render(request, template, context, status=410)


def _way_on(address: Address, last: Publication, at: datetime) -> dict[str, Any]:
    """Warnings that stand over the article, and where readers may go from here."""
    section = address.article.section
    return {
        "section": section,
        "safety_notices": selectors.safety_notices_of(address.article, at),
        "nearest": selectors.nearest_articles(address, last.edition, at),
    }
