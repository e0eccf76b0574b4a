"""The words and signs of postal addresses, where they are written in different ways."""

from typing import Final

POSTCODE_AREAS: Final = (
    "AB|AL|B|BA|BB|BD|BH|BL|BN|BR|BS|BT|CA|CB|CF|CH|CM|CO|CR|CT|CV|CW|DA|DD|DE|DG|DH|DL|DN|DT|DY|E|EC|EH|EN|EX|FK|FY|G|GL|GU|GY"
    "|HA|HD|HG|HP|HR|HS|HU|HX|IG|IM|IP|IV|JE|KA|KT|KW|KY|L|LA|LD|LE|LL|LN|LS|LU|M|ME|MK|ML|N|NE|NG|NN|NP|NR|NW|OL|OX|PA|PE|PH|PL|PO"
    "|PR|RG|RH|RM|S|SA|SE|SG|SK|SL|SM|SN|SO|SP|SR|SS|ST|SW|SY|TA|TD|TF|TN|TQ|TR|TS|TW|UB|W|WA|WC|WD|WF|WN|WR|WS|WV|YO|ZE"
)
CODE_AREAS_WITH_LETTER: Final = "E|EC|N|NW|SE|SW|W|WC"
OF_A_GENE: Final = "variants?|mutations?|alleles?|genes?|haplotypes?|polymorphisms?|proteins?|substitutions?|strains?"
"""Behind letters and figures it says that they are no address."""
UNITS_LIKE_POSTCODES: Final = "ug|ng|pg|dl|nl|fl|hr|yr|lb|gr|ft|st|nd|rd|th|bd|qd|pt|pr|sr|xl|us|gy|bq|pa"
"""Vitamin B12 5ug is no address in Birmingham."""

HOUSE: Final = (
    r"\b(?P<said>(?:live|lives|living|reside)\s(?:at|in)|address\s?(?:is"
    r"|:))\s{1,2}(?:flat\s\w{1,5},?\s)?\d{1,5}[a-z]?,?\s"
    r"(?:[\w'’.-]{1,30}\s){1,4}(?:street|road|avenue|lane|drive|close|way|court|place|square|terrace|crescent"
    r"|boulevard|st|rd|ave|blvd|ln|dr)\b"
)

_TOWN_BEHIND: Final = r"(?:,?\s\d{5}\s[A-ZÄÖÜÉÁ][\w-]{2,30})?"
STREET: Final = (
    # 12 Oak Street, 12b Old Mill Rd.
    r"\b\d{1,4}[a-zA-Z]?,?\s(?:[A-Z][\w'’.-]{0,30}\s){1,3}"
    r"(?:Street|Road|Avenue|Lane|Drive|Close|Court|Square|Terrace|Crescent|Boulevard|St|Rd|Ave|Blvd|Ln|Dr)\b"
    # Lindenstraße 12, 50667 Köln; calle Mayor 12, 28013 Madrid; 12 bis rue de Rivoli, 75001 Paris
    rf"|\b[A-ZÄÖÜ][a-zäöüß-]{{0,30}}(?:stra(?:ß|ss)e|str\.|gasse|allee)\s\d{{1,4}}[a-z]?\b{_TOWN_BEHIND}"
    r"|\b(?:(?:[Cc]alle|[Aa]venida|[Aa]vda\.|[Pp]laza|[Pp]aseo)\s|[Cc]/\s?)"
    rf"(?:[\w'’.-]{{1,30}}\s){{0,4}}[A-ZÁÉÍÓÚÑ][\w'’.-]{{1,30}},?\s(?:n[º°.]\s?)?\d{{1,4}}\b{_TOWN_BEHIND}"
    rf"|\b\d{{1,4}}(?:\s(?:bis|ter))?,?\s(?:rue|avenue|boulevard|place|chemin|impasse|allée"
    rf"|quai)\s(?:[\w'’-]{{1,30}}\s){{0,4}}[A-ZÀÂÉÈÎÔ][\w'’-]{{1,30}}{_TOWN_BEHIND}"
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

BOX: Final = r"\b(?:p\.?\s?o\.?|post\s?office)\s?box\s?(?:no\.?|number|:)?\s?\d{1,6}(?!\w)"
ZIP_CODE: Final = (
    r"\b(?P<said>(?:zip|post(?:al)?|c[oó]digo\s{1,2}postal|code\s{1,2}postal|plz"
    r"|postleitzahl)\s?(?:code)?(?:\s?(?:is|was|es|ist|est|[:=#])){0,2}\s{1,2})"
    r"(?:\d{4,5}(?:-\d{4})?|\d{3}\s\d{2}|[a-z]\w{1,3}\s?\d\w{2})(?![\w-]|[.,]\d)"
)
"""With the word that says so."""
