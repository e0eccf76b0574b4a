"""The record, to be read: every Event, the newest first."""

import json
import re
from contextlib import suppress
from typing import Any
from uuid import UUID

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin.pages import PagesAdmin, get_only
from articles.models import Address, Draft, Purpose
from people.models import User
from record.chain import Event
from record.readable import UNREADABLE
from reviews.verb_words import VERBS


@admin.register(Event)
class RecordAdmin(PagesAdmin):
    """Who did what to what, when, through which door, and why. Nobody changes it, here or anywhere."""

    list_display = ["seq", "at", "who", "did", "about", "door", "why"]
    list_display_links = ["seq"]
    search_fields = ("verb",)  # Says that there is a search; what it does stands below.
    search_help_text = gettext_lazy(
        "exactly: a verb, a row such as signoff:12, an article’s address or uuid, a username, a day as 2026-03-01"
    )
    ordering = ["-seq"]
    sortable_by = ()

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("", view(self.changelist_view), name="record_event_changelist"),
            path("<int:pk>/change/", view(self.read_view), name="record_event_change"),
        ]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Event], search_term: str
    ) -> tuple[QuerySet[Event], bool]:
        """By what is indexed or short, and exactly: the record is long. Who and when stand in the bodies alone."""
        if not (term := search_term.strip()):
            return queryset, False
        verbs = [verb for verb, words in VERBS.items() if str(words) == term]
        found = Q(verb__in=[term, *verbs]) | Q(row=term)
        found |= Q(article__in=Address.objects.filter(slug=term).values("article__uuid"))
        if User.objects.filter(username=term).exists():
            found |= Q(body__contains=f'"username":{json.dumps(term, ensure_ascii=False)}')
        if re.fullmatch(r"\d{4}-\d\d-\d\d", term):
            found |= Q(body__contains=f'"at":"{term}T')
        with suppress(ValueError):
            found |= Q(article=UUID(term))
        return queryset.filter(found), False

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description=gettext_lazy("when (UTC)"))
    def at(self, event: Event) -> str:
        moment = _told(event).get("at")
        return f"{moment[:10]} {moment[11:19]}" if isinstance(moment, str) else _("can’t be read")

    @admin.display(description=gettext_lazy("who"))
    def who(self, event: Event) -> str:
        actor = _told(event).get("actor")
        return str(actor["username"]) if isinstance(actor, dict) and "username" in actor else "—"

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return EventList

    @admin.display(description=gettext_lazy("what"))
    def did(self, event: Event) -> str:
        return str(VERBS.get(event.verb, event.verb))

    @admin.display(description=gettext_lazy("article"))
    def about(self, event: Event) -> str:
        if event.article is None:
            return "—"
        pk, title = event.named  # type: ignore[attr-defined]
        if pk is None:
            return _("deleted: %(start)s…") % {"start": str(event.article)[:8]}
        return format_html('<a href="{}">{}</a>', reverse("admin:articles_draft_change", args=[pk]), title)

    @admin.display(description=gettext_lazy("door"))
    def door(self, event: Event) -> str:
        return str(_told(event).get("door", "—"))

    @admin.display(description=gettext_lazy("why"))
    def why(self, event: Event) -> str:
        why = str(_told(event).get("why", ""))
        return why if len(why) <= 120 else f"{why[:119]}…"

    @get_only
    def read_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """One Event, whole, with the hashes that chain it."""
        self.asked(request, "view")
        event: Event = self.find(request, pk)
        told = json.dumps(_told(event), indent=2, ensure_ascii=False) if _told(event) else event.body
        before = Event.objects.filter(seq=event.seq - 1).first()
        context = {"thing": event, "told": told, "before": before}
        return self.page(request, "admin/reviews/event_read.html", context, title=str(event))


def _told(event: Event) -> dict[str, Any]:
    """What it tells; nothing where somebody bent it so that it can't be read. `verify_record` names that."""
    with suppress(*UNREADABLE):
        told = event.told
        return told if isinstance(told, dict) else {}
    return {}


class EventList(ChangeList):
    """The list, with the articles that its Events speak of: asked once for the page."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        uuids = {event.article for event in self.result_list if event.article}
        drafts = Draft.objects.filter(article__uuid__in=uuids, purpose=Purpose.MAIN)
        named = {uuid: (pk, title) for uuid, pk, title in drafts.values_list("article__uuid", "pk", "title")}
        for event in self.result_list:
            event.named = named.get(event.article, (None, ""))
