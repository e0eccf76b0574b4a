"""Trial libraries: folders of files brought to readers through the real verbs, to try the library in its full size."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from django.utils.translation import gettext as _

from articles.actions.import_article import import_article
from articles.importing import ArticleFile, BadFile, files_at, read_article, read_file
from articles.models import Section
from articles.slugs import LONGEST_SLUG
from record.errors import Refusal
from reviews.demo.people import demo_people
from reviews.demo.publishing import bring_to_readers
from reviews.models import Method
from reviews.notifications import without_mails

DOOR: Final = "trial"
NOTE: Final = "Published in a trial of the library."
# A copy's title, slug and synonyms must still fit once they are marked.
_LONGEST_TITLE: Final = 180
_LONGEST_SYNONYM: Final = 480


@dataclass(slots=True)
class TrialLibrary:
    """How many articles readers have now, and what was left out, each with the reason."""

    published: int = 0
    left_out: list[str] = field(default_factory=list)


def make_trial_library(
    folders: list[Path], *, copies: int, progress: Callable[[str, int, int], None] = lambda *_step: None
) -> TrialLibrary:
    """Bring every file of the folders to readers, `copies` of each. What readers have already is left as it is.

    Raises `NotAllowed` outside a demo, `FileNotFoundError` where a folder isn't there.
    """
    bring = _Trial()
    files = files_at(folders)
    with without_mails():
        for number, path in enumerate(files, 1):
            bring.file(path, copies)
            progress("articles", number * copies, len(files) * copies)
    return bring.library


def copy_of(file: ArticleFile, number: int) -> ArticleFile:
    """The file as article number so many of its kind: the first is the file itself, the others say what they are."""
    if number == 1:
        return file
    mark, ending = f"(copy {number})", f"-copy-{number}"
    synonyms = [f"{word[:_LONGEST_SYNONYM]} {mark}" for word in file.text.details.synonyms]
    text = file.text.model_copy(
        update={
            "title": f"{file.text.title[:_LONGEST_TITLE].strip()} {mark}",
            "details": file.text.details.model_copy(update={"synonyms": synonyms}),
        }
    )
    slug = file.slug[: LONGEST_SLUG - len(ending)].strip("-") + ending
    return replace(file, text=text, slug=slug, slug_given=True, uuid=None)


class _Trial:
    """One run: who does it, what was met so far, what came of it."""

    def __init__(self) -> None:
        self.people = demo_people(DOOR)
        self.shelf = Section.objects.first()
        self.seen: dict[str, Path] = {}
        self.library = TrialLibrary()

    def file(self, path: Path, copies: int) -> None:
        """All copies of one file."""
        try:
            file = read_article(read_file(path))
        except BadFile as refusal:
            self.library.left_out.append(f"{path}: {refusal}")
            return
        if first := next((self.seen[name] for name in file.names if name in self.seen), None):
            self.library.left_out.append(f"{path}: {_('It is of the same article as %(path)s.') % {'path': first}}")
            return
        self.seen.update(dict.fromkeys(file.names, path))
        for number in range(1, copies + 1):
            copy = copy_of(file, number)
            if reasons := self._bring(copy):
                self.library.left_out.append(f"{path} ({copy.slug}): {'; '.join(reasons)}")
            else:
                self.library.published += 1

    def _bring(self, file: ArticleFile) -> list[str]:
        """One article, each verb in its own transaction as in real life. Returns why it was left out."""
        try:
            done = import_article(file=file, section=self.shelf, by=self.people.editor, door=DOOR, replace=True)
            blocking = bring_to_readers(done.draft, note=NOTE, people=self.people, method=Method.TRIAL, door=DOOR)
        except Refusal as refusal:
            return [str(refusal)]
        return [f"{finding.place}: {finding.message}" for finding in blocking]
