"""Insights for a coach: what rests on granted sections and cases alone, each look written down.

The funnel and the waiting belong to the pipeline. A pattern is found anew among the facts this coach may see, so that no
count and no sentence rests on a case that is not granted; what the seeker sent away is not shown here either.
"""

from dataclasses import dataclass
from uuid import UUID

from coach_platform.core.access import looks
from coach_platform.core.access.actor import Actor
from coach_platform.core.access.looks import Seen
from coach_platform.core.access.sight import Sight, sight_of
from coach_platform.core.insights.funnel import By, Funnel, Group, funnel, groups
from coach_platform.core.insights.reading import Read, read
from coach_platform.core.insights.thresholds import DRAWN_FROM, Rule
from coach_platform.core.insights.views import PatternView, patterns
from coach_platform.core.insights.waiting import Waiting, waiting
from coach_platform.core.relations.models import Section
from coach_platform.kit.errors import NotFound

# A resume's name is the seeker's own words about what they send: the pipeline does not hold it.
SPLITS = tuple(by for by in By if by is not By.RESUME)
# What of a grant opens this page at all.
OPENING = (Section.PIPELINE, Section.STORY, Section.DEEPER, Section.FEEDBACK)


@dataclass(frozen=True)
class CoachInsights:
    """None: not granted. Empty: granted, and nothing is there yet."""

    seeker_id: UUID
    name: str
    plan_granted: bool
    funnel: Funnel | None
    by: By
    groups: tuple[Group, ...]
    waiting: Waiting | None
    patterns: tuple[PatternView, ...]
    drawn: bool


def insights_for_coach(actor: Actor, seeker_id: UUID, *, by: By = By.SOURCE, surface: str = "page") -> CoachInsights:
    """As far as the actor sees them. Six statements. Raises: NotFound."""
    sight = sight_of(actor, seeker_id)
    if sight.own or not opens(sight):
        raise NotFound
    there = read(sight)
    by = by if by in SPLITS else By.SOURCE
    page = CoachInsights(
        seeker_id=seeker_id,
        name=there.name,
        plan_granted=sight.section(Section.PLAN),
        funnel=funnel(there.facts.tries) if there.whole else None,
        by=by,
        groups=groups(there.facts.tries, by) if there.whole else (),
        waiting=waiting(there.facts.tries) if there.whole else None,
        patterns=patterns(there).shown,
        drawn=there.whole and len(there.facts.tries) >= DRAWN_FROM,
    )
    looks.record(actor.name, [(sight, seen) for seen in _seen(page, there)], surface=surface)
    return page


def opens(sight: Sight) -> bool:
    """Whether there is a page of insights for this reader."""
    return any(sight.section(section) for section in OPENING)


def _seen(page: CoachInsights, there: Read) -> list[Seen]:
    facts, rules = there.facts, {one.rule for one in page.patterns}
    deeper = rules & {Rule.AREA, Rule.LINE, Rule.VIEWS, Rule.CHANGE}
    feedback = Rule.VIEWS in rules and there.facts.said
    story = rules & {Rule.ENDS, Rule.RATING, Rule.LINE, Rule.VIEWS}
    return [
        *([(Section.PIPELINE, None)] if page.funnel and page.funnel.total else []),
        *((Section.STORY, one.case_id) for one in facts.tries if story and one.case_id),
        *((Section.DEEPER, one.case_id) for one in facts.looked if deeper),
        *((Section.FEEDBACK, one.case_id) for one in facts.said if feedback),
        *([(Section.PLAN, None)] if Rule.CHANGE in rules else []),
    ]
