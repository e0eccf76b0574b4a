"""`keep_reviewer`: a reviewer's professional profile is written down or brought up to date."""

from datetime import date
from itertools import chain, count
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.allowing import allow
from people.models import User
from people.roles import is_reviewer
from record.canonical import normal_text
from record.chain import record_event
from record.errors import BadInput, Conflict
from reviews.models import Reviewer, SignOffRole
from reviews.printed import printed_line

NAMELESS = gettext_lazy("Printed name and credentials are needed: they stand under what is signed.")
LONGEST_CONFLICTS = 5_000


@transaction.atomic
def keep_reviewer(
    *,
    person: User,
    printed_name: str,
    credentials: str,
    roles: list[str],
    credentials_expire: date | None,
    conflicts: str,
    specialties: str,
    is_public: bool,
    by: User,
    door: str,
    seen: str | None = None,
) -> Reviewer:
    """Keep what stands under a person's signatures from now on. Those given before keep what stood there then.

    `seen` is the digest of the profile that the caller saw, empty where they saw none; where another stands by now,
    that is a `Conflict`.
    """
    # Two who make the first one at once are told apart by the database.
    standing = Reviewer.objects.select_for_update(no_key=True).filter(person=person).first()
    allow(by, "reviews.change_reviewer", person)
    if seen is not None and seen != (standing.record_digest() if standing else ""):
        raise Conflict(_("Somebody else changed this profile while you did. Yours was not saved yet."))
    given = {
        "printed_name": printed_line(printed_name, missing=NAMELESS),
        "credentials": printed_line(credentials, missing=NAMELESS),
        "roles": _known(roles),
        "credentials_expire": credentials_expire,
        "conflicts": normal_text(conflicts).strip(),
        "specialties": printed_line(specialties),
        "is_public": is_public,
    }
    if len(str(given["conflicts"])) > LONGEST_CONFLICTS or "\0" in conflicts:
        raise BadInput(_("The conflicts of interest are too long, or hold characters that can’t be kept."))
    if not is_reviewer(person):
        raise BadInput(_("Give this person the role Reviewer first."))
    try:
        with transaction.atomic():
            reviewer, _made = Reviewer.objects.update_or_create(person=person, defaults=given)
            if reviewer.is_public and not reviewer.slug:
                reviewer.slug = _free_slug(reviewer.printed_name)
                reviewer.save(update_fields=["slug"])
    except IntegrityError as error:
        raise Conflict(_("Somebody else has just made this profile. Look at it first.")) from error
    record_event(
        "change_reviewer" if standing else "add_reviewer",
        actor=by,
        door=door,
        row=reviewer,
        person=person.pk,
        username=person.get_username(),
        **_facts_of(reviewer),
    )
    return reviewer


def _facts_of(reviewer: Reviewer) -> dict[str, Any]:
    """What the Event tells of a profile."""
    expire = reviewer.credentials_expire
    return {
        "printed_name": reviewer.printed_name,
        "credentials": reviewer.credentials,
        "roles": reviewer.roles,
        "credentials_expire": expire.isoformat() if expire else None,
        "conflicts": reviewer.conflicts,
        "specialties": reviewer.specialties,
        "public": reviewer.is_public,
        "slug": reviewer.slug,
    }


def _free_slug(name: str) -> str:
    """The address of a profile: from the name, in letters that every keyboard has, with a number where it is taken."""
    wanted = slugify(name)[:90] or "reviewer"
    taken = set(Reviewer.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    return next(slug for slug in chain([wanted], (f"{wanted}-{number}" for number in count(2))) if slug not in taken)


def _known(roles: list[str]) -> list[str]:
    """The roles in their own order."""
    if unknown := sorted(set(roles) - set(SignOffRole.values)):
        raise BadInput(_("Nobody signs as “%(role)s”.") % {"role": unknown[0]})
    if not roles:
        raise BadInput(_("Say at least one role in which this person signs."))
    return [role for role in SignOffRole.values if role in roles]
