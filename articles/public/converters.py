"""What may stand in a public address."""

from articles.details import LONGEST_SLUG
from articles.markdown import is_slug
from articles.media_names import media_name_of


class SlugConverter:
    """A slug in any script. Whatever can't be one is no address, and never reaches the database."""

    regex = f"[^/]{{1,{LONGEST_SLUG}}}"

    def to_python(self, value: str) -> str:
        if not is_slug(value):
            raise ValueError(value)
        return value

    def to_url(self, value: str) -> str:
        return value


class MediaNameConverter:
    """The name of a stored file: its SHA-256 and its extension."""

    regex = r"[0-9a-f]{64}\.[a-z0-9]{1,5}"

    def to_python(self, value: str) -> str:
        if media_name_of(f"/media/{value}") is None:
            raise ValueError(value)
        return value

    def to_url(self, value: str) -> str:
        return value


class LetterConverter:
    """A letter of the A to Z. A capital is let in, to be led on."""

    regex = "[a-zA-Z]|0-9"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value
