"""The Insights of a seeker: one sentence and one thing to do, then the funnel, the waiting, the patterns, the world."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from coach_platform.content.published_figures import Figure
from coach_platform.content.vocabulary import TALK_STAGES
from coach_platform.core.access.actor import Actor
from coach_platform.core.access.permissions import Permission, require
from coach_platform.core.access.sight import own_sight
from coach_platform.core.insights.funnel import By, Funnel, Group, funnel, groups
from coach_platform.core.insights.reading import Read, read
from coach_platform.core.insights.thresholds import DRAWN_FROM
from coach_platform.core.insights.views import Patterns, PatternView, patterns
from coach_platform.core.insights.waiting import Waiting, waiting
from coach_platform.core.insights.world import consoling


class Next(StrEnum):
    """The one thing a page of figures asks for."""

    LOG = "log"  # nothing there yet
    OPEN_CASE = "open_case"  # nos, but none was looked at
    LOOK = "look"  # a case without a deeper look
    PATTERN = "pattern"  # a pattern that nothing was done about
    PLAN = "plan"  # something is in the plan: go on with it


@dataclass(frozen=True)
class NextStep:
    """`case`: (id, company) of the one to look at; `pattern`: the one to act on."""

    kind: Next
    case: tuple[UUID, str] | None = None
    pattern: PatternView | None = None


@dataclass(frozen=True)
class InsightsPage:
    """`by`, `groups`: the split that was asked for. `drawn`: enough for a picture; else words only."""

    next: NextStep
    funnel: Funnel
    by: By
    groups: tuple[Group, ...]
    resumes: dict[UUID, str]
    waiting: Waiting
    patterns: Patterns
    figures: tuple[Figure, ...]
    drawn: bool


def insights(actor: Actor, *, by: By = By.SOURCE) -> InsightsPage:
    """The actor's own. Four statements, whatever there is. Raises: NotAllowed."""
    require(actor, Permission.USE_SEEKER_FACE)
    there = read(own_sight(actor.person_id))
    found = patterns(there)
    tries = there.facts.tries
    return InsightsPage(
        next=_next(there, found),
        funnel=funnel(tries),
        by=by,
        groups=groups(tries, by),
        resumes=dict(there.resumes),
        waiting=waiting(tries),
        patterns=found,
        figures=consoling(talked=any(one.stages & TALK_STAGES for one in tries)),
        drawn=len(tries) >= DRAWN_FROM,
    )


def _next(there: Read, found: Patterns) -> NextStep:
    if not there.facts.tries:
        return NextStep(Next.LOG)
    free = [one for one in found.shown if one.action_id is None]
    if free and (free[0].claim or len(free[0].cases) > 1):
        return NextStep(Next.PATTERN, pattern=free[0])
    looked = {one.case_id for one in there.facts.looked}
    waiting_cases = [case for case in there.facts.companies.items() if case[0] not in looked]
    if waiting_cases:
        return NextStep(Next.LOOK, case=waiting_cases[0])
    return NextStep(Next.PLAN if there.facts.companies else Next.OPEN_CASE)
