"""What is asked of whoever attests reviews from before the move."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import Section
from record.errors import BadInput
from reviews.actions.attest import MOST_MONTHS, NAMELESS, Claim, check_days
from reviews.dates import add_months
from reviews.models import Review
from reviews.printed import printed_in_form


class FilterForm(forms.Form):
    """Which of the texts that wait are listed."""

    q = forms.CharField(label=gettext_lazy("Words of the title"), required=False, max_length=200)
    section = forms.ModelChoiceField(
        label=gettext_lazy("Section"),
        queryset=Section.objects.all(),
        to_field_name="slug",
        required=False,
        empty_label=gettext_lazy("All sections"),
    )
    claim = forms.ChoiceField(
        label=gettext_lazy("The source’s claim"),
        choices=[
            ("", gettext_lazy("With and without a date")),
            ("with", gettext_lazy("Only those with a date")),
            ("without", gettext_lazy("Only those without a date")),
        ],
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "_filter_%s", **kwargs})


class _Day(forms.DateField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}), required=False, **kwargs)


class AttestForm(forms.Form):
    """Whose review it was, when, and when the next one is due: for all texts that are ticked."""

    use_required_attribute = False

    name = forms.CharField(
        label=gettext_lazy("Who reviewed these texts"),
        help_text=gettext_lazy("The name as readers will see it."),
        max_length=150,
        error_messages={"required": gettext_lazy("Say whose review it was.")},
    )
    credentials = forms.CharField(
        label=gettext_lazy("Credentials"),
        help_text=gettext_lazy("As in “MD, Clinical Genetics”."),
        max_length=150,
        error_messages={"required": gettext_lazy("Readers are told the credentials too.")},
    )
    as_claimed = forms.BooleanField(
        label=gettext_lazy("Where the source names a date of review, take that date"), required=False, initial=True
    )
    reviewed_on = _Day(
        label=gettext_lazy("Date of the review, for all others"),
    )
    due_months = forms.IntegerField(
        label=gettext_lazy("Next review due, in months after each review"),
        min_value=1,
        max_value=MOST_MONTHS,
        required=False,
    )
    due_on = _Day(
        label=gettext_lazy("Or due on one day for all"),
        help_text=gettext_lazy("A day that has passed is fine: the pages then say that their review is overdue."),
    )
    and_publish = forms.BooleanField(label=gettext_lazy("Publish them at once"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "_attest_%s", **kwargs})

    def clean_name(self) -> str:
        return printed_in_form(self.cleaned_data["name"], missing=NAMELESS)

    def clean_credentials(self) -> str:
        return printed_in_form(self.cleaned_data["credentials"], missing=NAMELESS)

    def clean(self) -> None:
        super().clean()
        if {"due_months", "due_on"} & set(self.errors):
            return
        if bool(self.cleaned_data.get("due_months")) == bool(self.cleaned_data.get("due_on")):
            self.add_error("due_months", _("Say when the next review is due: in months, or on one day."))

    def claims(self, reviews: list[Review], today: date) -> list[Claim]:
        """What would be attested of each text; where days don't fit one, that is said in the form."""
        claims = []
        for review in reviews:
            try:
                claims.append(self._claim(review, today))
            except BadInput as refusal:
                self.add_error("reviewed_on", f"{review.edition.title}: {refusal}")
        return claims

    def _claim(self, review: Review, today: date) -> Claim:
        given = self.cleaned_data
        claimed = review.article.imported.last_reviewed if given["as_claimed"] else None
        day: date | None = claimed or given["reviewed_on"]
        if day is None:
            raise BadInput(_("There is no date that is claimed for this text, so give one."))
        due: date = given["due_on"] or add_months(day, given["due_months"])
        check_days(day, due, today)
        return Claim(review, day, due)


class ProofForm(forms.Form):
    """The password, as proof. Name and credentials as they stood on the screen come with it."""

    use_required_attribute = False

    password = forms.CharField(
        label=gettext_lazy("Your password"),
        help_text=gettext_lazy("Proves that it is you who gives this word."),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": gettext_lazy("Type your password. Nothing was attested.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "_proof_%s", **kwargs})
