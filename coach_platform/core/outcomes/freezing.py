"""Freezing a month: counted once, on the third of the next month, and kept as it was shown."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import exists, or_, select
from sqlalchemy.dialects.postgresql import insert

from coach_platform.core.mail import outbox
from coach_platform.core.mail.keys import in_period
from coach_platform.core.outcomes.cells import WHOLE, Cell, Offices, cells_of
from coach_platform.core.outcomes.measures import Contribution, Measure, contributions
from coach_platform.core.outcomes.models import OutcomeMonth
from coach_platform.core.outcomes.months import Month, to_freeze, view_through
from coach_platform.core.outcomes.publishing import Shown, publish, rows_for
from coach_platform.core.relations.models import Membership, Organisation, Person, Role
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.ids import new_id

MAIL = "outcomes_monthly"
REMEMBERED = 24  # months that were shown and may be compared: the page offers no older ones
KEPT = timedelta(days=3 * 365 + 1)  # as long as any month can be read or compared, and a year
NO_OFFICE = "none"
_MORNING = time(8)  # the end of quiet hours


@dataclass(frozen=True)
class Kept:
    """One frozen month as it is stored: what was shown, by measure and row."""

    values: dict[tuple[Measure, Offices], tuple[int, Month]]

    @property
    def rows(self) -> list[Offices]:
        """Its rows but the whole organisation."""
        return list(dict.fromkeys(row for _measure, row in self.values if row != WHOLE))


def freeze_due() -> int:
    """Freeze what is due for every organisation; how many months were. Doubled or late, it is the same."""
    month = to_freeze(clock.now().astimezone(UTC).date())
    end = datetime.combine(month.last + timedelta(days=1), time(0), UTC)
    there = exists().where(OutcomeMonth.organisation_id == Organisation.id, OutcomeMonth.month == month)
    due = db.session.scalars(select(Organisation.id).where(~there, Organisation.created_at < end)).all()
    return sum(freeze(organisation_id, month) for organisation_id in due)


def freeze(organisation_id: UUID, month: Month, *, tell: bool = True) -> bool:
    """Count the view that ends with `month`, keep what may be shown, tell the admins. False when it was there already."""
    shown = count(organisation_id, month)
    row = {"id": new_id(), "organisation_id": organisation_id, "month": month, "frozen_at": clock.now()}
    cells = [_stored(measure, row_, cell) for measure, of in shown.items() for row_, cell in of.items()]
    statement = insert(OutcomeMonth).values(**row, cells=cells)
    statement = statement.on_conflict_do_nothing(constraint="uq_outcome_months_organisation_id_month")
    if db.session.execute(statement.returning(OutcomeMonth.id)).scalar() is None:
        return False
    if tell and any(WHOLE in of for of in shown.values()):
        _tell(organisation_id, month)
    return True


def count(organisation_id: UUID, month: Month) -> dict[Measure, Shown]:
    """What may be shown of the view that ends with `month`, by measure. Two statements."""
    before = _before(organisation_id, month)
    earliest = min([month, *(through for kept in before for _value, through in kept.values.values())])
    found = contributions(organisation_id, view_through(earliest).since.first, month.last)
    rows = _rows(found, month, before)
    return {
        measure: publish(
            measure, cells_of(measure, rows, found, month), [_again(measure, kept, found) for kept in before]
        )
        for measure in Measure
    }


def read(cells: Iterable[dict[str, Any]]) -> Kept:
    """A stored month."""
    return Kept(
        {(Measure(one["measure"]), _offices(one["offices"])): (one["value"], Month(one["through"])) for one in cells}
    )


def _before(organisation_id: UUID, month: Month) -> list[Kept]:
    """What was shown of the months before, the newest first."""
    rows = db.session.scalars(
        select(OutcomeMonth.cells)
        .where(OutcomeMonth.organisation_id == organisation_id, OutcomeMonth.month < month)
        .order_by(OutcomeMonth.month.desc())
        .limit(REMEMBERED)
    )
    return [read(cells) for cells in rows]


def _rows(found: Sequence[Contribution], month: Month, before: Sequence[Kept]) -> list[Offices]:
    seen = {frozenset({one.office_id}) for one in found}
    people = {row: cell.people for row, cell in cells_of(Measure.SEEKERS, seen, found, month).items() if row != WHOLE}
    return rows_for({row: count for row, count in people.items() if count}, before[0].rows if before else [])


def _again(measure: Measure, kept: Kept, found: Sequence[Contribution]) -> Shown:
    """What was shown of one measure, made of whom it would be made of by the data of today."""
    return {
        row: Cell(cells_of(measure, [row], found, through)[row].shares, value, through)
        for (of, row), (value, through) in kept.values.items()
        if of is measure
    }


def _stored(measure: Measure, row: Offices, cell: Cell) -> dict[str, Any]:
    offices = sorted(NO_OFFICE if office is None else str(office) for office in row)
    return {"measure": measure.value, "offices": offices, "value": cell.value, "through": str(cell.through)}


def _offices(stored: list[str]) -> Offices:
    return frozenset(None if office == NO_OFFICE else UUID(office) for office in stored)


def _tell(organisation_id: UUID, month: Month) -> None:
    """The admins, each on their own next morning."""
    moment = clock.now()
    admins = db.session.scalars(
        select(Person)
        .join(Membership, Membership.person_id == Person.id)
        .where(
            Membership.organisation_id == organisation_id,
            Membership.role == Role.ADMIN,
            Membership.from_at <= moment,
            or_(Membership.until_at.is_(None), Membership.until_at > moment),
        )
        .distinct()
    )
    for admin in admins:
        outbox.add(
            MAIL,
            key=in_period(f"{MAIL}:{organisation_id}", admin.id, month),
            to=admin,
            params={"organisation": str(organisation_id), "month": str(month)},
            due_at=_next_morning(moment, admin.zone),
        )


def _next_morning(moment: datetime, zone: str) -> datetime:
    local = clock.local(moment, zone)
    day = local.date() + timedelta(days=local.time() >= _MORNING)
    return clock.instant(datetime.combine(day, _MORNING), zone)
