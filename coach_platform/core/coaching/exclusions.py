"""Who sees one case, and "not this one": a case kept out of what is shared, with one tap, at once and everywhere."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select, text, update

from coach_platform.content.vocabulary import Section
from coach_platform.core.access import audit
from coach_platform.core.access.actor import Actor
from coach_platform.core.access.links import live_grant
from coach_platform.core.coaching.grants import CASE_SECTIONS, keep_out
from coach_platform.core.relations.models import (
    CaseScope,
    Coaching,
    CoachingState,
    Grant,
    GrantCase,
    GrantExclusion,
    Person,
    Team,
)
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.errors import NotFound


@dataclass(frozen=True)
class CaseReader:
    """A coach or a team with whom a case is shared, or is kept from. `future_too`: they see what is opened later as well."""

    grant_id: UUID
    name: str
    team: bool
    sections: tuple[Section, ...]  # of this case
    future_too: bool
    agreed_at: datetime
    kept_out: bool


def readers_of_case(actor: Actor, case_id: UUID) -> list[CaseReader]:
    """With whom the actor, as its seeker, shares this case, by name; those it is kept from too. One statement."""
    return [_reader(row) for row in db.session.execute(_query(actor, case_id))]


def keep_case_out(actor: Actor, case_id: UUID, *, grant_id: UUID | None = None) -> None:
    """Nobody sees it any more (of one grant: nobody by that one). Twice is once. Raises: NotFound."""
    covering = [reader.grant_id for reader in readers_of_case(actor, case_id) if grant_id in (None, reader.grant_id)]
    if not covering or not _own(actor, case_id):
        raise NotFound
    for each in covering:
        keep_out(each, actor.person_id, [case_id])
    audit.note(actor.person_id, "case.kept_out", case=str(case_id), grants=[str(each) for each in covering])


def let_case_in(actor: Actor, case_id: UUID, *, grant_id: UUID) -> None:
    """Undo it, for one grant: it opens the case again, as it was agreed. Raises: NotFound."""
    live = select(Grant.id).where(Grant.id == grant_id, Grant.seeker_id == actor.person_id, live_grant())
    lifted = db.session.execute(
        update(GrantExclusion)
        .where(GrantExclusion.grant_id.in_(live), GrantExclusion.case_id == case_id, GrantExclusion.lifted_at.is_(None))
        .values(lifted_at=clock.now())
        .returning(GrantExclusion.id)
    ).first()
    if lifted is None:
        raise NotFound
    audit.note(actor.person_id, "case.let_in", case=str(case_id), grant=str(grant_id))


@dataclass(frozen=True)
class KeptOut:
    """A case that was kept out of a grant, from one moment until another (None: still)."""

    case_id: UUID
    since: datetime
    until: datetime | None


def ever_kept_out(grant_ids: Collection[UUID]) -> dict[UUID, list[KeptOut]]:
    """What was ever kept out of each of these grants, the earliest first; grants without any are absent. One statement."""
    g = GrantExclusion
    rows = db.session.execute(
        select(g.grant_id, g.case_id, g.excluded_at, g.lifted_at)
        .where(g.grant_id.in_(list(grant_ids)))
        .order_by(g.excluded_at, g.id)
    )
    found: dict[UUID, list[KeptOut]] = {}
    for grant_id, case_id, since, until in rows:
        found.setdefault(grant_id, []).append(KeptOut(case_id, since, until))
    return found


def _own(actor: Actor, case_id: UUID) -> bool:
    # The table of cases stands above this folder on the ladder; a grant knows cases only by id.
    mine = text("select 1 from cases where id = :case and seeker_id = :me")
    return db.session.scalar(mine, {"case": case_id, "me": actor.person_id}) is not None


def _query(actor: Actor, case_id: UUID) -> Select:
    listed = exists().where(GrantCase.grant_id == Grant.id, GrantCase.case_id == case_id)
    kept_out = exists().where(
        GrantExclusion.grant_id == Grant.id, GrantExclusion.case_id == case_id, GrantExclusion.lifted_at.is_(None)
    )
    covers: ColumnElement[bool] = or_(Grant.case_scope == CaseScope.FUTURE_TOO, listed)
    return (
        select(Grant, Person.name.label("coach"), Team.name.label("team"), kept_out.label("kept_out"))
        .join(Coaching, and_(Coaching.id == Grant.coaching_id, Coaching.state == CoachingState.ACTIVE))
        .outerjoin(Person, Person.id == Grant.coach_id)
        .outerjoin(Team, Team.id == Grant.team_id)
        .where(
            Grant.seeker_id == actor.person_id,
            live_grant(),
            covers,
            Grant.sections.overlap([section.value for section in CASE_SECTIONS]),
        )
        .order_by(Grant.team_id.is_not(None), Person.name_sort, Team.name_sort, Grant.id)
    )


def _reader(row: Any) -> CaseReader:
    grant: Grant = row.Grant
    return CaseReader(
        grant_id=grant.id,
        name=row.team or row.coach or "",
        team=grant.team_id is not None,
        sections=tuple(s for s in Section if s.value in grant.sections and s in CASE_SECTIONS),
        future_too=grant.case_scope is CaseScope.FUTURE_TOO,
        agreed_at=grant.agreed_at,
        kept_out=row.kept_out,
    )
