"""The writing page as a browser sends it."""

from typing import Any

from django.test import Client

from articles.models import Draft

ADD = "/admin/articles/draft/add/"


def address(draft: Draft, what: str = "change") -> str:
    return f"/admin/articles/draft/{draft.pk}/{what}/"


def fields_of(page: Any) -> dict[str, Any]:
    """What stands in the form's fields, as a browser would send it back."""
    forms = page.context["forms"]
    every = [forms.form, *forms.codes.forms, *forms.references.forms]
    bound = [field for form in every for field in form] + [
        field for rows in (forms.codes, forms.references) for field in rows.management_form
    ]
    sent: dict[str, Any] = {}
    for field in bound:
        if field.field.show_hidden_initial:
            sent[field.html_initial_name] = _sent(field.initial)
        sent[field.html_name] = _sent(field.value())
    return {name: value for name, value in sent.items() if value is not None}


def _sent(value: Any) -> Any:
    """An empty box and a box that isn't ticked."""
    if value is None:
        return ""
    return ("on" if value else None) if isinstance(value, bool) else value


def write(client: Client, draft: Draft | None = None, /, **typed: Any) -> Any:
    """Open the page, type into some of its fields, press Save."""
    path = address(draft) if draft else ADD
    return client.post(path, {**fields_of(client.get(path)), **typed})
