"""`import_redirects`: addresses of a site that was here before lead to pages of ours."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.db import transaction
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from articles.importing.redirects import Line
from articles.models import Address, Organisation, PolicyPage, Publication, Redirect, Section
from articles.topics import TOPICS, TopicKind
from record.canonical import canonical_text, digest_of
from record.chain import record_event
from record.clock import now_in_verb


class Outcome(StrEnum):
    """What became of a line."""

    ADDED = "added"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Done:
    """A line, and what became of it. `note` says that readers see nothing there yet; a refused line says why."""

    line: Line
    outcome: Outcome
    note: str = ""


@transaction.atomic
def import_redirects(*, lines: list[Line], door: str) -> list[Done]:
    """Take every line that can be taken; what stood for the same old address is changed.

    Refused are lines that lead nowhere, or from a page of ours however it may be typed, and chains and loops. What
    stands but leads from an address at which a page has come since is in nobody's way.
    """
    # One import after another, so that each Event tells of all that stands then.
    Organisation.objects.select_for_update(no_key=True).first()
    stored = dict(Redirect.objects.select_for_update().values_list("from_address", "to_address"))
    places = _Places(lines, now_in_verb())
    acting = {old: to for old, to in stored.items() if not places.answering(old)}
    done = [_done(line, stored, places) for line in _without_chains(_each_once(places.judged()), acting)]
    changed = [row.line for row in done if row.outcome in (Outcome.ADDED, Outcome.CHANGED)]
    if changed:
        Redirect.objects.bulk_create(
            [Redirect(from_address=line.from_address, to_address=line.to_address) for line in changed],
            batch_size=500,
            update_conflicts=True,
            unique_fields=["from_address"],
            update_fields=["to_address"],
        )
        told = canonical_text([[digest_of(line.from_address), line.to_address] for line in changed])
        record_event(
            "import_redirects", actor=None, door=door, count=len(changed), lines_digest=digest_of(told),
            state_digest=Redirect.objects.digest(),
        )  # fmt: skip
    return done


def path_of(address: str) -> str:
    """The path of an address of ours as a server reads it."""
    return unquote(urlsplit(address).path)


@dataclass(frozen=True, slots=True)
class _Match:
    """What an address would be answered by. `always`: by the same page, whatever is in the library. `of_article`: by an
    article, or what stands below it: its history, its PDF.
    """

    view: str
    slug: str
    always: bool
    of_article: bool


class _Places:
    """What stands at the addresses of all lines, asked at once."""

    def __init__(self, lines: list[Line], at: datetime) -> None:
        self.lines = lines
        taken = [line for line in lines if not line.refusal]
        paths = {path_of(line.to_address) for line in taken}.union(*(_typed(line.from_address) for line in taken))
        self.matches = {path: _resolved(path) for path in paths}
        slugs = {match.slug for match in self.matches.values() if match and match.of_article}
        known = Address.objects.filter(language=settings.LANGUAGE_CODE, slug__in=slugs)
        self.articles = dict(known.values_list("slug", "article"))
        of_these = Publication.objects.filter(article__in=self.articles.values())
        self.live = set(of_these.live(at).values_list("article", flat=True))
        self.opened = set(of_these.opened(at).values_list("article", flat=True))
        self.others = {
            "articles:section_detail": set(Section.objects.values_list("slug", flat=True)),
            "articles:policy_page": set(PolicyPage.objects.values_list("slug", flat=True)),
            **{
                f"articles:{kind.name.lower()}_detail": {topic.slug for topic in TOPICS.values() if topic.kind == kind}
                for kind in TopicKind
            },
        }

    def judged(self) -> Iterable[Line]:
        for line in self.lines:
            if not line.refusal and not self._is_there(path_of(line.to_address)):
                yield replace(line, refusal=_("No page of this library has the new address."))
            elif not line.refusal and (path := self.answering(line.from_address)):
                yield replace(line, refusal=_refusal(line.from_address, path))
            else:
                yield line

    def answering(self, old: str) -> str:
        """The address of ours at which a page stands, or the notice of one that is gone, that whoever types the old one
        is shown: then no redirect is ever asked. Empty where there is none.

        Not said of what isn't known for sure, as the profile of a reviewer. Knows the addresses of the lines alone.
        """
        return next((path for path in _typed(old) if self._answers(path)), "")

    def _answers(self, path: str) -> bool:
        match = self.matches.get(path)
        if match is None:
            return False
        if match.of_article:
            return self.articles.get(match.slug) in self.opened
        return match.slug in self.others.get(match.view, ()) or match.always

    def note(self, line: Line) -> str:
        match = self.matches.get(path_of(line.to_address))
        hidden = match and match.slug in self.articles and self.articles[match.slug] not in self.live
        return _("readers see no article there yet") if hidden else ""

    def _is_there(self, path: str) -> bool:
        match = self.matches[path]
        if match is None:
            return False
        if match.of_article:
            return match.slug in self.articles
        return match.slug in self.others.get(match.view, {match.slug})


def _typed(old: str) -> list[str]:
    """The paths of ours to which an old address leads of itself: as it is, in small letters, and with a last slash. It
    holds no percent-encoding any more.
    """
    path = old.partition("?")[0]
    return list(dict.fromkeys(each + end for each in (path, path.lower()) for end in ("", "/")))


def _refusal(old: str, path: str) -> str:
    if path == old.partition("?")[0]:
        return _("A page of this library answers at the old address, so nothing can lead away from it.")
    told = {"path": path}
    return (
        _("Whoever types the old address is led to %(path)s, a page of this library, so it can lead nowhere else.")
        % told
    )


def _resolved(path: str) -> _Match | None:
    try:
        match = resolve(path)
    except Resolver404:
        return None
    slug = str(match.kwargs.get("slug", ""))
    # Whatever is asked for there leads to the page to sign in.
    behind_doors = match.namespace == "admin"
    always = not match.kwargs or behind_doors or match.view_name == "articles:a_to_z_letter"
    return _Match(match.view_name, slug, always, of_article=bool(slug) and match.route.startswith("articles/"))


def _each_once(lines: Iterable[Line]) -> Iterable[Line]:
    """Two lines for one old address would take turns in every run: the second is refused."""
    seen: dict[str, int] = {}
    for line in lines:
        if line.refusal or line.from_address not in seen:
            seen.setdefault(line.from_address, line.number)
            yield line
        else:
            told = {"number": seen[line.from_address]}
            yield replace(line, refusal=_("Line %(number)d is for the same old address.") % told)


def _without_chains(lines: Iterable[Line], stored: dict[str, str]) -> list[Line]:
    """Refuses what leads to an old address, and old addresses to which something leads that stays as it is.

    A refused line leaves what stood before, so all are judged again until nothing more is refused.
    """
    judged, refused = list(lines), -1
    while refused != (refused := sum(bool(line.refusal) for line in judged)):
        taken = {line.from_address: line.to_address for line in judged if not line.refusal}
        kept = {path_of(to): old for old, to in stored.items() if old not in taken}
        olds = stored.keys() | taken.keys()
        judged = [line if line.refusal else _unless_chained(line, olds, kept) for line in judged]
    return judged


def _unless_chained(line: Line, olds: set[str], kept: dict[str, str]) -> Line:
    if path_of(line.to_address) in olds:
        return replace(line, refusal=_("The new address is itself one that leads on. Name the last one."))
    if before := kept.get(line.from_address):
        told = {"old": before}
        return replace(line, refusal=_("“%(old)s” leads to this old address. Change that one too.") % told)
    return line


def _done(line: Line, stored: dict[str, str], places: _Places) -> Done:
    if line.refusal:
        return Done(line, Outcome.REFUSED, line.refusal)
    before, note = stored.get(line.from_address), places.note(line)
    if before is None:
        return Done(line, Outcome.ADDED, note)
    return Done(line, Outcome.UNCHANGED if before == line.to_address else Outcome.CHANGED, note)
