"""What `verify_record` checks of corrections: that each was minor, by the measure of the verb that takes them in."""

import json
import re
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Final, NamedTuple

from articles.content import text_from
from articles.glossary import glossary_of
from articles.minor.measuring import measure
from articles.models import EditionContent, Publication
from articles.verifying.windows_told import Page, opened_as_seen, openings_told, pages_told
from record.movements import LONGEST_WAIT
from record.readable import UNREADABLE, fault_in, in_pages, readable
from record.tellings import first_told
from record.verification import Verification, register_check
from reviews.authority import WHOLE_TEXT
from reviews.corrections import DRUGS, wordings_changed
from reviews.models import Review, ReviewPurpose

_FIGURE: Final = re.compile(r"\d")


class NamedDrug(NamedTuple):
    """What an Edition on the shelf of drugs is called, from which Event on, and from when to when readers saw it."""

    seq: int
    opens: datetime
    closes: datetime | None
    names: frozenset[str]


@register_check
def corrections_were_minor(verification: Verification) -> None:
    """Each correction, measured anew against the text that was reviewed whole by then, changes no more than the policy
    of its Review lets it: fields, words, numbers, doses, negations, names of drugs.

    What the words mean is measured by the rules of this release, which may be stricter than those of the day: there it
    is a remark, for a person to look at. A figure that changes was never minor.

    Where one of both texts was redacted, or was frozen under rules that no longer hold, nothing can be measured. Which
    words other articles used by then isn't known any more, so that is not asked again.
    """
    rows = Review.objects.filter(purpose=ReviewPurpose.CORRECTION).order_by("pk")
    drugs: list[NamedDrug] | None = None
    for page in in_pages(verification.each(rows.select_related("edition__content_row", "policy")), 100):
        first, pages = first_told(page), pages_told({review.article_id for review in page})
        for review in page:
            if drugs is None:
                drugs = list(_drugs())
            seq = first.get(review.row_id, 0)
            whole = [each for each in pages[review.article_id] if each.authority in WHOLE_TEXT]
            if wrong := fault_in(_wrong_with_correction, review, seq, whole, drugs, verification.remark):
                verification.found("reviews_review", review.pk, f"{wrong} (event {seq} opened it)")


def _wrong_with_correction(
    review: Review, seq: int, whole: list[Page], drugs: Iterable[NamedDrug], remark: Callable[[str], None]
) -> str:
    """`whole`: what was ever published of its article that had been reviewed whole."""
    signed = {seen[-1].pk for seen in opened_as_seen(whole, seq, review.opened_at) if seen}
    if not signed:
        return "it corrects a text of which none was reviewed whole by then"
    texts = Publication.objects.filter(pk__in=signed).select_related("edition").order_by("opens")
    faults = [_wrong_against(text, review, seq, drugs) for text in texts]
    if None in faults:
        return ""
    wrong, has_figures = next(fault for fault in faults if fault)
    if has_figures:
        return wrong
    remark(f"reviews_review {review.pk}: by the rules of today {wrong} (event {seq} opened it)")
    return ""


def _wrong_against(
    signed: Publication, review: Review, seq: int, drugs: Iterable[NamedDrug]
) -> tuple[str, bool] | None:
    """Why it is no minor correction of that text, and whether a figure changes; None where it is one, or where nobody
    can say.
    """
    if signed.edition.is_redacted or review.edition.is_redacted:
        return None
    try:
        before, after = text_from(signed.edition), text_from(review.edition)
    except UNREADABLE:
        # That a text can't be read is named where texts are looked at.
        return None
    rules = review.policy.rules.corrections
    names = _names_at(drugs, seq, review.opened_at)
    measured = measure(before, after, fields=rules.fields, most_words=rules.words, drugs=names)
    reasons = [*measured.reasons, *wordings_changed(signed, glossary_of(review.edition.content))]
    if not reasons:
        return None
    figures = [each for each in reasons if each.place and _FIGURE.search(each.words)]
    reason = [*figures, *reasons][0]
    where = f"{reason.place}: " if reason.place else ""
    wrong = f"it is no minor correction of edition {signed.edition.number}: {where}{reason.sentence}"
    return wrong, bool(figures)


def _names_at(drugs: Iterable[NamedDrug], seq: int, at: datetime) -> set[str]:
    """The names of drugs that readers found by that Event. What came or went about that moment is left out: the verb
    looked a little earlier than it wrote.
    """
    names: set[str] = set()
    for drug in drugs:
        if drug.seq < seq and drug.opens <= at - LONGEST_WAIT and (drug.closes is None or drug.closes > at):
            names |= drug.names
    return names


def _drugs() -> Iterable[NamedDrug]:
    """Every Publication of an article that stood on that shelf when it was reviewed, and still does."""
    rows = Publication.objects.filter(
        cancelled_at=None, withdrawals=None, article__section__slug=DRUGS,
        published_review__review__section__slug=DRUGS,
    ).exclude(edition__title="")  # fmt: skip
    values = rows.order_by("pk").values_list(
        "pk", "opens", "closes", "gone_at", "edition__title", "edition__content_row"
    )
    # Rows that can't be read are named where each is looked at.
    for page in in_pages(readable(values, lambda *_: None, 500), 500):
        told = openings_told([f"publication:{pk}" for pk, *_rest in page])
        for pk, opens, closes, gone_at, title, digest in page:
            ends = [end for end in (closes, gone_at) if end]
            text = EditionContent.objects.filter(pk=digest).values_list("text", flat=True).first()
            synonyms = json.loads(text)["source"]["details"].get("synonyms", []) if text else []
            # One of which no Event tells is named where that is looked at.
            if opening := told.get(f"publication:{pk}"):
                yield NamedDrug(opening.seq, opens, min(ends, default=None), frozenset([title, *synonyms]))
