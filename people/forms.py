"""What people fill in to come, to be changed and to leave."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import password_validators_help_text_html, validate_password
from django.utils.translation import gettext_lazy as _

from people.inputs import free_username
from people.models import Invitation, User
from people.roles import ROLES, roles_of
from record.errors import BadInput


def role_choices() -> list[tuple[str, Any]]:
    """The roles as people read them."""
    explained = {
        "Editor": _("Editor: writes and submits"),
        "Reviewer": _("Reviewer: reads and signs"),
        "Publisher": _("Publisher: publishes and withdraws"),
        "Administrator": _("Administrator: people, sections and settings"),
        "Auditor": _("Auditor: reads everything, changes nothing"),
    }
    return [(role, explained[role]) for role in ROLES]


class RolesField(forms.MultipleChoiceField):
    """Boxes to tick, one for each role."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self) -> None:
        super().__init__(label=_("Roles"), choices=role_choices)


class InvitationForm(forms.ModelForm[Invitation]):
    """Whom to invite, and into which roles."""

    roles = RolesField()

    class Meta:
        model = Invitation
        fields = ["name", "email"]


class StoodThere(forms.HiddenInput):
    """What stood in a field. Help and errors are the field's own, and hidden fields may name neither."""

    def build_attrs(self, base_attrs: dict[str, Any], extra_attrs: dict[str, Any] | None = None) -> dict[str, Any]:
        attrs = super().build_attrs(base_attrs, extra_attrs)
        return {name: value for name, value in attrs.items() if not name.startswith("aria-")}


class PersonForm(forms.ModelForm[User]):
    """A person's name, address and roles. No password: that is the person's own."""

    roles = RolesField()

    class Meta:
        model = User
        fields = ["name", "email"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Whoever may only look gets a form without fields.
        if "name" in self.fields:
            self.fields["name"].required = True
        for name, field in self.fields.items():
            # So that what stood there comes back with what is to stand there.
            field.show_hidden_initial = True
            if name != "roles":
                field.hidden_widget = StoodThere
        if self.instance.pk:
            self.initial["roles"] = roles_of(self.instance)

    def seen(self, name: str) -> list[str]:
        """What stood in a field as the page was opened."""
        sent: Any = self.data
        return list(sent.getlist(self.add_initial_prefix(name)))


class ReasonForm(forms.Form):
    """Why somebody leaves or comes back; the reason stays on record."""

    why = forms.CharField(
        label=_("Reason"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Stays on record."),
    )


class AcceptForm(forms.Form):
    """A username and a password, chosen by the person who was invited."""

    username = forms.CharField(
        label=_("Username"),
        max_length=150,
        help_text=_("Letters, digits and @ . + - _ only. You sign in with it."),
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        max_length=1024,
        help_text=password_validators_help_text_html,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    password_again = forms.CharField(
        label=_("Password, once more"),
        strip=False,
        max_length=1024,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, invitation: Invitation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.invitation = invitation

    def clean_username(self) -> str:
        """Nobody else's."""
        try:
            return free_username(self.cleaned_data["username"])
        except BadInput as refusal:
            raise forms.ValidationError(str(refusal)) from None

    def clean(self) -> dict[str, Any]:
        """Both passwords are the same, and good; what is wrong stands beside its field."""
        cleaned = super().clean() or self.cleaned_data
        password, again = cleaned.get("password"), cleaned.get("password_again")
        if password and again and password != again:
            self.add_error("password_again", _("The two passwords are not the same."))
        elif password:
            person = User(username=cleaned.get("username", ""), email=self.invitation.email, name=self.invitation.name)
            try:
                validate_password(password, person)
            except forms.ValidationError as error:
                self.add_error("password", error)
        return cleaned
