"""Where readers say whether a page helped, and what is wrong with it. No cookie, no token, no script, no third party.

What keeps strangers from misusing it: a form is refused where the browser says that another site sent it; so many
an hour from one address, so many in all; a field that people don't see and programs fill in. What is kept of an
address for an hour is a hash with a salt of the day, in the cache: tomorrow nobody can tell whose it was.
"""

import hashlib
import secrets
from datetime import timedelta
from ipaddress import ip_address, ip_network
from typing import Final

from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import BadRequest, RequestDataTooBig
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.csrf import csrf_exempt

from articles.markdown import is_slug
from articles.models import Publication
from articles.public.pages import forget_cookies, public_page
from record import clock
from record.canonical import is_digest
from record.errors import Refusal
from reviews.actions.receive_feedback import TooMuch, WrongAnswer, receive_feedback
from reviews.masking import Kind
from reviews.models.feedback import KEPT, LONGEST_COMMENT

# From one address in an hour. Everybody in a hospital may share one.
MOST: Final = 20
HOUR: Final = timedelta(hours=1)
# Bytes of a form: the longest comment, every letter of it escaped.
LARGEST: Final = 40_000
HONEYPOT: Final = "website"
# What something looked like that was taken out, in the words of the page that thanks.
TAKEN: Final = {
    Kind.EMAIL: _lazy("an e-mail address"),
    Kind.NUMBER: _lazy("a phone number, or another number of a person"),
    Kind.RECORD: _lazy("the number of a record, a policy or an insurance"),
    Kind.DATE: _lazy("a date of birth"),
    Kind.NAME: _lazy("a name"),
    Kind.ADDRESS: _lazy("a postal address"),
}


@csrf_exempt
def feedback(request: HttpRequest) -> HttpResponse:
    """What it is for; with POST, the answer of a reader."""
    if request.method != "POST":
        return about(request) if request.method in {"GET", "HEAD"} else HttpResponseNotAllowed(["GET", "HEAD", "POST"])
    forget_cookies(request)
    return _no_store(_received(request))


@public_page
def about(request: HttpRequest) -> HttpResponse:
    """What feedback is for, and what becomes of it."""
    return render(request, "reviews/feedback.html", _facts())


@public_page
def thanks(request: HttpRequest) -> HttpResponse:
    """What a reader sees who has sent something, or a program whose words weren't kept.

    `about` names the article to go back to, `taken`, any number of times, the kinds of what was taken out (`Kind`);
    other words say nothing. The page is the same for everyone at that address, and says nothing of who sent what.
    """
    named = set(request.GET.getlist("taken"))
    taken = [said for kind, said in TAKEN.items() if kind in named]
    context = {**_facts(), **_article(slug=request.GET.get("about", "")), "thanks": True, "taken": taken}
    return render(request, "reviews/feedback.html", context)


def _received(request: HttpRequest) -> HttpResponse:
    """Keep it and thank, or say why not."""
    if refused := _shut_out(request):
        return refused
    sent, told = request.POST, {}
    if not sent.get(HONEYPOT):
        if not _may_send(request):
            return _refused(request, _("You have sent a great deal. Please try again in an hour."), 429)
        try:
            kept = receive_feedback(
                digest=sent.get("digest", ""), kind=sent.get("kind", ""), comment=sent.get("comment", "")
            )
        except Refusal as refusal:
            field = refusal.field if isinstance(refusal, WrongAnswer) else ""
            return _refused(request, str(refusal), 429 if isinstance(refusal, TooMuch) else 400, field)
        told = {"about": kept.feedback.edition.article.slug, "taken": sorted(set(kept.taken))}
    query = urlencode(told, doseq=True)
    return HttpResponseRedirect(f"/feedback/thanks/{'?' * bool(query)}{query}", status=303)


def _shut_out(request: HttpRequest) -> HttpResponse | None:
    """The refusal of what isn't even read."""
    if not comes_from_us(request):
        return _refused(request, _("This form has to be sent from one of our own pages."), 403)
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST:
        return _refused(request, _("This is too long. Please say it in fewer words."), 413)
    try:
        request.POST  # noqa: B018 (reads it)
    except (BadRequest, RequestDataTooBig):
        return _refused(request, _("This form can’t be read."), 422)
    return None


def comes_from_us(request: HttpRequest) -> bool:
    """Whether nothing of what the browser says names another site: not its word for it, not the origin, and where that
    isn't said, not the page that led here. Readers have no cookies that a form from elsewhere could use, so one that
    says nothing is heard; an origin that hides itself needs another word.
    """
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    if site not in {None, "none", "same-origin"}:
        return False
    if origin not in {None, "null"}:
        return origin == settings.PUBLIC_ORIGIN
    if site == "same-origin":
        return True
    referer = request.headers.get("Referer")
    return referer.startswith(f"{settings.PUBLIC_ORIGIN}/") if referer else origin is None


def _may_send(request: HttpRequest) -> bool:
    """Count this one, and say whether it is one too many from that address in this hour."""
    now = clock.now()
    salt = cache.get_or_set(f"feedback-salt-{now:%Y-%m-%d}", secrets.token_hex, timeout=24 * 60 * 60)
    whose = hashlib.sha256(f"{salt} {_household(request.META.get('REMOTE_ADDR', ''))}".encode()).hexdigest()
    return _counted(f"feedback-{now:%Y-%m-%d-%H}-{whose[:32]}")


def _counted(key: str) -> bool:
    """Take the next of the hour's places under this key; False when all are taken.

    A place is taken by `add`, which one alone of many at the same moment can do, in a table as in Redis; counting a
    number up isn't safe in a table. The last place known to be taken says where to begin: those before it
    are taken too, and none is given back before the hour of its key is over.
    """
    last, hour = cache.get(key, 0), HOUR.total_seconds()
    for place in range(last + 1, MOST + 1):
        if cache.add(f"{key}-{place}", True, timeout=hour):
            cache.set(key, place, timeout=hour)
            return True
    cache.set(key, MOST, timeout=hour)
    return False


def _household(address: str) -> str:
    """The address; of IPv6 the part that a household shares, since it has as many of the rest as it likes."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    return str(ip_network(f"{found}/64", strict=False)) if found.version == 6 else str(found)


def _refused(request: HttpRequest, sentence: str, status: int, field: str = "") -> HttpResponse:
    """The form again, with what was written in it, why it wasn't taken, and which field has to be put right."""
    sent = request.POST if status in {400, 429} else {}
    context = {
        **_facts(),
        **_article(digest=sent.get("digest", "")),
        "refusal": sentence,
        "field": field,
        "digest": sent.get("digest", ""),
        "kind": sent.get("kind", ""),
        "comment": sent.get("comment", "")[:LONGEST_COMMENT],
        "again": status in {400, 429},
    }
    response = render(request, "reviews/feedback.html", context, status=status)
    if status == 429:
        response.headers["Retry-After"] = str(int(HOUR.total_seconds()))
    return response


def _article(*, digest: str = "", slug: str = "") -> dict[str, str]:
    """Title and address of the live article that has this text, or this address. Nothing where there is none."""
    lives = Publication.objects.live(clock.now())
    if is_digest(digest):
        lives = lives.filter(edition__content_row=digest)
    elif is_slug(slug):
        lives = lives.filter(article__addresses__slug=slug, article__language=settings.LANGUAGE_CODE)
    else:
        return {}
    found = lives.select_related("edition", "article").first()
    return {"title": found.edition.title, "article_url": found.article.get_absolute_url()} if found else {}


def _facts() -> dict[str, object]:
    return {"days": KEPT.days}


def _no_store(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "no-store"
    return response
