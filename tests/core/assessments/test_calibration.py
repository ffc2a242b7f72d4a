"""A coach's view beside the seeker's: closed until both have answered, and called blind only where it was."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from coach_platform.content.vocabulary import Section, Stage
from coach_platform.core.access import looks
from coach_platform.core.access.sight import own_sight, sight_of
from coach_platform.core.assessments import calibration
from coach_platform.core.assessments.case_view import case_page
from coach_platform.core.assessments.models import AssessmentResponse, AuthorRole
from coach_platform.core.assessments.queries import latest_responses
from coach_platform.core.assessments.responses import submit_as_coach, submit_assessment
from coach_platform.core.coaching.mail_words import allow_mail_words
from coach_platform.core.insights.for_coach import insights_for_coach
from coach_platform.core.mail.preview import preview
from coach_platform.core.plans import comments
from coach_platform.core.plans.calibration_view import calibration_page
from coach_platform.core.plans.plan_view import plan_page
from coach_platform.core.plans.targets import on_answer
from coach_platform.core.plans.threads import threads
from coach_platform.core.portability.gathering import gather
from coach_platform.core.relations.models import Look
from coach_platform.core.today.caseload.listing import caseload
from coach_platform.core.today.caseload.work_stages import WorkStage
from coach_platform.core.today.coach import Why, coach_today
from coach_platform.core.today.one_seeker import seeker_page
from coach_platform.core.today.queue.handing import hand_on
from coach_platform.core.today.queue.opened import open_line
from coach_platform.core.today.seeker_timeline import timeline_page
from coach_platform.kit.db import db
from coach_platform.kit.errors import Invalid, NotFound
from tests.agreed import agreed
from tests.core.assessments.stories import a_case

CANARY = "Kanarienvogel"
THEIRS = {
    "research": {"value": 2, "words": f"{CANARY} knew only the name"},
    "surprises": {"value": 1, "items": [{"question": f"{CANARY} why us?"}]},
}
MINE = {"research": {"value": 4, "words": "Knew a lot", "basis": ["mock_interview", "resume"]}}


@pytest.fixture
def case_id(cast):
    case_id = a_case(cast.sam)
    cast.grant(*Section, future=True)
    db.session.commit()
    return case_id


def seeker_answers(cast, case_id, answers=THEIRS):
    return submit_assessment(cast.sam, case_id, set_key="deeper", answers=answers)


def everything_casey_reads(cast, case_id) -> str:
    sight = sight_of(cast.casey, cast.sam.person_id)
    pages = [case_page(cast.casey, case_id, read=True), seeker_page(cast.casey, cast.sam.person_id)]
    found = [*pages, insights_for_coach(cast.casey, cast.sam.person_id), threads(sight, case_id=case_id)]
    return repr([*found, latest_responses(sight, [case_id]), gather(cast.casey.person_id)])


def blind_of(cast) -> list[bool]:
    query = select(AssessmentResponse.blind).where(AssessmentResponse.author_id == cast.casey.person_id)
    return list(db.session.scalars(query.order_by(AssessmentResponse.submitted_at, AssessmentResponse.id)))


def test_while_a_coach_answers_first_the_seekers_answers_are_nowhere(cast, case_id):
    seeker_answers(cast, case_id)
    about = on_answer(case_id, "deeper", "research")
    comments.add_comment(cast.sam, cast.sam.person_id, about, body=f"{CANARY} said beside it")
    calibration.begin(cast.casey, case_id)
    assert CANARY not in everything_casey_reads(cast, case_id)
    with pytest.raises(NotFound):
        comments.add_comment(cast.casey, cast.sam.person_id, about, body="x")
    submit_as_coach(cast.casey, case_id, answers=MINE)
    assert CANARY in everything_casey_reads(cast, case_id)
    assert blind_of(cast) == [True]


def test_a_comment_beside_an_answer_stands_on_today_and_leaves_the_coach_blind(cast, case_id):
    seeker_answers(cast, case_id)
    about = on_answer(case_id, "deeper", "research")
    comments.add_comment(cast.sam, cast.sam.person_id, about, body=f"{CANARY} said beside it")
    for _twice in range(2):
        (line,) = coach_today(cast.casey).lines
        assert [(reason.why, reason.count) for reason in line.reasons if reason.why is Why.QUESTION] == [
            (Why.QUESTION, 1)
        ]
    opened = open_line(cast.casey, cast.sam.person_id)
    assert CANARY not in repr((line, opened))
    assert [one.case_id for part in opened.parts for one in part.closed] == [case_id]
    assert deeper_looks(cast) == []
    calibration.begin(cast.casey, case_id)
    submit_as_coach(cast.casey, case_id, answers=MINE)
    assert blind_of(cast) == [True]
    assert CANARY in repr(open_line(cast.casey, cast.sam.person_id))  # both have answered: it is read like any other


def test_whoever_has_chosen_to_read_reads_the_comment_on_today(cast, case_id):
    seeker_answers(cast, case_id)
    case_page(cast.casey, case_id, read=True)
    about = on_answer(case_id, "deeper", "research")
    comments.add_comment(cast.sam, cast.sam.person_id, about, body=f"{CANARY} said beside it")
    before = len(deeper_looks(cast))
    assert CANARY in repr(open_line(cast.casey, cast.sam.person_id))
    assert len(deeper_looks(cast)) > before


def test_a_colleague_who_is_handed_such_a_line_stays_blind_too(cast, case_id, team):
    team.share(*Section)
    seeker_answers(cast, case_id)
    comments.add_comment(cast.sam, cast.sam.person_id, on_answer(case_id, "deeper", "research"), body="Why?")
    hand_on(cast.casey, cast.sam.person_id, team.jo.person_id)
    for reader in (cast.casey, team.jo):
        coach_today(reader)
    open_line(team.jo, cast.sam.person_id)
    assert deeper_looks(cast) == []


@pytest.mark.parametrize("chosen", [False, True])
def test_a_mail_about_it_carries_no_word_and_is_no_look_before_the_coach_chose(cast, case_id, chosen):
    allow_mail_words(cast.sam, cast.coaching_id, allowed=True, agreed_to=agreed(key="mail_words"))
    seeker_answers(cast, case_id)
    if chosen:
        case_page(cast.casey, case_id, read=True)
    before = len(deeper_looks(cast))
    about = on_answer(case_id, "deeper", "research")
    comments.add_comment(cast.sam, cast.sam.person_id, about, body=f"{CANARY} said beside it")
    db.session.flush()
    mail = preview("comments", cast.casey.person_id).as_string()
    assert (CANARY in mail, len(deeper_looks(cast)) - before) == ((True, 1) if chosen else (False, 0))


def deeper_looks(cast) -> list[Look]:
    """Of anybody but Sam."""
    return list(db.session.scalars(select(Look).where(Look.section == Section.DEEPER)))


def test_other_cases_stay_open_meanwhile(cast, case_id):
    other = a_case(cast.sam, company="Harbour")
    seeker_answers(cast, other)
    calibration.begin(cast.casey, case_id)
    assert CANARY in everything_casey_reads(cast, other)


def test_a_coachs_view_is_nowhere_for_the_seeker_until_they_have_answered(cast, case_id):
    submit_as_coach(cast.casey, case_id, answers=MINE)
    mine = own_sight(cast.sam.person_id)
    assert latest_responses(mine, [case_id]) == []
    assert "Knew a lot" not in repr([case_page(cast.sam, case_id), gather(cast.sam.person_id)])
    assert gather(cast.sam.person_id)["calibrations"] == []  # not even that there is one
    with pytest.raises(NotFound):
        calibration_page(cast.sam, case_id)
    seeker_answers(cast, case_id)
    assert "Knew a lot" in repr(case_page(cast.sam, case_id))
    assert "Knew a lot" in repr(gather(cast.sam.person_id))
    assert [one.blind for one in calibration_page(cast.sam, case_id).answered] == [None, True]


def test_a_view_that_waits_is_not_shown_through_the_coachs_eyes_either(cast, case_id):
    calibration.begin(cast.casey, case_id)
    calibration.read_first(cast.casey, case_id)
    submit_as_coach(cast.casey, case_id, answers=MINE)
    assert "Knew a lot" not in repr(case_page(cast.casey, case_id, surface=looks.VIEW_AS))


def test_each_coach_of_a_team_has_a_view_of_their_own_and_reads_no_other(cast, case_id, team):
    team.share(*Section)
    seeker_answers(cast, case_id)
    submit_as_coach(cast.casey, case_id, answers=MINE)
    with pytest.raises(NotFound):
        calibration_page(team.jo, case_id)
    calibration.begin(team.jo, case_id)
    assert CANARY not in repr(case_page(team.jo, case_id, read=True))
    submit_as_coach(team.jo, case_id, answers={"research": {"value": 1, "words": "Jo says", "basis": ["resume"]}})
    theirs, mine = (repr(calibration_page(each, case_id)) for each in (team.jo, cast.casey))
    assert ("Jo says" in theirs, "Knew a lot" in theirs) == (True, False)
    assert ("Jo says" in mine, "Knew a lot" in mine) == (False, True)
    page = calibration_page(cast.sam, case_id)
    assert [one.name for one in page.answered] == ["Sam Okafor", "Casey Tremblay", "Jo Martin"]
    assert page.questions[0].width == 2  # the widest of the two


def test_whoever_looked_answers_not_blind_and_nothing_is_held_back_from_them(cast, case_id):
    seeker_answers(cast, case_id)
    assert case_page(cast.casey, case_id).deeper is None  # a choice first
    case_page(cast.casey, case_id, read=True)
    calibration.begin(cast.casey, case_id)
    assert CANARY in everything_casey_reads(cast, case_id)
    submit_as_coach(cast.casey, case_id, answers=MINE)
    assert blind_of(cast) == [False]


def test_figures_made_of_the_answers_are_a_look_too(cast):
    every = [a_case(cast.sam, company=name) for name in ("A", "B", "C", "D")]
    cast.grant(*Section, future=True)
    for case_id in every:
        seeker_answers(cast, case_id)
    insights_for_coach(cast.casey, cast.sam.person_id)
    submit_as_coach(cast.casey, every[0], answers=MINE)
    looked = db.session.scalar(select(calibration.looked(cast.casey.person_id, cast.sam.person_id, every[0])))
    assert blind_of(cast) == [not looked]


def test_reading_after_all_opens_the_answers_and_ends_the_blindness(cast, case_id):
    seeker_answers(cast, case_id)
    calibration.begin(cast.casey, case_id)
    calibration.read_first(cast.casey, case_id)
    assert CANARY in repr(case_page(cast.casey, case_id, read=True))
    submit_as_coach(cast.casey, case_id, answers=MINE)
    assert blind_of(cast) == [False]


def test_a_correction_after_both_were_shown_is_a_version_more_and_not_blind(cast, case_id):
    seeker_answers(cast, case_id)
    submit_as_coach(cast.casey, case_id, answers=MINE)
    calibration_page(cast.casey, case_id)
    assert submit_as_coach(cast.casey, case_id, answers=MINE).version == 2
    assert blind_of(cast) == [True, False]
    coach = calibration_page(cast.sam, case_id).answered[1]
    assert (coach.version, coach.blind) == (2, False)


STEPS = ("begin", "look", "insights", "seeker", "coach", "read", "ask", "page")


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.sampled_from(STEPS), min_size=1, max_size=7))
def test_blind_is_true_exactly_where_no_look_came_before(cast, steps):
    case_id = a_case(cast.sam)
    cast.grant(*Section, future=True)
    expected = []
    before = len(blind_of(cast))
    for step in [*steps, "coach"]:
        if step == "coach":
            expected.append(not db.session.scalar(select(_looked(cast, case_id))))
        _do(cast, case_id, step)
    assert blind_of(cast)[before:] == expected


def _looked(cast, case_id):
    return calibration.looked(cast.casey.person_id, cast.sam.person_id, case_id)


def _do(cast, case_id, step):
    acts = {
        "begin": lambda: calibration.begin(cast.casey, case_id),
        "look": lambda: case_page(cast.casey, case_id),
        "page": lambda: case_page(cast.casey, case_id, read=True),
        "insights": lambda: insights_for_coach(cast.casey, cast.sam.person_id),
        "seeker": lambda: seeker_answers(cast, case_id),
        "coach": lambda: submit_as_coach(cast.casey, case_id, answers=MINE),
        "read": lambda: calibration.read_first(cast.casey, case_id),
        "ask": lambda: calibration.ask_for_view(cast.sam, case_id, cast.casey.person_id),
    }
    acts[step]()


def test_a_look_kept_while_answers_are_held_back_can_only_be_at_another_case(cast, case_id):
    """What is held back is not read, so that no look at it can be written."""
    seeker_answers(cast, case_id)
    calibration.begin(cast.casey, case_id)
    everything_casey_reads(cast, case_id)
    assert not db.session.scalar(select(_looked(cast, case_id)))


def test_the_seeker_asks_only_a_coach_who_may_see_the_answers(cast, case_id):
    calibration.ask_for_view(cast.sam, case_id, cast.casey.person_id)
    page = case_page(cast.casey, case_id)
    assert page.view.asked
    assert page.view.held
    (asked,) = case_page(cast.sam, case_id).views
    assert asked.asked_at is not None
    with pytest.raises(NotFound):
        calibration.ask_for_view(cast.sam, case_id, cast.omar.person_id)
    cast.grant(Section.STORY, future=True)
    with pytest.raises(NotFound):
        calibration.ask_for_view(cast.sam, case_id, cast.casey.person_id)
    assert case_page(cast.sam, case_id).views == ()


def test_without_the_grant_the_comparison_is_gone_at_once_and_stays_the_seekers(cast, case_id):
    seeker_answers(cast, case_id)
    submit_as_coach(cast.casey, case_id, answers=MINE)
    cast.grant(Section.STORY, Section.PLAN, future=True)
    for read in (calibration_page, calibration.begin):
        with pytest.raises(NotFound):
            read(cast.casey, case_id)
    assert "Knew a lot" not in repr(gather(cast.casey.person_id))
    assert calibration_page(cast.sam, case_id).questions


def test_the_company_and_the_plan_are_in_it_only_where_they_were_granted(cast, case_id):
    seeker_answers(cast, case_id)
    submit_as_coach(cast.casey, case_id, answers=MINE)
    cast.grant(Section.DEEPER, future=True)
    page = calibration_page(cast.casey, case_id)
    assert (page.company, page.sees_plan, page.may_propose) == ("", False, False)
    assert "Nordlys" not in repr(page)


def test_each_answer_says_on_what_it_rests_or_that_one_cannot_judge(cast, case_id):
    for answers in ({"research": {"value": 2}}, {"research": {"value": 2, "basis": []}}):
        with pytest.raises(Invalid) as refused:
            submit_as_coach(cast.casey, case_id, answers=answers)
        assert list(refused.value.fields) == ["research.basis"]
    with pytest.raises(Invalid):
        submit_as_coach(cast.casey, case_id, answers={"research": {"value": 2, "basis": ["hearsay"]}})
    with pytest.raises(Invalid):
        submit_as_coach(cast.casey, case_id, answers={"surprises": {"value": 2, "items": [], "basis": ["resume"]}})
    submit_as_coach(cast.casey, case_id, answers={"research": {"value": "cant_judge"}})


def test_only_what_was_asked_for_the_stages_reached_is_asked_of_the_coach(cast):
    case_id = a_case(cast.sam, Stage.APPLIED)
    cast.grant(Section.DEEPER, future=True)
    with pytest.raises(Invalid):
        submit_as_coach(cast.casey, case_id, answers={"rapport": {"value": 2, "basis": ["resume"]}})


def test_what_a_coach_said_stays_with_the_seeker_when_they_are_gone(cast, case_id):
    seeker_answers(cast, case_id)
    theirs = db.session.scalars(select(AssessmentResponse)).one()
    kept = {
        name: getattr(theirs, name) for name in ("seeker_id", "case_id", "question_set_id", "set_key", "submitted_at")
    }
    gone = {"author_id": None, "author_name": "", "author_role": AuthorRole.COACH, "blind": True}
    db.session.add(AssessmentResponse(**kept, **gone, locale="en", answers=MINE))  # as an erasure leaves it
    db.session.commit()
    page = calibration_page(cast.sam, case_id)
    assert page.answered[1].name == ""  # the page says "former coach"
    assert "Knew a lot" in repr(page)


def test_the_comparison_stays_within_eight_statements(cast, case_id, counted):
    seeker_answers(cast, case_id)
    submit_as_coach(cast.casey, case_id, answers=MINE)
    db.session.commit()
    with counted() as statements:
        calibration_page(cast.casey, case_id)
    assert len(statements) <= 6  # the sign-in's and the threads' are two more


def stage_of(cast):
    return [line.work_stage for line in caseload(cast.casey).lines]


def test_the_list_of_seekers_tells_nothing_of_answers_that_may_still_be_answered_blind(cast, case_id):
    seeker_answers(cast, case_id)
    assert stage_of(cast) == [WorkStage.STORY]
    submit_as_coach(cast.casey, case_id, answers=MINE)
    assert blind_of(cast) == [True]


def test_the_list_of_seekers_tells_of_answers_that_were_read_and_ends_nothing_for_another_case(cast, case_id):
    seeker_answers(cast, case_id)
    other = a_case(cast.sam, company="Harbour")
    seeker_answers(cast, other)
    case_page(cast.casey, case_id, read=True)
    assert stage_of(cast) == [WorkStage.ASSESSING]
    submit_as_coach(cast.casey, other, answers=MINE)
    assert blind_of(cast) == [True]


@pytest.mark.parametrize("page", [seeker_page, timeline_page, plan_page])
def test_pages_that_show_none_of_the_answers_leave_a_coach_blind(cast, case_id, page):
    seeker_answers(cast, case_id)
    page(cast.casey, cast.sam.person_id)
    submit_as_coach(cast.casey, case_id, answers=MINE)
    assert blind_of(cast) == [True]
