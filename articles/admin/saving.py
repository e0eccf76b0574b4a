"""What a press of Save does: the verbs it calls, in one transaction, and where a refusal is shown."""

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from articles.actions.articles import change_address, check_slug, create_article, move_article
from articles.actions.drafts import save_draft
from articles.actions.locking import lock_article, lock_draft
from articles.admin.pages import DOOR
from articles.admin.writing_forms import WritingForms
from articles.details import DraftText
from articles.models import Draft, Risk
from articles.slugs import slug_from
from people.models import User
from record.errors import BadInput, NotAllowed


def begin(forms: WritingForms, text: DraftText, by: User) -> Draft | None:
    """Begin an article with what was typed. Nothing where its address was refused: the form says why."""
    given = forms.form.cleaned_data
    slug = given["slug"].strip() or slug_from(text.title)
    try:
        return create_article(
            text=text,
            slug=slug,
            section=given["section"],
            by=by,
            door=DOOR,
            risk=given["risk"] or Risk.NORMAL,
            no_advertising=given["no_advertising"],
        )
    except BadInput as refusal:
        forms.add("slug", str(refusal))
    except IntegrityError:
        forms.add("slug", _taken_just_now())
    except NotAllowed as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    return None


def save(draft: Draft, forms: WritingForms, text: DraftText, by: User) -> Draft | None:
    """Save what was typed, and where the article stands if this person changed that. All of it or none.

    Raises `SaveConflict`. Nothing where the address was refused: the form says why.
    """
    given = forms.form.cleaned_data
    try:
        with transaction.atomic():
            # The article is locked before its draft, and both before what is on record.
            if forms.moved:
                lock_article(draft.article_id)
                lock_draft(draft)
                _move(draft, forms, by)
            return save_draft(draft=draft, text=text, seen=given["seen"] or 0, by=by)
    except BadInput as refusal:
        forms.add("slug", str(refusal))
    except IntegrityError:
        forms.add("slug", _taken_just_now())
    except NotAllowed as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    return None


def address_stands(draft: Draft, forms: WritingForms) -> bool:
    """Whether the address that was typed can be the article's. If not, the form says why."""
    slug = forms.form.cleaned_data.get("slug", "").strip()
    if not forms.changed("slug") or draft.article.addresses.filter(slug=slug).exists():
        return True
    try:
        check_slug(slug, draft.article.language)
    except BadInput as refusal:
        forms.add("slug", str(refusal))
        return False
    return True


def _move(draft: Draft, forms: WritingForms, by: User) -> None:
    """What of the article's place this person changed; the rest stays as others may have set it meanwhile."""
    given, article = forms.form.cleaned_data, draft.article
    if forms.changed("slug"):
        change_address(article=article, slug=given["slug"].strip(), by=by, door=DOOR)
    if forms.changed("section", "risk", "no_advertising"):
        move_article(
            article=article,
            section=given["section"] if forms.changed("section") else article.section,
            risk=given["risk"] or Risk.NORMAL if forms.changed("risk") else article.risk,
            no_advertising=given["no_advertising"] if forms.changed("no_advertising") else article.no_advertising,
            by=by,
            door=DOOR,
        )


def _taken_just_now() -> str:
    return _("Another article has taken this address just now. Choose another one.")
