"""What of articles and of the library itself is for which roles: the verbs ask, whatever door called them."""

from collections.abc import Callable
from typing import Any

import pytest

from articles.actions.articles import change_address, create_article, delete_article, move_article
from articles.actions.drafts import save_draft
from articles.actions.media import store_media
from articles.actions.site import delete_site_thing, keep_site_change
from articles.models import Draft, Organisation, PolicyPage, Section
from people.models import User
from people.roles import ADMINISTRATOR, AUDITOR, EDITOR, PUBLISHER, REVIEWER
from record.chain import Event
from record.errors import NotAllowed
from tests import factories

pytestmark = pytest.mark.django_db

Deed = Callable[[User, Draft], Any]

WRITING: dict[str, Deed] = {
    "begin": lambda by, _draft: create_article(
        text=factories.text(), slug="new", section=Section.objects.all()[0], by=by, door="admin"
    ),
    "save": lambda by, draft: save_draft(draft=draft, text=factories.text(lead="Other."), seen=1, by=by),
    "move": lambda by, draft: move_article(
        article=draft.article, section=draft.article.section, risk="high", no_advertising=True, by=by, door="admin"
    ),
    "readdress": lambda by, draft: change_address(article=draft.article, slug="other", by=by, door="admin"),
    "delete": lambda by, draft: delete_article(draft=draft, seen=1, by=by, door="admin"),
    "upload": lambda by, _draft: store_media(data=b"no picture", name="a.png", by=by, door="admin"),
}


@pytest.mark.parametrize("role", [REVIEWER, PUBLISHER, AUDITOR])
@pytest.mark.parametrize("deed", WRITING)
def test_editors_and_administrators_write(deed: str, role: str) -> None:
    draft, somebody = factories.draft(), factories.person(role)
    before = Event.objects.count()

    with pytest.raises(NotAllowed):
        WRITING[deed](somebody, draft)

    assert (Event.objects.count(), Draft.objects.get().saves) == (before, 1)


SITE: dict[str, tuple[Callable[[], Any], set[str]]] = {
    "section": (lambda: Section(name="Another", slug="another"), {ADMINISTRATOR}),
    "organisation": (Organisation.current, {ADMINISTRATOR}),
    "policy page": (lambda: PolicyPage.objects.all()[0], {ADMINISTRATOR}),
    "glossary": (factories.term, {ADMINISTRATOR, PUBLISHER}),
}


@pytest.mark.parametrize("role", [EDITOR, REVIEWER, PUBLISHER, AUDITOR, ADMINISTRATOR])
@pytest.mark.parametrize("what", SITE)
def test_what_the_library_says_of_itself_is_for_few(what: str, role: str) -> None:
    make, may = SITE[what]
    thing, somebody = make(), factories.person(role)
    if role in may:
        keep_site_change(thing=thing, by=somebody, door="admin")
        return
    with pytest.raises(NotAllowed):
        keep_site_change(thing=thing, by=somebody, door="admin")
    if what == "glossary":
        with pytest.raises(NotAllowed):
            delete_site_thing(thing=thing, seen=1, by=somebody, door="admin")
