"""Outcomes as an organisation's admin reads them: one table a month that was frozen, nothing to filter."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from coach_platform.core.access.actor import Actor
from coach_platform.core.access.permissions import Permission, require
from coach_platform.core.outcomes.cells import WHOLE, Offices
from coach_platform.core.outcomes.freezing import REMEMBERED, read
from coach_platform.core.outcomes.measures import Measure
from coach_platform.core.outcomes.models import OutcomeMonth
from coach_platform.core.outcomes.months import Month, View, view_through
from coach_platform.core.relations.models import Office, Organisation
from coach_platform.kit.db import db
from coach_platform.kit.errors import NotFound
from coach_platform.kit.text import plain


@dataclass(frozen=True)
class Figure:
    """One figure. `stays_from`: the month it was last counted in, where it could not be counted anew."""

    value: int
    stays_from: Month | None


@dataclass(frozen=True)
class Row:
    """The whole organisation (`offices` empty), an office, or the small ones together. None: too few people."""

    offices: tuple[str, ...]
    no_office: bool  # coachings that belong to no office are in it
    figures: Mapping[Measure, Figure | None]


@dataclass(frozen=True)
class Outcomes:
    """One organisation's page. `months`: every month that can be read, the newest first; `view`: what this one covers."""

    organisation_id: UUID
    organisation: str
    months: tuple[Month, ...]
    month: Month | None
    view: View | None
    rows: tuple[Row, ...]


def outcomes_of(actor: Actor, *, month: str = "") -> list[Outcomes]:
    """Of every organisation the actor is admin of, in `month` (the newest there is, where it is not given).

    Three statements, however many. Raises: NotAllowed; NotFound for a month that none of them has.
    """
    require(actor, Permission.USE_ORGANISATION)
    mine = list(actor.admin_of)
    names = _names(mine)
    offices = {
        row.id: row.name
        for row in db.session.execute(select(Office.id, Office.name).where(Office.organisation_id.in_(mine)))
    }
    kept: dict[UUID, dict[Month, list[dict[str, object]]]] = {organisation_id: {} for organisation_id in names}
    rows = select(OutcomeMonth.organisation_id, OutcomeMonth.month, OutcomeMonth.cells)
    rows = rows.where(OutcomeMonth.organisation_id.in_(mine)).order_by(OutcomeMonth.month.desc())
    for row in db.session.execute(rows):
        kept[row.organisation_id][Month(row.month)] = row.cells
    if month and not any(month in months for months in kept.values()):
        raise NotFound
    return [_one(key, name, dict(list(kept[key].items())[:REMEMBERED]), month, offices) for key, name in names.items()]


def whole_of(organisation_id: UUID, month: str) -> Row | None:
    """The row of the whole organisation, for the mail; None when the month is not there."""
    cells = db.session.scalar(
        select(OutcomeMonth.cells).where(OutcomeMonth.organisation_id == organisation_id, OutcomeMonth.month == month)
    )
    return None if cells is None else _row(read(cells).values, WHOLE, Month(month), {})


def _names(mine: list[UUID]) -> dict[UUID, str]:
    rows = select(Organisation.id, Organisation.name).where(Organisation.id.in_(mine)).order_by(Organisation.name_sort)
    return {row.id: row.name for row in db.session.execute(rows)}


def _one(
    organisation_id: UUID,
    name: str,
    months: Mapping[Month, list[dict[str, object]]],
    asked: str,
    offices: Mapping[UUID, str],
) -> Outcomes:
    month = next((each for each in months if not asked or each == asked), None)
    if month is None:
        return Outcomes(organisation_id, name, tuple(months), None, None, ())
    kept = read(months[month])
    rows = [_row(kept.values, row, month, offices) for row in (WHOLE, *kept.rows)]
    rows = [rows[0], *sorted(rows[1:], key=lambda row: (len(row.offices), [plain(office) for office in row.offices]))]
    return Outcomes(organisation_id, name, tuple(months), month, view_through(month), tuple(rows))


def _row(
    values: Mapping[tuple[Measure, Offices], tuple[int, Month]], row: Offices, month: Month, offices: Mapping[UUID, str]
) -> Row:
    figures: dict[Measure, Figure | None] = {}
    for measure in Measure:
        there = values.get((measure, row))
        figures[measure] = there and Figure(there[0], there[1] if there[1] != month else None)
    names = sorted((offices.get(office, "") for office in row if office), key=plain)
    return Row(tuple(names), None in row, figures)
