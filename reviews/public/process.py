"""The page on the editorial process: what the library wrote of it, and under that what its tables say now."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from articles.models import Authority, Publication, Section
from articles.public.counted import counted
from articles.public.pages import public_page
from articles.public.policies import policy_answer
from record import clock
from reviews.models import PolicyVersion
from reviews.policy_words import ages_quickly_words, correction_words, overdue_words, requirement_words

SLUG = "editorial-process"


@dataclass(frozen=True, slots=True)
class Process:
    """How many articles readers find, how many of them within their review date, what they rest on (each on one thing),
    and what the policy in force asks.
    """

    total: int
    in_date: int
    signed: int
    corrected: int
    attested: int
    rules: dict[str, str]
    policy: PolicyVersion

    @property
    def overdue(self) -> int:
        return self.total - self.in_date


@public_page
def editorial_process(request: HttpRequest) -> HttpResponse:
    """The policy page of that name, with its facts."""
    return policy_answer(request, SLUG, process=process_now())


def process_now() -> Process:
    """As it is at this moment."""
    now = clock.now()
    counts = counted("authorities", now, _count_dates)
    policy = PolicyVersion.current()
    return Process(**counts, rules=_rules(policy), policy=policy)


def _count_dates(at: datetime) -> dict[str, int]:
    live = Publication.objects.live(at).filter(article__language=settings.LANGUAGE_CODE)
    return live.order_by().aggregate(
        total=Count("pk"),
        in_date=Count("pk", filter=Q(overdue_at__gt=at)),
        signed=Count("pk", filter=Q(authority=Authority.SIGNATURES)),
        corrected=Count("pk", filter=Q(authority=Authority.CORRECTION)),
        attested=Count("pk", filter=Q(authority=Authority.ATTESTATION)),
    )


def _rules(policy: PolicyVersion) -> dict[str, str]:
    """What the policy asks, by what it is about, in words; nothing of what it doesn't say."""
    document = policy.rules
    names = dict(Section.objects.values_list("slug", "name"))
    rules = {
        _("Every article"): requirement_words(document.default),
        **{names.get(slug, slug): requirement_words(rule) for slug, rule in document.sections.items()},
        _("Where the risk is high, besides"): requirement_words(document.high_risk),
        _("Texts that age quickly"): ages_quickly_words(document),
        _("Minor corrections"): correction_words(document.corrections),
        _("Once a review is overdue"): overdue_words(document),
    }
    return {about: words for about, words in rules.items() if words}
