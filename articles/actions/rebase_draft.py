"""`rebase_draft`: what was published while a Draft was being written is brought into it."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from articles.actions.drafts import save_draft
from articles.actions.locking import current_draft, lock_article
from articles.details import DraftText
from articles.models import Draft, Edition, Way
from articles.windows import newest_opened, seen_base
from people.allowing import allow
from people.models import User
from record.chain import record_event
from record.clock import now_in_verb
from record.errors import Conflict, WrongState


def behind(draft: Draft, at: datetime) -> Edition | None:
    """What readers saw last, where the Draft grew from something else: its changes have to be brought in.

    A Draft whose own text is scheduled grew from what that grew from, and lacks nothing.
    """
    newest = newest_opened(draft.article, at)
    if newest is None or newest.edition_id in (draft.base_id, seen_base(draft.base, at)):
        return None
    return newest.edition


@transaction.atomic
def rebase_draft(*, draft: Draft, text: DraftText, seen: int, onto: Edition, by: User, door: str) -> Draft:
    """Save the merged text over the Draft that the caller saw after `seen` saves, and let it grow from `onto`.

    Whoever wrote at it stays a contributor. Raises `Conflict` where readers see another Edition by now, or somebody
    saved in between; `WrongState` where there is nothing to bring in.
    """
    article = lock_article(draft.article_id)
    allow(by, "articles.change_draft", draft)
    current = current_draft(draft)
    current.article = article
    lacks = behind(current, now_in_verb())
    if lacks is None:
        raise WrongState(_("Nothing was published since this text was begun. There is nothing to bring in."))
    if lacks.pk != onto.pk:
        raise Conflict(_("Another text was published since you looked. Look again."))
    was = current.base_id
    saved = save_draft(draft=current, text=text, seen=seen, by=by, way=Way.REBASED)
    Draft.objects.filter(pk=saved.pk).update(base=onto)
    saved.base = onto
    record_event(
        "rebase_draft",
        actor=by,
        door=door,
        article=article.uuid,
        purpose=str(saved.purpose),
        save=saved.saves,
        was=was,
        edition=onto.pk,
        digest=onto.digest,
    )
    return saved
