"""The cases that actions rest on, for many actions at once."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import select

from coach_platform.core.applications.models import Application, Case
from coach_platform.core.plans.models import ActionEvidence
from coach_platform.kit.db import db

Evidence = Mapping[UUID, list[UUID]]
Names = Mapping[UUID, dict[UUID, str]]


def evidence_of(actions: Sequence[UUID]) -> tuple[Evidence, Names]:
    """By action: its cases, and the company of each. Whoever shows it still asks the reader's sight. One statement."""
    cases: defaultdict[UUID, list[UUID]] = defaultdict(list)
    names: defaultdict[UUID, dict[UUID, str]] = defaultdict(dict)
    rows = db.session.execute(
        select(ActionEvidence.action_id, ActionEvidence.case_id, Application.company)
        .join(Case, Case.id == ActionEvidence.case_id)
        .join(Application, Application.id == Case.application_id)
        .where(ActionEvidence.action_id.in_(actions))
        .order_by(ActionEvidence.action_id, ActionEvidence.case_id)
    )
    for row in rows:
        cases[row.action_id].append(row.case_id)
        names[row.action_id][row.case_id] = row.company
    return cases, names
