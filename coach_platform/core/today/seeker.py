"""A seeker's Today: the one next thing, what the coach wrote, interviews ahead, this week's steps forward, the batch."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from coach_platform.core.access.actor import Actor
from coach_platform.core.access.permissions import Permission, require
from coach_platform.core.access.sight import own_sight
from coach_platform.core.applications.batch import waiting_count
from coach_platform.core.applications.cases import Step, message_first
from coach_platform.core.coaching.handing.standing import asked_of_seeker
from coach_platform.core.coaching.noted.waiting import Noted
from coach_platform.core.coaching.talks.reading import TalkView, from_json, of_seeker
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
from coach_platform.kit.db import db

SHOWN = 5  # of what is ahead, and of this week's victories
SAID = 3  # comments shown here; the rest where they stand
# What a case offers by itself. The plan has its own lines on the page, and nobody is sent to a professional every day.
OFFERED = (Step.RECONNECT, Step.DEEPER, Step.EXPECTATIONS)


@dataclass(frozen=True)
class Handing:
    """A question that waits: whether `colleague`, of `organisation`, may go on with them."""

    id: UUID
    organisation: str
    colleague: str


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
    talk: TalkView | None = None  # the next one with a coach of theirs
    handing: Handing | None = None  # whether a colleague of their coach may go on with them
    noted: tuple[Noted, ...] = ()  # by a coach on the phone, not answered yet
    noted_more: int = 0
    report: tuple[UUID, str] | None = None  # made by a coach, with the name; waits for a yes
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
    quiet_nos, talk, handing = _at_once(actor.person_id)
    return SeekerToday(
        next=next_thing(_day(actor, on, len(said), open_points, quiet_nos)),
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
        talk=talk,
        handing=handing,
        noted=on.noted[:SAID],
        noted_more=max(0, len(on.noted) - SAID),
        report=on.report,
        lapsed_by=on.lapsed_by,
    )


def _day(actor: Actor, on: Ground, unread_count: int, open_points: list[ActionView], quiet_nos: int) -> Day:
    """What there is to choose the one next thing from."""
    unfinished, form = _unfinished(on)
    going_on, step = _going_on(on)
    return Day(
        handed_back_by=on.coach if on.turn is Turn.AWAITING_SEEKER else None,
        unread=unread_count,
        found_work=on.found_work,
        pause_over=(paused := _pause_over(on)),
        message_waits=paused is not None and message_first(paused.paused_until, paused.steps_done),
        action=nearest(open_points),
        unfinished=unfinished,
        unfinished_form=form,
        suggest=lambda: _suggestion(actor, on),
        quiet_nos=quiet_nos,
        going_on=going_on,
        going_on_step=step,
        anything=bool(on.search.applications or on.cases or on.plan_id),
    )


def _at_once(seeker_id: UUID) -> tuple[int, TalkView | None, Handing | None]:
    """How many quiet nos wait, the next talk, and what is asked about a hand-over. One statement: the page has eight."""
    row = db.session.execute(select(waiting_count(seeker_id), of_seeker(seeker_id), asked_of_seeker(seeker_id))).one()
    return row[0], from_json(row[1]), Handing(UUID(row[2][0]), *row[2][1:]) if row[2] else None


def nearest(views: list[ActionView]) -> ActionView | None:
    """The open point that is due first; among those without a day, the first of the plan. What sleeps is left alone."""
    awake = [view for view in views if not view.asleep]
    # min() keeps the first of equals, and the views come in the order of the plan.
    return min(awake, key=lambda view: view.due_on or date.max, default=None)


def _pause_over(on: Ground) -> CaseName | None:
    """A case whose message waited for the end of its pause, else one that was not looked at since."""
    waiting = [case for case in on.cases if message_first(case.paused_until, case.steps_done)]
    over = [case for case in on.cases if case.paused_until and not _paused(case) and not _looked_at(case)]
    return next(iter(waiting + over), None)


def _unfinished(on: Ground) -> tuple[CaseName | None, str]:
    """A case whose assessment was begun and left, else one that was not looked at and is not paused."""
    by_id = {case.case_id: case for case in on.cases}
    for form, case_id in on.drafts:
        if case_id in by_id and not _paused(by_id[case_id]):
            return by_id[case_id], form
    waiting = [case for case in on.cases if not _looked_at(case) and not _paused(case)]
    return (waiting[0] if waiting else None), "first_assessment"


def _going_on(on: Ground) -> tuple[CaseName | None, str]:
    """The latest opened case that is not paused and has a step left, with that step: as the case itself offers it."""
    for case in on.cases:
        left = next((step for step in OFFERED if step not in case.steps_done), None)
        if left is not None and not _paused(case):
            return case, left.value
    return None, ""


def _looked_at(case: CaseName) -> bool:
    return "first" in case.steps_done


def _paused(case: CaseName) -> bool:
    return case.paused_until is not None and case.paused_until > clock.now()


def _suggestion(actor: Actor, on: Ground) -> SuggestionView | None:
    found = proposed(actor, on)
    return suggestion_view(found[0], on) if found else None
