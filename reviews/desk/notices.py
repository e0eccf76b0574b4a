"""Safety notices at the desk: what stands over which pages, proposing one, confirming and lifting it."""

from datetime import datetime
from typing import Any, Final

from django.contrib import messages
from django.db.models import Count, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles.models import Article, SafetyNotice
from record import clock
from record.canonical import normal_text
from record.errors import BadInput, Refusal, status_of
from reviews.actions import confirm_safety_notice, lift_safety_notice, propose_safety_notice
from reviews.desk.choosing import MOST_LISTED, choice_from, chosen_articles, with_titles
from reviews.desk.doors import DeskRequest, ask, desk_page
from reviews.desk.notice_forms import LiftForm, NoticeForm
from reviews.desk.views import DOOR
from reviews.selectors import confirmers

MOST_PAST: Final = 100


@desk_page
@require_safe
def notices(request: DeskRequest) -> HttpResponse:
    """What readers see, what waits for a second person, what is over."""
    now = clock.now()
    rows = SafetyNotice.objects.select_related("proposed_by", "confirmed_by", "lifted_by").annotate(
        count=Count("pages")
    )
    context = {
        "organisation": request.organisation,
        "shown": rows.shown(now),
        "waiting": rows.waiting(now),
        "over": rows.over(now)[:MOST_PAST],
        "can_propose": request.user.has_perm("reviews.propose_safety_notice"),
    }
    return render(request, "reviews/notice_list.html", context)


@desk_page
def propose(request: DeskRequest) -> HttpResponse:
    """Write it, choose the pages, look at it as readers will see it, propose it."""
    ask(request, "reviews.propose_safety_notice", SafetyNotice(), _("Only publishers can propose safety notices."))
    if request.method != "POST":
        return _write(request, NoticeForm())
    form = NoticeForm(request.POST)
    if not {"preview", "propose"} & set(request.POST):
        # Only looking for articles: what is written is kept, and nothing said of it yet.
        return _write(request, NoticeForm(initial=request.POST.dict()))
    if not form.is_valid():
        return _write(request, form, status=400)
    if not chosen_articles(request.POST, clock.now()).exists():
        form.add_error(None, _("Choose at least one page over which the notice is to stand."))
        return _write(request, form, status=400)
    if "propose" in request.POST:
        return _propose(request, form)
    return _preview(request, form)


def _propose(request: DeskRequest, form: NoticeForm) -> HttpResponse:
    given = {name: form.cleaned_data[name] for name in ("text", "ends_at", "reason")}
    articles = chosen_articles(request.POST, clock.now())
    try:
        notice = propose_safety_notice(articles=articles, by=request.user, door=DOOR, **given)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return _write(request, form, status=status_of(refusal))
    if confirmers(notice).exists():
        messages.success(request, _("Proposed. Readers see it as soon as a second person confirms it; all are told."))
    else:
        messages.warning(
            request, _("Proposed. But nobody else can confirm it: give somebody the role Publisher or Administrator.")
        )
    return redirect("desk:notice", notice.pk)


def _write(request: DeskRequest, form: NoticeForm, status: int = 200) -> HttpResponse:
    context = {
        "organisation": request.organisation,
        "form": form,
        "choice": choice_from(request.POST, clock.now()),
    }
    return render(request, "reviews/notice_form.html", context, status=status)


def _preview(request: DeskRequest, form: NoticeForm) -> HttpResponse:
    now = clock.now()
    choice = choice_from(request.POST, now)
    context = {
        "organisation": request.organisation,
        "safety_notices": [_as_shown(form.cleaned_data["text"], now)],
        "ends_at": form.cleaned_data["ends_at"],
        "choice": choice,
        "more": choice.chosen_count - len(choice.chosen),
        "kept": [(name, request.POST[name]) for name in ("text", "ends_at", "reason")] + [("kept", choice.kept)],
    }
    return render(request, "reviews/notice_preview.html", context)


def _as_shown(text: str, at: datetime) -> SafetyNotice:
    """A notice as it would stand on pages, confirmed at that moment. Not stored."""
    return SafetyNotice(text=normal_text(text).strip(), confirmed_at=at)


@desk_page
@require_safe
def detail(request: DeskRequest, pk: int) -> HttpResponse:
    """One notice, its pages, and what can be done about it."""
    return _detail(request, _find(pk))


def _find(pk: int) -> SafetyNotice:
    rows = SafetyNotice.objects.select_related("proposed_by", "confirmed_by", "lifted_by")
    # No number above what a key can hold is an address.
    notice = rows.filter(pk=pk).first() if pk < 2**63 else None
    if notice is None:
        raise Http404
    return notice


def _detail(
    request: DeskRequest,
    notice: SafetyNotice,
    *,
    lift_form: LiftForm | None = None,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    now, person = clock.now(), request.user
    standing = notice.lifted_at is None and notice.ends_at > now
    pages: QuerySet[Article] = with_titles(now).filter(safety_notices__notice=notice)
    count = notice.pages.count()
    waits = standing and notice.confirmed_at is None
    context: dict[str, Any] = {
        "organisation": request.organisation,
        "refusal": refusal,
        "notice": notice,
        "state": _state(notice, standing),
        "safety_notices": [_as_shown(notice.text, notice.confirmed_at or now)],
        "articles": pages[:MOST_LISTED],
        "count": count,
        "more": max(0, count - MOST_LISTED),
        "is_waiting": waits,
        "is_own": notice.proposed_by_id == person.pk,
        "can_confirm": waits
        and notice.proposed_by_id != person.pk
        and person.has_perm("reviews.confirm_safety_notice", notice),
        "lift_form": (lift_form or LiftForm(initial={"was_shown": notice.confirmed_at is not None}))
        if standing and person.has_perm("reviews.lift_safety_notice", notice)
        else None,
    }
    return render(request, "reviews/notice_detail.html", context, status=status)


def _state(notice: SafetyNotice, standing: bool) -> str:
    if standing:
        return _("Readers see it now") if notice.confirmed_at else _("Waits for a second person")
    if notice.lifted_at:
        return _("Lifted") if notice.confirmed_at else _("Dropped")
    return _("Ended") if notice.confirmed_at else _("Never confirmed")


@desk_page
def confirm(request: DeskRequest, pk: int) -> HttpResponse:
    """Put a proposed notice before readers. Sent twice, it is done once; after its end nobody is told that it shows."""
    notice = _find(pk)
    if request.method != "POST":
        return redirect("desk:notice", pk)
    ask(request, "reviews.confirm_safety_notice", notice, _("Only publishers can confirm safety notices."))
    try:
        confirm_safety_notice(notice=notice, by=request.user, door=DOOR)
    except Refusal as refusal:
        notice = _find(pk)
        if notice.confirmed_by_id != request.user.pk or notice.lifted_at or notice.ends_at <= clock.now():
            return _detail(request, notice, refusal=str(refusal), status=status_of(refusal))
    messages.success(request, _("Confirmed. Readers see it now."))
    return redirect("desk:notice", pk)


@desk_page
def lift(request: DeskRequest, pk: int) -> HttpResponse:
    """Take a notice from before readers, or drop a proposal. Sent twice, it is done once."""
    notice = _find(pk)
    if request.method != "POST":
        return redirect("desk:notice", pk)
    ask(request, "reviews.lift_safety_notice", notice, _("Only publishers can lift safety notices."))
    form = LiftForm(request.POST)
    if not form.is_valid():
        return _detail(request, notice, lift_form=form, status=400)
    try:
        given = form.cleaned_data
        lift_safety_notice(
            notice=notice, reason=given["reason"], shown_seen=given["was_shown"], by=request.user, door=DOOR
        )
    except BadInput as refusal:
        form.add_error("reason", str(refusal))
        return _detail(request, notice, lift_form=form, status=400)
    except Refusal as refusal:
        notice = _find(pk)
        if notice.lifted_by_id != request.user.pk:
            again = LiftForm({"reason": form.cleaned_data["reason"], "was_shown": notice.confirmed_at is not None})
            return _detail(request, notice, lift_form=again, refusal=str(refusal), status=status_of(refusal))
    was_shown = _find(pk).confirmed_at is not None
    messages.success(
        request,
        _("Lifted. Readers don’t see it any more.") if was_shown else _("Dropped. Readers never saw it."),
    )
    return redirect("desk:notice", pk)
