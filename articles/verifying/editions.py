"""What `verify_record` checks of this room, beside the rows that Events speak of."""

import json
from collections.abc import Iterable, Mapping, Set
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.db.models import Count, F, Max, OuterRef, Subquery

from articles.content import source_digest, text_from
from articles.glossary import glossary_of, wordings_used
from articles.models import (
    Draft,
    DraftSave,
    Edition,
    EditionContent,
    EditionUse,
    GlossaryTerm,
    GlossaryWording,
    Media,
    PolicyPage,
    PolicyWording,
    Redaction,
    UseKind,
)
from articles.verifying.windows_told import opened_by, pages_told
from people.roles import ADMINISTRATOR
from people.tellings import RolesTold
from record.canonical import digest_of, normal_text, utc_text
from record.chain import Event
from record.exporting import register_texts
from record.movements import LONGEST_WAIT
from record.readable import UNREADABLE, fault_in, in_pages, readable
from record.redaction import VERB as REDACT
from record.tellings import first_told, moment_of
from record.verification import Verification, register_check

# The verbs by which an Edition comes.
FREEZE: Final = "freeze_edition"
SUBMIT: Final = "submit"


@register_texts
def contents() -> Iterable[tuple[str, str]]:
    """What an export of the record holds beside the rows: the signed texts, which Editions name by their digests."""
    # Texts are long.
    return EditionContent.objects.order_by("pk").values_list("digest", "text").iterator(100)


@register_texts
def saves() -> Iterable[tuple[str, str]]:
    """Who saved which number of a Draft: each names the one before by its hash, and an Edition the one that it froze.

    Of the text that was saved there is a digest alone, so a redaction has nothing to destroy here.
    """
    before = DraftSave.objects.filter(
        article_uuid=OuterRef("article_uuid"), purpose=OuterRef("purpose"), number=OuterRef("number") - 1
    )
    for save in DraftSave.objects.annotate(before=Subquery(before.values("hash"))).order_by("hash").iterator(1000):
        yield save.hash, save.document_after(getattr(save, "before", None) or "")


@register_texts
def policy_wordings() -> Iterable[tuple[str, str]]:
    """What the library said of itself, but for pages that came with it and were never changed: no Event names those."""
    told = _wordings_told()
    rows = (row for row in PolicyWording.objects.iterator() if str(row) in told)
    return sorted((row.digest, row.document) for row in rows)


@register_texts
def redactions() -> Iterable[tuple[str, str]]:
    """The rows of redactions, whose Events name them, but for those of old, which tell all of it themselves."""
    told = [seq for seq, event in _redact_events().items() if "documents" in event["facts"]]
    documents = [row.document for row in Redaction.objects.filter(event__in=told)]
    return sorted((digest_of(document), document) for document in documents)


@register_check
def contents_have_their_digests(verification: Verification) -> None:
    """Each stored content hashes to its digest and belongs to an Edition, and none is stored that was redacted."""
    strays = EditionContent.objects.exclude(pk__in=Edition.objects.values("content_row"))
    for digest in strays.values_list("pk", flat=True):
        verification.found("articles_editioncontent", digest, "no edition has this text")
    for digest in EditionContent.objects.filter(pk__in=Redaction.objects.values("digest")).values_list("pk", flat=True):
        verification.found("articles_editioncontent", digest, "it was redacted, and stands all the same")
    verification.judge(EditionContent.objects.order_by("pk"), _wrong_with_content, "contents")


def _wrong_with_content(content: EditionContent) -> str:
    return "" if digest_of(content.text) == content.digest else "its text doesn't have this digest"


@register_check
def editions_have_their_contents(verification: Verification) -> None:
    """Each Edition's content is there, belongs to its article, and says what the Edition's columns repeat of it. No
    other has its number.
    """
    numbered = Edition.objects.order_by().values("article", "number").annotate(last=Max("pk"), count=Count("pk"))
    for last in numbered.filter(count__gt=1).values_list("last", flat=True):
        verification.found("articles_edition", last, "another edition of its article has its number")
    redacted = {told["facts"]["digest"]: event for event, told in _redact_events().items()}
    for page in in_pages(verification.each(Edition.objects.prefetch_related("article").order_by("pk")), 500):
        first, pages = first_told(page), pages_told({edition.article_id for edition in page})
        for edition in page:
            seen = opened_by(pages[edition.article_id], first.get(edition.row_id, 0), edition.submitted_at)
            if wrong := fault_in(_wrong_with, edition, redacted, {each.edition for each in seen}):
                verification.found("articles_edition", edition.pk, wrong)


@register_check
def redacted_editions_say_what_they_said(verification: Verification) -> None:
    """What is left of an Edition whose words were destroyed is what it was when it was frozen.

    Events of old don't tell the digest of that; they tell its number, and the note with which it was submitted.
    """
    rows = Edition.objects.filter(title="").select_related("article").order_by("pk")
    for page in in_pages(verification.each(rows), 500):
        frozen, notes = _frozen([edition.row_id for edition in page]), _notes(page)
        for edition in page:
            if wrong := fault_in(_wrong_with_rest, edition, frozen.get(edition.row_id), notes.get(edition.pk)):
                verification.found("articles_edition", edition.pk, wrong)


def _frozen(row_ids: list[str]) -> dict[str, dict[str, Any]]:
    """The Event with which each was frozen."""
    frozen: dict[str, dict[str, Any]] = {}
    events = Event.objects.filter(row__in=row_ids, verb=FREEZE).order_by("seq").values_list("row", "body")
    # Events that can't be read are named where the chain is walked.
    for row, body in readable(events, lambda *_: None, 500):
        with suppress(*UNREADABLE):
            frozen.setdefault(row, json.loads(body))
    return frozen


def _notes(page: list[Edition]) -> dict[int, str]:
    """What changed, as the Event says that submitted each first."""
    notes: dict[int, str] = {}
    articles = {edition.article.uuid for edition in page}
    for body in readable(
        Event.objects.filter(article__in=articles, verb=SUBMIT).order_by("seq").values_list("body", flat=True),
        lambda *_: None,
        500,
    ):
        with suppress(*UNREADABLE):
            event = json.loads(body)
            notes.setdefault(event["facts"]["edition"], event["why"])
    return notes


def _wrong_with_rest(edition: Edition, frozen: dict[str, Any] | None, note: str | None) -> str:
    if frozen is None or note is None:
        return "no event tells that it was frozen and submitted"
    facts = frozen["facts"]
    is_so = (facts["number"], facts["digest"], frozen["article"], normal_text(note)) == (
        edition.number, edition.digest, str(edition.article.uuid), normal_text(edition.change_note)
    )  # fmt: skip
    if not is_so or facts.get("redacted_row", edition.record_digest()) != edition.record_digest():
        return "what is left of it is not what the events say that froze and submitted it"
    return ""


@register_check
def redactions_are_as_told(verification: Verification) -> None:
    """Each redaction is the one that its Event tells of. It is no fault, and is named."""
    told, roles = _redact_events(), verification.heard(RolesTold)
    for redaction in verification.each(Redaction.objects.order_by("pk")):
        if wrong := fault_in(_wrong_with_redaction, redaction, told.get(redaction.event), roles):
            verification.found("articles_redaction", redaction.pk, wrong)
            continue
        editions = Edition.objects.filter(content_row=redaction.digest).order_by("pk").values_list("pk", flat=True)
        verification.remark(
            f"articles_edition {', '.join(map(str, editions))}: the text {redaction.digest} was"
            f" redacted by event {redaction.event}."
        )


def _wrong_with_redaction(redaction: Redaction, told: dict[str, Any] | None, roles: RolesTold) -> str:
    if told is None:
        return f"event {redaction.event} tells of no redaction"
    facts = told["facts"]
    as_told = (facts["digest"], told["actor"]["id"], facts["second"]["id"], told["why"], facts["media"])
    row = (redaction.digest, redaction.by_id, redaction.second_id, redaction.reason, redaction.media_names)
    if row != as_told or utc_text(redaction.at) != facts["redacted_at"]:
        return f"it is not as event {redaction.event} tells"
    both = (redaction.by_id, redaction.second_id)
    at = moment_of(told["at"])
    # Superusers pass most doors, but here they count by their role.
    were = [next(roles.was(person, redaction.event, at), None) for person in both]
    if len(set(both)) < len(both) or not all(was and was.active and ADMINISTRATOR in was.roles for was in were):
        return f"event {redaction.event} is not of two people who were administrators by then"
    if abs(redaction.at - at) > LONGEST_WAIT:
        return f"it is of another time than event {redaction.event}"
    for name in redaction.media_names:
        if not Media.objects.filter(name=name).exists() and (Path(settings.MEDIA_ROOT) / name).exists():
            return f"the file {name} was to be destroyed with the text: ask for the redaction again"
    return ""


def _redact_events() -> dict[int, dict[str, Any]]:
    """What the Events tell that redactions name, by number. A redaction without its row is found by what is gone."""
    events = Event.objects.filter(pk__in=Redaction.objects.values("event"), verb=REDACT)
    return {event.seq: event.told for event in events}


def _wrong_with(edition: Edition, redacted: Mapping[str, int], seen: Set[int]) -> str:
    """`seen` are the Editions of its article that readers had seen when it was frozen."""
    content_row = EditionContent.objects.filter(pk=edition.digest).first()
    if content_row is None:
        return _wrong_without_content(edition, redacted, seen)
    if edition.is_redacted:
        return "its title is gone, though its content stands"
    edition.content_row = content_row
    try:
        source, article = edition.content["source"], edition.content["article"]
        digest = source_digest(text_from(edition))
    except (ValueError, KeyError, TypeError):
        return "its content can't be read"
    if article != str(edition.article.uuid):
        return "its content belongs to another article"
    if (source["title"], source["lead"]) != (edition.title, edition.lead):
        return "its title or lead is not that of its content"
    return _wrong_with_saves(edition, digest, seen)


def _wrong_without_content(edition: Edition, redacted: Mapping[str, int], seen: Set[int]) -> str:
    if edition.digest not in redacted:
        return f"its content {edition.digest} is gone"
    if edition.title or edition.lead:
        return "its content was redacted, but not its title and lead"
    return _wrong_with_saves(edition, None, seen)


def _wrong_with_saves(edition: Edition, digest: str | None, seen: Set[int]) -> str:
    """The save it froze is known and held this text; its contributors are among those who saved up to it, or
    wrote what it takes from the glossary.

    None stands for a text that was redacted: what it was is still bound by the hash of the save.
    """
    rows = DraftSave.objects.filter(
        article_uuid=edition.article.uuid, purpose=edition.purpose, number__lte=edition.save_number
    )
    saves = list(rows.order_by("number").values_list("number", "by", "source_digest", "hash"))
    number, _by, held, hash_ = saves[-1] if saves else (0, 0, "", "")
    if number != edition.save_number or (digest is not None and held != digest) or hash_ != edition.save_hash:
        return "the save it froze is missing, was changed, or held another text"
    uses = edition.uses.filter(kind=UseKind.WORDING).values_list("value", flat=True)
    wordings = wordings_used(uses)
    written = list(GlossaryWording.objects.filter(slug__in=wordings).values_list("slug", "number", "digest", "by"))
    authors = {by for slug, number, _digest, by in written if number <= wordings[slug]}
    people = set(edition.contributor_rows.values_list("person", flat=True))
    if people - {by for _number, by, _held, _hash in saves} - authors:
        return "a contributor has no save, and wrote nothing that it takes from the glossary"
    seen_save = _save_seen_before(edition, seen)
    if {by for number, by, _held, _hash in saves if number > seen_save} - people:
        return "somebody saved it who is none of its contributors"
    read = _wordings_seen_before(seen) if written else {}
    if {by for slug, number, _digest, by in written if read.get(slug, 0) < number <= wordings[slug]} - people:
        return "somebody wrote what it takes from the glossary who is none of its contributors"
    if digest is not None:
        known = {slug: digest for slug, number, digest, _by in written if number == wordings[slug]}
        if known != {name: digest_of(words) for name, words in glossary_of(edition.content).items()}:
            return "a wording that it takes from the glossary is missing, or was another"
    return ""


def _save_seen_before(edition: Edition, seen: Set[int]) -> int:
    """As `freeze_edition` asked: the save that its Draft's last published Edition froze; 0 where it grew from none."""
    if edition.based_on_id is None or not seen:
        return 0
    rows = Edition.objects.filter(pk__in=seen, purpose=edition.purpose).order_by("-number")
    return rows.values_list("save_number", flat=True).first() or 0


def _wordings_seen_before(seen: Set[int]) -> dict[str, int]:
    """The wordings that the article's last published Edition carried by then."""
    last = Edition.objects.filter(pk__in=seen).order_by("-number").values_list("pk", flat=True).first()
    uses = EditionUse.objects.filter(edition=last, kind=UseKind.WORDING)
    return wordings_used(uses.values_list("value", flat=True))


@register_check
def wordings_are_numbered(verification: Verification) -> None:
    """The wordings of each term run 1, 2, 3 …, and the term holds the last."""
    last: dict[str, GlossaryWording] = {}
    for wording in verification.each(GlossaryWording.objects.order_by("slug", "number")):
        due = last[wording.slug].number + 1 if wording.slug in last else 1
        if wording.number != due:
            verification.found(
                "articles_glossarywording", wording.pk, f"its number is {wording.number}, where {due} was due"
            )
        last[wording.slug] = wording
    verification.judge(GlossaryTerm.objects.order_by("pk"), lambda term: _wrong_with_term(term, last.get(term.slug)))


def _wrong_with_term(term: GlossaryTerm, last: GlossaryWording | None) -> str:
    if last is None or (last.number, last.digest) != (term.wording, digest_of(term.explanation)):
        return "its explanation is not the last that was written"
    return ""


@register_check
def policy_pages_are_as_told(verification: Verification) -> None:
    """The wordings of each policy page run 1, 2, 3 …, as the Events tell, and the page says the last.

    Those that came with the library are bound by the Event that put another in their place.
    """
    told = _wordings_told()
    last: dict[str, PolicyWording] = {}
    for wording in verification.each(PolicyWording.objects.order_by("slug", "number")):
        due = last[wording.slug].number + 1 if wording.slug in last else 1
        digest = told.pop(str(wording), None)
        if wrong := fault_in(_wrong_with_policy_wording, wording, due, digest):
            verification.found("articles_policywording", wording.pk, wrong)
        last[wording.slug] = wording
    for name in told:
        verification.found("articles_policywording", "", f"{name} is missing, though an event tells of it")
    verification.judge(PolicyPage.objects.order_by("pk"), lambda page: _wrong_with_page(page, last.get(page.slug)))


def _wordings_told() -> dict[str, str]:
    """The digests of the wordings of policy pages, by their names."""
    told: dict[str, str] = {}
    events = Event.objects.filter(verb="change_policypage").order_by("seq").values_list("body", flat=True)
    for body in readable(events, lambda *_: None, 500):
        with suppress(*UNREADABLE):
            told.update(json.loads(body)["facts"].get("wordings", {}))
    return told


def _wrong_with_policy_wording(wording: PolicyWording, due: int, told: str | None) -> str:
    if wording.number != due:
        return f"its number is {wording.number}, where {due} was due"
    if told is None:
        return "" if wording.number == 1 else "no event tells of it"
    return "" if wording.digest == told else "it is not as the event says that tells of it"


def _wrong_with_page(page: PolicyPage, last: PolicyWording | None) -> str:
    if last is None or (last.title, last.body) != (page.title, page.body):
        return "it doesn't say what its last wording says"
    return ""


@register_check
def saves_are_a_chain(verification: Verification) -> None:
    """The saves of each Draft run 1, 2, 3 … and each hash covers the one before. The Draft itself counts as many."""
    place: tuple[object, str] | None = None
    number, before = 0, ""
    for save in verification.each(DraftSave.objects.order_by("article_uuid", "purpose", "number")):
        if place != (save.article_uuid, save.purpose):
            place, number, before = (save.article_uuid, save.purpose), 0, ""
        number += 1
        if save.number != number:
            verification.found("articles_draftsave", save.pk, f"its number is {save.number}, where {number} was due")
            number = save.number
        elif wrong := fault_in(_wrong_with_save, save, before):
            verification.found("articles_draftsave", save.pk, wrong)
        before = save.hash
    last = DraftSave.objects.filter(article_uuid=OuterRef("article__uuid"), purpose=OuterRef("purpose"))
    drafts = Draft.objects.annotate(last=Subquery(last.order_by("-number").values("number")[:1]))
    for pk, counted, known in drafts.exclude(saves=F("last")).order_by("pk").values_list("pk", "saves", "last"):
        verification.found("articles_draft", pk, f"it counts {counted} saves, but the last known is {known}")


def _wrong_with_save(save: DraftSave, before: str) -> str:
    return "" if save.hash == save.hash_after(before) else "it was changed, or the save before it"
