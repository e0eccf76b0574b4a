"""The one way in which a Draft is saved, and the restoring of an old text."""

from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from reversion.models import Version

from articles.actions.locking import current_draft
from articles.content import BadFields, read_text, source_digest
from articles.details import Details, DraftText
from articles.models import Draft, DraftSave, Purpose, Way
from articles.versions import keep_version
from people.allowing import allow
from people.models import User
from record.clock import now_in_verb
from record.errors import BadInput, Conflict


class SaveConflict(Conflict):
    """Somebody else saved first.

    `theirs` is the Draft as it stands now; nothing of the refused save is lost to its caller.
    """

    def __init__(self, theirs: Draft) -> None:
        self.theirs = theirs
        super().__init__(_("This article was saved again while you were writing. Yours was not saved yet."))


@transaction.atomic
def save_draft(*, draft: Draft, text: DraftText, seen: int, by: User, way: Way = Way.TYPED) -> Draft:
    """Save a text over the Draft that the caller saw when it had `seen` saves.

    A text that changes nothing makes no save. Raises `SaveConflict` where somebody saved in between, `Gone` where
    somebody deleted it, `BadInput` for a text that could not have been typed.
    """
    allow(by, "articles.change_draft", draft)
    text = _checked(text)
    values = _columns(text)
    current = current_draft(draft)
    if current.saves == seen and all(getattr(current, name) == value for name, value in values.items()):
        return current
    now = now_in_verb()
    taken = Draft.objects.filter(pk=draft.pk, saves=seen).update(**values, saves=seen + 1, updated_at=now)
    if not taken:
        raise SaveConflict(current_draft(draft))
    for name, value in {**values, "saves": seen + 1, "updated_at": now}.items():
        setattr(current, name, value)
    _keep(current, text=text, by=by, way=way)
    return current


def first_save(draft: Draft, *, text: DraftText, by: User, way: Way, number: int = 1) -> None:
    """The first save of a new Draft, inside the verb that begins it.

    `number` is 1, unless there was such a Draft that is gone: who saved that one stays known, and the count goes on.
    Raises `BadInput` for a text that could not have been typed.
    """
    text = _checked(text)
    for name, value in _columns(text).items():
        setattr(draft, name, value)
    draft.saves, draft.updated_at = number, now_in_verb()
    draft.save(force_insert=True)
    _keep(draft, text=text, by=by, way=way)


def saves_of(article: UUID, purpose: Purpose) -> int:
    """The number of the last save of that article and purpose, though its Draft, or the article itself, be gone."""
    saves = DraftSave.objects.filter(article_uuid=article, purpose=purpose)
    return saves.aggregate(last=Max("number"))["last"] or 0


def restore_version(*, draft: Draft, version: Version, seen: int, by: User) -> Draft:
    """Copy an old text into the Draft as a new save. Nothing is rolled back."""
    return save_draft(draft=draft, text=text_of_version(version), seen=seen, by=by, way=Way.RESTORED)


def text_of_version(version: Version) -> DraftText:
    """The text that a Version kept."""
    kept = version.field_dict
    return DraftText(
        title=kept["title"], lead=kept["lead"], body=kept["body"], details=Details.model_validate(kept["details"])
    )


def _checked(text: DraftText) -> DraftText:
    """The text as it will be read from its columns: whoever copied and changed one has passed its rules by."""
    try:
        return read_text(text.stored())
    except BadFields as error:
        raise BadInput(str(error)) from error


def _columns(text: DraftText) -> dict[str, object]:
    return {"title": text.title, "lead": text.lead, "body": text.body, "details": text.details.stored()}


def _keep(draft: Draft, *, text: DraftText, by: User, way: Way) -> None:
    """The DraftSave and the Version of a save, last: reversion serialises the row as it stands at the call."""
    saves = DraftSave.objects.filter(article_uuid=draft.article.uuid, purpose=draft.purpose)
    before = saves.filter(number=draft.saves - 1).values_list("hash", flat=True).first() if draft.saves > 1 else None
    save = DraftSave(
        article_uuid=draft.article.uuid,
        purpose=draft.purpose,
        number=draft.saves,
        by=by,
        at=draft.updated_at,
        way=way,
        source_digest=source_digest(text),
    )
    save.hash = save.hash_after(before or "")
    save.save(force_insert=True)
    keep_version(draft, by=by, comment=f"{draft.saves} {way}")
