"""The review policy as a typed document: which signatures an article needs, and how long they last."""

from typing import Annotated, Final, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from articles.checks import FINDING_KINDS

# Ten years: what is later might as well be never.
MOST_DAYS: Final = 3650

RoleName = Literal["medical", "pharmacy", "nursing", "legal", "editorial"]

# Nothing else is ever minor: addresses, sources, codes, files, names of people.
CorrectableField = Literal[
    "title", "lead", "body", "key_facts", "video.caption", "video.transcript", "closing_note", "care.body", "care.phone"
]


# Kinds that a policy could once choose to block, and that block by themselves now.
_NO_CHOICE = frozenset({"bad-phone"})


def _known_findings(kinds: list[str]) -> list[str]:
    if unknown := sorted(set(kinds) - set(FINDING_KINDS) - _NO_CHOICE):
        raise ValueError(f"There is no finding called {', '.join(unknown)}.")
    return [kind for kind in kinds if kind not in _NO_CHOICE]


def _each_once(roles: list[RoleName]) -> list[RoleName]:
    return list(dict.fromkeys(roles))


class Requirement(BaseModel):
    """The signatures an article needs, one of each role, and the months until the next review is due."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    roles: Annotated[list[RoleName], Field(min_length=1), AfterValidator(_each_once)] = ["medical"]
    months: Annotated[int, Field(ge=1, le=60)] = 12


class CorrectionRules(BaseModel):
    """What counts as a minor correction of a signed text: who signs it, in which fields, and how many words at most.

    Measured against the last text that was reviewed whole, so that corrections can't add up to a new one.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    roles: Annotated[list[RoleName], Field(min_length=1), AfterValidator(_each_once)] = ["editorial"]
    words: Annotated[int, Field(ge=1, le=100)] = 10
    fields: list[CorrectableField] = [
        "lead",
        "body",
        "key_facts",
        "video.transcript",
        "closing_note",
        "care.body",
        "care.phone",
    ]


class PolicyDocument(BaseModel):
    """A whole policy. `sections` (by slug) takes the place of `default`; `high_risk` adds its roles and shortens.

    `ages_quickly_months` is the longest interval for a text that its editors marked as ageing quickly. So many days
    after its review became overdue, search engines are asked to forget a page (`noindex_after_days`), and readers find
    a notice in its place (`gone_after_days`); without a number, never. `blocking` names the findings with which nothing
    can be submitted. With `publisher_apart` whoever publishes may be neither author nor signer.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    default: Requirement = Requirement()
    sections: dict[str, Requirement] = {}
    high_risk: Requirement | None = None
    corrections: CorrectionRules = CorrectionRules()
    ages_quickly_months: Annotated[int, Field(ge=1, le=60)] = 6
    noindex_after_days: Annotated[int, Field(ge=0, le=MOST_DAYS)] | None = None
    gone_after_days: Annotated[int, Field(ge=1, le=MOST_DAYS)] | None = None
    blocking: Annotated[list[str], AfterValidator(_known_findings)] = [
        "no-lead",
        "no-text",
        "empty-part",
        "bad-image",
        "bad-alt",
        "missing-file",
    ]
    publisher_apart: bool = False

    def requirement(self, *, section: str, high_risk: bool, ages_quickly: bool) -> Requirement:
        """What is asked of one article."""
        base = self.sections.get(section, self.default)
        roles, months = list(base.roles), base.months
        if high_risk and self.high_risk:
            roles += self.high_risk.roles
            months = min(months, self.high_risk.months)
        if ages_quickly:
            months = min(months, self.ages_quickly_months)
        return Requirement(roles=roles, months=months)
