"""Minor corrections: against what they are measured, and what is told where one isn't minor."""

import json
from collections.abc import Iterable, Mapping

from django.db.models import Count
from django.utils.translation import gettext as _

from articles.actions.rebase_draft import behind
from articles.checks import Finding
from articles.content import taken_from_glossary, text_from
from articles.details import DraftText
from articles.fragments import Page
from articles.glossary import glossary_of
from articles.labels import label_of
from articles.markdown import render_inline
from articles.minor.comparison import Reason
from articles.minor.measuring import Measured, field_of, measure, words_gone
from articles.models import Draft, EditionContent, IndexedWord, Organisation, Publication
from articles.search.words import term_of, words_in
from articles.windows import live_of
from record import clock
from record.clock import now_in_verb
from record.errors import Conflict, WrongState
from reviews.authority import last_signed, stands
from reviews.models import Review
from reviews.policy import CorrectionRules

# On whose shelf stand the articles that name drugs.
DRUGS = "drugs-supplements"
# Of the articles that use a word, one in so many may have it misspelt in the same way.
SLIPS_IN = 10


def check_correction(draft: Draft, text: DraftText, page: Page, rules: CorrectionRules) -> list[Finding]:
    """Why a correction that is handed in is not minor: nothing, where it is. For the verb, under its lock.

    Raises `WrongState` where there is nothing left to correct, `Conflict` where something was published meanwhile.
    """
    now = now_in_verb()
    if live_of(draft.article, now) is None:
        raise WrongState(_("Readers see no page of this article, so there is nothing to correct."))
    signed = refuse_without_ground(last_signed(draft.article_id, now))
    if behind(draft, now):
        raise Conflict(
            _("Another text was published since this correction was begun. Bring its changes in, then submit.")
        )
    return findings_of(measured_against(signed, text, taken_from_glossary(page), rules))


def refuse_without_ground(signed: Publication | None) -> Publication:
    """What a correction builds on: the last text that was reviewed whole.

    Raises `WrongState` where there is none, it was redacted, or what it rests on doesn't stand any more.
    """
    if signed is None or signed.edition.is_redacted or not stands(signed):
        raise WrongState(_("The text that this corrects has no review any more that stands. Submit it as a new text."))
    return signed


def not_minor(draft: Draft, text: DraftText, page: Page, rules: CorrectionRules) -> list[Finding]:
    """The same as a correction stands now, said while it is being written."""
    signed = last_signed(draft.article_id, clock.now())
    if signed is None or signed.edition.is_redacted:
        return []
    return findings_of(measured_against(signed, text, taken_from_glossary(page), rules))


def measured_against(
    signed: Publication, text: DraftText, taken: Mapping[str, str], rules: CorrectionRules
) -> Measured:
    """What changes against the last text that was reviewed whole, and why that isn't minor.

    `taken` is what the text takes from the glossary now: another wording was never reviewed with this text.
    """
    measured = Measured()
    try:
        before = text_from(signed.edition)
    except ValueError:
        measured.reasons.append(_of_older_rules())
        return measured
    if before != text:
        gone, come = words_gone(before, text), words_gone(text, before)
        # More of them than may change are no correction, whatever they are.
        known = words_elsewhere(gone, come, besides=signed.article_id) if len(gone) <= rules.words else set()
        measured = measure(before, text, fields=rules.fields, most_words=rules.words, drugs=drug_names(), known=known)
    measured.reasons.extend(wordings_changed(signed, taken))
    measured.reasons.extend(_renamed(signed))
    return measured


def _of_older_rules() -> Reason:
    sentence = _("The text that this corrects was frozen under older rules, so that what changes can’t be measured.")
    return Reason("", None, "", sentence)


def _renamed(signed: Publication) -> list[Reason]:
    """Why a text that is frozen under another name of the organisation, which stands in its headings, isn't minor."""
    content = signed.edition.content
    before, now = content["source"]["organisation"], Organisation.current().name
    if before == now or not any(render_inline(before) in fragment["html"] for fragment in content["fragments"]):
        return []
    sentence = _("The organisation is called “%(now)s” since this text was reviewed under “%(before)s”.")
    return [Reason("", None, now, sentence % {"now": now, "before": before})]


def wordings_changed(signed: Publication, taken: Mapping[str, str]) -> list[Reason]:
    """Why a text that takes these wordings from the glossary is no minor correction: it was reviewed with others."""
    signed_wordings = glossary_of(signed.edition.content)
    sentence = _("The glossary explains “%(term)s” in other words since this text was reviewed.")
    names = sorted(name for name in set(signed_wordings) & set(taken) if signed_wordings[name] != taken[name])
    return [Reason("", None, name, sentence % {"term": name}) for name in names]


def changes_of(review: Review) -> tuple[Publication, Measured] | None:
    """The exact words that a correction in review changes, and in which text that was reviewed whole."""
    signed = last_signed(review.article_id, review.closed_at or clock.now())
    if signed is None or signed.edition.is_redacted or review.edition.is_redacted:
        return None
    rules = review.policy.rules.corrections
    try:
        before, after = text_from(signed.edition), text_from(review.edition)
    except ValueError:
        # Frozen under rules that no longer hold: the comparison of what readers see stands beside it.
        return None
    return signed, measure(before, after, fields=rules.fields, most_words=rules.words)


def findings_of(measured: Measured) -> list[Finding]:
    """Each reason as a finding that blocks."""
    return [_finding(reason) for reason in measured.reasons]


def words_elsewhere(gone: Iterable[str], come: Iterable[str], *, besides: int) -> set[str]:
    """Which of the words that go other articles use as well, so that they are words and no typos: friend, and no fiend.

    One that comes back spelt as across the sea, or with the s of its plural, is the same word. So is a slip that crept
    into several articles: what comes in its place stands in many more. `besides` is the article's own id.
    """
    put_in = {term_of(part) for word in come for part in words_in(word)}
    terms = {word: {term_of(part) for part in words_in(word)} for word in gone}
    single = {word: parts.pop() for word, parts in terms.items() if len(parts) == 1 and not parts & put_in}
    live = Publication.objects.live(clock.now()).exclude(article=besides)
    filed = IndexedWord.objects.filter(edition__in=live.values("edition"), term__in={*single.values(), *put_in})
    used = dict(filed.order_by().values_list("term").annotate(Count("edition")))
    usual = max((used.get(term, 0) for term in put_in), default=0)
    return {word for word, term in single.items() if used.get(term, 0) * SLIPS_IN > usual}


def drug_names() -> set[str]:
    """Titles and synonyms of the drugs that readers find in this library now."""
    live = Publication.objects.live(clock.now()).filter(article__section__slug=DRUGS)
    names = set(live.values_list("edition__title", flat=True))
    contents = EditionContent.objects.filter(editions__publications__in=live)
    for text in contents.values_list("text", flat=True).iterator(200):
        names.update(json.loads(text)["source"]["details"].get("synonyms", []))
    return names


def _finding(reason: Reason) -> Finding:
    where = label_of(field_of(reason.place)) if reason.place else _("Correction")
    advice = _("Submit it as a new text instead.")
    line = reason.line if reason.place == "body" else None
    return Finding("not-minor", where, f"{reason.sentence} {advice}", line, blocks=True)
