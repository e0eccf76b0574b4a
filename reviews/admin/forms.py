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
