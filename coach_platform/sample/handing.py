"""Days away of coaches, and hand-overs: rows alone, no letter of the past is sent."""

from datetime import datetime, timedelta
from typing import Any

from coach_platform.content import sample_world
from coach_platform.core.coaching.handing.models import HandedNote, HandOver, HandOverState
from coach_platform.core.coaching.models import AwayDates, CoachNote
from coach_platform.core.relations.models import Coaching
from coach_platform.kit import clock
from coach_platform.sample.people import Cast
from coach_platform.sample.rows import Rows


def gather_handing(rows: Rows, cast: Cast) -> None:
    """After the stories: they point to their coachings and notes."""
    told = sample_world.handing()
    for one in told["away"]:
        _away(rows, cast, one)
    for one in told["hand_overs"]:
        _hand_over(rows, cast, one)


def _away(rows: Rows, cast: Cast, told: dict[str, Any]) -> None:
    coach = cast[told["person"]]
    first, last = coach.days.on(-told["from_in_days"]), coach.days.on(-told["until_in_days"])
    rows.add(
        AwayDates,
        coach_id=coach.id,
        from_on=first,
        until_on=last,
        from_at=clock.instant(datetime.combine(first, datetime.min.time()), coach.days.zone),
        until_at=clock.instant(datetime.combine(last + timedelta(days=1), datetime.min.time()), coach.days.zone),
        created_at=coach.days.at(9, 11),
    )


def _hand_over(rows: Rows, cast: Cast, told: dict[str, Any]) -> None:
    seeker, former, by = cast[told["seeker"]], cast[told["from"]], cast[told["by"]]
    between = (one for one in rows.of(Coaching) if (one.seeker_id, one.coach_id) == (seeker.id, former.id))
    coaching, answered = next(between), told.get("answered_days_ago")
    asked = rows.add(
        HandOver,
        seeker_id=seeker.id,
        from_coaching_id=coaching.id,
        organisation_id=coaching.organisation_id,
        to_coach_id=cast[told["to"]].id,
        asked_by_id=by.id,
        note=told["note"].strip(),
        note_locale=by.locale,
        state=HandOverState(told["state"]),
        asked_at=seeker.days.at(told["days_ago"], 11),
        answered_at=None if answered is None else seeker.days.at(answered, 9),
    )
    notes = [note for note in rows.of(CoachNote) if note.coaching_id == coaching.id]
    for note in notes[: told.get("notes", 0)]:
        rows.add(HandedNote, hand_over_id=asked.id, note_id=note.id, seeker_id=seeker.id)
