"""The words and signs that masking knows: what makes a number a quantity, and what announces a person's."""

import re
from typing import Final

UNIT: Final = re.compile(
    r"\s{0,2}-?\s?(?:%|‰|°|º|[µμ][a-z]|(?:"
    # Masses, volumes, amounts, activity, pressure, energy, heat.
    r"[munp]?mols?|[kmnp]?g|mcg|ug|gm|gr|grams?|milligrams?|micrograms?|kilograms?|kilos?|ozs?|ounces?|lbs?|pounds?|stones?"
    r"|[mducf]?l|cc|lit(?:er|re)s?|millilit(?:er|re)s?|drops?|teaspoons?|tablespoons?|tsp|tbsp|pints?|cups?"
    r"|[mk]?iu|i\.u\.|[mk]?u|units?|international|meq|[mk]?bq|m?ci|m?gy|m?sv|mm\s?hg|k?pa|cm\s?h2o|[mk]?hz|kcals?|cals?|calories|k?j"
    r"|[cmkn]?m|millimet(?:er|re)s?|centimet(?:er|re)s?|met(?:er|re)s?|inch(?:es)?|ft|feet|miles?|degrees?|celsius|fahrenheit|[cf]"
    # Times, and rates.
    r"|ms|s|secs?|seconds?|mins?|minutes?|h|hrs?|hours?|hourly|d|days?|daily|nights?|wks?|weeks?|months?|yrs?|years?|decades?|bpm|beats?|breaths?"
    # What is counted.
    r"|people|persons?|patients?|adults?|children|women|men|babies|births|deaths|cases|studies|trials|participants|cells?|copies|platelets"
    r"|tablets?|tabs?|capsules?|caps?|pills?|doses?|puffs?|sprays?|patches|vials?|ampoules?|times?|per|percent|million|billion|thousand|x"
    r")(?:[/ ·.]|(?![^\W_])))",
    re.IGNORECASE,
)
"""Right behind a number it says that the number is a quantity."""

ANNOUNCED_CODE: Final = (
    r"\b(?:pm(?:c)?id|pmc|doi|nct|isrctn|eudract|isbn(?:-1[03])?|issn|icd(?:-1[01])?|snomed(?:\sct)?|loinc|cas|ndc|atc|omim"
    r"|mesh|rxnorm|rxcui|umls|orpha(?:net)?|ean|gtin|lot|batch|figure|table|reference)"
    r"(?:\s(?:number|no\.?|id|code))?\s?[:#]?\s?\d[\d -]{0,30}"
)
"""Numbers of publications, codes, substances and packages, with the word that says so."""

DATE_OF_PAGE: Final = re.compile(
    r"\b(?:review|updat|publish|access|approv|recall|version|dated|page|edition|since|until|expir)"
    r"|\b(?:guidelines?|guidance|recommendations?|criteria|protocol)\s(?:of|from|as\sof|on)\s(?:the\s)?$",
    re.IGNORECASE,
)
"""Before a date it says that the date isn't somebody's."""

OF_WHAT_IS_PUBLISHED: Final = re.compile(
    r"\s(?!(?:and|but|so|the|this|that|your|my|our|as|is|was)\s)(?:\w{1,20}\s)?"
    r"(?:guidelines?|guidance|recommendations?|criteria|protocol|edition|version|update|classification|consensus)\b",
    re.IGNORECASE,
)
"""Right behind a date it says the same: the 12/03/2021 guideline."""

DATE_OF_A_PERSON: Final = re.compile(
    r"\b(?:mrn|ssn|my\s{1,2}name|born|birth\s?da(?:y|te)|date\s{1,2}of\s{1,2}birth|d\.?o\.?b\b|due\s{1,2}date|admitted|admission|discharged?|diagnosed|appointments?"
    r"|(?:my|our|his|her)\s{1,2}(?:\w{1,20}\s{1,2}){0,2}(?:operation|surgery|scan|x-?ray|biopsy|delivery|visit|tests?|check-?up))\b",
    re.IGNORECASE,
)
"""In the sentence of a date it says that the date is of somebody's life."""

_MONTH: Final = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
DAY_OF_BIRTH: Final = (
    rf"\d{{1,2}}(?:st|nd|rd|th)?\s(?:of\s)?{_MONTH},?(?:\s\d{{2,4}})?"
    rf"|{_MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s\d{{2,4}})?|{_MONTH},?\s\d{{4}}"
    r"|\d{1,2}[./ -]\d{1,2}[./ -]\d{2,4}|\d{4}[./ -]\d{1,2}[./ -]\d{1,2}"
)

WHOSE: Final = r"(?:my|our)(?:\s\w{1,20}['’]s)?|his|her|their"

RECORD: Final = (
    r"(?:mrn|mbi|nhs|ssn|chi|nino|ahv|avs|passport|social\s+security|national\s+insurance|medical\s+record)(?:\s+(?:number|no|nr|id))?"
    r"|(?:hospital|patients?['’]?s?|insurance|policy|member(?:ship)?|account|case|record|licence|license"
    r"|medicare|medicaid|health\s?card|card|id)\s+(?:number|no|nr|id)"
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
    r"and|but|or|i|the|a|an|on|in|at|of|to|with|not|no|is|very|so|also|too|from|for|sure|sorry|wrong|right|worried|concerned|confused"
    r"|diabetic|asthmatic|allergic|pregnant|epileptic|coeliac|celiac|positive|negative|deficient|intolerant|resistant|patient|type|stage|grade"
    r"|vitamin|factor|taking|using|having|being|currently|now|just|only|still|reading|writing|trying|told|blood|heart|high|low|rh|hiv|level|dose"
    r"|misspel(?:t|led)|spel(?:t|led)|missing|mentioned|listed|given|known|unknown|called|take|takes|give|one|two|three|adults?|child|children"
    r"|male|female|acute|chronic|mild|severe|safety|information|leaflet|education|support|care|advice"
)
"""Words that begin, or follow, what is no name after "I am"."""

OF_MEDICINE: Final = re.compile(
    # Diseases, and what else is called after those who found it.
    r"(?:diseases?|syndromes?|disorders?|cancers?|tumou?rs?|phenomenon|phenomena|tremors?|fever|virus(?:es)?|palsy|dystrophy"
    r"|an(?:a)?emia|phobia|chorea|ataxia|psychosis|dementia|depression|anxiety|diabetes|asthma|epilepsy|stroke|migraines?|angina"
    r"|infections?|inflammation|injury|failure|attacks?|arrest|deficiency|insufficiency|impairment|disability|spectrum|intolerance"
    r"|allerg(?:y|ies)|ulcers?|cysts?|polyps?|hernia|fractures?|rash|pox|flu|influenza|measles|mumps|rubella|malaria|cholera|plague"
    r"|tetanus|polio|rabies|sepsis|shingles|herpes|eczema|psoriasis|lupus|scurvy|rickets|gout|hypertension|hypotension|oedema|edema"
    r"|contracture|thyroiditis|colitis|otitis|cystitis|glaucoma|[a-z]{0,12}(?:carcin|sarc|aden|lymph|blast|myel|gli|melan)oma"
    r"|embolism|infarction|ha?emorrhage|bleeding|fibrillation|tachycardia|bradycardia|pain|cough|therapy|surgery|transplant"
    r"|imaging|resonance|tomography|ultrasound|scans?|tests?|screening|treatment|medicines?|index|pressure|rate|count|scale|score"
    r"|reflex|manoeuvre|maneuver|reaction|criteria|classification|stain|nodes?|bod(?:y|ies)|gland|tendon|tubes?|catheter"
    r"|[a-z]{4,20}(?:itis|osis|penia|pathy|algia|ectomy|ostomy|oscopy|plasia|trophy|plegia|lepsy|aemia|rrh(?:o)?ea)"
    # What is given, and its forms.
    r"|acids?|vaccines?|tablets?|capsules?|suspension|syrup|cream|ointment|injections?|infusion|inhalers?|drops|gel"
    r"|sodium|potassium|calcium|magnesium|hydrochloride|sul(?:ph|f)ate|phosphate|chloride|acetate|citrate|tartrate|maleate"
    # Endings of the nonproprietary names of drugs that no name of a person has.
    r"|[a-z]{3,20}(?:cillin|mycin|floxacin|cycline|azole|statin|sartan|olol|dipine|azepam|zolam|tidine|formin|gliptin|gliflozin"
    r"|glutide|tinib|ciclib|xaban|parin|profen|coxib|triptan|setron|oxetine|triptyline|pramine|caine|barbital|phylline|solone"
    r"|sonide|dronate|fibrate|lukast|semide|thiazide|vudine|ciclovir|navir|zumab|ximab|platin|taxel|rubicin|trexate|clavulanate))",
    re.IGNORECASE,
)
"""Whole words. What has one in it is no name of a person, and neither is what stands before one."""

CALLED_AFTER: Final = re.compile(
    r"(?:diseases?|syndromes?|disorders?|cancers?|tumou?rs?|phenomenon|tremors?|fever|virus|palsy|dystrophy|an(?:a)?emia|chorea"
    r"|dementia|encephalopathy|contracture|thyroiditis|lymphoma|sarcoma|reflex|manoeuvre|maneuver|criteria|classification|bodies"
    r"|acid|vaccines?|tablets?|capsules?|suspension|syrup|cream|ointment|injections?|inhalers?|sodium|hydrochloride)"
)
"""Of these words those that say the same in small letters behind a name: "Jane Smith asthma" may still be somebody."""

DOSE: Final = re.compile(
    r",?\s{1,2}\(?\d[\d.,]{0,9}\s?(?:%|[µμm]g|[kmu]?cg|ug|g|ml|[km]?iu|units?|mmol|meq|drops?|tablets?|tabs?|capsules?|puffs?)(?!\w)",
    re.IGNORECASE,
)
"""Behind words it says that they are of what is given: an age or a weight doesn't."""

RELATIVE: Final = (
    r"(?:grand|step|god)?-?(?:son|daughter|child|mother|father|mum|mom|dad|ma|pa)|baby|boy|girl|wife|husband|partner|spouse|brother|sister|twin"
    r"|uncle|aunt|niece|nephew|cousin|friend|neighbou?r|girlfriend|boyfriend|patient|doctor|nurse|gp"
)
"""Whose name may follow."""

FAREWELL: Final = (
    r"(?:(?:kind|kindest|best|warm|many)\s{1,2})?regards|(?:yours\s{1,2})?(?:sincerely|faithfully|truly)"
    r"|best\s{1,2}wishes"
)
"""Before the name of who wrote."""

MAIL_HOSTS: Final = (
    r"gmail|googlemail|yahoo|ymail|hotmail|outlook|live|msn|icloud|aol|proton(?:mail)?|gmx|web|mail|btinternet|comcast"
)
TOP_DOMAINS: Final = r"com|org|net|edu|gov|info|uk|de|fr|es|eu|ie|ca|au|nz|ch|nl|me"

POSTCODE_AREAS: Final = (
    "AB|AL|B|BA|BB|BD|BH|BL|BN|BR|BS|BT|CA|CB|CF|CH|CM|CO|CR|CT|CV|CW|DA|DD|DE|DG|DH|DL|DN|DT|DY|E|EC|EH|EN|EX|FK|FY|G|GL|GU|GY"
    "|HA|HD|HG|HP|HR|HS|HU|HX|IG|IM|IP|IV|JE|KA|KT|KW|KY|L|LA|LD|LE|LL|LN|LS|LU|M|ME|MK|ML|N|NE|NG|NN|NP|NR|NW|OL|OX|PA|PE|PH|PL|PO"
    "|PR|RG|RH|RM|S|SA|SE|SG|SK|SL|SM|SN|SO|SP|SR|SS|ST|SW|SY|TA|TD|TF|TN|TQ|TR|TS|TW|UB|W|WA|WC|WD|WF|WN|WR|WS|WV|YO|ZE"
)
UNITS_LIKE_POSTCODES: Final = "ug|ng|pg|dl|nl|fl|hr|yr|lb|gr|ft|st|nd|rd|th|bd|qd|pt|pr|sr|xl|us|gy|bq|pa"
"""Vitamin B12 5ug is no address in Birmingham."""

HOUSE: Final = (
    r"\b(?P<said>(?:live|lives|living|reside)\s(?:at|in)|address\s?(?:is|:))\s{1,2}(?:flat\s\w{1,5},?\s)?\d{1,5}[a-z]?,?\s"
    r"(?:[\w'’.-]{1,30}\s){1,4}(?:street|road|avenue|lane|drive|close|way|court|place|square|terrace|crescent|boulevard|st|rd|ave|blvd|ln|dr)\b"
)

STREET: Final = (
    # 12 Oak Street, 12b Old Mill Rd.
    r"\b\d{1,4}[a-zA-Z]?,?\s(?:[A-Z][\w'’.-]{0,30}\s){1,3}"
    r"(?:Street|Road|Avenue|Lane|Drive|Close|Court|Square|Terrace|Crescent|Boulevard|St|Rd|Ave|Blvd|Ln|Dr)\b"
    # 12 oak street
    r"|\b(?P<number>\d{1,4})\s[a-z'’-]{2,30}\s(?:street|road|avenue|lane)\b"
)
STATES: Final = (
    "AK|AL|AR|AZ|CA|CO|CT|DC|DE|FL|GA|HI|IA|ID|IL|IN|KS|KY|LA|MA|MD|ME|MI|MN|MO|MS|MT|NC|ND|NE|NH|NJ|NM|NV|NY|OH|OK|OR|PA|PR"
    "|RI|SC|SD|TN|TX|UT|VA|VT|WA|WI|WV|WY"
)
STATES_LIKE_WORDS: Final = "AL|CO|DE|HI|ID|IN|LA|MA|MD|ME|MI|MS|OH|OK|OR|PA"
"""IN 10500 patients is no place in Indiana."""
STATES_BY_ZIP: Final = (
    r"AL(?=\s+3[56])|CO(?=\s+8[01])|DE(?=\s+19[789])|HI(?=\s+96[78])|ID(?=\s+83[2-8])|IN(?=\s+4[67])|LA(?=\s+7[01])"
    r"|MA(?=\s+0[12])|MD(?=\s+2(?:0[6-9]|1))|ME(?=\s+0[34])|MI(?=\s+4[89])|MS(?=\s+3(?:8[6-9]|9))|OH(?=\s+4[3-5])"
    r"|OK(?=\s+7[34])|OR(?=\s+97)|PA(?=\s+1[5-9])"
)
"""The same, with how their codes begin: in Columbus OH 43004 no comma says that it is a place."""

STATE_NAMES: Final = (
    "Alabama|Alaska|Arizona|Arkansas|California|Colorado|Connecticut|Delaware|Florida|Georgia|Hawaii|Idaho|Illinois|Indiana|Iowa"
    "|Kansas|Kentucky|Louisiana|Maine|Maryland|Massachusetts|Michigan|Minnesota|Mississippi|Missouri|Montana|Nebraska|Nevada"
    "|New Hampshire|New Jersey|New Mexico|New York|North Carolina|North Dakota|Ohio|Oklahoma|Oregon|Pennsylvania"
    "|Puerto Rico|Rhode Island|South Carolina|South Dakota|Tennessee|Texas|Utah|Vermont|Virginia|Washington"
    "|West Virginia|Wisconsin|Wyoming"
)

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

NO_HANDLE: Final = (
    r"home|work|school|hospital|rest|nights?|bedtime|noon|midday|midnight|breakfast|lunch|dinner"
    r"|least|most|once|all|the|any"
)
"""What follows an @ that says "at"."""

NUMBERED: Final = re.compile(
    r"\b(?:ec|sections?|recommendations?|chapters?|versions?|table|v)\s?(?:no\.?|number)?\s?[:.]?\s?$", re.IGNORECASE
)
"""Right before four numbers with dots it says that they are no address of a device."""

BOX: Final = r"\b(?:p\.?\s?o\.?|post\s?office)\s?box\s?(?:no\.?|number|:)?\s?\d{1,6}(?!\w)"
