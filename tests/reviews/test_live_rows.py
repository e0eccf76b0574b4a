"""Rows that verbs change: whoever changes one past the verbs is found out by `verify_record`, which names the row."""

from collections.abc import Callable

import pytest
from django.db import connection

from articles.actions.articles import change_address, create_article, delete_article, move_article
from articles.actions.import_redirects import import_redirects
from articles.actions.site import keep_site_change
from articles.importing.redirects import read_redirects
from articles.models import Address, Article, Draft, GlossaryTerm, Imported, Organisation, PolicyPage, Redirect, Section
from people.roles import ADMINISTRATOR, EDITOR, REVIEWER
from record.canonical import canonical_text
from record.chain import Event, Head, event_hash
from record.verification import verify
from reviews.actions import keep_reviewer
from reviews.models import Reviewer
from tests import factories
from tests.flush import guards_down

pytestmark = pytest.mark.django_db


@pytest.fixture
def library() -> None:
    """Articles that were written, imported, given another address and moved; one that came back after it was deleted;
    everything that the library says of itself, changed or taken away; addresses of an old site; and a reviewer.
    """
    editor, administrator = factories.person(EDITOR), factories.person(ADMINISTRATOR)
    reviewer = factories.person(REVIEWER)
    factories.imported(slug="imported")
    renamed = factories.draft(slug="former").article
    for slug in ("renamed", "former", "renamed"):
        change_address(article=renamed, slug=slug, by=editor, door="admin")
    move_article(
        article=renamed, section=renamed.section, risk="high", no_advertising=True, by=administrator, door="admin"
    )
    again = factories.draft(slug="deleted")
    delete_article(draft=again, seen=again.saves, by=editor, door="admin")
    create_article(
        text=factories.text(), slug="again", section=Section.objects.all()[0], by=editor, door="admin",
        uuid=again.article.uuid,
    )  # fmt: skip
    organisation = Organisation.current()
    organisation.phone, organisation.phone_shown = "+12025550123", "202-555-0123"
    section = Section(name="Another shelf", slug="another-shelf")
    page = PolicyPage.objects.all()[0]
    page.body = "Other words."
    for thing in (organisation, section, page):
        keep_site_change(thing=thing, by=administrator, door="admin")
    factories.term("vector")
    factories.site_thing_deleted(factories.term("gone"), by=administrator)
    addresses = read_redirects(b"from,to\n/old,/articles/imported/\n/older,/articles/again/\n")
    import_redirects(lines=addresses, door="import")
    for name in ("Dr. Former", "Dr. Known"):
        keep_reviewer(
            person=reviewer, printed_name=name, credentials="MD", roles=["medical"], credentials_expire=None,
            conflicts="None.", specialties="Asthma", is_public=True, by=administrator, door="admin",
        )  # fmt: skip
    assert verify().findings == []


def swapped_addresses() -> None:
    one, other = Address.objects.filter(slug__in=["imported", "renamed"]).order_by("slug")
    Address.objects.filter(pk=one.pk).update(slug="between")
    Address.objects.filter(pk=other.pk).update(slug=one.slug)
    Address.objects.filter(pk=one.pk).update(slug=other.slug)


def put_on_another_shelf(slug: str) -> None:
    article = Article.objects.get(addresses__slug=slug, addresses__current=True)
    Article.objects.filter(pk=article.pk).update(section=Section.objects.exclude(pk=article.section_id)[0])


def own(slug: str) -> None:
    Article.objects.filter(addresses__slug=slug).update(owner=factories.person(EDITOR))


BENDINGS: dict[str, tuple[str, Callable[[], object]]] = {
    "addresses of two articles": ("articles_address", swapped_addresses),
    "a former address": ("articles_address", lambda: Address.objects.filter(slug="former").delete()),
    "an address that none was given": (
        "articles_address",
        lambda: Address.objects.create(article=Article.objects.all()[0], slug="slipped-in", current=False),
    ),
    "the language of an address": (
        "articles_address",
        lambda: Address.objects.filter(slug="again").update(language="de"),
    ),
    "risk": ("articles_article", lambda: Article.objects.filter(risk="high").update(risk="normal")),
    "advertising": ("articles_article", lambda: Article.objects.filter(risk="high").update(no_advertising=False)),
    "a shelf": ("articles_article", lambda: put_on_another_shelf("renamed")),
    "a shelf from the beginning": ("articles_article", lambda: put_on_another_shelf("again")),
    "a shelf of what was imported": ("articles_article", lambda: put_on_another_shelf("imported")),
    "an owner": ("articles_article", lambda: own("again")),
    "an owner of what was imported": ("articles_article", lambda: own("imported")),
    "what a source claims": ("articles_imported", lambda: Imported.objects.update(last_reviewed="2024-05-06")),
    "what was imported": ("articles_imported", lambda: Imported.objects.all().delete()),
    "what was never imported": (
        "articles_imported",
        lambda: Imported.objects.create(
            article=Article.objects.get(addresses__slug="again"), file_digest="0" * 64, save_number=1
        ),
    ),
    "where an old address leads": (
        "articles_redirect",
        lambda: Redirect.objects.filter(from_address="/old").update(to_address="/articles/again/"),
    ),
    "an old address taken away": ("articles_redirect", lambda: Redirect.objects.filter(from_address="/old").delete()),
    "an old address slipped in": (
        "articles_redirect",
        lambda: Redirect.objects.create(from_address="/oldest", to_address="/articles/again/"),
    ),
    "a name to print": ("reviews_reviewer", lambda: Reviewer.objects.update(printed_name="Dr. Famous Professor")),
    "credentials": ("reviews_reviewer", lambda: Reviewer.objects.update(credentials="MD, PhD")),
    "roles to sign in": ("reviews_reviewer", lambda: Reviewer.objects.update(roles=["medical", "legal"])),
    "an address of a profile": ("reviews_reviewer", lambda: Reviewer.objects.update(slug="dr-known")),
    "conflicts of interest": ("reviews_reviewer", lambda: Reviewer.objects.update(conflicts="")),
    "a profile that is gone": ("reviews_reviewer", lambda: Reviewer.objects.all().delete()),
    "the phone": ("articles_organisation", lambda: Organisation.objects.update(phone="+12025550199")),
    "the emergency wording": ("articles_organisation", lambda: Organisation.objects.update(emergency_wording="Wait.")),
    "a section": ("articles_section", lambda: Section.objects.filter(slug="another-shelf").update(name="A shelf")),
    "a section that is gone": ("articles_section", lambda: Section.objects.filter(slug="another-shelf").delete()),
    "the place of a policy page": ("articles_policypage", lambda: PolicyPage.objects.update(position=7)),
    "a synonym of a word": ("articles_glossaryterm", lambda: GlossaryTerm.objects.update(synonyms="Other")),
    "a draft's text": ("articles_draft", lambda: Draft.objects.update(body="Bent.")),
    "a draft that is gone": (
        "articles_draft",
        lambda: Draft.objects.filter(article__addresses__slug="again").delete(),
    ),
    "a draft's list": ("articles_draft", lambda: Draft.objects.update(details={})),
}


@pytest.mark.parametrize("bending", BENDINGS)
def test_what_was_changed_past_the_verbs_is_named(library: None, bending: str) -> None:
    table, bend = BENDINGS[bending]
    bend()
    assert {finding.table for finding in verify().findings} == {table}


def test_events_of_old_that_do_not_tell_the_columns_are_not_compared(library: None) -> None:
    """Given an Event that was written before columns were told, and columns that came since, then nothing is wrong."""
    event = Event.objects.filter(verb="change_organisation").latest("seq")
    connection.check_constraints()
    with guards_down(connection):
        told = event.told
        del told["facts"]["columns"]
        told["facts"]["state_digest"] = "0" * 64
        Event.objects.filter(pk=event.pk).update(body=canonical_text(told))
        before = "0" * 64
        for row in Event.objects.order_by("seq"):
            before = event_hash(before, row.seq, row.body)
            Event.objects.filter(pk=row.pk).update(hash=before)
        Head.objects.update(hash=before)
    assert verify().findings == []
