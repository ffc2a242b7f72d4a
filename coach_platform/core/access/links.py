"""The one statement behind every Sight: by which coachings and live grants somebody reads at this moment."""

from collections.abc import Sequence
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Row,
    Select,
    and_,
    any_,
    exists,
    func,
    null,
    or_,
    select,
    union,
    union_all,
)
from sqlalchemy import Uuid as SqlUuid
from sqlalchemy import cast as sql_cast
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.sql.selectable import ScalarSelect

from coach_platform.core.relations.models import (
    Calibration,
    Coaching,
    CoachingState,
    Grant,
    GrantCase,
    GrantExclusion,
    Membership,
    Role,
    Section,
    Team,
    TeamMember,
    held,
)
from coach_platform.kit.db import db
from coach_platform.kit.prepared import NOW, prepared


@cache
def live_grant() -> ColumnElement[bool]:
    """The condition under which a grant counts at this moment, to a coach or to a team."""
    return and_(Grant.revoked_at.is_(None), or_(Grant.ends_at.is_(None), Grant.ends_at > NOW))


@cache
def on_the_list() -> ColumnElement[bool]:
    """The condition under which a TeamMember of a Team counts: on the list now, and still a coach of its organisation."""
    works_there = exists().where(
        Membership.person_id == TeamMember.person_id,
        Membership.organisation_id == Team.organisation_id,
        Membership.role == Role.COACH,
        Membership.from_at <= NOW,
        or_(Membership.until_at.is_(None), Membership.until_at > NOW),
    )
    return and_(TeamMember.left_at.is_(None), Team.ended_at.is_(None), works_there)


def seen_over(coaching_id: Any, section: Section) -> ColumnElement[bool]:
    """Whether somebody sees `section` over a coaching: its coach, or anyone of a team it is shared with."""
    somebody = exists().where(TeamMember.team_id == Grant.team_id, Team.id == TeamMember.team_id, on_the_list())
    return exists().where(
        Grant.coaching_id == coaching_id,
        live_grant(),
        Grant.sections.contains([section.value]),
        or_(Grant.team_id.is_(None), somebody),
    )


def team_sees_over(coaching_id: Any, section: Section) -> ColumnElement[bool]:
    """Whether a team may see `section` over a coaching: then there are several who could answer."""
    return exists().where(
        Grant.coaching_id == coaching_id,
        live_grant(),
        Grant.sections.contains([section.value]),
        Grant.team_id.is_not(None),
    )


def coaches_of(seeker_id: UUID, *, over: UUID | None = None) -> list[UUID]:
    """Whoever may have a sight of this seeker: coaches, and those on the lists of teams (of one coaching: `over`).

    One statement. What they see, and whether anything, their sights say.
    """
    own = select(Coaching.coach_id).where(Coaching.seeker_id == seeker_id, Coaching.state == CoachingState.ACTIVE)
    teams = (
        select(TeamMember.person_id)
        .join(Grant, Grant.team_id == TeamMember.team_id)
        .where(Grant.seeker_id == seeker_id, live_grant(), TeamMember.left_at.is_(None))
    )
    if over is not None:
        own, teams = own.where(Coaching.id == over), teams.where(Grant.coaching_id == over)
    return [person_id for person_id in db.session.scalars(union(own, teams)) if person_id is not None]


def links_of(coach_ids: Sequence[UUID], *, only: UUID | None = None) -> Sequence[Row]:
    """A row a reader, seeker and live grant; one without a grant where there is a coaching and nothing is shared."""
    one = len(coach_ids) == 1
    coaches = coach_ids[0] if one else list(coach_ids)
    return db.session.execute(*_live_links(one, only is not None, coaches=coaches, only=only)).all()


def links_of_team(reader_id: UUID, team_id: UUID, *, only: UUID | None = None) -> Sequence[Row]:
    """The same for the eyes of somebody (`reader_id` stands for them) who reads by that team's grants alone."""
    return db.session.execute(*_links_of_team(only is not None, reader=reader_id, team_id=team_id, only=only)).all()


@prepared
def _live_links(one: bool, of_one: bool, *, coaches: Any, only: Any) -> CompoundSelect:
    own = _own().where(_among(Coaching.coach_id, coaches, one=one))
    teams = (
        _by_team(TeamMember.person_id)
        .join(TeamMember, TeamMember.team_id == Team.id)
        # Nobody is shown their own things as a coach's: they read them on their own side.
        .where(_among(TeamMember.person_id, coaches, one=one), on_the_list())
        .where(TeamMember.person_id != Coaching.seeker_id)
    )
    return union_all(*((query.where(Coaching.seeker_id == only) if of_one else query) for query in (own, teams)))


@prepared
def _links_of_team(of_one: bool, *, reader: Any, team_id: Any, only: Any) -> Select:
    query = _by_team(sql_cast(reader, SqlUuid)).where(Grant.team_id == team_id)
    return query.where(Coaching.seeker_id == only) if of_one else query


def _among(column: Any, coaches: Any, *, one: bool) -> ColumnElement[bool]:
    return column == coaches if one else column == any_(sql_cast(coaches, ARRAY(SqlUuid)))


@cache
def works_for_it() -> ColumnElement[bool]:
    """The condition under which a Coaching's coach still works in the organisation it belongs to (if it does)."""
    there = exists().where(
        Membership.person_id == Coaching.coach_id,
        Membership.organisation_id == Coaching.organisation_id,
        Membership.role == Role.COACH,
        Membership.from_at <= NOW,
        or_(Membership.until_at.is_(None), Membership.until_at > NOW),
    )
    return or_(Coaching.organisation_id.is_(None), there.correlate(Coaching))


def _own() -> Select:
    # Whoever left the organisation sees nothing of it at the next request, whatever became of the coaching's row.
    mine = and_(Grant.coaching_id == Coaching.id, Grant.team_id.is_(None), live_grant())
    return (
        select(*_columns(Coaching.coach_id), null().label("team"))
        .select_from(Coaching)
        .outerjoin(Grant, mine)
        .where(Coaching.state == CoachingState.ACTIVE, works_for_it())
    )


def _by_team(reader: Any) -> Select:
    return (
        select(*_columns(reader), Team.name.label("team"))
        .select_from(Grant)
        .join(Coaching, Coaching.id == Grant.coaching_id)
        .join(Team, Team.id == Grant.team_id)
        .where(Coaching.state == CoachingState.ACTIVE, Team.ended_at.is_(None), live_grant())
    )


def _columns(reader: Any) -> list[Any]:
    return [
        reader.label("reader_id"),
        Coaching.seeker_id,
        Coaching.id.label("coaching_id"),
        Grant.id.label("grant_id"),
        Grant.team_id,
        Grant.sections,
        Grant.case_scope,
        Grant.agreed_at,
        listed_cases().label("case_ids"),
        excluded_cases().label("excluded"),
        _held_cases(reader).label("held"),
    ]


def _held_cases(reader: Any) -> ScalarSelect[Any]:
    """The cases of which this reader answers the deeper questions themself first, as an array."""
    mine = (Calibration.coach_id == reader, Calibration.seeker_id == Coaching.seeker_id, held())
    return select(func.array_agg(Calibration.case_id)).where(*mine).correlate(Coaching, TeamMember).scalar_subquery()


def excluded_cases() -> ScalarSelect[Any]:
    """The cases kept out of a Grant at this moment, as an array."""
    return _cases(GrantExclusion, GrantExclusion.grant_id == Grant.id, GrantExclusion.lifted_at.is_(None))


def listed_cases() -> ScalarSelect[Any]:
    """The cases a Grant lists, as an array."""
    return _cases(GrantCase, GrantCase.grant_id == Grant.id)


def _cases(table: Any, *where: ColumnElement[bool]) -> ScalarSelect[Any]:
    return select(func.array_agg(table.case_id)).where(*where).correlate(Grant).scalar_subquery()
