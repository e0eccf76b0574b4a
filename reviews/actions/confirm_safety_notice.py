"""`confirm_safety_notice`: a second person puts a proposed notice before readers, from that very moment."""

from django.db import transaction
from django.utils.translation import gettext as _

from articles.models import SafetyNotice
from people.allowing import allow
from people.models import User
from record.canonical import utc_text
from record.chain import record_event
from record.clock import now_in_verb
from record.errors import NotAllowed, WrongState
from reviews.actions.locking import lock_notice


@transaction.atomic
def confirm_safety_notice(*, notice: SafetyNotice, by: User, door: str) -> SafetyNotice:
    """Let readers see the notice from now on. Never by whoever proposed it, superusers included."""
    notice = lock_notice(notice)
    allow(by, "reviews.confirm_safety_notice", notice)
    if by.pk == notice.proposed_by_id:
        raise NotAllowed(_("You proposed this notice, so somebody else has to confirm it."))
    if notice.confirmed_at is not None:
        raise WrongState(_("This notice was confirmed already."))
    now = now_in_verb()
    if notice.lifted_at is not None:
        raise WrongState(_("This proposal was dropped."))
    if notice.ends_at <= now:
        raise WrongState(_("The end of this notice has passed. Propose it again with another one."))
    notice.confirmed_by, notice.confirmed_at = by, now
    notice.save(update_fields=["confirmed_by", "confirmed_at"])
    record_event(
        "confirm_safety_notice",
        actor=by,
        door=door,
        row=notice,
        ends_at=utc_text(notice.ends_at),
        proposed_by=notice.proposed_by.get_username(),
        articles=[str(uuid) for uuid in sorted(notice.pages.values_list("article__uuid", flat=True))],
    )
    return notice
