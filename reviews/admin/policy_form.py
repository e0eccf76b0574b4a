"""The review policy as a form, and as people read it."""

from typing import Any, Final, get_args

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.labels import label_of
from articles.models import Section
from reviews.models import SignOffRole
from reviews.policy import MOST_DAYS, CorrectableField, CorrectionRules, PolicyDocument
from reviews.policy_words import ages_quickly_words, correction_words, overdue_words, requirement_words

FINDING_WORDS: Final[dict[str, Any]] = {
    "no-lead": gettext_lazy("There is no lead"),
    "no-text": gettext_lazy("There is no text"),
    "no-part": gettext_lazy("The text has no parts"),
    "empty-part": gettext_lazy("A heading with nothing under it"),
    "lost-list": gettext_lazy("A colon with no list behind it"),
    "no-references": gettext_lazy("There are no references"),
    "bad-address": gettext_lazy("A link that leads nowhere"),
    "bad-image": gettext_lazy("An image that can’t be shown"),
    "bad-alt": gettext_lazy("An image that says nothing to those who can’t see it"),
    "bad-heading": gettext_lazy("Headings out of order"),
    "bad-table": gettext_lazy("A table that can’t be shown as written"),
    "bad-paste": gettext_lazy("A list or table that was pasted and shows as one line"),
    "bad-term": gettext_lazy("A word whose explanation can’t be shown"),
    "bad-definition": gettext_lazy("A definition that can’t be shown"),
    "bad-emphasis": gettext_lazy("Emphasis that can’t be shown as written"),
    "bad-block": gettext_lazy("A block between ::: signs that isn’t whole or stands in the wrong place"),
    "bad-citation": gettext_lazy("A citation of a reference that doesn’t exist, or in a place that can’t cite"),
    "emergency-link": gettext_lazy("An emergency card with a link to an article"),
    "many-warnings": gettext_lazy("More than two warning callouts"),
    "dont-item": gettext_lazy("A “don’t” that doesn’t say “do not”"),
    "bad-html": gettext_lazy("HTML, which readers would see as it stands"),
    "no-heading-after": gettext_lazy("A card or list of do and don’t with no heading behind it"),
    "figure-no-credit": gettext_lazy("A figure that doesn’t say who made it"),
    "video-no-address": gettext_lazy("A video without an address"),
    "video-no-transcript": gettext_lazy("A video without a transcript"),
    "missing-file": gettext_lazy("A file that isn’t here"),
    "unknown-article": gettext_lazy("A link to an article that nobody knows"),
    "unpublished-article": gettext_lazy("A link to an article that isn’t public"),
}
"""What a policy may say blocks, in words. A test holds it to `FINDING_KINDS`."""


def _roles(label: Any, *, required: bool = False) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, choices=SignOffRole.choices, widget=forms.CheckboxSelectMultiple, required=required
    )


def _months(label: Any, *, required: bool = False) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=1, max_value=60, required=required)


def _days(label: Any, *, least: int) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=least, max_value=MOST_DAYS, required=False)


class PolicyForm(forms.Form):
    """A whole policy: what every article needs, and where it differs."""

    use_required_attribute = False

    default_roles = _roles(gettext_lazy("Signatures"), required=True)
    default_months = _months(gettext_lazy("Months until the next review"), required=True)
    high_risk_roles = _roles(gettext_lazy("Signatures, besides those above"))
    high_risk_months = _months(gettext_lazy("Months until the next review, at most"))
    correction_roles = _roles(gettext_lazy("Signatures"), required=True)
    correction_words = forms.IntegerField(
        label=gettext_lazy("Words that may change, at most"), min_value=1, max_value=100
    )
    correction_fields = forms.MultipleChoiceField(
        label=gettext_lazy("Fields that may change"),
        choices=[(name, label_of(name)) for name in get_args(CorrectableField)],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    ages_quickly_months = _months(gettext_lazy("Months until the next review, at most"), required=True)
    noindex_after_days = _days(gettext_lazy("Days until search engines are asked to forget the page"), least=0)
    gone_after_days = _days(gettext_lazy("Days until readers find a notice in its place"), least=1)
    blocking = forms.MultipleChoiceField(
        label=gettext_lazy("Findings with which nothing can be submitted"),
        choices=list(FINDING_WORDS.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    publisher_apart = forms.BooleanField(
        label=gettext_lazy("Whoever publishes may be neither author nor signer"), required=False
    )

    def __init__(self, data: QueryDict | None = None, *, document: PolicyDocument) -> None:
        super().__init__(data, initial=_initial(document))
        self.sections = list(Section.objects.all())
        for section in self.sections:
            self.fields[f"section_{section.slug}_roles"] = _roles(gettext_lazy("Signatures"))
            self.fields[f"section_{section.slug}_months"] = _months(gettext_lazy("Months until the next review"))

    @property
    def groups(self) -> list[tuple[str, str, list[forms.BoundField]]]:
        """The fields as the page shows them: heading, explanation, fields."""
        groups = [
            (_("Every article"), "", ["default_roles", "default_months"]),
            *(
                (section.name, _("In place of the above. Leave all of it empty where nothing differs."), names)
                for section, names in ((section, self._names(section)) for section in self.sections)
            ),
            (_("Where the risk is high"), _("May stay empty."), ["high_risk_roles", "high_risk_months"]),
            (_("Texts that age quickly"), "", ["ages_quickly_months"]),
            (
                _("Once a review is overdue"),
                _(
                    "Readers are told at once. What else follows is for texts submitted from now on: pages that stand "
                    "keep the rule under which they were reviewed. Leave empty what should never happen."
                ),
                ["noindex_after_days", "gone_after_days"],
            ),
            (
                _("Minor corrections"),
                _("Measured against the last text that was reviewed whole, so that they can’t add up to a new one."),
                ["correction_roles", "correction_words", "correction_fields"],
            ),
            (_("Submitting"), "", ["blocking"]),
            (_("Publishing"), "", ["publisher_apart"]),
        ]
        return [(heading, words, [self[name] for name in names]) for heading, words, names in groups]

    def clean(self) -> dict[str, Any]:
        """As the typed document, which judges the whole."""
        cleaned = super().clean() or self.cleaned_data
        if not self.errors:
            values = self._values(cleaned)
            # Half a rule has been told beside its field by now, and is no document.
            if not self.errors:
                self.document = PolicyDocument.model_validate(values)
        return cleaned

    def _values(self, given: dict[str, Any]) -> dict[str, Any]:
        sections = {section.slug: self._requirement(*self._names(section)) for section in self.sections}
        return {
            "default": {"roles": given["default_roles"], "months": given["default_months"]},
            "sections": {slug: requirement for slug, requirement in sections.items() if requirement},
            "high_risk": self._requirement("high_risk_roles", "high_risk_months"),
            "ages_quickly_months": given["ages_quickly_months"],
            "noindex_after_days": given["noindex_after_days"],
            "gone_after_days": given["gone_after_days"],
            "corrections": {
                "roles": given["correction_roles"],
                "words": given["correction_words"],
                "fields": given["correction_fields"],
            },
            "blocking": given["blocking"],
            "publisher_apart": given["publisher_apart"],
        }

    def _requirement(self, roles: str, months: str) -> dict[str, Any] | None:
        """Both or neither: half a rule is told beside the half that is missing."""
        given = {"roles": self.cleaned_data.get(roles), "months": self.cleaned_data.get(months)}
        if not any(given.values()):
            return None
        for name, value in zip((roles, months), given.values(), strict=True):
            if not value:
                self.add_error(name, _("Say this as well, or leave both empty."))
        return given

    def _names(self, section: Section) -> list[str]:
        return [f"section_{section.slug}_roles", f"section_{section.slug}_months"]


def readable_policy(document: PolicyDocument) -> dict[str, str]:
    """A policy, line by line, by what it is about."""
    names = dict(Section.objects.values_list("slug", "name"))
    sections = {
        _("Section: %(name)s") % {"name": names.get(slug, slug)}: requirement_words(requirement)
        for slug, requirement in document.sections.items()
    }
    return {
        _("Every article"): requirement_words(document.default),
        **sections,
        _("Where the risk is high"): requirement_words(document.high_risk),
        _("Texts that age quickly"): ages_quickly_words(document),
        _("Once a review is overdue"): overdue_words(document),
        _("Minor corrections"): _correction_words(document.corrections),
        _("Nothing can be submitted with"): "\n".join(str(FINDING_WORDS[kind]) for kind in sorted(document.blocking)),
        _("Whoever publishes"): _("may be neither author nor signer")
        if document.publisher_apart
        else _("may be author or signer"),
    }


def _correction_words(rules: CorrectionRules) -> str:
    fields = ", ".join(label_of(name) for name in rules.fields)
    return _("%(words)s; in: %(fields)s") % {"words": correction_words(rules), "fields": fields}


def _initial(document: PolicyDocument) -> dict[str, Any]:
    initial: dict[str, Any] = {
        "default_roles": document.default.roles,
        "default_months": document.default.months,
        "ages_quickly_months": document.ages_quickly_months,
        "noindex_after_days": document.noindex_after_days,
        "gone_after_days": document.gone_after_days,
        "correction_roles": document.corrections.roles,
        "correction_words": document.corrections.words,
        "correction_fields": document.corrections.fields,
        "blocking": document.blocking,
        "publisher_apart": document.publisher_apart,
    }
    if document.high_risk:
        initial |= {"high_risk_roles": document.high_risk.roles, "high_risk_months": document.high_risk.months}
    for slug, requirement in document.sections.items():
        initial |= {f"section_{slug}_roles": requirement.roles, f"section_{slug}_months": requirement.months}
    return initial
