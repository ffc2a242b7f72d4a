"""How long an answer took, and how often none came. Pure. What is still open is never counted as silence."""

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median

from coach_platform.content.vocabulary import Outcome
from coach_platform.core.insights.intervals import Share
from coach_platform.core.insights.thresholds import MEDIAN_FROM
from coach_platform.core.insights.tries import Try


@dataclass(frozen=True, slots=True)
class Waiting:
    """Every try is in exactly one of four: answered, never answered, still open, left by me.

    `days`: for each answer whose two days are known, how many lay between, in order.
    """

    total: int
    answered: int
    never: int  # "no reply", and nothing ever came
    still_open: int  # nothing came so far
    left: int  # I withdrew before anything came
    fell_silent: int  # of the answered: a step, then nothing more
    days: tuple[int, ...]

    @property
    def never_share(self) -> Share:
        """Of those that are settled. What is open may still be answered, and what I left could not be."""
        return Share(self.never, self.answered + self.never)

    @property
    def middle(self) -> float | None:
        """Half of the answers came within so many days; None for too few."""
        return float(median(self.days)) if len(self.days) >= MEDIAN_FROM else None

    @property
    def undated(self) -> int:
        """Answers of which a day is not known."""
        return self.answered - len(self.days)


def waiting(tries: Iterable[Try]) -> Waiting:
    """The count of all, from one look at each."""
    every = list(tries)
    answered = [one for one in every if one.answered]
    silent = [one for one in every if not one.answered]
    return Waiting(
        total=len(every),
        answered=len(answered),
        never=sum(one.outcome is Outcome.NO_REPLY for one in silent),
        still_open=sum(one.outcome is Outcome.OPEN for one in silent),
        left=sum(one.outcome is Outcome.WITHDRAWN for one in silent),
        fell_silent=sum(one.outcome is Outcome.NO_REPLY for one in answered),
        days=tuple(sorted(days for one in answered if (days := days_until_answer(one)) is not None)),
    )


def days_until_answer(one: Try) -> int | None:
    """From sending to the first sign; None where a day is not known, or where they wrote first."""
    if one.applied_on is None or one.first_sign_on is None or one.first_sign_on < one.applied_on:
        return None
    return (one.first_sign_on - one.applied_on).days
