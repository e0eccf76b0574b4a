"""The ways in which a verb says no. Each carries one plain sentence for the person who asked.

Incomplete content is no refusal: that gives a list of findings which a person can act on.
"""


class Refusal(Exception):  # noqa: N818 - a word of the house
    """A verb was not done, and nothing of it remains. `str(refusal)` is a sentence that can be shown as it is."""


class WrongState(Refusal):
    """What was asked can't be done to this thing as it stands now."""


class Gone(WrongState):
    """What it was asked of is no longer there."""


class NotAllowed(Refusal):
    """This person may not do that, whatever the state."""


class Conflict(Refusal):
    """Somebody else was first: what the caller saw is no longer what stands."""


class BadInput(Refusal):
    """What was given is not what it has to be."""


def status_of(refusal: Refusal) -> int:
    """How a refusal is told over HTTP."""
    if isinstance(refusal, BadInput):
        return 400
    return 403 if isinstance(refusal, NotAllowed) else 409
