"""Attesting at the desk: choose imported texts, see what readers will see, prove who you are, watch it being done.

What was seen on the confirming page is what is attested: each text comes back with its own days.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date
from typing import Any, Final

from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase, QueryDict, StreamingHttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import DraftSave, Purpose
from articles.seal import Seal, attestation
from people.models import User
from people.proof import TooMany
from record import clock
from record.errors import NotAllowed, Refusal
from reviews.actions.attest import EARLIEST, NAMELESS, Attested, Claim, attest_each
from reviews.dates import MOST_YEARS
from reviews.desk.attest_forms import AttestForm, FilterForm, ProofForm
from reviews.desk.doors import DeskRequest, ask, desk_page
from reviews.desk.views import DOOR
from reviews.models import Method, Review, ReviewState
from reviews.printed import printed_line
from reviews.proof import password_proof
from reviews.seals import seal_on_attestation
from reviews.selectors import attestable_reviews

# So many on one page, which people look through. The others come up as these are done.
MOST_SHOWN: Final = 500
_CLAIM = re.compile(r"(?P<review>[0-9]{1,18}):(?P<on>[0-9]{4}-[0-9]{2}-[0-9]{2}):(?P<due>[0-9]{4}-[0-9]{2}-[0-9]{2})")
_SAVE = ("article_uuid", "number", "source_digest")
# What the confirming page carries on, so that it can be changed once more.
KEPT: Final = (
    "name", "credentials", "as_claimed", "reviewed_on", "due_months", "due_on", "and_publish", "q", "section", "claim",
)  # fmt: skip
# Where the list of what is done goes into the page that is sent piece by piece.
_HERE: Final = "<!-- here -->"


@desk_page
def attest(request: DeskRequest) -> HttpResponseBase:
    """Choose, look, attest: three steps, of which only the last one does anything."""
    ask(request, "reviews.attest_review", Review(), _("Only administrators can attest reviews."))
    if request.method != "POST":
        return _choose(request, AttestForm(), ticked=None)
    if "attest" in request.POST:
        return _attest(request)
    if "again" in request.POST:
        ticked = {claim.review.pk for claim in _claims_sent(request.POST)}
        return _choose(request, _as_sent(request.POST), ticked=ticked)
    return _look(request)


def _look(request: DeskRequest) -> HttpResponse:
    """What readers will see, where everything that was given holds."""
    ticked = {int(value) for value in request.POST.getlist("reviews") if re.fullmatch(r"[0-9]{1,18}", value)}
    form = AttestForm(request.POST)
    reviews = list(attestable_reviews().filter(pk__in=ticked))
    if not form.is_valid():
        return _choose(request, form, ticked=ticked, status=400)
    if not reviews:
        form.add_error(None, _("Tick at least one text."))
        return _choose(request, form, ticked=ticked, status=400)
    claims = form.claims(reviews, request.organisation.day_of(clock.now()))
    if form.errors:
        return _choose(request, form, ticked=ticked, status=400)
    return _confirm(request, claims)


def _attest(request: DeskRequest) -> HttpResponseBase:
    """Do it, and show each text as soon as it is done."""
    claims, form = _claims_sent(request.POST), ProofForm(request.POST)
    if not claims or _bad_words(request.POST):
        return _choose(request, _as_sent(request.POST), ticked=None, status=400)
    if any(_is_odd(claim) for claim in claims):
        again = AttestForm(request.POST)
        again.add_error(None, _("A day lies too far in the past or in the future. Nothing was attested."))
        return _choose(request, again, ticked={claim.review.pk for claim in claims}, status=400)
    if not form.is_valid():
        return _confirm(request, claims, form, status=400)
    try:
        # Before the verb: wrong passwords stay counted, and no lock waits for the check.
        proof = password_proof(request, form.cleaned_data["password"])
        each = attest_each(
            claims=claims,
            name=request.POST["name"],
            credentials=request.POST["credentials"],
            proof=proof,
            door=DOOR,
            and_publish=bool(request.POST.get("and_publish")),
        )
    except Refusal as refusal:
        form.add_error("password" if isinstance(refusal, NotAllowed) else None, str(refusal))
        status = 429 if isinstance(refusal, TooMany) else 400
        return _confirm(request, claims, form, status=status)
    return StreamingHttpResponse(_told(request, each, len(claims)), headers={"X-Accel-Buffering": "no"})


def _told(request: DeskRequest, each: Iterable[Attested], count: int) -> Iterator[str]:
    """The page of results, piece by piece, so that whoever waits sees how far it is. Needs no script."""
    page = render_to_string("reviews/attest_done.html", {"organisation": request.organisation, "count": count}, request)
    head, _mark, foot = page.partition(_HERE)
    yield head
    attested = published = 0
    refused: list[int] = []
    # The view's own time zone ended when it gave its answer.
    with timezone.override(request.organisation.zone):
        for number, done in enumerate(each, 1):
            attested += done.attestation is not None
            published += done.publication is not None
            refused += [] if done.attestation else [done.review.pk]
            yield render_to_string("reviews/_attest_row.html", {"done": done, "number": number, "count": count})
        waits = Review.objects.filter(pk__in=refused, state=ReviewState.WAITING).count()
        sums = {"count": count, "attested": attested, "published": published, "left": len(refused), "waits": waits}
        yield render_to_string("reviews/_attest_sums.html", sums)
    yield foot


def _choose(request: DeskRequest, form: AttestForm, *, ticked: set[int] | None, status: int = 200) -> HttpResponse:
    """The list with what its sources claim. Ticked are those that were sent, or all where that is asked for."""
    asked = request.POST if request.method == "POST" else request.GET
    choice = FilterForm(asked)
    rows = _filtered(choice)
    count = rows.count()
    everything = request.method != "POST" and request.GET.get("tick") == "all"
    context: dict[str, Any] = {
        "organisation": request.organisation,
        "form": form,
        "filter": choice,
        "filtered": [(name, asked.get(name, "")) for name in choice.fields if asked.get(name)],
        "tick_all": _address_with_all(asked, choice),
        "rows": [_row(review, request.user, ticked, everything) for review in rows[:MOST_SHOWN]],
        "count": count,
        "more": max(0, count - MOST_SHOWN),
    }
    return render(request, "reviews/attest_choose.html", context, status=status)


def _filtered(choice: FilterForm) -> QuerySet[Review]:
    rows = attestable_reviews()
    given = choice.cleaned_data if choice.is_valid() else {}
    if words := given.get("q"):
        rows = rows.filter(edition__title__icontains=words)
    if section := given.get("section"):
        rows = rows.filter(section=section)
    if claim := given.get("claim"):
        rows = rows.filter(article__imported__last_reviewed__isnull=claim == "without")
    return rows


def _address_with_all(asked: QueryDict, choice: FilterForm) -> str:
    query = QueryDict(mutable=True)
    query.update({name: asked.get(name, "") for name in choice.fields if asked.get(name)})
    query["tick"] = "all"
    return f"?{query.urlencode()}"


def _row(review: Review, person: User, ticked: set[int] | None, everything: bool) -> dict[str, Any]:
    own = person.pk in review.edition.contributor_ids
    return {
        "pk": review.pk,
        "title": review.edition.title,
        "url": review.get_absolute_url(),
        "section": review.section.name,
        "claimed": review.article.imported.last_reviewed,
        "why_not": _("You wrote at this text or imported it, so somebody else has to attest it.") if own else "",
        "ticked": not own and (everything or (ticked is not None and review.pk in ticked)),
    }


def _confirm(
    request: DeskRequest, claims: list[Claim], form: ProofForm | None = None, status: int = 200
) -> HttpResponse:
    """What readers will see of each text, and the password."""
    sent, changed = request.POST, _changed(claims)
    rows: list[dict[str, Any]] = [
        {
            "claim": claim,
            "seal": _seal(claim, sent, request, changed=claim.review.pk in changed),
            "sent": f"{claim.review.pk}:{claim.reviewed_on.isoformat()}:{claim.due.isoformat()}",
            "changed": claim.review.pk in changed,
        }
        for claim in claims
    ]
    context: dict[str, Any] = {
        "organisation": request.organisation,
        "rows": rows,
        "seal": rows[0]["seal"],
        "first_title": claims[0].review.edition.title,
        "overdue": sum(row["seal"].overdue for row in rows),
        "changed": len(changed),
        "and_publish": bool(sent.get("and_publish")),
        "kept": [(name, sent[name]) for name in KEPT if sent.get(name)],
        "form": form or ProofForm(),
    }
    return render(request, "reviews/attest_confirm.html", context, status=status)


def _seal(claim: Claim, sent: QueryDict, request: DeskRequest, *, changed: bool) -> Seal:
    """The seal as it would stand on the page of one text."""
    now = clock.now()
    words = attestation(
        name=printed_line(sent.get("name", ""), missing=NAMELESS),
        credentials=printed_line(sent.get("credentials", ""), missing=NAMELESS),
        on=claim.reviewed_on,
        attested_by=request.user.printed_name,
        attested_on=request.organisation.day_of(now),
        method=Method.PASSWORD,
        changed=changed,
    )
    return seal_on_attestation(claim.review, words, claim.due, request.organisation, now)


def _changed(claims: list[Claim]) -> set[int]:
    """The Reviews, by id, whose text is another than the one that was imported last. One query for all."""
    uuids = {claim.review.article.uuid for claim in claims}
    saves = DraftSave.objects.filter(article_uuid__in=uuids, purpose=Purpose.MAIN)
    digests = {(uuid, number): digest for uuid, number, digest in saves.values_list(*_SAVE)}
    return {
        claim.review.pk
        for claim in claims
        if digests.get((claim.review.article.uuid, claim.review.edition.save_number))
        != digests.get((claim.review.article.uuid, claim.review.article.imported.save_number))
    }


def _claims_sent(sent: QueryDict) -> list[Claim]:
    """What stood on the confirming page, each text with its own days. Also of texts that don't wait any more."""
    found = [match for value in sent.getlist("claims") if (match := _CLAIM.fullmatch(value))]
    rows = Review.objects.select_related("edition", "article__imported").filter(article__imported__isnull=False)
    reviews = rows.in_bulk([int(match["review"]) for match in found[:MOST_SHOWN]])
    claims = []
    for match in found:
        with suppress(ValueError, KeyError):
            days = date.fromisoformat(match["on"]), date.fromisoformat(match["due"])
            claims.append(Claim(reviews[int(match["review"])], *days))
    return claims


def _is_odd(claim: Claim) -> bool:
    """Whether its days are such as no confirming page sends, near the ends of the calendar."""
    last = clock.now().year + MOST_YEARS
    return not all(day >= EARLIEST and day.year <= last for day in (claim.reviewed_on, claim.due))


def _bad_words(sent: QueryDict) -> bool:
    """Whether name or credentials are not as the confirming page sends them."""
    try:
        printed_line(sent.get("name", ""), missing=NAMELESS)
        printed_line(sent.get("credentials", ""), missing=NAMELESS)
    except Refusal:
        return True
    return False


def _as_sent(sent: QueryDict) -> AttestForm:
    """The form with what was given before, to change it."""
    return AttestForm(initial={**sent.dict(), "as_claimed": bool(sent.get("as_claimed"))})
