"""The tables of the articles room."""

from .article import Address, Article, Risk
from .draft import Draft, DraftSave, Imported, Purpose, Way
from .edition import Edition, EditionContent, EditionContributor, EditionUse, Redacted, UseKind
from .glossary import GlossaryTerm, GlossaryWording
from .media import Media
from .organisation import Organisation, PolicyPage, PolicyWording
from .publication import Authority, Cancellation, Publication, Withdrawal
from .redaction import Redaction, redaction_of
from .redirect import Redirect
from .safety_notice import SafetyNotice, SafetyNoticePage
from .search import IndexedName, IndexedText, IndexedTopic, IndexedWord, LaterWord, NameKind, Spelling
from .section import Section

__all__ = [
    "Address",
    "Article",
    "Authority",
    "Cancellation",
    "Draft",
    "DraftSave",
    "Edition",
    "EditionContent",
    "EditionContributor",
    "EditionUse",
    "GlossaryTerm",
    "GlossaryWording",
    "Imported",
    "IndexedName",
    "IndexedText",
    "IndexedTopic",
    "IndexedWord",
    "LaterWord",
    "Media",
    "NameKind",
    "Organisation",
    "PolicyPage",
    "PolicyWording",
    "Publication",
    "Purpose",
    "Redacted",
    "Redaction",
    "Redirect",
    "Risk",
    "SafetyNotice",
    "SafetyNoticePage",
    "Section",
    "Spelling",
    "UseKind",
    "Way",
    "Withdrawal",
    "redaction_of",
]
