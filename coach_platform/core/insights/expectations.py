"""The fourth step of a case: how far such applications of mine ever got, beside the little that is known of the world."""

from dataclasses import dataclass
from uuid import UUID

from coach_platform.content.published_figures import Figure
from coach_platform.content.vocabulary import TALK_STAGES
from coach_platform.core.access.actor import Actor
from coach_platform.core.access.sight import own_sight
from coach_platform.core.applications.cases import Step
from coach_platform.core.assessments.context import CaseContext, own_case
from coach_platform.core.insights.funnel import By, Funnel, alike, funnel
from coach_platform.core.insights.intervals import Share
from coach_platform.core.insights.reading import read
from coach_platform.core.insights.thresholds import DRAWN_FROM
from coach_platform.core.insights.waiting import Waiting, waiting
from coach_platform.core.insights.world import consoling


@dataclass(frozen=True)
class Expectations:
    """`by`: what "such applications" share with this one; None: all of them, for too few are alike.

    `as_far`: how many of them got at least as far as this one.
    """

    case: CaseContext
    done: bool
    by: By | None
    funnel: Funnel
    as_far: Share
    waiting: Waiting
    figures: tuple[Figure, ...]
    drawn: bool


def expectations(actor: Actor, case_id: UUID) -> Expectations:
    """Of the actor's own case. Five statements. Raises: NotFound."""
    case = own_case(actor, case_id)
    tries = read(own_sight(actor.person_id)).facts.tries
    this = next(one for one in tries if one.application_id == case.application_id)
    by, same = alike(tries, this)
    steps = funnel(same)
    return Expectations(
        case=case,
        done=Step.EXPECTATIONS.value in case.steps_done,
        by=by,
        funnel=steps,
        as_far=steps.at(this.furthest).share,
        waiting=waiting(same),
        figures=consoling(talked=bool(this.stages & TALK_STAGES)),
        drawn=len(same) >= DRAWN_FROM,
    )
