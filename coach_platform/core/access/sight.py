"""What an actor may see of a seeker. Everything on the coach's side is read through a Sight; there is no other way in.

A seeker sees all of their own. A coach sees what the grants open that are live now: their own, and those of the teams
they are in at this moment. Anyone else sees nothing, and what is not seen does not exist (NotFound).
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property, lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, false, true

from coach_platform.core.access.actor import Actor
from coach_platform.core.access.links import links_of, links_of_team, live_grant
from coach_platform.core.relations.models import CaseScope, Section
from coach_platform.kit.errors import NotFound

__all__ = ["Opened", "Reach", "Sight", "live_grant", "own_sight", "sight_of", "sights_of", "sights_of_coaches"]


@dataclass(frozen=True)
class Opened:
    """What one live grant opens. `case_ids`: the listed cases, where not all; `excluded`: "not this one"."""

    grant_id: UUID
    coaching_id: UUID
    sections: frozenset[Section]
    all_cases: bool
    case_ids: frozenset[UUID]
    excluded: frozenset[UUID]
    team_id: UUID | None = None
    team: str = ""
    since: datetime | None = None

    def case(self, case_id: UUID, section: Section) -> bool:
        """Whether this grant opens `section` of that case."""
        return (
            section in self.sections and case_id not in self.excluded and (self.all_cases or case_id in self.case_ids)
        )


@dataclass(frozen=True)
class Reach:
    """The cases of which one section may be seen: all but some, or the listed ones."""

    all_cases: bool
    listed: frozenset[UUID]
    excluded: frozenset[UUID]  # of all

    @property
    def whole(self) -> bool:
        """All, and nothing kept out: then what belongs to no case is seen, too."""
        return self.all_cases and not self.excluded


@dataclass(frozen=True)
class Sight:
    """What one reader sees of one seeker at this moment: the union of what each grant opens, never a mix of them.

    `coaching_id`: the reader's own active coaching, or else that over which a team of theirs sees.
    """

    seeker_id: UUID
    reader_id: UUID
    own: bool  # the seeker themself
    opened: tuple[Opened, ...] = ()
    coaching_id: UUID | None = None
    through: frozenset[UUID] = field(default_factory=frozenset)  # every coaching by which they read
    beside: bool = False  # there is a coaching of their own, not only a team's
    held: frozenset[UUID] = frozenset()  # cases of which they answer the deeper questions before they see the answers

    @cached_property
    def sections(self) -> frozenset[Section]:
        """Of which anything may be seen."""
        if self.own:
            return ALL_SECTIONS
        # Most read by one grant: no new set for each of five hundred people.
        return (
            self.opened[0].sections if len(self.opened) == 1 else frozenset().union(*(o.sections for o in self.opened))
        )

    @property
    def grant_ids(self) -> tuple[UUID, ...]:
        """What is seen rests on these."""
        return tuple(one.grant_id for one in self.opened)

    def section(self, section: Section) -> bool:
        """Whether anything of `section` may be seen."""
        return section in self.sections

    def case(self, case_id: UUID, section: Section = Section.STORY) -> bool:
        """Whether `section` of this case may be seen."""
        if section in HELD_BACK and case_id in self.held:
            return False
        return self.granted(case_id, section)

    def granted(self, case_id: UUID, section: Section) -> bool:
        """Whether it is shared with the reader, be it held back until they have answered themself."""
        return self.own or any(one.case(case_id, section) for one in self.opened)

    def holding(self, case_id: UUID) -> "Sight":
        """The same sight before that case's deeper answers."""
        return replace(self, held=self.held | {case_id})

    def cases(self, case_ids: Iterable[UUID], section: Section = Section.STORY) -> list[UUID]:
        """Those of `case_ids` of which `section` may be seen, in their order."""
        return [c for c in case_ids if self.case(c, section)]

    def need(self, section: Section, case_id: UUID | None = None) -> None:
        """Raises: NotFound unless the section (of that case) may be seen."""
        if not (self.section(section) if case_id is None else self.case(case_id, section)):
            raise NotFound

    def over(self, section: Section) -> frozenset[UUID]:
        """The coachings whose own grant opens `section`: what was asked over another one waits for somebody else."""
        return frozenset(one.coaching_id for one in self.opened if section in one.sections)

    def reach(self, section: Section) -> Reach:
        """The same cases as `case()` says, as sets: what one grant keeps out may be open by another."""
        if self.own:
            return Reach(True, frozenset(), frozenset())
        here = [one for one in self.opened if section in one.sections]
        listed = frozenset().union(*(one.case_ids - one.excluded for one in here))
        kept_out = [one.excluded for one in here if one.all_cases]
        excluded = frozenset.intersection(*kept_out) - listed if kept_out else frozenset()
        if section not in HELD_BACK or not self.held:
            return Reach(bool(kept_out), listed, excluded)
        return Reach(bool(kept_out), listed - self.held, excluded | self.held if kept_out else excluded)

    def kept_out(self, section: Section) -> frozenset[UUID]:
        """The cases kept out of every grant that opens `section`, and of which no other grant shows the story.

        For a section that is granted whole (the pipeline): of these cases it names and counts nothing.
        """
        here = [one.excluded for one in self.opened if section in one.sections]
        kept_out = frozenset.intersection(*here) if here else frozenset()
        return frozenset(case_id for case_id in kept_out if not self.case(case_id))

    def case_filter(self, column: ColumnElement[UUID], section: Section = Section.STORY) -> ColumnElement[bool]:
        """An SQL condition on a column of case ids; false where the section is not granted."""
        reach = self.reach(section)
        if not reach.all_cases:
            return column.in_(reach.listed) if reach.listed else false()
        # What belongs to no case is seen with all of them, without exception: "null not in" is not true.
        return column.not_in(reach.excluded) if reach.excluded else true()

    def team_of(self, section: Section, case_id: UUID | None) -> str:
        """The name of the team by whose grant alone the reader sees this; "" where a grant of their own opens it."""
        by = [one for one in self.opened if _opens(one, section, case_id)]
        return "" if any(one.team_id is None for one in by) else next((one.team for one in by), "")


def _opens(one: Opened, section: Section, case_id: UUID | None) -> bool:
    return section in one.sections if case_id is None else one.case(case_id, section)


ALL_SECTIONS = frozenset(Section)
# What a coach who answers blind is not shown of that case: the answers, and what was put aside out of them to practise.
HELD_BACK = frozenset({Section.DEEPER, Section.PRACTICE})


def own_sight(seeker_id: UUID) -> Sight:
    """A seeker's sight of themself."""
    return Sight(seeker_id, seeker_id, True)


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
    """A coach's sight of each seeker who is beside them or shares with a team of theirs; one statement however many."""
    if not actor.is_coach:
        return {}
    if actor.as_team is not None:
        rows = links_of_team(actor.person_id, actor.as_team, only=only)
        return _gathered(rows).get(actor.person_id, {})
    return sights_of_coaches([actor.person_id], only=only).get(actor.person_id, {})


def sights_of_coaches(coach_ids: list[UUID], *, only: UUID | None = None) -> dict[UUID, dict[UUID, Sight]]:
    """The same for many coaches at once (digests): {coach: {seeker: Sight}}, one statement."""
    return _gathered(links_of(coach_ids, only=only))


def _gathered(rows: Iterable[Any]) -> dict[UUID, dict[UUID, Sight]]:
    links: defaultdict[tuple[UUID, UUID], list[Any]] = defaultdict(list)
    for row in rows:
        links[row.reader_id, row.seeker_id].append(row)
    found: defaultdict[UUID, dict[UUID, Sight]] = defaultdict(dict)
    for (reader_id, seeker_id), of in links.items():
        found[reader_id][seeker_id] = _sight(reader_id, seeker_id, of)
    return dict(found)


def _sight(reader_id: UUID, seeker_id: UUID, rows: list[Any]) -> Sight:
    """One's own coaching first, then those over which a team sees, the oldest first."""
    rows.sort(key=lambda row: (row.team_id is not None, row.coaching_id, row.grant_id or row.coaching_id))
    return Sight(
        seeker_id=seeker_id,
        reader_id=reader_id,
        own=False,
        opened=tuple(_opened(row) for row in rows if row.grant_id is not None),
        coaching_id=rows[0].coaching_id,
        through=frozenset(row.coaching_id for row in rows),
        beside=rows[0].team_id is None,
        held=frozenset(rows[0].held or ()),
    )


@lru_cache(512)
def _sections(words: tuple[str, ...]) -> frozenset[Section]:
    return frozenset(Section(word) for word in words)


def _opened(row: Any) -> Opened:
    return Opened(
        grant_id=row.grant_id,
        coaching_id=row.coaching_id,
        sections=_sections(tuple(row.sections or ())),
        all_cases=row.case_scope == CaseScope.FUTURE_TOO,
        case_ids=frozenset(row.case_ids or ()),
        excluded=frozenset(row.excluded or ()),
        team_id=row.team_id,
        team=row.team or "",
        since=row.agreed_at,
    )
