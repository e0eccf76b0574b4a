"""History, for reading: the Versions of a thing, one of them, and any two side by side.

Takes the place of django-reversion's own pages, which roll rows back and, while they render, keep others' saves from
being kept.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from reversion.errors import RevertError
from reversion.models import Version

from articles.admin.pages import PagesAdmin, get_only
from articles.comparing import compare
from articles.models import Way
from articles.versions import versions_of
from record.errors import BadInput

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class Kept:
    """A Version as the list shows it. Its number and way stand in the comment that the save gave it."""

    number: int
    at: datetime
    by: str
    way: str
    version: Version

    @classmethod
    def of(cls, version: Version) -> "Kept":
        number, _space, rest = version.revision.comment.partition(" ")
        way = Way(rest).label if rest in Way.values else ""
        person = version.revision.user
        return cls(int(number), version.revision.date_created, person.printed_name if person else "", str(way), version)


class HistoryAdmin(PagesAdmin):
    """The pages of a thing's history. Subclasses say how a Version reads."""

    def readable_version(self, version: Version) -> dict[str, str]:
        """A Version, field by field, by label."""
        return {
            str(capfirst(field.verbose_name)): str(version.field_dict.get(field.attname, ""))
            for field in self.opts.concrete_fields
            if not field.primary_key
        }

    def history_urls(self) -> list[URLPattern]:
        """To be put among the admin's own addresses, before those that take any text."""
        view, name = self.admin_site.admin_view, f"{self.opts.app_label}_{self.opts.model_name}"
        return [
            path("<int:pk>/history/", view(self.versions_view), name=f"{name}_history"),
            path("<int:pk>/history/compare/", view(self.compare_view), name=f"{name}_compare"),
            path("<int:pk>/history/<int:number>/", view(self.version_view), name=f"{name}_version"),
        ]

    @get_only
    def versions_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """All Versions, the newest first."""
        thing = self._seen(request, pk)
        versions = versions_of(thing).select_related("revision__user")
        page = Paginator(versions, PER_PAGE).get_page(request.GET.get("page"))
        rows = [Kept.of(version) for version in page.object_list]
        context = {**self.history_context(request, thing), "rows": rows, "page": page}
        return self.page(
            request, "admin/articles/versions.html", context, title=_("History: %(thing)s") % {"thing": thing}
        )

    @get_only
    def version_view(self, request: HttpRequest, pk: int, number: int) -> HttpResponse:
        """One Version, as it was."""
        thing = self._seen(request, pk)
        kept = kept_version(thing, number)
        context: dict[str, Any] = {**self.history_context(request, thing), "kept": kept}
        status = 200
        try:
            context["fields"] = self.read_version(kept)
        except BadInput as refusal:
            context["refusal"], status = str(refusal), 409
        title = _("Version %(number)d: %(thing)s") % {"number": number, "thing": thing}
        return self.page(request, "admin/articles/version.html", context, title=title, status=status)

    @get_only
    def compare_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Two Versions side by side: `?old=3&new=7`. Told the other way round, it is put right."""
        thing = self._seen(request, pk)
        context = self.history_context(request, thing)
        title = _("Compare: %(thing)s") % {"thing": thing}
        try:
            old, new = sorted(_number(request.GET.get(name, "")) for name in ("old", "new"))
            context["old"], context["new"] = kept_version(thing, old), kept_version(thing, new)
            context["changes"] = compare(*(self.read_version(context[side]) for side in ("old", "new")))
        except BadInput as refusal:
            context["refusal"] = str(refusal)
        return self.page(
            request,
            "admin/articles/versions_compare.html",
            context,
            title=title,
            status=400 if "refusal" in context else 200,
        )

    def read_version(self, kept: Kept) -> dict[str, str]:
        """A Version as fields. Raises `BadInput` where the program has changed so much that it can't be read."""
        try:
            return self.readable_version(kept.version)
        except (RevertError, ValueError, KeyError) as error:
            raise BadInput(_("Version %(number)d can’t be read any more.") % {"number": kept.number}) from error

    def history_context(self, request: HttpRequest, thing: Any) -> dict[str, Any]:
        """What all of these pages show."""
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}"
        return {
            "thing": thing,
            "names": {
                verb: f"{name}_{verb}" for verb in ("changelist", "change", "delete", "history", "version", "compare")
            },
        }

    def _seen(self, request: HttpRequest, pk: int) -> Any:
        """The thing, if this person may see it. A history that nobody may look at doesn't tell whether it is there."""
        self.asked(request, "view")
        return self.find(request, pk)


def kept_version(thing: Any, number: int) -> Kept:
    """The Version of that number, or 404."""
    version = find_version(thing, number)
    if version is None:
        raise Http404
    return Kept.of(version)


def find_version(thing: Any, number: int) -> Version | None:
    """The Version of that number. A draft deleted and made again under its key keeps no older ones."""
    versions = versions_of(thing).filter(revision__comment__startswith=f"{number} ")
    return versions.select_related("revision__user").first()


def _number(text: str) -> int:
    """A Version's number from an address."""
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise BadInput(_("Choose two versions to compare."))
    return int(text)
