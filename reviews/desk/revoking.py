"""Taking a signature back: a page that lists what would end, and the verb."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from record import clock
from record.errors import Refusal
from reviews.actions import revoke as revoke_verb
from reviews.actions.revoke import ends_with
from reviews.desk.doors import DeskRequest, ask, desk_page
from reviews.desk.forms import RevokeForm
from reviews.desk.views import DOOR, status_of
from reviews.models import Revocation, SignOff
from reviews.seals import signature_shown


@desk_page
def revoke(request: DeskRequest, pk: int) -> HttpResponse:
    """Which pages rest on the signature and would end; then the verb. Twice sent is done once."""
    sign_off = SignOff.objects.select_related("edition__article", "review").filter(pk=pk).first()
    if sign_off is None:
        raise Http404
    ask(
        request,
        "reviews.revoke_sign_off",
        sign_off,
        _("A signature can be taken back by whoever gave it, or by an administrator."),
    )
    if Revocation.objects.filter(sign_off=sign_off).exists():
        messages.info(request, _("This signature was taken back."))
        return redirect(sign_off.review)
    if request.method != "POST":
        return _confirm(request, sign_off, None)
    form = RevokeForm(request.POST)
    if not form.is_valid():
        return _confirm(request, sign_off, form, 400)
    try:
        revoke_verb(
            sign_off=sign_off,
            reason=form.cleaned_data["reason"],
            ends_seen=form.ends_seen(),
            by=request.user,
            door=DOOR,
        )
    except Refusal as refusal:
        return _confirm(request, sign_off, form, status_of(refusal), str(refusal))
    messages.success(request, _("Taken back. The signature counts nowhere any more."))
    return redirect(sign_off.review)


def _confirm(
    request: DeskRequest, sign_off: SignOff, form: RevokeForm | None, status: int = 200, refusal: str = ""
) -> HttpResponse:
    now = clock.now()
    ends = ends_with(sign_off, now)
    seen = " ".join(str(row.pk) for row in ends)
    if form is None:
        form = RevokeForm(initial={"ends": seen})
    else:
        data = request.POST.copy()
        data["ends"] = seen
        form = RevokeForm(data)
    context: dict[str, Any] = {
        "organisation": request.organisation,
        "refusal": refusal,
        "form": form,
        "sign_off": sign_off,
        "review": signature_shown(sign_off, request.organisation),
        "ends": ends,
        "now": now,
    }
    return render(request, "reviews/revoke_confirm.html", context, status=status)
