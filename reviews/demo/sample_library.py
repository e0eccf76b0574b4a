"""The sample library: articles written for this project, brought to the states a visitor may want to see."""

from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import transaction

import articles
from articles.actions.media import store_media
from articles.actions.site import keep_site_change
from articles.importing import ArticleFile, read_article
from articles.models import Address, Organisation
from articles.versions import versions_of
from people.models import User
from reviews.demo.glossary import make_glossary
from reviews.demo.people import demo_people
from reviews.demo.stories import DOOR, STORIES
from reviews.notifications import without_mails

FOLDER: Final = Path(articles.__file__).parent / "samples"


def make_sample_library() -> list[str]:
    """Make what is missing of it and leave alone what is there, whatever became of it.

    Each article comes whole, with all its verbs, or not at all. Returns the slugs of the new ones.
    """
    people = demo_people(DOOR)
    _introduce_organisation(people.admin)
    make_glossary(people.publisher, DOOR)
    missing = [slug for slug in STORIES if not _is_known(slug)]
    addresses = _store_media(people.editor) if missing else {}
    with without_mails():
        for slug in missing:
            file = _read(slug, addresses)
            with transaction.atomic():
                STORIES[slug](file, people)
    return missing


def _is_known(slug: str) -> bool:
    return Address.objects.filter(language=settings.LANGUAGE_CODE, slug=slug).exists()


def _introduce_organisation(by: User) -> None:
    """Plainly a sample, on a number that nobody answers; not where somebody has filled it in."""
    organisation = Organisation.current()
    if versions_of(organisation).exists():
        return
    organisation.name = "Sample Hospital"
    organisation.library_name = "Sample Health Library"
    organisation.phone, organisation.phone_shown = "+12025550100", "202-555-0100"
    keep_site_change(thing=organisation, by=by, door=DOOR)


def _store_media(by: User) -> dict[str, str]:
    """Store the samples' files. Returns the address of each by the name it has in the texts."""
    files = sorted(path for path in FOLDER.iterdir() if path.is_file() and path.suffix != ".md")
    return {
        f"sample:{path.name}": store_media(data=path.read_bytes(), name=path.name, by=by, door=DOOR).get_absolute_url()
        for path in files
    }


def _read(slug: str, addresses: dict[str, str]) -> ArticleFile:
    text = (FOLDER / f"{slug}.md").read_text(encoding="utf-8")
    for name, address in addresses.items():
        text = text.replace(name, address)
    return read_article(text.encode())
