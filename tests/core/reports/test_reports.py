"""A progress report holds what its maker sees, and goes out only as its seeker read it."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select, update

from coach_platform.content.vocabulary import ActionKind, FeedbackSource, Section, Stage
from coach_platform.core.access.figures import Surface
from coach_platform.core.access.sight import own_sight, sight_of
from coach_platform.core.applications.cases import open_case
from coach_platform.core.applications.log import log_no
from coach_platform.core.assessments.check_ins import check_in
from coach_platform.core.assessments.responses import submit_assessment
from coach_platform.core.coaching import grants
from coach_platform.core.coaching.exclusions import keep_case_out
from coach_platform.core.coaching.view_as import VIEW_AS, eyes_of_coach
from coach_platform.core.mail.models import Message
from coach_platform.core.phone import entering
from coach_platform.core.phone.said import Answer, No
from coach_platform.core.plans import progress
from coach_platform.core.plans.actions import add_action
from coach_platform.core.plans.details import Details
from coach_platform.core.plans.models import Action, ActionState
from coach_platform.core.plans.plan_view import plan_page
from coach_platform.core.reconnect.feedback import Said, record_feedback
from coach_platform.core.relations.models import Look
from coach_platform.core.reports import answering
from coach_platform.core.reports.gathering import OFFERED, Period, gather
from coach_platform.core.reports.making import Wish, make_report, offer
from coach_platform.core.reports.reading import Standing, my_report, my_reports, report_for_coach, reports_for_coach
from coach_platform.core.today.one_seeker import seeker_page
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.errors import Conflict, Invalid, NotAllowed, NotFound
from coach_platform.kit.ids import new_id


@pytest.fixture
def world(cast):
    """Two cases with answers, a plan, a check-in."""
    cases = []
    for company, stage in (("Nordlys", Stage.INTERVIEW), ("Harbour", Stage.TASK)):
        case_id = open_case(cast.sam, log_no(cast.sam, company=company, role="Analyst", stage=stage))
        submit_assessment(cast.sam, case_id, set_key="first_assessment", answers={"clarity": {"value": 3}})
        submit_assessment(cast.sam, case_id, set_key="deeper", answers={"research": {"value": 2}})
        record_feedback(cast.sam, case_id, Said(FeedbackSource.REPLY, words="More years"))
        cases.append(case_id)
    log_no(cast.sam, company="Aurora", role="Clerk")
    done = add_action(cast.sam, details=Details("Call Harbour", ActionKind.OUTREACH))
    add_action(cast.sam, details=Details("Practise aloud", ActionKind.PRACTICE))
    progress.finish(cast.sam, done)
    check_in(cast.sam, confidence=2, occasion="logged")
    check_in(cast.sam, confidence=4, occasion="planned")
    db.session.commit()
    return cases


def wish(cast, *sections, **more):
    today = clock.today(cast.sam.zone)
    said = {"audience": "The fund", "from_on": today - timedelta(days=30), "to_on": today, "locale": "en"}
    return Wish(**{**said, "sections": sections, **more})


def make(actor, cast, *sections, after=None, **more):
    return make_report(actor, cast.sam.person_id, wish(cast, *sections, **more), client_id=new_id(), after=after)


def period(cast):
    asked = wish(cast)
    return Period(asked.from_on, asked.to_on, cast.sam.zone)


def test_the_seekers_own_holds_everything_and_is_theirs_at_once(cast, world):
    report = my_report(cast.sam, make(cast.sam, cast, *OFFERED, names=True))
    c = report.content
    assert (c["story"]["cases"], c["deeper"]["looks"], c["feedback"]["answers"]) == (2, 2, 2)
    assert (c["pipeline"]["sent"], c["plan"]["done_count"], c["plan"]["open_count"]) == (3, 1, 1)
    assert c["confidence"]["taps"] == [2, 4]
    assert c["deeper"]["areas"] == [["research", 2, 2, 2]]
    assert {row[0] for row in c["story"]["named"]} == {"Nordlys", "Harbour"}
    assert report.standing is Standing.OWN and report.may_go_out


def test_employers_are_named_only_where_that_was_chosen(cast, world):
    assert my_report(cast.sam, make(cast.sam, cast, *OFFERED)).content["story"]["named"] == []


def test_a_coach_is_offered_the_granted_sections_and_no_other(cast, world):
    cast.grant(Section.PLAN, Section.ACTIVITY)
    assert offer(cast.casey, cast.sam.person_id).sections == (Section.PLAN,)
    with pytest.raises(NotFound):
        make(cast.casey, cast, Section.PLAN, Section.CONFIDENCE)


def test_nobody_else_makes_one(cast, world, team):
    team.share(*Section)
    for stranger in (cast.omar, cast.nina, cast.dana, team.jo):
        with pytest.raises(NotFound):
            make(stranger, cast, Section.PLAN)


def test_what_is_not_listed_is_not_in_it(cast, world):
    cast.grant(*Section, cases=world[:1])
    content = my_report(cast.sam, make(cast.casey, cast, *OFFERED, names=True)).content
    assert content["story"]["cases"] == 1 and [row[0] for row in content["story"]["named"]] == ["Nordlys"]
    assert (content["deeper"]["looks"], content["feedback"]["answers"]) == (1, 1)


def test_a_coachs_goes_to_the_seeker_first(cast, world):
    cast.grant(*Section, future=True)
    report_id = make(cast.casey, cast, Section.PLAN)
    kinds = db.session.scalars(select(Message.kind).where(Message.person_id == cast.sam.person_id)).all()
    assert kinds == ["report_waits"]
    with pytest.raises(NotAllowed):
        report_for_coach(cast.casey, cast.sam.person_id, report_id, surface=Surface.PRINT)
    answering.agree(cast.sam, report_id)
    assert report_for_coach(cast.casey, cast.sam.person_id, report_id, surface=Surface.PRINT).may_go_out


def test_the_yes_is_to_just_that_version(cast, world):
    cast.grant(*Section, future=True)
    first = make(cast.casey, cast, Section.PLAN)
    second = make(cast.casey, cast, Section.PLAN, after=first, words="Better")
    assert my_report(cast.sam, second).version == 2
    with pytest.raises(Conflict):
        answering.agree(cast.sam, first)
    answering.agree(cast.sam, second)
    third = make(cast.casey, cast, Section.PLAN, after=second)
    standing = {one.id: one.standing for one in my_reports(cast.sam)}
    assert standing == {first: Standing.WITHDRAWN, second: Standing.AGREED, third: Standing.WAITS}


def test_its_content_stays_as_it_was_read(cast, world):
    cast.grant(*Section, future=True)
    report_id = make(cast.casey, cast, Section.PLAN)
    before = my_report(cast.sam, report_id).content
    answering.agree(cast.sam, report_id)
    add_action(cast.sam, details=Details("Something new", ActionKind.PRACTICE))
    assert report_for_coach(cast.casey, cast.sam.person_id, report_id).content == before


def test_declined_it_goes_nowhere(cast, world):
    cast.grant(*Section, future=True)
    report_id = make(cast.casey, cast, Section.PLAN)
    answering.decline(cast.sam, report_id)
    with pytest.raises(NotAllowed):
        report_for_coach(cast.casey, cast.sam.person_id, report_id, surface=Surface.PRINT)
    with pytest.raises(Conflict):
        answering.agree(cast.sam, report_id)


@pytest.mark.parametrize("how", ["revoked", "section", "case", "withdrawn", "deleted"])
def test_nothing_is_printed_after_it_was_taken_back(cast, world, how):
    cast.grant(*Section, future=True)
    report_id = make(cast.casey, cast, Section.STORY, Section.PLAN)
    answering.agree(cast.sam, report_id)
    match how:
        case "revoked":
            grants.revoke(cast.sam, cast.coaching_id)
        case "section":
            cast.grant(Section.PLAN)
        case "case":
            cast.grant(*Section, cases=world[:1])
        case "withdrawn":
            answering.withdraw(cast.sam, report_id)
        case "deleted":
            answering.delete(cast.sam, report_id)
    with pytest.raises((NotFound, NotAllowed)):
        report_for_coach(cast.casey, cast.sam.person_id, report_id, surface=Surface.PRINT)
    listed = reports_for_coach(cast.casey, cast.sam.person_id).reports
    assert not any(one.may_go_out for one in listed)


def test_each_look_is_logged_by_section_and_as_print(cast, world):
    cast.grant(*Section, future=True)
    report_id = make(cast.casey, cast, Section.STORY, Section.PLAN)
    answering.agree(cast.sam, report_id)
    report_for_coach(cast.casey, cast.sam.person_id, report_id, surface=Surface.PRINT)
    printed = db.session.scalars(select(Look.section).where(Look.surface == "print")).all()
    assert set(printed) == {Section.STORY, Section.PLAN} and len(printed) == 3  # two cases, one plan


def test_what_was_noted_by_phone_and_not_confirmed_is_not_counted(cast, world):
    cast.grant(*Section, future=True)
    from coach_platform.content.agreements import latest_agreement
    from coach_platform.core.coaching.noted.allowing import KEY, allow_by_phone

    allow_by_phone(cast.sam, cast.coaching_id, allowed=True, agreed_to=latest_agreement(KEY).mark("en"))
    before = gather(own_sight(cast.sam.person_id), OFFERED, period(cast), names=True)
    entering.enter(cast.casey, cast.sam.person_id, No("Zeta", "Analyst"), client_id=new_id())
    said = Answer(FeedbackSource.PHONE, words="x")
    entering.enter(cast.casey, cast.sam.person_id, said, client_id=new_id(), about_id=world[0])
    assert gather(own_sight(cast.sam.person_id), OFFERED, period(cast), names=True) == before


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"audience": " "}, "audience"),
        ({"audience": "x" * 121}, "audience"),
        ({"words": "x" * 3_001}, "words"),
        ({"talks": -1}, "talks"),
        ({"locale": "de"}, "locale"),
        ({"from_on": None}, "from_on"),
        ({"to_on": None}, "to_on"),
    ],
)
def test_what_cannot_be_taken_is_said_beside_its_field(cast, world, more, field):
    with pytest.raises(Invalid) as refused:
        make(cast.sam, cast, Section.PLAN, **more)
    assert field in refused.value.fields


def test_a_period_must_be_one(cast, world):
    today = clock.today(cast.sam.zone)
    for days in ({"to_on": today + timedelta(days=2)}, {"from_on": today, "to_on": today - timedelta(days=1)}):
        with pytest.raises(Invalid):
            make(cast.sam, cast, Section.PLAN, **days)
    with pytest.raises(Invalid):
        make(cast.sam, cast)


def test_the_same_form_sent_twice_makes_one(cast, world):
    client_id = new_id()
    asked = wish(cast, Section.PLAN)
    ids = {make_report(cast.sam, cast.sam.person_id, asked, client_id=client_id) for _ in range(2)}
    assert len(ids) == 1


def test_deleted_it_comes_back_for_thirty_days(cast, world):
    report_id = make(cast.sam, cast, Section.PLAN)
    answering.delete(cast.sam, report_id)
    with pytest.raises(NotFound):
        my_report(cast.sam, report_id)
    with pytest.raises(NotFound):
        answering.restore(cast.nina, report_id)
    answering.restore(cast.sam, report_id)
    assert my_report(cast.sam, report_id)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    sections=st.sets(st.sampled_from(OFFERED), min_size=1),
    listed=st.sets(st.sampled_from([0, 1])),
    future=st.booleans(),
)
def test_a_report_for_a_grant_counts_what_view_as_shows(cast, world, sections, listed, future):
    """For every grant: not a case, an action, an answer or a tap more or less than the coach's own pages show."""
    cast.grant(*sections, cases=[world[n] for n in listed], future=future)
    found = gather(sight_of(cast.casey, cast.sam.person_id), tuple(sections), period(cast), names=True)
    eyes = eyes_of_coach(cast.sam, cast.coaching_id)
    shown = seeker_page(eyes, cast.sam.person_id, surface=VIEW_AS)
    assert set(found) == {section.value for section in shown.sections}
    if "story" in found:
        assert {row[0] for row in found["story"]["named"]} == {case.company for case in shown.cases.rows}
    if "plan" in found:
        points = plan_page(eyes, cast.sam.person_id, surface=VIEW_AS).points
        assert [row[0] for row in found["plan"]["open"]] == [point.what.text for point in points.open]
        assert [row[0] for row in found["plan"]["done"]] == [point.what.text for point in points.closed]
    if "practice" in found:
        assert found["practice"]["questions"] == len(shown.practice.rows)
    if "confidence" in found:
        assert found["confidence"]["taps"] == [tap.confidence for tap in shown.confidence]
    if "pipeline" in found:
        assert found["pipeline"]["open"] == shown.pipeline.open_count
    seen = len(world) if future else len(listed)
    for section, number in (("deeper", "looks"), ("feedback", "answers")):
        if section in found:
            assert found[section][number] == seen


def test_the_paper_is_in_its_own_language(cast, world):
    report = my_report(cast.sam, make(cast.sam, cast, Section.PLAN, locale="fr"))
    assert report.locale == "fr" and db.session.scalar(select(func.count()).select_from(Look)) == 0


def test_a_case_that_was_kept_out_is_not_among_what_was_sent(cast, world):
    cast.grant(*Section, future=True)
    keep_case_out(cast.sam, world[0])
    content = my_report(cast.sam, make(cast.casey, cast, Section.PIPELINE)).content
    assert content["pipeline"]["sent"] == 2


def test_an_action_was_done_on_the_day_it_was_where_the_seeker_lives(cast):
    action_id = add_action(cast.sam, details=Details("Call Harbour", ActionKind.OUTREACH))
    late = clock.instant(datetime(2026, 11, 20, 22, 30), cast.sam.zone)
    db.session.execute(update(Action).where(Action.id == action_id).values(state=ActionState.DONE, closed_at=late))
    day = date(2026, 11, 20)
    report = my_report(cast.sam, make(cast.sam, cast, Section.PLAN, from_on=day, to_on=day))
    assert report.content["plan"]["done"] == [["Call Harbour", "en", "2026-11-20"]]


def test_the_list_of_reports_is_no_look_at_cases_that_are_in_none(cast, world):
    cast.grant(*Section, cases=world[:1])
    report_id = make(cast.casey, cast, Section.DEEPER)
    cast.grant(*Section, cases=world)
    assert [one.id for one in reports_for_coach(cast.casey, cast.sam.person_id).reports] == [report_id]
    assert set(db.session.scalars(select(Look.case_id).where(Look.section == Section.DEEPER))) == {world[0]}
