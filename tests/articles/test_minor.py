"""What a minor correction is: how it is measured, and what it leaves alone."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.details import DraftText
from articles.minor.measuring import Measured
from reviews.policy import CorrectionRules
from tests.articles.corrected import BODY, DRUGS, SIGNED, corrected, is_minor, measured, with_details
from tests.articles.texts import any_text, text


def test_the_exact_words_and_where() -> None:
    [change] = corrected("Teh lungs", "The lungs").changes
    assert (change.place, change.line, change.before, change.after, change.words) == ("body", 1, "Teh", "The", 1)
    assert change.around == ("", " lungs carry air. Most people")
    assert change.label == "Text"
    [reason] = [each for each in corrected("head higher", "head warmer").reasons if each.words == "higher"]
    assert str(reason) == "Text: “higher” can turn the meaning of a sentence."
    assert reason.line == 7


def test_the_exact_words_come_with_a_few_around() -> None:
    changed = SIGNED.model_copy(
        update={"body": SIGNED.body.replace("Teh", "The").replace("well again, and", "well again and")}
    )
    phone = changed.model_copy(update={"details": with_details(care={"body": "Call us.", "phone": "911"}).details})
    changes = measured(SIGNED, phone).changes
    assert [(each.label, each.before, each.after, each.around) for each in changes] == [
        ("Text", "Teh", "The", ("", " lungs carry air. Most people")),
        ("Text", ",", "", (". Most people feel well again", " and they can walk.")),
        ("Care: Phone", "202-555-0123", "911", ("", "")),
    ]


def test_a_phone_number_is_the_one_number_that_may_change() -> None:
    found = measured(SIGNED, with_details(care={"body": "Call us.", "phone": "+1 (202) 555-0199 ext. 12"}))
    assert is_minor(found)
    assert [(each.label, each.before, each.after) for each in found.changes] == [
        ("Care: Phone", "202-555-0123", "+1 (202) 555-0199 ext. 12")
    ]
    for phone in ("", "take 5 mg", "Call 202-555-0199", "5"):
        assert not is_minor(measured(SIGNED, with_details(care={"body": "Call us.", "phone": phone})))
    other = with_details(care={"body": "Call us.", "phone": "202-555-0199"})
    assert not is_minor(measured(SIGNED, other, fields={"body"}))
    assert is_minor(measured(other, SIGNED))


@pytest.mark.parametrize(
    "details",
    [
        {"key_facts": ["Asthma is comon."]},
        {"key_facts": ["Drink water.", "Asthma is comon."]},
        {"key_facts": ["Asthma is comon.", "Drink water.", "Rest."]},
        {"synonyms": ["Bronchial astma"]},
        {"references": []},
        {"references": [{"title": "A sourse", "url": "https://a.org/"}]},
        {"codes": [{"system": "RxNorm", "code": "1"}]},
        {"related": ["cough"]},
        {"ages_quickly": True},
        {"video": {"url": "https://a.org/w", "transcript": "The lungs recieve air."}},
        {"care": {"body": "Cal us.", "phone": "202-555-0123"}},
        {"closing_note": ""},
    ],
)
def test_other_fields_and_their_number_never_change(details: dict[str, object]) -> None:
    found = measured(SIGNED, with_details(**details))
    assert found.changes
    assert not is_minor(found)


def test_words_in_the_fields_that_are_allowed() -> None:
    assert is_minor(measured(SIGNED, with_details(key_facts=["Asthma is common.", "Drink water."])))
    video = {"url": "https://a.org/v", "transcript": "The lungs receive air."}
    assert is_minor(measured(SIGNED, with_details(video=video)))
    title = SIGNED.model_copy(update={"title": "Astma"})
    assert not is_minor(measured(title, SIGNED))
    assert is_minor(measured(title, SIGNED, fields={"title"}))
    for never in ("references", "codes", "synonyms", "video.url"):
        with pytest.raises(ValueError, match="fields"):
            CorrectionRules.model_validate({"fields": [never]})


def test_no_change_hides_behind_many_harmless_ones() -> None:
    signed = text("\n\n".join(["Well, then."] * 300 + ["Breathe slowly."]))
    commas = text(signed.body.replace(",", ""))
    hidden = text(commas.body.replace("Breathe slowly", "Do not breathe slowly"))
    assert not is_minor(measured(signed, commas))
    assert not is_minor(measured(signed, hidden))


def test_nothing_is_no_correction() -> None:
    assert measured(SIGNED, SIGNED) == Measured()
    assert not is_minor(Measured())


def test_corrections_do_not_add_up() -> None:
    words = [f"{first}{second}ord" for first in "bcdfghjk" for second in "aeou"]
    signed = text(" ".join(words))
    once = text(" ".join([f"{word}s" for word in words[:8]] + words[8:]))
    again = text(" ".join([f"{word}s" for word in words[:16]] + words[16:]))
    assert measured(signed, once).words == 8
    assert is_minor(measured(signed, once))
    assert is_minor(measured(once, again))
    whole = measured(signed, again)
    assert whole.words == 16
    assert [str(reason) for reason in whole.reasons] == ["16 words change; at most 10 may."]


def test_a_word_that_moves_counts_where_it_goes_and_where_it_comes() -> None:
    found = measured(text("Gently lift your arm and breathe."), text("Lift your arm and breathe gently."))
    assert found.words >= 2
    found = measured(text("Harmful when it is not used, tidy."), text("Tidy when it is not used, harmful."))
    assert not is_minor(found)


GUARDED = st.sampled_from(
    [
        "7",
        "½",
        "٣",
        "not",
        "no",
        "never",
        "without",
        "avoid",
        "two",
        "aspirin",
        "Blorvane",
        "metoprolol",
        "mg",
        "²",
        "stop",
    ]
)


@given(st.integers(0, len(BODY)), GUARDED, st.sampled_from(["", " "]), st.sampled_from(["", " "]))
def test_nothing_guarded_comes_in_anywhere(at: int, word: str, before: str, after: str) -> None:
    changed = text(BODY[:at] + before + word + after + BODY[at:])
    signed = text(BODY)
    if changed != signed:
        assert not is_minor(measured(signed, changed, drugs=DRUGS))
        assert not is_minor(measured(changed, signed, drugs=DRUGS))


def said_in(text: DraftText) -> dict[str, Any]:
    """All of a text. A group in which nothing stands says nothing."""
    stored = text.stored()
    return {**stored, "details": {name: value for name, value in stored["details"].items() if value}}


@given(any_text, any_text)
def test_any_two_texts_can_be_measured(signed: DraftText, corrected: DraftText) -> None:
    found = measured(signed, corrected, drugs=DRUGS)
    back = measured(corrected, signed, drugs=DRUGS)
    assert bool(found.changes) == (said_in(signed) != said_in(corrected))
    # Only what stands elsewhere makes a way of no return: “blod” may become “blood”, and “blood” not “blod”.
    if is_minor(found) != is_minor(back):
        assert all("stands elsewhere" in str(reason) for reason in [*found.reasons, *back.reasons] if reason.words)
