"""Texts of articles for tests of pure functions: made by hand, and any that are valid."""

from typing import Any

from hypothesis import strategies as st

from articles.details import DraftText
from articles.markdown import BadText


def text(body: str = "", *, title: str = "Asthma", lead: str = "", **details: Any) -> DraftText:
    return DraftText.model_validate({"title": title, "lead": lead, "body": body, "details": details})


# Few words, so that texts share some; signs that Markdown reads; marks, spaces and scripts that go wrong easily.
_WORDS = st.sampled_from(
    ["lungs", "not", "air", "5", "mg", "**", "[a](https://a.org/b)", "e\u0301", "\u0301", "\u2003", "न", "##", "-", "."]
)
_SEPARATORS = st.sampled_from([" ", "\n", "\n\n", "", "\u00a0"])
_written = st.lists(st.tuples(_WORDS, _SEPARATORS), max_size=12).map(
    lambda found: "".join(word + separator for word, separator in found)
)
_line = _written.map(lambda words: " ".join(words.split()))
_lines = st.lists(st.one_of(st.sampled_from(["a", "b", "c"]), _line), max_size=4)
_references = st.lists(
    st.fixed_dictionaries(
        {"title": st.sampled_from(["One", "One more", "Two"])},
        optional={"url": st.sampled_from(["https://a.org/", "https://b.org/"]), "pmid": st.sampled_from(["1", "2"])},
    ),
    max_size=3,
)
_video = st.fixed_dictionaries(
    {},
    optional={
        "title": _line,
        "url": st.just("https://a.org/v"),
        "transcript": _written,
        "reviewed": st.just("2025-06-17"),
    },
)
_care = st.fixed_dictionaries({}, optional={"body": _written, "phone": st.sampled_from(["911", "202-555-0123"])})
_details = st.fixed_dictionaries(
    {},
    optional={
        "synonyms": _lines,
        "key_facts": _lines,
        "related": st.lists(st.sampled_from(["asthma", "cough", "fever"]), max_size=4),
        "codes": st.lists(st.sampled_from([{"system": "RxNorm", "code": str(code)} for code in range(3)]), max_size=3),
        "references": _references,
        "video": _video,
        "care": _care,
        "closing_note": _written,
        "ages_quickly": st.booleans(),
        "license": _line,
    },
)


def _read(values: dict[str, Any]) -> DraftText | None:
    try:
        return DraftText.model_validate(values)
    except (ValueError, BadText):
        return None


any_text = (
    st.fixed_dictionaries({"title": _line, "lead": _written, "body": _written, "details": _details})
    .map(_read)
    .filter(lambda found: found is not None)
)
"""Any valid text."""
