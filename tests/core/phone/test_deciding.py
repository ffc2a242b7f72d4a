"""The seeker confirms, changes or removes what was noted; only then it is anything."""

import pytest
from sqlalchemy import select

from coach_platform.content.vocabulary import ActionKind, FeedbackSource, Outcome, Section, Stage
from coach_platform.core.applications.cases import case_of, open_case
from coach_platform.core.applications.log import log_no
from coach_platform.core.applications.models import Application
from coach_platform.core.applications.one import show_application
from coach_platform.core.assessments.case_view import case_page
from coach_platform.core.assessments.responses import submit_assessment
from coach_platform.core.coaching.noted.models import NotedEntry
from coach_platform.core.insights.victories import victories
from coach_platform.core.mail.models import Message
from coach_platform.core.phone import acts, deciding, entering
from coach_platform.core.phone.deciding import Wish
from coach_platform.core.phone.queries import noted_page
from coach_platform.core.phone.said import Act, Answer, Did, First, No
from coach_platform.core.plans import progress
from coach_platform.core.plans.actions import add_action
from coach_platform.core.plans.details import Details
from coach_platform.core.plans.plan_view import plan_page
from coach_platform.core.portability.gathering import gather
from coach_platform.core.reconnect.models import Feedback
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.errors import Conflict, Invalid, NotFound
from coach_platform.kit.undo import UNDO

A_NO = No("Nordlys", "Analyst", stage=Stage.INTERVIEW, own_words="Somebody else")


@pytest.fixture(autouse=True)
def granted(cast, allowed):
    cast.grant(*Section, future=True)


def a_case(cast, company="Harbour"):
    return open_case(cast.sam, log_no(cast.sam, company=company, role="Analyst", stage=Stage.INTERVIEW))


def test_a_confirmed_no_is_the_seekers_own_with_its_mark(cast, note):
    made = deciding.confirm(cast.sam, note(A_NO))
    view = show_application(cast.sam, made)
    assert (view.company, view.furthest_stage, view.outcomes[0].own_words) == (
        "Nordlys",
        Stage.INTERVIEW,
        "Somebody else",
    )
    (mark,) = view.noted
    assert (mark.by, mark.changed) == ("Casey Tremblay", False)
    assert case_of(made) is None  # only its seeker opens a case
    assert victories(cast.sam).shown


def test_the_words_of_what_was_confirmed_stand_in_one_place_only(cast, note):
    entry_id = note(A_NO)
    deciding.confirm(cast.sam, entry_id)
    assert db.session.get(NotedEntry, entry_id).body == {}


def test_confirming_may_open_the_case(cast, note):
    made = deciding.confirm(cast.sam, note(A_NO), Wish(opens=True))
    case_id = case_of(made)
    assert case_id is not None
    shown = case_page(cast.casey, case_id, surface="page")
    assert [mark.by for mark in shown.noted] == ["Casey Tremblay"]


def test_confirmed_twice_it_is_there_once(cast, note):
    entry_id = note(A_NO)
    assert deciding.confirm(cast.sam, entry_id) == deciding.confirm(cast.sam, entry_id)
    assert len(db.session.scalars(select(Application.id)).all()) == 1


def test_a_no_of_a_company_that_is_there_asks_which_one(cast, note):
    there = log_no(cast.sam, company="Nordlys", role="Analyst", outcome=Outcome.OPEN)
    entry_id = note(A_NO)
    with pytest.raises(Invalid) as asked:
        deciding.confirm(cast.sam, entry_id)
    assert "application_id" in asked.value.fields
    foreign = log_no(cast.nina, company="Nordlys", role="Analyst")
    with pytest.raises(NotFound):
        deciding.confirm(cast.sam, entry_id, Wish(application_id=foreign))
    assert deciding.confirm(cast.sam, entry_id, Wish(application_id=there)) == there
    assert show_application(cast.sam, there).outcome == "rejected"


def test_it_can_be_another_one(cast, note):
    there = log_no(cast.sam, company="Nordlys", role="Analyst")
    assert deciding.confirm(cast.sam, note(A_NO), Wish(as_new=True)) != there


def test_changed_it_is_kept_in_the_seekers_words_and_says_so(cast, note):
    made = deciding.confirm(cast.sam, note(A_NO), Wish(said=No("Nordlys AS", "Analyst", stage=Stage.TASK)))
    view = show_application(cast.sam, made)
    assert (view.company, view.furthest_stage) == ("Nordlys AS", Stage.TASK)
    assert view.noted[0].changed


def test_changed_into_nonsense_it_still_waits(cast, note):
    entry_id = note(A_NO)
    with pytest.raises(Invalid):
        deciding.confirm(cast.sam, entry_id, Wish(said=No("", "")))
    assert noted_page(cast.sam).waiting[0].id == entry_id


def test_a_confirmed_answer_stands_in_its_case(cast, note):
    case_id = a_case(cast)
    made = deciding.confirm(cast.sam, note(Answer(FeedbackSource.PHONE, words="More years"), case_id))
    row = db.session.get(Feedback, made)
    assert (row.words, row.author_id, row.source) == ("More years", cast.sam.person_id, FeedbackSource.PHONE)
    (shown,) = case_page(cast.casey, case_id, surface="page").reconnect.feedback
    assert [mark.by for mark in shown.noted] == ["Casey Tremblay"]


def test_a_confirmed_first_look_is_the_seekers_assessment(cast, note):
    case_id = a_case(cast)
    deciding.confirm(cast.sam, note(First("They went silent", 2), case_id))
    first = case_page(cast.sam, case_id).story.first
    assert "They went silent" in str(first) and first.author_name == "Sam Okafor"


def test_a_first_look_never_takes_the_place_of_the_seekers_own(cast, note):
    case_id = a_case(cast)
    entry_id = note(First("They went silent"), case_id)
    submit_assessment(cast.sam, case_id, set_key="first_assessment", answers={"clarity": {"value": 3}})
    with pytest.raises(Conflict):
        deciding.confirm(cast.sam, entry_id)


def test_a_confirmed_action_is_open_in_the_plan(cast, note):
    deciding.confirm(cast.sam, note(Act("Call Harbour", ActionKind.OUTREACH)))
    (point,) = plan_page(cast.sam, cast.sam.person_id).points.open
    assert point.what.text == "Call Harbour"
    assert [mark.by for mark in point.noted] == ["Casey Tremblay"]


def test_an_action_is_done_once_it_is_confirmed(cast, note):
    action_id = add_action(cast.sam, details=Details("Call Harbour", ActionKind.OUTREACH))
    entry_id = note(Did("It went well"), action_id)
    assert plan_page(cast.casey, cast.sam.person_id).points.open
    deciding.confirm(cast.sam, entry_id)
    (point,) = plan_page(cast.casey, cast.sam.person_id).points.closed
    assert point.closing_words == "It went well"


def test_done_by_themself_meanwhile_both_say_the_same(cast, note):
    action_id = add_action(cast.sam, details=Details("Call Harbour", ActionKind.OUTREACH))
    entry_id = note(Did(), action_id)
    progress.finish(cast.sam, action_id)
    assert deciding.confirm(cast.sam, entry_id) == action_id


def test_dropped_meanwhile_it_is_a_conflict(cast, note):
    action_id = add_action(cast.sam, details=Details("Call Harbour", ActionKind.OUTREACH))
    entry_id = note(Did(), action_id)
    progress.drop(cast.sam, action_id)
    with pytest.raises(Conflict):
        deciding.confirm(cast.sam, entry_id)


def test_all_at_once_leaves_what_needs_a_word(cast, note):
    log_no(cast.sam, company="Nordlys", role="Analyst")
    entries = [note(A_NO), note(No("Aurora", "Analyst")), note(Act("Practise"))]
    assert deciding.confirm_all(cast.sam, entries) == deciding.Answered(done=2, left=1)
    assert [one.id for one in noted_page(cast.sam).waiting] == entries[:1]


def test_removed_it_is_out_and_can_come_back_for_thirty_days(cast, note, monkeypatch):
    entry_id = note(A_NO)
    deciding.remove(cast.sam, [entry_id])
    assert noted_page(cast.sam).waiting == ()
    with pytest.raises(NotFound):
        deciding.confirm(cast.sam, entry_id)
    (seen,) = entering.by_phone(cast.casey, cast.sam.person_id).entries
    assert seen.removed_at
    deciding.restore(cast.sam, entry_id)
    assert noted_page(cast.sam).waiting
    deciding.remove(cast.sam, [entry_id])
    later = clock.now() + UNDO
    monkeypatch.setattr(clock, "now", lambda: later)
    with pytest.raises(NotFound):
        deciding.restore(cast.sam, entry_id)


def test_what_was_confirmed_is_not_removed_here(cast, note):
    entry_id = note(A_NO)
    deciding.confirm(cast.sam, entry_id)
    with pytest.raises(Conflict):
        deciding.remove(cast.sam, [entry_id])


def test_nobody_else_answers(cast, note):
    entry_id = note(A_NO)
    for stranger in (cast.nina, cast.casey):
        for act in (deciding.confirm, deciding.restore):
            with pytest.raises(Exception) as refused:
                act(stranger, entry_id)
            assert type(refused.value).__name__ in ("NotFound", "NotAllowed")
    with pytest.raises(NotFound):
        deciding.remove(cast.nina, [entry_id])


def test_a_link_does_its_one_act(cast, note):
    kept, out = note(A_NO), note(Act("Practise"))
    token = acts.act_url(acts.Act.CONFIRM, kept).rpartition("/")[2]
    assert acts.do("confirm", token).entry_id == kept
    assert acts.do("confirm", token).entry_id == kept  # a second click
    with pytest.raises(NotFound):
        acts.do("remove", token)
    acts.do("remove", acts.act_url(acts.Act.REMOVE, out).rpartition("/")[2])
    assert noted_page(cast.sam).waiting == ()


def test_a_link_that_needs_a_word_more_leads_to_the_page(cast, note):
    log_no(cast.sam, company="Nordlys", role="Analyst")
    token = acts.act_url(acts.Act.CONFIRM, note(A_NO)).rpartition("/")[2]
    with pytest.raises(Conflict):
        acts.do("confirm", token)
    assert noted_page(cast.sam).waiting


def test_confirming_sends_no_mail_of_its_own(cast, note):
    entries = [note(A_NO), note(Answer(FeedbackSource.REPLY, words="x"), a_case(cast))]
    deciding.confirm_all(cast.sam, entries)
    kinds = db.session.scalars(select(Message.kind).where(Message.person_id == cast.sam.person_id)).all()
    assert set(kinds) == {"noted_by_phone"}


def test_it_is_in_the_seekers_file(cast, note):
    note(A_NO)
    (row,) = gather(cast.sam.person_id)["noted_by_phone"]
    assert row["body"]["company"] == "Nordlys" and row["author_name"] == "Casey Tremblay"
