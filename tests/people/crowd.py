"""People for tests, made by the real verbs."""

from people.actions import add_person
from people.models import User
from people.roles import ADMINISTRATOR

PASSWORD = "correct horse battery"


def person(username: str, *roles: str, email: str = "") -> User:
    """Somebody in these roles, who signs in with `PASSWORD`."""
    return add_person(
        username=username, password=PASSWORD, name=f"{username.title()} Sample", roles=roles, door="sample", email=email
    )


def administrator(username: str = "admin") -> User:
    return person(username, ADMINISTRATOR, email=f"{username}@example.org")
