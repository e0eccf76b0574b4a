"""From a Draft to readers in one go, through the verbs that people use."""

from articles.checks import Finding
from articles.models import Draft
from articles.windows import live_of
from record import clock
from reviews.actions import publish, sign_off, submit
from reviews.demo.people import DemoPeople
from reviews.models import Method, Review
from reviews.proof import command_proof
from reviews.selectors import missing_roles


def bring_to_readers(draft: Draft, *, note: str, people: DemoPeople, method: Method, door: str) -> list[Finding]:
    """Submit, sign and publish the Draft as it stands, from wherever it has come to already.

    Returns the findings that block it; none when readers have it.
    """
    live = live_of(draft.article, clock.now())
    if live and _is_of(draft, live.edition.save_number, live.edition.purpose):
        return []
    review = _open_review(draft)
    if review is None:
        submission = submit(draft=draft, seen=draft.saves, change_note=note, by=people.editor, door=door)
        if submission.review is None:
            return [finding for finding in submission.findings if finding.blocks]
        review = submission.review
    sign(review, people=people, method=method, door=door)
    publish(review=review, live_seen=live.pk if live else None, by=people.publisher, door=door)
    return []


def sign(review: Review, *, people: DemoPeople, method: Method, door: str) -> None:
    """Give the signatures that are still missing."""
    proof = command_proof(people.reviewer, method)
    for role in missing_roles(review):
        sign_off(review=review, digest=review.edition.digest, role=role, proof=proof, door=door)


def _open_review(draft: Draft) -> Review | None:
    """The Review in which the Draft is judged just as it stands, where an interrupted run left one."""
    review = (
        Review.objects.open()
        .filter(article=draft.article_id, purpose=draft.purpose)
        .select_related("edition", "article")
        .first()
    )
    return review if review and _is_of(draft, review.edition.save_number, review.purpose) else None


def _is_of(draft: Draft, save_number: int, purpose: str) -> bool:
    return (save_number, purpose) == (draft.saves, draft.purpose)
