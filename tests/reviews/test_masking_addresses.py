"""Addresses go: of houses, of mail, of profiles and of devices."""

import pytest

from reviews.masking import Kind, mask
from tests.reviews.masked import assert_taken_out


@pytest.mark.parametrize(
    ("secret", "kind"),
    [
        ("ann@example.org", Kind.EMAIL),
        ("ann.o-neil+x@mail.example.co.uk", Kind.EMAIL),
        ("ann (at) example.org", Kind.EMAIL),
        ("jane at gmail dot com", Kind.EMAIL),
        ("jane.smith at hospital dot co dot uk", Kind.EMAIL),
        ("sandra at hospital dot nhs dot uk", Kind.EMAIL),
        ("john dot smith at gmail dot com", Kind.EMAIL),
        ("jane at gmail.com", Kind.EMAIL),
        ("jane [at] mail [dot] org", Kind.EMAIL),
        ("12 Oak Street", Kind.ADDRESS),
        ("12b Old Mill Rd", Kind.ADDRESS),
        ("12 oak street", Kind.ADDRESS),
        ("PO Box 123", Kind.ADDRESS),
        ("p.o. box 123", Kind.ADDRESS),
        ("sw1a 1aa", Kind.ADDRESS),
        ("SW1A1AA", Kind.ADDRESS),
        ("b12 8qx", Kind.ADDRESS),
        ("Cleveland, OH 44101", Kind.ADDRESS),
        ("New York, NY 10027-1234", Kind.ADDRESS),
        ("St. Paul, MN 55102", Kind.ADDRESS),
        ("Portland, OR 97205", Kind.ADDRESS),
        ("TX 78701", Kind.ADDRESS),
        ("Columbus OH 43004", Kind.ADDRESS),
        ("Boise ID 83702", Kind.ADDRESS),
        ("Austin TX 78701", Kind.ADDRESS),
        ("Portland OR 97205", Kind.ADDRESS),
        ("Fort Wayne IN 46802-1234", Kind.ADDRESS),
        ("Springfield, Illinois 62704", Kind.ADDRESS),
        ("Concord, New Hampshire 03301", Kind.ADDRESS),
        ("192.168.1.17", Kind.NUMBER),
        ("203.0.113.9", Kind.NUMBER),
        ("81.23.45.67", Kind.NUMBER),
        ("2001:db8::1", Kind.NUMBER),
        ("2001:0DB8:85a3:0:0:8a2e:370:7334", Kind.NUMBER),
        ("@johnsmith", Kind.NAME),
        ("@john_smith99", Kind.NAME),
        ("facebook.com/john.smith.99", Kind.NAME),
        ("https://www.facebook.com/john.smith.99?ref=x", Kind.NAME),
        ("linkedin.com/in/john-smith-99", Kind.NAME),
        ("instagram.com/johnsmith", Kind.NAME),
        ("t.me/johnsmith", Kind.NAME),
        ("m.jones at nhs.net", Kind.EMAIL),
        ("anna @ gmail . com", Kind.EMAIL),
    ],
)
def test_what_is_taken_out(secret: str, kind: Kind) -> None:
    assert_taken_out(secret, kind)


@pytest.mark.parametrize(
    ("said", "secret", "kind"),
    [
        ("I live at 12 Acacia Road in Leeds", "Acacia", Kind.ADDRESS),
        ("instagram: janesmith", "janesmith", Kind.NAME),
        ("My Instagram: jane.smith, and the dose is wrong", "jane", Kind.NAME),
        ("my instagram is janesmith", "janesmith", Kind.NAME),
        ("snapchat jane123", "jane123", Kind.NAME),
        ("find me on TikTok jane_smith.", "jane", Kind.NAME),
        ("my IP address is 10.0.0.1", "10.0.0.1", Kind.NUMBER),
        ("IP: 10.0.0.1.", "10.0.0.1", Kind.NUMBER),
        ("My address is 221b Baker Street", "Baker", Kind.ADDRESS),
        ("zip 44195", "44195", Kind.ADDRESS),
        ("my zip code is 44195", "44195", Kind.ADDRESS),
        ("Postcode: SW1A 1AA", "SW1A", Kind.ADDRESS),
        ("PLZ 50667", "50667", Kind.ADDRESS),
        ("código postal 28013", "28013", Kind.ADDRESS),
        ("code postal : 75001", "75001", Kind.ADDRESS),
        ("Toronto M5V 2T6", "M5V", Kind.ADDRESS),
        ("m5v 2t6 is wrong", "2t6", Kind.ADDRESS),
        ("Lindenstraße 12, 50667 Köln", "Lindenstraße", Kind.ADDRESS),
        ("vivo en calle Mayor 12, 28013 Madrid", "Mayor", Kind.ADDRESS),
        ("12 bis rue de Rivoli, 75001 Paris", "Rivoli", Kind.ADDRESS),
    ],
)
def test_what_says_itself_whose_it_is(said: str, secret: str, kind: Kind) -> None:
    left = mask(said)
    assert secret not in left.words
    assert left.taken == (kind,)


@pytest.mark.parametrize(
    "words",
    [
        "TAKE 10000 OR 20000 A DAY",
        "Warfarin, OR 10000",
        "IN 12345 OF THESE CASES",
        "Vitamin A, CA 12345 IU",
        "MD 12345, ID 12345",
        "give 10500 OR 12345 units",
        "50 mg @bedtime",
        "once @night, twice @home",
        "5 mg @ 8 am, 10 mg @8am",
        "see who.int/news and facebook.com",
        "Heparin OR 12345, Warfarin OR 12341",
        "Found IN 12345 samples, Panadol OR 12345",
        "Article ID 12345, Patient Ib ID 12341",
        "In California 12345 had it",
        "In Los Angeles, California 12345 patients had it",
        "Facebook: aspirin, Twitter: no",
        "Facebook: aspirin cures it",
        "facebook covid19, instagram vitaminB12, Facebook is wrong.",
        "Threads is wrong, telegram is down.",
        "max.com/doses and https://example.org/x.com",
        "lot AB123456C, batch no. CE 12 34 56 A",
        "vitamin B12 5ug",
        "vitamin B12 2 mcg",
        "B12 1bd",
        "D3 5ug",
        "E11 9",
        "500 mg street value",
        "look at the dot on the picture",
        "look at nhs.uk",
        "Look at the dot com",
        "look at page dot nhs dot uk",
        "M1A 1AA variant",
        "a protein called gluten. About 15 percent of people",
        "this is called SRY-positive 46,XX testicular disorder",
        "R5H 2K1 mutation",
        "A1C 7.2",
        "zip 500 files",
    ],
)
def test_medicine_stays(words: str) -> None:
    left = mask(words)
    assert (left.words, left.taken) == (words, ())
