"""The reviewers' desk: the queue, one Review, and the verbs that are done from there. Each view calls one verb."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles.models import SafetyNotice
from people.notifications import mail_reaches_nobody
from people.proof import TooMany
from record import clock
from record.canonical import normal_text
from record.errors import BadInput, NotAllowed, Refusal, status_of
from reviews.actions import recall as recall_verb
from reviews.actions import request_changes, sign_off
from reviews.actions.sign_off import record_refusal
from reviews.desk.detail import find_review, page_of
from reviews.desk.doors import DeskRequest, ask, desk_page
from reviews.desk.forms import ChangesForm, SignForm
from reviews.desk.queue import lists_for
from reviews.models import Review, ReviewState
from reviews.proof import password_proof
from reviews.selectors import attestable_reviews, authors_to_tell, counting_signatures, over_unseen, overdue_pages
from reviews.signing import signing_of

DOOR = "desk"


@desk_page
@require_safe
def queue(request: DeskRequest) -> HttpResponse:
    """Who waits for what since when."""
    now = clock.now()
    context: dict[str, Any] = lists_for(request.user, request.organisation.day_of(now), now)
    context["overdue"] = overdue_pages(now).count()
    context["notices_waiting"] = SafetyNotice.objects.waiting(now).count()
    if request.user.has_perm("reviews.attest_review"):
        context["attestable"] = attestable_reviews().count()
    return render(request, "reviews/queue.html", {"organisation": request.organisation, **context})


@desk_page
@require_safe
def detail(request: DeskRequest, pk: int) -> HttpResponse:
    """One Review: what changed, the Edition as readers would see it, and the pen."""
    review = find_review(pk)
    ask(request, "reviews.view_review", review, "")
    return render(request, "reviews/review_detail.html", page_of(request, review))


@desk_page
def sign(request: DeskRequest, pk: int) -> HttpResponse:
    """Sign what was on the screen. Sent twice, it is one signature."""
    review = find_review(pk)
    if request.method != "POST":
        return redirect(review)
    only = _("Only reviewers who didn’t write at this text can sign it.")
    if not request.user.has_perm("reviews.sign_off", review):
        _on_record(request, review, only)
    ask(request, "reviews.sign_off", review, only)
    if not _is_signed(request, review) and (refused := _sign(request, review)):
        return refused
    return _done(request, review, _("Signed. Thank you: your signature is on record."))


def _sign(request: DeskRequest, review: Review) -> HttpResponse | None:
    """Sign, or give the page that says why not."""
    today = request.organisation.day_of(clock.now())
    signing = signing_of(review, request.user, counting_signatures(review), today, over=over_unseen(review))
    # Where there is no role the verb says why, and puts the attempt on record.
    form = SignForm(_with_digest(request.POST, review), review=review, roles=signing.roles or review.required_roles)
    if not form.is_valid():
        _on_record(request, review, _why_incomplete(form))
        return _refused(request, review, 400, sign_form=form)
    try:
        # Before the verb: wrong passwords stay counted, and no lock waits for the check.
        proof = password_proof(request, form.cleaned_data["password"])
    except NotAllowed as refusal:
        _on_record(request, review, str(refusal))
        form.add_error("password", str(refusal))
        return _refused(request, review, 429 if isinstance(refusal, TooMany) else 400, sign_form=form)
    digest, role = request.POST.get("digest", ""), form.cleaned_data["role"]
    try:
        sign_off(review=review, digest=digest, role=role, proof=proof, door=DOOR)
    except Refusal as refusal:
        if not _is_signed(request, review):
            return _refused(request, review, status_of(refusal), refusal=str(refusal))
    return None


def _on_record(request: DeskRequest, review: Review, why: str) -> None:
    """A signature that was refused before the verb was called."""
    record_refusal(review=review, digest=request.POST.get("digest", ""), by=request.user, door=DOOR, why=why)


def _why_incomplete(form: SignForm) -> str:
    """In words of our own: the form's own sentences repeat what was sent."""
    if "role" in form.errors:
        return _("No role was named in which this person can sign now.")
    return _("No password was given that could be checked.")


@desk_page
def changes(request: DeskRequest, pk: int) -> HttpResponse:
    """Ask for changes of what was on the screen. Whatever is refused, the reasons stay in the form."""
    review = find_review(pk)
    if request.method != "POST":
        return redirect(review)
    ask(request, "reviews.request_changes", review, _("Only reviewers can ask for changes."))
    form = ChangesForm(_with_digest(request.POST, review))
    if not form.is_valid():
        return _refused(request, review, 400, changes_form=form)
    try:
        request_changes(
            review=review,
            digest=request.POST.get("digest", ""),
            reasons=form.cleaned_data["reasons"],
            by=request.user,
            door=DOOR,
        )
    except Refusal as refusal:
        if review.change_requests.filter(by=request.user, reasons=normal_text(form.cleaned_data["reasons"])).exists():
            return _done(request, review, _("You have asked for these changes."))
        form.add_error("reasons" if isinstance(refusal, BadInput) else None, str(refusal))
        return _refused(request, review, status_of(refusal), changes_form=form)
    return _done(request, review, _told_of_changes(review))


def _told_of_changes(review: Review) -> str:
    if mail_reaches_nobody():
        return _("Asked for. But nobody is told before a mail server is named (EMAIL_URL).")
    if authors_to_tell(review):
        return _("Asked for. The authors are told.")
    return _("Asked for. But nobody is told: no author has an active account with an email address.")


@desk_page
def recall(request: DeskRequest, pk: int) -> HttpResponse:
    """Take a text back out of review."""
    review = find_review(pk)
    if request.method != "POST":
        return redirect(review)
    ask(request, "reviews.recall_review", review, _("Only editors can take a text back."))
    try:
        recall_verb(review=review, by=request.user, door=DOOR)
    except Refusal as refusal:
        if find_review(pk).state != ReviewState.RECALLED:
            return _refused(request, review, status_of(refusal), refusal=str(refusal))
    return _done(request, review, _("Taken back. Nobody is asked to sign it any more."))


def _refused(request: DeskRequest, review: Review, status: int, **shown: Any) -> HttpResponse:
    """The page again, as things stand now, with what was wrong and what was typed."""
    return render(
        request, "reviews/review_detail.html", page_of(request, find_review(review.pk), **shown), status=status
    )


def _done(request: DeskRequest, review: Review, sentence: str) -> HttpResponse:
    messages.success(request, sentence)
    return redirect(review)


def _is_signed(request: DeskRequest, review: Review) -> bool:
    """Whether just this signature stands already: the form was sent twice. One that was taken back stands no more."""
    own = review.sign_offs.filter(reviewer=request.user, digest=review.edition.digest, revocation=None)
    return request.POST.get("digest") == review.edition.digest and request.POST.get("role") in own.values_list(
        "role", flat=True
    )


def _with_digest(sent: QueryDict, review: Review) -> QueryDict:
    """What was sent, with the digest of the text that the next screen shows."""
    data = sent.copy()
    data["digest"] = review.edition.digest
    return data
