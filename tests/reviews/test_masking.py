"""What could tell who a reader is never reaches the database; what a mistake is about does, every figure of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviews.masking import Kind, mask


@pytest.mark.parametrize(
    ("secret", "kind"),
    [
        ("ann@example.org", Kind.EMAIL),
        ("ann.o-neil+x@mail.example.co.uk", Kind.EMAIL),
        ("ann (at) example.org", Kind.EMAIL),
        ("jane at gmail dot com", Kind.EMAIL),
        ("jane.smith at hospital dot co dot uk", Kind.EMAIL),
        ("jane at gmail.com", Kind.EMAIL),
        ("jane [at] mail [dot] org", Kind.EMAIL),
        ("202-555-0123", Kind.NUMBER),
        ("202.555.0123", Kind.NUMBER),
        ("1-202-555-0123", Kind.NUMBER),
        ("2025550123", Kind.NUMBER),
        ("+44 20 7946 0958", Kind.NUMBER),
        ("+1 (202) 555-0123", Kind.NUMBER),
        ("(202) 555-0123", Kind.NUMBER),
        ("(0161) 496 0000", Kind.NUMBER),
        ("0161 496 0000", Kind.NUMBER),
        ("01 23 45 67 89", Kind.NUMBER),
        ("030/1234567", Kind.NUMBER),
        ("943 476 5919", Kind.NUMBER),
        ("9434765919", Kind.NUMBER),
        ("078-05-1120", Kind.NUMBER),
        ("943-476-5919", Kind.NUMBER),
        ("4111 1111 1111 1111", Kind.NUMBER),
        ("4111-1111-1111-1111", Kind.NUMBER),
        ("4111111111111111", Kind.NUMBER),
        ("5555555555554444", Kind.NUMBER),
        ("2223003122003222", Kind.NUMBER),
        ("6011111111111117", Kind.NUMBER),
        ("378282246310005", Kind.NUMBER),
        ("3782 822463 10005", Kind.NUMBER),
        ("30569309025904", Kind.NUMBER),
        ("078 05 1120", Kind.NUMBER),
        ("AB123456C", Kind.RECORD),
        ("ab123456c", Kind.RECORD),
        ("AB 12 34 56 C", Kind.RECORD),
        ("JG 121316A", Kind.RECORD),
        ("٠٢٠٧٩٤٦٠٩٥٨", Kind.NUMBER),
        ("1EG4-TE5-MK72", Kind.RECORD),
        ("1eg4te5mk72", Kind.RECORD),
        ("0049 151 23456789", Kind.NUMBER),
        ("0049-151-2345678", Kind.NUMBER),
        ("00447700900123", Kind.NUMBER),
        ("DE89370400440532013000", Kind.NUMBER),
        ("de89370400440532013000", Kind.NUMBER),
        ("DE89 3704 0044 0532 0130 00", Kind.NUMBER),
        ("BE68 5390 0754 7034", Kind.NUMBER),
        ("756.1234.5678.97", Kind.NUMBER),
        ("12 Oak Street", Kind.ADDRESS),
        ("12b Old Mill Rd", Kind.ADDRESS),
        ("12 oak street", Kind.ADDRESS),
        ("PO Box 123", Kind.ADDRESS),
        ("p.o. box 123", Kind.ADDRESS),
        ("sw1a 1aa", Kind.ADDRESS),
        ("SW1A1AA", Kind.ADDRESS),
        ("b12 8qx", Kind.ADDRESS),
    ],
)
def test_what_is_taken_out(secret: str, kind: Kind) -> None:
    left = mask(f"Write to {secret}, please. The dose is wrong.")
    assert secret not in left.words
    assert left.words.startswith("Write to [")
    assert left.words.endswith("The dose is wrong.")
    assert left.taken == (kind,)


@pytest.mark.parametrize(
    ("said", "secret", "kind"),
    [
        ("My MRN 123456 is known.", "123456", Kind.RECORD),
        ("MRN: 00-12-34", "00-12-34", Kind.RECORD),
        ("NHS number 943 476", "943 476", Kind.RECORD),
        ("My hospital number is A123456 and the dose is wrong", "A123456", Kind.RECORD),
        ("patient id: 48213", "48213", Kind.RECORD),
        ("Insurance no. ABC 99871", "99871", Kind.RECORD),
        ("policy number 55512 at Acme", "55512", Kind.RECORD),
        ("SSN 078051120", "078051120", Kind.RECORD),
        ("123456 is my hospital number", "123456", Kind.RECORD),
        ("943 476 5919 is my son’s NHS number", "943", Kind.RECORD),
        ("My national insurance number: QQ 12 34 56 C", "12 34 56", Kind.RECORD),
        ("Medicare number 1EG4-TE5-MK72", "MK72", Kind.RECORD),
        ("Medicare ID: 1EG4-TE5-MK72", "1EG4", Kind.RECORD),
        ("my medicare number is 1EG4 TE5 MK72", "TE5", Kind.RECORD),
        ("mbi 1EG4TE5MK72", "1EG4TE5MK72", Kind.RECORD),
        ("my insurance number is 1EG4-TE5-MK73", "MK73", Kind.RECORD),
        ("my insurance number is 12-AB34-C5", "AB34", Kind.RECORD),
        ("passport 533401372", "533401372", Kind.RECORD),
        ("Passport no. 533401372", "533401372", Kind.RECORD),
        ("AHV 756.1234.5678.97", "5678", Kind.NUMBER),
        ("AHV 7561234567897", "7561234567897", Kind.RECORD),
        ("IBAN DE89370400440532013000", "DE89", Kind.NUMBER),
        ("IBAN BE68 5390 0754 7034 CALL ME", "7034", Kind.NUMBER),
        ("Call me on 555 0123.", "555 0123", Kind.NUMBER),
        ("my phone number is 5550123", "5550123", Kind.NUMBER),
        ("I am Jane Smith and I have HIV", "Jane Smith", Kind.NAME),
        ("I’m Dr. Smith", "Smith", Kind.NAME),
        ("name: Jane Smith", "Jane Smith", Kind.NAME),
        ("Name: Mary-Jane O’Neil", "O’Neil", Kind.NAME),
        ("my name is jane smith and", "jane smith", Kind.NAME),
        ("This is Jane Mary Smith", "Smith", Kind.NAME),
        ("my sons name is Tom Hardy", "Tom", Kind.NAME),
        ("My daughter’s name is emily clark", "clark", Kind.NAME),
        ("his name is Tom Hardy", "Hardy", Kind.NAME),
        ("patient: Tom Hardy", "Hardy", Kind.NAME),
        ("Patient name Tom Hardy", "Hardy", Kind.NAME),
        ("patient's name is Tom Hardy", "Hardy", Kind.NAME),
        ("The dose is wrong.\n\nRegards, Peter Brown", "Peter", Kind.NAME),
        ("Kind regards\nPeter Brown", "Brown", Kind.NAME),
        ("The dose is wrong. Thanks, Peter", "Peter", Kind.NAME),
        ("my daughter Emily Clark takes 5 ml", "Emily", Kind.NAME),
        ("my youngest son, Tom Hardy, has it", "Hardy", Kind.NAME),
        ("My date of birth was 03/04/1967", "1967", Kind.DATE),
        ("I was born in Leeds, on 1967-04-03", "1967", Kind.DATE),
        ("my birthday, 12/03/75", "75", Kind.DATE),
        ("admitted on 12-03-75", "75", Kind.DATE),
        ("12.03.2025 is my next appointment", "2025", Kind.DATE),
        ("I was diagnosed with asthma on 3.4.2021", "2021", Kind.DATE),
        ("after my knee operation on 3.4.2021", "2021", Kind.DATE),
        ("I was born on 3 April 1967.", "1967", Kind.DATE),
        ("born April 3, 1967", "1967", Kind.DATE),
        ("DOB 12 03 75", "12 03 75", Kind.DATE),
        ("3 May 1961 is my date of birth", "1961", Kind.DATE),
        ("May 3rd, 1961 was my mother's birthday", "1961", Kind.DATE),
        ("03 05 61 is my d.o.b.", "61", Kind.DATE),
        ("3 May 1961 (DOB), and I take 50 mg", "1961", Kind.DATE),
        ("3 May 1961 is the day I was born", "1961", Kind.DATE),
        ("I live at 12 Acacia Road in Leeds", "Acacia", Kind.ADDRESS),
        ("My address is 221b Baker Street", "Baker", Kind.ADDRESS),
    ],
)
def test_what_says_itself_whose_it_is(said: str, secret: str, kind: Kind) -> None:
    left = mask(said)
    assert secret not in left.words
    assert left.taken == (kind,)


def test_many_at_once_and_the_dose_between_them() -> None:
    left = mask("I am Ann O’Neil, born on 3 April 1967, SW1A 1AA. Call 202-555-0123 10-20 mg, not 1000-2000 mg.")
    assert left.words == (
        "I am [name removed], [date removed], [address removed]. Call [number removed] 10-20 mg, not 1000-2000 mg."
    )
    assert left.taken == (Kind.DATE, Kind.NUMBER, Kind.NAME, Kind.ADDRESS)


@pytest.mark.parametrize(
    "words",
    [
        "Take 500 mg twice a day, at most 4,000 mg in 24 hours.",
        "In the part “Risks”, 10.1056 should be 10.5 in 2010–2020, not 1 in 20 000.",
        "Blood pressure 120/80, 98.6 °F, pH 7.35 to 7.45.",
        "born with it",
        "The dose is wrong: it must be 1000-2000 mg a day",
        "5000–10000 IU",
        "Heparin 5000 - 7500 units",
        "1 000 000 units",
        "1000000-2000000 units",
        "10 000 000 IU/day",
        "120/80 130/85 140/90",
        "120/80, 130/85 and 140/90 mmHg",
        "37.5 - 38.5 - 39.5",
        "0.25-0.5-0.75-1.0-1.25",
        "PMID 31234567",
        "PMID: 31234567, 29876543",
        "31234567",
        "doi:10.1016/0140-6736(94)90123-4",
        "10.1001/jama.2019.0123",
        "https://example.org/articles/0161-496-0000/",
        "NCT01234567",
        "ISBN 0-306-40615-2",
        "ISBN 0306406152",
        "SNOMED 195967001",
        "SNOMED CT 1240581000000104",
        "LOINC 2345-7",
        "NDC 0071-0155-23",
        "ICD-10 E11.9",
        "CAS 50-78-2",
        "your page says 1-800-222-1223",
        "call 911, 999, 112 or NHS 111",
        "Freephone 0800 123 4567",
        "poison control (800) 222-1222",
        "500 750 1000 mg",
        "100-200-3000 mcg",
        "steps of 100-200-3000",
        "250-500-1000, then 125 250 1000",
        "not 500 50 2000 but 100 50 2000, then 100 75 1500",
        "1000 2000 3000 4000",
        "4000 4500 5000 5500",
        "4000-4500 5000-5500 IU",
        "4111111111111112",
        "1240581000000104",
        "4000000000000002000",
        "9 500 000 000 000 000",
        "4006381333931 on the package",
        "0000-0002-1825-0097",
        "978030640615",
        "123-45-67",
        "666-12-3456",
        "lot AB123456C, batch no. CE 12 34 56 A",
        "AT 10 20 30 C",
        "at 10 20 30 c",
        "take on 12 34 56 a day",
        "MG 12 34 56 A DAY",
        "BG123456A",
        "3 May 2024 is World Asthma Day",
        "1 March 2024 is the date of the review",
        "On 3 May 2024. Date of birth is asked for.",
        "2 January 2020 is when the trial began",
        "1000 is my dose",
        "500 is my card",
        "12 is my patient number",
        "250 500 1000 ml",
        "start with 5-10-15 mg",
        "2-5-10",
        "1/2/10 mg",
        "take 1-0-1",
        "2000000000 cells",
        "1500000000 people",
        "10 000 000 000 platelets",
        "7 900 000 000",
        "1234567 people",
        "2 500 000–3 500 000",
        "vitamin B12 5ug",
        "vitamin B12 2 mcg",
        "B12 1bd",
        "D3 5ug",
        "HbA1c 6.5-7.5",
        "CYP2D6",
        "CD4 200-500",
        "IL6 2pg",
        "E11 9",
        "babies born before 37 weeks should get 30-40 mg",
        "people born between 1945 and 1965",
        "born 3 weeks early and given 5 mg",
        "I am Diabetic",
        "I am Type Two Diabetic",
        "I am Allergic To Penicillin",
        "I am HIV Positive",
        "I am Rh Negative",
        "Brand name: Panadol Extra",
        "generic name: Paracetamol",
        "drug name: Folic Acid",
        "The name: Folic Acid",
        "the hospital 500 mg",
        "patient number 12 in the trial",
        "In patients 10000-20000 units",
        "hospital number 2000 mg",
        "The policy 2020-2021",
        "my case 1000 mg",
        "nhs says 5000 units",
        "record 12000 steps",
        "reviewed on 03/04/2024",
        "updated 2024-03-01",
        "as the page of 12/03/2024 says, published 12/03/2024",
        "The article says 14/02/2024 as the date of the guideline",
        "season ended 31/03/2026",
        "the trial closed on 31.03.2026",
        "Write 03/04/2024, not 04/03/2024",
        "I have an appointment soon. The guideline is of 14/02/2024.",
        "1EG4-TE5-MK7",
        "DE89370400440532013001 on the package",
        "756.1234.5678.96",
        "Thanks, Heart Failure is spelled wrongly",
        "I gave my daughter Calpol Infant 5 ml",
        "I gave my daughter Calpol",
        "I gave my daughter Calpol Infant Suspension 5 ml",
        "her name is misspelt in the list",
        "my medicine's name is Panadol Extra",
        "their name is not given",
        "500 mg street value",
        "Take 2 with water",
        "0000-0002-1825-0097, 000-123",
        "PO 20 mg",
        "look at the dot on the picture",
        "look at nhs.uk",
        "Look at the dot com",
        "at 37 °C",
        "5 at 10",
        "sodium 135-145 mmol/l; potassium 3.5-5.0; platelets 150-450 x10^9/l; 150000-450000",
        "300 000 - 400 000",
        "Lancet 2019;393:1234-1245",
        "N Engl J Med 2017; 376: 1713-1722",
        "45-60-90 minutes",
        "6/10-8/10",
        "1:1000",
        "1 in 1 000 000",
        "open 08.00-20.00",
        "04-06 and 08-10",
        "0.5-1.0-1.5",
        "call 1000-2000 high",
        "text 500-1000",
        "phone 5 times",
    ],
)
def test_medicine_stays(words: str) -> None:
    left = mask(words)
    assert (left.words, left.taken) == (words, ())


QUANTITY = st.sampled_from(
    [
        "mg",
        "mcg",
        "µg",
        "g",
        "kg",
        "ml",
        "IU",
        "units",
        "mmol/l",
        "%",
        "°C",
        "hours",
        "weeks",
        "years",
        "people",
        "kcal",
        "bpm",
    ]
)


@given(st.integers(0, 10**7), st.integers(0, 10**7), st.sampled_from(["-", "–", " - ", " to ", "/"]), QUANTITY)
def test_no_range_with_a_unit_is_lost(low: int, high: int, between: str, unit: str) -> None:
    words = f"Give {low}{between}{high} {unit} a day."
    assert mask(words).words == words


STEPS = st.lists(st.integers(1, 2_000).map(lambda step: 5 * step), min_size=2, max_size=5)


@given(STEPS, st.sampled_from([" ", "-", "/", ", ", ", then ", " to "]))
def test_no_steps_of_a_dose_are_lost_even_without_their_unit(steps: list[int], between: str) -> None:
    words = f"Not {between.join(str(step) for step in steps)} but more."
    assert mask(words).words == words


@given(st.integers(1, 10**9 - 1), st.sampled_from(["", " every day", " mg", " in 5 ml", ", not 10", " IU"]))
def test_no_plain_number_of_up_to_nine_digits_is_lost(number: int, after: str) -> None:
    words = f"The dose is {number}{after}."
    assert mask(words).words == words


@given(st.integers(10**11, 10**19))
def test_of_long_numbers_only_those_go_that_can_be_a_card(number: int) -> None:
    words = f"Code {number} is wrong."
    digits = [int(digit) for digit in reversed(str(number))]
    checked = sum(digits[0::2]) + sum(sum(divmod(2 * digit, 10)) for digit in digits[1::2])
    if checked % 10 or str(number)[0] not in "23456" or len(digits) not in (14, 15, 16):
        assert mask(words).words == words


@given(st.text(max_size=2_000))
def test_any_text(words: str) -> None:
    left = mask(words)
    assert bool(left.taken) == (left.words != words)


@pytest.mark.parametrize(
    "piece",
    [
        "1",
        "1 ",
        "(1",
        "1-",
        "0/",
        "a@",
        "a@a.",
        "a at ",
        "a at b dot ",
        "born on ",
        "My name is ",
        "I am A",
        "Aa ",
        "name: ",
        "mrn ",
        "mrn 1 ",
        "nhs number ",
        "patient ",
        "12/03/",
        "pmid ",
        "phone ",
        "10.1234/",
        "https://",
        "live at 1 ",
        "1 is my ",
        "3 May 1961 ",
        "AB 12 34 56 ",
        "DE89 3704 ",
        "DE89",
        "MRN 1-A1",
        "12 Oak ",
        "my son ",
        "regards, ",
        "thanks, A ",
        "patient name ",
        "12/03/1975 born ",
        "0049 ",
        "po box ",
        "4111",
        "4111 ",
        "\n",
        " ",
    ],
)
def test_long_texts_are_read_quickly(piece: str) -> None:
    mask(piece * (20_000 // len(piece)))
