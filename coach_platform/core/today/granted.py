"""Of many sights, whose section is granted: so that a figure that was not granted is not even read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from coach_platform.core.access.sight import Sight
from coach_platform.core.relations.models import Section
from coach_platform.kit.db import uuid_array

Sights = Mapping[UUID, Sight]


@dataclass(frozen=True)
class Reach:
    """The cases of which a section may be read: all of some seekers but those kept out, listed ones of others.

    Each as an array of ids, for a statement.
    """

    seekers: str
    cases: str
    excluded: str
    whole: str  # of these nothing is kept out


def with_section(sights: Iterable[Sight], section: Section) -> str:
    """The seekers of whom `section` may be seen, as an array for a statement."""
    return uuid_array(sight.seeker_id for sight in sights if section in sight.sections)


def reach_of(sights: Iterable[Sight], section: Section) -> Reach:
    """What to hand to a statement over the cases of many seekers."""
    reaches = [(sight.seeker_id, sight.reach(section)) for sight in sights if sight.section(section)]
    return Reach(
        seekers=uuid_array(seeker_id for seeker_id, reach in reaches if reach.all_cases),
        cases=uuid_array(case_id for _seeker, reach in reaches for case_id in reach.listed),
        excluded=uuid_array(case_id for _seeker, reach in reaches for case_id in reach.excluded),
        whole=uuid_array(seeker_id for seeker_id, reach in reaches if reach.whole),
    )


def story_reach(sights: Iterable[Sight]) -> Reach:
    """The same of the story."""
    return reach_of(sights, Section.STORY)


def through(sights: Iterable[Sight]) -> str:
    """Every coaching over which these readers see the plan: a review that was asked over one waits for them."""
    return uuid_array(coaching_id for sight in sights for coaching_id in sight.over(Section.PLAN))
