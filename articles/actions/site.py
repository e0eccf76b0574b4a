"""Changes of what the library says of itself: sections, the organisation, policy pages, the glossary."""

from collections.abc import Iterable
from typing import Any

from django.db import models, transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from articles.models import GlossaryTerm, GlossaryWording, Organisation, PolicyPage, PolicyWording, Section
from articles.versions import keep_version, versions_of
from people.allowing import allow
from people.models import User
from record.canonical import canonical_text, digest_of
from record.chain import record_event
from record.clock import now_in_verb
from record.errors import Conflict, Gone, WrongState

SiteThing = Section | Organisation | PolicyPage | GlossaryTerm


@transaction.atomic
def keep_site_change(*, thing: SiteThing, by: User, door: str, seen: int | None = None) -> None:
    """Save a changed or new section, organisation, policy page or glossary term, with its Version and its Event.

    `seen` is how many Versions it had when the caller looked. Raises `Conflict` where it was changed since, `Gone`
    where it was deleted.
    """
    before = _locked(thing)
    if before is None and not thing._state.adding:
        raise _deleted()
    allow(by, f"articles.{'change' if before else 'add'}_{thing._meta.model_name}", thing)
    kept = versions_of(thing).count() if before else 0
    if seen is not None and seen != kept:
        raise Conflict(_("Somebody else changed this while you were writing. Yours was not saved yet."))
    if before is not None and not kept:
        # It came with the library: what it was at first belongs to its history.
        keep_version(before, by=None, comment="1 as it came")
        kept = 1
    told = _keep_wording(thing) if isinstance(thing, PolicyPage) else {}
    if isinstance(thing, GlossaryTerm):
        thing.updated_at = now_in_verb()
    wording = _new_wording(thing, by) if isinstance(thing, GlossaryTerm) else None
    thing.save()
    keep_version(thing, by=by, comment=f"{kept + 1} {by.get_username()}")
    columns = [field.attname for field in thing._meta.concrete_fields]
    record_event(
        f"change_{thing._meta.model_name}",
        actor=by,
        door=door,
        row=wording,
        thing=str(thing.pk),
        name=str(thing),
        columns=[*columns],
        state_digest=digest_of(canonical_text(state_of(thing, columns))),
        **told,
    )


def _locked(thing: SiteThing) -> SiteThing | None:
    """The thing as it stands now, kept from others; nothing where there is none."""
    return type(thing)._base_manager.select_for_update().filter(pk=thing.pk).first()


def _deleted() -> Gone:
    return Gone(_("Somebody has deleted this meanwhile."))


def state_of(thing: models.Model, columns: Iterable[str]) -> dict[str, str]:
    """What a thing's columns say, as the Event of its change binds them. One that is no more is left out."""
    fields = {field.attname: field for field in thing._meta.concrete_fields}
    return {name: str(fields[name].value_from_object(thing)) for name in columns if name in fields}


def _new_wording(term: GlossaryTerm, by: User) -> GlossaryWording | None:
    """Who wrote the term's explanation, where that is another than the last. Numbers go on where a term comes again."""
    last = GlossaryWording.objects.filter(slug=term.slug).order_by("-number").first()
    digest = digest_of(term.explanation)
    if last is not None and last.digest == digest:
        term.wording = last.number
        return None
    term.wording = last.number + 1 if last else 1
    return GlossaryWording.objects.create(slug=term.slug, number=term.wording, digest=digest, by=by, at=now_in_verb())


@transaction.atomic
def delete_site_thing(*, thing: Section | PolicyPage | GlossaryTerm, seen: int, by: User, door: str) -> None:
    """Delete a policy page, a glossary term (texts keep what they took from it), or a section on which no article
    stands or ever stood in a review.

    `seen` is how many Versions it had when the caller looked. Raises `Conflict` where it was changed since, `Gone`
    where somebody else deleted it.
    """
    if _locked(thing) is None:
        raise _deleted()
    allow(by, f"articles.delete_{thing._meta.model_name}", thing)
    if versions_of(thing).count() != seen:
        raise Conflict(_("Somebody changed this since you looked. Look again."))
    name, key = str(thing), str(thing.pk)
    if refusal := why_it_stays(thing):
        raise WrongState(refusal)
    try:
        thing.delete()
    except ProtectedError as error:
        # An article came to stand in it since.
        raise WrongState(_in_use()) from error
    record_event(f"delete_{thing._meta.model_name}", actor=by, door=door, thing=key, name=name)


def _keep_wording(page: PolicyPage) -> dict[str, Any]:
    """What it says from now on, for readers to look back at. A page that is only put elsewhere says nothing new.

    Gives what the Event tells: the digests of the new wording and of the one before, since no Event tells of those
    that came with the library.
    """
    last = PolicyWording.objects.filter(slug=page.slug).first()
    if last and (last.title, last.body) == (page.title, page.body):
        return {}
    page.updated_at = now_in_verb()
    new = PolicyWording.objects.create(
        slug=page.slug,
        number=last.number + 1 if last else 1,
        title=page.title,
        body=page.body,
        since=page.updated_at,
    )
    return {"wordings": {str(wording): wording.digest for wording in (last, new) if wording}}


def why_it_stays(thing: models.Model) -> str:
    """Why it can't be deleted, in a sentence; empty where it can. What stands in the way may belong to any room."""
    relations = [
        relation
        for relation in thing._meta.get_fields(include_hidden=True)
        if isinstance(relation, models.ManyToOneRel) and relation.on_delete is models.PROTECT
    ]
    # Asked one by one: Django's own way would read every article that stands in the way.
    used = any(
        relation.related_model._base_manager.filter(**{relation.field.name: thing}).exists() for relation in relations
    )
    return _in_use() if used else ""


def _in_use() -> str:
    return _("Articles stand or stood in this section, so it stays. Rename it if its name is wrong.")
