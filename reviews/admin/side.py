"""What stands beside the text on the writing page: state, seal, findings, and the next sensible verb."""

from dataclasses import dataclass, replace
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from reversion.models import Version

from articles.admin.findings import Located, located
from articles.checks import Finding, check_page
from articles.content import render, text_of
from articles.markdown import BadText
from articles.models import Draft, Edition, Organisation, Publication, Purpose, Withdrawal
from articles.seal import seal_of, short_digest
from articles.signatures import role_labels
from articles.windows import live_of, scheduled_of
from people.models import User
from record import clock
from reviews.admin.states import WAITS_FOR_A_PERSON, Standing, with_standing
from reviews.corrections import not_minor
from reviews.dates import moment_words
from reviews.models import ChangeRequest, PolicyVersion, Review, ReviewState
from reviews.selectors import missing_roles, signed_by_nobody, signers
from reviews.withdrawing import can_be_withdrawn


@dataclass(frozen=True, slots=True)
class Verb:
    """Something that can be done next, and where."""

    label: str
    url: str


def side_of(draft: Draft, person: User) -> dict[str, Any]:
    """All of it, as one person sees it."""
    now = clock.now()
    row = with_standing(Draft.objects.filter(pk=draft.pk), now).get()
    standing = Standing(row.standing)  # type: ignore[attr-defined]
    review = Review.objects.filter(article=draft.article, purpose=draft.purpose).select_related("edition").last()
    wanted = missing_roles(review) if review and review.is_open else []
    live = live_of(draft.article, now)
    seal = seal_of(live, now) if live else None
    scheduled = scheduled_of(draft.article, now)
    return {
        "standing": standing.label,
        "waits": standing in WAITS_FOR_A_PERSON,
        "review": review if review and review.is_open else None,
        "review_digest": short_digest(review.edition.digest) if review else "",
        "wanted": role_labels(wanted),
        "nobody_signs": role_labels(signed_by_nobody(review, wanted, signers())) if review and wanted else [],
        "asked": _asked(review),
        "seal": replace(seal, verify_url="") if seal else None,
        "verify_url": seal.verify_url if seal else "",
        "public_url": draft.article.get_absolute_url() if live else "",
        "withdrawal": Withdrawal.objects.standing(now).filter(article=draft.article).first(),
        "leads_on": row.is_replaced and not row.is_warned,  # type: ignore[attr-defined]
        "scheduled": scheduled,
        "scheduled_for": moment_words(scheduled.opens, Organisation.current()) if scheduled else "",
        "newer": _newer(draft, review),
        "findings": list(located(findings_of(draft))),
        "verbs": _verbs(draft, review, live, person),
    }


def findings_of(draft: Draft) -> list[Finding]:
    """What the checks say of the text as it was saved."""
    try:
        text = text_of(draft)
        page = render(text, Organisation.current())
    except BadText as bad:
        return [Finding("no-text", _("Text"), str(bad), blocks=True)]
    except ValueError:
        return [Finding("no-text", _("Text"), _("This text was saved under older rules. Save it again."), blocks=True)]
    rules = PolicyVersion.current().rules
    found = check_page(text, page, article=draft.article, blocking=frozenset(rules.blocking))
    return [*not_minor(draft, text, page, rules.corrections), *found] if draft.purpose == Purpose.CORRECTION else found


def findings_on(draft: Draft, findings: list[Finding]) -> list[Located]:
    """Findings with links to the writing page, for the pages of verbs."""
    return list(located(findings, reverse("admin:articles_draft_change", args=[draft.pk])))


def _asked(review: Review | None) -> ChangeRequest | None:
    """What a reviewer asked for, while nothing newer was submitted."""
    return review.change_requests.last() if review and review.state == ReviewState.CHANGES else None


def _newer(draft: Draft, review: Review | None) -> bool:
    """Whether something was saved that no Edition holds. The first save of a correction is the live Edition's text."""
    last = Edition.objects.filter(article=draft.article, purpose=draft.purpose).order_by("-number").first()
    if last is None or draft.saves <= last.save_number:
        return False
    return draft.purpose == Purpose.MAIN or Version.objects.get_for_object(draft).count() > 1


def _verbs(draft: Draft, review: Review | None, live: Publication | None, person: User) -> list[Verb]:
    """What this person can do, the most sensible first."""
    is_open = review is not None and review.is_open
    submit = _submit_verbs(draft, review, person)
    # What was published and not written on since has nothing new: it would be refused as such.
    is_done = review is not None and review.state == ReviewState.PUBLISHED and not _newer(draft, review)
    verbs = _review_verbs(draft, review, person) if review and is_open else [] if is_done else submit
    if draft.article.publications.exists():
        verbs.append(Verb(_("The article’s public life"), reverse("desk:life", args=[draft.article_id])))
    verbs += _correction_verbs(draft, live, person, is_open=is_open)
    may_withdraw = draft.purpose == Purpose.MAIN and person.has_perm("reviews.withdraw_article", draft.article)
    if may_withdraw and can_be_withdrawn(draft.article, clock.now()):
        verbs.append(Verb(_("Withdraw the page") if live else _("Withdraw its past"), _url(draft, "withdraw")))
    elif may_withdraw and scheduled_of(draft.article, clock.now()):
        verbs.append(Verb(_("Cancel what is scheduled"), _url(draft, "withdraw")))
    if review and person.has_perm("articles.add_redaction"):
        redact = f"{reverse('admin:articles_redaction_add')}?article={draft.article_id}"
        verbs.append(Verb(_("Redact a text…"), redact))
    return [*verbs, *submit] if is_done else verbs


def _submit_verbs(draft: Draft, review: Review | None, person: User) -> list[Verb]:
    if not person.has_perm("reviews.submit_draft", draft):
        return []
    again = review is not None and review.state == ReviewState.CHANGES
    return [Verb(_("Submit again") if again else _("Submit for review"), _url(draft, "submit"))]


def _review_verbs(draft: Draft, review: Review, person: User) -> list[Verb]:
    """While a text is in review."""
    verbs: list[Verb] = []
    if review.state == ReviewState.APPROVED and person.has_perm("reviews.publish_edition", review):
        publish = _("Publish Edition %(number)d") % {"number": review.edition.number}
        verbs.append(Verb(publish, reverse("desk:publish", args=[review.pk])))
    if person.has_perm("reviews.submit_draft", draft) and _newer(draft, review):
        verbs.append(Verb(_("Submit the newer text instead"), _url(draft, "submit")))
    verbs.append(Verb(_("Read it at the reviewers’ desk"), review.get_absolute_url()))
    if person.has_perm("reviews.recall_review", review):
        verbs.append(Verb(_("Take it back"), _url(draft, "recall")))
    return verbs


def _correction_verbs(draft: Draft, live: Publication | None, person: User, *, is_open: bool) -> list[Verb]:
    """From an article to its correction, and back."""
    if draft.purpose == Purpose.MAIN:
        opened = draft.article.drafts.filter(purpose=Purpose.CORRECTION).first()
        if opened:
            return [Verb(_("Go to the open correction"), _url(opened, "change"))]
        if live and person.has_perm("reviews.begin_correction", draft.article):
            return [Verb(_("Correct a typo or a phone number"), _url(draft, "correct"))]
        return []
    main = draft.article.drafts.filter(purpose=Purpose.MAIN).first()
    verbs = [Verb(_("To the article’s own text"), _url(main, "change"))] if main else []
    if not is_open and person.has_perm("reviews.discard_correction", draft):
        verbs.append(Verb(_("Discard this correction"), _url(draft, "discard")))
    return verbs


def _url(draft: Draft, verb: str) -> str:
    return reverse(f"admin:articles_draft_{verb}", args=[draft.pk])
