"""Names go where a word before them says whose they are; what medicine is called stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviews.masking import Kind, Page, mask


@pytest.mark.parametrize(
    ("said", "secret", "kind"),
    [
        ("I am Jane Smith and I have HIV", "Jane Smith", Kind.NAME),
        ("I’m Dr. Smith", "Smith", Kind.NAME),
        ("name: Jane Smith", "Jane Smith", Kind.NAME),
        ("Name: Mary-Jane O’Neil", "O’Neil", Kind.NAME),
        ("my name is jane smith and", "jane smith", Kind.NAME),
        ("I am Jane Mary Smith", "Smith", Kind.NAME),
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
        ("I am Jane Smith, 50 years, 70 kg", "Jane", Kind.NAME),
        ("my daughter Antonia", "Antonia", Kind.NAME),
        ("I am Jane Smith, asthma since birth", "Smith", Kind.NAME),
        ("My son Tom Hardy asthma since birth", "Hardy", Kind.NAME),
        ("I am Marcel Vincent Bolton", "Marcel", Kind.NAME),
        ("I am Paloma Petersen", "Paloma", Kind.NAME),
        ("I am Dr. Parkinson", "Parkinson", Kind.NAME),
        ("Regards, Peter Brown\nAspirin is spelled wrongly", "Brown", Kind.NAME),
        ("Thanks, Peter Lyme", "Lyme", Kind.NAME),
    ],
)
def test_what_says_itself_whose_it_is(said: str, secret: str, kind: Kind) -> None:
    left = mask(said)
    assert secret not in left.words
    assert left.taken == (kind,)


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("My name is Mary Ann Smith-Jones Brown and", "Mary Ann Smith-Jones Brown"),
        ("My doctor is Dr. Jane Ann Miller", "Jane Ann Miller"),
        ("My daughter Emily, 6, has leukemia", "Emily"),
        ("Mrs Smith told me", "Smith"),
        ("Im Karen Jones", "Karen Jones"),
        ("Signed, K. Jones", "K. Jones"),
        ("Yours, J. R. Smith", "J. R. Smith"),
        ("I am Jane, and", "Jane"),
        ("my friend Xiuying Brown has it", "Xiuying Brown"),
        ("my friend's daughter Emily has it", "Emily"),
        ("Dr Smith's clinic", "Smith's"),
        ("Prof. Dr. med. Anna Schmidt-Meier said", "Anna Schmidt-Meier"),
        ("I am Mary de la Cruz", "Mary de la Cruz"),
        ("I am JANE SMITH", "JANE SMITH"),
        ("thanks, Agnieszka", "Agnieszka"),
        ("Nurse Jones said", "Jones"),
        ("Emily, my daughter, has it", "Emily"),
        ("Jane Smith is my name", "Jane Smith"),
        ("My 5 year old daughter Emily has it", "Emily"),
        ("my two-month-old Nova", "Nova"),
        ("Our beautiful baby girl Ava", "Ava"),
        ("my best friend's son Liam", "Liam"),
        ("my ex-husband Mark", "Mark"),
        ("my hubby Mike", "Mike"),
        ("my great-grandmother Edith", "Edith"),
        ("my grandma Mildred", "Mildred"),
        ("my mother in law Brenda", "Brenda"),
        ("my daughter Violet", "Violet"),
        ("My oncologist Meredith Grey", "Meredith Grey"),
        ("My husband's urologist Peter Grey", "Peter Grey"),
        ("I am called David Lee", "David Lee"),
        ("Emily (my daughter) has SMA", "Emily"),
        ("Emily, my 5 year old daughter, has it", "Emily"),
        ("Best, Sandra", "Sandra"),
        ("Best,\nSandra Wilkins", "Sandra Wilkins"),
        ("All the best, Sandra", "Sandra"),
        ("thanks in advance, Sandra", "Sandra"),
        ("Thanks so much, Sandra Wilkins", "Sandra Wilkins"),
        ("Patient DOE, JOHN has it", "DOE, JOHN"),
        ("SMITH, JOHN A.", "SMITH, JOHN A."),
        ("my facebook is Sandra Wilkins", "Sandra Wilkins"),
        ("mi nombre es Maria Lopez", "Maria Lopez"),
        ("me llamo ana lópez garcía y", "ana lópez garcía"),
        ("mi hija se llama Ana María", "Ana María"),
        ("la Sra. Pérez Gómez dijo", "Pérez Gómez"),
        ("Soy María Pérez", "María Pérez"),
        ("Un saludo, Carmen", "Carmen"),
        ("ich heiße hans meier und", "hans meier"),
        ("Ich bin Hans Meier", "Hans Meier"),
        ("Frau Schmidt sagt", "Schmidt"),
        ("Mein Sohn Lukas hat es", "Lukas"),
        ("Mit freundlichen Grüßen\nJürgen Müller-Lüdenscheidt", "Jürgen Müller-Lüdenscheidt"),
        ("je m’appelle Jean-Luc Dupont", "Jean-Luc Dupont"),
        ("Mme Dupont a dit", "Dupont"),
        ("mon fils Louis a 5 ans", "Louis"),
        ("Cordialement, Marie de la Tour", "Marie de la Tour"),
        ("name: sarah connor", "sarah connor"),
        ("Full name: sarah kowalczyk, and the dose is wrong", "sarah kowalczyk"),
        ("name: peter\nThe dose is wrong", "peter"),
        ("name: sarah connor aspirin 5 mg", "sarah connor"),
        ("Name - Sarah Connor", "Sarah Connor"),
        ("first name – Sarah", "Sarah"),
        ("The dose is wrong.\n-- Peter", "Peter"),
        ("The dose is wrong. — Peter Brown\n", "Peter Brown"),
        ("-- Sarah Connor.\nAspirin is spelled wrongly", "Sarah Connor"),
    ],
)
def test_all_of_a_name_goes_and_nothing_else(said: str, name: str) -> None:
    assert mask(said).words == said.replace(name, "[name removed]")


def test_several_beside_each_other() -> None:
    said = "I am Grace, and my sons Tom, Dick and Harry. I'm Bob & Alice. My friend Xiuying Brown and Emily."
    assert mask(said).words.replace("[name removed]", "N") == (
        "I am N, and my sons N, N and N. I'm N & N. My friend N and N."
    )


def test_one_relative_hides_no_other() -> None:
    said = "my son Tom and my daughter Emily, our twins Ava and Leo, my doctor told my daughter Isla"
    assert mask(said).words.replace("[name removed]", "N") == (
        "my son N and my daughter N, our twins N and N, my doctor told my daughter N"
    )


def test_who_takes_it_goes_and_what_they_take_stays() -> None:
    assert mask("Patient: Jane Smith Aspirin 100 mg").words == "Patient: [name removed] Aspirin 100 mg"
    assert mask("I am Jane Smith Metformin is wrong").words == "I am [name removed] Metformin is wrong"


def test_who_has_a_disease_goes_and_the_disease_stays() -> None:
    assert mask("Patient: Jane Smith Guillain-Barré").words == "Patient: [name removed] Guillain-Barré"
    assert mask("My son Tom Stevens-Johnson").words == "My son [name removed] Stevens-Johnson"
    assert mask("My name is Russell Silver").words == "My name is [name removed]"


def test_whom_the_page_names_stays_but_not_as_somebodys_doctor() -> None:
    page = Page(text="Reviewed by Jane Miller. Stevens and Johnson described it.")
    assert mask("Dr Jane Miller, who signed, is misspelt", page).words == "Dr Jane Miller, who signed, is misspelt"
    assert mask("My doctor is Jane Miller", page).words == "My doctor is [name removed]"
    assert mask("Dr Jane Smith said so", page).words == "Dr [name removed] said so"


def test_of_what_the_library_writes_about_nobody_is_called() -> None:
    assert mask("I am Xyzzal Plughia").words == "I am [name removed]"
    assert mask("I am Xyzzal Plughia", Page(words=frozenset({"plughia"}))).words == "I am Xyzzal Plughia"


@pytest.mark.parametrize(
    "words",
    [
        "I am Diabetic",
        "I am Type Two Diabetic",
        "I am Allergic To Penicillin",
        "I am HIV Positive",
        "I am Rh Negative",
        "Brand name: Panadol Extra",
        "name: warfarin",
        "name: rose hip, ginger",
        "name: may be wrong",
        "name: will be changed",
        "name: art therapy",
        "name: jack fruit",
        "name: crohn",
        "name: parkinson disease",
        "Name - Kawasaki disease",
        "Brand name - Panadol",
        "generic name – Paracetamol",
        "-- Warfarin\n-- Lisinopril",
        "– Aspirin\n– Peter Pan method",
        "— Addison",
        "-- Peter said so, and it helps",
        "-- Rose",
        "generic name: Paracetamol",
        "drug name: Folic Acid",
        "The name: Folic Acid",
        "Thanks, Heart Failure is spelled wrongly",
        "I gave my daughter Calpol Infant 5 ml",
        "I gave my daughter Calpol",
        "I gave my daughter Calpol Infant Suspension 5 ml",
        "her name is misspelt in the list",
        "my medicine's name is Panadol Extra",
        "their name is not given",
        "This is Parkinson Disease not Essential Tremor.",
        "This is Lyme Disease, not ringworm",
        "This is Crohn Disease",
        "This is Graves Basedow disease",
        "This is Raynaud Phenomenon",
        "This is Charcot Marie Tooth Disease",
        "This is Epstein Barr Virus",
        "This is Ehlers Danlos not Marfan",
        "It is Prader Willi",
        "It's Von Hippel-Lindau",
        "It is Russell Silver",
        "It is Cornelia de Lange, not Smith Lemli Opitz",
        "It is Gilbert not Crigler Najjar",
        "C’est Guillain-Barré",
        "I am Miller Fisher",
        "My son Cornelia de Lange",
        "my daughter Russell-Silver",
        "my mother Guillain Barre",
        "Regards, Stevens Johnson",
        "my mother Addison's",
        "Thanks, Crohn's",
        "Thanks, Marfan",
        "Name: Li Fraumeni",
        "Dr Miller Fisher described it",
        "Sister Mary Joseph nodule, and a Sister Mary Joseph's node",
        "This is Yellow Fever",
        "Best Practice",
        "My mother Brody Myopathy",
        "My mother ADA Deficiency",
        "my son Duane Anomaly",
        "I am Epidermolysis Bullosa",
        "Thanks, Galactosemia",
        "My sister Methylmalonic Acidemia",
        "Which is best, Humira",
        "Best, Metformin",
        "HIV, AIDS; CROHN, MARFAN; WHO, ADA; WARFARIN, MARTIN",
        "my dermatologist recommends Eucrisa",
        "my 5 year old daughter may take it",
        "Violet light, and Olive oil",
        "My uncle Myocardial Infarction, my aunt Pulmonary Embolism",
        "This is Magnetic Resonance Imaging",
        "This is Amyotrophic Lateral Sclerosis",
        "This is Juvenile Arthritis, and this is Hodgkin Lymphoma",
        "This is Folic Acid",
        "this is Aspirin Cardio 100 mg",
        "This is Calpol Infant Suspension 5 ml",
        "This is Glucophage Retard 500mg",
        "My father Prostate Cancer",
        "My son Asperger Syndrome since 2010",
        "My mother Lung Cancer, my sister Crohn Disease",
        "Name: Amoxicillin Clavulanate",
        "Name: Levothyroxine Sodium",
        "name: Empagliflozin Linagliptin",
        "Thanks Metformin",
        "The dose is wrong. Regards, Folic Acid",
        "my son Dupixent Pre-filled pen 300 mg",
        "my mother Lantus Solostar pen",
        "my father Xarelto Starter pack",
        "my husband Entresto Farxiga combination",
        "my mother Lantus",
        "my wife Rose Hip Syrup",
        "This is Trikafta Granules",
        "thanks, Trikafta",
        "Thanks, Ozempic",
        "Thanks. Wegovy",
        "Thanks Team",
        "Many thanks for Gene Therapy",
        "regards Sickle Cell section",
        "Regards, Gene Therapy page",
        "I am Sickle Cell carrier",
        "I am Hodgkin Survivor",
        "I am JAK2 Positive",
        "Name: Adenosine Deaminase",
        "Is the name: Tay Sachs right?",
        "This is Lou Gehrig disease",
        "This is E. Coli, and this is H. Pylori",
        "M. Tuberculosis",
        "Give IM Depo Provera",
        "Miss One dose",
        "Do not Miss Doses",
        "wait 5 ms Delay",
        "MS Nurse, MR Imaging",
        "Dr Parkinson described it",
        "My husband Will take it",
        "my son May have it",
        "It's Paracetamol Actavis",
        "I love Mayo Clinic",
        "Soy Diabética",
        "Gracias, Metformina",
        "Mein Sohn Metformin Tabletten",
        "Ich bin Diabetiker Typ Zwei",
        "Meine Mutter Lantus Pen",
        "Frau Mit Kind",
        "Je suis Diabétique",
        "Merci, Ozempic",
    ],
)
def test_medicine_stays(words: str) -> None:
    left = mask(words)
    assert (left.words, left.taken) == (words, ())


CUES = st.sampled_from(["My name is ", "I am ", "Signed, ", "My daughter ", "Mrs ", "mi nombre es ", "Herr ", "Mme "])
FIRST = st.sampled_from(["Emily", "Jürgen", "María", "Jean-Luc", "Siobhan", "K."])
LAST = st.sampled_from(["Brown", "O’Neil", "Smith-Jones", "de la Cruz", "van der Berg", "García López", "Petersen"])


@given(CUES, FIRST, LAST, st.sampled_from([" and the dose is wrong.", ", 6, has it.", ".", "\nThe dose is wrong."]))
def test_no_part_of_a_name_is_left(cue: str, first: str, last: str, behind: str) -> None:
    assert mask(f"{cue}{first} {last}{behind}").words == f"{cue}[name removed]{behind}"
