"""Which words a minor correction may change, and which never."""

import pytest

from tests.articles.corrected import DRUGS, SIGNED, corrected, is_minor, measured
from tests.articles.texts import text

MINOR = [
    ("lungs carry", "lungs carrry"),
    ("people feel", "people feeel"),
    ("the room quiet", "the rooom quiet"),
    ("your diet.", "your diet"),
    ("A whistling sound", "A wistling sound"),
    ("Ask the team", "Ask the the team"),
    ("the nurse", "the nurses"),
    ("Call the nurse", "“Call the nurse”"),
    ("Ask the team", "Ask team"),
    ("whistling sound", "whisteling sound"),
    ("whistling sound", "whistling  sound"),
    ("room quiet", "room queit"),
    ("again, and", "again , and"),
    ("notable table.", "notable table"),
    ("notable table", "notable tabel"),
]


@pytest.mark.parametrize(("before", "after"), MINOR)
def test_a_typo_is_minor_either_way(before: str, after: str) -> None:
    there = corrected(before, after)
    assert is_minor(there), [str(reason) for reason in there.reasons]
    mended = SIGNED.model_copy(update={"body": SIGNED.body.replace(before, after, 1)})
    assert is_minor(measured(mended, SIGNED, drugs=DRUGS))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Teh lungs", "The lungs"),  # “The” stands elsewhere, “teh” doesn't
        ("drink watr", "drink water"),
    ],
)
def test_a_typo_is_minor_though_the_right_word_stands_elsewhere_but_not_back(before: str, after: str) -> None:
    wrong, right = (text(f"The water is in the lungs. {words} now.") for words in (before, after))
    assert is_minor(measured(wrong, right))
    [reason] = measured(right, wrong).reasons
    assert "stands elsewhere in the text" in str(reason)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("The lungs recieve air.", "The lungs receive air."),
        ("Its a lung", "It's a lung"),
        ("Its a lung", "It’s a lung"),
        ("The heart beat", "The heart beats"),
        ("a apple", "an apple"),
        ("the cafe", "the café"),
        ("seperate rooms", "separate rooms"),
        ("hospital . Then", "hospital. Then"),
        ("asthma patients", "Asthma patients"),
        ("well known", "well-known"),
        ("It helps to to breathe", "It helps to breathe"),
        ("the docter said", "the doctor said"),
        ("grey colour", "grey color"),
        ("health care", "healthcare"),
        ("healthcare", "health care"),
        ("well-known", "wellknown"),
        ("naive cells", "naïve cells"),
        ("Alzheimers disease", "Alzheimer’s disease"),
        ("the blod flows", "the blood flows"),
        ("the doctor ,then", "the doctor, then"),
        ("the doctor,then", "the doctor, then"),
        ("the doctor,, then", "the doctor, then"),
        ("the doctor's", "the doctor’s"),
        ("the family – too", "the family — too"),
        ("ask doctor", "ask the doctor"),
        ("licence there", "license there"),
        ("realised there", "realized there"),
        ("seperete rooms", "separate rooms"),
        ("definately there", "definitely there"),
        ("occured there", "occurred there"),
        ("accomodate you", "accommodate you"),
        ("diarhea begun", "diarrhoea begun"),
        ("the symtoms", "the symptoms"),
        ("haemorrage there", "haemorrhage there"),
    ],
)
def test_other_typos_are_minor(before: str, after: str) -> None:
    found = measured(text(f"Some words. {before} more words."), text(f"Some words. {after} more words."))
    assert is_minor(found), [str(reason) for reason in found.reasons]


OTHER_WORDS = [
    # drugs that no list knows
    ("Lipitor", "Celexa"),
    ("Coumadin", "Celebrex"),
    ("Celebrex", "Celexa"),
    ("Humira", "Ozempic"),
    ("Xanax", "Prozac"),
    ("Xanax", "Zantac"),
    ("Viagra", "Cialis"),
    ("Tamiflu", "Ventolin"),
    ("Zyprexa", "Zyprexia"),
    ("Lasix", "Losec"),
    ("turmeric", "arsenic"),
    ("medicines", "Celexa"),
    # ways, deeds, times, places
    ("orally", "rectally"),
    ("orally", "aurally"),
    ("intravenously", "intrathecally"),
    ("topically", "nasally"),
    ("topical", "tropical"),
    ("helps", "hurts"),
    ("cure", "cause"),
    ("cure", "care"),
    ("cures", "cares"),
    ("majority", "minority"),
    ("plenty", "scant"),
    ("encourages", "discourages"),
    ("immediately", "eventually"),
    ("emergency", "routine care"),
    ("emergency", "a routine"),
    ("inhale", "exhale"),
    ("ingest", "inject"),
    ("include", "exclude"),
    ("liver", "river"),
    ("healing", "hearing"),
    ("arm", "ear"),
    ("arm", "aim"),
    ("hip", "lip"),
    ("he", "she"),
    ("of", "to"),
    ("is", "are"),
    ("was", "were"),
    ("boil", "freeze"),
    ("drink", "drank it"),
    ("alive", "dead"),
    ("feel", "fell"),
    ("tested", "treated"),
    ("infection", "inspection"),
    ("fainting", "finding"),
    ("related", "replaced"),
    ("warning", "warming"),
    ("pain", "pail"),
    ("card", "care"),
    # look-alikes of medicine
    ("ileum", "ilium"),
    ("dysphagia", "dysphasia"),
    ("dysphagic", "dysphasic"),
    ("perineal", "peroneal"),
    ("malleus", "malleolus"),
    ("causal", "casual"),
    ("blood", "bleed"),
    ("parental", "parenteral"),
    ("medial", "medical"),
    ("trial", "trail"),
    ("throat", "threat"),
    ("from", "form"),
    ("prostate", "prostrate"),
    ("mucus", "mucous"),
    ("ureter", "urethra"),
    ("ureteral", "urethral"),
    ("palpation", "palpitation"),
    ("palpations", "palpitations"),
    ("hypotension", "hypertension"),
    ("hypoglycemia", "hyperglycemia"),
    ("abduction", "adduction"),
    ("afferent", "efferent"),
    ("interstate", "intrastate"),
    ("antenatal", "antinatal"),
    ("macroscopic", "microscopic"),
    ("colotomy", "colostomy"),
    ("tracheotomy", "tracheostomy"),
    ("dystrophy", "dystropy"),
    ("arthritis", "arteritis"),
    ("mitosis", "meiosis"),
    ("fascial", "facial"),
    ("pleural", "plural"),
    ("stroke", "strike"),
    ("infection", "infestation"),
    ("disease", "decease"),
    # what comes and goes
    ("doctor", "doctor zilch"),
    ("doctor", "doctor and"),
    ("doctor", "doctor or"),
    ("doctor", "doctor with"),
    ("doctor", "doctor if"),
    ("doctor", "doctor it"),
    ("doctor", "doctor doctor doctor"),
    ("doctor", "poor poor doctor"),
    ("quickly, doctor", "quickly doctor"),
    ("quickly doctor", "quickly. Doctor"),
    ("quickly doctor", "quickly; doctor"),
    ("quickly doctor", "quickly: doctor"),
    ("quickly doctor", "quickly? doctor"),
    ("quickly doctor", "quickly (doctor)"),
    ("quickly doctor", "quickly – doctor"),
    ("quickly, doctor", "quickly. doctor"),
    ("quickly - doctor", "quickly doctor"),
    ("long–term", "longterm"),
    # signs
    ("salt &amp; water", "salt &lt; water"),
    ("salt &lt; water", "salt &gt; water"),
    ("salt &amp; water", "salt & water"),
    ("salt &ge; water", "salt &eg; water"),
    ("risk", "risķ"),
    ("risk", "rıșk"),
    ("risk", "rißk"),
    ("street", "straße"),
]


@pytest.mark.parametrize(("before", "after"), OTHER_WORDS)
def test_other_words_are_never_minor_and_never_back(before: str, after: str) -> None:
    signed, changed = (text(f"People hear of {words} here. The end.") for words in (before, after))
    for found in (measured(signed, changed), measured(changed, signed)):
        assert found.changes
        assert found.words
        assert found.reasons
        assert all(reason.sentence for reason in found.reasons)


def test_whole_sentences_are_not_minor() -> None:
    signed, changed = text("Call 911 at need. Call."), text("Call 911 at need. Ignore your doctor.")
    assert not is_minor(measured(signed, changed))
    assert not is_minor(measured(changed, signed))


@pytest.mark.parametrize(
    ("signed", "changed", "sentence"),
    [
        ("Take Lipitor here.", "Take Celexa here.", "are different words, not two spellings of one"),
        ("The nerve here.", "The zilch nerve here.", "“zilch” is added."),
        ("The zilch nerve here.", "The nerve here.", "“zilch” is taken out."),
        ("Rest, drink here.", "Rest drink here.", "The sign “,” changes."),
        ("The ileum here.", "The ilium here.", "look alike and mean different things"),
        ("A tomato and a tomatto.", "A tomato and a tomato.", None),
        ("A carpel and a carpel.", "A carpel and a carpal.", "“carpel” stands elsewhere in the text or the library"),
        ("Ask Plavix here.", "Ask Plavax here.", "“Plavix” may be a name, and “Plavax” another."),
        ("The emergency here.", "The routine care here.", "that is more than the spelling of a word"),
        ("A &amp; here.", "A &lt; here.", "A sign that is written as letters behind “&” changes."),
        ("The risk here.", "The risķ here.", "has other letters than those of English"),
    ],
)
def test_the_reason_is_a_plain_sentence(signed: str, changed: str, sentence: str | None) -> None:
    told = [str(reason) for reason in measured(text(signed), text(changed)).reasons]
    assert any(sentence in each for each in told) if sentence else not told, told


def test_two_words_of_the_text_never_change_places() -> None:
    signed = text("The carpel is here, and the carpal is there.")
    assert not is_minor(measured(signed, text("The carpal is here, and the carpel is there.")))
    elsewhere = text("The carpel is here.", lead="A carpel.")
    assert not is_minor(measured(elsewhere, text("The carpal is here.", lead="A carpel.")))


def test_a_full_stop_comes_or_goes_at_the_end_alone_and_counts() -> None:
    assert is_minor(measured(text("Rest here"), text("Rest here.")))
    assert measured(text("Rest here"), text("Rest here.")).words == 1
    assert is_minor(measured(text("- Rest here\n- Walk"), text("- Rest here.\n- Walk")))
    assert not is_minor(measured(text("Walk. Rest here."), text("Walk Rest here.")))
    assert not is_minor(measured(text("Walk\nRest here."), text("Walk.\nRest here.")))


NEVER = [
    ("Ask the team", "Ask teh team"),
    ("well again, and", "well again and"),
    ("[the lungs]", "[the lungs,]"),
    ("team about", "team, about"),
    ("the room quiet", "the milli gram quiet"),
    ("Wheeze", "Hypowheeze"),
    ("the room quiet", "a typical room quite non typical"),
    # numbers and doses
    ("1.5 mg", "15 mg"),
    ("1.5 mg", "1,5 mg"),
    ("1.5 mg", "1 .5 mg"),
    ("1.5 mg", "1.5 g"),
    ("1.5 mg", "1.5 µg"),
    ("1.5 mg", "1.5mg"),
    ("1.5 mg", "1.5 mcg"),
    ("1.5 mg", "½ mg"),
    ("1.5 mg", "1.5 IU"),
    ("1.5 mg", "1.5 %"),
    ("1.5 mg", "l.5 mg"),
    ("1.5 mg", "1.5² mg"),
    ("1.5 mg", "١.٥ mg"),
    ("1.5 mg", "-1.5 mg"),
    ("1.5 mg", "<1.5 mg"),
    ("1.5 mg", "mg"),
    ("twice a day", "once a day"),
    ("twice a day", "twice a week"),
    ("twice a day", "twicce a day"),
    ("a day", "half a day"),
    ("Call the", "Call two"),
    ("Call the", "Call the Ⅳ"),
    ("Call the", "Call the IV"),
    ("Call the", "Call the iv"),
    ("Call the", "Call the t wo"),
    ("Call the", "Call a dozen"),
    ("Call the", "Call the ５"),
    ("Call the", "Call the &#53;"),
    ("Call the", "Call the ⑤"),
    ("Call the", "Call the twenty-one"),
    ("Call the", "Call the 五"),
    # negations
    ("must not drive", "must drive"),
    ("must not drive", "must now drive"),
    ("must not drive", "must note drive"),
    ("must not drive", "mustn't drive"),
    ("must not drive", "must nоt drive"),  # with a Cyrillic o
    ("must not drive", "must nọt drive"),
    ("must not drive", "must n\u00adot drive"),
    ("must not drive", "must not walk"),
    ("they can walk", "they cannot walk"),
    ("they can walk", "they can not walk"),
    ("they can walk", "they can’t walk"),
    ("they can walk", "they could walk"),
    ("they can walk", "they cant walk"),
    ("without food", "with food"),
    ("without food", "with out food"),
    ("without food", "withuot food"),
    ("You must", "Never: you must"),
    ("Ask the team", "Avoid the team"),
    ("Ask the team", "A void the team"),
    ("Ask the team", "Stop the team"),
    ("Ask the team", "Ask the team unless well"),
    ("Ask the team", "Ask the team except one"),
    ("Ask the team", "Don't ask the team"),
    ("Ask the team", "Do not ask the team"),
    ("Ask the team", "Asknot the team"),
    ("Ask the team", "Ask the tenoam"),
    ("Ask the team", "Ask the te**not**am"),
    ("A notable table", "A no table table"),
    ("It is safe", "It is unsafe"),
    ("It is safe", "It is not safe"),
    ("It is safe", "It isn't safe"),
    ("Ask the team", "Ask the non-team"),
    ("Ask the team", "Ask nobody in the team"),
    ("your diet", "your dietless"),
    # words that turn a meaning
    ("head higher", "head lower"),
    ("Most people", "Few people"),
    ("Most people", "All people"),
    ("the team about", "the team before"),
    ("the team about", "the team after"),
    ("and drink", "or drink"),
    ("Wheeze", "Hyperwheeze"),
    ("Ask the team", "Ask the left team"),
    # drugs
    ("aspirin", "asprin"),
    ("aspirin", "ibuprofen"),
    ("aspirin", "medicine"),
    ("aspirin", "as pirin"),
    ("Call the nurse", "Call the metoprolol nurse"),
    ("Call the nurse", "Call the atorvastatin"),
    ("Call the nurse", "Call the nivolumab"),
    ("Call the nurse", "Call the blorvane"),
    ("Call the nurse", "Call the Blorvanne"),
    ("Call the nurse", "Call the blor vane"),
    ("Call the nurse", "Call the folic acid"),
    ("Call the nurse", "Call the nurseaspirin"),
    ("Call the nurse", "Call the cefuroxime"),
    ("Call the nurse", "Call the cefuroxim"),
    ("Call the nurse", "Call the Zolgensma"),
    # letters that stand for something
    ("Call the nurse", "Call the HIV nurse"),
    ("Call the nurse", "Call the B nurse"),
    ("Ask the team", "Аsk the team"),  # a Cyrillic A
    ("Ask the team", "Ask\u200b the team"),
    ("Ask the team", "Ask\u00a0the team"),
    # more than words
    ("**rest**", "rest"),
    ("**rest**", "*rest*"),
    ("## What helps", "### What helps"),
    ("{#help}", "{#helps}"),
    ("- Keep the room quiet", "- Keep\n- the room quiet"),
    ("- Keep the room quiet", "1. Keep the room quiet"),
    ("and drink", "and\n\ndrink"),
    ("article:lungs", "article:lung"),
    ('"A carrier."', '"A carier."'),
    ("term:vector", "term:vektor"),
    ("| Wheeze |", "| Wheeze | |"),
    ("Ask the team", "`Ask` the team"),
    ("Ask the team", "Ask the / team"),
    ("Ask the team", "Ask the team ![x](/media/a.png)"),
    ("A notable table.", "A notable table.\n\n## Heading"),
    ("Ask the team", "Ask [the](https://a.org) team"),
]


@pytest.mark.parametrize(("before", "after"), NEVER)
def test_never_minor_and_never_back(before: str, after: str) -> None:
    found = corrected(before, after)
    assert found.changes
    assert not is_minor(found)
    assert all(reason.sentence for reason in found.reasons)
    changed = SIGNED.model_copy(update={"body": SIGNED.body.replace(before, after, 1)})
    assert not is_minor(measured(changed, SIGNED, drugs=DRUGS))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("There is a little pain.", "There is little pain."),
        ("Ask a few people.", "Ask few people."),
        ("Ask the few people.", "Ask few people."),
        ("It gives a few drops.", "It gives few drops."),
        ("Is the test needed", "The test needed"),
        ("Ask the team", "Ask the team that"),
        ("It helps breathe", "It helps to breathe"),
        ("Patients who are treated recover", "Patients who treated recover"),
        ("The pain is back", "The pain back"),
        ("The therapist cares", "The the rapist cares"),
        ("Ask the therapist", "Ask the the rapist"),
        ("It holds weakened virus", "It holds wakened virus"),
        ("Do not split pills", "Do not spilt pills"),
        ("Are you scared", "Are you scarred"),
        ("Before fasting", "Before feasting"),
        ("The otic drops", "The optic drops"),
        ("Plavix helps", "Plavax helps"),
        ("Zyprexa helps", "Zyprexia helps"),
        ("Take the medication home.", "Take the mediation home."),
        ("It quiets you down.", "It quits you down."),
        ("You can re-cover the wound.", "You can recover the wound."),
        ("You can re cover the wound.", "You can recover the wound."),
    ],
)
def test_what_says_something_else_is_no_spelling_either_way(before: str, after: str) -> None:
    """Given words that look like a slip, when they say something else, then no correction is it."""
    one, other = text(before), text(after)
    assert not is_minor(measured(one, other))
    assert not is_minor(measured(other, one))
