"""What the tests of the switches stand on."""

from datetime import datetime, timedelta

from sqlalchemy import update

from coach_platform.content.vocabulary import Stage
from coach_platform.core.applications.cases import open_case
from coach_platform.core.applications.log import log_no
from coach_platform.core.assessments.responses import submit_assessment
from coach_platform.core.relations.models import Person
from coach_platform.kit.db import db


def weak(cast) -> None:
    """Sam knew little about a company: a rule has something to say."""
    case_id = open_case(cast.sam, log_no(cast.sam, company="Nordlys", role="Planner", stage=Stage.INTERVIEW))
    submit_assessment(cast.sam, case_id, set_key="deeper", answers={"research": {"value": 1}})


def long_away(cast, now: datetime) -> None:
    """Sam was last here sixteen days ago."""
    away = now - timedelta(days=16)
    db.session.execute(update(Person).where(Person.id == cast.sam.person_id).values(last_seen_at=away))
