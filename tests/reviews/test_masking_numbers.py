"""Numbers of people go; doses, codes, and the numbers of the page itself stay, every figure of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviews.masking import Kind, Page, mask
from tests.reviews.masked import assert_taken_out


@pytest.mark.parametrize(
    ("secret", "kind"),
    [
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
        ("12345-6789", Kind.NUMBER),
        ("(216)4442538", Kind.NUMBER),
        ("216/444-2538", Kind.NUMBER),
        ("216 4442538", Kind.NUMBER),
        ("(216) 4442538", Kind.NUMBER),
        ("0151/12345678", Kind.NUMBER),
        ("216–444–2538", Kind.NUMBER),
        ("1–216–444–2538", Kind.NUMBER),
        ("(216) 444–2538", Kind.NUMBER),
        ("(216) 444 25 38", Kind.NUMBER),
        ("216_444_2538", Kind.NUMBER),
    ],
)
def test_what_is_taken_out(secret: str, kind: Kind) -> None:
    assert_taken_out(secret, kind)


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
        ("Tel.216.444.2538", "444", Kind.NUMBER),
        ("call 216–444–2538", "444", Kind.NUMBER),
        ("my phone number is 5550123", "5550123", Kind.NUMBER),
        ("my IP address is 10.0.0.1", "10.0.0.1", Kind.NUMBER),
        ("IP: 10.0.0.1.", "10.0.0.1", Kind.NUMBER),
        ("Mi número de historia clínica es 123456", "123456", Kind.RECORD),
        ("DNI 12345678Z", "12345678", Kind.RECORD),
        ("Versichertennummer A123456780", "A123456780", Kind.RECORD),
        ("numéro de sécurité sociale : 2750312345678", "2750312345678", Kind.RECORD),
        ("Teléfono: 612 345 678", "612", Kind.NUMBER),
        ("Rufen Sie mich an unter 555 0123", "555", Kind.NUMBER),
        ("reach me at 555 0123", "555", Kind.NUMBER),
    ],
)
def test_what_says_itself_whose_it_is(said: str, secret: str, kind: Kind) -> None:
    left = mask(said)
    assert secret not in left.words
    assert left.taken == (kind,)


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("07700 900123 / 07700 900456", "N / N"),
        ("my number is 07700 900123 07700 900456", "my number is N N"),
        ("07700 900123 – 07700 900456", "N – N"),
        ("07700 900123 - 07700 900456 - 07700 900789", "N - N - N"),
        ("07700 900123 07700 900456 07700 900789 07700 900124 07700 900125 07700 900126", "N N N N N N"),
        ("202-555-0143 / 202-555-0144", "N / N"),
        ("202-555-0143 202-555-0144", "N N"),
        ("(202) 555-0143 / 202.555.0143", "N / N"),
        ("(202) 555-0143 (202) 555-0144", "N N"),
        ("001 216 444 2200", "N"),
        ("011 44 161 496 0123", "N"),
        ("011 44 161 496 0123 001 216 444 2200", "N N"),
        ("011 44 161 496 0123 50 mg", "N 50 mg"),
        ("943 476 5919 / 943 476 5870", "N / N"),
        ("943 476 5919 943 476 5870", "N N"),
        ("943 476 5919 12/03/61", "N 12/03/61"),
        ("12/03/61 943 476 5919", "12/03/61 N"),
        ("07700 900123 24/7", "N 24/7"),
        ("0161 496 0000 020 7946 0958 10-20 mg", "N N 10-20 mg"),
        ("0800 123 4567 / 07700 900123", "0800 123 4567 / N"),
        ("phone 555 0123 / 555 0124 / 555 0125", "phone N / N / N"),
        ("340 355 1021 398 410", "340 355 1021 398 410"),
        ("05 10 15 20 25 30 35", "05 10 15 20 25 30 35"),
        ("08.00 - 20.00 / 09.00 - 18.00", "08.00 - 20.00 / 09.00 - 18.00"),
        ("120/80 / 130/85 - 140/90", "120/80 / 130/85 - 140/90"),
        ("250 500 1000 - 500 750 1500", "250 500 1000 - 500 750 1500"),
        ("31234567 / 29876543", "31234567 / 29876543"),
    ],
)
def test_of_several_numbers_in_one_run_each_is_judged(said: str, left: str) -> None:
    assert mask(said).words.replace("[number removed]", "N") == left


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("NINO AB 12 34 56 C", "NINO N"),
        ("my national insurance number is QQ 12 34 56 C", "my national insurance number is N C"),
        ("my ssn 123 45 6789 s", "my ssn N s"),
        ("MRN 12 345 678 g", "MRN N g"),
        ("my nhs number is 943 476 5919 C", "my nhs number is N C"),
        ("MRN 12 345 678 500 mg", "MRN N 500 mg"),
        ("MRN 123456 5 g", "MRN N 5 g"),
        ("MRN 00-12-34 5 mg", "MRN N 5 mg"),
        ("NHS number 943 476 5919 5 mg", "NHS number N 5 mg"),
    ],
)
def test_all_of_a_record_goes_and_the_dose_behind_it_stays(said: str, left: str) -> None:
    assert mask(said).words.replace("[record number removed]", "N") == left


@pytest.mark.parametrize(
    ("country", "number"),
    [
        ("ES", "612 345 678"),
        ("ES", "91 234 56 78"),
        ("DK", "32 12 34 56"),
        ("PT", "912 345 678"),
        ("DE", "0151 23456789"),
        ("FR", "06 12 34 56 78"),
    ],
)
def test_numbers_as_they_are_written_in_the_country_of_the_library(country: str, number: str) -> None:
    assert mask(f"I wait at {number}.", Page(country)).words == "I wait at [number removed]."


@pytest.mark.parametrize(
    "words",
    [
        "Phone 216.444.2538 on this page is wrong, it is 216.444.2539",
        "Phone 216.444.2538 on this page is wrong. It should be 440-555-0199",
        "(216) 444-2538 is dead, +1 216 444 2538 too, and 2164442538",
        "the number 440-555-0177 stands for help",
        "your phone number +12025550100 is dead",
        "Your helpline is 202-555-0100, which is dead",
        "The page’s phone number (202) 555-0100 is dead",
    ],
)
def test_numbers_of_the_page_stay_and_what_corrects_them(words: str) -> None:
    page = Page(text="Call 216-444-2538, or in need\n+14405550177.")
    assert mask(words, page).words == words


def test_a_readers_own_number_goes_beside_one_of_the_page() -> None:
    page = Page(text="Call 216-444-2538.")
    for said in (
        "Phone 216-444-2538 is dead. Call me: 440-555-0199",
        "Phone 216-444-2538 is dead, my number is 440-555-0199",
        "440-555-0199, and 216-444-2538 is dead",
    ):
        assert mask(said, page).words == said.replace("440-555-0199", "[number removed]")


@pytest.mark.parametrize(
    "words",
    [
        "Take 500 mg twice a day, at most 4,000 mg in 24 hours.",
        "In the part “Risks”, 10.1056 should be 10.5 in 2010–2020, not 1 in 20 000.",
        "Blood pressure 120/80, 98.6 °F, pH 7.35 to 7.45.",
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
        "NDC 12345-6789",
        "lot 12345-6789",
        "10000-9500, then 12500-7500",
        "12345-6789 people",
        "CAS 12345-67-8, LOINC 12345-6",
        "EC 3.4.21.22 and EC 2.7.11.1",
        "recommendation 1.2.3.4",
        "section 12.14.10.11",
        "1.2.3.4",
        "HLA-A*02:01:01:01",
        "at 10:30:45",
        "1:2:3:4:5:6:7:8",
        "a ratio of 1:1:2",
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
        "AT 10 20 30 C",
        "at 10 20 30 c",
        "take on 12 34 56 a day",
        "MG 12 34 56 A DAY",
        "BG123456A",
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
        "HbA1c 6.5-7.5",
        "CYP2D6",
        "CD4 200-500",
        "IL6 2pg",
        "babies born before 37 weeks should get 30-40 mg",
        "the hospital 500 mg",
        "patient number 12 in the trial",
        "In patients 10000-20000 units",
        "hospital number 2000 mg",
        "The policy 2020-2021",
        "my case 1000 mg",
        "nhs says 5000 units",
        "record 12000 steps",
        "1EG4-TE5-MK7",
        "DE89370400440532013001 on the package",
        "756.1234.5678.96",
        "Take 2 with water",
        "0000-0002-1825-0097, 000-123",
        "PO 20 mg",
        "at 37 °C",
        "5 at 10",
        "sodium 135-145 mmol/l; potassium 3.5-5.0; platelets 150-450 x10^9/l; 150000-450000",
        "300 000 - 400 000",
        "Lancet 2019;393:1234-1245",
        "N Engl J Med 2017; 376: 1713-1722",
        "6/10-8/10",
        "1:1000",
        "1 in 1 000 000",
        "04-06 and 08-10",
        "0.5-1.0-1.5",
        "call 1000-2000 high",
        "text 500-1000",
        "phone 5 times",
        "5–10 mg, 1990–2020, 216–444",
        "take 100–200–3000 mg",
        "250–500–1000",
        "levels of 300–400–5000 pg",
        "doi:10.1000/216–444–2538",
        "doi 10.1000/216-444-2538",
        "lot 216_444_2538",
        "GSE_216_444_2538, file 12_34_56",
        "(100) 200 20 30",
        "No.5 of 10, tel.5",
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
