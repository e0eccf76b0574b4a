"""The fields of the writing page, as Django forms. What they hold is judged by `articles.content.read_text` alone."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from markdownx.widgets import MarkdownxWidget

from articles.details import CODE_SHAPES
from articles.labels import LABELS, PART_LABELS
from articles.models import Risk, Section
from articles.slugs import slug_in

LINES = ("synonyms", "key_facts", "related", "tags", "written_by")
"""Fields with one item on each line."""


class MarkdownEditor(MarkdownxWidget):  # type: ignore[misc]
    """Markdownx's editor at a height that the page decides. The template puts the preview beside it."""

    template_name = "django/forms/widgets/textarea.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any]) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        context["widget"]["attrs"]["data-markdownx-editor-resizable"] = "False"
        return context


def _text(label: Any, help_text: Any = "", *, rows: int = 0, **attrs: Any) -> forms.CharField:
    """A field that may be empty; whether it may, the typed document says."""
    widget = forms.Textarea(attrs={"rows": rows, **attrs}) if rows else forms.TextInput(attrs=attrs)
    return forms.CharField(label=label, help_text=help_text, required=False, widget=widget, strip=False)


def _address(label: Any, help_text: Any = "", **attrs: Any) -> forms.CharField:
    return _text(label, help_text, inputmode="url", autocapitalize="none", spellcheck="false", **attrs)


def _day(label: Any) -> forms.CharField:
    return forms.CharField(label=label, required=False, widget=forms.TextInput(attrs={"type": "date"}))


def _lines(name: str, help_text: Any, *, rows: int = 3) -> forms.CharField:
    return _text(LABELS[name], help_text, rows=rows)


class WritingField(forms.BoundField):
    """A field of which what the page showed may come along, hidden: nobody reads what describes that."""

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        built: dict[str, Any] = super().build_widget_attrs(attrs, widget)
        if widget and widget.is_hidden:
            built.pop("aria-describedby", None)
        return built


class WritingForm(forms.Form):
    """Everything of an article but its codes and references, which have rows of their own."""

    bound_field_class = WritingField
    use_required_attribute = False

    seen = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    title = _text(LABELS["title"], maxlength=200)
    slug = _address(
        _("Address"),
        _(
            "The last part of /articles/…/: small letters, digits and hyphens. Left empty in a new article, it is made "
            "from the title. A former address leads here for good."
        ),
        maxlength=120,
    )
    section = forms.ModelChoiceField(
        Section.objects.all(), label=_("Section"), empty_label=_("Choose a section"),
        error_messages={"required": _("Choose a section."), "invalid_choice": _("There is no such section.")},
    )  # fmt: skip
    lead = _text(LABELS["lead"], _("Two or three sentences on what this page is about."), rows=3)
    body = forms.CharField(
        label=LABELS["body"],
        required=False,
        strip=False,
        widget=MarkdownEditor(attrs={"rows": 24, "spellcheck": "true"}),
    )
    synonyms = _lines("synonyms", _("Other names of the topic, one on each line."))
    key_facts = _lines("key_facts", _("What a reader should take away, one on each line."), rows=4)
    related = _lines("related", _("Addresses of other articles, one on each line: gene-therapy."))
    tags = _lines("tags", _("Words for body systems and audiences, one on each line. Not shown."))
    written_by = _lines("written_by", _("Names as they are to be printed, one on each line."), rows=2)
    video_title = _text(PART_LABELS["video.title"])
    video_url = _address(
        PART_LABELS["video.url"], _("Of a file uploaded here (/media/…), or on another site (https://…).")
    )
    video_presenter = _text(PART_LABELS["video.presenter"], _("Who speaks in it."))
    video_caption = _text(PART_LABELS["video.caption"], _("One sentence under the video."))
    video_captions = _address(PART_LABELS["video.captions"], _("A WebVTT file uploaded here: /media/….vtt"))
    video_poster = _address(PART_LABELS["video.poster"], _("An image uploaded here: /media/…"))
    video_reviewed = _day(PART_LABELS["video.reviewed"])
    video_transcript = _text(
        PART_LABELS["video.transcript"], _("All that is said, in Markdown. People who can’t hear need it."), rows=6
    )
    closing_note = _text(LABELS["closing_note"], _("A note from the organisation to its readers, in Markdown."), rows=4)
    care_body = _text(PART_LABELS["care.body"], _("Where to find help at the organisation, in Markdown."), rows=4)
    care_link = _address(PART_LABELS["care.link"], _("A page of the organisation (https://…) or a path of this site."))
    care_phone = _text(PART_LABELS["care.phone"], _("As the organisation writes it: 202-555-0123."), inputmode="tel")
    license = _text(LABELS["license"], _("The terms under which the text may be used. Shown to readers."))
    ages_quickly = forms.BooleanField(
        label=LABELS["ages_quickly"], required=False, help_text=_("Its next review is due sooner.")
    )
    risk = forms.ChoiceField(
        label=_("Risk"), choices=Risk.choices, required=False, help_text=_("How much harm a mistake could do.")
    )
    no_advertising = forms.BooleanField(label=_("Never any advertising"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # What the page showed comes back with it, so that only what this person changed is changed.
        for name in ("slug", "section", "risk", "no_advertising"):
            self.fields[name].show_hidden_initial = True

    def clean_related(self) -> str:
        """An address copied from a browser is as good as its last part."""
        return "\n".join(map(slug_in, self.cleaned_data["related"].splitlines()))


class CodeForm(forms.Form):
    """A row of the codes."""

    use_required_attribute = False

    system = forms.ChoiceField(
        label=PART_LABELS["codes.system"],
        choices=[("", "—"), *((system, system) for system in CODE_SHAPES)],
        required=False,
    )
    code = _text(PART_LABELS["codes.code"], autocapitalize="none", spellcheck="false")


class ReferenceForm(forms.Form):
    """A row of the references."""

    use_required_attribute = False

    title = _text(PART_LABELS["references.title"])
    url = _address(PART_LABELS["references.url"])
    publisher = _text(PART_LABELS["references.publisher"])
    doi = _text(PART_LABELS["references.doi"], spellcheck="false")
    pmid = _text(PART_LABELS["references.pmid"], inputmode="numeric")
    accessed = _day(PART_LABELS["references.accessed"])


class Rows(forms.BaseFormSet[Any]):
    """Rows of a table, with sentences of ours where a page arrives damaged or far too long."""

    default_error_messages = {
        "missing_management_form": _("The page arrived without its count of rows. Load it again, and save once more."),
        "too_many_forms": _("At most %(num)d rows are allowed here."),
    }


CodeFormSet = forms.formset_factory(CodeForm, formset=Rows, extra=2, max_num=200, absolute_max=250)
ReferenceFormSet = forms.formset_factory(ReferenceForm, formset=Rows, extra=2, max_num=500, absolute_max=550)
