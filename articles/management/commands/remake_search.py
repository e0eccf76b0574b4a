"""`remake_search`: what search knows, made from the signed texts. After an upgrade or a restore."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction
from django.utils.translation import gettext as _

from articles.models import Edition
from articles.search import empty_index, index_edition, unindexed
from record import clock
from record.progress import ProgressBar


class Command(BaseCommand):
    """Exit 0. Can be interrupted and run again: it goes on where it stopped."""

    help = "File every live or scheduled text that search doesn't know yet; with --all, every one anew."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--all", action="store_true", help="forget everything first")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["all"]:
            empty_index()
        missing = list(unindexed(clock.now()).values_list("pk", flat=True))
        with ProgressBar(sys.stderr) as bar:
            for number, pk in enumerate(missing, 1):
                with transaction.atomic():
                    index_edition(Edition.objects.select_related("content_row").get(pk=pk))
                bar("texts", number, len(missing))
        self.stdout.write(_("Search knows %(count)s more texts now.") % {"count": f"{len(missing):,}"})
