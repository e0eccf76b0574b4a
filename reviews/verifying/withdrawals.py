"""What `verify_record` checks of withdrawals: each took away what readers saw last, and stands until the next opens."""

from typing import Any, Final

from articles.models import Publication, Withdrawal
from articles.verifying.windows_told import Page, opened_as_seen, pages_told
from record.canonical import normal_text, utc_text
from record.readable import fault_in, in_pages
from record.tellings import first_bodies, moment_of
from record.verification import Verification, register_check

WITHDRAW: Final = ("withdraw",)


@register_check
def withdrawals_took_what_readers_saw_last(verification: Verification) -> None:
    """Each is as its Event tells in words, took away the page that readers had seen last by then, and ended as the next
    one opened: no page stands beside it, or waits.
    """
    rows = Withdrawal.objects.select_related("article", "publication__edition", "replacement").order_by("pk")
    for page in in_pages(verification.each(rows), 100):
        told = first_bodies([row.row_id for row in page], WITHDRAW)
        pages = pages_told({row.article_id for row in page})
        for withdrawal in page:
            # That no event tells of it is named where each is looked at.
            event = told.get(withdrawal.row_id)
            wrong = event and (
                fault_in(_wrong_with_words, withdrawal, event[1])
                or fault_in(_wrong_with_page, withdrawal, *event, pages[withdrawal.article_id])
            )
            if wrong := wrong or fault_in(_wrong_with_end, withdrawal):
                verification.found("articles_withdrawal", withdrawal.pk, wrong)


def _wrong_with_words(withdrawal: Withdrawal, told: dict[str, Any]) -> str:
    facts, replacement = told["facts"], withdrawal.replacement
    as_told = (facts["publication"], facts["digest"], facts["at"], facts["replacement"], told["why"])
    row = (
        withdrawal.publication_id,
        withdrawal.publication.edition.digest,
        utc_text(withdrawal.at),
        str(replacement.uuid) if replacement else None,
        normal_text(withdrawal.reason),
    )
    if as_told != row:
        return "it is not as the event says that tells of it"
    return "it leads to its own article" if withdrawal.replacement_id == withdrawal.article_id else ""


def _wrong_with_page(withdrawal: Withdrawal, seq: int, told: dict[str, Any], pages: list[Page]) -> str:
    seen = {opened[-1].pk for opened in opened_as_seen(pages, seq, moment_of(told["at"])) if opened}
    return "" if withdrawal.publication_id in seen else "it took away a page that readers hadn’t seen last by then"


def _wrong_with_end(withdrawal: Withdrawal) -> str:
    later = Publication.objects.filter(article=withdrawal.article_id, cancelled_at=None, opens__gte=withdrawal.at)
    opens = later.order_by("opens").values_list("opens", flat=True).first()
    return "" if opens == withdrawal.ended_at else "it doesn’t end as the next page opens"
