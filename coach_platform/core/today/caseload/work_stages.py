"""Where the work with a seeker stands: the open rule, the first line that holds. Pure.

Each line asks one section, and only where that section is granted: a coach to whom less is granted is told less, never
something else's guess. Where nothing holds and neither story nor plan is granted, nothing is said at all.

  found work       they said that they found work                          pipeline
  plan with me     they asked for a review over a coaching of mine         plan
  quiet            not here for 14 days, and they let it be told           activity
  plan with them   the plan was answered and handed back                   plan
  acting           the plan is agreed, and an action is open               plan
  agreed           the plan is agreed, nothing is open                     plan
  planning         something is in the plan                                plan
  assessing        the deeper assessment was handed in, of a shared case
                   that this coach has looked into (others: not told)      deeper
  story            there is a shared case                                  story
  new              none of this, as far as it is shared                    story or plan
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from coach_platform.core.plans.models import Turn
from coach_platform.core.relations.models import Section


class WorkStage(StrEnum):
    """Where the work stands. The order is that of the work, by which a column sorts."""

    NEW = "new"
    STORY = "story"
    ASSESSING = "assessing"
    PLANNING = "planning"
    PLAN_WITH_ME = "plan_with_me"
    PLAN_WITH_THEM = "plan_with_them"
    AGREED = "agreed"
    ACTING = "acting"
    QUIET = "quiet"
    FOUND_WORK = "found_work"

    @property
    def rank(self) -> int:
        """Its place in the order of the work, from 0."""
        return list(WorkStage).index(self)


@dataclass(frozen=True)
class Facts:
    """What the rule asks. None: that section is not granted."""

    found_work: bool | None = None  # PIPELINE
    waits: bool | None = None  # PLAN: for this coach
    turn: Turn | None = None  # PLAN; also None where no plan was begun
    points: int | None = None  # PLAN: what is open or proposed or done in it
    open_actions: int | None = None  # PLAN
    quiet: bool | None = None  # ACTIVITY
    deeper: bool | None = None  # DEEPER: of cases the coach looked into
    cases: int | None = None  # STORY


# In the order in which they are asked; each with the section it stands on.
RULE: Mapping[WorkStage, Section] = {
    WorkStage.FOUND_WORK: Section.PIPELINE,
    WorkStage.PLAN_WITH_ME: Section.PLAN,
    WorkStage.QUIET: Section.ACTIVITY,
    WorkStage.PLAN_WITH_THEM: Section.PLAN,
    WorkStage.ACTING: Section.PLAN,
    WorkStage.AGREED: Section.PLAN,
    WorkStage.PLANNING: Section.PLAN,
    WorkStage.ASSESSING: Section.DEEPER,
    WorkStage.STORY: Section.STORY,
}


def work_stage(facts: Facts) -> WorkStage | None:
    """The first line of the rule that holds; None where what is granted says nothing."""
    agreed = facts.turn is Turn.AGREED
    holds = {
        WorkStage.FOUND_WORK: facts.found_work,
        WorkStage.PLAN_WITH_ME: facts.waits,
        WorkStage.QUIET: facts.quiet,
        WorkStage.PLAN_WITH_THEM: facts.turn is Turn.AWAITING_SEEKER,
        WorkStage.ACTING: agreed and facts.open_actions,
        WorkStage.AGREED: agreed,
        WorkStage.PLANNING: facts.points,
        WorkStage.ASSESSING: facts.deeper,
        WorkStage.STORY: facts.cases,
    }
    found = next((stage for stage in RULE if holds[stage]), None)
    if found is None and (facts.cases is not None or facts.points is not None):
        return WorkStage.NEW
    return found


def asked_for(stage: WorkStage | None) -> frozenset[Section]:
    """The sections that were asked before the rule stopped at `stage`: what saying it tells something of."""
    if stage is None:
        return frozenset()
    order = list(RULE)
    return frozenset(RULE[one] for one in (order if stage is WorkStage.NEW else order[: order.index(stage) + 1]))
