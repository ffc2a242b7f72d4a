"""A coach's list: saved views, an organisation's action templates, and one template that went to several."""

from typing import Any

from coach_platform.content import sample_world
from coach_platform.content.vocabulary import ActionKind, Area
from coach_platform.core.plans.assigning.models import Assignment
from coach_platform.core.plans.models import Action, ActionState
from coach_platform.core.plans.templates.models import OwnTemplate
from coach_platform.core.plans.templates.offering import OWN
from coach_platform.core.today.caseload.models import CaseloadView
from coach_platform.kit import clock
from coach_platform.kit.ids import new_id
from coach_platform.kit.text import plain
from coach_platform.sample.people import Cast
from coach_platform.sample.rows import Rows


def gather_caseload(rows: Rows, cast: Cast) -> None:
    """All of it; after the plans, of whose proposals some came from a template."""
    told = sample_world.caseload()
    for position, view in enumerate(told["views"], start=1):
        _view(rows, cast, view, position)
    templates = {one["key"]: _template(rows, cast, one) for one in told["templates"]}
    for sent in told["assigned"]:
        _assigned(rows, cast, sent, templates[sent["template"]])


def _view(rows: Rows, cast: Cast, told: dict[str, Any], position: int) -> None:
    facts = {"name": told["name"], "name_sort": plain(told["name"]), "asked": told["asked"], "position": position}
    rows.add(CaseloadView, coach_id=cast[told["coach"]].id, **facts, is_first=False, created_at=clock.now())


def _template(rows: Rows, cast: Cast, told: dict[str, Any]) -> OwnTemplate:
    return rows.add(
        OwnTemplate,
        organisation_id=cast.seats.organisations[told["organisation"]],
        key=new_id(),
        version=1,
        kind=ActionKind(told["kind"]),
        area=Area(told["area"]),
        days=told["days"],
        guide_key=None,
        words=told["words"],
        made_at=next(iter(cast.people.values())).days.at(told["made_days_ago"], 10),
    )


def _assigned(rows: Rows, cast: Cast, told: dict[str, Any], template: OwnTemplate) -> None:
    """The proposals of that coach that wait: they came of it."""
    coach = cast[told["coach"]]
    waiting = [one for one in rows.of(Action) if one.proposed_by_id == coach.id and one.state is ActionState.PROPOSED]
    key = f"{OWN}{template.key}"
    facts = {"template_key": key, "template_version": 1, "people": len(waiting), "client_id": new_id()}
    sent = rows.add(Assignment, coach_id=coach.id, **facts, sent_at=coach.days.at(told["days_ago"], 12, 30))
    for action in waiting:
        action.template_key, action.assignment_id = key, sent.id
