"""Sam's world for a coach's pages: one case to share, one that must never show, a plan with a word in it."""

from dataclasses import dataclass
from uuid import UUID

import pytest

from coach_platform.content.vocabulary import ActionKind, Stage
from coach_platform.core.assessments.check_ins import check_in
from coach_platform.core.assessments.responses import submit_assessment
from coach_platform.core.coaching.notes import add_note
from coach_platform.core.plans import actions
from coach_platform.core.plans.details import Details
from coach_platform.kit.db import db
from tests.core.assessments.stories import a_case

CANARY = "Kanarienvogel"  # stands in everything that is not granted
LATE = (Stage.APPLIED, Stage.INTERVIEW, Stage.FINAL_ROUND)


@dataclass(frozen=True)
class World:
    nordlys: UUID
    canary: UUID
    action: UUID


@pytest.fixture
def world(cast) -> World:
    nordlys = a_case(cast.sam, *LATE, own_words="Closer to our stack")
    canary = a_case(cast.sam, *LATE, company=f"{CANARY} Ltd", own_words=f"{CANARY} says no")
    for case_id, said in ((nordlys, "Too shy"), (canary, f"{CANARY} deeper")):
        submit_assessment(cast.sam, case_id, set_key="deeper", answers={"research": {"value": 2, "words": said}})
    action = actions.add_action(
        cast.sam,
        details=Details(what="Practise aloud", kind=ActionKind.PRACTICE, evidence=[nordlys, canary]),
    )
    check_in(cast.sam, confidence=3)
    add_note(cast.casey, cast.sam.person_id, body=f"{CANARY} private note")
    db.session.commit()
    return World(nordlys, canary, action)
