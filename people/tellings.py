"""What Events tell of who held which role, and when."""

import json
from collections.abc import Iterator
from contextlib import suppress
from typing import Final

from people.roles import ADMINISTRATOR
from record.chain import Event
from record.readable import UNREADABLE, readable

# Each tells of all the roles that a person holds from then on; whoever was deactivated holds none.
ROLE_VERBS: Final = ("add_person", "accept_invitation", "give_roles", "reactivate", "deactivate")


class Administrators:
    """Who was an administrator when, as Events tell it. Superusers pass most doors, but count by their role."""

    def __init__(self) -> None:
        self._told: dict[int, list[tuple[int, bool]]] = {}
        for person, seq, is_one in _told():
            self._told.setdefault(person, []).append((seq, is_one))

    def had(self, person: object, seq: int) -> bool:
        """Whether this person (the id) was one as that Event was written."""
        before = [is_one for at, is_one in self._told.get(person, ()) if at < seq] if isinstance(person, int) else []
        return bool(before) and before[-1]


def _told() -> Iterator[tuple[int, int, bool]]:
    events = Event.objects.filter(verb__in=ROLE_VERBS).order_by("seq").values_list("seq", "verb", "body")
    # Events that can't be read are named where the chain is walked.
    for seq, verb, body in readable(events, lambda *_: None, 500):
        with suppress(*UNREADABLE):
            facts = json.loads(body)["facts"]
            yield facts["person"], seq, verb != "deactivate" and ADMINISTRATOR in facts["roles"]
