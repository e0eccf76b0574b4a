"""What `verify_record` checks of rows that verbs change: each is as the newest Event, or save, left it."""

import json
from collections import defaultdict
from collections.abc import Iterable
from contextlib import suppress
from typing import Any, Final, NamedTuple
from uuid import UUID

from django.db import models
from django.db.models import Exists, OuterRef, Subquery

from articles.actions.site import state_of
from articles.models import (
    Address,
    Article,
    Draft,
    DraftSave,
    GlossaryTerm,
    Imported,
    Organisation,
    PolicyPage,
    Publication,
    Purpose,
    Redirect,
    Risk,
    Section,
    Withdrawal,
)
from record.canonical import canonical_text, digest_of
from record.chain import Event
from record.readable import UNREADABLE, fault_in, in_pages, readable
from record.verification import Verification, register_check

# The verbs that say where an article stands, and how it is to be treated.
CREATE: Final = "create_article"
IMPORT: Final = "import_article"
MOVE: Final = "move_article"
PLACING: Final = (CREATE, IMPORT, "change_address", MOVE)
PLACED: Final = ("shelf", "risk", "no_advertising")
DELETE: Final = "delete_article"
IMPORT_REDIRECTS: Final = "import_redirects"
SITE_MODELS: Final = (Section, Organisation, PolicyPage, GlossaryTerm)


@register_check
def articles_stand_where_they_were_put(verification: Verification) -> None:
    """Each article has the address that its Events gave it last, and every one they gave it before; its owner began it;
    its shelf, its risk and whether it may carry advertising are as it was moved last; what was imported is as told.

    Events of old don't tell the shelf by its key: then it is not compared.
    """
    rows = Article.objects.select_related("imported").prefetch_related("addresses").order_by("pk")
    for page in in_pages(verification.each(rows), 500):
        told = _placings([article.uuid for article in page])
        for article in page:
            placing = told.get(article.uuid, {})
            if wrong := fault_in(_wrong_with_addresses, article, placing):
                verification.found("articles_address", article.pk, wrong)
            if wrong := fault_in(_wrong_with_article, article, placing):
                verification.found("articles_article", article.pk, wrong)
            if wrong := fault_in(_wrong_with_import, article, placing):
                row = article.imported.pk if hasattr(article, "imported") else ""
                verification.found("articles_imported", row, wrong)


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
            event = json.loads(body)
            facts = event["facts"] | (event["facts"].get("began") or {})
            placing = told.setdefault(uuid, {"slugs": set()})
            if verb == CREATE or facts.get("began"):
                # So begins each: Events of old don't say so, nor do those of imports.
                facts = {"risk": str(Risk.NORMAL), **({"no_advertising": False} if verb == IMPORT else {}), **facts}
            placing["slugs"] |= {slug for slug in (facts.get("slug"), facts.get("former")) if slug}
            placing |= {name: facts[name] for name in ("slug", *PLACED) if name in facts}
            if verb == CREATE or facts.get("began"):
                placing["owner_id"] = event["actor"]["id"]
            if verb == IMPORT:
                placing["imported"] = (facts["file_digest"], facts["save"], facts["last_reviewed"])
    return told


class Placed(NamedTuple):
    """Where an article stood from an Event on: its shelf (the key) and its risk; None where Events of old don't say."""

    seq: int
    shelf: int | None
    risk: str | None


def placed_over_time(uuids: Iterable[UUID]) -> dict[UUID, list[Placed]]:
    """What Events tell of where some articles stood, each in their order. Locked, so that whatever else is done with an
    article is done wholly before such an Event or wholly after it.
    """
    told: dict[UUID, list[Placed]] = defaultdict(list)
    events = Event.objects.filter(article__in=uuids, verb__in=(CREATE, IMPORT, MOVE)).order_by("seq")
    # Events that can't be read are named where the chain is walked.
    for seq, uuid, verb, body in readable(events.values_list("seq", "article", "verb", "body"), lambda *_: None, 500):
        with suppress(*UNREADABLE):
            facts = json.loads(body)["facts"]
            if uuid is None or (verb == IMPORT and not facts.get("began")):
                continue
            facts |= facts.get("began") or {}
            told[uuid].append(Placed(seq, facts.get("shelf"), facts.get("risk", None if verb == MOVE else Risk.NORMAL)))
    return told


class ImportTold(NamedTuple):
    """What an Event tells of an import: its number, the save that it made, the day of review that the file claimed."""

    seq: int
    save: int
    claimed: str | None


def imports_over_time(uuids: Iterable[UUID]) -> dict[UUID, list[ImportTold]]:
    """What was imported for some articles, in the order of the Events. Whatever was deleted is forgotten."""
    told: dict[UUID, list[ImportTold]] = defaultdict(list)
    events = Event.objects.filter(article__in=uuids, verb__in=(IMPORT, DELETE)).order_by("seq")
    # Events that can't be read are named where the chain is walked.
    for seq, uuid, verb, body in readable(events.values_list("seq", "article", "verb", "body"), lambda *_: None, 500):
        with suppress(*UNREADABLE):
            if uuid is None:
                continue
            if verb == DELETE:
                told.pop(uuid, None)
                continue
            facts = json.loads(body)["facts"]
            told[uuid].append(ImportTold(seq, facts["save"], facts["last_reviewed"]))
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
    if placing.get("owner_id", article.owner_id) != article.owner_id:
        return "its owner is not who began it"
    now = {"shelf": article.section_id, "risk": article.risk, "no_advertising": article.no_advertising}
    other = [name for name, value in now.items() if placing.get(name, value) != value]
    return f"its {', '.join(other)} is not as the newest event that moved it says" if other else ""


def _wrong_with_import(article: Article, placing: dict[str, Any]) -> str:
    row: Imported | None = getattr(article, "imported", None)
    day = row.last_reviewed and row.last_reviewed.isoformat() if row else None
    now = (row.file_digest, row.save_number, day) if row else None
    is_so = now == placing.get("imported")
    return "" if is_so else f"what was imported for article {article.pk} is not as the newest event of its import says"


class Told(NamedTuple):
    """What the newest Event of a thing says of it; no digest once it was deleted."""

    seq: int
    columns: list[str]
    digest: str | None


@register_check
def the_library_says_what_was_told(verification: Verification) -> None:
    """Sections, the organisation, policy pages and words of the glossary are as the newest Event of each says; the
    addresses of an old site, all together, as the newest Event of their import.

    Events of old don't tell which columns, or addresses, there were, and what came with the library no Event tells of:
    neither is compared.
    """
    newest, redirects = _newest_told()
    if redirects and redirects.digest not in (None, Redirect.objects.digest()):
        table = Redirect._meta.db_table
        verification.found(
            table, "", f"what stands is not as event {redirects.seq} says, the newest that imported some"
        )
    for model in SITE_MODELS:
        told = newest[model]
        for thing in verification.each(model._base_manager.order_by("pk")):
            if wrong := fault_in(_wrong_with_thing, thing, told.pop(str(thing.pk), None)):
                verification.found(model._meta.db_table, thing.pk, wrong)
        for key, (seq, _columns, digest) in told.items():
            if digest is not None:
                verification.found(model._meta.db_table, key, f"is missing, though event {seq} speaks of it")


def _newest_told() -> tuple[dict[type[models.Model], dict[str, Told]], Told | None]:
    """By model and key of the thing, and of the addresses of an old site. All at once: there is no other way to these
    Events than through all of them.
    """
    changes = {f"change_{model._meta.model_name}": model for model in SITE_MODELS}
    deletions = {f"delete_{model._meta.model_name}": model for model in SITE_MODELS}
    told: dict[type[models.Model], dict[str, Told]] = {model: {} for model in SITE_MODELS}
    redirects = None
    events = Event.objects.filter(verb__in=[*changes, *deletions, IMPORT_REDIRECTS]).order_by("seq")
    for seq, verb, body in readable(events.values_list("seq", "verb", "body"), lambda *_: None, 500):
        with suppress(*UNREADABLE):
            facts = json.loads(body)["facts"]
            if verb == IMPORT_REDIRECTS:
                redirects = Told(seq, [], facts.get("state_digest"))
            elif model := deletions.get(verb):
                told[model][facts["thing"]] = Told(seq, [], None)
            else:
                told[changes[verb]][facts["thing"]] = Told(seq, facts.get("columns", []), facts["state_digest"])
    return told, redirects


def _wrong_with_thing(thing: models.Model, told: Told | None) -> str:
    if told is None or not told.columns:
        return ""
    is_so = told.digest == digest_of(canonical_text(state_of(thing, told.columns)))
    return "" if is_so else f"is not as event {told.seq} says, the newest that tells of it"


@register_check
def withdrawals_end_as_a_page_opens(verification: Verification) -> None:
    """Nothing ends a Withdrawal but a Publication of its article that opens at that moment."""
    opening = Publication.objects.filter(
        article=OuterRef("article"), opens=OuterRef("ended_at"), opens__gte=OuterRef("at"), cancelled_at=None
    )
    ended = Withdrawal.objects.exclude(ended_at=None).exclude(Exists(opening)).order_by("pk")
    verification.judge(ended, lambda _withdrawal: "it ended, though no publication opened at that moment")


@register_check
def what_was_withdrawn_is_closed(verification: Verification) -> None:
    """Readers saw no more of what a Withdrawal took away from that moment on."""
    rows = Withdrawal.objects.select_related("publication").order_by("pk")
    verification.judge(rows, _wrong_with_withdrawal)


def _wrong_with_withdrawal(withdrawal: Withdrawal) -> str:
    publication = withdrawal.publication
    if publication.article_id != withdrawal.article_id:
        return "it withdraws a publication of another article"
    is_closed = publication.closes is not None and publication.closes <= withdrawal.at
    return "" if is_closed else f"publication {publication.pk}, which it withdrew, is not closed by then"


@register_check
def drafts_hold_what_was_saved(verification: Verification) -> None:
    """Each article has its main Draft, and each Draft's text is that of its last save."""
    main = Draft.objects.filter(article=OuterRef("pk"), purpose=Purpose.MAIN)
    for pk in Article.objects.exclude(Exists(main)).order_by("pk").values_list("pk", flat=True):
        verification.found(Draft._meta.db_table, "", f"the draft of article {pk} is missing")
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
