"""A seeker's Today: the one next thing, what the coach wrote, interviews ahead, this week's steps forward, the batch."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from coach_platform.core.access.actor import Actor
from coach_platform.core.access.permissions import Permission, require
from coach_platform.core.access.sight import own_sight
from coach_platform.core.applications.batch import count_waiting
from coach_platform.core.insights.victories import Ahead, Victory, around
from coach_platform.core.plans.action_views import ActionView, action_views
from coach_platform.core.plans.ground import CaseName, Ground, ground
from coach_platform.core.plans.models import Turn
from coach_platform.core.plans.plan_view import SuggestionView, suggestion_view
from coach_platform.core.plans.suggestions import proposed
from coach_platform.core.plans.threads import CommentView, unread
from coach_platform.core.preparation.setback import is_written
from coach_platform.core.today.next_thing import Day, NextThing, next_thing
from coach_platform.kit import clock

SHOWN = 5  # of what is ahead, and of this week's victories
SAID = 3  # comments shown here; the rest where they stand


@dataclass(frozen=True)
class SeekerToday:
    """Everything on the page. `companies` names the cases that comments stand at."""

    next: NextThing
    said: tuple[CommentView, ...]
    said_more: int
    companies: dict[UUID, str]
    actions: dict[UUID, str]  # what the actions that comments stand at say
    ahead: tuple[Ahead, ...]
    setback_missing: bool  # an interview is dated, and what to do if it is a no was never rehearsed
    victories: tuple[Victory, ...]
    quiet_nos: int
    open_actions: int
    found_work: bool
    lapsed_by: str | None = None  # who left a review of the plan unanswered, lately ("": a former coach)


def seeker_today(actor: Actor) -> SeekerToday:
    """Eight statements at most with the sign-in's, and not one more when rows grow.

    Raises: NotAllowed for somebody who is no seeker.
    """
    require(actor, Permission.USE_SEEKER_FACE)
    sight, today = own_sight(actor.person_id), clock.today(actor.zone)
    on = ground(sight)
    said = unread(sight)
    open_points = action_views(sight, on, {}, today, only_open=True)
    ahead, victories = around(actor.person_id, today)
    quiet_nos = count_waiting(actor.person_id)
    unfinished, form = _unfinished(on)
    day = Day(
        handed_back_by=on.coach if on.turn is Turn.AWAITING_SEEKER else None,
        unread=len(said),
        found_work=on.found_work,
        pause_over=_pause_over(on),
        action=nearest(open_points),
        unfinished=unfinished,
        unfinished_form=form,
        suggest=lambda: _suggestion(actor, on),
        quiet_nos=quiet_nos,
    )
    return SeekerToday(
        next=next_thing(day),
        said=tuple(said[:SAID]),
        said_more=max(0, len(said) - SAID),
        companies=on.companies,
        actions={view.id: view.what.text for view in open_points},
        ahead=tuple(ahead[:SHOWN]),
        setback_missing=bool(ahead) and not is_written(actor.person_id),
        victories=tuple(victories[:SHOWN]),
        quiet_nos=quiet_nos,
        open_actions=sum(not view.asleep for view in open_points),
        found_work=on.found_work,
        lapsed_by=on.lapsed_by,
    )


def nearest(views: list[ActionView]) -> ActionView | None:
    """The open point that is due first; among those without a day, the first of the plan. What sleeps is left alone."""
    awake = [view for view in views if not view.asleep]
    # min() keeps the first of equals, and the views come in the order of the plan.
    return min(awake, key=lambda view: view.due_on or date.max, default=None)


def _pause_over(on: Ground) -> CaseName | None:
    now = clock.now()
    over = [case for case in on.cases if case.paused_until and case.paused_until <= now and not _looked_at(case)]
    return over[0] if over else None


def _unfinished(on: Ground) -> tuple[CaseName | None, str]:
    """A case whose assessment was begun and left, else one that was not looked at and is not paused."""
    by_id = {case.case_id: case for case in on.cases}
    for form, case_id in on.drafts:
        if case_id in by_id and not _paused(by_id[case_id]):
            return by_id[case_id], form
    waiting = [case for case in on.cases if not _looked_at(case) and not _paused(case)]
    return (waiting[0] if waiting else None), "first_assessment"


def _looked_at(case: CaseName) -> bool:
    return "first" in case.steps_done


def _paused(case: CaseName) -> bool:
    return case.paused_until is not None and case.paused_until > clock.now()


def _suggestion(actor: Actor, on: Ground) -> SuggestionView | None:
    found = proposed(actor, on)
    return suggestion_view(found[0], on) if found else None
