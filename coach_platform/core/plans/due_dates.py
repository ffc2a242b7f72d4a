"""When an open action is overdue, and when it sleeps: the one rule, on its seeker's own calendar, whoever reads it.

Overdue: its day is over where the seeker lives, and it was not put to sleep until a day still to come.
"""

from datetime import date


def is_asleep(snoozed_until_on: date | None, today: date) -> bool:
    """Snoozed until a later day than `today`, the seeker's."""
    return snoozed_until_on is not None and snoozed_until_on > today


def is_overdue(due_on: date | None, snoozed_until_on: date | None, today: date) -> bool:
    """Of an open action; `today` is the seeker's."""
    return due_on is not None and due_on < today and not is_asleep(snoozed_until_on, today)


def overdue_sql(action: str, person: str) -> str:
    """The same for statements over many seekers, of an action that is not deleted. Both names are aliases; binds :now."""
    today = f"(cast(:now as timestamptz) at time zone {person}.zone)::date"
    return (
        f"({action}.state = 'open' and {action}.due_on < {today}"
        f" and ({action}.snoozed_until_on is null or {action}.snoozed_until_on <= {today}))"
    )
