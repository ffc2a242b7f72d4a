"""What the sample people prepared: sheets of interviews to come, questions of their own, what to do if it is a no."""

from typing import Any

from coach_platform.core.practice.models import PracticeItem, Rehearsal
from coach_platform.core.preparation.models import PreparationSheet, SetbackRehearsal
from coach_platform.kit.ids import new_id
from coach_platform.sample.applications import Told
from coach_platform.sample.people import Someone
from coach_platform.sample.rows import Rows

EACH = 3  # days: about so often somebody says an answer aloud


def gather_preparation(rows: Rows, application: Told) -> None:
    """The sheet of one application: notes, and questions meant for this interview."""
    told, seeker = application.told["preparation"], application.seeker
    written = seeker.days.at(told["days_ago"], 20)
    for question in told.get("questions", []):
        item = _question(rows, application, question, written)
        rehearse(rows, seeker, item, question.get("rehearsals", 0), told["days_ago"])
    rows.add(
        PreparationSheet,
        **application.own,
        research=told.get("research", ""),
        notes=told.get("notes", ""),
        locale=seeker.locale,
        questions=[],
        hidden=[],
        taken_from=[],
        changed_at=written,
    )


def gather_setback(rows: Rows, seeker: Someone, told: dict[str, Any]) -> None:
    """What they will do in the hour after the next no."""
    written = seeker.days.at(told["days_ago"], 21)
    said = {"first_hour": told["first_hour"], "talk_to": told.get("talk_to", "")}
    rows.add(
        SetbackRehearsal, seeker_id=seeker.id, **said, locale=seeker.locale, written_at=written, changed_at=written
    )


def rehearse(rows: Rows, seeker: Someone, item: PracticeItem, times: int, written: int) -> None:
    """Said aloud so many times, about once in three days, never after they were last here."""
    last = seeker.told["seen_days_ago"]
    days = [max(written - EACH * number, last) for number in range(1, times + 1)]
    for number, day in enumerate(days):
        at = seeker.days.at(day, 17, number)
        rows.add(Rehearsal, seeker_id=seeker.id, item_id=item.id, seconds=70 + 11 * number, rehearsed_at=at)
        item.last_rehearsed_at = at
    item.times_rehearsed = times


def _question(rows: Rows, application: Told, told: dict[str, Any], written: Any) -> PracticeItem:
    item_id = new_id()
    return rows.add(
        PracticeItem,
        id=item_id,
        **application.own,
        case_id=None,
        source_key=f"own:{item_id}",
        question=told["question"],
        what_i_said="",
        better_answer=told.get("better", ""),
        locale=application.seeker.locale,
        times_rehearsed=0,
        created_at=written,
    )
