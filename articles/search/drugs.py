"""The names of drugs, brands and generic ones, as people type them: what is one was never meant for another word. Data.

The usual ones, of several countries. No list holds all of them: how the newer generic names end tells the others.
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from rapidfuzz.distance import DamerauLevenshtein

from articles.english import how_usual
from articles.search.words import stem

_BRANDS: Final = """
abecma abilify accolate accupril accutane aciphex actemra actonel actos adakveo adalat adcetris adcirca adderall
adempas advair advate advil adynovate afrin aggrenox aimovig ajovy albenza aldactone alecensa aleve alimta aliqopa
alkeran allegra alphagan alphanate alprolix altace amaryl ambien amicar amitiza amoxil anafranil ancef antabuse anusol
apidra apriso aranesp arava arcalyst arcoxia aricept arimidex arixtra armour aromasin arthrotec arzerra asacol atacand
atarax ativan atripla atrovent aubagio augmentin auryxia austedo auvi avandia avapro avastin avelox avodart avonex
azasan azilect azulfidine bactrim bactroban baqsimi baraclude basaglar belsomra benadryl benefix benicar benlysta
besponsa betadine betaseron bextra biaxin biktarvy bivigam blenrep blincyto boniva bosulif botox breo brexafemme
breztri brilinta briviact brufen bumex buspar bydureon byetta bystolic cabenuva cablivi cabometyx caduet calpol
calquence camzyos caplyta carafate cardizem cardura casodex catapres ceclor ceftin celebrex celexa cellcept cerezyme
chantix chenodal cholbam cialis cimzia cipralex cipro claritin clarityne cleocin clexane climara clomid clozaril
cogentin colace colazal combivent combivir compazine complera comtan concerta copaxone copiktra cordarone coreg
corifact corlanor cosela cosentyx coumadin cozaar creon crestor crysvita cuvitru cymbalta cytomel cytotec cytoxan
dacogen daklinza daraprim darzalex decadron deltasone demadex demerol depakene depakote descovy desferal desyrel
detrol dexilant diamicron diamox differin dificid diflucan dilantin dilaudid dimetapp diovan ditropan doptelet dovato
doxil dramamine dulcolax dulera duphalac dupixent duragesic duzallo dyazide edarbi edurant effexor effient efudex
egrifta elahere elavil elidel eliquis elocon eloctate elzonris emflaza emgality empliciti enablex enbrel endari
enhertu enspryng entocort entresto entyvio epclusa epipen epivir epogen epzicom erbitux erleada estrace euthyrox
evekeo evenity evista evrysdi exelon exforge exjade eylea famvir farxiga farydak faslodex feldene femara feraheme
ferriprox fiasp filspari fioricet firmagon flagyl flexeril flomax flonase flovent focalin forteo fosamax fosrenol
fotivda fragmin frova gabitril galafold gamunex gardasil gattex gavreto gazyva genvoya geodon gilenya gleevec glivec
glucophage glucotrol glucovance glyxambi gralise halcion haldol harvoni hectorol hemgenix hemlibra herceptin hizentra
horizant humalog humate humira humulin hydrea hytrin hyzaar ibrance ibsrela iclusig idelvion idhifa ilaris imbruvica
imcivree imdur imitrex imodium imovane imuran increlex inderal ingrezza injectafer inlyta inrebic inspra intuniv
invega invokana isentress jadenu jakafi janumet januvia jardiance jivi juluca jynarque kaletra kalydeco kapvay keflex
kenalog keppra kerendia kesimpta ketek keytruda kineret kisqali klonopin kogenate krystexxa kymriah kyprolis kytril
lamictal lamisil lanoxin lantus lasix latuda lemtrada lenvima leqvio lescol letairis leukeran levaquin levemir levitra
levoxyl lexapro lialda librium lidoderm linzess lioresal lipitor lithobid livalo lodine loestrin lokelma lomotil
lonsurf lopid lopressor lorbrena losec lotensin lotrel lotronex lovaza lovenox lucentis lumigan lunesta lupkynis
lupron luvox lynparza lyrica lysteda macrobid macrodantin malarone mavenclad mavik mavyret maxalt maxzide medrol
mekinist meridia metamucil mevacor miacalcin micardis micronase microzide minipress miralax mirapex mircera mirena
mitigare mobic monoferric montair motegrity motilium motrin mounjaro movantik movicol mucinex mulpleta multaq myalept
myfortic myrbetriq nafcil namenda naprosyn narcan nardil nasacort nasonex natpara neoral nerlynx neulasta neupogen
neurontin nexavar nexium nexplanon niaspan nicorette ninlaro nitrostat nizoral nolotil nolvadex norco norpace norvasc
norvir novalgin novoeight novolin novolog noxafil nplate nubeqa nucala nucynta nuedexta nurofen nurtec nuvaring nuwiq
ocaliva ocrevus octagam odefsey ofev olumiant omnicef omnitrope omvoh onglyza opdivo opsumit oracea orencia orgovyx
orilissa orkambi otezla otrexup oxbryta oxycontin ozempic padcev palexia pamelor panadol parlodel parnate paxil
paxlovid pentasa pepcid percocet periactin perjeta persantin phenergan phoslo piqray plaquenil plavix ponstan
poteligeo pradaxa praluent pravachol precose premarin prempro prevacid prevnar prezista prilosec prinivil pristiq
privigen proair procardia procrit prograf prolia prolixin promacta propecia proscar protonix protopic provenge
proventil provera provigil prozac pulmicort pulmozyme qsymia qulipta qvar ranexa rapamune rasuvo rayaldee rebif
rebinyn reclast reglan relistor relpax remeron remicade renagel rennie renny renvela repatha requip restasis restoril
retacrit retevmo retin retrovir revatio revia revlimid rexulti reyataz rilutek rinvoq risperdal ritalin rituxan
robaxin robitussin rocephin rozerem rozlytrek rubraca rukobia rybelsus rytary rythmol sabril salofalk samsca
sandimmune saphnelo saphris sarclisa savaysa savella saxenda sectral selzentry sensipar septra serevent seroquel
serostim seroxat serzone shingrix siklos silvadene simponi sinemet sinequan singulair skelaxin skyrizi soliqua soliris
soma somavert sonata sotyktu sovaldi spinraza spiriva spravato sprycel stalevo starlix stelara stendra stilnox
stivarga strattera strensiq stribild suboxone subutex sudafed sustiva sutent symbicort symbyax symdeko symproic
synjardy synthroid tabrecta tagamet tagrisso taltz tambocor tamiflu tapazole tarceva tarpeyo tasigna tasmar tavalisse
tavneos tecentriq tecfidera tegretol tekturna telfast tempra tenoretic tenormin tepezza terazol tibsovo tikosyn
tivicay tofranil topamax toprol toradol toujeo tracleer tradjenta trandate travatan trelegy trelstar tremfya trental
tresiba tretten tricor trikafta trileptal trintellix triumeq trizivir trodelvy trulicity truvada tukysa tylenol tymlos
tysabri ubrelvy uceris ukoniq uloric ultracet ultram uniphyl uplizna uroxatral urso vabysmo valcyte valium valtrex
vaseretic vasotec velcade velphoro velsipity veltassa venclexta venofer ventolin veozah verquvo verzenio vesicare
vfend viagra viberzi vibramycin vicodin victoza vidaza viibryd vimovo vimpat viramune viread vistaril vitrakvi
vivitrol voltaren voltarol vonvendi votrient vraylar vytorin vyvanse wakix wegovy welchol welireg wellbutrin wilate
xalatan xalkori xanax xarelto xeljanz xeloda xenical xermelo xifaxan xofigo xofluza xolair xopenex xospata xpovio
xtandi xyntha xyrem xyzal yasmin yaz yescarta zanaflex zantac zarontin zaroxolyn zebeta zejula zelboraf zelnorm
zemplar zepbound zeposia zestoretic zestril zetia ziac ziagen zinplava zithromax zocor zofran zoladex zolgensma zoloft
zometa zomig zonegran zontivity zostrix zovirax zpak zurampic zurzuvae zyban zydelig zyloprim zyprexa zyrtec zytiga
zyvox
"""
_GENERICS: Final = """
abacavir acamprosate acarbose acetaminophen acetazolamide aciclovir acyclovir albendazole albuterol alendronate
alfuzosin allopurinol alprazolam amantadine amiloride aminophylline amiodarone amitriptyline amlodipine amoxicillin
amphetamine ampicillin anastrozole apixaban apremilast aripiprazole aspirin atazanavir atenolol atomoxetine
atorvastatin azathioprine azithromycin baclofen beclomethasone benazepril benzonatate betahistine betamethasone
bicalutamide bisacodyl bisoprolol bosentan bromocriptine budesonide bumetanide buprenorphine bupropion buspirone
cabergoline calcitriol candesartan capecitabine captopril carbamazepine carbidopa carbimazole carboplatin carvedilol
cefalexin cefdinir ceftriaxone cefuroxime celecoxib cephalexin cetirizine chlorpromazine chlorthalidone cilostazol
cimetidine cinacalcet ciprofloxacin cisplatin citalopram clarithromycin clindamycin clobazam clobetasol clomiphene
clomipramine clonazepam clonidine clopidogrel clotrimazole clozapine codamol codeine colchicine colesevelam
cyclobenzaprine cyclophosphamide cyclosporine dabigatran dapagliflozin dapsone deferasirox denosumab desloratadine
desmopressin desvenlafaxine dexamethasone dextromethorphan diazepam diclofenac dicyclomine digoxin diltiazem
dimenhydrinate diphenhydramine dipyridamole dipyrone divalproex docusate dolutegravir domperidone donepezil doxazosin
doxepin doxorubicin doxycycline duloxetine dutasteride edoxaban efavirenz eletriptan empagliflozin enalapril
enoxaparin entecavir epinephrine eplerenone erlotinib erythromycin escitalopram esomeprazole eszopiclone etanercept
ethambutol etoricoxib exenatide ezetimibe famciclovir famotidine febuxostat felodipine fenofibrate fentanyl ferrous
fexofenadine finasteride fingolimod flecainide fluconazole fludrocortisone fluoxetine fluticasone fluvoxamine folinic
fondaparinux formoterol fosinopril furosemide gabapentin galantamine gemfibrozil gentamicin glibenclamide gliclazide
glimepiride glipizide glyburide guaifenesin guanfacine haloperidol heparin hydralazine hydrochlorothiazide hydrocodone
hydrocortisone hydromorphone hydroxychloroquine hydroxyurea hydroxyzine ibandronate ibuprofen imatinib imipramine
indapamide indomethacin infliximab insulin ipratropium irbesartan isoniazid isosorbide isotretinoin itraconazole
ivabradine ivermectin ketamine ketoconazole ketoprofen ketorolac labetalol lacosamide lactulose lamivudine lamotrigine
lansoprazole latanoprost leflunomide lenalidomide letrozole leucovorin leuprolide levetiracetam levocetirizine
levodopa levofloxacin levonorgestrel levothyroxine lidocaine linagliptin linezolid liothyronine liraglutide
lisdexamfetamine lisinopril lithium loperamide loratadine lorazepam losartan lovastatin lurasidone mebendazole
meclizine medroxyprogesterone melatonin meloxicam memantine mercaptopurine mesalamine mesalazine metamizole metaxalone
metformin methadone methimazole methocarbamol methotrexate methyldopa methylphenidate methylprednisolone
metoclopramide metolazone metoprolol metronidazole midodrine minocycline minoxidil mirabegron mirtazapine misoprostol
modafinil mometasone montelukast morphine mupirocin mycophenolate nabumetone nadolol naloxone naltrexone naproxen
natalizumab nebivolol nevirapine niacin nifedipine nitrofurantoin nitroglycerin norethindrone norethisterone
nortriptyline nystatin octreotide ofloxacin olanzapine olmesartan omalizumab omeprazole ondansetron orlistat
oseltamivir oxaliplatin oxcarbazepine oxybutynin oxycodone paclitaxel paliperidone pantoprazole paracetamol paroxetine
penicillin phenazopyridine phenelzine phenobarbital phentermine phenylephrine phenytoin pioglitazone piroxicam
pramipexole prasugrel pravastatin prazosin prednisolone prednisone pregabalin primidone probenecid prochlorperazine
progesterone promethazine propafenone propranolol propylthiouracil pseudoephedrine pyrazinamide pyridostigmine
quetiapine quinapril quinine rabeprazole raloxifene ramipril ranitidine ranolazine rasagiline repaglinide ribavirin
rifampicin rifampin rifaximin riluzole risedronate risperidone ritonavir rituximab rivaroxaban rivastigmine
rizatriptan ropinirole rosuvastatin sacubitril salbutamol salmeterol saxagliptin selegiline semaglutide senna
sertraline sevelamer sildenafil simvastatin sirolimus sitagliptin sofosbuvir solifenacin sotalol spironolactone
sucralfate sulfamethoxazole sulfasalazine sumatriptan tacrolimus tadalafil tamoxifen tamsulosin telmisartan temazepam
tenofovir terazosin terbinafine terbutaline teriparatide tetracycline theophylline thioguanine thyroxine ticagrelor
timolol tiotropium tirzepatide tizanidine tofacitinib tolterodine topiramate torasemide torsemide tramadol
trandolapril tranexamic trastuzumab trazodone tretinoin triamcinolone triamterene trimethoprim ursodiol valacyclovir
valproate valsartan vancomycin vardenafil varenicline venlafaxine verapamil vigabatrin vilazodone voriconazole
vortioxetine warfarin zafirlukast zidovudine ziprasidone zoledronic zolmitriptan zolpidem zonisamide zopiclone
"""
DRUGS: Final = frozenset((_BRANDS + _GENERICS).split())
_ENDINGS: Final = (
    "azepam",
    "azole",
    "caine",
    "cillin",
    "cycline",
    "dipine",
    "floxacin",
    "gliflozin",
    "gliptin",
    "glutide",
    "mab",
    "olol",
    "oxetine",
    "prazole",
    "pril",
    "sartan",
    "setron",
    "statin",
    "tinib",
    "triptan",
)
_SHORTEST: Final = 7
"""Letters of a word whose end may tell that it is a drug."""
_LONG_ENOUGH: Final = 6
"""Letters of a drug's name to which others are near."""
_BEGINNING: Final = 4
"""Letters by which a drug's name is begun."""
_USUAL: Final = 100
_TWO: Final = 2


def is_drug(word: str) -> bool:
    """Whether a folded word is a drug's name as we know it."""
    return not DRUGS.isdisjoint((word, stem(word)))


def ends_as_drug(word: str) -> bool:
    """Whether a folded word ends as the generic names of drugs do, known or not, mistyped or not."""
    return len(word) >= _SHORTEST and word.endswith(_ENDINGS)


def begins_drug(word: str) -> bool:
    """Whether a folded word is the beginning of a drug's name, or the whole of it."""
    return len(word) >= _BEGINNING and any(drug.startswith(word) for drug in DRUGS)


def as_drugs_are_spelled(word: str) -> str:
    """The drug that a folded word is with another usual ending: "nitroglycerine" is "nitroglycerin"; "" if none."""
    other = word.removesuffix("e") if word.endswith("ine") else f"{word}e" if word.endswith("in") else ""
    return other if other in DRUGS and word not in DRUGS else ""


@lru_cache(maxsize=1_000)
def is_nearly_drug(word: str) -> bool:
    """Whether a folded word is one error away from a drug's name, or has two of its letters in each other's places.
    A usual word is none.
    """
    if how_usual(word) > _USUAL:
        return False
    alike = {drug for less in _less(word) for drug in _BY_LESS.get(less, ())}
    if any(DamerauLevenshtein.distance(word, drug) <= 1 for drug in alike):
        return True
    swapped = _BY_LETTERS.get("".join(sorted(word)), ())
    return any(DamerauLevenshtein.distance(word, drug) == _TWO for drug in swapped)


def _less(word: str) -> Iterator[str]:
    """A word, and what is left of it without each of its letters."""
    yield word
    yield from (word[:at] + word[at + 1 :] for at in range(len(word)))


def _by_letters() -> dict[str, list[str]]:
    by_letters: dict[str, list[str]] = {}
    for drug in DRUGS:
        if len(drug) >= _LONG_ENOUGH:
            by_letters.setdefault("".join(sorted(drug)), []).append(drug)
    return by_letters


def _by_less() -> dict[str, list[str]]:
    by_less: dict[str, list[str]] = {}
    for drug in DRUGS:
        if len(drug) >= _LONG_ENOUGH:
            for less in _less(drug):
                by_less.setdefault(less, []).append(drug)
    return by_less


_BY_LESS: Final = _by_less()
_BY_LETTERS: Final = _by_letters()
