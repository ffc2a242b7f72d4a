"""One row in every table that belongs to one person, with a canary in every text: made from the tables themselves.

A table that is added later is planted too, without a line changed here, unless a check of its own needs a value below.
"""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Boolean, Column, Date, DateTime, Enum, Integer, LargeBinary, Table, Uuid, insert
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session

from coach_platform.kit.db import Base
from coach_platform.kit.ids import new_id

CANARY = "canari7f3"
NOT_PLANTED = {
    "organisations",
    "offices",
    "teams",
    "action_templates",
    "hidden_templates",
    "question_sets",
    "persons",
    "erasures",
    "reminder_rounds",
    "organisation_guides",
    "organisation_guide_versions",
    "hidden_guides",
    "outcome_months",
    "mail_place",
}  # made before, or nobody's

# Values that a check constraint wants.
GIVEN: dict[tuple[str, str], Any] = {
    ("digest_schedules", "hour"): 9,
    ("outcome_events", "outcome"): "rejected",
    ("outcome_events", "offer_state"): None,
    ("comments", "target"): "plan",
    ("comments", "action_id"): None,
    ("comments", "case_id"): None,
    ("comments", "item_id"): None,
    ("practice_items", "application_id"): None,
    ("preparation_sheets", "questions"): [],
    ("preparation_sheets", "taken_from"): [],
    ("exports", "state"): "ready",
    ("passkey_challenges", "purpose"): "add",
    ("address_changes", "old_address"): "before@example.org",
    ("address_changes", "new_address"): "after@example.org",
    ("grants", "revoked_at"): None,
    ("notes_requests", "organisation_id"): None,
    ("feedback", "source"): "card",
    ("snippets", "organisation_id"): None,
    ("talks", "minutes"): 45,
    ("noted_entries", "case_id"): None,
    ("noted_entries", "action_id"): None,
    ("noted_entries", "removed_at"): None,
}


def plant(session: Session, person_id: UUID, email: str, others: dict[str, dict[str, Any]]) -> None:
    """Insert them. `others`: rows that are there already (persons is the person's own, coach another), by table."""
    rows: dict[str, dict[str, Any]] = {**others, "persons": {"id": person_id, "email": email}}
    for table in Base.metadata.sorted_tables:
        if table.name not in NOT_PLANTED:
            rows[table.name] = _row(table, rows, email)
            session.execute(insert(table), rows[table.name])


def _row(table: Table, rows: dict[str, dict[str, Any]], email: str) -> dict[str, Any]:
    values = {column.name: _value(table, column, rows, email) for column in table.columns}
    return {**values, **{c: v for (t, c), v in GIVEN.items() if t == table.name}}


def _value(table: Table, column: Column, rows: dict[str, dict[str, Any]], email: str) -> Any:
    if column.name in ("coach_id", "reader_id") and table.name in ("coachings", "grants", "looks"):
        return rows["coach"]["id"]
    elsewhere = sorted((k.column.table.name, k.column.name) for k in column.foreign_keys if k.column.table is not table)
    if elsewhere:
        parent, name = elsewhere[0]
        return rows[parent][name]
    if column.foreign_keys:
        return None  # corrects_id: the first row corrects nothing
    if column.name in ("email", "address"):
        return email
    if column.name.endswith("locale"):
        return "fr"
    return _of_type(table, column)


def _of_type(table: Table, column: Column) -> Any:
    kind = column.type
    if isinstance(kind, Uuid):
        return new_id()
    if isinstance(kind, DateTime):
        return datetime.now(UTC) + timedelta(days=1)
    if isinstance(kind, Date):
        return date(2026, 11, 23)
    if isinstance(kind, Enum):
        return kind.enums[0]
    if isinstance(kind, Boolean):
        return False
    if isinstance(kind, Integer):
        return 1
    if isinstance(kind, LargeBinary):
        return CANARY.encode()
    return _words(table, column)


def _words(table: Table, column: Column) -> Any:
    canary = f"{CANARY} {table.name}.{column.name}"
    if isinstance(column.type, JSONB):
        return {"words": canary}
    return [canary] if isinstance(column.type, ARRAY) else canary
