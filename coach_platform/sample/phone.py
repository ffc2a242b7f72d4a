"""What was noted by phone and waits, and reports that wait: made of what stands in the world once it is written."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select, update

from coach_platform.content import sample_world
from coach_platform.content.agreements import latest_agreement
from coach_platform.content.vocabulary import Section
from coach_platform.core.access.sight import sight_of
from coach_platform.core.accounts.actors import actor_for
from coach_platform.core.agreements.models import AgreementKept
from coach_platform.core.coaching.noted.allowing import KEY
from coach_platform.core.coaching.noted.models import NotedEntry, NotedKind
from coach_platform.core.plans.models import Action, ActionState
from coach_platform.core.relations.models import Coaching, CoachingState
from coach_platform.core.reports.gathering import Period, gather
from coach_platform.core.reports.models import ProgressReport
from coach_platform.kit import i18n
from coach_platform.kit.db import db
from coach_platform.kit.ids import new_id
from coach_platform.sample.people import Cast, Someone


def add_talks(cast: Cast) -> None:
    """Into the world that was written; the caller commits."""
    for told in sample_world.by_phone():
        seeker, coach = cast[told["seeker"]], cast[told["coach"]]
        coaching = db.session.scalars(
            select(Coaching).where(
                Coaching.seeker_id == seeker.id,
                Coaching.coach_id == coach.id,
                Coaching.state == CoachingState.ACTIVE,
            )
        ).one()
        _allow(seeker, coaching, told)
        db.session.add_all(_entry(seeker, coach, coaching, told, one) for one in told["noted"])
        db.session.add(_report(seeker, coach, coaching, told))
    db.session.flush()


def _allow(seeker: Someone, coaching: Coaching, told: dict[str, Any]) -> None:
    text, at = latest_agreement(KEY), seeker.days.at(told["days_ago"] + 7, 10)
    db.session.execute(update(Coaching).where(Coaching.id == coaching.id).values(by_phone=True))
    db.session.add(
        AgreementKept(
            person_id=seeker.id,
            key=KEY,
            version=text.version,
            locale=seeker.locale,
            text=text.text(seeker.locale),
            coaching_id=coaching.id,
            agreed_at=at,
        )
    )


def _entry(
    seeker: Someone, coach: Someone, coaching: Coaching, told: dict[str, Any], one: dict[str, Any]
) -> NotedEntry:
    kind = NotedKind(one["kind"])
    return NotedEntry(
        id=new_id(),
        seeker_id=seeker.id,
        coaching_id=coaching.id,
        author_id=coach.id,
        author_name=coach.told["name"],
        kind=kind,
        action_id=_open_action(seeker) if kind is NotedKind.DONE else None,
        body=_body(seeker, told, one),
        locale=coach.locale,
        client_id=new_id(),
        entered_at=seeker.days.at(told["days_ago"], 11),
    )


def _body(seeker: Someone, told: dict[str, Any], one: dict[str, Any]) -> dict[str, Any]:
    if one["kind"] == "no":
        words = {name: one[name] for name in ("company", "role", "stage", "own_words")}
        return {**words, "outcome": "rejected", "on": seeker.days.on(told["days_ago"]).isoformat(), "opens": True}
    if one["kind"] == "action":
        due_on = seeker.days.on(-one["in_days"]).isoformat()
        return {"what": one["what"], "kind": one["action_kind"], "due_on": due_on, "if_then": ""}
    return {"words": one["words"]}


def _open_action(seeker: Someone) -> Any:
    there = (Action.seeker_id == seeker.id, Action.state == ActionState.OPEN, Action.deleted_at.is_(None))
    return db.session.scalars(select(Action.id).where(*there).order_by(Action.position).limit(1)).one()


def _report(seeker: Someone, coach: Someone, coaching: Coaching, told: dict[str, Any]) -> ProgressReport:
    wish, to_on, report_id = told["report"], seeker.days.on(0), new_id()
    period = Period(to_on - timedelta(days=wish["days"]), to_on, seeker.days.zone)
    with i18n.using(wish["locale"]):
        sight = sight_of(actor_for(coach.id), seeker.id)
        content = gather(sight, tuple(Section(s) for s in wish["sections"]), period, names=False)
    return ProgressReport(
        id=report_id,
        series_id=report_id,
        version=1,
        seeker_id=seeker.id,
        coaching_id=coaching.id,
        made_by_id=coach.id,
        made_by_name=coach.told["name"],
        locale=wish["locale"],
        audience=wish["audience"],
        from_on=period.from_on,
        to_on=to_on,
        sections=wish["sections"],
        content=content | {"talks": wish["talks"], "names": False},
        words=wish["words"],
        words_locale=wish["locale"],
        client_id=new_id(),
        made_at=seeker.days.now,
    )
