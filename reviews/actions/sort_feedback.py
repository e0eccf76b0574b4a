"""`sort_feedback`: an editor says what a reader's words ask for. Safety tells people at once."""

from django.db import transaction
from django.utils.translation import gettext as _

from articles.actions.words import words_said
from people.allowing import allow
from people.models import User
from record.chain import record_event
from record.clock import now_in_verb
from record.errors import BadInput, WrongState
from reviews.models import Feedback, FeedbackState
from reviews.notifications import notify_of_safety
from reviews.quoting import repeats

LONGEST_NOTE = 1_000
# What a person may make of it; back to new as well, where somebody was too quick.
CHOICES = (
    FeedbackState.NEW,
    FeedbackState.CHANGE,
    FeedbackState.SAFETY,
    FeedbackState.DONE,
    FeedbackState.SPAM,
)


@transaction.atomic
def sort_feedback(*, feedback: Feedback, seen: str, state: str, note: str = "", by: User, door: str) -> Feedback:
    """Put it where it belongs. `seen` is the state the person saw; `note` goes on record, without the reader's words.

    Raises `WrongState` where somebody else has sorted it meanwhile, or where it was forgotten.
    """
    kept = Feedback.objects.select_for_update(of=("self",)).select_related("edition__article").filter(pk=feedback.pk)
    now_kept = kept.first()
    if now_kept is None:
        raise WrongState(_("This is no longer kept: its time was over."))
    allow(by, "reviews.change_feedback", now_kept)
    if state not in CHOICES:
        raise BadInput(_("Choose what becomes of it."))
    if now_kept.state != seen:
        raise WrongState(
            _("Somebody else has sorted this meanwhile: %(state)s.") % {"state": now_kept.get_state_display()}
        )
    note = words_said(note, most=LONGEST_NOTE)
    if repeats(note, [now_kept.comment]):
        raise BadInput(_("The note stays on record for good: say it without three of the reader’s words in a row."))
    now_kept.state, now_kept.sorted_by, now_kept.sorted_at = state, by, now_in_verb()
    now_kept.save(update_fields=["state", "sorted_by", "sorted_at"])
    edition = now_kept.edition
    record_event(
        "sort_feedback",
        actor=by,
        door=door,
        article=edition.article.uuid,
        why=note,
        feedback=now_kept.pk,
        kind=now_kept.kind,
        digest=edition.digest,
        edition=edition.pk,
        before=seen,
        state=state,
    )
    if state == FeedbackState.SAFETY:
        notify_of_safety(now_kept)
    return now_kept
