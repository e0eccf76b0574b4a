"""What stands in the queue: who waits for what since when, and what whoever looks can do about it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.urls import reverse

from articles.models import Draft, Purpose, Withdrawal
from articles.signatures import role_labels
from people.models import User
from reviews.models import Review, Reviewer, ReviewPurpose, ReviewState
from reviews.selectors import (
    answered_reviews,
    approved_reviews,
    attestation_of,
    counting_in_list,
    lost_pages,
    signed_by_nobody,
    signers,
    unsigned_roles,
    waiting_reviews,
)
from reviews.signing import signing_of

# The longest waiting come first; the others come up as those are done.
LONGEST_LIST = 100


@dataclass(frozen=True, slots=True)
class Item:
    """A Review in one of the lists."""

    url: str
    title: str
    section: str
    number: int
    purpose: str
    submitted_by: str
    since: datetime
    needs: list[str] = field(default_factory=list)
    signed: list[str] = field(default_factory=list)
    attested_by: str = ""
    can_sign: bool = False
    can_publish: bool = False
    why_not: str = ""
    nobody_signs: list[str] = field(default_factory=list)
    asked_by: str = ""
    reasons: str = ""
    writing_url: str = ""


@dataclass(frozen=True, slots=True)
class Lost:
    """A page that ended as what it rested on was taken back."""

    url: str
    title: str
    section: str
    number: int
    why: str
    since: datetime
    purpose: str = ""


def lists_for(person: User, today: date, now: datetime) -> dict[str, Any]:
    """The four lists as one person sees them, and how long each is in all.

    The number of queries doesn't depend on how much waits.
    """
    lists: dict[str, Any] = {}
    profiles = signers()
    for name, reviews in (("waiting", waiting_reviews()), ("ready", approved_reviews()), ("asked", answered_reviews())):
        shown = list(reviews[:LONGEST_LIST])
        writing = writing_urls(shown, person) if name == "asked" else {}
        lists[name] = [_item(review, person, today, profiles, writing.get(review.pk, "")) for review in shown]
        lists[f"{name}_count"] = reviews.count()
    lost = lost_pages(now)
    lists["lost"] = [_lost(page) for page in lost[:LONGEST_LIST]]
    lists["lost_count"] = lost.count()
    return lists


def purpose_words(review: Review) -> str:
    """Nothing for what is usual."""
    return "" if review.purpose == ReviewPurpose.MAIN else str(ReviewPurpose(review.purpose).label)


def writing_urls(reviews: Sequence[Review], person: User) -> dict[int, str]:
    """Where the text of each is written on, for whoever may write. A re-review's is the article's own."""
    if not person.has_perm("articles.change_draft"):
        return {}
    drafts = Draft.objects.filter(article__in={review.article_id for review in reviews})
    pages = {
        (article, purpose): reverse("admin:articles_draft_change", args=[pk])
        for article, purpose, pk in drafts.values_list("article", "purpose", "pk")
    }
    corrected = ReviewPurpose.CORRECTION
    return {
        review.pk: pages.get(
            (review.article_id, Purpose.CORRECTION if review.purpose == corrected else Purpose.MAIN), ""
        )
        for review in reviews
    }


def _item(review: Review, person: User, today: date, profiles: list[Reviewer], writing_url: str) -> Item:
    given = counting_in_list(review)
    signing = signing_of(review, person, given, today)
    answer = next(reversed(review.change_requests.all()), None)
    attestation = attestation_of(review)
    needed = unsigned_roles(review, (row.role for row in given))
    return Item(
        url=review.get_absolute_url(),
        title=review.edition.shown_title,
        section=review.section.name,
        number=review.edition.number,
        purpose=purpose_words(review),
        submitted_by=review.opened_by.printed_name,
        since=_since(review),
        needs=role_labels(needed),
        signed=[row.printed_name for row in given],
        attested_by=attestation.printed_name if attestation else "",
        can_sign=bool(signing.roles),
        can_publish=person.has_perm("reviews.publish_edition", review),
        why_not=signing.why_not,
        nobody_signs=role_labels(signed_by_nobody(review, needed, profiles)),
        asked_by=answer.printed_name if answer else "",
        reasons=answer.reasons if answer else "",
        writing_url=writing_url,
    )


def _lost(page: Withdrawal) -> Lost:
    edition = page.publication.edition
    return Lost(
        url=reverse("desk:life", args=[page.article_id]),
        title=edition.shown_title,
        section=page.article.section.name,
        number=edition.number,
        why=page.reason,
        since=page.at,
    )


def _since(review: Review) -> datetime:
    """When it came to where it stands: submitted, signed for the last time, or answered."""
    if review.state == ReviewState.WAITING:
        return review.opened_at
    signed = [row.at for row in counting_in_list(review)]
    if attestation := attestation_of(review):
        signed.append(attestation.at)
    return max([review.opened_at, *signed, *(row.at for row in review.change_requests.all())])
