"""What a coach proposes for a plan. It is no part of it until the seeker accepts."""

from uuid import UUID

from coach_platform.core.access.actor import Actor
from coach_platform.core.access.permissions import Permission, require
from coach_platform.core.access.sight import sight_of
from coach_platform.core.library.inserting import need_no_gaps
from coach_platform.core.plans.actions import edit_action, last_position, new_action
from coach_platform.core.plans.details import WORDS, Details, checked
from coach_platform.core.plans.models import Action, ActionState
from coach_platform.core.plans.owned import action_of, own_action, own_plan, plan_of
from coach_platform.core.plans.progress import become
from coach_platform.core.plans.templates.offering import Offered
from coach_platform.core.relations.models import Section
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.errors import Conflict, NotFound


def propose_action(
    actor: Actor, seeker_id: UUID, *, details: Details, template: Offered | None = None, locale: str = ""
) -> UUID:
    """The coach proposes a point; evidence only from cases of which they see the story.

    `template`: what it was made from. What everybody's templates say and the coach left as it stood is said to each
    reader in their language. `locale`: the language of the words, where it is not the coach's.
    Raises: NotFound, NotAllowed, Invalid.
    """
    sight = sight_of(actor, seeker_id)
    sight.need(Section.PLAN)
    require(actor, Permission.PROPOSE_ACTION, sight)
    details = checked(actor, details)
    for field in WORDS:
        need_no_gaps(getattr(details, field), field=field)
    if set(sight.cases(details.evidence)) != set(details.evidence):
        raise NotFound
    plan = plan_of(seeker_id)
    action = new_action(plan, actor, details, state=ActionState.PROPOSED, proposed_by_id=actor.person_id)
    if template is not None:
        _made_from(action, template, locale or actor.locale)
    return action.id


def _made_from(action: Action, template: Offered, locale: str) -> None:
    action.template_key, action.locale = template.key, locale
    if template.rule_key is not None:
        action.rule_key, action.rule_version, action.rule_params = template.rule_key, template.version, {}
        for name, standing in template.said(locale).items():
            if getattr(action, name) == standing:
                setattr(action, name, None)
    db.session.flush()


def take_back_proposal(actor: Actor, seeker_id: UUID, action_id: UUID) -> None:
    """The coach takes back what was not answered yet. Raises: NotFound, Conflict."""
    sight = sight_of(actor, seeker_id)
    sight.need(Section.PLAN)
    plan_of(seeker_id)
    action = action_of(seeker_id, action_id)
    if action.proposed_by_id != actor.person_id:
        raise NotFound
    if action.state is not ActionState.PROPOSED:
        raise Conflict
    action.deleted_at = clock.now()
    db.session.flush()


def accept_proposal(actor: Actor, action_id: UUID, *, details: Details | None = None) -> None:
    """The seeker takes the proposal into the plan, at its end. Both said yes, so the turn stays whose it was.

    `details`: accepted in other words, which is then a change like any edit. Raises: NotFound, Conflict, Invalid.
    """
    plan = own_plan(actor)
    action = own_action(actor, action_id)
    become(action, ActionState.OPEN)
    action.position = last_position(plan) + 1
    db.session.flush()
    if details is not None:
        edit_action(actor, action_id, details=details)


def decline_proposal(actor: Actor, action_id: UUID, *, words: str = "") -> None:
    """The seeker would rather not, with a word why if they like. Raises: NotFound, Conflict."""
    action = own_action(actor, action_id)
    become(action, ActionState.DECLINED)
    action.closing_words, action.closed_at = words.replace("\0", "").strip()[:2_000], clock.now()
    db.session.flush()
