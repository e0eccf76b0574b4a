"""What a library that has just begun still lacks, for whoever can do something about it."""

from collections.abc import Iterator
from typing import NamedTuple

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils.translation import gettext as _

from articles.models import Draft, Organisation
from articles.models.organisation import UNNAMED
from people.models import User
from reviews.selectors import signers


class Step(NamedTuple):
    """Something to do, in a sentence, and where."""

    sentence: str
    url: str


def first_steps(person: User | AnonymousUser) -> Iterator[Step]:
    """The steps that nobody has done yet, of those that this person may do, in their order."""
    if person.has_perm("articles.change_organisation") and Organisation.current().name in ("", UNNAMED):
        says = _("Say whose library this is: name, phone, emergency line and time zone stand on every page.")
        yield Step(says, reverse("admin:articles_organisation_change", args=[1]))
    if person.has_perm("people.invite_person") and not signers().exists():
        says = _("Invite a reviewer, and once they have joined make their profile: before that nobody can sign.")
        yield Step(says, reverse("admin:people_invitation_add"))
    if person.has_perm("articles.add_draft") and not Draft.objects.exists():
        says = _("Write the first article. Readers see nothing of it before it is signed and published.")
        yield Step(says, reverse("admin:articles_draft_add"))
