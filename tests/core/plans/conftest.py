"""Sam with two cases whose no came after an interview, and short ways to points of a plan."""

from dataclasses import dataclass
from uuid import UUID

import pytest

from coach_platform.content.vocabulary import ActionKind, Stage
from coach_platform.core.applications.cases import open_case
from coach_platform.core.applications.log import log_no
from coach_platform.core.plans.details import Details


@dataclass(frozen=True)
class Cases:
    """`nordlys` is what is granted in these tests, `canary` is what is not."""

    nordlys: UUID
    canary: UUID


CANARY = "Kanarienvogel Ltd"


@pytest.fixture
def cases(cast) -> Cases:
    nordlys = log_no(cast.sam, company="Nordlys", role="Planner", stage=Stage.INTERVIEW)
    canary = log_no(cast.sam, company=CANARY, role="Analyst", stage=Stage.INTERVIEW)
    return Cases(open_case(cast.sam, nordlys), open_case(cast.sam, canary))


def point(what="Practise aloud", kind=ActionKind.PRACTICE, **more) -> Details:
    """A point of a plan."""
    return Details(what=what, kind=kind, **more)
