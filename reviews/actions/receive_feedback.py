"""`receive_feedback`: what a reader said of a page is kept, without anything that says who they are."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from articles.actions.words import words_said
from articles.models import Publication
from record.canonical import is_digest
from record.clock import now_in_verb
from record.errors import BadInput, Refusal
from reviews.masking import Kind, Masked, mask
from reviews.masking.about import page_of
from reviews.models import Feedback, FeedbackKind, FeedbackState
from reviews.models.feedback import LONGEST_COMMENT

# Of all readers together. Beyond that somebody is playing, and people couldn't read it anyway.
MOST_AN_HOUR: Final = 500


class TooMuch(Refusal):
    """More than the library can take just now."""


class WrongAnswer(BadInput):
    """One of the two things that a reader fills in has to be put right: `field` is `kind` or `comment`."""

    def __init__(self, sentence: str, field: str) -> None:
        super().__init__(sentence)
        self.field = field


@dataclass(frozen=True, slots=True)
class Received:
    """What is kept, and what was taken out of it before: only the reader is told of that, and only once."""

    feedback: Feedback
    taken: tuple[Kind, ...]


@transaction.atomic
def receive_feedback(*, digest: str, kind: str, comment: str) -> Received:
    """Keep it, beside the Edition that the reader saw.

    Has no Event: readers are nobody, and strangers shall not lengthen the record. Raises `BadInput` where the digest is
    of no text that may be shown, `WrongAnswer` where there is nothing to keep; `TooMuch` when the hour is full.
    """
    if kind not in FeedbackKind.values:
        raise WrongAnswer(_("Choose one of the answers."), "kind")
    try:
        words = words_said(comment, most=LONGEST_COMMENT)
    except BadInput as refusal:
        raise WrongAnswer(str(refusal), "comment") from refusal
    if kind == FeedbackKind.MISTAKE and not words:
        raise WrongAnswer(_("Write what is wrong, and where."), "comment")
    if not is_digest(digest):
        raise BadInput(_("The form doesn’t say which page it is about. Open the page again, and send it from there."))
    now = now_in_verb()
    seen = Publication.objects.shown(now).filter(edition__content_row=digest).order_by("-opens").first()
    if seen is None:
        raise BadInput(_("This page is no longer in the library. Thank you all the same."))
    if Feedback.objects.filter(received_at__gt=now - timedelta(hours=1))[:MOST_AN_HOUR].count() >= MOST_AN_HOUR:
        raise TooMuch(_("Very many readers are writing to us just now. Please try again in an hour."))
    said = mask(words, page_of(seen, words)) if words else Masked("")
    feedback = Feedback.objects.create(
        edition_id=seen.edition_id,
        kind=kind,
        comment=said.words,
        masked=len(said.taken),
        received_at=now,
        state=FeedbackState.NEW if said.words else FeedbackState.COUNTED,
    )
    return Received(feedback, said.taken)
