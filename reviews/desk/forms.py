"""The desk's forms. Each carries the digest, or the live Publication, that stood on the screen."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from reviews.actions.request_changes import LONGEST_REASONS
from reviews.actions.sign_off import meaning_of
from reviews.models import Review, SignOffRole


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


class PublishForm(forms.Form):
    """What readers saw when the publisher decided."""

    live_seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "_publish_%s", **kwargs})
