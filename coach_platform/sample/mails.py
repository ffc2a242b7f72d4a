"""What became of the mails of the last weeks: rows that are over, so that nothing of them is sent."""

from datetime import datetime
from typing import Any

from coach_platform.content import sample_world
from coach_platform.core.mail import keys
from coach_platform.core.mail.models import Message, MessageState
from coach_platform.core.mail.reasons import Reason
from coach_platform.kit.ids import new_id
from coach_platform.sample.people import Cast, Someone
from coach_platform.sample.rows import Rows


def gather_mails(rows: Rows, cast: Cast) -> None:
    """The oldest first: a list is in the order of the ids (core/mail_history)."""
    for told in sorted(sample_world.mails(), key=lambda one: -one["days_ago"]):
        _mail(rows, cast[told["to"]], told)


def _mail(rows: Rows, person: Someone, told: dict[str, Any]) -> None:
    at = person.days.at(told["days_ago"], told["hour"], 12)
    state, mail_id = MessageState(told["state"]), new_id()
    held = told.get("held")
    over = person.days.at(held["days_ago"], held["hour"]) if held else at
    key = keys.about(told["kind"], person.id, mail_id)
    rows.add(
        Message,
        id=mail_id,
        stream_on=key.stream_on,
        key=key.text,
        kind=told["kind"],
        person_id=person.id,
        address=person.told["email"],
        locale=person.locale,
        zone=person.days.zone,
        params={},
        state=state,
        reason=Reason(told["reason"]).value if "reason" in told else None,
        held=[_held(held, at, over)] if held else [],
        due_at=over,
        sent_at=over if state is MessageState.SENT else None,
        done_at=over,
        created_at=at,
    )


def _held(told: dict[str, Any], at: datetime, until: datetime) -> dict[str, str]:
    moments = {name: moment.isoformat() for name, moment in (("at", at), ("was_due", at), ("until", until))}
    return {"reason": Reason(told["reason"]).value, **moments}
