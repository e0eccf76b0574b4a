"""What a server asks and reads before it serves."""

import logging

from django.core.checks import Tags, run_checks
from django.core.exceptions import ImproperlyConfigured
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections

logger = logging.getLogger(__name__)


def read_ahead() -> None:
    """What the first reader would wait for otherwise, and that asks no database."""
    from articles.search.spelling import read_dictionaries  # noqa: PLC0415  (models, known only once Django is)

    read_dictionaries()


def refuse_without_guards() -> None:
    """No server starts on a database in which the record could be changed: `ImproperlyConfigured`, naming the guard.

    One that doesn't answer yet keeps no server from starting: `/health/ready` asks the same until all is well.
    """
    try:
        messages = run_checks(tags=[Tags.database], databases=[DEFAULT_DB_ALIAS])
    except DatabaseError as error:
        logger.warning("The guards of the record could not be looked at, the database does not answer: %s", error)
        return
    finally:
        connections.close_all()
    amiss = [str(message.msg) for message in messages if message.is_serious()]
    if amiss:
        raise ImproperlyConfigured(f"Refusing to start. {' '.join(amiss)}")
