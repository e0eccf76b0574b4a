"""What Events tell of who held which role, and when: who may give roles, and who may do what a verb does."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from rules.predicates import Predicate

from people.models import User
from people.roles import ADMINISTRATOR, is_administrator
from record.movements import LONGEST_WAIT
from record.tellings import moment_of
from record.verification import Listener, Verification, register_listener

# Each tells of all the roles that a person holds from then on; whoever was deactivated holds none.
ROLE_VERBS: Final = ("add_person", "accept_invitation", "give_roles", "reactivate", "deactivate")
# Nobody asks for a permission where a command adds somebody.
COMMANDS: Final = ("shell", "sample", "trial")

_who_may: Final[dict[str, Predicate]] = {}


def only_by(may: Predicate, *verbs: str) -> None:
    """Say in which roles these verbs can be done, by whichever door. `may` asks for roles alone.

    Only for verbs that ask themselves: where a door asks, another door may not.
    """
    _who_may.update(dict.fromkeys(verbs, may))


only_by(
    is_administrator,
    "invite",
    "resend_invitation",
    "withdraw_invitation",
    "change_person",
    "give_roles",
    "deactivate",
    "reactivate",
)


@dataclass(frozen=True, slots=True)
class Standing:
    """What somebody was from an Event on: their roles, whether they could sign in, whether every door opened."""

    seq: int
    at: datetime
    roles: frozenset[str] = frozenset()
    active: bool = True
    superuser: bool = False

    def may(self, predicate: Predicate) -> bool:
        """Whether these roles are among those for which it asks."""
        if not self.active:
            return False
        # Nobody's id; and where `rules` looks first, before it asks the database.
        person = User(pk=0, is_active=True)
        person._group_names_cache = set(self.roles)  # type: ignore[attr-defined]
        return self.superuser or bool(predicate.test(person))


@register_listener
class RolesTold(Listener):
    """Who held which roles when, as Events tell it. One counts only if whoever did it could do so by then.

    Administrators come by invitation, or are made by one; the first, and whoever is added from a shell, come by a
    command that asks nobody. Superusers come by `createsuperuser` alone, and are none any more once they lose the role.
    """

    def __init__(self, verification: Verification) -> None:
        super().__init__(verification)
        self.history: dict[int, list[Standing]] = {}
        # To which roles, by the invitations that nobody has accepted or taken back yet.
        self.invited: dict[int, frozenset[str]] = {}
        # Administrators whom a command added, and by which Event.
        self.added: dict[int, int] = {}

    def verbs(self) -> Iterable[str]:
        return {*ROLE_VERBS, *_who_may}

    def hear(self, seq: int, told: dict[str, Any]) -> None:
        verb, at = told["verb"], moment_of(told["at"])
        fault = self._fault_of_actor(seq, told, at) if verb in _who_may else ""
        if not fault and (change := _CHANGES.get(verb)):
            fault = change(self, seq, told, at)
        if fault:
            self.verification.found("record_event", seq, fault)

    def was(self, person: object, seq: int, at: datetime) -> Iterator[Standing]:
        """What somebody (the id) was as that Event was written; and what they were until shortly before, since a verb
        asks before it waits.
        """
        standings = self.history.get(person, []) if isinstance(person, int) else []
        place = bisect_left(standings, seq, key=lambda standing: standing.seq)
        for standing in reversed(standings[:place]):
            yield standing
            if standing.at < at - LONGEST_WAIT:
                return

    def could(self, person: object, predicate: Predicate, seq: int, at: datetime) -> bool:
        """Whether they held a role, by then, for which it asks."""
        return any(standing.may(predicate) for standing in self.was(person, seq, at))

    def now(self, person: int) -> Standing | None:
        """What somebody is as the newest Event tells."""
        return self.history[person][-1] if person in self.history else None

    def _fault_of_actor(self, seq: int, told: dict[str, Any], at: datetime) -> str:
        actor = told["actor"] and told["actor"]["id"]
        if self.could(actor, _who_may[told["verb"]], seq, at):
            return ""
        what = f"a {told['verb']!r}" + (f" of {told['row']}" if told["row"] else "")
        return f"{what} by {_person(actor)}, who by then held no role, as events tell, in which one may do that"

    def _stands(self, person: int, standing: Standing) -> None:
        self.history.setdefault(person, []).append(standing)

    # ---- What each verb changes. Each gives what is wrong with the Event, empty for nothing. ----

    def _add(self, seq: int, told: dict[str, Any], at: datetime) -> str:
        person, roles = told["facts"]["person"], frozenset(told["facts"]["roles"])
        if person in self.history:
            return f"{_person(person)} had been added before"
        by_command = told["door"] in COMMANDS and told["actor"] is None
        if not by_command and not self.could(told["actor"] and told["actor"]["id"], is_administrator, seq, at):
            return f"{_person(person)} was added by nobody who could"
        superuser = by_command and told["door"] == "shell" and roles == {ADMINISTRATOR}
        self._stands(person, Standing(seq, at, roles, superuser=superuser))
        if by_command and ADMINISTRATOR in roles:
            self.added[person] = seq
        return ""

    def _invite(self, seq: int, told: dict[str, Any], at: datetime) -> str:
        self.invited[told["facts"]["invitation"]] = frozenset(told["facts"]["roles"])
        return ""

    def _withdraw_invitation(self, seq: int, told: dict[str, Any], at: datetime) -> str:
        self.invited.pop(told["facts"]["invitation"], None)
        return ""

    def _accept(self, seq: int, told: dict[str, Any], at: datetime) -> str:
        person, roles = told["facts"]["person"], frozenset(told["facts"]["roles"])
        invited = self.invited.pop(told["facts"]["invitation"], None)
        if invited != roles or person in self.history:
            return f"{_person(person)} accepted an invitation that nobody had sent them, or to other roles"
        self._stands(person, Standing(seq, at, roles))
        return ""

    def _give(self, seq: int, told: dict[str, Any], at: datetime) -> str:
        person, roles = told["facts"]["person"], frozenset(told["facts"]["roles"])
        before = self.now(person)
        if before is None or not before.active or before.roles != frozenset(told["facts"]["before"]):
            return f"{_person(person)} was no longer here by then, or had other roles than it says"
        superuser = before.superuser and ADMINISTRATOR in roles
        self._stands(person, Standing(seq, at, roles, superuser=superuser))
        return ""

    def _deactivate(self, seq: int, told: dict[str, Any], at: datetime) -> str:
        return self._come_or_go(seq, told, at, active=False)

    def _reactivate(self, seq: int, told: dict[str, Any], at: datetime) -> str:
        return self._come_or_go(seq, told, at, active=True)

    def _come_or_go(self, seq: int, told: dict[str, Any], at: datetime, *, active: bool) -> str:
        person = told["facts"]["person"]
        before = self.now(person) or Standing(seq, at)
        roles = frozenset(told["facts"].get("roles", before.roles))
        if before.active is active or roles != before.roles:
            return f"{_person(person)} had left, or was here, by then already, or had other roles than it says"
        self._stands(person, Standing(seq, at, roles, active=active, superuser=before.superuser))
        return ""


_CHANGES: Final[dict[str, Any]] = {
    "add_person": RolesTold._add,
    "invite": RolesTold._invite,
    "withdraw_invitation": RolesTold._withdraw_invitation,
    "accept_invitation": RolesTold._accept,
    "give_roles": RolesTold._give,
    "deactivate": RolesTold._deactivate,
    "reactivate": RolesTold._reactivate,
}


def _person(person: object) -> str:
    return "nobody" if person is None else f"person {person}"
