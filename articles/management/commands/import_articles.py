"""`import_articles`: Markdown files with front matter become drafts. A report line for each file."""

import sys
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.actions.import_article import ImportedArticle, Outcome, Touched, import_article
from articles.importing import ArticleFile, BadFile, files_at, read_article, read_file
from articles.models import Section
from people.shell import person_named
from record.commands import GraveCommand
from record.errors import Refusal
from record.progress import ProgressBar

LONGEST_SHOWN = 100


class Command(GraveCommand):
    """Exit 0 when all files went in, 1 when one was refused (the rest is in), 2 for wrong usage."""

    help = "Import Markdown files with YAML front matter as drafts. A bad file is refused whole, the rest goes in."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="a file, or a folder with .md files")
        parser.add_argument("--by", metavar="USERNAME", help="who imports, and so contributes (in a demo: editor)")
        parser.add_argument("--section", metavar="SLUG", help="where new articles go whose file names no section")
        parser.add_argument("--replace", action="store_true", help="save over texts that were changed here as well")
        parser.add_argument("--dry-run", action="store_true", help="report what would happen, and change nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        self.by = person_named(options["by"], in_a_demo="editor")
        self.section = _section_named(options["section"])
        self.replace, self.dry_run = options["replace"], options["dry_run"]
        self.counts: Counter[str] = Counter()
        self.seen: dict[str, Path] = {}
        files = _files(options["paths"])
        with ProgressBar(sys.stderr) as bar:
            for number, path in enumerate(files, 1):
                lines = self._import(path)
                bar.clear()
                self.stdout.write("\n".join(lines))
                bar("files", number, len(files))
        self._sum_up(len(files))

    def _import(self, path: Path) -> list[str]:
        """The report on one file."""
        try:
            file = read_article(read_file(path))
            done = self._take(path, file)
        except BadFile as refusal:
            return self._refused(path, [str(problem) for problem in refusal.problems])
        except Touched as refusal:
            return self._refused(path, [f"{refusal} {_('--replace saves the file over it all the same.')}"])
        except Refusal as refusal:
            return self._refused(path, [str(refusal)])
        self.counts[done.outcome] += 1
        self.counts["lost lists"] += len(file.lost_lists)
        save = f" as save {done.draft.saves}" if done.outcome == Outcome.SAVED else ""
        lost = [
            _("line %(line)d: a list was lost here: “%(text)s”") % {"line": found.line, "text": _end_of(found.text)}
            for found in file.lost_lists
        ]
        return _lines(path, f"{done.outcome}{save}", done.notes + lost)

    def _take(self, path: Path, file: ArticleFile) -> ImportedArticle:
        """Through the verb. Two files for one article would take turns in every run: the second is refused."""
        for name in file.names:
            if name in self.seen:
                raise file.refusal("slug", _("It is of the same article as %(path)s.") % {"path": self.seen[name]})
        if not self.dry_run:
            done = self._call(file)
        else:
            with transaction.atomic():
                done = self._call(file)
                transaction.set_rollback(True)
        self.seen.update(dict.fromkeys(file.names, path))
        return done

    def _call(self, file: ArticleFile) -> ImportedArticle:
        return import_article(file=file, section=self.section, by=self.by, door="import", replace=self.replace)

    def _refused(self, path: Path, why: list[str]) -> list[str]:
        self.counts["refused"] += 1
        return _lines(path, f"refused: {why[0]}", why[1:])

    def _sum_up(self, total: int) -> None:
        told = [f"{self.counts[outcome]:,} {outcome}" for outcome in Outcome if self.counts[outcome]]
        if lost := self.counts["lost lists"]:
            told.append(ngettext("%(number)s lost list", "%(number)s lost lists", lost) % {"number": f"{lost:,}"})
        files = ngettext("%(number)s file", "%(number)s files", total) % {"number": f"{total:,}"}
        self.stdout.write(f"{files}: {', '.join(told)}." if told else f"{files}.")
        if self.dry_run:
            self.stdout.write(_("This was a dry run: nothing was saved."))
        if refused := self.counts["refused"]:
            raise CommandError(
                ngettext("%(number)s file was refused.", "%(number)s files were refused.", refused)
                % {"number": f"{refused:,}"},
                returncode=1,
            )


def _files(paths: list[Path]) -> list[Path]:
    try:
        return files_at(paths)
    except FileNotFoundError as error:
        raise CommandError(_("Nothing is at %(path)s.") % {"path": error}, returncode=2) from error


def _section_named(slug: str | None) -> Section | None:
    if slug is None:
        return None
    section = Section.objects.filter(slug=slug).first()
    if section is None:
        raise CommandError(_("There is no section “%(slug)s”.") % {"slug": slug}, returncode=2)
    return section


def _end_of(text: str) -> str:
    return text if len(text) <= LONGEST_SHOWN else f"…{text[-LONGEST_SHOWN:]}"


def _lines(path: Path, what: str, more: list[str]) -> list[str]:
    return [f"{path}: {what}", *(f"  {line}" for line in more)]
