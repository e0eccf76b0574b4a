"""What is asked of whoever puts a safety notice over pages, or lifts one."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from reviews.actions.propose_safety_notice import LONGEST_REASON, LONGEST_TEXT
from reviews.desk.forms import MomentField


class NoticeForm(forms.Form):
    """The words, the end, and why."""

    use_required_attribute = False

    text = forms.CharField(
        label=_("What readers have to know"),
        help_text=_("Plain text. Say what the matter is, whom it concerns, and what to do. An empty line begins anew."),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Say what readers have to know, and what they should do.")},
    )
    ends_at = MomentField(
        required=True,
        label=_("Until"),
        help_text=_("The notice goes by itself then, in the library’s time zone. It can be lifted before."),
        widget=forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}),
        error_messages={"required": _("Say when the notice ends.")},
    )
    reason = forms.CharField(
        label=_("Why, for the record"),
        help_text=_("Readers don’t see it. Whoever confirms does: name your source."),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why. The reason is kept on record and read by whoever confirms.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "_notice_%s", **kwargs})


class LiftForm(forms.Form):
    """Why a notice goes before its end, and whether readers saw it as the page said."""

    use_required_attribute = False

    was_shown = forms.NullBooleanField(required=False, widget=forms.HiddenInput)

    reason = forms.CharField(
        label=_("Why it goes, for the record"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why the notice goes. The reason is kept on record.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "_lift_%s", **kwargs})
