"""A signed text, and corrections of it."""

from collections.abc import Collection, Iterable

from articles.details import DraftText
from articles.minor.measuring import Measured, measure
from reviews.policy import CorrectionRules
from tests.articles.texts import text

RULES = CorrectionRules()
DRUGS = ["Zolgensma", "Cefuroxime", "Folic acid", "Aspirin", "Blorvane"]

BODY = """Teh lungs carry air. Most people feel well again, and they can walk.

## What helps {#help}

You can **rest** and drink water. Ask the team about your diet.

- Sleep with your head higher
- Keep the room quiet

| Sign | What it is |
| --- | --- |
| Wheeze | A whistling sound |

Read about [the lungs](article:lungs) and a [vector](term:vector "A carrier."). You must not drive. Take 1.5 mg of
aspirin twice a day, without food. It is safe. Call the nurse. A notable table."""

SIGNED = text(
    BODY,
    title="Asthma",
    lead="Asthma makes breathing hard.",
    key_facts=["Asthma is comon.", "Drink water."],
    synonyms=["Bronchial asthma"],
    references=[{"title": "A source", "url": "https://a.org/"}],
    video={"url": "https://a.org/v", "transcript": "The lungs recieve air."},
    care={"body": "Call us.", "phone": "202-555-0123"},
    closing_note="Be well.",
)


def measured(
    signed: DraftText, corrected: DraftText, *, fields: Collection[str] = RULES.fields, drugs: Iterable[str] = ()
) -> Measured:
    """By the rules of a library that chose none of its own."""
    return measure(signed, corrected, fields=fields, most_words=RULES.words, drugs=drugs)


def is_minor(found: Measured) -> bool:
    return bool(found.changes) and not found.reasons


def corrected(before: str, after: str) -> Measured:
    assert before in SIGNED.body, before
    return measured(SIGNED, SIGNED.model_copy(update={"body": SIGNED.body.replace(before, after, 1)}), drugs=DRUGS)


def with_details(**values: object) -> DraftText:
    stored = SIGNED.stored()
    return DraftText.model_validate({**stored, "details": {**stored["details"], **values}})
