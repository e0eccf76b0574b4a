"""Whether somebody says that they want to die, or are afraid to, in English or in Spanish. Then help comes first, and
no illness is named for the word "die". Help that nobody needed costs little. Pure.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from rapidfuzz.distance import DamerauLevenshtein

from articles.english import how_usual
from articles.search.drugs import is_drug
from articles.search.said_in_english import BESIDE
from articles.search.said_in_spanish import BESIDE as IN_SPANISH
from articles.search.spelling import is_spanish
from articles.search.words import STOP_WORDS

SUICIDE: Final = "suicide"
"""What is looked for where nothing else is asked."""
_MY: Final = r"(?:my|his|her|your|their|our|ones)"
_SELF: Final = r"(?:my|him|her|your|them|our|one)\s?sel(?:f|ves)"
_TO: Final = r"(?:to|too|2)"
_SAYS: Final = re.compile(
    rf"""\b(?:
    (?<!cell\s)(?<!cellular\s) suicid\w* (?!\s (?:genes?|inhibit\w*|substrates?|vectors?|enzymes?)\b)
    | sucid\w* | self \s? harm\w* | unalive
    | (?:wan|want\w*|wanna|wish\w*|hop(?:e|ing)|ready|rather|deserv\w*|let \s me) \s
      (?:(?:i|could|would|just|{_TO}) \s)* (?:die|dye(?!\s\w)|kms|be\sdead)
    | should \s be \s dead
    | (?:am \s i|i \s am|im|feels? \s like) \s (?:dying|(?:going \s {_TO}|gonna) \s die)
    | wish \s i \s (?:was|were|wasnt|werent|had) \s (?:dead|gone|here|alive|never\s(?:been\s)?born)
    | better \s off? \s (?:dead(?!\s(?:skin|cell|tissue|t(?:oo|ee)th))|without \s (?:me|him|her)\b
      | if \s (?:i|he|she) \s (?:was|were) \s (?:dead|gone))
    | (?:cant|cannot|can \s not) \s go \s on (?:\s (?:any\s?more|living|like \s this))? (?!\s \w)
    | giv(?:e|ing) \s up \s (?:on \s)? (?:living|life) (?!\s \w) | never \s wake \s up (?:\s again)?
    | (?:kill|hang|hung|harm|hurt|drown|poison|shoot|shot)\w* \s {_SELF} | (?:end|off)(?:ed|ing)? \s {_SELF}
    | (?:cuts|cutting) \s {_SELF} | cut \s {_SELF} \s (?:on \s purpose|deliberately|again)
    | (?:slit|slash|cut)\w* \s {_MY} \s wrists?
    | (?:end|ends|ended|ending) \s {_MY} \s (?:own\s)? (?:life|lives)
    | (?:take|takes|took|taken|taking) \s {_MY} \s (?:own\s)? (?:life|lives) (?!\s (?:back|in|into|seriously)\b)
    | end(?:ing)? \s it \s all | thinking \s (?:of|about) \s ending \s (?:it|everything)
    | (?:want|wants|wanna) \s (?:to\s)? end \s (?:it|everything)
    | jump\w* \s (?:off\s(?:a|the)\s(?:bridge|building|roof)|in\sfront\sof\s(?:a|the)\strain)
    | (?:dont|doesnt|didnt|not|never|no \s longer) \s (?:want|wanting|wants|wish|wanna) \s (?:{_TO}\s)?
      (?:live|be\salive|exist|be\shere|wake\sup) (?!\s in \s (?:an?|the)\b)
      (?!\s with \s (?!(?:this|it|myself|pain|the)\b))
    | (?:no|any|a|the) \s (?:reason|point|will) \s (?:to|in|of) \s liv(?:e|ing) | nothing \s to \s live \s for
    | worth \s living | life \s (?:isnt|is \s not|not) \s worth (?:\s it)?
    | (?:reason|point) \s (?:to|in) \s (?:live|living)
    | (?:tired|sick) \s of \s (?:living|life|being\salive)
    | (?:took|taken|swallowed|take(?=\s(?:a\sbottle|{_TO}\smany)\b)) \s
      (?:all|a\slot|a\sbottle|{_TO}\smany) \s (?:of\s)? (?:{_MY}\s|the\s)?
      (?:pills|tablets|meds|medicines?)
    | (?:(?:painless|easy|easiest|quick|quickest|best)\s)? ways? \s to \s (?:die|kill\s{_SELF})
    | how \s to \s die | (?:pills|tablets) \s (?:\w+\s){{0,4}} to \s die
    | (?:easy|easiest|painless|quick|quickest) \s death
    | (?:overdos\w* \s (?:on \s purpose|to \s die)|(?:want|how|wants) \s to \s overdose)
    | (?:[qk]u?iero|quero|quisiera|quiere|deseo|desea|ganas\sde|prefiero) \s (?:morir(?:me|se)?|estar\smuert[ao])
    | (?:me|se) \s (?:[qk]u?iero|quero|quiere|voy\sa|va\sa|quisiera) \s (?:matar|morir) | matar(?:me|se)
    | quitar(?:me|se) \s la \s [vb]ida | cansad[oa] \s de \s vivir
    | (?:acabar|terminar) \s con \s (?:todo|(?:mi|su|la) \s vida) | cortar(?:me|se) \s las \s venas
    | (?:no \s (?:[qk]u?iero|quero|quiere|(?:tengo|tiene)\sganas\sde) | sin \s ganas \s de) \s
      (?:seguir\s)? (?:vivir|viviendo)
    | no \s vale \s la \s pena \s vivir
    )\b""",
    re.VERBOSE,
)
_TELLING: Final = """
die dying harm himself herself kill killing life live living matarme morir myself suicidal suicide suicidio want vivir
"""
"""Words by which somebody says so that are read however they are mistyped."""
_MORE_BESIDE: Final = """
afraid again alone anymore anyone attempt attempts because boss boyfriend cousin end everyone everything family feel
feeling feelings girlfriend hate hotline job keeps life line live living lonely lost mad money myself nobody nothing
oneself over please purpose sad says school scared somebody someone stop think thinking thoughts threatened threatening
threatens tonight tried tries try trying wants wish world mas mi ya hoy ayuda amigo amiga novio novia dice dijo
bf gf cat dog died freind goin going patient plan see student talks teenager
quiero quiere hed hes id ill shes shed theyre theyd well weve youd youre overdosed
"""
_BESIDE: Final = STOP_WORDS | IN_SPANISH | BESIDE.union(_MORE_BESIDE.split())
_TWO_SLIPS_FROM: Final = 7


def without_despair(words: Sequence[str]) -> list[str] | None:
    """What else is asked by folded words of which some say that somebody wants to die; None where none do."""
    left, times = _SAYS.subn(" ", " ".join(map(_as_told, words)))
    if not times:
        return None
    return [] if _BESIDE.issuperset(left.split()) else left.split()


def is_beside(word: str) -> bool:
    """Whether a word beside despair asks for nothing: about people, and what they do and say."""
    return word in _BESIDE


@lru_cache(maxsize=1_000)
def _as_told(word: str) -> str:
    """A word, or the telling one for which it is no more than mistyped."""
    if how_usual(word) or is_spanish(word) or is_drug(word):
        return word
    return next((told for told in _TELLING.split() if _is_slip_of(word, told)), word)


def _is_slip_of(word: str, told: str) -> bool:
    slips = 2 if len(told) >= _TWO_SLIPS_FROM else 1
    return word[0] == told[0] and DamerauLevenshtein.distance(word, told) <= slips
