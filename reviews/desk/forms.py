"""The desk's forms. Each carries the digest, or the live Publication, that stood on the screen."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from articles.actions.windows import End
from articles.actions.words import LONGEST_REASON
from record.canonical import utc_text
from record.errors import BadInput
from reviews.actions.request_changes import LONGEST_REASONS
from reviews.actions.sign_off import meaning_of
from reviews.dates import check_moment
from reviews.models import Review, SignOffRole

NEVER = "never"
CHANGED_ON_THE_WAY = _("What this page sends along was changed on the way. Look at what stands now, and try again.")


class SignForm(forms.Form):
    """A signature: what was read, as what, and the password as proof."""

    digest = forms.CharField(widget=forms.HiddenInput)
    password = forms.CharField(
        label=_("Your password"),
        help_text=_("Proves that it is you who signs now."),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": _("Type your password. Nothing was signed.")},
    )

    def __init__(self, *args: Any, review: Review, roles: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "_sign_%s", **kwargs})
        known = [SignOffRole(name) for name in roles]
        self.fields["role"] = forms.ChoiceField(
            label=_("I sign as"),
            choices=[(role.value, f"{role.label}: {meaning_of(review, role)}") for role in known],
            initial=known[0].value if len(known) == 1 else None,
            widget=forms.HiddenInput if len(known) == 1 else forms.RadioSelect,
            error_messages={"required": _("Choose as what you sign.")},
        )
        self.order_fields(["digest", "role", "password"])


class ChangesForm(forms.Form):
    """What has to change before the reviewer would sign."""

    digest = forms.CharField(widget=forms.HiddenInput)
    reasons = forms.CharField(
        label=_("What has to change?"),
        help_text=_("The authors read this. Say where, and what would be right."),
        max_length=LONGEST_REASONS,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Say what has to change, so that the authors know what to do.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "_changes_%s", **kwargs})


class MomentField(forms.DateTimeField):
    """A moment in the organisation's time zone, to the second. The desk's pages run in that zone."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        widget = forms.DateTimeInput(format="%Y-%m-%dT%H:%M:%S", attrs={"type": "datetime-local", "step": "1"})
        super().__init__(**{"widget": widget, **kwargs})
        self.error_messages["invalid"] = _("Write a day and a time, such as 2027-01-31 08:00.")

    def to_python(self, value: Any) -> datetime | None:
        moment: datetime | None = super().to_python(value)
        if moment is not None:
            try:
                check_moment(moment)
            except BadInput as refusal:
                raise forms.ValidationError(str(refusal)) from refusal
        return moment


class StandingField(forms.IntegerField):
    """The id of what stood on the page. It is sent along, and nobody types it."""

    widget = forms.HiddenInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.error_messages["invalid"] = CHANGED_ON_THE_WAY


class EndSeenField(forms.CharField):
    """When the page ended that stood on the screen. It is sent along, and nobody types it.

    Empty where none stood there, or where the form is older than this field.
    """

    widget = forms.HiddenInput

    def prepare_value(self, value: Any) -> Any:
        return (utc_text(value.at) if value.at else NEVER) if isinstance(value, End) else value

    def clean(self, value: Any) -> End | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            return End(None if text == NEVER else datetime.fromisoformat(text))
        except ValueError as error:
            raise forms.ValidationError(CHANGED_ON_THE_WAY) from error


class OpeningForm(forms.Form):
    """From when, and until when, readers see a page. Empty: from now on, and for good."""

    opens = MomentField(label=_("From"), help_text=_("Leave it empty to publish now."))
    closes = MomentField(label=_("Until"), help_text=_("Leave it empty where the page has no end."))
    scheduled_seen = StandingField(required=False)
    cancel_scheduled = forms.BooleanField(label=_("Cancel what is scheduled"), required=False)

    def __init__(self, *args: Any, is_scheduled: bool, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "_window_%s", **kwargs})
        if not is_scheduled:
            del self.fields["cancel_scheduled"]

    def cancelled(self) -> int | None:
        """The id of what is scheduled, where it may be cancelled."""
        given: int | None = self.cleaned_data["scheduled_seen"]
        return given if self.cleaned_data.get("cancel_scheduled") else None


class WindowForm(OpeningForm):
    """The same of a text that takes the place of what is live."""

    live_seen = StandingField(required=False)
    end_seen = EndSeenField(required=False)


class AgainForm(OpeningForm):
    """The same of what readers saw last, where they see nothing now."""

    last_seen = StandingField(required=False)


class MoveForm(forms.Form):
    """Another moment for what is scheduled."""

    publication = StandingField()
    end_seen = EndSeenField(required=False)
    opens = MomentField(label=_("From"), required=True, error_messages={"required": _("Say from when.")})
    closes = MomentField(label=_("Until"), help_text=_("Leave it empty where the page has no end."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "_move_%s", **kwargs})


class EndForm(forms.Form):
    """When a page goes away."""

    publication = StandingField()
    end_seen = EndSeenField(required=False)
    closes = MomentField(label=_("Until"), help_text=_("Leave it empty where the page has no end."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "_end_%s", **kwargs})


class ReasonForm(forms.Form):
    """Why something ends."""

    publication = StandingField(required=False)
    reason = forms.CharField(
        label=_("Reason, for the record"),
        help_text=_("Readers don’t see it. It stays on record for good."),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why. The reason is kept on record.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "_reason_%s", **kwargs})


class RevokeForm(ReasonForm):
    """Why a signature or an attestation is taken back, and which pages the person saw that would end."""

    ends = forms.CharField(required=False, widget=forms.HiddenInput)

    def ends_seen(self) -> list[int]:
        """The ids of the Publications that were named on the screen."""
        return [int(word) for word in self.cleaned_data["ends"].split() if word.isdecimal() and len(word) < 19]
