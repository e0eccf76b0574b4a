"""The words before a name that say whose it is, in the languages that readers write in. Data.

A language more is one more `Cues`; nothing else knows of languages. Patterns are read without regard to capitals, but
for titles.
"""

import re
from functools import lru_cache
from pathlib import Path
from typing import Final, NamedTuple

from articles.english import how_usual
from articles.minor.words import folded


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


class Cues(NamedTuple):
    """What announces a person in one language.

    `own`: what follows is a name, in small letters too. `maybe`, `farewell`, `last`: the next capitalised words may be
    one; after `last` a single word only where nothing else follows. "This is" is no such cue: who reports a mistake
    says so. `mine`, `relative`, `between`: "my", "daughter",
    "is called". `title`: before a name. `any_title`: the same, where it's also another word, so that it has to be
    followed by what is known as a name.
    """

    own: str
    maybe: str
    farewell: str
    last: str
    mine: str
    relative: str
    between: str
    title: str
    any_title: str


_KIN: Final = (
    r"(?:(?:great|grand|step|god|half|ex)[ -]?){0,3}(?:sons?|daughters?|child|children|mother|father|mum|mom|mummy"
    r"|mommy|dad|daddy|ma|pa|parents?|wife|husband|hubby|partner|spouse|fianc[ée]{1,2}|brothers?|sisters?|uncle|aunt|aunty"
    r"|auntie|nieces?|nephews?|cousins?|gran|granny|nan|nana|grandma|grandpa|girlfriend|boyfriend)(?:[ -]in[ -]law)?"
    r"|bab(?:y|ies)|boys?|girls?|kids?|twins?|triplets?|toddler|newborn|infant|teenager"
    r"|(?:\w{1,8}-)?(?:year|month|week|day)s?[ -]olds?|friends?|neighbou?r|colleague|teacher"
)
ENGLISH: Final = Cues(
    own=rf"(?:(?:my|our)\s+(?:(?:{_KIN}|patient|doctor|nurse|gp)(?:['’]?s)?\s+)?|(?:his|her|their)\s+)(?:(?:full|first|last)\s+)?name\s?(?:is|was|:)|my\s+name['’]s|my\s+names",
    maybe=(
        r"(?:i\s+am|i['’]?m)(?:\s+called)?"
        r"|my\s+(?:facebook|fb|instagram|insta|twitter|tiktok|linkedin)(?:\s+(?:name|account|profile))?(?:\s+is|\s?[:=])"
        r"|patient\s?[:=]|patient(?:['’]?s)?\s+name(?:\s+is|\s?[:=])?"
        r"|(?:full\s|first\s|last\s|sur)?name(?:\s?[:=]|\s[-–])"
    ),
    farewell=(
        r"(?:(?:kind|kindest|best|warm|warmest|many)\s{1,2})?regards|(?:yours\s{1,2})?(?:sincerely|faithfully"
        r"|truly)|best\s{1,2}wishes"
        r"|signed(?:\s+by)?|written\s+by|yours"
    ),
    last=(
        r"(?:many\s+)?(?:thanks|thank\s+you)(?:\s+(?:in\s+advance|so\s+much|very\s+much|a\s+lot|again))?|cheers|love"
        r"|(?-i:Best|BEST|[Aa]ll\sthe\sbest)(?=[,\n])"
    ),
    mine="my|our",
    relative=(
        rf"{_KIN}|patient|doctor|dr|nurse|gp|consultant|surgeon|specialist|therapist|midwife|physician|pharmacist|dentist"
        r"|carer|boss|[a-z]{2,15}(?:ologist|iatrist|iatrician|etrician)|allergist|counsell?or"
    ),
    between=r"\s+is|\s+was|\s+called|\s+named|\s+is\s+called",
    title="Dr|Mr|Mrs|Ms|Prof|dr|mr|mrs|prof",
    any_title="DR|MRS|Miss|Doctor|Professor|Sir|Dame|Nurse|Sister|Rev|Mister",
)
SPANISH: Final = Cues(
    own=r"(?:mi|su)\s+nombre(?:\s+completo)?\s+es|me\s+llamo|nombre\s+del?\s+paciente\s?:?",
    maybe=r"soy|yo\s+soy|nombre(?:\s+y\s+apellidos)?\s?:|apellidos?\s?:|paciente\s?:|mi\s+nombre\s?:",
    farewell=r"atentamente|(?:un\s+)?(?:cordial\s+)?saludos?(?:\s+cordial(?:es)?)?|firmado|fdo\.?",
    last=r"(?:muchas\s+)?gracias|un\s+abrazo",
    mine=r"mis?|nuestr[oa]s?",
    relative=(
        r"hij[oa]s?|madre|padre|mam[áa]|pap[áa]|espos[oa]|marido|mujer|herman[oa]s?|abuel[oa]|ti[oa]|tí[oa]"
        r"|prim[oa]|sobrin[oa]|niet[oa]s?|beb[ée]|niñ[oa]"
        r"|novi[oa]|pareja|amig[oa]|paciente|doctora?|médic[oa]|enfermer[oa]|suegr[oa]"
    ),
    between=r"\s+es|\s+se\s+llama",
    title="Sr|Sra|Srta|Dra",
    any_title="Don|Doña|Señor|Señora|Doctora",
)
GERMAN: Final = Cues(
    own=r"(?:mein|sein|ihr)\s+name\s+(?:ist|lautet|:)|ich\s+hei(?:ß|ss)e|name\s+de[sr]\s+patient(?:en|in)\s?:?",
    maybe=r"ich\s+bin|(?:vor|nach)name\s?:|patientin\s?:",
    farewell=(
        r"(?:(?:mit\s+)?(?:freundlichen?|lieben?|besten?|herzlichen?|vielen?)\s+gr(?:ü|ue)(?:ß|ss)en?)"
        r"|hochachtungsvoll|gez\.?|gezeichnet|unterschrift\s?:|mfg|lg"
    ),
    last=r"(?:vielen\s+)?dank|danke(?:\s+schön)?|gr(?:ü|ue)(?:ß|ss)e",
    mine=r"mein(?:e[rnms]?)?|unser(?:e[rnms]?)?",
    relative=(
        r"s(?:o|ö)hne?|t(?:o|ö)chter|kind|kinder|mutter|vater|mama|papa|frau|mann|ehefrau|ehemann|br(?:u|ü)der"
        r"|schwester|oma|opa|gro(?:ß|ss)(?:mutter|vater)"
        r"|tante|onkel|nichte|neffe|cousine?|enkel(?:in)?|baby|partner(?:in)?|freund(?:in)?|patient(?:in)?|arzt"
        r"|ärztin|hausarzt|hausärztin"
    ),
    between=r"\s+ist|\s+hei(?:ß|ss)t",
    title="Herrn?|Hr",
    any_title="Frau|Fr",
)
FRENCH: Final = Cues(
    own=r"(?:mon|son)\s+nom\s+est|je\s+m['’]appelle|nom\s+du\s+patient\s?:?",
    maybe=r"je\s+suis|(?:pré)?nom\s?:|patiente\s?:|mon\s+nom\s?:",
    farewell=r"(?:bien\s+)?cordialement|(?:sincères\s+)?salutations|bien\s+à\s+vous|signée?",
    last=r"merci(?:\s+beaucoup)?|bises",
    mine="mon|ma|mes|notre|nos",
    relative=(
        r"fils|filles?|m(?:è|e)re|p(?:è|e)re|maman|papa|femme|mari|époux|épouse|fr(?:è|e)res?|s(?:œ|oe)urs?"
        r"|grand-?m(?:è|e)re|grand-?p(?:è|e)re|oncle|tante|cousine?"
        r"|nièce|neveu|enfants?|bébé|compagnon|compagne|conjointe?|amie?|patiente?|médecin|docteur|infirmi(?:er|ère)"
    ),
    between=r"\s+est|\s+s['’]appelle",
    title="Mme|Mlle|MM",
    any_title="M|Pr|Docteur|Monsieur|Madame|Mademoiselle",
)
LANGUAGES: Final = (ENGLISH, SPANISH, GERMAN, FRENCH)

PARTICLES: Final = _words(
    """
    af al av ben bin bint da das de del della dem den der di do dos du e el ibn la las le los ten ter van vom
    von y zu zum zur
    """
)
"""In small letters amid a name."""

BESIDE_A_TITLE: Final = _words(
    """
    dent dr dra frau habil herr ing med mr mrs ms nat phil prof rer sr sra vet
    """
)
"""Between a title and a name."""

AND: Final = "and|or|y|e|und|oder|et|ou"

OTHER_WORDS_TOO: Final = _words(
    """
    amber autumn crystal daisy dawn faith ginger hazel heather holly hope ivy jade joy lily nova olive opal pearl poppy
    river robin rose ruby skye summer violet willow
    """
)
"""Given names that are mostly other words: only behind who somebody is to the reader."""

FOREIGN_NO_NAME: Final = (
    "el|la|los|las|un|una|unos|que|y|o|de|del|en|con|por|para|muy|no|se|su|mi|es|está|pero|como|diabétic[oa]|alérgic[oa]|asmátic[oa]"
    "|der|die|das|ein|eine|einen|und|oder|nicht|sehr|mit|von|im|am|zu|auf|aber|so|auch|diabetiker(?:in)?|allergiker(?:in)?|schwanger"
    "|le|les|une|des|et|ou|ne|pas|très|avec|pour|dans|sur|mais|diabétique|asthmatique|allergique|enceinte"
)

NO_PERSON: Final = re.compile(
    # What is given, and how it is packed.
    r"(?:pens?|packs?|packets?|kits?|granules?|sachets?|patch(?:es)?|combination|combo|starter|prefilled"
    r"|cartridges?|devices?|brand|generic|drugs?|doses?"
    r"|dosage|leaflets?|labels?|sprays?|powders?|solution|lotion|shots?|jabs?|boosters?|pumps?|formula|supplements?"
    # What is written about, and where.
    r"|sections?|pages?|articles?|parts?|paragraphs?|chapters?|tables?|figures?|pictures?|videos?|links?"
    r"|guidelines?|criteria|studies|study|trials?|website"
    r"|carriers?|nodules?|traits?|genes?|variants?|mutations?|alleles?|haplotypes?|proteins?|enzymes?|receptors?|antibod(?:y"
    r"|ies)|cells?|types?"
    # What is called after somebody.
    r"|hospitals?|clinics?|foundation|society|institute|university|college|school|centre|center|trust|charity"
    r"|awareness|method|technique|procedure|position"
    r"|operation|sign|signs|test|law|effect|number|ratio|formula|equation|staging|grading|questionnaire|inventory"
    r"|survivors?|sufferers?|support|care"
    # Which bacteria are written with one letter before them.
    r"|coli|pylori|difficile|aureus|pneumoniae|influenzae|pertussis|jejuni|gondii|burgdorferi|pallidum|leprae"
    r"|falciparum|vivax|albicans|auris)",
    re.IGNORECASE,
)
"""Whole words: beside a name they say that it is a thing's."""


@lru_cache(maxsize=4)
def listed(file: str) -> frozenset[str]:
    """The words of a file of this folder."""
    lines = (Path(__file__).parent / file).read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def is_given_name(word: str) -> bool:
    """Whether it's known as somebody's; of two with a hyphen, one of them."""
    return any(part in listed("given_names.txt") for part in _parts(word))


def is_name(word: str) -> bool:
    """Whether it's known as somebody's, given or of a family."""
    return is_given_name(word) or any(part in listed("family_names.txt") for part in _parts(word))


def is_usual(word: str) -> bool:
    """Whether a part of it stands in an English dictionary, and isn't known as a name."""
    return any(how_usual(part) and not is_name(part) for part in _parts(word))


def _parts(word: str) -> list[str]:
    """Folded: Pre-filled is two words; of O’Neil the letter says nothing."""
    return [part for part in re.split(r"\W+", folded(word)) if len(part) > 1]


_SIGNS: Final = {"a": "aàáâãäå", "c": "cç", "e": "eèéêë", "i": "iíîï", "o": "oóôöø", "u": "uúûü"}


@lru_cache(maxsize=1)
def _eponyms() -> re.Pattern[str]:
    several = sorted((name for name in listed("eponyms.txt") if "-" in name), reverse=True)
    read = (
        "".join(r"[\s‐–-]{1,2}" if sign == "-" else f"[{_SIGNS.get(sign, sign)}]" for sign in name) for name in several
    )
    return re.compile(rf"(?:{'|'.join(read)})(?:['’]s)?(?![^\W_])", re.IGNORECASE)


def is_eponym_at(comment: str, at: int) -> bool:
    """Whether there a disease stands that is called after several: Guillain-Barré, Ehlers Danlos."""
    return bool(_eponyms().match(comment, at))


def is_eponym(word: str) -> bool:
    """Whether a disease is called after whoever is called so. Crohn’s says more: nobody signs with it."""
    return re.sub(r"['’]s?\Z", "", folded(word)) in listed("eponyms.txt")
