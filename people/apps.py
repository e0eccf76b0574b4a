"""The room of people. It stands on the record alone."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "people"
    label = "people"
    verbose_name = _("People")

    def ready(self) -> None:
        from people import checks, tellings, verification  # noqa: F401  (they register themselves)
