"""A sheet as it stands: what it is made of, what is written on it, when it is offered again."""

from datetime import timedelta

import pytest

from coach_platform.content.vocabulary import ActionKind, Area, Need, RoleKind, Stage
from coach_platform.core.applications.cases import open_case
from coach_platform.core.applications.deleting import delete_application
from coach_platform.core.applications.details import add_application
from coach_platform.core.applications.events import correct_stage, rate_stage, record_stage
from coach_platform.core.applications.log import log_no
from coach_platform.core.applications.one import show_application
from coach_platform.core.applications.requirements import Line, set_requirements
from coach_platform.core.assessments.responses import submit_assessment
from coach_platform.core.drafts import DraftConflict
from coach_platform.core.plans.actions import add_action
from coach_platform.core.plans.details import Details
from coach_platform.core.practice import items
from coach_platform.core.preparation import changing, notes, setback
from coach_platform.core.preparation.essentials import essentials
from coach_platform.core.preparation.notes import Tab
from coach_platform.core.preparation.offers import earlier_sheets
from coach_platform.core.preparation.sheet import head_of, sheet
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.errors import Invalid, NotFound
from coach_platform.kit.ids import new_id


def an_interview(actor, company="Harbour Co.", role="Operations Coordinator", kind=RoleKind.LOGISTICS, days=3):
    made = add_application(actor, company=company, role=role, role_kind=kind)
    record_stage(
        actor, made, stage=Stage.INTERVIEW, on=clock.today(actor.zone) + timedelta(days=days), note="Ask for Ines"
    )
    return made


def a_lesson(actor, company="Northgrove"):
    """A no at a similar role: a question that surprised, a line that was had and not shown, what worked."""
    said = {"role": "Logistics Coordinator", "role_kind": RoleKind.LOGISTICS, "stage": Stage.INTERVIEW}
    no = log_no(actor, company=company, on=clock.today(actor.zone) - timedelta(days=1), **said)
    set_requirements(actor, no, [Line("Daily schedule for a crew of twenty")])
    line = show_application(actor, no).requirements[0]
    case = open_case(actor, no)
    rate_stage(actor, no, stage=Stage.INTERVIEW, value=3, what_went_well=f"Numbers at {company}")
    answers = {
        "match": {"value": 2, "marks": [{"requirement": str(line.id), "mark": "had_not_shown"}]},
        "research": {"value": 1},
        "surprises": {"value": 2, "items": [{"question": f"Why {company}?", "better": "Their yard."}]},
    }
    submit_assessment(actor, case, set_key="deeper", answers=answers)
    return case


@pytest.fixture
def ready(cast):
    """Sam's interview at Harbour Co., after two nos at similar roles."""
    for company in ("Northgrove", "Halden"):
        a_lesson(cast.sam, company)
    made = an_interview(cast.sam)
    set_requirements(
        cast.sam, made, [Line("Likes boats", Need.NICE), Line("Kept a shared schedule for a crew", Need.MUST)]
    )
    add_action(cast.sam, details=Details(what="Film myself", kind=ActionKind.PRACTICE))
    return made


def test_a_sheet_gathers_what_the_cases_taught(cast, ready):
    found = sheet(cast.sam, ready)
    assert (found.chosen.lines[0].text, found.chosen.lines[0].weight) == (
        "Kept a shared schedule for a crew",
        Need.MUST,
    )
    assert set(found.chosen.lines[0].not_shown_at) == {"Northgrove", "Halden"}
    assert {q.question for q in found.chosen.questions} == {"Why Northgrove?", "Why Halden?"}
    assert {one.words for one in found.chosen.worked} == {"Numbers at Northgrove", "Numbers at Halden"}
    assert (Area.RESEARCH, 2, 2) in [(one.area, one.cases, one.of) for one in found.areas]
    assert [action.what.text for action in found.actions] == ["Film myself"]
    assert (found.head.talk.stage, found.head.talk.note, found.head.talk.before) == (Stage.INTERVIEW, "Ask for Ines", 2)


def test_a_sheet_is_never_older_than_its_cases(cast, ready):
    event = next(e for e in show_application(cast.sam, ready).stages if e.ahead)
    later = clock.today(cast.sam.zone) + timedelta(days=9)
    correct_stage(cast.sam, event.id, on=later, stage=Stage.FINAL_ROUND)
    assert (sheet(cast.sam, ready).head.talk.on, sheet(cast.sam, ready).head.talk.before) == (later, 0)
    correct_stage(cast.sam, next(e for e in show_application(cast.sam, ready).stages if e.ahead).id, withdrawn=True)
    assert sheet(cast.sam, ready).head.talk is None


def test_nobody_else_has_the_sheet(cast, ready):
    for other in (cast.nina, cast.casey):
        with pytest.raises(NotFound):
            sheet(other, ready)
        with pytest.raises(NotFound):
            notes.keep_notes(other, ready, said={"notes": "x"})
        with pytest.raises(NotFound):
            changing.take_off(other, ready, "area:research")


def test_it_takes_seven_statements_with_two_cases_and_with_twenty(cast, ready, counted):
    with counted() as few:
        sheet(cast.sam, ready)
    for n in range(18):
        a_lesson(cast.sam, f"Company {n}")
        items.add_question(cast.sam, question=f"Question {n}?")
    with counted() as many:
        sheet(cast.sam, ready)
    assert len(few) == len(many) == 7


def test_what_is_typed_is_on_the_sheet_before_it_is_kept_and_in_the_mail(cast, ready):
    tab = Tab(new_id(), 0)
    saved = notes.keep_typing(cast.sam, ready, said={"research": "Two yards", "notes": ""}, tab=tab)
    assert head_of(cast.sam, ready).research == "Two yards"
    today = clock.today(cast.sam.zone)
    assert essentials({ready: today}, {ready: cast.sam.person_id})[ready].research == "Two yards"
    notes.keep_notes(
        cast.sam, ready, said={"research": " Two yards\r\nand a crane "}, tab=Tab(tab.client_id, saved.revision)
    )
    assert (head_of(cast.sam, ready).research, head_of(cast.sam, ready).revision) == ("Two yards\nand a crane", 0)


def test_a_second_tab_overwrites_nothing_and_both_versions_can_be_read(cast, ready):
    first, second = Tab(new_id(), 0), Tab(new_id(), 0)
    notes.keep_typing(cast.sam, ready, said={"notes": "first"}, tab=first)
    with pytest.raises(DraftConflict):
        notes.keep_typing(cast.sam, ready, said={"notes": "second"}, tab=second)
    with pytest.raises(DraftConflict):
        notes.keep_notes(cast.sam, ready, said={"notes": "second"}, tab=second)
    both = notes.versions(cast.sam, ready)
    assert (both.kept.body["notes"], both.aside.body["notes"]) == ("first", "second")
    notes.go_on_with(cast.sam, ready, take_aside=True)
    assert head_of(cast.sam, ready).notes == "second"


def test_too_long_a_note_is_refused_beside_its_field(cast, ready):
    with pytest.raises(Invalid) as refused:
        notes.keep_notes(cast.sam, ready, said={"notes": "x" * (notes.LIMIT + 1)})
    assert set(refused.value.fields) == {"notes"}


def test_questions_move_and_lines_go_and_come_back(cast, ready):
    first, second = (q.id for q in sheet(cast.sam, ready).chosen.questions)
    changing.move_question(cast.sam, ready, first, step=1)
    assert [q.id for q in sheet(cast.sam, ready).chosen.questions] == [second, first]
    for key in (f"question:{second}", "area:research"):
        changing.take_off(cast.sam, ready, key)
        changing.take_off(cast.sam, ready, key)
    found = sheet(cast.sam, ready)
    assert [q.id for q in found.chosen.questions] == [first]
    assert Area.RESEARCH not in [one.area for one in found.areas]
    changing.put_back(cast.sam, ready, "area:research")
    assert Area.RESEARCH in [one.area for one in sheet(cast.sam, ready).areas]
    for nonsense in ("", "x:y", "question:z", "line:", "worked:" + "x" * 99):
        with pytest.raises(NotFound):
            changing.take_off(cast.sam, ready, nonsense)
    with pytest.raises(NotFound):
        changing.move_question(cast.sam, ready, new_id(), step=1)


def test_a_question_for_this_interview_stands_first_and_is_added_once(cast, ready):
    act = new_id()
    for _ in range(2):
        items.add_question(cast.sam, question="Why boats?", application_id=ready, item_id=act)
    assert sheet(cast.sam, ready).chosen.questions[0].question == "Why boats?"
    assert len(sheet(cast.sam, ready).chosen.questions) == 3
    with pytest.raises(NotFound):
        items.add_question(cast.nina, question="Why boats?", item_id=act)
    with pytest.raises(NotFound):
        items.add_question(cast.nina, question="Why boats?", application_id=ready)
    with pytest.raises(Invalid):
        items.add_question(cast.sam, question="  \0 ")


def test_an_earlier_sheet_is_offered_for_a_similar_role_and_taken_over_once(cast, ready):
    notes.keep_notes(cast.sam, ready, said={"research": "Two yards", "notes": "East gate"})
    baker = an_interview(cast.sam, "Brindle", "Baker", RoleKind.OTHER)
    near = an_interview(cast.sam, "Quill River", "Coordinator, nights")
    same = an_interview(cast.sam, "harbour co.", "Cook", RoleKind.OTHER)
    assert earlier_sheets(cast.sam, baker) == []
    assert [one.application_id for one in earlier_sheets(cast.sam, near)] == [ready]
    assert earlier_sheets(cast.nina, near) == []
    notes.keep_typing(cast.sam, near, said={"notes": "North gate"}, tab=Tab(new_id(), 0))
    for _ in range(2):
        changing.take_over(cast.sam, near, ready)
    assert (head_of(cast.sam, near).notes, head_of(cast.sam, near).research) == ("North gate\n\nEast gate", "")
    assert [one.taken for one in earlier_sheets(cast.sam, near) if one.application_id == ready] == [True]
    changing.take_over(cast.sam, same, ready)
    assert head_of(cast.sam, same).research == "Two yards"  # the same company: what was found out is still true there
    with pytest.raises(NotFound):
        changing.take_over(cast.sam, near, baker)  # nothing was prepared there
    delete_application(cast.sam, ready)
    assert earlier_sheets(cast.sam, an_interview(cast.sam, "Halden", "Coordinator"))[0].application_id != ready


def test_a_setback_is_rehearsed_once_and_is_its_seekers_alone(cast, counted):
    assert setback.read_setback(cast.sam) is None
    with pytest.raises(Invalid):
        setback.write_setback(cast.sam, first_hour="  ", talk_to="")
    setback.write_setback(cast.sam, first_hour="Walk to the locks", talk_to="My sister")
    setback.write_setback(cast.sam, first_hour="Walk home", talk_to="My sister")
    assert setback.read_setback(cast.sam).first_hour == "Walk home"
    assert setback.read_setback(cast.nina) is None
    setback.delete_setback(cast.nina)
    assert setback.is_written(cast.sam.person_id)
    setback.delete_setback(cast.sam)
    assert not setback.is_written(cast.sam.person_id)


def test_the_mails_of_an_evening_take_three_statements_however_many(cast, ready, counted):
    today = clock.today(cast.sam.zone)
    wanted = {ready: today} | {an_interview(cast.sam, f"C{n}"): today for n in range(12)}
    wanted |= {an_interview(cast.nina): today}
    whose = dict.fromkeys(wanted, cast.sam.person_id)
    db.session.expire_all()
    with counted() as statements:
        found = essentials(wanted, whose)
    assert len(statements) == 3
    assert len(found) == 13  # Nina's is not Sam's
    assert found[ready].lines[0].text == "Kept a shared schedule for a crew"
