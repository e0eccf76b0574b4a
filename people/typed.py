"""What somebody typed into a form that can't be taken: shown back to copy, so that no word is lost."""

import re
from typing import Final, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

# What forms send besides what people type. A password is never shown back.
_NOT_TYPED: Final = re.compile(
    r"_.*|initial-.*|.*password.*|.*-(?:TOTAL|INITIAL|MIN_NUM|MAX_NUM)_FORMS|csrfmiddlewaretoken|login|remember|next|"
    r"(?:.*_)?seen|was_shown|publication|review|onto|ends|kept|claims|digest|role|action|reviews|articles|leave_out"
)
# What a button, a tick or a choice from a list sends.
_CHOSEN: Final = re.compile(r"on|yes|True|False|\d{1,4}")


class Typed(NamedTuple):
    """The words of one field, and what to call it."""

    label: str
    words: str


def typed_in(request: HttpRequest) -> list[Typed]:
    """Everything that was typed, field by field, in the order of the form."""
    return [
        Typed(_label(name), words)
        for name, values in request.POST.lists()
        if not _NOT_TYPED.fullmatch(name)
        for words in map(str, values)
        if words.strip() and not _CHOSEN.fullmatch(words)
    ]


def shown_back(
    request: HttpRequest, *, heading: str, reason: str, status: int, path: str = "", way: str = ""
) -> HttpResponse:
    """The page that says why a form wasn't taken, holds what was typed, and tells how to send it after all: by the same
    form anew, or by another `way`, which begins at `path`.
    """
    context = {
        "heading": heading,
        "reason": reason,
        "kept": typed_in(request),
        "path": path or request.get_full_path(),
        "way": way or _("Open the form anew in another tab"),
    }
    return render(request, "people/shown_back.html", context, status=status)


def signed_out(request: HttpRequest) -> HttpResponse:
    """For somebody whose session ended while they wrote."""
    return shown_back(
        request,
        heading=_("You are signed out"),
        reason=_("Your session has ended, so nothing was done with what you wrote."),
        status=403,
    )


def _label(name: str) -> str:
    """A field's name as words: `references-0-title` is “references 1 title”."""
    return re.sub(r"-(\d+)-", lambda found: f" {int(found[1]) + 1} ", name).replace("_", " ")
