"""`lift_safety_notice`: a notice goes before its end, or a proposal is dropped."""

from django.db import transaction
from django.utils.translation import gettext as _

from articles.actions.words import reason_said
from articles.models import SafetyNotice
from people.allowing import allow
from people.models import User
from record.chain import record_event
from record.clock import now_in_verb
from record.errors import Conflict, WrongState
from reviews.actions.locking import lock_notice
from reviews.notifications import notify_of_lifting


@transaction.atomic
def lift_safety_notice(
    *, notice: SafetyNotice, reason: str, by: User, door: str, shown_seen: bool | None = None
) -> SafetyNotice:
    """Take the notice from before readers at once, with a reason for the record. One person is enough for that.

    `shown_seen` is whether readers had it as the caller looked. Raises `WrongState` where it is over already,
    `Conflict` where it was confirmed since.
    """
    notice = lock_notice(notice)
    allow(by, "reviews.lift_safety_notice", notice)
    reason = reason_said(reason, missing=_("Say why the notice goes. The reason is kept on record."))
    now = now_in_verb()
    if notice.lifted_at is not None:
        raise WrongState(_("This notice was lifted already."))
    if notice.ends_at <= now:
        raise WrongState(_("This notice has ended by itself."))
    if shown_seen is False and notice.confirmed_at is not None:
        raise Conflict(
            _("Somebody confirmed this notice since you looked, and readers see it. Look again, then lift it.")
        )
    notice.lifted_by, notice.lifted_at = by, now
    notice.save(update_fields=["lifted_by", "lifted_at"])
    record_event(
        "lift_safety_notice",
        actor=by,
        door=door,
        row=notice,
        why=reason,
        was_shown=notice.confirmed_at is not None,
        articles=[str(uuid) for uuid in sorted(notice.pages.values_list("article__uuid", flat=True))],
    )
    notify_of_lifting(notice, by, reason)
    return notice
