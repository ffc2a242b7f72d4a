"""Entries as they are listed: for their seeker, or for the coach who entered them. Which of them, the caller decides."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import literal_column
from sqlalchemy.dialects.postgresql import JSONB

from coach_platform.core.coaching.noted.models import NotedKind

# The tables of cases and plans stand above this folder on the ladder; here they are only named. What was deleted takes
# what waits about it along.
ENTRIES = """
    select n.id, n.seeker_id, n.author_id, n.entered_at, n.confirmed_at, n.removed_at, jsonb_build_object(
        'id', n.id, 'kind', n.kind, 'by', n.author_name, 'body', n.body, 'locale', n.locale, 'case', n.case_id,
        'company', p.company, 'role', p.role, 'action', n.action_id, 'what', x.what,
        'made', case when n.kind = 'no' then became.id else n.made_id end,
        'entered', n.entered_at, 'confirmed', n.confirmed_at, 'removed', n.removed_at, 'changed', n.changed) as entry
    from noted_entries n
    left join cases k on k.id = n.case_id left join applications p on p.id = k.application_id
    left join actions x on x.id = n.action_id
    left join applications became on became.id = n.made_id and became.deleted_at is null
    where p.deleted_at is null and x.deleted_at is null"""

WAITING = "n.confirmed_at is null and n.removed_at is null"


@dataclass(frozen=True)
class Noted:
    """One entry. `company`, `role`: of its case, or of the no itself; `action`: what was done, "" in a rule's words."""

    id: UUID
    kind: NotedKind
    by: str
    body: Mapping[str, Any]
    locale: str
    case_id: UUID | None
    company: str
    role: str
    action_id: UUID | None
    action: str
    made_id: UUID | None
    entered_at: datetime
    confirmed_at: datetime | None
    removed_at: datetime | None
    changed: bool

    @property
    def waits(self) -> bool:
        """For its seeker's answer."""
        return self.confirmed_at is None and self.removed_at is None

    @property
    def on(self) -> date | None:
        """The day that was named with it."""
        said = self.body.get("on") or self.body.get("due_on")
        return date.fromisoformat(said) if said else None


def waiting_column(seeker_id: str, author_id: str = "") -> Any:
    """What waits for a seeker (of one author) as the column `noted` of a statement; both are columns or parameters of ours."""
    by = f" and n.author_id = {author_id}" if author_id else ""
    every = f"{ENTRIES} and {WAITING} and n.seeker_id = {seeker_id}{by}"
    listed = f"(select jsonb_agg(e.entry order by e.entered_at, e.id) from ({every}) e)"  # noqa: S608 (names of ours)
    return literal_column(listed, type_=JSONB)


def noted(document: Iterable[Mapping[str, Any]] | None) -> tuple[Noted, ...]:
    """From such a column, in the order in which they were entered."""
    return tuple(one_noted(one) for one in document or ())


def one_noted(entry: Mapping[str, Any]) -> Noted:
    """From ENTRIES' document."""
    body, kind = entry["body"], NotedKind(entry["kind"])
    return Noted(
        id=UUID(entry["id"]),
        kind=kind,
        by=entry["by"],
        body=body,
        locale=entry["locale"],
        case_id=_id(entry["case"]),
        company=entry["company"] or body.get("company", ""),
        role=entry["role"] or body.get("role", ""),
        action_id=_id(entry["action"]),
        action=entry["what"] or body.get("what", ""),
        made_id=_id(entry["made"]),
        entered_at=datetime.fromisoformat(entry["entered"]),
        confirmed_at=_moment(entry["confirmed"]),
        removed_at=_moment(entry["removed"]),
        changed=entry["changed"],
    )


def _id(text: str | None) -> UUID | None:
    return UUID(text) if text else None


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
