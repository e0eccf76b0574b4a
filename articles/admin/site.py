"""Sections, the organisation, policy pages, the glossary: changed through a page that shows what readers will see."""

from collections.abc import Mapping
from copy import copy
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from reversion.models import Version

from articles.actions.site import delete_site_thing, keep_site_change, why_it_stays
from articles.admin.confirming import ConfirmingAdmin, Proposal, whole
from articles.admin.pages import DOOR, get_or_post
from articles.glossary import carrying_older
from articles.markdown import BadText, normalise
from articles.models import GlossaryTerm, Organisation, PolicyPage, Section
from articles.versions import versions_of
from people.typed import shown_back
from record import clock
from record.errors import Refusal, status_of


class SiteForm(forms.ModelForm[Any]):
    """Fields as the record can carry them; addresses are given once, since others link to them."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and "slug" in self.fields:
            self.fields["slug"].disabled = True
            self.fields["slug"].help_text = _("An address stays: others link to it.")
        for name, sentences in self._sentences().items():
            if name in self.fields:
                self.fields[name].error_messages.update(sentences)

    def _sentences(self) -> dict[str, dict[str, Any]]:
        """What is said of a name or an address that is taken, or of an address that can be none."""
        taken = _("This is another one’s already. Choose another.")
        form = _("Use letters from a to z, digits, hyphens and underscores only.")
        return {"name": {"unique": taken}, "title": {"unique": taken}, "slug": {"unique": taken, "invalid": form}}

    def clean(self) -> dict[str, Any]:
        """One spelling of every character, and none that can't be shown."""
        cleaned = super().clean() or self.cleaned_data
        for name, value in list(cleaned.items()):
            if isinstance(value, str):
                try:
                    cleaned[name] = normalise(value).strip()
                except BadText as bad:
                    self.add_error(name, str(bad))
        return cleaned


class SiteAdmin(ConfirmingAdmin):
    """What they have in common. `shown` are the fields that people read and change, in order."""

    shown: tuple[str, ...]
    may_delete = True
    read_template = "admin/articles/site_read.html"

    def get_urls(self) -> list[URLPattern]:
        view, name = self.admin_site.admin_view, f"articles_{self.opts.model_name}"
        return [
            path("", view(self.changelist_view), name=f"{name}_changelist"),
            path("add/", view(self.begin_view), name=f"{name}_add"),
            path("<int:pk>/change/", view(self.edit_view), name=f"{name}_change"),
            path("<int:pk>/delete/", view(self.remove_view), name=f"{name}_delete"),
            *self.history_urls(),
        ]

    def readable(self, values: Mapping[str, Any]) -> dict[str, str]:
        """Values of the shown fields as people read them."""
        fields: list[Any] = [self.opts.get_field(name) for name in self.shown]
        return {str(capfirst(field.verbose_name)): _words(field, values.get(field.name)) for field in fields}

    def readable_thing(self, thing: models.Model | None) -> dict[str, str]:
        return self.readable({name: getattr(thing, name) for name in self.shown}) if thing else {}

    def readable_version(self, version: Version) -> dict[str, str]:
        return self.readable(version.field_dict)

    @get_or_post
    def begin_view(self, request: HttpRequest) -> HttpResponse:
        """A new one."""
        self.asked(request, "add")
        return self._edit(request, self.model(), None, _("New %(thing)s") % {"thing": self.opts.verbose_name})

    @get_or_post
    def edit_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Change it; or, for those who may not, read it."""
        if request.method == "POST":
            self.asked(request, "change")
        self.asked(request, "view")
        thing = self.get_queryset(request).filter(pk=pk).first()
        if thing is None:
            if request.method != "POST":
                raise Http404
            return self._gone(request)
        if not self.has_change_permission(request, thing):
            context = {
                **self.history_context(request, thing),
                "fields": self.readable_thing(thing),
                **self.beside(thing),
            }
            return self.page(request, self.read_template, context, title=str(thing))
        return self._edit(request, thing, copy(thing), str(thing))

    def _gone(self, request: HttpRequest) -> HttpResponse:
        return shown_back(
            request,
            heading=_("This was deleted"),
            reason=_("Somebody deleted it while you were writing, so nothing of yours was saved."),
            status=409,
            path=reverse(f"admin:articles_{self.opts.model_name}_add"),
            way=_("Begin it anew"),
        )

    def _edit(self, request: HttpRequest, thing: Any, before: Any, title: str) -> HttpResponse:
        by = self.asked(request, "change" if before else "add")
        form_class = forms.modelform_factory(self.model, form=SiteForm, fields=self.shown)
        form = form_class(request.POST if request.method == "POST" else None, instance=thing)
        proposal = Proposal(
            form=form,
            old=self.readable_thing(before),
            new=lambda: self.readable_thing(form.instance),
            keep=lambda seen: keep_site_change(thing=form.instance, by=by, door=DOOR, seen=whole(seen)),
            seen=versions_of(before).count() if before and before.pk else 0,
            back=reverse(f"admin:articles_{self.opts.model_name}_changelist"),
            done=_("Saved. Readers see it now."),
            context={
                **(self.history_context(request, before) if before else {}),
                "warning": self.warning(before),
                "public_html": lambda: self.public_html(form.instance),
                **(self._deleting(before) if before else {}),
                **(self.beside(before) if before else {}),
            },
        )
        return self.confirming(request, proposal, title)

    def _deleting(self, thing: Any) -> dict[str, Any]:
        """Whether its page offers to delete it, and if it can't be, why not."""
        why_not = why_it_stays(thing) if self.may_delete else ""
        return {"deletable": self.may_delete and not why_not, "why_it_stays": why_not}

    def beside(self, thing: Any) -> dict[str, Any]:
        """What its page shows beside the fields."""
        return {}

    def warning(self, thing: Any) -> str:
        """What a change would touch beside its own page."""
        return ""

    def public_html(self, thing: Any) -> str:
        """Its text as readers will see it, where it has one."""
        return ""

    @get_or_post
    def remove_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Delete it, after asking."""
        by = self.asked(request, "delete")
        thing, refusal, status = self.find(request, pk), "", 200
        if request.method == "POST":
            try:
                delete_site_thing(thing=thing, seen=whole(request.POST.get("seen", "")), by=by, door=DOOR)
            except Refusal as refused:
                refusal, status = str(refused), status_of(refused)
            else:
                self.message_user(request, _("“%(thing)s” is deleted.") % {"thing": thing}, messages.SUCCESS)
                return redirect(f"admin:articles_{self.opts.model_name}_changelist")
        context = {
            **self.history_context(request, thing),
            "refusal": refusal,
            "seen": versions_of(thing).count(),
            **self._deleting(thing),
        }
        title = _("Delete “%(thing)s”?") % {"thing": thing}
        return self.page(request, "admin/articles/site_delete.html", context, title=title, status=status)


@admin.register(Section)
class SectionAdmin(SiteAdmin):
    """The shelves."""

    shown = ("name", "slug", "summary", "position", "no_advertising")
    list_display = ["name", "slug", "position"]

    def warning(self, thing: Any) -> str:
        count = thing.articles.count() if thing else 0
        words = ngettext(
            "%(count)d article stands in this section.", "%(count)d articles stand in this section.", count
        )
        return words % {"count": count} if count else ""


@admin.register(PolicyPage)
class PolicyPageAdmin(SiteAdmin):
    """The library's pages about itself."""

    shown = ("title", "slug", "body", "position")
    list_display = ["title", "slug", "updated_at"]

    def public_html(self, thing: Any) -> str:
        return str(thing.html)


@admin.register(GlossaryTerm)
class GlossaryTermAdmin(SiteAdmin):
    """The library's own words. A changed one lists the Editions that still carry the old wording."""

    shown = ("word", "slug", "explanation", "synonyms")
    list_display = ["word", "slug", "explanation", "updated_at"]
    search_fields = ("word", "slug", "explanation", "synonyms")
    form_template = "admin/articles/glossary_form.html"
    read_template = "admin/articles/glossary_read.html"
    most_listed = 100

    def warning(self, thing: Any) -> str:
        return _(
            "Signed texts keep the wording that they were signed with. Whoever writes a wording here can't sign the"
            " texts that take it in next."
        )

    def beside(self, thing: Any) -> dict[str, Any]:
        """The Editions that carry another wording, what readers see first."""
        older = carrying_older(thing, clock.now())
        return {"older": list(older[: self.most_listed]), "older_count": older.count()}


@admin.register(Organisation)
class OrganisationAdmin(SiteAdmin):
    """Whose library this is. There is one, so its list is its form."""

    shown = (
        "name",
        "library_name",
        "phone",
        "phone_shown",
        "country",
        "time_zone",
        "date_format",
        "emergency_wording",
        "disclaimer",
        "locations",
        "advertising",
        "advertising_policy",
    )
    may_delete = False

    def get_urls(self) -> list[URLPattern]:
        kept = ("articles_organisation_add", "articles_organisation_delete")
        return [pattern for pattern in super().get_urls() if pattern.name not in kept]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        self.asked(request, "view")
        return redirect("admin:articles_organisation_change", 1)

    def find(self, request: HttpRequest, pk: int | str) -> Any:
        """The one row; before the library was set up, an empty one."""
        return Organisation.current() if str(pk) == "1" else super().find(request, pk)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def warning(self, thing: Any) -> str:
        return _("Every page of the library shows some of this. Signed texts keep the name that they were signed with.")


def _words(field: Any, value: Any) -> str:
    """A field's value as people read it."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(dict(field.flatchoices).get(value, value)) if value is not None else ""
