"""What rests on a case that is not granted is not there for a coach; every look is written down."""

import pytest
from sqlalchemy import select

from coach_platform.content.vocabulary import Stage
from coach_platform.core.applications.events import rate_stage
from coach_platform.core.applications.models import Case, Requirement
from coach_platform.core.assessments.responses import submit_assessment
from coach_platform.core.insights.for_coach import insights_for_coach
from coach_platform.core.insights.settling import dismiss
from coach_platform.core.insights.thresholds import Rule
from coach_platform.core.relations.models import Look, Section
from coach_platform.kit.db import db
from coach_platform.kit.errors import NotFound
from tests.core.assessments.stories import a_case


@pytest.fixture
def cases(cast):
    """Three: research weak in each, SQL missing in each, the interview rated low in each."""
    found = [a_case(cast.sam, company=name, requirements=("Five years of SQL",)) for name in ("A", "B", "C")]
    for case_id in found:
        application_id = db.session.get_one(Case, case_id).application_id
        line = db.session.scalar(select(Requirement.id).where(Requirement.application_id == application_id))
        marks = [{"requirement": str(line), "mark": "lack"}]
        answers = {"research": {"value": 1}, "match": {"value": 1, "marks": marks}}
        submit_assessment(cast.sam, case_id, set_key="deeper", answers=answers)
        rate_stage(cast.sam, application_id, stage=Stage.INTERVIEW, value=1)
    return found


def said(cast):
    page = insights_for_coach(cast.casey, cast.sam.person_id)
    return {(one.rule, one.subject if one.rule is not Rule.LINE else "sql") for one in page.patterns}


def sentences(cast):
    return [one.sentence for one in insights_for_coach(cast.casey, cast.sam.person_id).patterns]


def test_each_pattern_needs_the_sections_it_rests_on(cast, cases):
    cast.grant(Section.STORY, future=True)
    assert said(cast) == {(Rule.RATING, "interview")}
    cast.grant(Section.DEEPER, future=True)
    assert said(cast) == {(Rule.AREA, "research"), (Rule.AREA, "skills")}
    cast.grant(Section.PIPELINE)
    assert said(cast) == {(Rule.ENDS, "interview")}
    cast.grant(Section.STORY, Section.DEEPER, future=True)
    assert (Rule.LINE, "sql") in said(cast)


def test_a_case_that_is_not_granted_is_in_no_count(cast, cases):
    cast.grant(Section.STORY, Section.DEEPER, cases=cases[:2])
    assert all("2 of 2" in sentence for sentence in sentences(cast))
    cast.grant(Section.STORY, Section.DEEPER, cases=cases[:1])
    assert sentences(cast) == []


def test_what_the_seeker_sent_away_is_not_shown(cast, cases):
    cast.grant(Section.DEEPER, future=True)
    dismiss(cast.sam, "area.1.research")
    assert said(cast) == {(Rule.AREA, "skills")}


def test_each_look_is_kept_by_section_and_case(cast, cases):
    cast.grant(Section.DEEPER, Section.PIPELINE, cases=cases[:2])
    insights_for_coach(cast.casey, cast.sam.person_id)
    looks = set(map(tuple, db.session.execute(select(Look.section, Look.case_id))))
    assert looks == {(Section.PIPELINE, None), (Section.DEEPER, cases[0]), (Section.DEEPER, cases[1])}


def test_without_any_of_the_sections_there_is_no_page(cast, cases):
    for sections in ((), (Section.PLAN, Section.CONFIDENCE, Section.PRACTICE)):
        cast.grant(*sections, future=True)
        with pytest.raises(NotFound):
            insights_for_coach(cast.casey, cast.sam.person_id)
    with pytest.raises(NotFound):
        insights_for_coach(cast.omar, cast.sam.person_id)
