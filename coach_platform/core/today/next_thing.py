"""The one next thing of a seeker's day. Pure, and readable as the order it is asked in.

A person's answer comes before anything the product thinks of; what was decided comes before what is new; nothing is
urgent enough to be two things.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

from coach_platform.core.plans.action_views import ActionView
from coach_platform.core.plans.ground import CaseName
from coach_platform.core.plans.plan_view import SuggestionView


class Kind(StrEnum):
    """What it is."""

    ANSWER = "answer"  # the coach handed the plan back, or wrote
    FOUND_WORK = "found_work"  # the search has ended: nothing is asked
    PAUSE_OVER = "pause_over"  # a case whose pause has ended
    ACTION = "action"  # the open point that is due first
    ASSESSMENT = "assessment"  # one that was begun, or a case not looked at yet
    SUGGESTION = "suggestion"
    BATCH = "batch"  # quiet nos
    CASE = "case"  # an opened case whose steps are not all done
    REST = "rest"  # something is kept, and nothing is asked
    TEACH = "teach"  # nothing yet: say what will be here


@dataclass(frozen=True)
class Day:
    """What there is to choose from; `suggest` is asked only when it comes to that."""

    handed_back_by: str | None = None
    unread: int = 0
    found_work: bool = False
    pause_over: CaseName | None = None
    message_waits: bool = False  # of that case
    action: ActionView | None = None
    unfinished: CaseName | None = None
    unfinished_form: str = "first_assessment"
    suggest: Callable[[], SuggestionView | None] = lambda: None
    quiet_nos: int = 0
    going_on: CaseName | None = None
    going_on_step: str = ""
    anything: bool = False  # whether anything was ever noted


@dataclass(frozen=True)
class NextThing:
    """One thing, with what it is about."""

    kind: Kind
    coach: str = ""
    handed_back: bool = False
    case: CaseName | None = None
    form: str = ""
    message_waits: bool = False
    action: ActionView | None = None
    suggestion: SuggestionView | None = None
    count: int = 0


def next_thing(day: Day) -> NextThing:
    """The first of these that there is."""
    for there in (_answer, _found_work, _pause_over, _action, _assessment, _suggestion, _batch, _case):
        if (found := there(day)) is not None:
            return found
    return NextThing(Kind.REST if day.anything else Kind.TEACH)


def _answer(day: Day) -> NextThing | None:
    thing = NextThing(Kind.ANSWER, coach=day.handed_back_by or "", count=day.unread)
    if day.handed_back_by is not None:
        return replace(thing, handed_back=True)
    return thing if day.unread else None


def _found_work(day: Day) -> NextThing | None:
    return NextThing(Kind.FOUND_WORK) if day.found_work else None


def _pause_over(day: Day) -> NextThing | None:
    if day.pause_over is None:
        return None
    return NextThing(Kind.PAUSE_OVER, case=day.pause_over, message_waits=day.message_waits)


def _action(day: Day) -> NextThing | None:
    return NextThing(Kind.ACTION, action=day.action) if day.action else None


def _assessment(day: Day) -> NextThing | None:
    return NextThing(Kind.ASSESSMENT, case=day.unfinished, form=day.unfinished_form) if day.unfinished else None


def _suggestion(day: Day) -> NextThing | None:
    found = day.suggest()
    return NextThing(Kind.SUGGESTION, suggestion=found) if found else None


def _batch(day: Day) -> NextThing | None:
    return NextThing(Kind.BATCH, count=day.quiet_nos) if day.quiet_nos else None


def _case(day: Day) -> NextThing | None:
    return NextThing(Kind.CASE, case=day.going_on, form=day.going_on_step) if day.going_on else None
