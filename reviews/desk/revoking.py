"""Taking a signature or an attestation back: a page that lists what would end, and the verb."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from articles.models import Publication
from articles.windows import scheduled_of
from record import clock
from record.errors import Refusal, status_of
from reviews.actions import revoke as revoke_verb
from reviews.actions import revoke_attestation as revoke_attestation_verb
from reviews.actions.taking_back import corrections_lost, ends_with
from reviews.desk.doors import DeskRequest, ask, desk_page
from reviews.desk.forms import RevokeForm
from reviews.desk.views import DOOR
from reviews.models import Attestation, Review, ReviewPurpose, SignOff
from reviews.seals import attestation_shown, signature_shown
from reviews.selectors import over_unseen

RELATED = ("edition__article", "review", "revocation")


@desk_page
def revoke(request: DeskRequest, pk: int) -> HttpResponse:
    """Which pages rest on the signature and would end; then the verb. Twice sent is done once."""
    sign_off = SignOff.objects.select_related(*RELATED).filter(pk=pk).first()
    if sign_off is None:
        raise Http404
    refusal = _("A signature can be taken back by whoever gave it, or by an administrator.")
    ask(request, "reviews.revoke_sign_off", sign_off, refusal)

    def verb(reason: str, ends_seen: list[int]) -> None:
        revoke_verb(sign_off=sign_off, reason=reason, ends_seen=ends_seen, by=request.user, door=DOOR)

    return _revoke(request, sign_off, verb)


@desk_page
def revoke_attestation(request: DeskRequest, pk: int) -> HttpResponse:
    """The same for an attestation."""
    attestation = Attestation.objects.select_related(*RELATED).filter(pk=pk).first()
    if attestation is None:
        raise Http404
    refusal = _("Only administrators can take an attestation back.")
    ask(request, "reviews.revoke_attestation", attestation, refusal)

    def verb(reason: str, ends_seen: list[int]) -> None:
        revoke_attestation_verb(attestation=attestation, reason=reason, ends_seen=ends_seen, by=request.user, door=DOOR)

    return _revoke(request, attestation, verb)


def _revoke(request: DeskRequest, given: SignOff | Attestation, verb: Callable[[str, list[int]], None]) -> HttpResponse:
    if hasattr(given, "revocation"):
        messages.info(request, _("This was taken back."))
        return redirect(given.review)
    if request.method != "POST":
        return _confirm(request, given, None)
    form = RevokeForm(request.POST)
    if not form.is_valid():
        return _confirm(request, given, form, 400)
    try:
        verb(form.cleaned_data["reason"], form.ends_seen())
    except Refusal as refusal:
        return _confirm(request, given, form, status_of(refusal), str(refusal))
    messages.success(request, _("Taken back. It counts nowhere any more."))
    return redirect(given.review)


def _comes_back(ends: list[Publication], now: datetime) -> Publication | None:
    """What stays scheduled of an article whose live page ends: it brings the page back."""
    live = next((row for row in ends if row.opens <= now), None)
    scheduled = scheduled_of(live.article, now) if live else None
    return None if scheduled in ends else scheduled


def _can_be_signed(given: SignOff | Attestation, ends: list[Publication], now: datetime) -> bool:
    """Whether the same text can be signed anew at once: its review is open, or is again as what is scheduled ends."""
    again = Review.objects.open().filter(edition=given.edition_id, purpose=given.review.purpose)
    if given.review.purpose == ReviewPurpose.REREVIEW:
        if over_unseen(given.review):
            return False
        again = again.filter(pk=given.review_id)
    return again.exists() or any(
        row.edition_id == given.edition_id and row.opens > now and not _opened_before(row) for row in ends
    )


def _opened_before(scheduled: Publication) -> bool:
    """Whether its review has opened a page already: then it stays over, also as this one is cancelled."""
    opened = scheduled.published_review.review.published.exclude(publication=scheduled)
    return opened.filter(publication__cancelled_at=None).exists()


def _confirm(
    request: DeskRequest,
    given: SignOff | Attestation,
    form: RevokeForm | None,
    status: int = 200,
    refusal: str = "",
) -> HttpResponse:
    now = clock.now()
    ends = ends_with(given, now)
    seen = " ".join(str(row.pk) for row in ends)
    if form is None:
        form = RevokeForm(initial={"ends": seen})
    else:
        data = request.POST.copy()
        data["ends"] = seen
        form = RevokeForm(data)
    organisation = request.organisation
    if isinstance(given, SignOff):
        shown = signature_shown(given, organisation)
    else:
        shown = attestation_shown(given, organisation)
    context: dict[str, Any] = {
        "organisation": organisation,
        "refusal": refusal,
        "form": form,
        "given": given,
        "attested": shown.kind == "attestation",
        "review": shown,
        "ends": ends,
        "corrections": corrections_lost(given, now),
        "comes_back": _comes_back(ends, now),
        "can_be_signed": _can_be_signed(given, ends, now),
        "now": now,
    }
    return render(request, "reviews/revoke_confirm.html", context, status=status)
