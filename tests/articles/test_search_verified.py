"""Search shows copies of signed words: `verify_record` remarks on others, and `remake_search` makes all anew."""

import pytest
from django.core.management import call_command

from articles.actions.articles import move_article
from articles.models import IndexedName, IndexedText, LaterWord, NameKind, Section
from record.verification import verify
from tests import factories

pytestmark = pytest.mark.django_db

BODY = "## What is it?\n\nA small vessel carries a gene.\n"


@pytest.fixture
def edition() -> int:
    """Of a page that was published, written on, and moved to another shelf."""
    page = factories.published(title="Gene therapy", body=BODY, details={"synonyms": ["Mending of genes"]})
    factories.submitted(factories.saved(page.article.drafts.get(), title="Gene therapies"), note="Many.")
    article = page.article
    section = Section.objects.exclude(pk=article.section_id).first()
    assert section
    move_article(article=article, section=section, risk="normal", no_advertising=False, by=article.owner, door="admin")
    return page.edition_id


def test_what_search_files_as_the_verbs_do_is_not_remarked_on(edition: int) -> None:
    assert IndexedText.objects.count() == 2
    assert (verify().findings, verify().remarks) == ([], [])


@pytest.mark.parametrize(
    "change", ["text", "title", "synonym", "suggestion", "shelf", "a name too many", "unfiled text"]
)
def test_words_in_search_that_nobody_signed_are_remarked_on_and_made_anew(edition: int, change: str) -> None:
    names = IndexedName.objects.filter(edition=edition)
    if change == "text":
        IndexedText.objects.filter(pk=edition).update(text="Take 20 tablets.")
    elif change == "title":
        names.filter(kind=NameKind.TITLE).update(text="Take 20 tablets")
    elif change == "synonym":
        names.filter(kind=NameKind.SYNONYM).delete()
    elif change == "suggestion":
        LaterWord.objects.filter(edition=edition).update(text="Take 20 tablets")
    elif change == "shelf":
        names.filter(kind=NameKind.TITLE).update(section=None)
    elif change == "a name too many":
        IndexedName.objects.create(edition_id=edition, kind=NameKind.SYNONYM, text="Cure", key=b"cure", letter="C")
    else:
        IndexedText.objects.filter(pk=edition).delete()

    verification = verify()

    assert verification.is_whole
    (line,) = verification.remarks
    assert line.startswith("articles_indexedtext: search files 1 text(s) otherwise than they say; the first is that of")
    assert f"articles_edition {edition}" in line
    call_command("remake_search", "--all")
    assert verify().remarks == []
