"""What a rule finds: two shares and the cases behind them. Its words are made elsewhere, for each reader. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from uuid import UUID

from coach_platform.content.vocabulary import Area
from coach_platform.core.insights.intervals import Interval, Share
from coach_platform.core.insights.thresholds import TABLE, Rule


class Claim(StrEnum):
    """What may be said beyond the count: the share lies above or below the one it is compared with."""

    ABOVE = "above"
    BELOW = "below"


@dataclass(frozen=True, slots=True)
class Finding:
    """One sentence to be. `here` is counted, `against` is the stated comparison (None: this one is only counted).

    `subject`: what it is about, within the rule: a stage, an area, the key of a line. `cases`: those in which it holds.
    `area`: what an action on it would help. `interval`: of the difference, at the level of the whole family.
    """

    rule: Rule
    subject: str
    here: Share
    against: Share | None = None
    cases: tuple[UUID, ...] = ()
    area: Area | None = None
    params: Mapping[str, Any] = field(default_factory=dict)
    claim: Claim | None = None
    interval: Interval | None = None

    @property
    def version(self) -> int:
        """Of the rule, as it reads now."""
        return TABLE[self.rule].version

    @property
    def key(self) -> str:
        """Rule, version and subject: by this it is remembered."""
        return f"{self.rule}.{self.version}.{self.subject}"

    @property
    def shown(self) -> bool:
        """Enough of it to be worth a line."""
        least = TABLE[self.rule]
        return self.here.hit >= least.shown_hit and self.here.of >= least.shown_of

    @property
    def testable(self) -> bool:
        """Enough on both sides to be compared. Asked of the numbers of tries alone, never of how they went."""
        least = TABLE[self.rule]
        if self.against is None or least.tested_of is None or least.tested_against is None:
            return False
        return self.here.of >= least.tested_of and self.against.of >= least.tested_against
