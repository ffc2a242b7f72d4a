"""The points of a plan: adding, changing, dating, deleting. What becomes of them: progress.py; their order: ordering.py."""

from datetime import date
from uuid import UUID

from sqlalchemy import func, select

from coach_platform.core.access.actor import Actor
from coach_platform.core.access.sight import own_sight
from coach_platform.core.plans.details import EARLIEST, LATEST, WORDS, Details, checked, keep_evidence
from coach_platform.core.plans.ground import ground
from coach_platform.core.plans.models import Action, ActionEvidence, ActionState, Plan
from coach_platform.core.plans.owned import move, own_action, own_plan
from coach_platform.core.plans.rule_words import of_rule, rule_words
from coach_platform.core.plans.turns import Move
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.errors import Invalid, NotFound
from coach_platform.kit.i18n import lazy as l_
from coach_platform.kit.undo import can_come_back


def add_action(actor: Actor, *, details: Details) -> UUID:
    """A new point at the end of the actor's own plan. Raises: Invalid, NotFound (a case of the evidence)."""
    details = checked(actor, details)
    plan = own_plan(actor)
    action = new_action(plan, actor, details, state=ActionState.OPEN)
    move(plan, Move.CHANGE)
    return action.id


def edit_action(actor: Actor, action_id: UUID, *, details: Details) -> None:
    """Change a point of the actor's own plan. A rule's words that were left as they stood go on being the rule's.

    Raises: Invalid, NotFound.
    """
    details = checked(actor, details)
    plan = own_plan(actor)
    action = own_action(actor, action_id)
    _write(action, actor, details)
    keep_evidence(action, details.evidence)
    action.changed_at = clock.now()
    move(plan, Move.CHANGE)


def set_due(actor: Actor, action_id: UUID, due_on: date | None) -> None:
    """By when; None takes the date away. Raises: Invalid, NotFound."""
    if due_on is not None and not EARLIEST <= due_on <= LATEST:
        raise Invalid({"due_on": l_("Please check the year.")})
    plan = own_plan(actor)
    action = own_action(actor, action_id)
    action.due_on, action.changed_at = due_on, clock.now()
    move(plan, Move.CHANGE)


def delete_action(actor: Actor, action_id: UUID) -> None:
    """It leaves the plan, with 30 days to change one's mind. Raises: NotFound."""
    plan = own_plan(actor)
    own_action(actor, action_id).deleted_at = clock.now()
    move(plan, Move.CHANGE)


def restore_action(actor: Actor, action_id: UUID) -> None:
    """Bring it back where it was. Raises: NotFound (also when the 30 days are over)."""
    plan = own_plan(actor)
    action = db.session.scalars(
        select(Action).where(
            Action.id == action_id,
            Action.seeker_id == actor.person_id,
            can_come_back(Action.deleted_at),
        )
    ).first()
    if action is None:
        raise NotFound
    action.deleted_at = None
    move(plan, Move.CHANGE)


def new_action(
    plan: Plan, author: Actor, details: Details, *, state: ActionState, proposed_by_id: UUID | None = None
) -> Action:
    """A row at the end of `plan` in the words of a person, for the verbs of this folder. `details` are checked."""
    now = clock.now()
    action = Action(
        seeker_id=plan.seeker_id,
        plan_id=plan.id,
        position=last_position(plan) + 1,
        state=state,
        kind=details.kind,
        area=details.area,
        **{name: getattr(details, name) for name in WORDS},
        locale=author.locale,
        guide_key=details.guide_key,
        link=details.link,
        due_on=details.due_on,
        proposed_by_id=proposed_by_id,
        created_at=now,
        changed_at=now,
    )
    db.session.add(action)
    db.session.flush()
    keep_evidence(action, details.evidence)
    return action


def last_position(plan: Plan) -> int:
    """Where the plan ends."""
    return db.session.scalar(select(func.max(Action.position)).where(Action.plan_id == plan.id)) or 0


def _write(action: Action, actor: Actor, details: Details) -> None:
    standing = _rules_words(action, actor)
    for name in WORDS:
        said = getattr(details, name)
        # Only what was changed becomes a person's text; the rest stays a rule's, in each reader's language.
        untouched = getattr(action, name) is None and said == standing.get(name)
        if not untouched and said != getattr(action, name):
            setattr(action, name, said)
            action.locale = actor.locale
    action.kind, action.area, action.due_on = details.kind, details.area, details.due_on
    action.guide_key, action.link = details.guide_key, details.link


def _rules_words(action: Action, actor: Actor) -> dict[str, str]:
    """What stood in the form for each word that is still the rule's."""
    if action.rule_key is None:
        return {}
    sight = own_sight(actor.person_id)
    on = ground(sight)
    rows = db.session.scalars(select(ActionEvidence.case_id).where(ActionEvidence.action_id == action.id))
    evidence = [case.case_id for case in on.in_order(rows.all())]
    said = rule_words(action, evidence, actor.locale, sight, on.companies)
    return {name: of_rule(said, name) for name in WORDS}
