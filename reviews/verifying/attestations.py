"""What `verify_record` checks of attestations: that each is of a text that was imported, and waited for its review."""

import json
from collections import defaultdict
from collections.abc import Iterable
from contextlib import suppress
from typing import Any, Final, NamedTuple

from articles.models import Authority, DraftSave, Publication
from articles.verifying.live import ImportTold, imports_over_time
from record.chain import Event
from record.readable import UNREADABLE, fault_in, in_pages, readable
from record.tellings import first_told
from record.verification import Verification, register_check
from reviews.models import Attestation, ReviewPurpose
from reviews.verifying.publications import Given, given_for

ATTEST: Final = "attest"


class PublishedHere(NamedTuple):
    """A Publication: the numbers of the Events that published and cancelled it, its Edition and the digest of that, the
    Review on an attestation in which it rests, if it does.
    """

    seq: int
    cancelled: int | None
    edition: int
    digest: str
    attested: int | None


@register_check
def attestations_are_of_what_was_imported(verification: Verification) -> None:
    """Each attested text was imported by then; its Event tells what the source claimed, and whether the text was
    another by then than what was imported last. Nothing of its article was public yet, and nobody had signed it.
    """
    rows = Attestation.objects.select_related("review__article", "edition").order_by("pk")
    for page in in_pages(verification.each(rows), 500):
        first, facts = first_told(page), _facts(page)
        imports = imports_over_time({row.review.article.uuid for row in page})
        published = _published({row.review.article_id for row in page})
        editions = {row.edition_id for row in page}
        editions |= {each.edition for rows in published.values() for each in rows if each.attested is not None}
        given = given_for(editions)
        for row in page:
            seq = first.get(row.row_id, 0)
            before = [each for each in imports[row.review.article.uuid] if each.seq < seq]
            if wrong := (
                fault_in(_wrong_with_import, row, before, facts.get(row.row_id, {}))
                or fault_in(_wrong_with_review, row, seq, published[row.review.article_id], given)
            ):
                verification.found("reviews_attestation", row.pk, wrong)


def _wrong_with_import(attestation: Attestation, before: list[ImportTold], facts: dict[str, Any]) -> str:
    if not before:
        return "its text was not imported by then"
    last = before[-1]
    if facts.get("claimed", last.claimed) != last.claimed:
        return f"its event tells of another claim than what was imported last by then, by event {last.seq}"
    edition = attestation.edition
    saves = DraftSave.objects.filter(
        article_uuid=attestation.review.article.uuid, purpose=edition.purpose,
        number__in=[last.save, edition.save_number],
    )  # fmt: skip
    is_changed = len(set(saves.values_list("source_digest", flat=True))) > 1
    if facts.get("changed_since_import", False) is not is_changed:
        told = "was changed since" if is_changed else "was not changed since"
        return f"its text {told} it was imported, by event {last.seq}, and its event tells otherwise"
    return ""


def _wrong_with_review(
    attestation: Attestation, seq: int, published: Iterable[PublishedHere], given: dict[int, list[Given]]
) -> str:
    """As `attest` asks."""
    review = attestation.review
    if review.purpose != ReviewPurpose.MAIN:
        return "it stands in a review of no new text"
    if any(
        row.role in review.required_roles and row.purpose == review.purpose and row.holds_at(seq)
        for row in given[review.edition_id]
    ):
        return "somebody had signed the text by then"
    digest = attestation.edition.digest
    for other in published:
        is_by_then = other.seq < seq and (other.cancelled is None or other.cancelled > seq)
        # What was published on a word that was taken back may have another word.
        if is_by_then and (other.digest != digest or _stood(other, seq, given)):
            return "a text of its article was published here by then"
    return ""


def _stood(other: PublishedHere, seq: int, given: dict[int, list[Given]]) -> bool:
    """Whether a Publication rested, by then, on something else than an attestation that was taken back."""
    return other.attested is None or any(
        row.role is None and row.review == other.attested and row.holds_at(seq) for row in given[other.edition]
    )


def _facts(page: list[Attestation]) -> dict[str, dict[str, Any]]:
    """What the Event tells with which each was given."""
    facts: dict[str, dict[str, Any]] = {}
    events = Event.objects.filter(row__in=[row.row_id for row in page], verb=ATTEST).order_by("seq")
    # Events that can't be read are named where the chain is walked.
    for row, body in readable(events.values_list("row", "body"), lambda *_: None, 500):
        with suppress(*UNREADABLE):
            facts.setdefault(row, json.loads(body)["facts"])
    return facts


def _published(articles: set[int]) -> dict[int, list[PublishedHere]]:
    """What was ever published of some articles, by article."""
    published: dict[int, list[PublishedHere]] = defaultdict(list)
    rows = Publication.objects.filter(article__in=articles).order_by("pk")
    rows = rows.select_related("edition", "cancellation", "published_review")
    for page in in_pages(readable(rows, lambda *_: None, 500), 500):
        cancelled = [row.cancellation for row in page if hasattr(row, "cancellation")]
        first = first_told([*page, *cancelled])
        for row in page:
            cancellation = getattr(row, "cancellation", None)
            end = first.get(cancellation.row_id) if cancellation else None
            rests_on = getattr(row, "published_review", None)
            attested = rests_on.review_id if rests_on and row.authority == Authority.ATTESTATION else None
            published[row.article_id].append(
                PublishedHere(first.get(row.row_id, 0), end, row.edition_id, row.edition.digest, attested)
            )
    return published
