"""Where those who stand in a byline say who they are.

Profiles belong to the reviews room, which stands above this one: it registers what it knows.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from articles.models import Publication
from articles.seal import Signature

# The address of a public profile, by the name that the Publication froze.
ProfilesOf = Callable[[Publication], dict[str, str]]

_sources: list[ProfilesOf] = []


def register_profiles(source: ProfilesOf) -> ProfilesOf:
    """Let articles' pages lead to these profiles."""
    if source not in _sources:
        _sources.append(source)
    return source


def with_profiles(publication: Publication, signatures: Sequence[Signature]) -> list[Signature]:
    """The byline, in which names lead to their public profiles. Live: the names themselves stay as they were frozen.

    The name of a review of old leads nowhere: whoever gave that is not known here.
    """
    urls = {name: url for source in _sources for name, url in source(publication).items()}
    return [
        replace(row, profile_url=urls.get(row.name, "")) if row.kind != "attestation" else row for row in signatures
    ]
