"""What the tests of redaction share: two administrators, and looking for words wherever the library keeps any."""

from pathlib import Path

from django.conf import settings
from django.db import connection
from django.test import TestCase

from articles.models import Edition, Redaction
from people.models import User
from people.roles import ADMINISTRATOR
from reviews.actions import redact
from tests import factories

REASON = "Order of the court, 7 O 12/26."


def redacted(edition: Edition, **given: object) -> Redaction:
    """The Edition's text, destroyed by two administrators."""
    by, second = (factories.person(ADMINISTRATOR) for _number in range(2))
    values = {"by": by, "second": second, "reason": REASON, "door": "admin", **given}
    # Tests run inside a transaction of their own, so what follows a commit is run here.
    with TestCase.captureOnCommitCallbacks(execute=True):
        return redact(digest=edition.digest, **values)  # type: ignore[arg-type]


def administrators(*names: str) -> list[User]:
    return [factories.person(ADMINISTRATOR, username=name) for name in names]


def tables_with(words: str) -> set[str]:
    """Every table in any of whose columns the words stand, whatever its type; and files that hold them."""
    found = set()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            quoted = connection.ops.quote_name(table)
            if connection.vendor == "postgresql":
                cursor.execute(f"SELECT count(*) FROM {quoted} AS line WHERE line::text ILIKE %s", [f"%{words}%"])
            else:
                columns = [column.name for column in connection.introspection.get_table_description(cursor, table)]
                each = " OR ".join(f"CAST({connection.ops.quote_name(name)} AS TEXT) LIKE %s" for name in columns)
                cursor.execute(f"SELECT count(*) FROM {quoted} WHERE {each}", [f"%{words}%"] * len(columns))
            if cursor.fetchone()[0]:
                found.add(table)
    for path in Path(settings.MEDIA_ROOT).rglob("*"):
        if path.is_file() and words.encode() in path.read_bytes():
            found.add(path.name)
    return found
