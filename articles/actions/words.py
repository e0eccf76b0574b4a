"""What people say beside a text: notes, reasons, notices.

As clean as the text itself, since readers or the record get them.
"""

from typing import Final

from articles.markdown import BadText, normalise
from record.errors import BadInput
from record.seen import says_something

LONGEST_REASON: Final = 5_000


def words_said(words: str, *, most: int) -> str:
    """The words in their one spelling, without space around them; empty where they show nothing that says anything.

    Raises `BadInput` where they can't be kept or shown.
    """
    try:
        said = normalise(words, most=most).strip()
    except BadText as error:
        raise BadInput(str(error)) from error
    return said if says_something(said) else ""


def reason_said(reason: str, *, missing: str) -> str:
    """Why something is done, for the record. Raises `BadInput`, with the sentence `missing`, where it says nothing."""
    said = words_said(reason, most=LONGEST_REASON)
    if not said:
        raise BadInput(missing)
    return said
