"""What `verify_record` looks at of search: that it shows readers the names and words of the texts that were signed."""

from typing import Final

from articles.models import Edition, IndexedName, IndexedText, LaterWord
from articles.search import filed_otherwise
from record.readable import UNREADABLE, in_pages, readable
from record.verification import Verification, register_check

TABLE: Final = IndexedText._meta.db_table
AT_ONCE: Final = 100


@register_check
def search_shows_what_was_signed(verification: Verification) -> None:
    """Each text that search knows is filed under the names and words that it would be filed under today.

    Where one is not, that is a remark: search is no part of the record and can be made anew, and a later release may
    file otherwise.
    """
    otherwise: set[int] = set()
    filed = IndexedText.objects.order_by("pk").values_list("pk", flat=True)
    for page in in_pages(filed.iterator(), AT_ONCE):
        editions = Edition.objects.filter(pk__in=page).select_related("article", "content_row", "indexed_text")
        with_names = editions.prefetch_related("indexed_names", "later_words").order_by("pk")
        # Rows that can't be read are named where each is looked at.
        otherwise |= {edition.pk for edition in readable(with_names, lambda *_: None, AT_ONCE) if _is_another(edition)}
    for model in (IndexedName, LaterWord):
        strays = model._base_manager.filter(edition__indexed_text=None)
        otherwise |= set(strays.values_list("edition", flat=True))
    if otherwise:
        verification.remark(
            f"{TABLE}: search files {len(otherwise)} text(s) otherwise than they say; the first is that of"
            f" articles_edition {min(otherwise)}. remake_search --all files all anew."
        )


def _is_another(edition: Edition) -> bool:
    try:
        return filed_otherwise(edition)
    except UNREADABLE:
        # Its text may have been redacted, or is spoilt, which is named where texts are looked at.
        return True
