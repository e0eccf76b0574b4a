"""The names of drugs, brands and generic ones, as people type them: what is one was never meant for another word. Data.

The usual ones, of several countries. No list holds all of them: how the newer generic names end tells the others.
"""

from functools import lru_cache
from typing import Final

from rapidfuzz.distance import DamerauLevenshtein

from articles.search.words import stem

_BRANDS: Final = """
abilify accolate accupril accutane aciphex actemra actonel actos adalat adcirca adderall adempas advair advil afrin
aggrenox aimovig ajovy albenza aldactone aleve alimta alkeran allegra alphagan altace amaryl ambien amoxil anafranil
ancef antabuse anusol apidra aranesp arava arcoxia aricept arimidex arixtra armour aromasin arthrotec asacol atacand
atarax ativan atripla atrovent aubagio augmentin austedo auvi avandia avapro avastin avelox avodart avonex azilect
azulfidine bactrim bactroban baqsimi baraclude basaglar belsomra benadryl benicar benlysta betadine betaseron bextra
biaxin biktarvy boniva botox breo brexafemme breztri brilinta briviact brufen bumex buspar bydureon byetta bystolic
caduet calpol caplyta carafate cardizem cardura casodex catapres ceclor ceftin celebrex celexa cellcept cerezyme
chantix cialis cimzia cipralex cipro claritin clarityne cleocin clexane climara clomid clozaril cogentin colace
combivent combivir compazine complera comtan concerta copaxone cordarone coreg corlanor cosentyx coumadin cozaar creon
crestor cymbalta cytomel cytotec cytoxan daklinza daraprim decadron deltasone demadex demerol depakene depakote
descovy desyrel detrol dexilant diamicron diamox differin diflucan dilantin dilaudid dimetapp diovan ditropan dovato
doxil dramamine dulcolax dulera duphalac dupixent duragesic dyazide edarbi edurant effexor effient efudex elavil
elidel eliquis elocon emflaza emgality enablex enbrel entocort entresto entyvio epclusa epipen epivir epogen epzicom
erbitux estrace euthyrox evenity evista evrysdi exelon exforge eylea famvir farxiga faslodex feldene femara fiasp
fioricet flagyl flexeril flomax flonase flovent focalin forteo fosamax fosrenol fragmin frova gabitril galafold
gardasil genvoya geodon gilenya gleevec glivec glucophage glucotrol glucovance glyxambi gralise halcion haldol harvoni
hemlibra herceptin humalog humira humulin hydrea hytrin hyzaar ibrance imbruvica imdur imitrex imodium imovane imuran
inderal inspra intuniv invega invokana isentress janumet januvia jardiance juluca kaletra kalydeco keflex kenalog
keppra kerendia kesimpta ketek keytruda klonopin kytril lamictal lamisil lanoxin lantus lasix latuda lemtrada lescol
letairis leukeran levaquin levemir levitra levoxyl lexapro lialda librium lidoderm linzess lioresal lipitor lithobid
livalo lodine loestrin lomotil lopid lopressor losec lotensin lotrel lovaza lovenox lucentis lumigan lunesta lupron
luvox lynparza lyrica macrobid macrodantin malarone mavenclad mavik mavyret maxalt maxzide medrol mekinist meridia
metamucil mevacor miacalcin micardis micronase microzide minipress miralax mirapex mirena mobic montair motilium
motrin mounjaro movicol mucinex multaq myfortic myrbetriq nafcil namenda naprosyn narcan nardil nasacort nasonex
neoral neulasta neupogen neurontin nexavar nexium nexplanon niaspan nicorette nitrostat nizoral nolotil nolvadex norco
norpace norvasc norvir novalgin novolin novolog noxafil nplate nubeqa nucala nucynta nurofen nuvaring ocrevus odefsey
ofev olumiant omnicef omnitrope onglyza opdivo opsumit oracea orencia orilissa orkambi otezla oxycontin ozempic
palexia pamelor panadol parlodel parnate paxil paxlovid pepcid percocet periactin perjeta persantin phenergan
plaquenil plavix ponstan pradaxa praluent pravachol precose premarin prempro prevacid prevnar prezista prilosec
prinivil pristiq proair procardia procrit prograf prolia prolixin promacta propecia proscar protonix protopic
proventil provera provigil prozac pulmicort pulmozyme qsymia qulipta qvar ranexa rapamune rebif reclast reglan relpax
remeron remicade renagel renvela repatha requip restasis restoril retin retrovir revatio revia revlimid rexulti
reyataz rilutek rinvoq risperdal ritalin rituxan robaxin robitussin rocephin rozerem rukobia rybelsus rytary rythmol
sabril salofalk sandimmune saphris savaysa savella saxenda sectral selzentry sensipar septra serevent seroquel seroxat
serzone shingrix silvadene simponi sinemet sinequan singulair skelaxin skyrizi soliqua soliris soma somavert sonata
sovaldi spinraza spiriva spravato sprycel stalevo starlix stelara stendra stilnox strattera stribild suboxone subutex
sudafed sustiva sutent symbicort symbyax symdeko symproic synjardy synthroid tagamet tagrisso taltz tambocor tamiflu
tapazole tarceva tasigna tasmar tecentriq tecfidera tegretol tekturna telfast tempra tenoretic tenormin terazol
tikosyn tivicay tofranil topamax toprol toradol toujeo tracleer tradjenta trandate travatan trelegy tremfya trental
tresiba tricor trikafta trileptal trintellix triumeq trizivir trulicity truvada tylenol tymlos tysabri ubrelvy uceris
uloric ultracet ultram uniphyl uroxatral urso valcyte valium valtrex vaseretic vasotec velcade ventolin verquvo
verzenio vesicare vfend viagra vibramycin vicodin victoza viibryd vimovo vimpat viramune viread vistaril vivitrol
voltaren voltarol votrient vraylar vytorin vyvanse wegovy welchol wellbutrin xalatan xanax xarelto xeljanz xeloda
xenical xifaxan xofluza xolair xopenex xtandi xyrem xyzal yasmin yaz zanaflex zantac zarontin zaroxolyn zebeta
zelboraf zelnorm zepbound zestoretic zestril zetia ziac ziagen zithromax zocor zofran zoladex zolgensma zoloft zometa
zomig zonegran zontivity zostrix zovirax zpak zurampic zyban zyloprim zyprexa zyrtec zytiga zyvox
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


def is_drug(word: str) -> bool:
    """Whether a folded word is a drug's name as we know it."""
    return not DRUGS.isdisjoint((word, stem(word)))


def ends_as_drug(word: str) -> bool:
    """Whether a folded word ends as the generic names of drugs do, known or not, mistyped or not."""
    return len(word) >= _SHORTEST and word.endswith(_ENDINGS)


@lru_cache(maxsize=1_000)
def is_nearly_drug(word: str) -> bool:
    """Whether a folded word is one error away from a drug's name."""
    long = (drug for drug in DRUGS if len(drug) >= _LONG_ENOUGH)
    return any(DamerauLevenshtein.distance(word, drug, score_cutoff=1) <= 1 for drug in long)
