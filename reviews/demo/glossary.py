"""The glossary of the sample library."""

from typing import Final

from articles.actions.site import keep_site_change
from articles.models import GlossaryTerm
from people.models import User

# Name in texts, word, explanation, what it is also called.
TERMS: Final = (
    (
        "antibody",
        "Antibody",
        "A protein of the immune system that sticks to germs and other things it takes for foreign.",
        "Immunoglobulin",
    ),
    ("dna", "DNA", "The long, thin molecule that holds your genes.", "Deoxyribonucleic acid"),
    (
        "gene",
        "Gene",
        "A stretch of DNA that tells a cell how to make something the body needs, most often a protein.",
        "",
    ),
    (
        "carrier",
        "Carrier",
        "A person who has one changed copy of a gene and can pass it on, most often without being ill.",
        "",
    ),
    (
        "protein",
        "Protein",
        "A substance built by cells. Proteins do most of the work in the body, such as carrying oxygen or moving"
        " muscles.",
        "",
    ),
    ("hemoglobin", "Hemoglobin", "The protein in red blood cells that holds oxygen.", "Haemoglobin"),
    (
        "vector",
        "Vector",
        "A carrier that takes a gene into a cell. Most often it is a virus that was changed so that it no longer causes"
        " its usual illness.",
        "",
    ),
)


def make_glossary(by: User, door: str) -> None:
    """Write what is missing, where nobody has begun a glossary."""
    if GlossaryTerm.objects.exists():
        return
    for slug, word, explanation, synonyms in TERMS:
        term = GlossaryTerm(slug=slug, word=word, explanation=explanation, synonyms=synonyms)
        keep_site_change(thing=term, by=by, door=door)
