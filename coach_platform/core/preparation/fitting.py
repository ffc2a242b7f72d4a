"""Which open actions belong on the sheet of an interview. Pure."""

from collections.abc import Collection, Iterable
from uuid import UUID

from coach_platform.content.vocabulary import ActionKind, Area, Stage
from coach_platform.core.plans.action_views import ActionView

# What is done in a room with people; fit and skills are on paper before it, and in a task.
IN_A_TALK = frozenset({Area.RAPPORT, Area.PREPARATION, Area.RESEARCH, Area.BALANCE, Area.ANSWERS, Area.SURPRISES})
BEFORE_A_TALK = frozenset({ActionKind.PRACTICE, ActionKind.RESEARCH})


def fitting(
    actions: Iterable[ActionView], stage: Stage | None, *, areas: Collection[Area], similar_cases: Collection[UUID]
) -> list[ActionView]:
    """Those awake that practise or look something up, work on an area of a talk or on one that recurred, or rest on a
    similar case; before a task also those on fit and skills. In the order of the plan."""
    wanted = IN_A_TALK | set(areas) | ({Area.FIT, Area.SKILLS} if stage is Stage.TASK else set())
    return [
        action
        for action in actions
        if not action.asleep
        and (
            action.kind in BEFORE_A_TALK
            or action.area in wanted
            or any(case.case_id in similar_cases for case in action.evidence)
        )
    ]
