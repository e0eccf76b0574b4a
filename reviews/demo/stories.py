"""What has become of each sample article: together they show the whole life of an article.

Each story is told through the verbs that people use. What a second edition adds are the key facts.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from articles.actions.drafts import save_draft
from articles.actions.import_article import import_article
from articles.content import text_of
from articles.importing import ArticleFile
from articles.models import Article, Draft, Organisation, Publication
from record import clock
from reviews.actions import (
    attest,
    begin_correction,
    change_end,
    confirm_safety_notice,
    open_rereview,
    propose_safety_notice,
    publish,
    request_changes,
    submit,
    withdraw,
)
from reviews.dates import add_months
from reviews.demo.people import CREDENTIALS, DemoPeople
from reviews.demo.publishing import bring_to_readers, sign
from reviews.models import Method, Review
from reviews.proof import command_proof

DOOR: Final = "sample"
FIRST_NOTE: Final = "First edition of this sample."
NEWER_NOTE: Final = "Key facts added at the top of the page."
TYPO_NOTE: Final = "A typo was put right."
REQUEST: Final = "A sample of a request: please say in the key facts when to call for help."
TYPO: Final = (" blood ", " blod ")
SEASON: Final = timedelta(days=180)
MONTH: Final = timedelta(days=30)

Story = Callable[[ArticleFile, DemoPeople], object]


def _import(file: ArticleFile, people: DemoPeople) -> Draft:
    return import_article(file=file, section=None, by=people.editor, door=DOOR).draft


def published(file: ArticleFile, people: DemoPeople) -> Draft:
    """The file's text, before readers."""
    draft = _import(file, people)
    if blocking := bring_to_readers(draft, note=FIRST_NOTE, people=people, method=Method.SAMPLE, door=DOOR):
        raise RuntimeError(f"The sample {file.slug} can't be published: {blocking}")
    return draft


def written_on(file: ArticleFile, people: DemoPeople) -> Draft:
    """Readers have a text without the key facts; the Draft has them."""
    details = file.text.details.model_copy(update={"key_facts": []})
    published(replace(file, text=file.text.model_copy(update={"details": details})), people)
    return _import(file, people)


def in_review(file: ArticleFile, people: DemoPeople) -> Review:
    """Readers have the first edition; a second waits for its reviewer."""
    return _submit(written_on(file, people), people, NEWER_NOTE)


def changes_requested(file: ArticleFile, people: DemoPeople) -> None:
    """Readers have the first edition; of the second, the reviewer asked for changes."""
    review = in_review(file, people)
    request_changes(review=review, digest=review.edition.digest, reasons=REQUEST, by=people.reviewer, door=DOOR)


def signed(file: ArticleFile, people: DemoPeople) -> Review:
    """Readers have the first edition; the second is signed and ready to publish."""
    review = in_review(file, people)
    sign(review, people=people, method=Method.SAMPLE, door=DOOR)
    return Review.objects.get(pk=review.pk)


def published_twice(file: ArticleFile, people: DemoPeople) -> None:
    """Readers have the second edition, and the first in its history."""
    _publish(signed(file, people), people)


def scheduled(file: ArticleFile, people: DemoPeople) -> None:
    """Readers have the first edition; the second opens by itself in a month."""
    review = signed(file, people)
    live = _live(review.article)
    publish(review=review, live_seen=live.pk, by=people.publisher, door=DOOR, opens=_whole_second(clock.now() + MONTH))


def for_a_season(file: ArticleFile, people: DemoPeople) -> None:
    """Readers have it until its season is over."""
    live = _live(published(file, people).article)
    change_end(publication=live, closes=_whole_second(clock.now() + SEASON), by=people.publisher, door=DOOR)


def corrected(file: ArticleFile, people: DemoPeople) -> None:
    """A typo of the first edition was put right, and checked by a second person."""
    right, wrong = TYPO
    body = file.text.body.replace(right, wrong, 1)
    article = published(replace(file, text=file.text.model_copy(update={"body": body})), people).article
    draft = begin_correction(article=article, by=people.editor, door=DOOR)
    text = text_of(draft).model_copy(update={"body": file.text.body})
    draft = save_draft(draft=draft, text=text, seen=draft.saves, by=people.editor)
    review = _submit(draft, people, TYPO_NOTE)
    sign(review, people=people, method=Method.SAMPLE, door=DOOR)
    _publish(Review.objects.get(pk=review.pk), people)


def reviewed_again(file: ArticleFile, people: DemoPeople) -> None:
    """The same text, with the dates of a second review."""
    article = published(file, people).article
    review = open_rereview(article=article, by=people.editor, door=DOOR)
    sign(review, people=people, method=Method.SAMPLE, door=DOOR)
    _publish(Review.objects.get(pk=review.pk), people)


def overdue(file: ArticleFile, people: DemoPeople) -> None:
    """Reviewed before the library moved in, as somebody attests; the next review was due a month ago."""
    review = _submit(_import(file, people), people, FIRST_NOTE)
    today = Organisation.current().day_of(clock.now())
    (done,) = attest(
        reviews=[review],
        name="Dr. Sample Predecessor",
        credentials=CREDENTIALS,
        reviewed_on=add_months(today, -13),
        due=add_months(today, -1),
        proof=command_proof(people.admin, Method.SAMPLE),
        door=DOOR,
        and_publish=True,
    )
    if done.publication is None:
        raise RuntimeError(f"The sample {file.slug} can't be attested: {done.refusal}")


def withdrawn(file: ArticleFile, people: DemoPeople) -> None:
    """Readers find a notice in its place."""
    withdraw(
        article=published(file, people).article,
        reason="A sample of a reason: the hospital changes how it admits people.",
        notice="A sample of a notice: we are writing this page anew, because how people are admitted is about to "
        "change. Please call us before your stay.",
        by=people.publisher,
        door=DOOR,
    )


def warned_of(file: ArticleFile, people: DemoPeople) -> None:
    """A safety notice stands over the page, outside the signed text."""
    article = published(file, people).article
    notice = propose_safety_notice(
        text="This is a sample of a safety notice. Two people put it over a page at once, for as long as it is needed.",
        articles=[article],
        ends_at=_whole_second(clock.now() + SEASON),
        reason="A sample, to show where such a notice stands.",
        by=people.publisher,
        door=DOOR,
    )
    confirm_safety_notice(notice=notice, by=people.admin, door=DOOR)


STORIES: Final[dict[str, Story]] = {
    "gene-therapy": published,
    "genetic-testing": corrected,
    "sickle-cell-disease": reviewed_again,
    "bone-marrow": in_review,
    "hemophilia": changes_requested,
    "spinal-muscular-atrophy": written_on,
    "thalassemia": scheduled,
    "leber-congenital-amaurosis": published,
    "duchenne-muscular-dystrophy": published,
    "anemia": overdue,
    "genetic-counseling": published,
    "genes-and-chromosomes": published,
    "stem-cell-transplant": signed,
    "blood-transfusion": published_twice,
    "chemotherapy": warned_of,
    "car-t-cell-therapy": published,
    "clinical-trials": published,
    "flu-vaccine": for_a_season,
    "preparing-for-a-hospital-stay": withdrawn,
}


def _submit(draft: Draft, people: DemoPeople, note: str) -> Review:
    submission = submit(draft=draft, seen=draft.saves, change_note=note, by=people.editor, door=DOOR)
    if submission.review is None:
        raise RuntimeError(f"The sample {draft.article.slug} can't be submitted: {submission.findings}")
    return submission.review


def _publish(review: Review, people: DemoPeople) -> Publication:
    return publish(review=review, live_seen=_live(review.article).pk, by=people.publisher, door=DOOR)


def _live(article: Article) -> Publication:
    return Publication.objects.live(clock.now()).get(article=article)


def _whole_second(moment: datetime) -> datetime:
    return moment.replace(microsecond=0)
