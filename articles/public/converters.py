"""What may stand in a public address."""

from django.urls import register_converter

from articles.markdown import is_slug
from articles.media_names import media_name_of
from articles.slugs import LONGEST_SLUG


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


class EditionNumberConverter:
    """An Edition's number, written in one way only."""

    regex = "[1-9][0-9]{0,8}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


class MapNumberConverter(EditionNumberConverter):
    """A sitemap's number. They count from nought."""

    regex = f"0|{EditionNumberConverter.regex}"


class LetterConverter:
    """A letter of the A to Z. A capital is let in, to be led on."""

    regex = "[a-zA-Z]|0-9"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(SlugConverter, "article_slug")
register_converter(MapNumberConverter, "map_number")
register_converter(MediaNameConverter, "media_name")
register_converter(EditionNumberConverter, "edition_number")
register_converter(LetterConverter, "letter")
