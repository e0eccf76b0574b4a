"""Canonical text: one text for one value, and a refusal for what has none."""

import hashlib
import json
import unicodedata
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from record.canonical import LARGEST_INTEGER, NotCanonical, canonical_text, digest_of, is_digest, normal_text, utc_text

good_text = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00")).map(
    lambda text: unicodedata.normalize("NFC", text)
)
good_keys = st.text(st.characters(min_codepoint=1, max_codepoint=127))
good_values = st.recursive(
    st.none() | st.booleans() | st.integers(-LARGEST_INTEGER, LARGEST_INTEGER) | good_text,
    lambda inner: st.lists(inner) | st.dictionaries(good_keys, inner),
    max_leaves=20,
)


@given(good_values)
def test_reads_back_as_the_same_value(value: Any) -> None:
    assert json.loads(canonical_text(value)) == value


@given(good_values)
def test_writing_again_what_was_read_gives_the_same_text(value: Any) -> None:
    text = canonical_text(value)
    assert canonical_text(json.loads(text)) == text


@given(st.dictionaries(good_keys, good_values))
def test_the_order_of_keys_makes_no_difference(value: Any) -> None:
    backwards = dict(reversed(value.items()))
    assert canonical_text(backwards) == canonical_text(value)


@given(good_values)
def test_is_utf8_in_nfc_and_digest_is_that_of_its_bytes(value: Any) -> None:
    text = canonical_text(value)
    assert unicodedata.is_normalized("NFC", text)
    assert digest_of(text) == hashlib.sha256(text.encode("utf-8")).hexdigest()
    assert is_digest(digest_of(text))


@pytest.mark.parametrize("text", ["", "a" * 63, "a" * 65, "A" * 64, "g" * 64, "a" * 64 + "\n", "١" * 64])
def test_what_is_written_otherwise_is_no_digest(text: str) -> None:
    assert not is_digest(text)


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00")))
def test_text_as_typed_can_be_made_fit(text: str) -> None:
    assert canonical_text(normal_text(text))
    assert "\r" not in normal_text(text)


def test_is_written_without_spaces_and_without_escapes_of_letters() -> None:
    assert canonical_text({"b": [1, True, None], "a": "Zoë\n\u2028"}) == '{"a":"Zoë\\n\u2028","b":[1,true,null]}'


@pytest.mark.parametrize(
    ("value", "place"),
    [
        ({"a": ["x", "e\u0301"]}, "$.a[1]"),
        ({"a": {"b": "\x00"}}, "$.a.b"),
        (["\ud800"], "$[0]"),
        ("\udfff", "$"),
        ({"a": 1.0}, "$.a"),
        ({"a": float("nan")}, "$.a"),
        (2**53, "$"),
        ([-(2**53)], "$[0]"),
        ({"é": 1}, "$"),
        ({"a": {1: 1}}, "$.a"),
        ({"a\x00": 1}, "$"),
        ({"a": b"bytes"}, "$.a"),
        ({"a": {1, 2}}, "$.a"),
        ((1, object()), "$[1]"),
        ({"a": datetime(2026, 1, 1, tzinfo=UTC)}, "$.a"),
    ],
)
def test_refuses_what_it_cannot_carry_and_says_where(value: Any, place: str) -> None:
    with pytest.raises(NotCanonical) as refusal:
        canonical_text(value)
    assert refusal.value.place == place
    assert str(refusal.value).startswith(f"{place}: ")


def test_the_largest_integers_pass() -> None:
    assert canonical_text([LARGEST_INTEGER, -LARGEST_INTEGER]) == "[9007199254740991,-9007199254740991]"


BEGIN = datetime(1970, 1, 1, tzinfo=UTC)
moments = st.integers(-(10**9), 10**11).map(lambda seconds: BEGIN + timedelta(seconds=seconds))


@given(moments, st.integers(0, 999_999), st.integers(-14 * 60, 14 * 60))
def test_equal_moments_are_equal_texts(moment: datetime, microseconds: int, minutes: int) -> None:
    moment += timedelta(microseconds=microseconds)
    elsewhere = moment.astimezone(timezone(timedelta(minutes=minutes)))
    assert utc_text(elsewhere) == utc_text(moment)
    assert len(utc_text(moment)) == len("2026-01-31T12:00:00.000000Z")
    assert datetime.fromisoformat(utc_text(moment)) == moment


def test_whole_seconds_keep_their_six_decimals() -> None:
    assert utc_text(datetime(2026, 1, 31, 12, tzinfo=UTC)) == "2026-01-31T12:00:00.000000Z"


def test_a_moment_without_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        utc_text(datetime(2026, 1, 31))  # noqa: DTZ001 - the point of the test
