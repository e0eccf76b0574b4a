"""What is asked for with a verb."""

from django import forms
from django.utils.translation import gettext_lazy as _


class SubmitForm(forms.Form):
    """The note that readers will see, and the version that was on the screen."""

    use_required_attribute = False

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    change_note = forms.CharField(
        label=_("What changed"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        help_text=_("In a sentence or two. Readers will see it in the page’s history."),
        error_messages={"required": _("Say in a sentence what changed. Readers will see it.")},
    )


class WithdrawForm(forms.Form):
    """Why a page goes, and what readers are told."""

    use_required_attribute = False

    live_seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    reason = forms.CharField(
        label=_("Reason, for the record"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=5000,
        help_text=_("Readers don’t see it. It stays on record for good."),
        error_messages={"required": _("Say why the page is withdrawn. The reason is kept on record.")},
    )
    notice = forms.CharField(
        label=_("Notice, for readers"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=5000,
        required=False,
        help_text=_("Stands at the page’s address from now on. Plain text; may stay empty."),
    )
