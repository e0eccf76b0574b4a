"""What could tell who a reader is never reaches the database; what a mistake is about does, every figure of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviews.masking import Kind, Page, mask


def test_many_at_once_and_the_dose_between_them() -> None:
    left = mask("I am Ann O’Neil, born on 3 April 1967, SW1A 1AA. Call 202-555-0123 10-20 mg, not 1000-2000 mg.")
    assert left.words == (
        "I am [name removed], [date removed], [address removed]. Call [number removed] 10-20 mg, not 1000-2000 mg."
    )
    assert left.taken == (Kind.DATE, Kind.NUMBER, Kind.NAME, Kind.ADDRESS)


def test_where_one_ends_beside_the_next() -> None:
    left = mask("My name is Dr Hans Meier, call (216)4442538. zip 44195.")
    assert left.words == "My name is Dr [name removed], call [number removed]. zip [address removed]."


@given(st.text(max_size=2_000))
def test_any_text(words: str) -> None:
    left = mask(words)
    assert bool(left.taken) == (left.words != words)


PIECES = [
    "1",
    "1 ",
    "(1",
    "1-",
    "0/",
    "a@",
    "a@a.",
    "a at ",
    "a at b dot ",
    "a dot ",
    "011 1 ",
    "12 34 ",
    "Guillain ",
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
    "my a ",
    "my great-great-",
    "Emily (",
    "DOE, ",
    "DOE, JOHN ",
    "Best,",
    "regards, ",
    "thanks, A ",
    "patient name ",
    "12/03/1975 born ",
    "0049 ",
    "07700 900123 ",
    "12/03/61 ",
    "1 - ",
    "po box ",
    "4111",
    "4111 ",
    "@a",
    "x.com/",
    "1.1.",
    "a:",
    "::",
    "ip ",
    "Aa, OH ",
    "OH 1",
    "Aa OH ",
    "insta name ",
    "insta a.",
    "12345-",
    "this is Aa Aa ",
    "this is Aa Aa 1 ",
    "\n",
    " ",
    "Dr ",
    "Dr. ",
    "Emily, my son ",
    "Emily and ",
    "my son Emily, Tom ",
    "A.",
    "A. ",
    "Aa-",
    "a-",
    "Aa de ",
    "M.",
    "Prof. Dr. med. ",
    "mein ",
    "mi hija ",
    "calle A ",
    "12 rue de ",
    "zip 1",
    "M5V ",
    "M5V 2T6",
    "a.b at ",
    "a . ",
    "(216)444",
    "216/444-2538 ",
    "your phone ",
    "216–444–",
    "216_444_",
    "(216) 444 25 ",
    "Tel.216.444.",
    "surgery on ",
    "hospitalised ",
    "my birthday is 4/",
    "name: sarah ",
    "Name - ",
    "\n-- ",
    "-- Peter\n",
    "12-Mar-",
    "3rd of ",
    "geboren am ",
    "I am JANE ",
    "ich bin ",
    "é",
    "Éa ",
    "’",
]


@given(st.lists(st.sampled_from([*PIECES, "Emily", "Smith ", ", ", ". ", "is ", "and ", "5 mg "]), max_size=12))
def test_masked_again_it_stays_as_it_is(pieces: list[str]) -> None:
    left = mask("".join(pieces)).words
    assert mask(left).words == left


@pytest.mark.parametrize("piece", PIECES)
def test_long_texts_are_read_quickly(piece: str) -> None:
    mask(piece * (20_000 // len(piece)), Page("DE", "Call 202-555-0123."))
