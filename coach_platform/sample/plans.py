"""The living plan: actions with their evidence, reviews and whose turn it is, suggestions that were sent away."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from coach_platform.content.suggestions import Suggestion, suggest
from coach_platform.content.vocabulary import ActionKind, Area
from coach_platform.core.insights.models import VictoryKind, VictoryNote
from coach_platform.core.plans.models import (
    Action,
    ActionEvidence,
    ActionState,
    DismissedSuggestion,
    Plan,
    Review,
    Turn,
)
from coach_platform.sample.cases import CaseTold
from coach_platform.sample.coaching import Beside
from coach_platform.sample.people import Someone
from coach_platform.sample.rows import Rows

WORDS = ("what", "why", "if_then", "obstacle", "obstacle_answer", "done_when")


@dataclass(frozen=True)
class PlanTold:
    """A plan with its row, and its actions' ids by key."""

    id: UUID
    actions: dict[str, UUID] = field(default_factory=dict)


def gather_plan(
    rows: Rows, seeker: Someone, told: dict[str, Any], cases: Mapping[str, CaseTold], beside: Mapping[str, Beside]
) -> PlanTold:
    """The one plan of a seeker."""
    begun = _begun(told)
    coaching_id = beside[told["coach"]].coaching_id
    plan = rows.add(
        Plan,
        seeker_id=seeker.id,
        turn=Turn(told["turn"]),
        turn_since_at=_turn_since(seeker, told),
        coaching_id=coaching_id,
        created_at=seeker.days.at(begun, 12, 30),
    )
    kept = PlanTold(plan.id)
    for position, action in enumerate(told["actions"], start=1):
        created = _created(action, told, cases, begun)
        kept.actions[action["key"]] = _action(rows, seeker, plan, position, action, created, cases, beside)
    for review in told["reviews"]:
        _review(rows, seeker, plan, beside[review["coach"]], review)
    for sent_away in told.get("dismissed_suggestions", []):
        at = seeker.days.at(sent_away["days_ago"], 12, 45)
        rows.add(DismissedSuggestion, seeker_id=seeker.id, rule_key=sent_away["rule"], dismissed_at=at)
    return kept


def _begun(told: dict[str, Any]) -> int:
    """Days ago: nothing of the plan is older."""
    said = [review["asked_days_ago"] for review in told["reviews"]]
    said += [comment["days_ago"] for comment in told.get("comments", [])]
    said += [each["days_ago"] for each in told.get("dismissed_suggestions", [])]
    return max([*said, *(action.get("closed_days_ago", 0) for action in told["actions"])])


def _turn_since(seeker: Someone, told: dict[str, Any]) -> Any:
    hours = {Turn.AWAITING_COACH: (14, 30), Turn.AWAITING_SEEKER: (17, 0), Turn.AGREED: (18, 0), Turn.DRAFT: (12, 30)}
    return seeker.days.at(told["turn_since_days_ago"], *hours[Turn(told["turn"])])


def _created(action: dict[str, Any], told: dict[str, Any], cases: Mapping[str, CaseTold], begun: int) -> int:
    """The stories leave out when an action was written: once its evidence was there, before anything was said of it."""
    ready = min([begun, *(cases[key].told["opened_days_ago"] for key in action["evidence"])])
    said = [c["days_ago"] for c in told.get("comments", []) if c["at"] == f"action.{action['key']}"]
    if "proposed_by" in action:
        # A coach proposes while answering, or together with the first word about it.
        answered = [review["answered_days_ago"] for review in told["reviews"] if "answered_days_ago" in review]
        ready = max(said) if said else min(answered)
    return max([ready, action.get("closed_days_ago", 0), action.get("due_days_ago", -1) + 1, *said])


def _action(
    rows: Rows,
    seeker: Someone,
    plan: Plan,
    position: int,
    told: dict[str, Any],
    created: int,
    cases: Mapping[str, CaseTold],
    beside: Mapping[str, Beside],
) -> UUID:
    days = seeker.days
    closed = None if "closed_days_ago" not in told else days.at(told["closed_days_ago"], 15, 30)
    due = told["due_days_ago"] if "due_days_ago" in told else -told["due_in_days"]
    coach = beside[told["proposed_by"]].coach if "proposed_by" in told else None
    rule, evidence = _by_rule(told, cases)
    action = rows.add(
        Action,
        seeker_id=seeker.id,
        plan_id=plan.id,
        position=position,
        kind=ActionKind(told["kind"]),
        area=Area(told["area"]) if "area" in told else None,
        state=ActionState(told["state"]),
        **{name: told.get(name) for name in WORDS},
        locale=seeker.locale,
        guide_key=told.get("guide"),
        link="",
        **rule,
        due_on=days.on(due),
        proposed_by_id=coach.id if coach else None,
        closing_words=told.get("closing_words", ""),
        closed_at=closed,
        created_at=days.at(created, 12, 30),
        changed_at=closed or days.at(created, 12, 30),
    )
    for case_id in evidence:
        rows.add(ActionEvidence, action_id=action.id, case_id=case_id, seeker_id=seeker.id)
    if "worked_words" in told:
        _worked(rows, seeker, action.id, told)
    return action.id


def _worked(rows: Rows, seeker: Someone, action_id: UUID, told: dict[str, Any]) -> None:
    """The answer to "what worked?", given half an hour after the action was called done."""
    rows.add(
        VictoryNote,
        seeker_id=seeker.id,
        kind=VictoryKind.ACTION,
        subject_id=action_id,
        application_id=None,
        words=told["worked_words"],
        locale=seeker.locale,
        noted_at=seeker.days.at(told["closed_days_ago"], 16),
    )


def _by_rule(told: dict[str, Any], cases: Mapping[str, CaseTold]) -> tuple[dict[str, Any], list[UUID]]:
    """The columns of an action that stands in its rule's own words, as accepting the suggestion leaves them."""
    if "rule" not in told:
        return {}, [cases[key].row.id for key in told["evidence"]]
    suggestion = _suggested(told["rule"], cases)
    columns = {
        "rule_key": suggestion.rule,
        "rule_version": suggestion.version,
        "rule_params": suggestion.stored_params(),
    }
    return columns, list(suggestion.evidence)


def _suggested(rule: str, cases: Mapping[str, CaseTold]) -> Suggestion:
    newest = sorted(cases.values(), key=lambda case: (case.application.row.last_event_on, case.row.id), reverse=True)
    found = {each.rule: each for each in suggest([case.facts() for case in newest], (), ())}
    return found[rule]


def _review(rows: Rows, seeker: Someone, plan: Plan, beside: Beside, told: dict[str, Any]) -> None:
    days = seeker.days
    answered, agreed = told.get("answered_days_ago"), told.get("agreed_days_ago")
    lapsed = None if "lapsed_days_ago" not in told else days.at(told["lapsed_days_ago"], 14, 30)
    rows.add(
        Review,
        seeker_id=seeker.id,
        plan_id=plan.id,
        coaching_id=beside.coaching_id,
        note=told.get("note", ""),
        note_locale=seeker.locale,
        asked_at=days.at(told["asked_days_ago"], 14, 30),
        answered_at=None if answered is None else days.at(answered, 17),
        answer=told.get("answer", ""),
        answer_locale=None if answered is None else seeker.locale,
        agreed_at=None if agreed is None else days.at(agreed, 18),
        withdrawn_at=lapsed,
        lapsed_at=lapsed,
    )
