"""What `verify_record` checks of Publications: what each rests on, and when that is over."""

import json
from collections import defaultdict
from collections.abc import Set
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from typing import Any, Final, NamedTuple

from articles.models import Authority, Publication
from articles.verifying.windows_told import REPUBLISH, Opening, Page, opened_as_seen, openings_told, pages_told
from record.canonical import utc_text
from record.readable import UNREADABLE, fault_in, in_pages, readable
from record.tellings import LONGEST_VERB, first_told
from record.verification import Verification, register_check
from reviews.authority import WHOLE_TEXT, attestation_row, signature_row, wording_row
from reviews.dates import add_months
from reviews.models import Attestation, PolicyVersion, Review, ReviewPurpose, SignOff

# A moment's day in the organisation's time zone, which may have changed since, beside its day in UTC.
A_DAY: Final = timedelta(days=1)


@register_check
def publications_rest_on_what_was_told(verification: Verification) -> None:
    """Each Publication rests on the Review that its Event names, of its own Edition and kind of authority, and that
    Review had by then what it asked for.
    """
    rows = Publication.objects.select_related("edition", "published_review__review", "cancellation").order_by("pk")
    graces = _graces()
    for page in in_pages(verification.each(rows), 500):
        told = openings_told([row.row_id for row in page])
        given = given_for({publication.edition_id for publication in page})
        whole = _reviewed_whole(page)
        shown, first = _shown_before(page, told), _first_openings(page)
        for publication in page:
            opening = told.get(publication.row_id)
            if wrong := (
                fault_in(_wrong_with_authority, publication, opening)
                or fault_in(_wrong_with_order, publication, opening, given)
                or fault_in(_wrong_with_opening, publication, opening, first)
                or fault_in(_wrong_with_byline, publication, opening, given, whole, shown)
                or fault_in(_wrong_with_cancellation, publication)
                or fault_in(_wrong_with_instants, publication, opening, whole, graces)
                or fault_in(_wrong_with_publisher, publication, opening, given, graces)
            ):
                verification.found("articles_publication", publication.pk, wrong)


def _wrong_with_authority(publication: Publication, told: Opening | None) -> str:
    rests_on = getattr(publication, "published_review", None)
    if rests_on is None or told is None or rests_on.review_id != told.review:
        return "it doesn't rest on the review that the record says"
    if told.digest not in (None, publication.edition.digest):
        return "it shows another text than the record says"
    if told.opens not in (None, utc_text(publication.opens)) or told.authority not in (None, publication.authority):
        return "it opens at another moment, or on another authority, than the record says"
    if rests_on.review.edition_id != publication.edition_id or not _is_kind(publication, rests_on.review):
        return "it rests on a review of another text or kind"
    return ""


def _is_kind(publication: Publication, review: Review) -> bool:
    if publication.authority == Authority.ATTESTATION:
        return review.purpose == ReviewPurpose.MAIN
    return (publication.authority == Authority.CORRECTION) == (review.purpose == ReviewPurpose.CORRECTION)


def _wrong_with_order(publication: Publication, told: Opening, given: dict[int, list["Given"]]) -> str:
    """A text is signed, or attested, before it is published."""
    rows = counting(publication, told.seq, given)
    if publication.authority == Authority.ATTESTATION:
        holds = bool(rows)
    else:
        holds = set(publication.published_review.review.required_roles) <= {row.role for row in rows}
    return "" if holds else "it was published before it had what its review asked for"


def counting(publication: Publication, seq: int, given: dict[int, list["Given"]]) -> list["Given"]:
    """What it rested on as that Event was written, as `reviews.authority` counts: in the order of the byline."""
    review = publication.published_review.review
    by_then = [row for row in given.get(review.edition_id, ()) if row.holds_at(seq)]
    if publication.authority == Authority.ATTESTATION:
        return [row for row in by_then if row.role is None and row.review == review.pk]
    own = review.purpose == ReviewPurpose.REREVIEW
    return [
        row
        for row in by_then
        if row.role in review.required_roles and (row.review == review.pk if own else row.purpose == review.purpose)
    ]


def _wrong_with_opening(
    publication: Publication, told: Opening, first: dict[tuple[int, str], list[tuple[int, datetime]]]
) -> str:
    """Nothing opens in the past, nor so long after its review that nobody sees it; what is published again is in date
    by then. Its text was last updated on the day of its first opening.
    """
    if publication.opens < told.at - LONGEST_VERB:
        return "it opened before the event that tells of it"
    if publication.is_gone(publication.opens) or (
        told.verb == REPUBLISH and publication.opens >= publication.overdue_at
    ):
        return "its review was over when it opened"
    text = (publication.article_id, publication.edition.digest)
    before = [opens for pk, opens in first.get(text, ()) if pk < publication.pk]
    is_so = _is_day_of(publication.last_updated, min(before, default=publication.opens))
    return "" if is_so else "its text first went public on another day than it says"


def _wrong_with_byline(
    publication: Publication,
    told: Opening,
    given: dict[int, list["Given"]],
    whole: dict[int, list["Whole"]],
    shown: dict[int, list[tuple[Page, "Shown"]]],
) -> str:
    """Who stands in the byline, and the days beside it, are those of what it rests on."""
    review = publication.published_review.review
    now = Shown(*(getattr(publication, name) for name in Shown._fields))
    if told.verb == REPUBLISH:
        # As it stood, also where a signature was taken back since and another given in its place.
        before = [earlier for page, earlier in shown[review.pk] if page.is_known_at(told.seq)]
        return "" if now in before else "its byline or dates are not those with which it was published before"
    counted = [row.row for row in counting(publication, told.seq, given)]
    rows = publication.signatures
    if publication.authority == Authority.CORRECTION:
        texts = [text.shown for text in _built_on(publication, told, whole)]
        is_like = [text for text in texts if now[1:] == text[1:] and _begins(rows, text.byline)]
        if not is_like:
            return "its byline or dates are not those of the text that it corrects"
        rows = rows[len(json.loads(is_like[0].byline)) :]
    elif wrong := _wrong_with_dates(publication, counted):
        return wrong
    is_so = len(rows) == len(counted) and all(map(partial(_is_row, publication.authority), rows, counted))
    return "" if is_so else "its byline is not what it rests on"


def _begins(rows: list[dict[str, Any]], byline: str) -> bool:
    before: list[dict[str, Any]] = json.loads(byline)
    return rows[: len(before)] == before


def _wrong_with_dates(publication: Publication, counted: list[SignOff | Attestation]) -> str:
    last = counted[-1]
    if isinstance(last, Attestation):
        is_so = (publication.last_reviewed, publication.next_review_due) == (last.reviewed_on, last.due)
    else:
        due = add_months(publication.last_reviewed, publication.published_review.review.months)
        is_so = _is_day_of(publication.last_reviewed, last.at) and publication.next_review_due == due
    return "" if is_so else "its dates are not those of what it rests on"


def _is_row(authority: str, row: dict[str, Any], given: SignOff | Attestation) -> bool:
    """Whether this row of a byline is that of a signature, or of an attestation."""
    if isinstance(given, Attestation):
        day = date.fromisoformat(row["attested_on"])
        return _is_day_of(day, given.at) and row == attestation_row(given, day)
    day = date.fromisoformat(row["on"])
    written = wording_row if authority == Authority.CORRECTION else signature_row
    return _is_day_of(day, given.at) and row == written(given, day)


def _is_day_of(day: date, moment: datetime) -> bool:
    return abs(day - moment.date()) <= A_DAY


def _wrong_with_cancellation(publication: Publication) -> str:
    """Only what hasn't opened yet is cancelled, at the moment that its cancellation says."""
    cancellation = getattr(publication, "cancellation", None)
    if publication.cancelled_at is not None and publication.cancelled_at >= publication.opens:
        return "it is cancelled, though it had opened by then"
    is_so = publication.cancelled_at == (cancellation.at if cancellation else None)
    return "" if is_so else "it is cancelled, or is not, otherwise than its cancellation says"


class Grace(NamedTuple):
    """What a version of the policy grants a page that is overdue, in days; None where for ever. And whether whoever
    publishes may be neither author nor signer.
    """

    noindex_after: int | None
    gone_after: int | None
    publisher_apart: bool


class Shown(NamedTuple):
    """The byline of a Publication, and the days and instants that go with it."""

    byline: str
    last_reviewed: date
    next_review_due: date
    overdue_at: datetime
    noindex_at: datetime | None
    gone_at: datetime | None


class Whole(NamedTuple):
    """A Publication of a text that was reviewed whole: under which policy (its id), and what it shows."""

    page: Page
    policy: int
    shown: Shown


def _built_on(publication: Publication, told: Opening, whole: dict[int, list[Whole]]) -> list[Whole]:
    """What a correction builds on: `reviews.authority.last_signed`, of the past. Several where a text opened by itself
    while the verb waited.
    """
    texts = {text.page: text for text in whole.get(publication.article_id, ())}
    return [texts[seen[-1]] for seen in opened_as_seen(texts, told.seq, told.at) if seen]


def _wrong_with_instants(
    publication: Publication, told: Opening, whole: dict[int, list[Whole]], graces: dict[int, Grace]
) -> str:
    """It turns overdue, leaves search engines and is gone when the policy says under which the whole text was reviewed.

    No verb moves these instants, though the database would let them move to earlier.
    """
    if told.verb == REPUBLISH:
        # They are those with which it was published before, as its byline is.
        return ""
    policies = [publication.published_review.review.policy_id]
    if publication.authority == Authority.CORRECTION:
        policies = [text.policy for text in _built_on(publication, told, whole)]
    if not policies:
        return "no text that was reviewed whole stands before it"
    faults = [_wrong_with_grace(publication, graces[policy]) for policy in policies]
    return "" if "" in faults else faults[0]


def _wrong_with_grace(publication: Publication, grace: Grace) -> str:
    # When its last day is over, in the organisation's time zone.
    due = datetime.combine(publication.next_review_due, time(), UTC) + timedelta(days=1)
    for name, moment, days in (
        ("turns overdue", publication.overdue_at, 0),
        ("leaves search engines", publication.noindex_at, grace.noindex_after),
        ("is gone", publication.gone_at, grace.gone_after),
    ):
        if (moment is None) is not (days is None) or (
            moment is not None and days is not None and abs(moment - due - timedelta(days=days)) > A_DAY
        ):
            return f"it {name} at another moment than its day and the policy of its review say"
    return ""


def _wrong_with_publisher(
    publication: Publication, told: Opening, given: dict[int, list["Given"]], graces: dict[int, Grace]
) -> str:
    """Where the policy of its review asks for it, somebody else published it than wrote or signed it. What is shown
    again was published so before.
    """
    if told.verb == REPUBLISH or not graces[publication.published_review.review.policy_id].publisher_apart:
        return ""
    by = publication.published_by_id
    people = {
        given.row.reviewer_id if isinstance(given.row, SignOff) else given.row.attested_by_id
        for given in counting(publication, told.seq, given)
    }
    wrote = publication.edition.contributor_rows.filter(person=by).exists()
    return (
        "whoever published it wrote or signed it, though the policy of its review keeps these apart"
        if (wrote or by in people)
        else ""
    )


def _graces() -> dict[int, Grace]:
    """By the id of the version. One whose document can't be read is named where the versions are looked at."""
    graces: dict[int, Grace] = {}
    for version in readable(PolicyVersion.objects.order_by("pk"), lambda *_: None, 500):
        with suppress(*UNREADABLE):
            rules = version.rules
            graces[version.pk] = Grace(rules.noindex_after_days, rules.gone_after_days, rules.publisher_apart)
    return graces


def _reviewed_whole(page: list[Publication]) -> dict[int, list[Whole]]:
    """What corrections among some Publications can build on, by article, the first one first."""
    articles = {publication.article_id for publication in page if publication.authority == Authority.CORRECTION}
    if not articles:
        return {}
    rows = Publication.objects.filter(article__in=articles, authority__in=WHOLE_TEXT).order_by("pk")
    values = rows.values_list("pk", "published_review__review__policy", *Shown._fields)
    # Rows that can't be read are named where each is looked at.
    shown = {pk: (policy, Shown(*shown)) for pk, policy, *shown in readable(values, lambda *_: None, 500)}
    return {
        article: [Whole(page, *shown[page.pk]) for page in pages if page.pk in shown]
        for article, pages in pages_told(articles).items()
    }


class Given(NamedTuple):
    """A signature, or an attestation where `role` is None, with the numbers of the Events that tell of it and that took
    it back.
    """

    row: SignOff | Attestation
    review: int
    purpose: str
    role: str | None
    seq: int
    taken_back: int | None

    def holds_at(self, seq: int) -> bool:
        """Whether it was given before that Event, and not taken back before it."""
        return self.seq < seq and (self.taken_back is None or self.taken_back > seq)


def _first_openings(page: list[Publication]) -> dict[tuple[int, str], list[tuple[int, datetime]]]:
    """Key and opening of every Publication of the articles of some, but the cancelled, by article and text."""
    articles = {publication.article_id for publication in page}
    rows = Publication.objects.filter(article__in=articles, cancelled_at=None).order_by("pk")
    first: dict[tuple[int, str], list[tuple[int, datetime]]] = defaultdict(list)
    values = rows.values_list("article", "edition__content_row", "pk", "opens")
    # Rows that can't be read are named where each is looked at.
    for article, digest, pk, opens in readable(values, lambda *_: None, 500):
        first[article, digest].append((pk, opens))
    return first


def _shown_before(page: list[Publication], told: dict[str, Opening]) -> dict[int, list[tuple[Page, Shown]]]:
    """All Publications of the Reviews on which some were published again, by Review."""
    again = [row for row in page if row.row_id in told and told[row.row_id].verb == REPUBLISH]
    if not again:
        return {}
    pages = {each.pk: each for some in pages_told({row.article_id for row in again}).values() for each in some}
    keys = [row.pk for row in again]
    rows = Publication.objects.filter(published_review__review__published__publication__in=keys)
    shown: dict[int, list[tuple[Page, Shown]]] = defaultdict(list)
    values = rows.order_by("pk").distinct().values_list("published_review__review", "pk", *Shown._fields)
    # Rows that can't be read are named where each is looked at.
    for review, pk, *stood in readable(values, lambda *_: None, 500):
        if pk in pages:
            shown[review].append((pages[pk], Shown(*stood)))
    return shown


def given_for(editions: Set[int]) -> dict[int, list[Given]]:
    """What was given for some Editions, by Edition."""
    # Rows that can't be read are named where each is looked at.
    signed = SignOff.objects.filter(edition__in=editions).select_related("review", "revocation").order_by("at", "pk")
    attested = Attestation.objects.filter(edition__in=editions).select_related("review", "revocation").order_by("pk")
    signatures = list(readable(signed, lambda *_: None, 500))
    attestations = list(readable(attested, lambda *_: None, 500))
    rows: list[SignOff | Attestation] = [*signatures, *attestations]
    revoked = {row.row_id: row.revocation for row in rows if hasattr(row, "revocation")}
    first = first_told([*rows, *revoked.values()])
    given: dict[int, list[Given]] = defaultdict(list)
    for row in rows:
        role = row.role if isinstance(row, SignOff) else None
        taken_back = first.get(revoked[row.row_id].row_id) if row.row_id in revoked else None
        review, seq = row.review, first.get(row.row_id, 0)
        given[row.edition_id].append(Given(row, review.pk, review.purpose, role, seq, taken_back))
    return given
