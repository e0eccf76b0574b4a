"""`sample_library`: the sample library of a demo. Run again, it changes nothing and loses nothing."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from record.errors import Refusal
from reviews.demo.sample_library import make_sample_library
from reviews.demo.stories import STORIES


class Command(BaseCommand):
    """Exit 0 when it is there, 1 outside a demo."""

    help = "Make the sample library, its accounts among it, through the real verbs. Only in a demo."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            new = make_sample_library()
        except Refusal as refusal:
            raise CommandError(str(refusal), returncode=1) from refusal
        self.stdout.write(
            _("The sample library is here: %(all)d articles, %(new)d of them new.")
            % {"all": len(STORIES), "new": len(new)}
        )
