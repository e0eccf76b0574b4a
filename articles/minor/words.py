"""Which words never change in a minor correction: numbers, doses, negations, names of drugs, words that turn a meaning
round. Pure.

The lists are of English words. They err on the side of too many: what is refused here goes to a medical reviewer.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from enum import StrEnum
from functools import cache
from itertools import pairwise
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import OSA


class Danger(StrEnum):
    """Why a word is guarded."""

    NUMBER = "number"
    DOSE = "dose"
    NEGATION = "negation"
    DRUG = "drug"
    TURNING = "turning"
    LETTERS = "letters"


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_NUMBERS: Final = _words(
    """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
    eighteen nineteen twenty thirty forty fourty fifty sixty seventy eighty ninety hundred hundreds thousand
    thousands million millions billion billions trillion nought naught first second third fourth fifth sixth
    seventh eighth ninth tenth eleventh twelfth once twice thrice half halves halve halved third thirds quarter
    quarters fifths dozen dozens single double doubles doubled triple tripled quadruple pair pairs couple both
    times fold twofold threefold tenfold several few fewer little many all every each some any most much only always
    often sometimes usually another none zeroes teens twenties thirties forties fifties sixties seventies
    eighties"""
)
_DOSES: Final = _words(
    """mg mcg µg ug ng g kg ml cl dl l cc iu ui mmol mol umol nmol meq mmhg kcal cal kj mm cm km ft lb lbs oz gy mgy
    msv bpm bmi gram grams gramme grammes milligram milligrams microgram micrograms nanogram kilogram kilograms
    litre litres liter liters millilitre millilitres milliliter milliliters unit units ounce ounces pound pounds
    inch inches degree degrees percent percentage teaspoon teaspoons tsp tablespoon tablespoons tbsp cup cups
    drop drops tablet tablets pill pills capsule capsules puff puffs dose doses dosed dosing dosage dosages
    patch patches spray sprays shot shots injection injections infusion infusions vial ampoule syringe per daily
    nightly hourly weekly monthly yearly annually second seconds minute minutes hour hours day days week weeks
    fortnight month months year years decade overnight morning mornings noon evening evenings night nights
    bedtime bid tid qid qds tds prn qd od bd stat january february march april may june july august september
    october november december monday tuesday wednesday thursday friday saturday sunday"""
)
_NEGATIONS: Final = _words(
    """no not never none nobody nothing nowhere neither nor cannot non without avoid avoids avoided avoiding avoidance
    stop stops stopped stopping except excepting excepted exception excluding exclude excludes excluded unless
    unlike unlikely lack lacks lacking absent absence free hardly barely scarcely rarely rare seldom instead
    against contraindicated contraindication prohibit prohibited forbid forbids forbidden skip skips skipped
    quit cease discontinue discontinued withhold withheld refrain refuse refused deny denied denies fail fails
    failed failure prevent prevents minus nil neg negative positive false true wrong incorrect dont doesnt didnt
    isnt arent wasnt werent wont wouldnt shouldnt couldnt cant mustnt hasnt havent hadnt neednt mightnt shant
    aint"""
)
_TURNING: Final = _words(
    """more less least most increase increases increased increasing decrease decreases decreased decreasing raise
    raises raised rise rises rising reduce reduces reduced reducing reduction lower lowers lowered lowering
    higher high highest low lowest before after during until till since prior following above below over under
    up down upper left right in out on off into inside outside internal external better worse best worst safe
    safer safest unsafe safely harmful harmless dangerous danger larger smaller large small big bigger long
    longer short shorter fast faster slow slower early earlier late later start starts started starting begin
    begins began continue continues continued gain lose loss with yes can could may might must should shall will
    would need needs ought have or if only but when whenever while because although though than versus between
    within beyond old older young younger hot cold warm dry wet acute chronic benign malignant mild severe
    moderate normal abnormal deficiency excess open closed add remove give take swallow chew inject hold wait
    same different male female man woman men women boy girl adult adults child children infant infants baby
    babies mother father arterial venous artery vein arteries veins proximal distal anterior posterior superior
    inferior dominant recessive pro anti agonist antagonist inhibit inhibits inhibited stimulate stimulates
    activate block blocks blocked empty full allow allows allowed approved"""
) - _words("in on into have")
_HARMLESS_NOT: Final = re.compile(r"another|notic|note[sd]?\b|knot|denot|notif|notab|notori")
_NEGATIVE_ROOTS: Final = ("not", "never", "without", "avoid", "stop", "except", "unless", "cannot", "hypo", "hyper")
_TURNING_PREFIXES: Final = ("hypo", "hyper", "non", "contra", "anti")
PREFIXES: Final = _words(
    """un in im il ir a an ab non dis de mis anti hypo hyper over under pre post counter contra sub super extra
    intra inter re pro ante eu dys tachy brady macro micro mal"""
)

# Endings, beginnings and middles by which WHO's nonproprietary names of drugs are known.
_ENDINGS: Final = (
    "abine|acetam|actide|adol|alol|amivir|ampanel|amine?ptine|anib|anserin|antel|arabine|arit|arone|arol|artan|asone|"
    "astine|azenil|azepam|azepine|azocine|azolam|azole|azoline|azosin|bactam|bamate|barb|barbital|begron|bendazole|"
    "bendan|bufen|buvir|butazone|buzone|caine|calcet|capone|cavir|cel|cept|cidin|cillin|ciclib|citabine|clidine|"
    "clone|conazole|coxib|crine|crinat|cromil|curium|cycline|dapsone|degib|denoson|dil|dipine|dopa|dralazine|drine|"
    "dronate|dronic|entan|ermin|estrant|etanide|etidine|fenac|fenamate|fenamic|fenin|fentanil|fentrine|fiban|fibrate|"
    "flapon|floxacin|flurane|formin|frine|fungin|fylline|gatran|gene|gepant|giline|gliflozin|gliptin|glitazar|"
    "glitazone|glutide|golide|gramostim|grastim|grel|grelor|ibine|icam|idine|ifene|ilide|imepodib|imus|imod|irudin|"
    "kacin|kalant|kalim|kef|kinra|kiren|leucel|leukin|lisib|lukast|lutamide|mab|mantadine|mantine|metacin|"
    "mesine|mestane|micin|monam|morelin|motide|moxin|mulin|mustine|mycin|nabant|naritide|navir|nercept|nersen|nib|"
    "nicate|nidazole|nidine|nixin|olol|olone|onide|orex|orexant|orphan|orphine|oxacin|oxanide|oxan|oxetine|oxicam|"
    "oxopine|pafant|pamide|pamil|pamine|parcin|parib|parin|parinux|parvovec|patril|penem|perone|peridol|peridone|"
    "pezil|phylline|pidem|pine|piprazole|piride|planin|plase|platin|plestim|plon|poetin|porfin|pramine|prazan|"
    "prazole|pressin|previr|pril|prilat|pristin|profen|prost|prostil|queside|quidar|quine|quinil|racetam|racil|"
    "relin|relix|renone|restat|retin|ribine|ridone|rinone|rixin|rizine|rolimus|rozole|rsen|rubicin|sartan|"
    "semide|setron|siran|sidone|spirone|stat|statin|stigmine|sulfan|sulind|sartan|tadine|taxel|tecan|tegravir|"
    "teplase|tepa|tepine|terol|terone|tetrin|thiazide|thiouracil|tiazem|tidine|tide|tiline|timibe|tinib|tirelin|"
    "tizide|tocin|toin|toxin|trexate|trexed|tricin|triptan|triptyline|troban|trodast|uplase|uracil|uridine|vaptan|"
    "vastatin|vec|verine|vir|virine|virsen|viroc|vudine|xaban|xanox|xetan|xostat|yzine|zafone|zepam|zepine|zolid|"
    "zolamide|zomib|zone|zotan|zumab|temcel"
)
_BEGINNINGS: Final = (
    "cef|ceph|sulfa|sulph|pred|cort|hydrocort|bol|estr|gado|gli|io[dhptvx]|rifa|"
    "nitro|nifur|oxazo|prost|trexo|vin[bcdfo]"
)
_STEM: Final = re.compile(rf"[a-z]{{3,}}(?:{_ENDINGS})|(?:{_BEGINNINGS})[a-z]{{3,}}")
# Everyday words that happen to end or begin like a drug.
_NO_DRUGS: Final = _words(
    """least breast blast contrast forecast broadcast toast coast roast yeast feast vast past last fast cast cancel
    excel parcel intercept concept accept hepatic public topic basic logic music medicinal universal nasal
    proposal arousal renal dorsal appraisal disposal basal consumer former farmer summer customer primer prime
    polymer zone ozone pine spine line hormone bone bicep forceps crocodil medical tumor tolerant important
    assistant instant constant infant resistant distant reluctant pin chopin pregnant routine medicine magazine
    begin beginning cortex border estrange glimpse glide glitter boldly bold bolster boldness sulk prostate
    prostrate cephalic predict predicts predicted prediction predominant predominantly predisposed predispose
    fever never vinegar"""
)
# Names in everyday use that no ending gives away.
COMMON_DRUGS: Final = _words(
    """acetaminophen acetylcysteine acetylsalicylic adrenaline advil aleve albumin alcohol aluminium aluminum
    amoxicillin amphetamine antacid antacids antibiotic antibiotics anticoagulant anticoagulants antidepressant
    antihistamine antihistamines antiviral antivirals aspirin atenolol atorvastatin atropine baclofen botox
    botulinum bupropion buprenorphine caffeine calcium cannabis carbamazepine chemotherapy chloride chlorine
    chlorthalidone cimetidine cisplatin clonidine clopidogrel cocaine codeine colchicine cortisone creatine
    cyclophosphamide cyclosporine ciclosporin dexamethasone dextrose digoxin diazepam diuretic diuretics
    dopamine ephedrine epinephrine ergotamine estrogen ethanol fentanyl ferrous fluoride folate folic furosemide
    gabapentin ginkgo ginseng glucagon glucose glycerin haloperidol heparin heroin hydrochlorothiazide
    hydrocodone hydrocortisone hydroxychloroquine hydroxyurea hydroxycarbamide ibuprofen insulin insulins
    interferon iodine iron isotretinoin ketamine lactulose laxative laxatives levodopa levothyroxine lidocaine
    lisinopril lithium loratadine lorazepam magnesium marijuana melatonin mercaptopurine metformin methadone
    methotrexate methylphenidate metoclopramide metoprolol morphine motrin naloxone naltrexone naproxen nicotine
    nitrate nitrates nitroglycerin norepinephrine noradrenaline nsaid nsaids omeprazole opiate opiates opioid
    opioids oxycodone oxygen oxytocin paracetamol penicillin pentoxifylline phenobarbital phenytoin phosphate
    placebo potassium prednisolone prednisone pregabalin progesterone propranolol pseudoephedrine quinine
    retinoid saline salicylate sedative selenium senna serotonin sildenafil sodium spironolactone statin statins
    steroid steroids supplement supplements sulfate testosterone thalidomide theophylline thyroxine tramadol
    tylenol vaccine vaccines valproate valproic venlafaxine verapamil vitamin vitamins warfarin wort xylitol
    zinc zolgensma luxturna kymriah hemgenix"""
)

_APOSTROPHES: Final = str.maketrans(dict.fromkeys("’ʼ‘′`´＇", "'"))
_LOOKALIKES: Final = str.maketrans(
    {"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ħ": "h", "ŧ": "t", "ŋ": "n", "æ": "ae", "œ": "oe",
     "ß": "ss", "µ": "u", "μ": "u"}
)  # fmt: skip
_ROMAN: Final = re.compile(r"(?=[MDCLXVI])M{0,3}(CM|CD|D?C{0,3})(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})")
_SMALL_ROMAN: Final = re.compile(r"(?=[ivx]{2})x{0,3}(ix|iv|v?i{0,3})")
_LETTERS: Final = re.compile(r"[^\W\d_]+")
_MOST_LETTERS: Final = 60
"""A longer word is none; it is guarded as it is."""


def folded(text: str) -> str:
    """In small letters without accents and ornaments, so that what looks alike is alike."""
    text = unicodedata.normalize("NFKD", text.translate(_APOSTROPHES).casefold().translate(_LOOKALIKES))
    return "".join(char for char in text if not unicodedata.combining(char)).translate(_APOSTROPHES)


def letters_of(text: str) -> str:
    """The letters alone, folded."""
    return "".join(_LETTERS.findall(folded(text)))


class Guard:
    """Knows the dangers of words. `drugs` are names the library knows, of one or several words, in any spelling."""

    def __init__(self, drugs: Iterable[str] = ()) -> None:
        glued = {letters_of(name) for name in drugs}
        self.drugs: Final = frozenset(name for name in glued if len(name) >= 3) | COMMON_DRUGS
        self.by_length: Final[dict[int, list[str]]] = {}
        for name in sorted(self.drugs):
            self.by_length.setdefault(len(name), []).append(name)
        self.most_words: Final = min(max((len(name.split()) for name in drugs), default=1), 6)
        self.danger_of = cache(self._danger_of)
        self.is_plain_danger = cache(self._is_plain_danger)
        self.of_glued = cache(self._of_glued)

    def _danger_of(self, word: str) -> Danger | None:
        """The danger of one word as it stands, whatever stands beside it."""
        if any(_is_digit(char) for char in word):
            return Danger.NUMBER
        if len(word) > _MOST_LETTERS:
            return Danger.LETTERS
        plain = folded(word)
        letters = letters_of(word)
        return (
            self._of_letters(plain)
            or next((found for part in re.split(r"[^\w']+|_", plain) if (found := self._of_letters(part))), None)
            or self.of_glued(letters, one_word=True)
            or _shape(word)
        )

    def _is_plain_danger(self, word: str) -> bool:
        """The same, of whole texts: misspelt words are looked at only where they change."""
        if any(_is_digit(char) for char in word):
            return True
        parts = [folded(word), *re.split(r"[^\w']+|_", folded(word))] if len(word) <= _MOST_LETTERS else []
        return any(self._of_letters(part) or part in self.drugs for part in parts)

    def _of_letters(self, word: str) -> Danger | None:
        if word in _NEGATIONS or word.endswith("n't") or (word.endswith("less") and len(word) > 5):
            return Danger.NEGATION
        if word in _NUMBERS:
            return Danger.NUMBER
        if word in _DOSES:
            return Danger.DOSE
        if word in _TURNING or word.startswith(_TURNING_PREFIXES):
            return Danger.NEGATION if word.startswith("non") else Danger.TURNING
        return None

    def _of_glued(self, letters: str, *, one_word: bool = False) -> Danger | None:
        """The danger of letters that stood in one word or in several: `war farin`, `with out`."""
        if letters in _NEGATIONS or _is_misspelt(letters):
            return Danger.NEGATION
        if letters in _NUMBERS or (letters.endswith("teen") and len(letters) > 5):
            return Danger.NUMBER
        if letters in _DOSES and len(letters) > 3:
            return Danger.DOSE
        return Danger.DRUG if self._is_drug(letters, by_stem=one_word) else None

    def _is_drug(self, letters: str, *, by_stem: bool) -> bool:
        if letters in self.drugs:
            return True
        if letters in _NO_DRUGS or len(letters) > _MOST_LETTERS:
            return False
        return bool(by_stem and _STEM.fullmatch(letters)) or self._is_near_a_drug(letters)

    def _is_near_a_drug(self, letters: str) -> bool:
        """One letter off, or two in a long name."""
        most = 0 if len(letters) < 5 else 1 if len(letters) < 8 else 2
        if not most:
            return False
        near = (
            name
            for size in range(len(letters) - most, len(letters) + most + 1)
            for name in self.by_length.get(size, ())
        )
        names = [name for name in near if len(name) >= 5]
        return process.extractOne(letters, names, scorer=OSA.distance, score_cutoff=most) is not None

    def roots_in(self, letters: str) -> Iterator[str]:
        """Every negation and every name of a drug somewhere inside a run of letters, as often as it stands there."""
        without = _HARMLESS_NOT.sub("-", letters)
        for root in _NEGATIVE_ROOTS:
            yield from [root] * without.count(root)
        for name in self.drugs:
            if len(name) >= 6 and name in letters:
                yield from [name] * letters.count(name)


def _is_digit(char: str) -> bool:
    """In any script, above or below the line, in a circle, as a fraction."""
    if char.isascii():
        return char.isdigit()
    return (
        unicodedata.category(char)[0] == "N"
        or any(unicodedata.category(plain)[0] == "N" for plain in unicodedata.normalize("NFKD", char))
        or unicodedata.numeric(char, None) is not None
    )


def _is_misspelt(letters: str) -> bool:
    """Whether it may have been meant as a negation: letters changed places, or one of a long word is off."""
    if letters in {"nto", "ont", "tno", "nver", "neer", "nevr", "nevre", "nveer", "wihtout", "nott", "noot"}:
        return True
    return len(letters) >= 5 and any(
        OSA.distance(letters, word, score_cutoff=1) <= 1
        for word in ("never", "without", "avoid", "except", "unless", "cannot", "nothing", "neither")
    )


def _shape(word: str) -> Danger | None:
    """Words that mean something by their shape: abbreviations, single letters, Roman numbers."""
    letters = "".join(char for char in word if char.isalpha())
    if _ROMAN.fullmatch(word) or _SMALL_ROMAN.fullmatch(word):
        return Danger.NUMBER
    if len(letters) == 1 and word != "a":
        return Danger.LETTERS
    inner = any(first.islower() and second.isupper() for first, second in pairwise(letters))
    return Danger.LETTERS if len(letters) >= 2 and (letters.isupper() or inner) else None
