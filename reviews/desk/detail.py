"""Everything that the page of one Review shows."""

from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from articles.checks import Finding, check_page
from articles.content import render, text_from
from articles.models import Edition, Organisation, Publication, redaction_of
from articles.shown import shown_fragments
from articles.signatures import role_labels
from articles.windows import live_of
from people.models import User
from record import clock
from reviews.actions.sign_off import meaning_of
from reviews.corrections import changes_of
from reviews.dates import moment_words
from reviews.desk.changes import changes_between
from reviews.desk.doors import DeskRequest
from reviews.desk.forms import ChangesForm, SignForm
from reviews.desk.queue import purpose_words, writing_urls
from reviews.models import ChangeRequest, Review, ReviewPurpose, ReviewState, SignOff
from reviews.seals import attestation_shown, seal_so_far, seal_when_signed, signature_shown
from reviews.selectors import (
    answered_reviews,
    attestation_of,
    counting_signatures,
    lacks_what_readers_saw,
    missing_roles,
    over_unseen,
    signed_by_nobody,
    signers,
    wrote_before,
)
from reviews.signing import Signing, signing_of

ANSWERS_SHOWN = 3


def find_review(pk: int) -> Review:
    """The Review with its Edition; 404 where there is none. Its content may have been redacted."""
    rows = Review.objects.select_related("edition", "article", "section", "policy", "opened_by")
    review = rows.filter(pk=pk).first()
    if review is None:
        raise Http404
    return review


def page_of(
    request: DeskRequest,
    review: Review,
    *,
    sign_form: SignForm | None = None,
    changes_form: ChangesForm | None = None,
    refusal: str = "",
) -> dict[str, Any]:
    """The context of the page, with the forms as they were sent where they were refused."""
    person, organisation = request.user, request.organisation
    given = counting_signatures(review)
    over = over_unseen(review)
    signing = signing_of(review, person, given, organisation.day_of(clock.now()), over=over)
    fresh = {"digest": review.edition.digest}
    return {
        "organisation": organisation,
        "refusal": refusal,
        "review": _head(review, over),
        "edition": {"number": review.edition.number, "digest_short": seal_so_far(review, []).digest_short},
        "life_url": reverse("desk:life", args=[review.article_id]),
        "redacted_by": redaction_of(review.edition.digest) if review.edition.is_redacted else None,
        "fragments": [] if review.edition.is_redacted else shown_fragments(review.edition),
        "findings": _findings(review, organisation) if review.is_open else [],
        "answers": _answers(review),
        **_comparison(request, review),
        **_signatures(review, person, given, signing, organisation),
        "sign_form": sign_form
        or (SignForm(review=review, roles=signing.roles, initial=fresh) if signing.roles else None),
        "sign_url": reverse("desk:sign", args=[review.pk]),
        "changes_form": changes_form or (None if over else _changes_form(review, person, fresh)),
        "changes_url": reverse("desk:changes", args=[review.pk]),
        "recall_url": _open_to(person, "reviews.recall_review", review, "desk:recall", review.is_open and not over),
        **_publishing(review, person, over),
        "writing_url": writing_urls([review], person).get(review.pk, ""),
        "wants_changes": answered_reviews().filter(pk=review.pk).exists(),
        "newer": _newer(review),
    }


def _head(review: Review, over: str) -> dict[str, Any]:
    attested = attestation_of(review) is not None
    return {
        "url": review.get_absolute_url(),
        "title": review.edition.shown_title,
        "section": review.section.name,
        "purpose": purpose_words(review),
        "state": _state(review, over, attested=attested),
        "attested": attested,
        "submitted_by": review.opened_by.printed_name,
        "submitted_at": review.opened_at,
        "change_note": review.edition.change_note,
    }


def _state(review: Review, over: str, *, attested: bool) -> str:
    """Where it stands, in words that hold today: what was published may be no page any more."""
    if attested and review.state == ReviewState.APPROVED:
        return _("attested, ready to publish")
    if review.state == ReviewState.PUBLISHED:
        page = publication_of(review)
        if page is None:
            return _("published before, and no longer what readers see")
        if not page.has_opened(clock.now()):
            return _("scheduled for %(moment)s") % {"moment": moment_words(page.opens, Organisation.current())}
    if over:
        return _("over: readers have another text by now")
    return str(ReviewState(review.state).label)


def publication_of(review: Review) -> Publication | None:
    """Where its text stands before readers now, else where it will, be it by a later review of the same."""
    now = clock.now()
    own = Publication.objects.filter(article=review.article_id, edition=review.edition_id)
    return own.live(now).first() or own.scheduled(now).first()


def _newer(review: Review) -> Review | None:
    """Of one that is over: the Review of the article that is open now, to the same purpose."""
    if review.is_open:
        return None
    rows = Review.objects.open().filter(article=review.article_id, purpose=review.purpose, pk__gt=review.pk)
    return rows.select_related("edition").first()


def _comparison(request: DeskRequest, review: Review) -> dict[str, Any]:
    """What changed since the Edition that readers see, or since another one of the article that was asked for.

    Of a review that is over, since the Edition that its text grew from. Of a correction, since the last text that was
    reviewed whole.
    """
    live = live_of(review.article, clock.now())
    if review.edition.is_redacted:
        return {"live_number": live.edition.number if live else None}
    earlier = Edition.objects.filter(article=review.article_id, number__lt=review.edition.number).order_by("-number")
    earlier = earlier.exclude(title="")  # Redacted: there is nothing to compare with.
    numbers = list(earlier.values_list("number", flat=True)[:ANSWERS_SHOWN])
    asked = request.GET.get("against", "")
    base = live.edition if live else None
    if not review.is_open:
        base = earlier.select_related("content_row").filter(pk=review.edition.based_on_id or 0).first()
    grew_from = review.edition.based_on if base is None and not review.is_open else None
    correction = _correction(review)
    if correction:
        base = correction["signed"]
    if asked in map(str, numbers):
        base = earlier.select_related("content_row").get(number=int(asked))
    return {
        "correction": correction if correction and base == correction["signed"] else None,
        "live_number": live.edition.number if live else None,
        "public_url": review.article.get_absolute_url() if live else "",
        "against": base.number if base else None,
        "is_over": not review.is_open,
        "redacted_base": grew_from.number if grew_from and grew_from.is_redacted else None,
        "other_numbers": [number for number in numbers if base is None or number != base.number],
        "changes": changes_between(base, review.edition) if base else [],
    }


def _correction(review: Review) -> dict[str, Any] | None:
    """The exact words of a minor correction, and in which Edition they change."""
    found = changes_of(review) if review.purpose == ReviewPurpose.CORRECTION else None
    if found is None:
        return None
    signed, measured = found
    most = review.policy.rules.corrections.words
    return {"signed": signed.edition, "words": measured.changes, "count": measured.words, "most": most}


def _signatures(
    review: Review, person: User, given: list[SignOff], signing: Signing, organisation: Organisation
) -> dict[str, Any]:
    """Who signed, whether this person can, and the seal as it would stand with their signature."""
    shown = [signature_shown(row, organisation) for row in given]
    attested, signed = _attested(review, person, organisation), _given(review, person, organisation)
    wanted = missing_roles(review) if review.is_open else []
    context: dict[str, Any] = {
        "signatures": [*attested, *signed],
        "only_attested": not signed,
        "can_sign": bool(signing.roles),
        "why_not": signing.why_not,
        "nobody_signs": role_labels(signed_by_nobody(review, wanted, signers())),
        "older_author": bool(signing.roles) and wrote_before(review, person),
    }
    if signing.roles:
        role = signing.roles[0]
        today = organisation.day_of(clock.now())
        context["seal"] = seal_when_signed(review, shown, person.reviewer, role, today)
        context["meaning"] = meaning_of(review, role) if len(signing.roles) == 1 else ""
    return context


def _attested(review: Review, person: User, organisation: Organisation) -> list[dict[str, Any]]:
    """Every attestation that this Review has had, with the way to take back the one that stands."""
    may = person.has_perm("reviews.revoke_attestation", review)
    return [
        {
            "shown": attestation_shown(row, organisation),
            "taken_back": row.revocation.at if hasattr(row, "revocation") else None,
            "revoke_url": reverse("desk:revoke_attestation", args=[row.pk]) if may else "",
        }
        for row in review.attestations.select_related("revocation").order_by("pk")
    ]


def _given(review: Review, person: User, organisation: Organisation) -> list[dict[str, Any]]:
    """Every signature on this Edition that counts or was taken back, with the way to take it back."""
    counting = {row.pk for row in counting_signatures(review)}
    rows = SignOff.objects.filter(edition=review.edition_id).select_related("review", "revocation")
    return [
        {
            "shown": signature_shown(row, organisation),
            "taken_back": row.revocation.at if hasattr(row, "revocation") else None,
            "revoke_url": reverse("desk:revoke", args=[row.pk])
            if person.has_perm("reviews.revoke_sign_off", row)
            else "",
        }
        for row in rows
        if row.pk in counting or (row.review_id == review.pk and hasattr(row, "revocation"))
    ]


def _findings(review: Review, organisation: Organisation) -> list[Finding]:
    """What the checks say of the text today: links may have opened or closed since it was submitted."""
    try:
        text = text_from(review.edition)
        page = render(text, organisation)
    except ValueError:
        # Frozen under rules that no longer hold. It was checked then, and its fragments stand as they are.
        return []
    return check_page(text, page, article=review.article, blocking=frozenset(review.policy.rules.blocking))


def _answers(review: Review) -> list[dict[str, Any]]:
    """What reviewers asked for lately, of this Edition or the ones before it that were never published."""
    same = Review.objects.filter(article=review.article_id, purpose=review.purpose)
    done = same.filter(state=ReviewState.PUBLISHED, pk__lt=review.pk).order_by("-pk").first()
    rows = ChangeRequest.objects.filter(review__in=same.filter(pk__gt=done.pk if done else 0))
    return [
        {"name": row.printed_name, "at": row.at, "reasons": row.reasons, "number": row.review.edition.number}
        for row in rows.filter(review__pk__lte=review.pk)
        .select_related("review__edition")
        .order_by("-at")[:ANSWERS_SHOWN]
    ]


def _changes_form(review: Review, person: User, fresh: dict[str, str]) -> ChangesForm | None:
    if review.is_open and person.has_perm("reviews.request_changes", review):
        return ChangesForm(initial=fresh)
    return None


def _publishing(review: Review, person: User, over: str) -> dict[str, Any]:
    """The way to publish what is signed; or that it can't be, since readers have seen another text meanwhile: said
    before somebody signs it in vain.
    """
    if not review.is_open or over:
        return {"publish_url": ""}
    behind = lacks_what_readers_saw(review)
    ready = review.state == ReviewState.APPROVED and not behind
    return {
        "behind": behind,
        "publish_url": _open_to(person, "reviews.publish_edition", review, "desk:publish", ready),
    }


def _open_to(person: User, permission: str, review: Review, name: str, now: bool) -> str:
    """Where a verb is asked for, for whoever may ask for it now; else nothing."""
    return reverse(name, args=[review.pk]) if now and person.has_perm(permission, review) else ""
