"""What `verify_record` checks of rows that verbs change: each is as the newest Event, or save, left it."""

import json
from contextlib import suppress
from typing import Any, Final, NamedTuple

from django.db import models
from django.db.models import OuterRef, Subquery

from articles.actions.site import state_of
from articles.models import Address, Article, Draft, DraftSave, GlossaryTerm, Organisation, PolicyPage, Section
from record.canonical import canonical_text, digest_of
from record.chain import Event
from record.readable import UNREADABLE, fault_in, in_pages, readable
from record.verification import Verification, register_check

# The verbs that say where an article stands, and how it is to be treated.
PLACING: Final = ("create_article", "import_article", "change_address", "move_article")
DELETE: Final = "delete_article"
SITE_MODELS: Final = (Section, Organisation, PolicyPage, GlossaryTerm)


@register_check
def articles_stand_where_they_were_put(verification: Verification) -> None:
    """Each article has the address that its Events gave it last, and every one they gave it before; its risk and
    whether it may carry advertising are as it was moved last.
    """
    rows = Article.objects.prefetch_related("addresses").order_by("pk")
    for page in in_pages(verification.each(rows), 500):
        told = _placings([article.uuid for article in page])
        for article in page:
            placing = told.get(article.uuid, {})
            if wrong := fault_in(_wrong_with_addresses, article, placing):
                verification.found("articles_address", article.pk, wrong)
            if wrong := fault_in(_wrong_with_article, article, placing):
                verification.found("articles_article", article.pk, wrong)


def _placings(uuids: list[Any]) -> dict[Any, dict[str, Any]]:
    """What Events tell of some articles: the newest of each fact, and all slugs."""
    told: dict[Any, dict[str, Any]] = {}
    events = Event.objects.filter(article__in=uuids, verb__in=(*PLACING, DELETE)).order_by("seq")
    for uuid, verb, body in readable(events.values_list("article", "verb", "body"), lambda *_: None, 500):
        if verb == DELETE:
            # Its addresses were free again. It may come back, by its uuid.
            told.pop(uuid, None)
            continue
        with suppress(*UNREADABLE):
            facts = json.loads(body)["facts"]
            facts |= facts.get("began") or {}
            placing = told.setdefault(uuid, {"slugs": set()})
            placing["slugs"] |= {slug for slug in (facts.get("slug"), facts.get("former")) if slug}
            placing |= {name: facts[name] for name in ("slug", "risk", "no_advertising") if name in facts}
    return told


def _wrong_with_addresses(article: Article, placing: dict[str, Any]) -> str:
    standing: dict[str, Address] = {address.slug: address for address in article.addresses.all()}
    if "slug" not in placing:
        return ""
    if article.slug != placing["slug"]:
        return f"the article's address is {article.slug!r}, but the newest event says {placing['slug']!r}"
    if standing.keys() != placing["slugs"]:
        other = ", ".join(sorted(standing.keys() ^ placing["slugs"]))
        return f"the article's former addresses are not those that events tell of: {other}"
    others = {address.language for address in standing.values()} - {article.language}
    return "an address is of another language than its article" if others else ""


def _wrong_with_article(article: Article, placing: dict[str, Any]) -> str:
    now = {"risk": article.risk, "no_advertising": article.no_advertising}
    other = [name for name, value in now.items() if placing.get(name, value) != value]
    return f"its {', '.join(other)} is not as the newest event that moved it says" if other else ""


class Told(NamedTuple):
    """What the newest Event of a thing says of it; no digest once it was deleted."""

    seq: int
    columns: list[str]
    digest: str | None


@register_check
def the_library_says_what_was_told(verification: Verification) -> None:
    """Sections, the organisation, policy pages and words of the glossary are as the newest Event of each says.

    Events of old don't tell which columns there were, and what came with the library no Event tells of: neither is
    compared.
    """
    newest = _newest_told()
    for model in SITE_MODELS:
        told = newest[model]
        for thing in verification.each(model._base_manager.order_by("pk")):
            if wrong := fault_in(_wrong_with_thing, thing, told.pop(str(thing.pk), None)):
                verification.found(model._meta.db_table, thing.pk, wrong)
        for key, (seq, _columns, digest) in told.items():
            if digest is not None:
                verification.found(model._meta.db_table, key, f"is missing, though event {seq} speaks of it")


def _newest_told() -> dict[type[models.Model], dict[str, Told]]:
    """By model and key of the thing. All at once: there is no other way to these Events than through all of them."""
    changes = {f"change_{model._meta.model_name}": model for model in SITE_MODELS}
    deletions = {f"delete_{model._meta.model_name}": model for model in SITE_MODELS}
    told: dict[type[models.Model], dict[str, Told]] = {model: {} for model in SITE_MODELS}
    events = Event.objects.filter(verb__in=[*changes, *deletions]).order_by("seq")
    for seq, verb, body in readable(events.values_list("seq", "verb", "body"), lambda *_: None, 500):
        with suppress(*UNREADABLE):
            facts = json.loads(body)["facts"]
            if model := deletions.get(verb):
                told[model][facts["thing"]] = Told(seq, [], None)
            else:
                told[changes[verb]][facts["thing"]] = Told(seq, facts.get("columns", []), facts["state_digest"])
    return told


def _wrong_with_thing(thing: models.Model, told: Told | None) -> str:
    if told is None or not told.columns:
        return ""
    is_so = told.digest == digest_of(canonical_text(state_of(thing, told.columns)))
    return "" if is_so else f"is not as event {told.seq} says, the newest that tells of it"


@register_check
def drafts_hold_what_was_saved(verification: Verification) -> None:
    """Each Draft's text is that of its last save."""
    saves = DraftSave.objects.filter(
        article_uuid=OuterRef("article__uuid"), purpose=OuterRef("purpose"), number=OuterRef("saves")
    )
    verification.judge(
        Draft.objects.annotate(saved=Subquery(saves.values("source_digest")[:1])).order_by("pk"), _wrong_with_draft
    )


def _wrong_with_draft(draft: Draft) -> str:
    text = {"title": draft.title, "lead": draft.lead, "body": draft.body, "details": draft.details}
    # That a save is missing is named where they are counted.
    saved = getattr(draft, "saved", None)
    return "" if saved in (None, digest_of(canonical_text(text))) else "its text is not that of its last save"
