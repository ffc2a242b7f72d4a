"""What the open rules propose to a seeker, and what becomes of it: accepted, accepted in other words, or sent away."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert

from coach_platform.content.suggestions import Suggestion, SuggestionWords, render, suggest
from coach_platform.core.access.actor import Actor
from coach_platform.core.access.permissions import Permission, require
from coach_platform.core.access.sight import own_sight
from coach_platform.core.assessments.facts import case_facts
from coach_platform.core.plans.actions import edit_action, last_position
from coach_platform.core.plans.details import Details, checked, keep_evidence
from coach_platform.core.plans.ground import Ground, ground
from coach_platform.core.plans.models import Action, ActionState, DismissedSuggestion
from coach_platform.core.plans.owned import move, own_plan
from coach_platform.core.plans.turns import Move
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.errors import NotFound
from coach_platform.kit.i18n import current_locale


def proposed(actor: Actor, on: Ground | None = None) -> list[Suggestion]:
    """What the rules propose now, best evidence first; never what was accepted or sent away before.

    Nothing is looked at, and nothing proposed, unless the seeker said yes to it (accounts/privacy.py).
    `on`: what was read of the plan already; three statements without it, two with it.
    """
    require(actor, Permission.USE_SEEKER_FACE)
    on = on or ground(own_sight(actor.person_id))
    if not on.suggests:
        return []
    known = set(on.companies)
    facts = [case for case in case_facts(actor.person_id) if case.case_id in known]
    return suggest(facts, on.settled, (), on.search)


def words_of(suggestion: Suggestion, on: Ground) -> SuggestionWords:
    """A suggestion in its seeker's own words and language."""
    ordered = replace(suggestion, evidence=tuple(case.case_id for case in on.in_order(suggestion.evidence)))
    return render(ordered, current_locale(), on.companies)


def find(actor: Actor, rule_key: str) -> tuple[Suggestion, SuggestionWords]:
    """One that is proposed now, to be edited before it is accepted. Raises: NotFound."""
    on = ground(own_sight(actor.person_id))
    suggestion = _the(actor, rule_key, on)
    return suggestion, words_of(suggestion, on)


def accept(actor: Actor, rule_key: str, *, details: Details | None = None) -> UUID:
    """Take it into the plan, in the rule's words, dated as the rule proposes; `details`: as the seeker edited it.

    What was left as the rule said it stays the rule's, and is read in each reader's language. Raises: NotFound (it is
    not proposed any more), Invalid.
    """
    details = checked(actor, details) if details is not None else None
    plan = own_plan(actor)
    on = ground(own_sight(actor.person_id))
    suggestion = _the(actor, rule_key, on)
    words = words_of(suggestion, on)
    now = clock.now()
    action = Action(
        seeker_id=plan.seeker_id,
        plan_id=plan.id,
        position=last_position(plan) + 1,
        state=ActionState.OPEN,
        kind=words.kind,
        area=words.area,
        locale=actor.locale,
        guide_key=words.guide,
        rule_key=suggestion.rule,
        rule_version=suggestion.version,
        rule_params=suggestion.stored_params(),
        due_on=clock.today(actor.zone) + timedelta(days=words.days),
        created_at=now,
        changed_at=now,
    )
    db.session.add(action)
    db.session.flush()
    keep_evidence(action, suggestion.evidence)
    move(plan, Move.CHANGE)
    if details is not None:
        edit_action(actor, action.id, details=details)
    return action.id


def dismiss(actor: Actor, rule_key: str) -> None:
    """Send it away: it is not offered again. Raises: NotFound for a rule that is not proposed."""
    _the(actor, rule_key, ground(own_sight(actor.person_id)))
    row = {"seeker_id": actor.person_id, "rule_key": rule_key, "dismissed_at": clock.now()}
    db.session.execute(insert(DismissedSuggestion).values(row).on_conflict_do_nothing())


def _the(actor: Actor, rule_key: str, on: Ground) -> Suggestion:
    for suggestion in proposed(actor, on):
        if suggestion.rule == rule_key:
            return suggestion
    raise NotFound
