"""What the Events say of an article's public life: the windows and withdrawals as they have to stand now.

Only verification reads this. No verb decides from Events.
"""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from record.chain import Event


@dataclass
class Told:
    """What the record tells of one article. Moments as `utc_text`; None stands for no end."""

    closes: dict[int, str | None] = field(default_factory=dict)
    overdue_at: dict[int, str] = field(default_factory=dict)
    review: dict[int, int] = field(default_factory=dict)
    withdrawals: dict[int, str | None] = field(default_factory=dict)


def told_of(article: UUID) -> Told:
    """Play the publish and withdraw Events of an article, in their order."""
    told = Told()
    for event in Event.objects.filter(article=article, verb__in=["publish", "withdraw"]).order_by("seq"):
        body = event.told
        row = int(event.row.partition(":")[2])
        (_publish if event.verb == "publish" else _withdraw)(told, row, body["facts"])
    return told


def _publish(told: Told, publication: int, facts: dict[str, Any]) -> None:
    told.closes[publication] = None
    told.overdue_at[publication] = facts["overdue_at"]
    told.review[publication] = facts["review"]
    if facts["replaces"] is not None:
        told.closes[facts["replaces"]] = facts["opens"]
    if facts["ends_withdrawal"] is not None:
        told.withdrawals[facts["ends_withdrawal"]] = facts["opens"]


def _withdraw(told: Told, withdrawal: int, facts: dict[str, Any]) -> None:
    told.closes[facts["publication"]] = facts["closes"]
    told.withdrawals[withdrawal] = None
