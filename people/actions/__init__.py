"""What can be done with people, one module per verb. Each locks, checks, writes and records, then notifies."""

from people.actions.accept_invitation import accept_invitation
from people.actions.add_person import add_person
from people.actions.change_person import change_person
from people.actions.deactivate import deactivate
from people.actions.give_roles import give_roles
from people.actions.invite import invite
from people.actions.reactivate import reactivate
from people.actions.resend_invitation import resend_invitation
from people.actions.withdraw_invitation import withdraw_invitation

__all__ = [
    "accept_invitation",
    "add_person",
    "change_person",
    "deactivate",
    "give_roles",
    "invite",
    "reactivate",
    "resend_invitation",
    "withdraw_invitation",
]
