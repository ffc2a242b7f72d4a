"""Which own ratings precede an end: how often it ended at a stage rated 1 or 2, against the same stage rated higher."""

from collections.abc import Iterable

from coach_platform.content.vocabulary import Stage
from coach_platform.core.assessments.areas import LOW
from coach_platform.core.insights.intervals import Share
from coach_platform.core.insights.patterns.ends import COMPARED, ended_at
from coach_platform.core.insights.patterns.finding import Finding
from coach_platform.core.insights.thresholds import Rule
from coach_platform.core.insights.tries import Facts, Try


def find(facts: Facts) -> Iterable[Finding]:
    """One for each stage that was ever rated."""
    for stage in COMPARED:
        rated = [one for one in facts.tries if stage in one.ratings and ended_at(one, stage) is not None]
        low = [one for one in rated if one.ratings[stage] <= LOW]
        high = [one for one in rated if one.ratings[stage] > LOW]
        if rated:
            cases = tuple(one.case_id for one in low if ended_at(one, stage) and one.case_id)
            yield Finding(Rule.RATING, stage.value, _ended(low, stage), _ended(high, stage), cases)


def _ended(tries: list[Try], stage: Stage) -> Share:
    return Share(sum(bool(ended_at(one, stage)) for one in tries), len(tries))
