"""What changed since a coach's last look: of what is granted, nothing of the rest, and nothing lost by loading again."""

from datetime import timedelta

import pytest
import time_machine

from coach_platform.content.vocabulary import ActionKind, Section
from coach_platform.core.access import looks
from coach_platform.core.access.sight import sight_of
from coach_platform.core.assessments.check_ins import check_in
from coach_platform.core.assessments.responses import submit_assessment
from coach_platform.core.coaching.exclusions import keep_case_out
from coach_platform.core.plans import actions, comments, progress
from coach_platform.core.plans.details import Details
from coach_platform.core.plans.targets import PLAN, on_answer, on_case
from coach_platform.core.relations.models import Look
from coach_platform.core.today.one_seeker import seeker_page
from coach_platform.core.today.since import SECTION_OF, What
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.ids import new_id
from tests.core.assessments.stories import a_case

DEEPER = {"research": {"value": 2, "words": "only the name"}}


@pytest.fixture
def case_id(cast):
    """A case from before, and a look of Casey's a day ago, after it."""
    with time_machine.travel(clock.now() - timedelta(days=3), tick=False):
        case_id = a_case(cast.sam)
    cast.grant(*Section, future=True)
    look(cast, timedelta(days=1))
    return case_id


def look(cast, ago: timedelta, *, section: Section = Section.PLAN, case_id=None, surface: str = "page") -> None:
    who = {"seeker_id": cast.sam.person_id, "reader_id": cast.casey.person_id, "reader_name": "Casey"}
    at = {"section": section, "case_id": case_id, "surface": surface, "looked_at": clock.now() - ago}
    db.session.add(Look(id=new_id(), **who, **at))
    db.session.commit()


def changed(cast) -> dict[What, int]:
    found = seeker_page(cast.casey, cast.sam.person_id, surface=looks.VIEW_AS).changed
    return {one.what: one.count for one in found.changes}


def do_everything(cast, case_id) -> None:
    a_case(cast.sam, company="Harbour")
    submit_assessment(cast.sam, case_id, set_key="first_assessment", answers={"clarity": {"value": 4}})
    submit_assessment(cast.sam, case_id, set_key="deeper", answers=DEEPER)
    about = {"kind": ActionKind.PRACTICE}
    first = actions.add_action(cast.sam, details=Details(what="One", **about))
    actions.add_action(cast.sam, details=Details(what="Two", **about))
    progress.finish(cast.sam, first)
    check_in(cast.sam, confidence=3)
    for target in (PLAN, on_case(case_id), on_answer(case_id, "deeper", "research")):
        comments.add_comment(cast.sam, cast.sam.person_id, target, body="said")
    db.session.commit()


def test_at_the_first_look_there_is_nothing_to_compare_with(cast):
    cast.grant(*Section, future=True)
    assert seeker_page(cast.casey, cast.sam.person_id).changed is None


def test_nothing_new_is_said_as_that(cast, case_id):
    assert changed(cast) == {}


def test_each_kind_of_thing_is_a_line(cast, case_id):
    look(cast, timedelta(days=2), section=Section.DEEPER, case_id=case_id)
    do_everything(cast, case_id)
    assert changed(cast) == {
        What.CASES: 1,
        What.FIRST: 1,
        What.COMMENTS_CASE: 1,
        What.DEEPER: 1,
        What.COMMENTS_DEEPER: 1,
        What.DONE: 1,
        What.ADDED: 2,
        What.COMMENTS_PLAN: 1,
        What.APPLICATIONS: 1,
        What.CHECK_INS: 1,
    }


@pytest.mark.parametrize("missing", sorted(Section))
def test_what_is_not_granted_is_neither_a_line_nor_a_look(cast, case_id, missing):
    look(cast, timedelta(days=2), section=Section.DEEPER, case_id=case_id)
    do_everything(cast, case_id)
    cast.grant(*(set(Section) - {missing}), future=True)
    assert missing not in {SECTION_OF[what] for what in changed(cast)}


def test_deeper_answers_that_a_coach_never_looked_at_are_no_line_so_that_they_can_answer_blind(cast, case_id):
    do_everything(cast, case_id)
    assert not {What.DEEPER, What.COMMENTS_DEEPER} & set(changed(cast))


def test_a_case_kept_out_is_in_no_line(cast, case_id):
    do_everything(cast, case_id)
    cast.grant(*Section, cases=[])
    assert set(changed(cast)) <= {
        What.DONE,
        What.ADDED,
        What.COMMENTS_PLAN,
        What.APPLICATIONS,
        What.CHECK_INS,
    }


def test_loading_the_page_again_takes_nothing_off_the_list(cast, case_id):
    do_everything(cast, case_id)
    before = changed(cast)
    seeker_page(cast.casey, cast.sam.person_id)
    assert changed(cast) == before
    with time_machine.travel(clock.now() + timedelta(minutes=31), tick=False):
        assert changed(cast) == {}  # the sitting is over: what it showed is known


def test_a_line_of_the_queue_or_a_letter_is_not_a_look_at_the_page(cast, case_id):
    do_everything(cast, case_id)
    before = changed(cast)
    look(cast, timedelta(0), surface="queue")
    look(cast, timedelta(0), surface="digest")
    with time_machine.travel(clock.now() + timedelta(hours=2), tick=False):
        assert changed(cast) == before


def test_each_line_is_in_the_log_of_looks(cast, case_id):
    do_everything(cast, case_id)
    page = seeker_page(cast.casey, cast.sam.person_id)
    rows = db.session.query(Look.section, Look.case_id).filter(Look.looked_at > clock.now() - timedelta(minutes=5))
    kept = {(section, case) for section, case in rows}
    assert set(page.changed.seen) <= kept


def test_the_page_stays_within_eight_statements_however_much_changed(cast, case_id, counted):
    look(cast, timedelta(days=2), section=Section.DEEPER, case_id=case_id)
    for _ in range(3):
        do_everything(cast, case_id)
    with counted() as statements:
        seeker_page(cast.casey, cast.sam.person_id)
    assert len(statements) <= 7  # the sign-in's is one more


def test_the_sight_of_another_reader_has_its_own_last_look(cast, case_id):
    do_everything(cast, case_id)
    assert sight_of(cast.casey, cast.sam.person_id).reader_id == cast.casey.person_id
    page = seeker_page(cast.casey, cast.sam.person_id, surface=looks.VIEW_AS)
    assert page.changed.at < clock.now() - timedelta(hours=23)


def test_an_application_whose_case_is_kept_out_is_not_counted(cast, case_id):
    keep_case_out(cast.sam, a_case(cast.sam, company="Harbour"))
    db.session.commit()
    assert changed(cast) == {}
