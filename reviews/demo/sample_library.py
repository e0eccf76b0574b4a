"""The sample library: articles written for this project, brought to the states a visitor may want to see."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import transaction

import articles
from articles.actions.import_article import import_article
from articles.actions.media import store_media
from articles.actions.site import keep_site_change
from articles.importing import ArticleFile, read_article
from articles.models import Address, Draft, Organisation
from articles.versions import versions_of
from people.models import User
from reviews.actions import request_changes, submit
from reviews.demo.people import DemoPeople, demo_people
from reviews.demo.publishing import bring_to_readers
from reviews.models import Method, Review
from reviews.notifications import without_mails

DOOR: Final = "sample"
FOLDER: Final = Path(articles.__file__).parent / "samples"
FIRST_NOTE: Final = "First edition of this sample."
NEWER_NOTE: Final = "Key facts added at the top of the page."
REQUEST: Final = "A sample of a request: please say in the key facts when to call for help."


def make_sample_library() -> list[str]:
    """Make what is missing of it and leave alone what is there, whatever became of it.

    Each article comes whole, with all its verbs, or not at all. Returns the slugs of the new ones.
    """
    people = demo_people(DOOR)
    _introduce_organisation(people.admin)
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


def _import(file: ArticleFile, people: DemoPeople) -> Draft:
    return import_article(file=file, section=None, by=people.editor, door=DOOR).draft


def _publish(file: ArticleFile, people: DemoPeople) -> Draft:
    """The file's text, before readers."""
    draft = _import(file, people)
    if blocking := bring_to_readers(draft, note=FIRST_NOTE, people=people, method=Method.SAMPLE, door=DOOR):
        raise RuntimeError(f"The sample {file.slug} can't be published: {blocking}")
    return draft


def _publish_and_write_on(file: ArticleFile, people: DemoPeople) -> Draft:
    """Readers have a text without the key facts; the Draft has them."""
    details = file.text.details.model_copy(update={"key_facts": []})
    _publish(replace(file, text=file.text.model_copy(update={"details": details})), people)
    return _import(file, people)


def _publish_and_submit(file: ArticleFile, people: DemoPeople) -> Review:
    """Readers have the first edition; a second waits for its reviewer."""
    draft = _publish_and_write_on(file, people)
    review = submit(draft=draft, seen=draft.saves, change_note=NEWER_NOTE, by=people.editor, door=DOOR).review
    if review is None:
        raise RuntimeError(f"The sample {file.slug} can't be submitted.")
    return review


def _publish_and_ask_for_changes(file: ArticleFile, people: DemoPeople) -> None:
    """Readers have the first edition; of the second, the reviewer asked for changes."""
    review = _publish_and_submit(file, people)
    request_changes(review=review, digest=review.edition.digest, reasons=REQUEST, by=people.reviewer, door=DOOR)


STORIES: Final[dict[str, Callable[[ArticleFile, DemoPeople], object]]] = {
    "gene-therapy": _publish,
    "genetic-testing": _publish,
    "sickle-cell-disease": _publish,
    "bone-marrow": _publish_and_submit,
    "hemophilia": _publish_and_ask_for_changes,
    "spinal-muscular-atrophy": _publish_and_write_on,
    "thalassemia": _publish,
    "leber-congenital-amaurosis": _publish,
    "duchenne-muscular-dystrophy": _publish,
    "anemia": _publish,
    "genetic-counseling": _publish,
    "genes-and-chromosomes": _publish,
    "stem-cell-transplant": _publish,
    "blood-transfusion": _publish,
    "chemotherapy": _publish,
    "car-t-cell-therapy": _publish,
    "clinical-trials": _publish,
    "flu-vaccine": _publish,
    "preparing-for-a-hospital-stay": _publish,
}
