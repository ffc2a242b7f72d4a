"""Saved views: a coach's own named ways to look at their list. What was searched for by name is never kept."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select, update

from coach_platform.core.access.actor import Actor
from coach_platform.core.access.permissions import Permission, require
from coach_platform.core.today.caseload.filters import Asked, as_words, filters_of, order_of
from coach_platform.core.today.caseload.models import CaseloadView
from coach_platform.kit import clock
from coach_platform.kit.constraints import meaning
from coach_platform.kit.db import db
from coach_platform.kit.errors import Invalid, NotFound
from coach_platform.kit.i18n import lazy as l_
from coach_platform.kit.text import has_control, plain

MOST = 20
LONGEST = 60
_TAKEN = Invalid({"name": l_("There is a view of that name already.")})


@dataclass(frozen=True)
class View:
    """One of them; `asked` are the words of an address."""

    id: UUID
    name: str
    asked: dict[str, list[str]]
    first: bool


def views(actor: Actor) -> list[View]:
    """The actor's own, in their order. One statement. Raises: NotAllowed."""
    require(actor, Permission.USE_COACH_FACE)
    rows = db.session.scalars(_mine(actor).order_by(CaseloadView.position, CaseloadView.id))
    return [View(row.id, row.name, row.asked, row.is_first) for row in rows]


def save_view(actor: Actor, *, name: str, asked: Asked) -> UUID:
    """Keep what is asked of the list under a name, at the end. Raises: NotAllowed, Invalid (name)."""
    require(actor, Permission.USE_COACH_FACE)
    name = _checked(name)
    there = select(func.count(), func.max(CaseloadView.position)).where(CaseloadView.coach_id == actor.person_id)
    count, last = db.session.execute(there).one()
    if count >= MOST:
        raise Invalid({"name": l_("You have %(n)s views. Remove one first.", n=MOST)})
    view: dict[str, Any] = {"coach_id": actor.person_id, "name": name, "name_sort": plain(name)}
    view |= {"asked": kept(asked), "position": (last or 0) + 1, "created_at": clock.now()}
    one = CaseloadView(**view)
    with meaning({"uq_caseload_views_name": _TAKEN}):
        db.session.add(one)
    return one.id


def rename_view(actor: Actor, view_id: UUID, *, name: str) -> None:
    """Under another name. Raises: NotFound, Invalid (name)."""
    view, name = _own(actor, view_id), _checked(name)
    with meaning({"uq_caseload_views_name": _TAKEN}):
        view.name, view.name_sort = name, plain(name)


def change_view(actor: Actor, view_id: UUID, *, asked: Asked) -> None:
    """The same name, for what is asked now. Raises: NotFound."""
    _own(actor, view_id).asked = kept(asked)
    db.session.flush()


def open_with(actor: Actor, view_id: UUID | None) -> None:
    """What the list opens with; None: with everybody. Raises: NotAllowed, NotFound."""
    require(actor, Permission.USE_COACH_FACE)
    chosen = _own(actor, view_id) if view_id is not None else None
    mine = (CaseloadView.coach_id == actor.person_id, CaseloadView.is_first)
    db.session.execute(update(CaseloadView).where(*mine).values(is_first=False))
    if chosen is not None:
        chosen.is_first = True
    db.session.flush()


def move_view(actor: Actor, view_id: UUID, *, up: bool) -> None:
    """One place up or down; at an end it stays. Raises: NotFound."""
    _own(actor, view_id)
    every = list(db.session.scalars(_mine(actor).order_by(CaseloadView.position, CaseloadView.id).with_for_update()))
    at = next(place for place, view in enumerate(every) if view.id == view_id)
    to = max(0, at - 1) if up else min(len(every) - 1, at + 1)
    every.insert(to, every.pop(at))
    for place, view in enumerate(every, start=1):
        view.position = place
    db.session.flush()


def remove_view(actor: Actor, view_id: UUID) -> None:
    """It is gone; nobody's things are in it. Raises: NotFound."""
    view = _own(actor, view_id)
    db.session.execute(delete(CaseloadView).where(CaseloadView.id == view.id))


def kept(asked: Asked) -> dict[str, list[str]]:
    """What a view keeps of an address: no name that was searched for, no page."""
    return as_words(filters_of(asked).without_words(), order_of(asked))


def _mine(actor: Actor) -> Any:
    return select(CaseloadView).where(CaseloadView.coach_id == actor.person_id)


def _own(actor: Actor, view_id: UUID) -> CaseloadView:
    found = db.session.scalars(_mine(actor).where(CaseloadView.id == view_id)).first()
    if found is None:
        raise NotFound
    return found


def _checked(name: str) -> str:
    name = " ".join(name.split(" ")).strip()
    if not name:
        raise Invalid({"name": l_("Give the view a name.")})
    if has_control(name) or len(name) > LONGEST:
        raise Invalid({"name": l_("Use at most %(n)s characters, on one line.", n=LONGEST)})
    return name
