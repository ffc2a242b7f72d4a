"""A case as each may read it."""

from datetime import datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select

from coach_platform.content.vocabulary import Section, Stage
from coach_platform.core.access.sight import own_sight, sight_of
from coach_platform.core.applications.events import record_stage
from coach_platform.core.applications.models import Application
from coach_platform.core.assessments.case_view import case_list, case_page
from coach_platform.core.assessments.check_ins import check_in, tapped_today, trend
from coach_platform.core.assessments.responses import submit_assessment
from coach_platform.core.relations.models import Look
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.errors import Invalid, NotAllowed, NotFound
from tests.core.assessments.stories import a_case

CANARY = "canary in the deeper answers"
DEEPER = {
    "research": {"value": 2, "words": CANARY},
    "surprises": {"items": [{"question": "canary in practice"}]},
}


@pytest.fixture
def case_id(cast):
    case_id = a_case(cast.sam, company="Nordlys", own_words="canary in the no's own words")
    submit_assessment(
        cast.sam, case_id, set_key="first_assessment", answers={"what_happened": {"words": "canary in the story"}}
    )
    submit_assessment(cast.sam, case_id, set_key="deeper", answers=DEEPER)
    return case_id


def looks() -> list[Section]:
    return list(db.session.scalars(select(Look.section).order_by(Look.section)))


def test_the_seeker_sees_all_of_it_and_that_is_no_look(cast, case_id):
    page = case_page(cast.sam, case_id)
    assert CANARY in repr(page.deeper)
    assert "canary in practice" in repr(page.practice)
    assert "canary in the no's own words" in repr(page.story)
    assert looks() == []


@pytest.mark.parametrize(
    ("granted", "seen", "unseen"),
    [
        (Section.STORY, ["canary in the story", "Nordlys"], [CANARY, "canary in practice"]),
        (Section.DEEPER, [CANARY], ["canary in the story", "canary in the no's own words"]),
        (Section.PRACTICE, ["canary in practice"], ["canary in the story", CANARY]),
    ],
)
def test_a_coach_sees_the_granted_section_and_the_look_is_kept(cast, case_id, granted, seen, unseen):
    cast.grant(granted, cases=[case_id])
    page = repr(case_page(cast.casey, case_id, read=True))
    assert all(text in page for text in seen)
    assert not any(text in page for text in unseen)
    assert looks() == [granted]


def test_a_section_that_carries_no_words_yet_is_no_look(cast):
    case_id = a_case(cast.sam)
    cast.grant(Section.STORY, Section.DEEPER, Section.PRACTICE, cases=[case_id])
    case_page(cast.casey, case_id)
    assert looks() == [Section.STORY]


def test_a_case_does_not_exist_for_those_who_may_not_see_it(cast, case_id):
    other = a_case(cast.sam, company="Harbour Co.")
    cast.grant(Section.STORY, cases=[other])
    for reader in (cast.casey, cast.omar, cast.nina, cast.dana, cast.root):
        with pytest.raises(NotFound):
            case_page(reader, case_id)
    assert [line.company for line in case_list(sight_of(cast.casey, cast.sam.person_id)).rows] == ["Harbour Co."]


def test_a_plan_that_is_granted_opens_no_case(cast, case_id):
    cast.grant(Section.PLAN, cases=[case_id])
    with pytest.raises(NotFound):
        case_page(cast.casey, case_id)
    assert case_list(sight_of(cast.casey, cast.sam.person_id)).rows == []


def test_the_list_of_cases_is_one_statement_however_many(cast, counted):
    for number in range(3):
        a_case(cast.sam, company=f"Company {number}")
    with counted() as statements:
        assert len(case_list(own_sight(cast.sam.person_id)).rows) == 3
    assert len(statements) == 1


def test_the_story_keeps_its_moments_in_order_with_the_stages_reached(cast, case_id):
    page = case_page(cast.sam, case_id)
    assert [m.stage or m.outcome for m in page.story.timeline.moments] == [
        Stage.APPLIED,
        Stage.SCREENING,
        Stage.INTERVIEW,
        "rejected",
    ]
    assert page.story.case.stages == (Stage.APPLIED, Stage.SCREENING, Stage.INTERVIEW)


def test_an_interview_that_the_no_overtook_was_not_reached(cast, case_id):
    application_id = db.session.scalar(select(Application.id))
    record_stage(cast.sam, application_id, stage=Stage.FINAL_ROUND, on=clock.today(cast.sam.zone) + timedelta(days=9))
    assert Stage.FINAL_ROUND not in case_page(cast.sam, case_id).story.case.stages


def test_a_tap_that_follows_at_once_corrects_the_last_and_a_later_one_is_a_new_one(cast):
    began = clock.instant(datetime(2026, 3, 2, 9, 0), cast.sam.zone)
    for minutes, confidence in ((0, 2), (9, 4), (30, 3)):
        with time_machine.travel(began + timedelta(minutes=minutes), tick=False):
            check_in(cast.sam, confidence=confidence, occasion="logged")
    assert [tap.confidence for tap in trend(own_sight(cast.sam.person_id))] == [4, 3]
    with time_machine.travel(began + timedelta(hours=12), tick=False):
        assert tapped_today(cast.sam, "logged").confidence == 3
        assert tapped_today(cast.sam, "planned") is None
    with time_machine.travel(began + timedelta(hours=15, minutes=1), tick=False):
        assert tapped_today(cast.sam, "logged") is None, "the next day of the seeker's own calendar"


def test_check_ins_are_one_tap_and_the_trend_is_the_seekers(cast):
    check_in(cast.sam, confidence=2, occasion="logged")
    check_in(cast.sam, confidence=3, occasion="planned")
    assert [tap.confidence for tap in trend(own_sight(cast.sam.person_id))] == [2, 3]
    with pytest.raises(NotFound):
        trend(sight_of(cast.casey, cast.sam.person_id))
    cast.grant(Section.CONFIDENCE)
    assert len(trend(sight_of(cast.casey, cast.sam.person_id))) == 2
    with pytest.raises(Invalid):
        check_in(cast.sam, confidence=6)
    with pytest.raises(NotAllowed):
        check_in(cast.casey, confidence=3)
