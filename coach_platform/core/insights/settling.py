"""What a seeker does with a pattern: send it away, bring it back, or take it into the plan as an action of their own."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from coach_platform.content.insight_words import Step
from coach_platform.core.access.actor import Actor
from coach_platform.core.access.permissions import Permission, require
from coach_platform.core.access.sight import own_sight
from coach_platform.core.insights.models import Settled, SettledPattern
from coach_platform.core.insights.patterns import judging
from coach_platform.core.insights.patterns.finding import Finding
from coach_platform.core.insights.reading import Became, read
from coach_platform.core.insights.words import sentence, step_of
from coach_platform.core.plans.actions import add_action
from coach_platform.core.plans.details import Details
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.errors import NotFound

BY = timedelta(days=7)  # when a first step is proposed to be done


@dataclass(frozen=True, slots=True)
class Offer:
    """The start of an action on a pattern; `why` is the sentence, and becomes the seeker's own by being kept."""

    step: Step
    why: str
    cases: tuple[UUID, ...]
    days: int = BY.days


def dismiss(actor: Actor, key: str) -> None:
    """Send it away: rule, version and subject are remembered. Raises: NotFound for what is not said now."""
    finding, became = _find(actor, key)
    if became.kind is not Settled.DISMISSED:
        _keep(actor, finding, Settled.DISMISSED)


def bring_back(actor: Actor, key: str) -> None:
    """Show it again. Raises: NotFound."""
    finding, became = _find(actor, key)
    if became.kind is Settled.DISMISSED:
        _keep(actor, finding, Settled.BACK)


def offer(actor: Actor, key: str) -> Offer:
    """What an action on it could be. Raises: NotFound."""
    finding, _became = _find(actor, key)
    return Offer(step_of(finding), sentence(finding), finding.cases)


def plan(actor: Actor, key: str, *, details: Details) -> UUID:
    """Take it into the plan as the seeker worded it; one that is there already is given again (a form sent twice).

    Raises: NotFound, Invalid.
    """
    finding, became = _find(actor, key)
    if became.action_id is not None:
        return became.action_id
    action_id = add_action(actor, details=details)
    _keep(actor, finding, Settled.PLANNED, action_id=action_id)
    return action_id


def _find(actor: Actor, key: str) -> tuple[Finding, Became]:
    require(actor, Permission.USE_SEEKER_FACE)
    there = read(own_sight(actor.person_id))
    found = next((one for one in judging.find(there.facts) if one.key == key), None)
    if found is None:
        raise NotFound
    return found, there.settled.get(key, Became(Settled.BACK))


def _keep(actor: Actor, finding: Finding, kind: Settled, **more: Any) -> None:
    row = SettledPattern(
        seeker_id=actor.person_id,
        rule_key=finding.rule.value,
        rule_version=finding.version,
        subject_key=finding.subject,
        kind=kind,
        at=clock.now(),
        **more,
    )
    db.session.add(row)
    db.session.flush()
