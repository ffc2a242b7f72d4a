"""What is counted: of whom, when, and only what they share."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import update

from coach_platform.core.applications.models import StageEvent
from coach_platform.core.assessments.responses import submit_assessment
from coach_platform.core.outcomes.cells import WHOLE, cells_of
from coach_platform.core.outcomes.measures import Measure, contributions
from coach_platform.core.outcomes.months import Month
from coach_platform.core.relations.models import Coaching, Grant, GrantExclusion
from coach_platform.core.relations.models import Section as S
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.ids import new_id
from tests.core.assessments.stories import a_case

SINCE, UNTIL = date(2026, 1, 1), date(2026, 10, 31)
MAY = date(2026, 5, 6)
NOON = datetime(2026, 5, 6, 16, 0, tzinfo=UTC)


def counted(work, measure: Measure) -> Counter:
    """How often each (person, month) contributes how much."""
    found = contributions(work.agency_id, SINCE, UNTIL)
    return Counter((one.person_id, one.month, one.amount) for one in found if one.measure is measure)


def test_somebody_coached_counts_in_each_month_of_the_coaching_and_in_no_other(work):
    [one] = work.people(1)
    db.session.execute(
        update(Coaching)
        .where(Coaching.seeker_id == one)
        .values(ended_at=datetime(2026, 3, 2, tzinfo=UTC), state="ended")
    )
    months = [month for person, month, _ in counted(work, Measure.SEEKERS) if person == one]
    assert sorted(months) == ["2026-01", "2026-02", "2026-03"]


def test_who_shares_nothing_counts_as_coached_and_in_nothing_else(work):
    [one] = work.people(1, sections=())
    work.review(one, NOON, after=timedelta(days=1), agreed=True)
    work.offered(one, MAY, work.reached(one, "interview", MAY))
    found = {c.measure for c in contributions(work.agency_id, SINCE, UNTIL) if c.person_id == one}
    assert found == {Measure.SEEKERS}


def test_an_application_is_one_interview_however_many_rounds_and_one_offer_however_told(work):
    [one] = work.people(1)
    application = work.reached(one, "interview", MAY)
    for stage in ("task", "final_round", "offer"):
        work.reached(one, stage, date(2026, 6, 1), application=application)
    work.offered(one, date(2026, 6, 3), application)
    assert counted(work, Measure.INTERVIEWS) == {(one, "2026-05", 1): 1}
    assert counted(work, Measure.OFFERS) == {(one, "2026-06", 1): 1}


def test_what_was_corrected_or_lies_before_the_coaching_does_not_count(work):
    [one, other] = work.people(2)
    application = work.reached(one, "interview", MAY)
    wrong = db.session.query(StageEvent).filter_by(application_id=application).one()
    right = StageEvent(id=new_id(), seeker_id=one, application_id=application, stage="screening", occurred_on=MAY)
    right.locale, right.recorded_at, right.corrects_id = "en", clock.now(), wrong.id
    db.session.add(right)
    work.reached(other, "interview", date(2026, 1, 2))
    db.session.flush()
    assert counted(work, Measure.INTERVIEWS) == {}


def test_a_case_that_is_kept_out_takes_its_application_with_it(work):
    [one] = work.people(1)
    application, case_id = work.application(one, case=True)
    work.reached(one, "interview", MAY, application=application)
    assert counted(work, Measure.INTERVIEWS) == {(one, "2026-05", 1): 1}
    grant = db.session.query(Grant).filter_by(seeker_id=one).one()
    out = {"grant_id": grant.id, "case_id": case_id, "seeker_id": one, "excluded_at": clock.now()}
    db.session.add(GrantExclusion(id=new_id(), **out))
    db.session.flush()
    assert counted(work, Measure.INTERVIEWS) == {}


def test_a_wait_is_as_long_as_it_was_and_a_plan_is_agreed_once(work):
    [one] = work.people(1)
    work.review(one, NOON, after=timedelta(hours=30), agreed=True)
    assert counted(work, Measure.WAIT) == {(one, "2026-05", 108_000): 1}
    assert counted(work, Measure.PLANS) == {(one, "2026-05", 1): 1}


def test_a_case_counts_from_its_first_assessment_on_while_its_story_is_shared(cast, work):
    case_id = a_case(cast.sam, company="A")
    today = clock.now().date()
    answers = {"what_happened": {"words": "It went quiet."}}
    submit_assessment(cast.sam, case_id, set_key="first_assessment", answers=answers)

    def cases():
        found = contributions(work.agency_id, today - timedelta(days=60), today + timedelta(days=1))
        return [one for one in found if one.measure is Measure.CASES]

    assert cases() == []
    cast.grant(S.STORY, cases=[case_id])
    assert [one.person_id for one in cases()] == [cast.sam.person_id]
    cast.revoke()
    assert cases() == []


def test_beside_two_coaches_of_two_offices_it_counts_in_both_and_once_in_the_whole(work, another_office):
    other = another_office("Gatineau")
    [one] = work.people(1)
    second = db.session.query(Coaching).filter_by(seeker_id=one).one()
    ids = {"organisation_id": work.agency_id, "seeker_id": one, "coach_id": second.coach_id}
    coaching = Coaching(id=new_id(), **ids, office_id=other, state="ended", places_candidates=False)
    coaching.asked_at = coaching.answered_at = second.answered_at
    coaching.ended_at = NOON + timedelta(days=60)
    grant = db.session.query(Grant).filter_by(seeker_id=one).one()
    words = {
        name: getattr(grant, name) for name in ("consent_key", "consent_version", "consent_locale", "consent_text")
    }
    db.session.add(coaching)
    db.session.flush()
    shared = {"seeker_id": one, "coaching_id": coaching.id, "coach_id": second.coach_id, "agreed_at": grant.agreed_at}
    db.session.add(Grant(id=new_id(), **shared, sections=grant.sections, case_scope=grant.case_scope, **words))
    db.session.flush()
    application = work.reached(one, "interview", MAY)
    work.offered(one, MAY, application)
    found = contributions(work.agency_id, SINCE, UNTIL)
    rows = [frozenset({work.office_id}), frozenset({other})]
    for measure in (Measure.SEEKERS, Measure.INTERVIEWS, Measure.OFFERS):
        cells = cells_of(measure, rows, found, Month("2026-10"))
        assert {row: cell.value for row, cell in cells.items()} == {WHOLE: 1, rows[0]: 1, rows[1]: 1}
        together = cells_of(measure, [frozenset({work.office_id, other})], found, Month("2026-10"))
        assert {cell.value for cell in together.values()} == {1}


def test_nobody_of_another_organisation_counts(work, cast):
    [one] = work.people(1)
    assert {c.person_id for c in contributions(new_id(), SINCE, UNTIL)} == set()
    assert one in {c.person_id for c in contributions(work.agency_id, SINCE, UNTIL)}
