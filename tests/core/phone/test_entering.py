"""What a coach may enter by phone, and what entering never gives them to read."""

import pytest
from sqlalchemy import func, select

from coach_platform.content.vocabulary import ActionKind, FeedbackSource, Outcome, Section, Stage
from coach_platform.core.applications.cases import open_case
from coach_platform.core.applications.log import log_no
from coach_platform.core.applications.models import Application
from coach_platform.core.coaching import grants
from coach_platform.core.coaching.noted.allowing import allow_by_phone
from coach_platform.core.coaching.noted.models import NotedEntry, NotedKind
from coach_platform.core.insights.victories import victories
from coach_platform.core.mail.models import Message
from coach_platform.core.phone import entering
from coach_platform.core.phone.said import Act, Answer, Did, First, No
from coach_platform.core.plans.actions import add_action
from coach_platform.core.plans.details import Details
from coach_platform.kit.db import db
from coach_platform.kit.errors import Invalid, NotFound
from coach_platform.kit.ids import new_id

A_NO = No("Nordlys", "Analyst", stage=Stage.INTERVIEW)
AN_ANSWER = Answer(FeedbackSource.REPLY, words="Somebody had more years")


def count(model) -> int:
    return db.session.scalar(select(func.count()).select_from(model))


def case_of(cast, company="Harbour"):
    return open_case(cast.sam, log_no(cast.sam, company=company, role="Analyst", stage=Stage.INTERVIEW))


def test_nothing_is_entered_before_the_seeker_allows_it(cast):
    cast.grant(*Section, future=True)
    with pytest.raises(NotFound):
        entering.enter(cast.casey, cast.sam.person_id, A_NO, client_id=new_id())


def test_nothing_new_is_entered_after_they_stop_it_and_what_waits_goes_on_waiting(cast, note):
    cast.grant(*Section, future=True)
    waiting = note(A_NO)
    allow_by_phone(cast.sam, cast.coaching_id, allowed=False)
    with pytest.raises(NotFound):
        note(A_NO)
    assert db.session.get(NotedEntry, waiting).confirmed_at is None


def test_the_switch_needs_a_yes_to_the_text_on_the_screen(cast):
    with pytest.raises(Invalid):
        allow_by_phone(cast.sam, cast.coaching_id, allowed=True, agreed_to=None)
    with pytest.raises(NotFound):
        allow_by_phone(cast.nina, cast.coaching_id, allowed=False)


def test_a_no_needs_the_story_of_every_case_still_to_come(cast, note):
    case_id = case_of(cast)
    cast.grant(Section.STORY, cases=[case_id])
    with pytest.raises(NotFound):
        note(A_NO)
    cast.grant(Section.PLAN, future=True)
    with pytest.raises(NotFound):
        note(A_NO)
    cast.grant(Section.STORY, future=True)
    assert note(A_NO)


def test_an_answer_needs_the_feedback_and_the_name_of_that_case(cast, note):
    one, other = case_of(cast), case_of(cast, "Nordlys")
    cast.grant(Section.STORY, future=True)
    with pytest.raises(NotFound):
        note(AN_ANSWER, one)
    cast.grant(Section.STORY, Section.FEEDBACK, cases=[one])
    assert note(AN_ANSWER, one)
    with pytest.raises(NotFound):
        note(AN_ANSWER, other)
    about = entering.about(cast.casey, cast.sam.person_id, NotedKind.ANSWER)
    assert [choice.name for choice in about.choices] == ["Harbour, Analyst"]


def test_a_first_look_needs_the_story_of_its_case(cast, note):
    case_id = case_of(cast)
    cast.grant(Section.FEEDBACK, future=True)
    with pytest.raises(NotFound):
        note(First("They went silent"), case_id)
    cast.grant(Section.STORY, cases=[case_id])
    assert note(First("They went silent", 2), case_id)


def test_an_action_and_that_one_is_done_need_the_plan(cast, note):
    action_id = add_action(cast.sam, details=Details("Call Harbour", ActionKind.OUTREACH))
    cast.grant(*(set(Section) - {Section.PLAN}), future=True)
    for said, about in ((Act("Practise"), None), (Did(), action_id)):
        with pytest.raises(NotFound):
            note(said, about)
    cast.grant(Section.PLAN)
    assert note(Act("Practise")) and note(Did("It went well"), action_id)


def test_nobody_else_enters_anything(cast, allowed, team):
    cast.grant(*Section, future=True)
    team.share(*Section)
    for stranger in (cast.omar, cast.nina, cast.dana, team.jo, cast.sam):
        with pytest.raises(NotFound):
            entering.enter(stranger, cast.sam.person_id, A_NO, client_id=new_id())


def test_what_waits_is_no_application_no_victory_and_one_letter(cast, note):
    cast.grant(*Section, future=True)
    before = count(Application)
    for company in ("Nordlys", "Harbour", "Aurora"):
        note(No(company, "Analyst", stage=Stage.FINAL_ROUND))
    assert count(Application) == before
    assert victories(cast.sam).shown == ()
    letters = db.session.scalars(select(Message).where(Message.person_id == cast.sam.person_id)).all()
    assert [letter.kind for letter in letters] == ["noted_by_phone"]


def test_a_no_of_a_company_that_is_there_already_says_nothing_of_it(cast, note):
    log_no(cast.sam, company="Nordlys", role="Analyst")
    cast.grant(Section.STORY, future=True)
    known, unknown = note(A_NO), note(No("Aurora", "Analyst"))
    shown = {one.id: one for one in entering.by_phone(cast.casey, cast.sam.person_id).entries}
    assert shown[known].made_id is shown[unknown].made_id is None
    assert shown[known].case_id is None


def test_the_same_form_sent_twice_notes_once(cast, allowed):
    cast.grant(Section.STORY, future=True)
    client_id = new_id()
    first, again = (entering.enter(cast.casey, cast.sam.person_id, A_NO, client_id=client_id) for _ in range(2))
    assert first == again
    assert count(NotedEntry) == 1


def test_a_coach_reads_their_own_entries_only_while_the_section_is_granted(cast, note):
    cast.grant(Section.STORY, Section.PLAN, future=True)
    note(A_NO)
    note(Act("Practise"))
    assert len(entering.by_phone(cast.casey, cast.sam.person_id).entries) == 2
    cast.grant(Section.PLAN)
    assert [one.kind for one in entering.by_phone(cast.casey, cast.sam.person_id).entries] == [NotedKind.ACTION]
    grants.revoke(cast.sam, cast.coaching_id)
    assert entering.by_phone(cast.casey, cast.sam.person_id).entries == ()
    assert count(NotedEntry) == 2  # they wait for Sam


def test_a_coach_takes_back_a_slip_but_not_what_was_answered(cast, note):
    cast.grant(Section.STORY, future=True)
    entry_id = note(A_NO)
    with pytest.raises(NotFound):
        entering.take_back(cast.omar, cast.sam.person_id, entry_id)
    entering.take_back(cast.casey, cast.sam.person_id, entry_id)
    with pytest.raises(NotFound):
        entering.take_back(cast.casey, cast.sam.person_id, entry_id)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        (No("", "Analyst"), "company"),
        (No("Nordlys", ""), "role"),
        (No("Nordlys", "Analyst", outcome=Outcome.OPEN), "outcome"),
        (No("Nordlys", "Analyst", stage=None), "stage"),
        (No("Nordlys", "Analyst", own_words="x" * 4_001), "own_words"),
        (Answer(None, words="x"), "source"),
        (Answer(FeedbackSource.CARD, words="x"), "source"),
        (Answer(FeedbackSource.REPLY), "words"),
        (Answer(FeedbackSource.REPLY, words="x", person="a\nb" * 100), "person"),
        (Answer(FeedbackSource.REPLY, reasons=("nonsense",)), "reasons"),
        (First(""), "happened"),
        (First("x", 6), "clarity"),
        (Act(""), "what"),
        (Did("x" * 2_001), "words"),
    ],
)
def test_what_cannot_be_taken_is_said_beside_its_field(cast, note, said, field):
    case_id = case_of(cast)
    action_id = add_action(cast.sam, details=Details("Call Harbour", ActionKind.OUTREACH))
    cast.grant(*Section, future=True)
    about = {Answer: case_id, First: case_id, Did: action_id}.get(type(said))
    with pytest.raises(Invalid) as refused:
        note(said, about)
    assert field in refused.value.fields


def test_without_a_case_or_an_action_it_is_asked_for(cast, note):
    cast.grant(*Section, future=True)
    for said in (AN_ANSWER, First("x"), Did()):
        with pytest.raises(Invalid) as refused:
            note(said)
        assert "about_id" in refused.value.fields
