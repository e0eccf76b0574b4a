"""Between the writing page and the typed document: what stands in the fields, what was typed, what is wrong where."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from articles.admin.fields import LINES, CodeFormSet, ReferenceFormSet, WritingForm
from articles.checks import mistakes_in, own_slugs
from articles.content import BadFields, read_text, render
from articles.details import DraftText
from articles.labels import LABELS, PART_LABELS
from articles.markdown import BadText
from articles.models import Draft, Organisation
from articles.slugs import slug_from

GROUPS = {
    group: tuple(place.partition(".")[2] for place in PART_LABELS if place.startswith(f"{group}."))
    for group in ("video", "care")
}
"""Fields of one field, which the page shows as `video_title`, `video_url` …"""
PLAIN = ("closing_note", "license")


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with a field: where to go, what the field is called, what is wrong."""

    href: str
    label: str
    sentence: str


class WritingForms:
    """The form and its two sets of rows, as one thing. Bound where `data` is given.

    `only` names the fields of the form that are open; the others, and the rows, stay as they are in the draft whatever
    is sent.
    """

    def __init__(
        self, data: QueryDict | None = None, *, draft: Draft | None = None, only: Collection[str] | None = None
    ) -> None:
        data = _without_odd_counts(data) if data is not None else None
        shown = _shown(draft)
        self.text: DraftText | None = None
        self.article = draft.article if draft else None
        self.form = WritingForm(data, initial=shown["form"])
        self.codes = CodeFormSet(data, prefix="codes", initial=shown["codes"])
        self.references = ReferenceFormSet(data, prefix="references", initial=shown["references"])
        self._others: list[Problem] = []
        self.only = only
        self._kept = {} if only is None else {name: shown[name] for name in ("codes", "references")}
        self._rows: list[Any] = [self.codes, self.references] if only is None else []
        if only is not None:
            for name, field_ in self.form.fields.items():
                field_.disabled = name != "seen" and name not in only

    @property
    def whole(self) -> bool:
        """Whether everything of the article can be changed."""
        return self.only is None

    @property
    def open_panels(self) -> set[str]:
        """The folded panels in which something can be changed."""
        return {panel for name, panel in PANEL_OF.items() if self.only is None or name in self.only}

    def read(self) -> DraftText | None:
        """The text as it was typed, or nothing: then `problems` says why not."""
        # Each is asked, whatever the others say.
        valid = not [form for form in (self.form, *self._rows) if not form.is_valid()]
        for rows in self._rows:
            for sentence in rows.non_form_errors():
                self._others.append(Problem(f"#panel_{rows.prefix}", "", str(sentence)))
        typed = _Typed(self.form, self._rows, self._kept)
        try:
            text = read_text(typed.values())
            page = render(text, Organisation.current())
        except BadFields as bad:
            for place, sentence in bad.problems:
                self._tell(typed, place, sentence)
        except BadText as bad:
            self.add("body", str(bad))
        else:
            wrong = list(mistakes_in(text, phone=page.phone, own=self._own_slugs(text)))
            for mistake in wrong:
                self._tell(typed, mistake.place, mistake.sentence)
            self.text = text if valid and not wrong else None
        return self.text

    def _own_slugs(self, text: DraftText) -> frozenset[str]:
        """The slugs of this very article, the one that it is about to be given included."""
        given = str(self.form.cleaned_data.get("slug", "")).strip()
        return own_slugs(self.article, text.details.related) | {given or slug_from(text.title)}

    def add(self, name: str, sentence: str) -> None:
        """Put a sentence beside a field of the form."""
        self.text = None
        self.form.add_error(name, sentence)

    @property
    def moved(self) -> bool:
        """Whether this person changed where the article stands, beside its text."""
        return self.changed("slug", "section", "risk", "no_advertising")

    def changed(self, *names: str) -> bool:
        """Whether this person changed one of these fields of the page they were shown."""
        return bool(set(names) & set(self.form.changed_data))

    @property
    def problems(self) -> list[Problem]:
        """All that is wrong, in the order of the page: for the list of links at its top."""
        if not self.form.is_bound:
            return []
        found = list(_problems(self.form))
        for rows in reversed(self._rows):
            for number, row in enumerate(rows.forms, 1):
                found.extend(_problems(row, f"{LABELS[str(rows.prefix)]} {number}"))
        return [*found, *self._others]

    @property
    def wrong_panels(self) -> set[str]:
        """The folded panels that hold something wrong."""
        if not self.form.is_bound:
            return set()
        rows = [rows for rows in self._rows if any(rows.errors) or rows.non_form_errors()]
        return {PANEL_OF[name] for name in self.form.errors if name in PANEL_OF} | {str(each.prefix) for each in rows}

    @property
    def filled_panels(self) -> set[str]:
        """The folded panels in which something stands."""
        return {panel for name, panel in PANEL_OF.items() if self.form[name].value() not in (None, "", False, "normal")}

    def _tell(self, typed: "_Typed", place: str, sentence: str) -> None:
        """A problem of the typed document, told beside the field that it came from."""
        target = typed.field_of(place)
        if target is None:
            self._others.append(Problem("#writing", place, sentence))
            return
        form, name, line = target
        if name in form.errors and name not in form.cleaned_data and not line:
            return  # What is wrong with it has been said, and what was typed was not even read.
        form.add_error(
            name, _("Line %(line)d: %(sentence)s") % {"line": line, "sentence": sentence} if line else sentence
        )


def _without_odd_counts(data: QueryDict) -> QueryDict:
    """Counts of rows below zero are no counts: Django would take them for none, and rows would be lost unseen."""
    odd = [name for name in data if name.endswith("_FORMS") and str(data[name]).strip().startswith("-")]
    if not odd:
        return data
    changed = data.copy()
    for name in odd:
        changed[name] = "?"
    return changed


PANEL_OF = {
    **dict.fromkeys(("synonyms", "key_facts", "tags"), "names"),
    **{f"video_{name}": "video" for name in GROUPS["video"]},
    **dict.fromkeys(("closing_note", *(f"care_{name}" for name in GROUPS["care"])), "care"),
    **dict.fromkeys(("related",), "related"),
    **dict.fromkeys(("written_by", "license"), "credits"),
    **dict.fromkeys(("risk", "ages_quickly", "no_advertising"), "keeping"),
}


@dataclass(slots=True)
class _Typed:
    """What was typed, and where each piece of it came from."""

    form: WritingForm
    row_sets: list[Any]
    kept: dict[str, Any]
    rows: dict[str, list[forms.Form]] = field(default_factory=dict)
    lines: dict[str, list[int]] = field(default_factory=dict)

    def values(self) -> dict[str, Any]:
        """In the shape of the typed document, empty fields left out."""
        given = self.form.cleaned_data
        details: dict[str, Any] = {name: given[name] for name in PLAIN if given.get(name)}
        details["ages_quickly"] = given.get("ages_quickly", False)
        for name in LINES:
            details[name] = list(self._lines(name, given.get(name, "")))
        for group, names in GROUPS.items():
            kept = {name: value for name in names if (value := given.get(f"{group}_{name}", "").strip())}
            details[group] = kept or None
        details |= self.kept
        for formset in self.row_sets:
            details[formset.prefix] = list(self._rows(formset))
        texts = {name: given.get(name, "") for name in ("title", "lead", "body")}
        return {**texts, "details": details}

    def field_of(self, place: str) -> tuple[forms.Form, str, int] | None:
        """The form, the field and (of a list) the line that a place of the typed document came from."""
        first, *rest = place.split(".")
        number = int(rest[0]) - 1 if rest and rest[0].isdigit() else None
        if first == "text":
            return self.form, "body", 0
        if first in self.rows and number is not None and number < len(self.rows[first]):
            row = self.rows[first][number]
            name = rest[1] if len(rest) > 1 else next(iter(row.fields))
            return (row, name, 0) if name in row.fields else None
        name = f"{first}_{rest[0]}" if first in GROUPS and rest else first
        if name not in self.form.fields:
            return None
        lines = self.lines.get(name, [])
        return self.form, name, lines[number] if number is not None and number < len(lines) else 0

    def _lines(self, name: str, typed: str) -> Iterator[str]:
        self.lines[name] = []
        for number, line in enumerate(typed.splitlines(), 1):
            if line.strip():
                self.lines[name].append(number)
                yield line

    def _rows(self, formset: Any) -> Iterator[dict[str, str]]:
        self.rows[formset.prefix] = []
        for form in formset.forms:
            given = {
                name: value for name, value in getattr(form, "cleaned_data", {}).items() if value and value.strip()
            }
            if given:
                self.rows[formset.prefix].append(form)
                yield given


def _problems(form: forms.Form, where: str = "") -> Iterator[Problem]:
    for name, sentences in form.errors.items():
        bound = form[name] if name in form.fields else None
        href = f"#{bound.id_for_label}" if bound else "#writing"
        group = name.partition("_")[0]
        place = where or (str(LABELS[group]) if group in GROUPS else "")
        label = ", ".join(word for word in (place, str(bound.label) if bound else "") if word)
        for sentence in sentences:
            yield Problem(href, label, str(sentence))


def _shown(draft: Draft | None) -> dict[str, Any]:
    """What stands in the fields before anything is typed.

    Taken from the row as it is, so that a text can be mended that today's rules would refuse.
    """
    if draft is None:
        return {"form": {}, "codes": [], "references": []}
    details = draft.details
    article = draft.article
    return {
        "codes": details.get("codes", []),
        "references": details.get("references", []),
        "form": {
            "seen": draft.saves,
            "title": draft.title,
            "lead": draft.lead,
            "body": draft.body,
            "slug": article.slug,
            "section": article.section_id,
            "risk": article.risk,
            "no_advertising": article.no_advertising,
            "ages_quickly": details.get("ages_quickly", False),
            **{name: details.get(name, "") for name in PLAIN},
            **{name: "\n".join(details.get(name, [])) for name in LINES},
            **{f"{group}_{name}": value for group in GROUPS for name, value in (details.get(group) or {}).items()},
        },
    }
