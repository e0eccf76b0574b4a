"""What `verify_record` checks of people: that they hold the roles which Events gave them, and no more."""

from people.models import User
from people.roles import ADMINISTRATOR
from people.tellings import RolesTold
from record.verification import Verification, register_check


@register_check
def people_are_what_they_were_made(verification: Verification) -> None:
    """Each person is in just the roles that the newest Event of theirs tells, and works here or doesn't as it says.

    An administrator whom a command added, and nobody who is named, is no fault: but for the first, each is named.
    """
    told = verification.heard(RolesTold)
    people = User.objects.prefetch_related("groups").order_by("pk")
    verification.judge(people, lambda person: _wrong_with_person(person, told))
    standing = set(User.objects.filter(pk__in=told.history).values_list("pk", flat=True))
    for person in sorted(told.history.keys() - standing):
        verification.found(User._meta.db_table, person, f"is missing, though event {told.history[person][0].seq} tells")
    _first, *later = [*sorted(told.added.items(), key=lambda item: item[1])] or [(0, 0)]
    if later:
        names = ", ".join(f"{person} by event {seq}" for person, seq in later)
        verification.remark(f"people_user: administrators whom a command added, and nobody who is named: {names}.")


def _wrong_with_person(person: User, told: RolesTold) -> str:
    roles, now = {group.name for group in person.groups.all()}, told.now(person.pk)
    if now is None:
        has_any = roles or person.is_superuser or person.is_staff
        return "no event tells of its roles" if has_any else ""
    if roles != now.roles or person.is_staff != bool(now.roles):
        return f"its roles are not those that event {now.seq} gave, the newest that tells of them"
    if person.is_active != now.active:
        return f"it can sign in, or can't, otherwise than event {now.seq} says"
    if person.is_superuser and not (now.superuser and ADMINISTRATOR in now.roles):
        return "every door opens for it, though no event tells so"
    return ""
