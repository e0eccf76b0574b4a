"""Dates of somebody's life go, in whatever form; those of a page, a guideline or a trial stay."""

import pytest

from reviews.masking import Kind, mask


@pytest.mark.parametrize(
    ("said", "secret"),
    [
        ("I was diagnosed on 12/03/2021 and the guideline is wrong", "2021"),
        ("diagnosed 12/03/2021. The guideline is wrong", "2021"),
        ("born on 14 June 1924", "1924"),
        ("My date of birth was 03/04/1967", "1967"),
        ("I was born in Leeds, on 1967-04-03", "1967"),
        ("my birthday, 12/03/75", "75"),
        ("admitted on 12-03-75", "75"),
        ("12.03.2025 is my next appointment", "2025"),
        ("I was diagnosed with asthma on 3.4.2021", "2021"),
        ("after my knee operation on 3.4.2021", "2021"),
        ("I was born on 3 April 1967.", "1967"),
        ("born April 3, 1967", "1967"),
        ("DOB 12 03 75", "12 03 75"),
        ("3 May 1961 is my date of birth", "1961"),
        ("May 3rd, 1961 was my mother's birthday", "1961"),
        ("03 05 61 is my d.o.b.", "61"),
        ("3 May 1961 (DOB), and I take 50 mg", "1961"),
        ("3 May 1961 is the day I was born", "1961"),
        ("born 12-Mar-1975", "1975"),
        ("born in March 1975", "1975"),
        ("My birthday is the 3rd of May", "May"),
        ("DOB: 12MAR1975", "1975"),
        ("I was admitted on 12 March 2024", "2024"),
        ("admitted on March 12, 2024", "2024"),
        ("my surgery on 12-Mar-24", "24"),
        ("She died on March 3 2024", "2024"),
        ("my dad passed away on 3 May 2024", "2024"),
        ("surgery date: 03/03/2024", "2024"),
        ("the date of my surgery was 3 March 2024", "2024"),
        ("nacida el 12/03/1975", "1975"),
        ("nació el 3 de mayo de 1975", "1975"),
        ("fecha de nacimiento: 12.03.1975", "1975"),
        ("me operaron el 12/03/2024", "2024"),
        ("geboren am 12. März 1975", "1975"),
        ("Geburtsdatum 12.3.1975", "1975"),
        ("am 12. Mai 2024 operiert", "2024"),
        ("née le 12 mars 1975", "1975"),
        ("hospitalisé le 3 février 2024", "2024"),
        ("surgery on 5/6/2024 at the clinic", "2024"),
        ("operation on 5/6/24", "/24"),
        ("The surgery was on 5 June 2024", "2024"),
        ("my op was 5.6.2024", "2024"),
        ("hospitalised 5 June 2024", "2024"),
        ("hospitalized on 2024-06-05", "2024"),
        ("my birthday is 4/3", "4/3"),
        ("Birthday: 31.12.", "31.12"),
    ],
)
def test_what_says_itself_whose_it_is(said: str, secret: str) -> None:
    left = mask(said)
    assert secret not in left.words
    assert left.taken == (Kind.DATE,)


@pytest.mark.parametrize(
    "words",
    [
        "born with it",
        "The page of surgery on 5/6/2024 says so",
        "The guideline for an operation on 5/6/2024 is old",
        "patients hospitalised 5 June 2024 got 5 mg",
        "the law on the operation on 12 March 2024",
        "The FDA approved it on 5 June 2024 for surgery",
        "operation on 3/4 of patients",
        "birthday: 30/40",
        "on her birthday 1/2 tablet, 1.5 mg",
        "123-45-67",
        "666-12-3456",
        "3 May 2024 is World Asthma Day",
        "1 March 2024 is the date of the review",
        "On 3 May 2024. Date of birth is asked for.",
        "2 January 2020 is when the trial began",
        "people born between 1945 and 1965",
        "born 3 weeks early and given 5 mg",
        "reviewed on 03/04/2024",
        "updated 2024-03-01",
        "as the page of 12/03/2024 says, published 12/03/2024",
        "The article says 14/02/2024 as the date of the guideline",
        "season ended 31/03/2026",
        "the trial closed on 31.03.2026",
        "Write 03/04/2024, not 04/03/2024",
        "I have an appointment soon. The guideline is of 14/02/2024.",
        "he was born on 14 June 1864",
        "Dr Parkinson, born 11 April 1755, and 14/06/1864 is the day he was born",
        "I was diagnosed under the 12/03/2021 guideline",
        "I was diagnosed by the 2021-03-12 NICE guidance",
        "I was diagnosed by the criteria of 12/03/2021",
        "45-60-90 minutes",
        "open 08.00-20.00",
        "Parkinson died on 21 December 1824",
        "the trial ended on 3 May 2024, when all had died",
        "My surgery guideline 12/03/2021 recommends",
        "My surgery guidance of 12 March 2021 recommends",
        "babies born in March 2024 get it",
        "children born on 1 March 2024 get it",
        "I was diagnosed and 5 may be wrong",
        "reviewed on 12 March 2024, where I was diagnosed",
    ],
)
def test_other_dates_stay(words: str) -> None:
    left = mask(words)
    assert (left.words, left.taken) == (words, ())


@pytest.mark.parametrize(
    "comment",
    [
        "I had surgery on 2 May 2023.",
        "I had an operation on 2 May 2023.",
        "My son had his transplant on 2 May 2023.",
        "I had a hysterectomy on 2 May 2023.",
        "I was in hospital on 2 May 2023.",
        "I was hospitalised on 2 May 2023.",
        "My dad Frank died on 2 May 2023.",
        "My mum, who was 80, died on 2 May 2023.",
    ],
)
def test_a_day_of_somebodys_illness_or_death_goes_however_it_is_told(comment: str) -> None:
    kept = mask(comment).words
    assert "2 May 2023" not in kept
    assert mask(kept).words == kept


@pytest.mark.parametrize(
    "comment",
    [
        "The page of 2 May 2023 says that patients had surgery.",
        "On 2 May 2023 you wrote of people in hospital.",
        "Since 2 May 2023 the table is wrong.",
    ],
)
def test_a_day_of_what_is_published_stays(comment: str) -> None:
    assert mask(comment).words == comment
