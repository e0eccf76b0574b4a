"""Lists of the admin are filtered by what they offer, and by nothing else."""

from typing import Any

from django.contrib.admin import ModelAdmin, SimpleListFilter
from django.http import HttpRequest


class OfferedFilters(ModelAdmin[Any]):
    """An admin whose list takes no lookup but those of its own filters.

    Django's takes any of the model's columns: whoever may see a list could then ask what it doesn't show, as the hash
    of a password letter by letter, or for a pattern that takes hours.
    """

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        offered: set[str] = set()
        for each in self.list_filter:
            if isinstance(each, type) and issubclass(each, SimpleListFilter):
                offered.add(str(each.parameter_name))
            else:
                offered |= {f"{each}__exact", f"{each}__id__exact", f"{each}__isnull"}
        return lookup in offered
