"""The preparation sheet of one interview, for its seeker: what they have, what came up before, what they must show.

It is read anew each time from what it stands on; only notes and arrangement are its own. Nobody else reads it: what a
coach may see of it, they see where it comes from (docs/decisions/preparation-sheet.md).
"""

from dataclasses import dataclass
from uuid import UUID

from coach_platform.core.access.actor import Actor
from coach_platform.core.access.sight import own_sight
from coach_platform.core.assessments.facts import case_facts
from coach_platform.core.plans.action_views import ActionView, action_views
from coach_platform.core.plans.ground import ground
from coach_platform.core.preparation.arranging import key_of, shown
from coach_platform.core.preparation.choosing import Chosen, choose
from coach_platform.core.preparation.fitting import fitting
from coach_platform.core.preparation.reading import Head, earlier, heads, questions
from coach_platform.core.preparation.recurring import Recurring, recurring
from coach_platform.kit import clock
from coach_platform.kit.errors import NotFound

AREAS, ACTIONS = 4, 5


@dataclass(frozen=True)
class Sheet:
    """One page. `areas_off` and `actions_off`: what was taken off and can be put back."""

    head: Head
    chosen: Chosen
    areas: tuple[Recurring, ...]
    actions: tuple[ActionView, ...]
    areas_off: tuple[Recurring, ...]
    actions_off: tuple[ActionView, ...]

    @property
    def bare(self) -> bool:
        """Nothing to show but what is written on the page itself: the first interview ever."""
        chosen = self.chosen
        return not (chosen.lines or chosen.had or chosen.questions or chosen.worked or self.areas or self.actions)


def sheet(actor: Actor, application_id: UUID) -> Sheet:
    """The actor's own. Seven statements, however much they have written. Raises: NotFound."""
    head = head_of(actor, application_id)
    mine, today = [actor.person_id], clock.today(actor.zone)
    chosen = choose(head, questions(mine), earlier(mine))
    areas = recurring(case_facts(actor.person_id))
    sight = own_sight(actor.person_id)
    points = action_views(sight, ground(sight), {}, today, only_open=True)
    fits = fitting(
        points,
        head.talk.stage if head.talk else None,
        areas=[one.area for one in areas],
        similar_cases=chosen.similar_cases,
    )
    return Sheet(
        head=head,
        chosen=chosen,
        areas=tuple(shown(areas, head.hidden, area_key)[:AREAS]),
        actions=tuple(shown(fits, head.hidden, action_key)[:ACTIONS]),
        areas_off=tuple(one for one in areas if area_key(one) in head.hidden),
        actions_off=tuple(one for one in fits if action_key(one) in head.hidden),
    )


def head_of(actor: Actor, application_id: UUID) -> Head:
    """The actor's own application with their part of its sheet. One statement. Raises: NotFound."""
    found = heads({application_id: clock.today(actor.zone)}, [actor.person_id])
    if application_id not in found:
        raise NotFound
    return found[application_id]


def area_key(one: Recurring) -> str:
    """What an area is taken off by."""
    return key_of("area", one.area.value)


def action_key(one: ActionView) -> str:
    """What an action is taken off by."""
    return key_of("action", one.id)
