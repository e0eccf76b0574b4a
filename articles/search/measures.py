"""What is too high or too low: a measure with a direction before or after it, in English and in Spanish. Pure."""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from articles.search.said_for import SAID_FOR, meanings_of
from articles.search.words import STOP_WORDS


class _Measure(NamedTuple):
    """What it is called in English and in Spanish, and the names of what too little and too much of it is."""

    english: tuple[str, ...]
    spanish: tuple[str, ...]
    low: tuple[str, ...]
    high: tuple[str, ...]


_IRON_LOW: Final = ("iron deficiency anemia", "anemia")
_MEASURES: Final = (
    _Measure(
        ("blood pressure", "bp", "pressure"),
        ("presion arterial", "presion", "tension arterial", "presion de la sangre"),
        ("hypotension", "low blood pressure"),
        ("high blood pressure", "hypertension"),
    ),
    _Measure(
        ("blood sugar", "blood glucose", "sugar", "glucose"),
        ("azucar", "glucosa"),
        ("hypoglycemia", "low blood glucose"),
        ("high blood glucose", "hyperglycemia", "diabetes"),
    ),
    _Measure(("iron", "ferritin"), ("hierro", "ferritina"), _IRON_LOW, ("hemochromatosis", "iron overload")),
    _Measure(
        ("thyroid",),
        ("tiroides",),
        ("hypothyroidism", "underactive thyroid"),
        ("hyperthyroidism", "overactive thyroid"),
    ),
    _Measure(
        ("cholesterol",),
        ("colesterol",),
        ("low cholesterol", "hypobetalipoproteinemia"),
        ("high blood cholesterol", "high cholesterol"),
    ),
    _Measure(
        ("calcium",),
        ("calcio",),
        ("hypocalcemia",),
        ("hypercalcemia",),
    ),
    _Measure(("potassium",), ("potasio",), ("hypokalemia",), ("hyperkalemia",)),
    _Measure(("sodium",), ("sodio",), ("hyponatremia",), ("hypernatremia",)),
    _Measure(("magnesium",), ("magnesio",), ("hypomagnesemia",), ("hypermagnesemia",)),
    _Measure(("copper",), ("cobre",), ("menkes disease", "menkes syndrome"), ("wilson disease",)),
    _Measure(
        ("platelets", "platelet"),
        ("plaquetas",),
        ("thrombocytopenia",),
        ("thrombocythemia and thrombocytosis", "thrombocytosis", "thrombocythemia"),
    ),
    _Measure(
        ("red blood cells", "red blood cell", "red cells", "red cell", "hemoglobin"),
        ("globulos rojos", "hemoglobina"),
        ("anemia",),
        ("polycythemia", "polycythemia vera", "erythrocytosis"),
    ),
    _Measure(
        ("white blood cells", "white blood cell", "white cells", "white cell"),
        ("globulos blancos",),
        ("neutropenia", "leukopenia"),
        ("leukocytosis", "white blood cells"),
    ),
    _Measure(("uric acid",), ("acido urico",), (), ("hyperuricemia", "uric acid")),
    _Measure(
        ("cortisol",),
        ("cortisol",),
        ("adrenal insufficiency and addison s disease", "adrenal insufficiency", "addison disease"),
        ("cushing s syndrome", "cushing syndrome"),
    ),
    _Measure(
        ("growth hormone",), ("hormona de crecimiento",), ("isolated growth hormone deficiency",), ("acromegaly",)
    ),
    _Measure(("prolactin",), ("prolactina",), (), ("hyperprolactinemia", "prolactin")),
    _Measure(("parathyroid",), ("paratiroides",), ("hypoparathyroidism",), ("hyperparathyroidism",)),
)
_BY_WORDS: Final = {
    tuple(name.split()): measure for measure in _MEASURES for name in (*measure.english, *measure.spanish)
}
_LONGEST: Final = max(map(len, _BY_WORDS))
_SPANISH_HIGH: Final = """
alta altas alto altos aumento demasiada demasiadas demasiado demasiados elevada elevadas elevado elevados exceso mucha
muchas mucho muchos sobra sube suben subida subidas subido subio
"""
_SPANISH_LOW: Final = """
baja bajada bajadas bajas bajo bajon bajos cae caida deficit escasez falta faltan poca pocas poco pocos
"""
_ENGLISH_HIGH: Final = "elevated excess excessive hi high higher overactive raised"
_ENGLISH_LOW: Final = """
decreased deficient dropped dropping drops falling falls few fewer insufficient lack lacking low underactive
"""
_SPANISH: Final = frozenset(
    " ".join([_SPANISH_HIGH, _SPANISH_LOW, *(name for one in _MEASURES for name in one.spanish)]).split()
)
_HIGH: Final = frozenset((_SPANISH_HIGH + _ENGLISH_HIGH).split())
_LOW: Final = frozenset((_SPANISH_LOW + _ENGLISH_LOW).split())
# What tells a direction only behind another word.
_AFTER_TOO: Final = {"much": True, "many": True, "little": False}
_TOO: Final = frozenset({"so", "too", "very", "way"})
_ENOUGH: Final = frozenset({"enough", "suficiente", "suficientes"})
_NOT: Final = frozenset({"cannot", "cant", "doesnt", "dont", "isnt", "no", "not", "never", "without"})
_NEAR: Final = 4
# What may stand between the two, and behind both.
_PARTS: Final = """
and are con for from if o or para pero por si when while with vs versus y cuando before after because como
"""
_FILLING: Final = """
always amount blood body cantidad cantidades constantly count counts cuerpo del keep keeps kept level levels nivel
niveles number often really sangre suddenly
"""
_BETWEEN: Final = STOP_WORDS.difference(_PARTS.split()).union(_FILLING.split())
_LEADS_LOW: Final = ("low", "not enough", "too little", "too few", "lack of")
_LEADS_HIGH: Final = ("high", "too much", "too many")
_BAJO: Final = ("baja", "bajo", "falta de", "poca", "poco", "pocas", "pocos")
_ALTO: Final = ("alta", "alto", "exceso de", "demasiada", "demasiado", "mucha", "mucho", "muchas", "muchos")
_READ_OUT: Final = 2
"""Digits of a pressure at least."""


def measures_in(words: Sequence[str]) -> Iterator[tuple[tuple[str, ...], tuple[str, ...], bool]]:
    """What a query says of measures: the run of its words, the names of what they mean, and whether it is Spanish."""
    at = 0
    while at < len(words):
        size = next((size for size in range(_LONGEST, 0, -1) if tuple(words[at : at + size]) in _BY_WORDS), 0)
        if not size:
            at += 1
            continue
        measure = _BY_WORDS[tuple(words[at : at + size])]
        begin, end, directions = _around(words, at, at + size)
        if len(directions) == 1 and (meant := measure.high if directions.pop() else measure.low):
            held = tuple(words[begin:end])
            yield held, meant, not _SPANISH.isdisjoint(held)
        at = end


def ways_to_say() -> Iterator[tuple[str, tuple[str, ...]]]:
    """How what is too low or too high may be begun, with the names of what that means: "too much iron"."""
    for measure in _MEASURES:
        for names, low, high in ((measure.english, _LEADS_LOW, _LEADS_HIGH), (measure.spanish, _BAJO, _ALTO)):
            for leads, meant in ((low, measure.low), (high, measure.high)):
                said = [(lead, name) for lead in leads for name in names if meant]
                yield from ((f"{lead} {name}", meant) for lead, name in said if _is_counted(lead) <= name.endswith("s"))


def _is_counted(lead: str) -> bool:
    return lead.endswith(("many", "few"))


def says_how_much(word: str) -> bool:
    """Whether a word is a direction by itself."""
    return word in _HIGH or word in _LOW


def _around(words: Sequence[str], begin: int, end: int) -> tuple[int, int, set[bool]]:
    """How far what is said of the measure at these places goes, and the directions there: high is true."""
    directions = set()
    place = begin - 1
    while place >= 0 and ((found := _direction(words, place)) is not None or words[place] in _BETWEEN):
        if found is not None:
            directions.add(found)
            begin = place - (words[place] in _AFTER_TOO)
        place -= 1
    first = end
    for place in range(first, len(words)):
        found = _direction(words, place)
        if found is None and words[place] not in _BETWEEN:
            break
        if found is not None:
            directions.add(found)
        if found is not None or words[place] not in STOP_WORDS:
            end = place + 1
    return begin, end, directions


def _direction(words: Sequence[str], place: int) -> bool | None:
    word, before = words[place], words[max(place - _NEAR, 0) : place]
    if word in _HIGH or word in _LOW:
        return word in _HIGH
    if word in _AFTER_TOO and not _TOO.isdisjoint(before[-1:]):
        return _AFTER_TOO[word]
    return False if word in _ENOUGH and not _NOT.isdisjoint(before) else None


def stood_for(word: str, words: Sequence[str]) -> tuple[str, ...]:
    """The names for which a word may stand beside these: nothing high where they say low, or how high it is."""
    names = SAID_FOR.get(word, ())
    said = any(one in _LOW or "low" in meanings_of(one) for one in words)
    said = said or any(one.isdigit() and len(one) >= _READ_OUT for one in words)
    return tuple(name for name in names if not (said and "high" in name.split())) if said else names
