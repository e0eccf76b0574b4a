"""The words and signs that masking knows: what makes a number a quantity, and what announces a person's."""

import re
from typing import Final

from articles.minor.words import COMMON_DRUGS
from reviews.masking.cues import is_given_name, listed

UNIT: Final = re.compile(
    r"\s{0,2}-?\s?(?:%|‰|°|º|[µμ][a-z]|(?:"
    # Masses, volumes, amounts, activity, pressure, energy, heat.
    r"[munp]?mols?|[kmnp]?g|mcg|ug|gm|gr|grams?|milligrams?|micrograms?|kilograms?|kilos?|ozs?|ounces?|lbs?|pounds?"
    r"|stones?"
    r"|[mducf]?l|cc|lit(?:er|re)s?|millilit(?:er|re)s?|drops?|teaspoons?|tablespoons?|tsp|tbsp|pints?|cups?"
    r"|[mk]?iu|i\.u\.|[mk]?u|units?|international|meq|[mk]?bq|m?ci|m?gy|m?sv|mm\s?hg|k?pa|cm\s?h2o|[mk]?hz|kcals?"
    r"|cals?|calories|k?j"
    r"|[cmkn]?m|millimet(?:er|re)s?|centimet(?:er|re)s?|met(?:er|re)s?|inch(?:es)?|ft|feet|miles?|degrees?|celsius"
    r"|fahrenheit|[cf]"
    # Times, and rates.
    r"|ms|s|secs?|seconds?|mins?|minutes?|h|hrs?|hours?|hourly|d|days?|daily|nights?|wks?|weeks?|months?|yrs?"
    r"|years?|decades?|bpm|beats?|breaths?"
    # What is counted.
    r"|people|persons?|patients?|adults?|children|women|men|babies|births|deaths|cases|studies|trials|participants"
    r"|cells?|copies|platelets"
    r"|tablets?|tabs?|capsules?|caps?|pills?|doses?|puffs?|sprays?|patches|vials?|ampoules?|times?|per|percent"
    r"|million|billion|thousand|x"
    r")(?:[/ ·.]|(?![^\W_])))",
    re.IGNORECASE,
)
"""Right behind a number it says that the number is a quantity."""


def before_quantity(run: str, comment: str, end: int) -> str:
    """Of a run that ends there: what stands before the quantity, where a unit follows; else all of it."""
    return run[: max(run.rfind(" "), run.rfind("\t"), 0)].rstrip(" \t(.–—/-") if UNIT.match(comment, end) else run


_LETTER: Final = re.compile(r"\s{1,2}[a-z](?![^\W_])", re.IGNORECASE)
# 123 45 6789; and where it ends with a letter 12 345 678, 12 34 56
_WHOLE: Final = re.compile(r"\D*\d{3}[ -]\d\d[ -]\d{4}")
_WHOLE_BEFORE_LETTER: Final = re.compile(
    r"\D*(?:\d{1,3}(?:[ -]\d{3}){2,4}|\d\d(?:[ -]\d\d){2,4}|\d{3}[ -]\d{3}[ -]\d{4})"
)


def of_record(run: str, comment: str, end: int) -> str:
    """The same of what is announced as a record's: a letter behind all of its groups is its own, and no unit."""
    is_whole = _WHOLE.fullmatch(run) or (_WHOLE_BEFORE_LETTER.fullmatch(run) and _LETTER.match(comment, end))
    return run if is_whole else before_quantity(run, comment, end)


ANNOUNCED_CODE: Final = (
    r"\b(?:pm(?:c)?id|pmc|doi|nct|isrctn|eudract|isbn(?:-1[03])?|issn|icd(?:-1[01])?|snomed(?:\sct)?|loinc|cas|ndc"
    r"|atc|omim"
    r"|mesh|rxnorm|rxcui|umls|orpha(?:net)?|ean|gtin|lot|batch|figure|table|reference)"
    r"(?:\s(?:number|no\.?|id|code))?\s?[:#]?\s?\d[\d -]{0,30}"
)
"""Numbers of publications, codes, substances and packages, with the word that says so."""

WHOSE: Final = r"(?:my|our)(?:\s\w{1,20}['’]s)?|his|her|their"

RECORD: Final = (
    r"(?:mrn|mbi|nhs|ssn|chi|nino|ahv|avs|passport|social\s+security|national\s+insurance"
    r"|medical\s+record)(?:\s+(?:number|no|nr|id))?"
    r"|(?:hospital|patients?['’]?s?|insurance|policy|member(?:ship)?|account|case|record|licence|license"
    r"|medicare|medicaid|health\s?card|card|id)\s+(?:number|no|nr|id)"
    r"|(?:dni|nie|nuhsa|nss)|n[úu]mero\s+de\s+(?:paciente|historia(?:\s+cl[íi]nica)?|afiliaci[óo]n|p[óo]liza"
    r"|seguridad\s+social|tarjeta(?:\s+sanitaria)?)|historia\s+cl[íi]nica"
    r"|(?:versicherten|krankenversicherungs|krankenversicherten|patienten|fall|ausweis|versicherungs)-?(?:nummer|nr)"
    r"|num[ée]ro\s+de\s+(?:dossier|patient|s[ée]curit[ée]\s+sociale|carte(?:\s+vitale)?|police)"
)
"""What a number is called by which a person is known somewhere."""

OF_A_PACKAGE: Final = re.compile(
    r"\b(?:lot|batch|serial|model|product|catalog(?:ue)?|ref(?:erence)?|part|item|device)\b"
    r"(?:\s(?:number|no\.?|id|code|is|was)){0,2}\s?[:#=]?\s?$",
    re.IGNORECASE,
)
"""Right before a number it says that the number is a thing's."""

WORDS_LIKE_PREFIXES: Final = "AM|AN|AS|AT|BE|BY|HE|HR|KG|LB|ME|MG|ML|MM|MY|NG|OR|ON|PG|WE"
"""AT 10 20 30 C is nobody's National Insurance number."""

NO_NAME: Final = (
    r"and|but|or|i|the|a|an|on|in|at|of|to|with|not|no|is|very|so|also|too|from|for|sure|sorry|wrong|right|worried"
    r"|concerned|confused"
    r"|diabetic|asthmatic|allergic|pregnant|epileptic|coeliac|celiac|positive|negative|deficient|intolerant"
    r"|resistant|patient|type|stage|grade"
    r"|vitamin|factor|taking|using|having|being|currently|now|just|only|still|reading|writing|trying|told|blood"
    r"|heart|high|low|rh|hiv|level|dose"
    r"|misspel(?:t|led)|spel(?:t|led)|missing|mentioned|listed|given|known|unknown|called|take|takes|give|one|two"
    r"|three|adults?|child|children"
    r"|male|female|acute|chronic|mild|severe|safety|information|leaflet|education|support|care|advice"
)
"""Words that begin, or follow, what is no name after "I am"."""

OF_MEDICINE: Final = re.compile(
    # Diseases, and what else is called after those who found it.
    r"(?:diseases?|syndromes?|disorders?|cancers?|tumou?rs?|phenomenon|phenomena|tremors?|fever|virus(?:es)?|palsy"
    r"|dystrophy"
    r"|an(?:a)?emia|phobia|chorea|ataxia|psychosis|dementia|depression|anxiety|diabetes|asthma|epilepsy|stroke"
    r"|migraines?|angina"
    r"|infections?|inflammation|injury|failure|attacks?|arrest|deficiency|insufficiency|impairment|disability"
    r"|spectrum|intolerance"
    r"|allerg(?:y|ies)|ulcers?|cysts?|polyps?|hernia|fractures?|rash|pox|flu|influenza|measles|mumps|rubella"
    r"|malaria|cholera|plague"
    r"|tetanus|polio|rabies|sepsis|shingles|herpes|eczema|psoriasis|lupus|scurvy|rickets|gout|hypertension"
    r"|hypotension|oedema|edema"
    r"|contracture|thyroiditis|colitis|otitis|cystitis|glaucoma|[a-z]{0,12}(?:carcin|sarc|aden|lymph|blast|myel|gli"
    r"|melan)oma"
    r"|embolism|infarction|ha?emorrhage|bleeding|fibrillation|tachycardia|bradycardia|pain|cough|therapy|surgery"
    r"|transplant"
    r"|imaging|resonance|tomography|ultrasound|scans?|tests?|screening|treatment|medicines?|index|pressure|rate"
    r"|count|scale|score"
    r"|reflex|manoeuvre|maneuver|reaction|criteria|classification|stain|nodes?|bod(?:y|ies)|gland|tendon|tubes?"
    r"|catheter"
    r"|[a-z]{4,20}(?:inase|idase|ylase|erase|ptase|ctase|nuclease)"
    r"|[a-z]{4,20}(?:itis|osis|penia|pathy|algia|ectomy|ostomy|oscopy|plasia|trophy|plegia|lepsy|aemia|rrh(?:o)?ea)"
    # What is given, and its forms.
    r"|acids?|vaccines?|tablets?|capsules?|suspension|syrup|cream|ointment|injections?|infusion|inhalers?|drops|gel"
    r"|sodium|potassium|calcium|magnesium|hydrochloride|sul(?:ph|f)ate|phosphate|chloride|acetate|citrate|tartrate"
    r"|maleate"
    # Endings of the nonproprietary names of drugs that no name of a person has.
    r"|[a-z]{3,20}(?:cillin|mycin|floxacin|cycline|azole|statin|sartan|olol|dipine|azepam|zolam|tidine|formin"
    r"|gliptin|gliflozin"
    r"|glutide|tinib|ciclib|xaban|parin|profen|coxib|triptan|setron|oxetine|triptyline|pramine|caine|barbital"
    r"|phylline|solone"
    r"|sonide|dronate|fibrate|lukast|semide|thiazide|vudine|ciclovir|navir|zumab|ximab|platin|taxel|rubicin|trexate"
    r"|clavulanate)[aeo]?)",
    re.IGNORECASE,
)
"""Whole words. What has one in it is no name of a person, and neither is what stands before one."""


_OF_A_DISEASE: Final = re.compile(
    r"[a-z]{2,24}(?:a?emias?|urias?|path(?:y|ies)|genesis|stasis|paresis|dermia|derma|ceph?aly|dactyly|op(?:s)?ia|iridia|phakia"
    r"|o?edema|blastoma|atroph(?:y|ia)|plasias?|itis|osis|spermia|kinesia|phagia|sthenia|algia)"
    r"|(?:dys|myo|para|hypo|hyper|neuromyo)tonias?|atresias?|micro(?:somia|phthalm(?:ia|us))|coloboma|chordoma|anomal(?:y|ies)"
    r"|malformations?|deficienc(?:y|ies)|dysostosis|ichthyosis|porphyria|cholestasis|cherubism|dysgenesis|inherited"
    r"|[a-z]{4,24}ism|[a-z]{5,24}omas?|bifida|imperfecta|bullosa|dystrophica|congenita|hereditaria|variabilis|progressiva|pigmenti|ossium|deformans|gravis|vulgaris",
    re.IGNORECASE,
)


def is_of_a_disease(word: str) -> bool:
    """Whether it ends as diseases do, and isn't known as a name: Antonia, Jeremia."""
    return bool(_OF_A_DISEASE.fullmatch(word)) and not is_given_name(word)


def is_medical(word: str) -> bool:
    """Whether it is a drug's or a disease's."""
    small = word.casefold()
    return (
        small in COMMON_DRUGS
        or small in listed("brands.txt")
        or bool(OF_MEDICINE.fullmatch(word))
        or is_of_a_disease(word)
    )


CALLED_AFTER: Final = re.compile(
    r"(?:diseases?|syndromes?|disorders?|cancers?|tumou?rs?|phenomenon|tremors?|fever|virus|palsy|dystrophy"
    r"|an(?:a)?emia|chorea"
    r"|dementia|encephalopathy|contracture|thyroiditis|lymphoma|sarcoma|reflex|manoeuvre|maneuver|criteria"
    r"|classification|bodies"
    r"|acid|vaccines?|tablets?|capsules?|suspension|syrup|cream|ointment|injections?|inhalers?|sodium|hydrochloride)"
)
"""Of these words those that say the same in small letters behind a name: "Jane Smith asthma" may still be somebody."""

DOSE: Final = re.compile(
    r",?\s{1,2}\(?\d[\d.,]{0,9}\s?(?:%|[µμm]g|[kmu]?cg|ug|g|ml|[km]?iu|units?|mmol|meq|drops?|tablets?|tabs?"
    r"|capsules?|puffs?)(?!\w)",
    re.IGNORECASE,
)
"""Behind words it says that they are of what is given: an age or a weight doesn't."""

MAIL_HOSTS: Final = (
    r"gmail|googlemail|yahoo|ymail|hotmail|outlook|live|msn|icloud|aol|proton(?:mail)?|gmx|web|mail|btinternet|comcast"
)
TOP_DOMAINS: Final = r"com|org|net|edu|gov|info|uk|de|fr|es|eu|ie|ca|au|nz|ch|nl|me"

PLACES_ONLINE: Final = (
    r"(?<![\w.-])(?:https?://)?(?:(?:www|m|web|[a-z]{2})\.)?"
    r"(?:(?:facebook|instagram|twitter|x|tiktok|snapchat|linkedin|threads)\.(?:com|net)|fb\.(?:com|me)|t\.me|wa\.me)"
    r"/[^\s<>()]{1,200}(?<![.,;:!?])"
)
"""facebook.com/john.smith.99"""

_HANDLE: Final = r"(?!(?:covid|vitamin|sars)[\w-]*\d)[a-z][\w.]{2,29}(?<!\.)"
ACCOUNT_ONLINE: Final = (
    r"\b(?P<said>(?:instagram|insta|snapchat|tiktok|twitter|telegram|facebook|fb|discord|skype|wechat|threads)"
    r"(?:\s(?:name|handle|user|username|account|id)){0,2})"
    # instagram: jane.smith, my instagram is janesmith: where nothing is said of it
    rf"(?:(?P<mark>\s?[:=]\s?|\sis\s)(?P<handle>{_HANDLE})(?=\s?(?:[.,;!?)](?:\s|\Z)|\n|\Z|(?:and|or)\b))"
    # snapchat jane123
    rf"|\s(?=[a-z][a-z._]{{2,29}}\d|[a-z][a-z.]{{1,29}}_[a-z]){_HANDLE}(?![\w]))"
)
"""Under which name somebody is found there. `handle` may still be another word."""

NO_MAILBOX: Final = r"look(?:ed|ing)?|see|seen|read|found|find|is|are|was|it|available|published|listed|shown|online"
"""Before "at" and a place online it says that nobody's mail goes there."""

NO_HANDLE: Final = (
    r"home|work|school|hospital|rest|nights?|bedtime|noon|midday|midnight|breakfast|lunch|dinner"
    r"|least|most|once|all|the|any"
)
"""What follows an @ that says "at"."""

NUMBERED: Final = re.compile(
    r"\b(?:ec|sections?|recommendations?|chapters?|versions?|table|v)\s?(?:no\.?|number)?\s?[:.]?\s?$", re.IGNORECASE
)
"""Right before four numbers with dots it says that they are no address of a device."""
