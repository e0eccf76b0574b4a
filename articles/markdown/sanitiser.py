"""The last step of everything that is signed: HTML comes out balanced, and with nothing in it but what is listed here.

The renderer escapes and checks all it writes; this is the second lock on the same door. The lists are short on purpose:
signed markup can't be redesigned without a new signature.
"""

import re
from typing import Final

import nh3

from articles.media_names import is_media_address

from .addresses import is_written_href
from .citations import leads_to_own_place

TAGS: Final = frozenset(
    "a blockquote br button code details div em figcaption figure h2 h3 h4 h5 h6 hr img li ol p pre span strong "  # noqa: SIM905
    "source summary table tbody td th thead tr track ul video".split()
)

CLASSES: Final[dict[str, set[str]]] = {
    "a": {"citation", "external", "phone"},
    "button": {"term"},
    "div": {"table", "transcript", "non-urgent", "urgent", "emergency", "warning", "inset", "do", "dont"},
    "ol": {"terms"},
    "p": {"cited", "credit"},
    "span": {"explanation"},
    "td": {"center", "number", "right"},
    "th": {"center", "number", "right"},
    "ul": {"terms"},
}
"""Every class that signed HTML may carry, and on what."""

_ID: Final = re.compile(r"[^\s_\"'<>&]+")
_HEADINGS: Final = ("h2", "h3", "h4", "h5", "h6")


def _filter(tag: str, name: str, value: str) -> str | None:
    """Keeps an attribute only where its value is one that the renderer writes."""
    if name == "href":
        return value if is_written_href(value) or leads_to_own_place(value) else None
    if name in ("src", "poster"):
        return value if is_media_address(value) else None
    if name in ("id", "popovertarget"):
        return value if _ID.fullmatch(value) else None
    if name in ("width", "height", "start"):
        return value if value.isascii() and value.isdecimal() else None
    return value


_CLEANER: Final = nh3.Cleaner(
    tags=set(TAGS),
    clean_content_tags={"script", "style"},
    attributes={
        "a": {"aria-label", "href", "id"},
        "button": {"popovertarget"},
        "div": {"aria-label"},
        "img": {"src", "alt", "width", "height"},
        "li": {"id"},
        "ol": {"start"},
        "source": {"src", "type"},
        "span": {"id"},
        "track": {"src", "srclang", "label"},
        "video": {"controls", "poster"},
        **{heading: {"id"} for heading in _HEADINGS},
    },
    tag_attribute_values={
        "button": {"type": {"button"}},
        "div": {"role": {"region"}, "tabindex": {"0"}},
        "img": {"loading": {"lazy"}},
        "span": {"popover": {"auto"}},
        "th": {"scope": {"col"}},
        "track": {"kind": {"captions"}},
        "video": {"preload": {"none"}},
    },
    allowed_classes=CLASSES,
    attribute_filter=_filter,
    url_schemes={"http", "https", "mailto", "tel"},
    link_rel=None,
)


def sanitise(html: str) -> str:
    """`html` with only the listed elements, attributes and classes, balanced. Twice gives the same as once."""
    return _CLEANER.clean(html)
