"""Submitting an assessment: an immutable version, and what follows from it."""

import pytest
from sqlalchemy import select

from coach_platform.content.vocabulary import Section, Stage
from coach_platform.core.access.sight import own_sight
from coach_platform.core.applications.models import Application, Case, StageRating
from coach_platform.core.assessments.case_view import case_page
from coach_platform.core.assessments.models import AssessmentResponse
from coach_platform.core.assessments.queries import latest_responses, versions
from coach_platform.core.assessments.responses import Tab, submit_as_coach, submit_assessment
from coach_platform.core.drafts import DraftConflict, read_draft, save_draft
from coach_platform.core.practice.items import edit_item, let_go
from coach_platform.core.practice.queries import practice_list
from coach_platform.core.practice.rehearsing import count_rehearsal
from coach_platform.kit.db import db
from coach_platform.kit.errors import Invalid, NotFound
from tests.core.assessments.stories import a_case

FIRST = {
    "what_happened": {"words": "They chose someone with more retail experience."},
    "clarity": {"value": "dont_know"},
    "performance": {"stages": {"interview": {"value": 2, "words": "My questions at the end."}}},
}
SURPRISE = {"question": "Why us?", "said": "I like it here."}


def deeper(*surprises: dict) -> dict:
    return {"research": {"value": 2}, "surprises": {"value": 1, "items": list(surprises)}}


def submit_first(cast, case_id, answers=FIRST):
    return submit_assessment(cast.sam, case_id, set_key="first_assessment", answers=answers)


def submit_deeper(cast, case_id, answers):
    return submit_assessment(cast.sam, case_id, set_key="deeper", answers=answers)


def test_submitting_again_adds_a_version_and_changes_none(cast):
    case_id = a_case(cast.sam)
    assert submit_first(cast, case_id).version == 1
    assert submit_first(cast, case_id, {"clarity": {"value": 4}}).version == 2
    kept = versions(own_sight(cast.sam.person_id), case_id, "first_assessment")
    assert [(one.version, one.answers) for one in kept] == [(2, {"clarity": {"value": 4}}), (1, FIRST)]
    newest = latest_responses(own_sight(cast.sam.person_id), [case_id])
    assert [one.version for one in newest] == [2]


def test_submitting_marks_the_step_done_and_drops_the_draft(cast):
    case_id = a_case(cast.sam)
    about = {"form": "first_assessment", "subject_id": case_id}
    save_draft(cast.sam, **about, client_id=None, revision=0, body=FIRST)
    submit_first(cast, case_id)
    assert read_draft(cast.sam, **about) is None
    assert db.session.get_one(Case, case_id).steps_done == ["first"]


def test_a_submit_from_a_tab_that_lags_behind_drops_nothing(cast):
    case_id = a_case(cast.sam)
    about = {"form": "first_assessment", "subject_id": case_id}
    save_draft(cast.sam, **about, client_id=None, revision=0, body=FIRST)
    with pytest.raises(DraftConflict):
        submit_assessment(
            cast.sam, case_id, set_key="first_assessment", answers={"clarity": {"value": 1}}, tab=Tab(None, 0)
        )
    assert db.session.scalar(select(AssessmentResponse.id)) is None


def test_stage_ratings_become_rows_of_their_own_and_only_when_they_changed(cast):
    case_id = a_case(cast.sam)
    submit_first(cast, case_id)
    submit_first(cast, case_id)
    rows = db.session.scalars(select(StageRating)).all()
    assert [(r.stage, r.value, r.what_went_well) for r in rows] == [(Stage.INTERVIEW, 2, "My questions at the end.")]
    assert db.session.scalar(select(Application.furthest_rating)) == 2


def test_dont_know_is_no_rating(cast):
    case_id = a_case(cast.sam)
    submit_first(cast, case_id, {"performance": {"stages": {"interview": {"value": "dont_know"}}}})
    assert db.session.scalar(select(StageRating.id)) is None


def test_a_surprise_becomes_one_practice_item_however_often_it_is_submitted(cast):
    case_id = a_case(cast.sam)
    submit_deeper(cast, case_id, deeper(SURPRISE))
    submit_deeper(cast, case_id, deeper({**SURPRISE, "question": " why  US? "}, {"question": "Your salary?"}))
    items = practice_list(own_sight(cast.sam.person_id)).rows
    assert sorted(item.question for item in items) == [" why  US? ", "Your salary?"]


def test_a_better_answer_worked_on_in_practice_is_not_overwritten(cast):
    case_id = a_case(cast.sam)
    submit_deeper(cast, case_id, deeper(SURPRISE))
    [item] = practice_list(own_sight(cast.sam.person_id)).rows
    edit_item(cast.sam, item.id, better_answer="Because of the Harbour project.")
    submit_deeper(cast, case_id, deeper({**SURPRISE, "better": "Because of the team."}))
    [item] = practice_list(own_sight(cast.sam.person_id)).rows
    assert item.better_answer == "Because of the Harbour project."


def test_a_practice_item_that_was_let_go_stays_gone(cast):
    case_id = a_case(cast.sam)
    submit_deeper(cast, case_id, deeper(SURPRISE))
    [item] = practice_list(own_sight(cast.sam.person_id)).rows
    let_go(cast.sam, item.id)
    submit_deeper(cast, case_id, deeper(SURPRISE))
    assert practice_list(own_sight(cast.sam.person_id)).rows == []


def test_rehearsals_are_counted_and_only_by_their_seeker(cast):
    case_id = a_case(cast.sam)
    submit_deeper(cast, case_id, deeper(SURPRISE))
    [item] = practice_list(own_sight(cast.sam.person_id)).rows
    assert [count_rehearsal(cast.sam, item.id), count_rehearsal(cast.sam, item.id)] == [1, 2]
    for act in (count_rehearsal, let_go):
        with pytest.raises(NotFound):
            act(cast.nina, item.id)


def test_nothing_answered_is_said_and_nothing_is_kept(cast):
    case_id = a_case(cast.sam)
    with pytest.raises(Invalid):
        submit_first(cast, case_id, {})
    with pytest.raises(Invalid) as refused:
        submit_first(cast, case_id, {"clarity": {"value": 9}})
    assert list(refused.value.fields) == ["clarity.value"]


def test_nobody_else_answers_for_a_seeker(cast):
    case_id = a_case(cast.sam)
    cast.grant(*Section, future=True)
    for stranger in (cast.nina, cast.casey, cast.omar, cast.dana, cast.root):
        with pytest.raises(NotFound):
            submit_assessment(stranger, case_id, set_key="first_assessment", answers=FIRST)


def test_a_coach_answers_blind_until_they_have_looked(cast):
    case_id = a_case(cast.sam)
    cast.grant(Section.STORY, Section.DEEPER, cases=[case_id])
    answers = {"rapport": {"value": "cant_judge"}, "research": {"value": 2, "basis": ["mock_interview"]}}
    submit_as_coach(cast.casey, case_id, answers=answers)
    submit_deeper(cast, case_id, deeper(SURPRISE))
    case_page(cast.casey, case_id)
    submit_as_coach(cast.casey, case_id, answers=answers)
    rows = db.session.execute(
        select(AssessmentResponse.blind)
        .where(AssessmentResponse.author_id == cast.casey.person_id)
        .order_by(AssessmentResponse.id)
    )
    assert [blind for (blind,) in rows] == [True, False]


def test_a_coach_answers_only_what_was_granted_and_never_marks_a_step(cast):
    case_id = a_case(cast.sam)
    cast.grant(Section.STORY, cases=[case_id])
    with pytest.raises(NotFound):
        submit_as_coach(cast.casey, case_id, answers={"research": {"value": 2}})
    cast.grant(Section.STORY, Section.DEEPER, cases=[case_id])
    submit_as_coach(cast.casey, case_id, answers={"research": {"value": 2, "basis": ["resume"]}})
    assert db.session.get_one(Case, case_id).steps_done == []
    with pytest.raises(NotFound):
        submit_as_coach(cast.omar, case_id, answers={"research": {"value": 2}})
