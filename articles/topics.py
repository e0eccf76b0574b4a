"""What tags say: which of them name a body system or an audience. All other tags are for editors alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.utils.functional import Promise
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _


class TopicKind(StrEnum):
    """The first part of a topic's address."""

    BODY_SYSTEM = "body-systems"
    AUDIENCE = "audiences"


@dataclass(frozen=True, slots=True)
class Topic:
    """A page of what editors tagged. `slug` is the tag, in small letters with hyphens."""

    kind: TopicKind
    slug: str
    name: Promise

    @property
    def url(self) -> str:
        return f"/{self.kind}/{self.slug}/"


_BODY_SYSTEMS: Final = {
    "blood": _("Blood"),
    "bones-and-joints": _("Bones and joints"),
    "brain": _("Brain"),
    "digestion": _("Digestion"),
    "ears-nose-and-throat": _("Ears, nose and throat"),
    "eyes": _("Eyes"),
    "heart-and-vessels": _("Heart and blood vessels"),
    "hormones": _("Hormones and metabolism"),
    "immune-system": _("Immune system"),
    "kidneys-and-bladder": _("Kidneys and bladder"),
    "liver": _("Liver"),
    "lungs": _("Lungs and breathing"),
    "mental-health": _("Mental health"),
    "mouth-and-teeth": _("Mouth and teeth"),
    "nerves-and-muscles": _("Nerves and muscles"),
    "reproduction": _("Sexual and reproductive health"),
    "skin": _("Skin, hair and nails"),
}
_AUDIENCES: Final = {
    "adults": _("Adults"),
    "babies": _("Babies"),
    "caregivers": _("Caregivers"),
    "children": _("Children"),
    "families": _("Families"),
    "men": _("Men"),
    "older-adults": _("Older adults"),
    "pregnancy": _("Pregnancy"),
    "teenagers": _("Teenagers"),
    "women": _("Women"),
}

TOPICS: Final[dict[str, Topic]] = {
    slug: Topic(kind, slug, name)
    for kind, names in ((TopicKind.BODY_SYSTEM, _BODY_SYSTEMS), (TopicKind.AUDIENCE, _AUDIENCES))
    for slug, name in names.items()
}


def topics_of(tags: Iterable[str]) -> list[str]:
    """The slugs of the topics that are among these tags: "Immune system" is `immune-system`."""
    return sorted({slug for tag in tags if (slug := slugify(tag)) in TOPICS})


def audiences_of(tags: Iterable[str]) -> list[Topic]:
    """For whom an article is, as its tags say."""
    return [topic for slug in topics_of(tags) if (topic := TOPICS[slug]).kind == TopicKind.AUDIENCE]
