"""What cases say as evidence: never "don't know", never "does not apply"."""

from sqlalchemy import select

from coach_platform.content.case_facts import CaseFacts
from coach_platform.content.vocabulary import Area, Mark, Need, Stage
from coach_platform.core.applications.events import rate_stage
from coach_platform.core.applications.models import Application, Requirement
from coach_platform.core.assessments.areas import area_values, weak_areas
from coach_platform.core.assessments.facts import case_facts
from coach_platform.core.assessments.responses import submit_assessment
from coach_platform.core.assessments.steps import StepState, next_step, steps
from coach_platform.kit.db import db
from coach_platform.kit.ids import new_id
from tests.core.assessments.stories import a_case


def submit(cast, case_id, **deeper):
    submit_assessment(cast.sam, case_id, set_key="deeper", answers=deeper)


def test_dont_know_and_does_not_apply_are_never_evidence(cast):
    case_id = a_case(cast.sam)
    submit(
        cast,
        case_id,
        research={"value": "dont_know"},
        rapport={"value": "does_not_apply"},
        balance={"value": "dont_know"},
        preparation={"value": 2},
    )
    [facts] = case_facts(cast.sam.person_id)
    assert facts.ratings == {Area.PREPARATION: 2}
    assert weak_areas(facts) == [Area.PREPARATION]


def test_facts_come_from_the_newest_answers_marks_events_and_the_stated_reason(cast):
    case_id = a_case(cast.sam, requirements=("Five years of SQL", "French"), reason="missing_requirement")
    sql, french = db.session.scalars(select(Requirement.id).order_by(Requirement.position))
    submit(cast, case_id, research={"value": 1})
    submit(
        cast,
        case_id,
        match={
            "value": 2,
            "marks": [
                {"requirement": str(sql), "mark": "lack"},
                {"requirement": str(french), "mark": "dont_know"},
            ],
        },
        balance={"aspects": [{"name": "Modesty", "value": -2}, {"name": "Detail", "value": 1}]},
        answers={"sensed": [{"weakness": "Numbers"}], "pointed_out": [{"weakness": "Too general"}]},
        surprises={"items": [{"question": "Why us?"}]},
    )
    rate_stage(cast.sam, db.session.scalar(select(Application.id)), stage=Stage.INTERVIEW, value=2)
    [facts] = case_facts(cast.sam.person_id)
    assert facts == CaseFacts(
        case_id=case_id,
        stages=frozenset({Stage.APPLIED, Stage.SCREENING, Stage.INTERVIEW}),
        ratings={Area.SKILLS: 2},
        stage_ratings={Stage.INTERVIEW: 2},
        requirements=((Need.MUST, Mark.LACK),),
        weaknesses_sensed=1,
        weaknesses_pointed_out=1,
        surprises=1,
        balance=(-2, 1),
        reason_area=Area.SKILLS,
    )


def test_the_facts_of_all_cases_take_two_statements(cast, counted):
    for number in range(4):
        submit(cast, a_case(cast.sam, company=f"Company {number}"), research={"value": 3})
    a_case(cast.nina, company="Somebody else's")
    with counted() as statements:
        assert len(case_facts(cast.sam.person_id)) == 4
    assert len(statements) == 2


def test_balance_weighs_by_its_distance_from_right_and_the_furthest_decides():
    facts = CaseFacts(new_id(), frozenset({Stage.INTERVIEW}), balance=(-2, 2, 0))
    assert area_values(facts)[Area.BALANCE].distance == 2
    even = CaseFacts(new_id(), frozenset({Stage.INTERVIEW}), balance=(0, 1))
    assert weak_areas(even) == []


def test_an_area_nobody_spoke_of_has_no_value():
    assert area_values(CaseFacts(new_id(), frozenset())) == {}


def test_the_six_steps_stand_in_order_and_none_is_a_gate():
    shown = steps(["first"], ["deeper"])
    assert [(one.step.value, one.state) for one in shown] == [
        ("first", StepState.DONE),
        ("reconnect", StepState.OPEN),
        ("deeper", StepState.STARTED),
        ("expectations", StepState.OPEN),
        ("plan", StepState.OPEN),
        ("professional", StepState.OPEN),
    ]
    assert next_step(shown) == "reconnect"
    assert next_step(steps(["first", "reconnect"], ["deeper"])) == "deeper"
    assert next_step(steps([one.step for one in shown], [])) is None
