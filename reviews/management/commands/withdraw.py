"""`withdraw`: the emergency door from a shell. A page goes away at once."""

import time
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser
from django.utils.translation import gettext as _

from articles.models import Address, Article, SafetyNotice
from people.shell import person_named
from record import clock
from record.canonical import utc_text
from record.commands import GraveCommand
from record.errors import Refusal
from reviews.actions import withdraw


class Command(GraveCommand):
    """Exit 0 when readers get neither the page nor what was scheduled, 1 when that was refused, 2 for wrong usage."""

    help = "Withdraw an article: readers get a notice instead, at once. What is scheduled of it is cancelled."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", metavar="SLUG", help="the article's slug, or a former one")
        parser.add_argument("--by", required=True, metavar="USERNAME", help="who withdraws it: a publisher")
        parser.add_argument("--reason", required=True, metavar="TEXT", help="why; kept on record, not shown to readers")
        parser.add_argument("--notice", default="", metavar="TEXT", help="what readers find in its place")
        parser.add_argument(
            "--replacement", metavar="SLUG", help="a live article to which readers are led while it is live"
        )
        parser.add_argument(
            "--history-stays",
            action="store_true",
            help="past editions and their images stay readable, marked as withdrawn",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        begun = time.perf_counter()
        person = person_named(options["by"])
        article = _article(options["slug"])
        if options["replacement"] is not None and not options["replacement"].strip():
            raise CommandError(_("Where no article takes its place, leave --replacement out."), returncode=2)
        replacement = _article(options["replacement"]) if options["replacement"] is not None else None
        try:
            deed = withdraw(
                article=article,
                reason=options["reason"],
                notice=options["notice"],
                replacement=replacement,
                history_stays=options["history_stays"],
                by=person,
                door="shell",
            )
        except Refusal as refusal:
            raise CommandError(str(refusal), returncode=1) from refusal
        took = (time.perf_counter() - begun) * 1000
        withdrawal, cancelled = deed.withdrawal, deed.cancelled
        if withdrawal:
            self.stdout.write(
                _("Withdrawn: /articles/%(slug)s/, at %(at)s. It took %(took).0f ms.")
                % {"slug": article.slug, "at": utc_text(withdrawal.at), "took": took}
            )
        if cancelled:
            told = {"number": cancelled.edition.number, "opens": utc_text(cancelled.opens)}
            self.stdout.write(_("Cancelled: Edition %(number)d, which was scheduled from %(opens)s.") % told)
        if withdrawal is None:
            self.stdout.write(_what_stays(article, options))
            return
        if replacement and SafetyNotice.objects.shown(clock.now()).filter(pages__article=article).exists():
            self.stdout.write(
                _("A safety notice stands over it: readers find that, with the way to /articles/%(slug)s/.")
                % {"slug": replacement.slug}
            )
        elif replacement:
            self.stdout.write(
                _("Readers are led to /articles/%(slug)s/ while that is live.") % {"slug": replacement.slug}
            )
        # Holds as long as no page is kept anywhere between the database and its readers.
        self.stdout.write(_("Every server reads each page from the database: none that reaches it can serve this one."))


def _what_stays(article: Article, options: dict[str, Any]) -> str:
    """What readers find where there was no page to withdraw."""
    if not article.withdrawals.exists():
        return _("Readers never saw a page of this article, and find none.")
    said: str = _("The page was withdrawn already, and stays so.")
    if options["notice"] or options["replacement"] or options["history_stays"]:
        said += " " + _("What readers find there stays as it was: nothing else that was given here is used.")
    return said


def _article(slug: str) -> Article:
    address = Address.objects.filter(language=settings.LANGUAGE_CODE, slug=slug).select_related("article").first()
    if address is None:
        raise CommandError(_("No article has the slug “%(slug)s”.") % {"slug": slug}, returncode=1)
    return address.article
