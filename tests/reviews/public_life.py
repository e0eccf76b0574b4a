"""An account of an article's public life, kept apart from the tables: what readers have to see at each moment."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from articles.models import Article


@dataclass
class Shown:
    """A time in which readers see an Edition with these words. `signatures` are the ids on which it rests, `word` the
    attestation, if it rests on one.

    `whole` where the whole text was reviewed, `own` of its signatures were given to this very Edition. `cut` is the one
    that it cut short, with the end which that had before.
    """

    publication: int
    edition: int
    words: str
    opens: datetime
    closes: datetime | None
    signatures: set[int]
    last_reviewed: date
    own: set[int]
    gone: datetime
    whole: bool = True
    word: str = ""
    cut: "tuple[Shown, datetime | None] | None" = None

    def covers(self, moment: datetime) -> bool:
        return self.stands(moment) and moment < self.gone

    def stands(self, moment: datetime) -> bool:
        """Whether its window holds the moment, though its review may be so long overdue that readers see nothing."""
        return self.opens <= moment and (self.closes is None or moment < self.closes)

    def moved(self, publication: int, opens: datetime, closes: datetime | None) -> "Shown":
        return replace(self, publication=publication, opens=opens, closes=closes, cut=None)


@dataclass
class Life:
    """What is known of one article: the words of each save, its writers, and when readers see which."""

    draft: int
    article: int
    slug: str
    writers: dict[int, int] = field(default_factory=dict)
    words: dict[int, str] = field(default_factory=dict)
    times: list[Shown] = field(default_factory=list)
    # The save that each of its main Editions froze.
    saves: dict[int, int] = field(default_factory=dict)
    # Readers have seen the text of this save, so who wrote up to it may sign what comes after.
    redacted: set[str] = field(default_factory=set)
    # From which Edition each grew, by this account, and from which the main text that is being written grows now.
    grown: dict[int, int | None] = field(default_factory=dict)
    base: int | None = None
    # When a withdrawal last took away what readers saw.
    taken: datetime | None = None

    @property
    def row(self) -> Article:
        return Article.objects.get(pk=self.article)

    def shown(self, moment: datetime) -> Shown | None:
        return next((row for row in self.times if row.covers(moment)), None)

    def standing(self, moment: datetime) -> Shown | None:
        return next((row for row in self.times if row.stands(moment)), None)

    def scheduled(self, moment: datetime) -> Shown | None:
        return next((row for row in self.times if row.opens > moment), None)

    def last(self, moment: datetime) -> Shown | None:
        opened = [row for row in self.times if row.opens <= moment]
        return max(opened, key=lambda row: row.opens) if opened else None

    def ended(self, moment: datetime) -> Shown | None:
        """What readers saw last, where its time is over and no withdrawal took it away: its title may be told."""
        last = self.last(moment)
        if last is None or self.shown(moment) or (self.taken and last.opens <= self.taken):
            return None
        return last

    def was_public(self, moment: datetime) -> bool:
        return self.last(moment) is not None

    def editions_seen(self, moment: datetime) -> set[int]:
        return {row.edition for row in self.times if row.opens <= moment}

    def last_whole(self, moment: datetime) -> Shown | None:
        """The last text that was reviewed whole: what a correction rests on."""
        opened = [row for row in self.times if row.opens <= moment and row.whole]
        return max(opened, key=lambda row: row.opens) if opened else None

    def wrote_since(self, save: int, moment: datetime) -> set[int]:
        """Who wrote up to this save since the last one that readers have surely seen by then."""
        seen = max((self.saves[edition] for edition in self.editions_seen(moment) & set(self.saves)), default=0)
        return {by for number, by in self.writers.items() if seen < number <= save}

    def seen_base(self, edition: int, moment: datetime) -> int | None:
        """The Edition that readers had seen from which this one grew, past those that never opened."""
        seen, base = self.editions_seen(moment), self.grown[edition]
        while base is not None and base not in seen:
            base = self.grown[base]
        return base

    def changes(self) -> Iterator[datetime]:
        for row in self.times:
            yield row.opens
            yield row.gone
            if row.closes:
                yield row.closes

    def published(self, new: Shown, moment: datetime) -> None:
        """It takes the place of what is scheduled, and cuts short what would last longer."""
        if waiting := self.scheduled(moment):
            self.called_off(waiting)
        before = self.standing(moment)
        if before and (before.closes is None or before.closes > new.opens):
            new.cut = (before, before.closes)
            before.closes = new.opens
        self.times.append(new)

    def called_off(self, scheduled: Shown) -> None:
        self.times.remove(scheduled)
        if scheduled.cut:
            before, former_end = scheduled.cut
            before.closes = former_end

    def withdrawn(self, moment: datetime) -> None:
        if waiting := self.scheduled(moment):
            self.called_off(waiting)
        if standing := self.standing(moment):
            standing.closes = moment
        self.taken = moment

    def unsigned(self, signature: int, moment: datetime) -> None:
        """What rests on the signature ends."""
        self._end(moment, lambda row: signature in row.signatures)

    def taken_back(self, word: str, moment: datetime) -> None:
        """What rests on the attestation ends."""
        self._end(moment, lambda row: row.word == word)

    def _end(self, moment: datetime, rests_on_it: Callable[[Shown], bool]) -> None:
        """First what is scheduled."""
        for row in (self.scheduled(moment), self.shown(moment)):
            if row is None or not rests_on_it(row):
                continue
            if row.opens > moment:
                self.called_off(row)
            else:
                row.closes = self.taken = moment
