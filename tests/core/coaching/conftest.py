"""Sam with two cases, one to share and one that nobody else may ever read of."""

from dataclasses import dataclass
from uuid import UUID

import pytest

from coach_platform.content.vocabulary import Section, Stage
from coach_platform.core.coaching.grants import Cases, grant
from tests.agreed import agreed
from tests.core.assessments.stories import a_case

CANARY = "Kanarienvogel Ltd"
LATE = (Stage.APPLIED, Stage.INTERVIEW, Stage.FINAL_ROUND)


@dataclass(frozen=True)
class Two:
    nordlys: UUID
    canary: UUID


@pytest.fixture
def two(cast) -> Two:
    return Two(a_case(cast.sam, *LATE), a_case(cast.sam, *LATE, company=CANARY))


@pytest.fixture
def share(cast):
    """Sam shares by the verb itself: `share(Section.STORY, cases=Cases.LISTED, case_ids=[...])`."""

    def by_verb(*sections: Section, cases: Cases = Cases.ALL_SO_FAR, **more) -> UUID:
        return grant(cast.sam, cast.coaching_id, sections=sections, cases=cases, agreed_to=agreed(), **more)

    return by_verb
