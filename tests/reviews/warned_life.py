"""The same lives, with safety notices over their pages, and corrections that are given up."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from articles.models import Draft, SafetyNotice
from reviews.actions import (
    confirm_safety_notice,
    discard_correction,
    lift_safety_notice,
    propose_safety_notice,
)
from tests.reviews.later_life import LaterLife
from tests.reviews.life import LibraryLife
from tests.reviews.public_life import Life


@dataclass
class Notice:
    """A notice as readers should find it: over which articles, by whom proposed, from when, and until when."""

    notice: SafetyNotice
    words: str
    articles: set[int]
    proposed_by: int
    ends: datetime
    begins: datetime | None = None

    def stands(self, article: int, at: datetime) -> bool:
        return article in self.articles and self.begins is not None and self.begins <= at < self.ends


class WarnedLife(LaterLife):
    """Two named people together put a notice there, and one takes it away."""

    lives = LibraryLife.lives

    def __init__(self) -> None:
        super().__init__()
        self.warnings: list[Notice] = []

    @rule(life=lives, who=LibraryLife.publisher, days=st.integers(1, 40), all_pages=st.booleans())
    def warn(self, life: Life, who: int, days: int, all_pages: bool) -> None:
        words, person = f"recallword{len(self.warnings)}x", self.people[who]
        over = list(self.known) if all_pages else [life]
        ends = self.now.moment + timedelta(days=days)
        notice = self.attempt(
            lambda: propose_safety_notice(
                text=words,
                articles=[each.row for each in over],
                ends_at=ends,
                reason="Recalled.",
                by=person,
                door="desk",
            )
        )
        if notice:
            self.warnings.append(Notice(notice, words, {each.article for each in over}, person.pk, ends))

    @precondition(lambda self: self.warnings)
    @rule(who=LibraryLife.publisher)
    def confirm_warning(self, who: int) -> None:
        warning, person = self.warnings[-1], self.people[who]
        if self.attempt(lambda: confirm_safety_notice(notice=warning.notice, by=person, door="desk")):
            assert person.pk != warning.proposed_by, "one person alone put it there"
            assert warning.begins is None
            warning.begins = self.now.moment

    @precondition(lambda self: self.warnings)
    @rule(who=LibraryLife.publisher)
    def lift_warning(self, who: int) -> None:
        warning = self.warnings[-1]
        if self.attempt(
            lambda: lift_safety_notice(notice=warning.notice, reason="Over.", by=self.people[who], door="desk")
        ):
            warning.ends = min(warning.ends, self.now.moment)

    @rule(life=lives, who=LibraryLife.writer)
    def give_up_correction(self, life: Life, who: int) -> None:
        draft = Draft.objects.filter(article=life.article, purpose="correction").first()
        if draft and self.attempt(
            lambda: discard_correction(draft=draft, seen=draft.saves, by=self.people[who], door="admin")
        ):
            assert not Draft.objects.filter(pk=draft.pk).exists()

    @invariant()
    def warnings_stand_over_their_pages_and_no_others(self) -> None:
        for life in self.known:
            page = self.stranger.get(f"/articles/{life.slug}/")
            if page.status_code == 404:
                continue
            shown = {each.words for each in self.warnings if each.words in page.content.decode()}
            assert shown == {each.words for each in self.warnings if each.stands(life.article, self.now.moment)}
