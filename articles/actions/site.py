"""Changes of what the library says of itself: sections, the organisation, policy pages."""

from django.db import transaction

from articles.models import Organisation, PolicyPage, Section
from articles.versions import keep_version, versions_of
from people.models import User
from record.canonical import canonical_text, digest_of
from record.chain import record_event
from record.clock import now_in_verb

SiteThing = Section | Organisation | PolicyPage


@transaction.atomic
def keep_site_change(*, thing: SiteThing, by: User, door: str) -> None:
    """Save a changed or new section, organisation or policy page, with its Version and its Event."""
    if isinstance(thing, PolicyPage):
        thing.updated_at = now_in_verb()
    thing.save()
    number = versions_of(thing).count() + 1
    keep_version(thing, by=by, comment=f"{number} {by.get_username()}")
    record_event(
        f"change_{thing._meta.model_name}",
        actor=by,
        door=door,
        thing=str(thing.pk),
        name=str(thing),
        state_digest=digest_of(canonical_text(_plain(thing))),
    )


@transaction.atomic
def delete_site_thing(*, thing: Section | PolicyPage, by: User, door: str) -> None:
    """Delete a policy page, or a section on which no article stands."""
    name, key = str(thing), str(thing.pk)
    thing.delete()
    record_event(f"delete_{thing._meta.model_name}", actor=by, door=door, thing=key, name=name)


def _plain(thing: SiteThing) -> dict[str, str]:
    return {field.attname: str(field.value_from_object(thing)) for field in thing._meta.concrete_fields}
