"""Signs that together may be an emergency, wherever they stand in a query, in English and in Spanish: an arm that is
numb and a chest that hurts. Pure.
"""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from articles.search.said_in_english import BESIDE
from articles.search.said_in_spanish import BESIDE as IN_SPANISH
from articles.search.words import SPANISH_STOPS, STOP_WORDS


class _Signs(NamedTuple):
    """Words of which one of each line has to be said, and the names of what they then mean, the likeliest first."""

    said: tuple[frozenset[str], ...]
    meant: tuple[str, ...]
    spanish: bool


def _english(*said: str, meant: tuple[str, ...]) -> _Signs:
    return _Signs(tuple(frozenset(words.split()) for words in said), meant, spanish=False)


def _in_spanish(*said: str, meant: tuple[str, ...]) -> _Signs:
    return _Signs(tuple(frozenset(words.split()) for words in said), meant, spanish=True)


_HURTS: Final = """
ache aches aching burning crushing discomfort heavy hurt hurting hurts numb numbness pain painful pains pressure sore
squeezing tight tightness tingling tingly weak weakness
"""
_DUELE: Final = "adormecida adormecido dolor dolores duele duelen dormida dormido hormigueo presion"
_SWOLLEN: Final = "swelled swelling swells swollen"
_HEART_ATTACK: Final = ("heart attack",)
_STROKE: Final = ("stroke", "transient ischemic attack")
_CLOT: Final = ("deep vein thrombosis", "venous thromboembolism", "blood clots")
_ANAPHYLAXIS: Final = ("anaphylaxis", "angioedema")
_SIGNS: Final = (
    _english("chest", "arm arms jaw shoulder", _HURTS, meant=_HEART_ATTACK),
    _english("face", "crooked droop drooped drooping droops lopsided", meant=_STROKE),
    _english("side", "drooping droopy limp numb numbness paralysed paralyzed weak weakness", meant=_STROKE),
    _english("speak speaking talk talking", "sudden suddenly", meant=_STROKE),
    _english(
        "face lip lips throat tongue", _SWOLLEN, "bee breath breathe breathing hives sting stung", meant=_ANAPHYLAXIS
    ),
    _english("neck", "stiff stiffness", "fever headache rash", meant=("meningitis",)),
    _english("calf leg thigh", _SWOLLEN, f"hot red redness tender warm {_HURTS}", meant=_CLOT),
    _in_spanish("pecho", "brazo brazos hombro mandibula", _DUELE, meant=_HEART_ATTACK),
    _in_spanish("boca cara rostro", "caida chueca desviada torcida", meant=_STROKE),
    _in_spanish("lado", "adormecida adormecido debil debilidad dormida dormido paralizado", meant=_STROKE),
    _in_spanish("cara garganta labios lengua", "hinchada hinchado hinchados", "picadura respirar", meant=_ANAPHYLAXIS),
    _in_spanish("cuello", "rigida rigidez rigido tieso", "cabeza fiebre", meant=("meningitis",)),
    _in_spanish("pantorrilla pierna", "hinchada", f"caliente enrojecida roja {_DUELE}", meant=_CLOT),
)
_WHERE: Final = """
arm arms body brazo cara cuerpo derecha derecho face feel feels going gone hand hands izquierda izquierdo leg legs left
like mouth pierna right whole y
"""
_SAY_WHERE: Final = frozenset(_WHERE.split())
_BETWEEN: Final = STOP_WORDS | SPANISH_STOPS | BESIDE | IN_SPANISH | _SAY_WHERE


def signs_in(words: Sequence[str]) -> Iterator[tuple[tuple[str, ...], tuple[str, ...], bool]]:
    """What a query says of such signs: the run of its words, the names of what they mean, and whether it is Spanish.

    A run with another word in it says something else: side effects that make numb.
    """
    for signs in _SIGNS:
        places = [{at for at, word in enumerate(words) if word in one} for one in signs.said]
        if not all(places):
            continue
        together = set.union(*places)
        begin, end = min(together), max(together) + 1
        while begin > 0 and words[begin - 1] in _SAY_WHERE:
            begin -= 1
        while end < len(words) and words[end] in _SAY_WHERE:
            end += 1
        held = tuple(words[begin:end])
        if all(word in _BETWEEN or any(word in one for one in signs.said) for word in held):
            yield held, signs.meant, signs.spanish
