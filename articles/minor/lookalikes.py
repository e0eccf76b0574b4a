"""Words that are easily taken for one another and mean something else. Pure.

The lists are of English and of medicine, and can't be whole: they catch what a rule of spelling lets through.
"""

from collections.abc import Collection
from itertools import permutations
from typing import Final

# Words that differ by a letter or two and mean something else, with any ending: always another word.
_LOOKALIKES: Final = tuple(
    frozenset(line.split())
    for line in """ileum ilium
ileal ilial iliac
dysphagia dysphasia dysplasia dyspraxia dyspepsia dysphonia
dysphagi dysphasi dysplasi
aphagia aphasia aplasia aphakia apraxia ataxia
perineal peroneal peritoneal perianal perinatal
perineum peritoneum periosteum
malleus malleolus malleoli mallei
prostate prostrate prosthesis
prostat prostrat
mucus mucous mucosa
ureter urethra uterus
ureteral urethral uterine
ureteric urethric
palpation palpitation palliation
palpat palpitat palliat
majority minority
major minor
arthritis arteritis
neuritis nephritis neurosis nephrosis
hepatoma hematoma haematoma
myeloma myoma melanoma
mitosis meiosis miosis mycosis myosis
keratosis ketosis
sclerosis scoliosis
hemostasis homeostasis haemostasis
hemolysis hemoptysis
menorrhagia metrorrhagia menorrhea
hepatic herpetic hectic
facial fascial faecal fecal focal fetal foetal fatal
facia fascia
plural pleural
serous serious
radial radical
humerus humorous humeral
vesical vesicle visceral vertical
vesicular ventricular
sinus sinuous
callus callous
topical tropical typical
deletion dilation dilution delusion depletion
lesion legion lesson
tendon tension
perfusion profusion
perfus profus
protein protean
bowel bowl
stroke strike stoke
breath breast
breath breadth
contact contract
treat threat
patient patent
sweat sweet
heart heat hearth hear
heal hear heel heat head
cure care core curb
cured cared cores
call cell
born burn
bone bore
born borne bone
rash rush
pain paint
drug drag
skin shin
scar scare scab
sore sure
bath both
feet feel
walk wake
lung lunge
carrier carries
mental menial menstrual
cystectomy cystotomy cystostomy
glucose glucagon
adrenal adrenaline
amnesia amnion anemia
anuria anurea
lumbar lumber
lipoma lymphoma
liver lever
cardiac cardial
cerebral cerebellar
cerebrum cerebellum
coma comma
colon colony
disease decease
diseased deceased
dilated diluted
elicit illicit
hyperthermia hypothermia
infect infest inject ingest
infection infestation ingestion
infected infested injected
imminent immanent
insulin inulin
loading leading
mold mole
nasal naval
ovum ovary
parity party
relapse release relief
sensor sensory
sepsis asepsis
septic sceptic
sign sigh
spinal spiral
stent stunt
symptom syndrome
thrombin thrombi
tumor tutor
ulcer ulna
vascular vesicular
viral vital
virus versus
vomit omit
weight height
wheeze sneeze
womb wound
starve stare
sterile sterol
sedate sedated
fall fill
form from
came come
card cord
case cause
causal casual
font front
then thin
pain plain plan
past post
public publish
data date
diary dairy
donor door
last list lost
lead load
want went
were where
write wrote
these those
even event
gene gone
trail trial
angel angle
scared sacred
bleed blood bled
bland blind blend
throat threat
lump limp lamp
limb lamb
bran brain burn
stool stole steel
sputum septum
cornea corona
corneal coronal
retina retain
renal retinal
carpal carpel
vagus vague
vagal vaginal
uvula vulva
canker cancer
sacrum serum scrotum
stoma stroma
tubal tibial
varicella varicocele
strain stain sprain strand
medial median medical
tonic toxic
clonic colonic chronic clinic
parental parenteral prenatal perinatal
lateral literal
atrial arterial
excretion exertion
mortality morality
assess access abscess
adverse averse
papilla papule
glans gland glands
embolus embolism
pertussis perfusion
trachea trochlea
lactation laceration
secretion section
irritation irrigation
react redact
medication mediation meditation
quiet quit quite""".splitlines()
)
_BEGINNINGS: Final = tuple(
    tuple(line.split())
    for line in """inter intra infra intro
ante anti
ab ad ap
macro micro
per pre pro peri para
dys dis
sub sup super supra
hyper hypo
homo hemo homeo haemo
en in em im
endo ento ecto exo
ex in
neuro nephro
myo myelo
oto osteo
tachy brady
de re
mis dis""".splitlines()
)
_ENDINGS: Final = tuple(
    tuple(line.split())
    for line in """otomy ostomy ectomy
itis osis asis
phagia phasia plasia phonia praxia
phagic phasic plastic plasic
tropic trophic
tropy trophy
emia uria aemia
gram graph
oma omata osis
able ed
er ee
ful less
ide ite ate ase ose ane ine ene""".splitlines()
)


def are_lookalikes(old: str, new: str) -> bool:
    """Two words known for being taken for each other, or the same one with another beginning or ending."""
    return (
        any(_swapped(old, new, alike, at_start=True) for alike in _LOOKALIKES)
        or any(_swapped(old, new, alike, at_start=True) for alike in _BEGINNINGS)
        or any(_swapped(old, new, alike, at_start=False) for alike in _ENDINGS)
    )


def _swapped(old: str, new: str, parts: Collection[str], *, at_start: bool) -> bool:
    for one, other in permutations(parts, 2):
        if at_start and old.startswith(one) and new == other + old.removeprefix(one):
            return True
        if not at_start and old.endswith(one) and new == old.removesuffix(one) + other:
            return True
    return False
