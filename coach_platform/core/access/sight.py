"""What an actor may see of a seeker. Everything on the coach's side is read through a Sight; there is no other way in.

A seeker sees all of their own. A coach sees the sections and cases of the one grant that is live now. Anyone else sees
nothing, and what is not seen does not exist (NotFound).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, true

from coach_platform.core.access.actor import Actor
from coach_platform.core.relations.models import CaseScope, Coaching, CoachingState, Grant, GrantCase, Section
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.errors import NotFound


@dataclass(frozen=True)
class Sight:
    """What one reader sees of one seeker at this moment."""

    seeker_id: UUID
    reader_id: UUID
    own: bool  # the seeker themself
    sections: frozenset[Section]
    all_cases: bool
    case_ids: frozenset[UUID]  # the listed cases, where not all
    coaching_id: UUID | None = None
    grant_id: UUID | None = None

    def section(self, section: Section) -> bool:
        """Whether anything of `section` may be seen."""
        return section in self.sections

    def case(self, case_id: UUID, section: Section = Section.STORY) -> bool:
        """Whether `section` of this case may be seen."""
        return section in self.sections and (self.all_cases or case_id in self.case_ids)

    def cases(self, case_ids: Iterable[UUID], section: Section = Section.STORY) -> list[UUID]:
        """Those of `case_ids` of which `section` may be seen, in their order."""
        return [c for c in case_ids if self.case(c, section)]

    def need(self, section: Section, case_id: UUID | None = None) -> None:
        """Raises: NotFound unless the section (of that case) may be seen."""
        if not (self.section(section) if case_id is None else self.case(case_id, section)):
            raise NotFound

    def case_filter(self, column: ColumnElement[UUID], section: Section = Section.STORY) -> ColumnElement[bool]:
        """An SQL condition on a column of case ids; false where the section is not granted."""
        if section not in self.sections:
            return ~true()
        return true() if self.all_cases else column.in_(self.case_ids)


ALL_SECTIONS = frozenset(Section)


def own_sight(seeker_id: UUID) -> Sight:
    """A seeker's sight of themself."""
    return Sight(seeker_id, seeker_id, True, ALL_SECTIONS, True, frozenset())


def sight_of(actor: Actor, seeker_id: UUID) -> Sight:
    """What `actor` sees of the seeker `seeker_id`. One statement for a coach, none for the seeker themself.

    A coach with an active coaching and no grant has a sight with no sections: the person exists, nothing else does.
    Raises: NotFound when there is neither.
    """
    if actor.person_id == seeker_id and actor.is_seeker:
        return own_sight(seeker_id)
    sights = sights_of(actor, only=seeker_id)
    if seeker_id not in sights:
        raise NotFound
    return sights[seeker_id]


def sights_of(actor: Actor, *, only: UUID | None = None) -> dict[UUID, Sight]:
    """A coach's sight of each seeker of an active coaching, by seeker id; one statement however many."""
    if not actor.is_coach:
        return {}
    return sights_of_coaches([actor.person_id], only=only).get(actor.person_id, {})


def sights_of_coaches(coach_ids: list[UUID], *, only: UUID | None = None) -> dict[UUID, dict[UUID, Sight]]:
    """The same for many coaches at once (digests): {coach: {seeker: Sight}}, one statement."""
    found: dict[UUID, dict[UUID, Sight]] = {}
    for row in db.session.execute(_live_links(coach_ids, only)):
        everything = row.case_scope == CaseScope.FUTURE_TOO
        found.setdefault(row.coach_id, {})[row.seeker_id] = Sight(
            seeker_id=row.seeker_id,
            reader_id=row.coach_id,
            own=False,
            sections=frozenset(Section(s) for s in row.sections or ()),
            all_cases=everything,
            case_ids=frozenset(row.case_ids or ()),
            coaching_id=row.coaching_id,
            grant_id=row.grant_id,
        )
    return found


def live_grant() -> ColumnElement[bool]:
    """The condition under which a grant counts at this moment."""
    return and_(Grant.revoked_at.is_(None), or_(Grant.ends_at.is_(None), Grant.ends_at > clock.now()))


def _live_links(coach_ids: list[UUID], only: UUID | None) -> Select:
    listed = (
        select(func.array_agg(GrantCase.case_id))
        .where(GrantCase.grant_id == Grant.id)
        .correlate(Grant)
        .scalar_subquery()
    )
    query = (
        select(
            Coaching.id.label("coaching_id"),
            Coaching.seeker_id,
            Coaching.coach_id,
            Grant.id.label("grant_id"),
            Grant.sections,
            Grant.case_scope,
            listed.label("case_ids"),
        )
        .outerjoin(Grant, and_(Grant.coaching_id == Coaching.id, live_grant()))
        .where(Coaching.coach_id.in_(coach_ids), Coaching.state == CoachingState.ACTIVE)
    )
    return query if only is None else query.where(Coaching.seeker_id == only)
