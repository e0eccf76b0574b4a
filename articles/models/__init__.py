"""The tables of the articles room."""

from .article import Address, Article, Risk
from .draft import Draft, DraftSave, Imported, Purpose, Way
from .edition import Edition, EditionContent, EditionContributor, EditionUse, UseKind
from .media import Media
from .organisation import Organisation, PolicyPage
from .publication import Authority, Cancellation, Publication, Withdrawal
from .safety_notice import SafetyNotice, SafetyNoticePage
from .search import IndexedName, IndexedText, IndexedTopic, IndexedWord, NameKind, Spelling
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
    "Imported",
    "IndexedName",
    "IndexedText",
    "IndexedTopic",
    "IndexedWord",
    "Media",
    "NameKind",
    "Organisation",
    "PolicyPage",
    "Publication",
    "Purpose",
    "Risk",
    "SafetyNotice",
    "SafetyNoticePage",
    "Section",
    "Spelling",
    "UseKind",
    "Way",
    "Withdrawal",
]
