"""What a person says of an action, checked the same way for seeker and coach."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from sqlalchemy import delete, insert, select

from coach_platform.content.vocabulary import ActionKind, Area
from coach_platform.core.access.actor import Actor
from coach_platform.core.applications.models import Application, Case
from coach_platform.core.library.guides import may_choose
from coach_platform.core.plans.models import Action, ActionEvidence
from coach_platform.kit.db import db
from coach_platform.kit.errors import Invalid, NotFound
from coach_platform.kit.i18n import lazy as l_

WORDS = ("what", "why", "if_then", "obstacle", "obstacle_answer", "done_when")
LENGTH = 2_000  # of each of them: a point of a plan, not an essay
EARLIEST, LATEST = date(2000, 1, 1), date(2199, 12, 31)


@dataclass(frozen=True)
class Details:
    """A point of a plan. Words may be empty, but for `what`; `evidence` are cases, `guide_key` one of ours or of an
    organisation."""

    what: str
    kind: ActionKind
    area: Area | None = None
    why: str = ""
    if_then: str = ""
    obstacle: str = ""
    obstacle_answer: str = ""
    done_when: str = ""
    guide_key: str | None = None
    link: str = ""
    due_on: date | None = None
    evidence: Collection[UUID] = ()


def checked(actor: Actor, details: Details) -> Details:
    """The same without outer spaces and NUL; the guide is one of ours or one that the actor may read.

    Raises: Invalid, by field.
    """
    tidied: dict[str, Any] = {name: _tidy(getattr(details, name)) for name in (*WORDS, "link")}
    clean = replace(details, **tidied)
    wrong: dict[str, object] = {
        name: l_("Please keep it under %(n)s characters.", n=LENGTH)
        for name in (*WORDS, "link")
        if len(getattr(clean, name)) > LENGTH
    }
    if not clean.what:
        wrong["what"] = l_("Say in a few words what will be done.")
    if clean.link and not _is_web_address(clean.link):
        wrong["link"] = l_("Write the whole address, beginning with https://.")
    if clean.due_on is not None and not EARLIEST <= clean.due_on <= LATEST:
        wrong["due_on"] = l_("Please check the year.")
    if clean.guide_key is not None and not may_choose(actor, clean.guide_key):
        wrong["guide_key"] = l_("Choose one of the guides.")
    if wrong:
        raise Invalid(wrong)
    return clean


def keep_evidence(action: Action, case_ids: Collection[UUID]) -> None:
    """These cases, and no others, are the evidence. Raises: NotFound for a case that is not this seeker's."""
    wanted = set(case_ids)
    if wanted and wanted - _cases(action.seeker_id, wanted):
        raise NotFound
    db.session.execute(delete(ActionEvidence).where(ActionEvidence.action_id == action.id))
    rows = [{"action_id": action.id, "case_id": case, "seeker_id": action.seeker_id} for case in sorted(wanted)]
    if rows:
        db.session.execute(insert(ActionEvidence), rows)


def _cases(seeker_id: UUID, wanted: set[UUID]) -> set[UUID]:
    query = (
        select(Case.id)
        .join(Application, Application.id == Case.application_id)
        .where(Case.seeker_id == seeker_id, Case.id.in_(wanted), Application.deleted_at.is_(None))
    )
    return set(db.session.scalars(query))


def _tidy(text: str) -> str:
    return text.replace("\0", "").strip()


def _is_web_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)
