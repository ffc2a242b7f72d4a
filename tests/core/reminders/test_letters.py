"""The letters of reminders: what they say, what they leave out meanwhile, and the reason that is kept."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from coach_platform.content.vocabulary import ActionKind
from coach_platform.core.accounts.preferences import be_quiet
from coach_platform.core.applications.cases import pause_case
from coach_platform.core.applications.deleting import delete_application
from coach_platform.core.applications.events import correct_stage
from coach_platform.core.applications.settings import found_work, found_work_at, search_again
from coach_platform.core.mail import choices, links
from coach_platform.core.mail.choices import By, choose, choose_by_link
from coach_platform.core.mail.delivery import deliver
from coach_platform.core.mail.kinds import Lane
from coach_platform.core.mail.models import Message
from coach_platform.core.mail.reasons import Reason
from coach_platform.core.mail.transport import Relay
from coach_platform.core.plans import actions, progress, reviews
from coach_platform.core.plans.details import Details
from coach_platform.core.relations.models import Look, Section
from coach_platform.kit.db import db
from tests.core.reminders.conftest import MONDAY, TUESDAY, WEDNESDAY, at, interview, rows
from tests.smtp import Sink, running

THURSDAY = date(2026, 11, 26)


@pytest.fixture
def sink():
    with running(Sink()) as sink:
        yield sink


@pytest.fixture
def morning(come, sink):
    """`morning(day, hour)`: that moment comes, what is due is swept and delivered; the letters that arrived then."""
    relay = Relay(sink.url, hello="mail.example.org")

    def comes(day, hour, minute=0):
        before = len(sink.letters)
        come(day, hour, minute, waiting=True)
        deliver(Lane.POST, relay=relay, worker="test")
        return sink.letters[before:]

    yield comes
    relay.close()


def point(actor, due_on, what="Practise aloud"):
    return actions.add_action(actor, details=Details(what=what, kind=ActionKind.PRACTICE, due_on=due_on))


def words(letter) -> str:
    return letter.get_body(("plain",)).get_content()


def outcome() -> tuple[str, str | None]:
    db.session.expire_all()
    row = db.session.scalars(select(Message).order_by(Message.id.desc())).first()
    return row.state.value, row.reason


def test_a_morning_is_one_letter_with_three_acts_for_each_action(cast, case, morning):
    point(cast.sam, TUESDAY, "Call the school back")
    point(cast.sam, WEDNESDAY, "Practise aloud <b>")
    [first] = morning(MONDAY, 8)
    assert first["Subject"] == "Due tomorrow: one action"
    [letter] = morning(TUESDAY, 13)
    assert letter["Subject"] == "What comes due this morning"
    said = words(letter)
    assert "Your first assessment of Nordlys is as you left it." in said
    assert f"http://rebound.test/cases/{case}/first" in said
    assert said.count("/act/done/") == said.count("/act/snooze/") == said.count("/act/drop/") == 1
    assert "Practise aloud &lt;b&gt;" in letter.get_body(("html",)).get_content()
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_what_was_done_between_asking_and_sending_is_left_out_with_the_reason(cast, come, morning):
    done, open_ = point(cast.sam, WEDNESDAY, "Done meanwhile"), point(cast.sam, WEDNESDAY, "Still open")
    come(TUESDAY, 8)
    progress.finish(cast.sam, done)
    [letter] = morning(TUESDAY, 8)
    assert "Still open" in words(letter)
    assert "Done meanwhile" not in words(letter)
    assert {row.subject_id: row.left_out for row in rows()} == {done: Reason.NO_LONGER_DUE, open_: None}


@pytest.mark.parametrize("change", ["moved", "done", "snoozed", "deleted"])
def test_a_letter_of_which_nothing_is_left_is_not_sent(cast, come, morning, change):
    action = point(cast.sam, WEDNESDAY)
    come(TUESDAY, 8)
    {
        "moved": lambda: actions.set_due(cast.sam, action, THURSDAY),
        "done": lambda: progress.finish(cast.sam, action),
        "snoozed": lambda: progress.snooze(cast.sam, action, until_on=THURSDAY),
        "deleted": lambda: actions.delete_action(cast.sam, action),
    }[change]()
    assert morning(TUESDAY, 8) == []
    assert outcome() == ("skipped", Reason.ENDED if change == "deleted" else Reason.NO_LONGER_DUE)


def test_a_pause_made_longer_is_not_over(cast, come, case, morning, hand):
    hand.move_to(at(MONDAY, 10))
    pause_case(cast.sam, case)
    come(TUESDAY, 10)
    pause_case(cast.sam, case, for_=timedelta(hours=48))
    assert morning(TUESDAY, 10, 1) == []
    assert outcome() == ("skipped", Reason.NO_LONGER_DUE)


def test_a_pause_that_is_over_says_so_and_leads_to_the_case(cast, case, morning, hand):
    hand.move_to(at(MONDAY, 10))
    pause_case(cast.sam, case)
    [letter] = morning(TUESDAY, 10)
    assert letter["Subject"] == "Your pause is over: Nordlys"
    assert f"http://rebound.test/cases/{case}" in words(letter)
    assert "Nothing is urgent." in words(letter)


def test_the_evening_before_an_interview(cast, morning):
    application_id, _event = interview(cast.sam, WEDNESDAY)
    [letter] = morning(TUESDAY, 18)
    assert letter["Subject"] == "Tomorrow: Harbour Co."
    assert f"http://rebound.test/applications/{application_id}" in words(letter)


def test_where_the_evening_could_not_be_the_morning_says_today(cast, morning):
    interview(cast.sam, WEDNESDAY)
    [letter] = morning(WEDNESDAY, 8)
    assert letter["Subject"] == "Today: Harbour Co."


@pytest.mark.parametrize("change", ["moved", "deleted"])
def test_an_interview_that_moved_or_went_is_not_spoken_of(cast, come, morning, change):
    application_id, event = interview(cast.sam, WEDNESDAY)
    come(TUESDAY, 18)
    if change == "moved":
        correct_stage(cast.sam, event, on=date(2026, 12, 9))
    else:
        delete_application(cast.sam, application_id)
    assert morning(TUESDAY, 18, 1) == []
    assert outcome() == ("skipped", Reason.NO_LONGER_DUE if change == "moved" else Reason.ENDED)


def test_not_today_over_the_interview_drops_its_letter(cast, come, morning, hand):
    interview(cast.sam, WEDNESDAY)
    come(TUESDAY, 18)
    be_quiet(cast.sam, 24)  # until Wednesday at six in the evening
    assert morning(TUESDAY, 18, 1) == []
    assert outcome() == ("queued", Reason.NOT_TODAY)
    assert morning(WEDNESDAY, 18, 5) == []
    assert outcome() == ("skipped", Reason.TOO_LATE)


def test_i_found_work_silences_reminders_and_searching_again_brings_them_back(cast, morning, hand):
    point(cast.sam, WEDNESDAY)
    found_work(cast.sam)
    assert morning(TUESDAY, 8) == []
    assert outcome() == ("skipped", Reason.FOUND_WORK)
    first = found_work_at(cast.sam.person_id)
    hand.shift(timedelta(hours=1))
    found_work(cast.sam)
    assert found_work_at(cast.sam.person_id) == first
    search_again(cast.sam)
    assert found_work_at(cast.sam.person_id) is None
    point(cast.sam, THURSDAY)
    assert len(morning(WEDNESDAY, 8)) == 1


def test_a_kind_that_was_turned_off_is_left_out_of_the_gathered_letter(cast, case, morning):
    choose(cast.sam, "action_due", wanted=False)
    point(cast.sam, WEDNESDAY, "Not to be named")
    [letter] = morning(TUESDAY, 13)
    assert "Nordlys" in words(letter)
    assert "Not to be named" not in words(letter)
    assert {row.topic.value: row.left_out for row in rows()}["due"] == Reason.TURNED_OFF


def test_stopping_the_gathered_letter_stops_all_it_gathers_and_one_can_come_back(cast, case, come, morning):
    token = links.unsubscribe_url(cast.sam.person_id, "reminders").rsplit("/", 1)[1]
    choose_by_link("reminders", token, wanted=False, by=By.ONE_CLICK)
    wanted = {choice.kind: choice.wanted for choice in choices.kind_choices(cast.sam)}
    assert {kind for kind, on in wanted.items() if not on} == {
        "pause_over",
        "assessment_unfinished",
        "action_due",
        "door_open",
    }
    choose(cast.sam, "action_due", wanted=True)
    point(cast.sam, WEDNESDAY)
    [letter] = morning(TUESDAY, 13)
    assert "Practise aloud" in words(letter)
    assert "Nordlys" not in words(letter)


def test_a_coach_is_told_who_waits_and_how_long_and_it_is_a_look(cast, morning, hand):
    hand.move_to(at(MONDAY, 9))
    cast.grant(Section.PLAN, future=True)
    point(cast.sam, None, "Kanarienvogel")
    reviews.ask_review(cast.sam, cast.coaching_id, note="Kanarienvogel")
    morning(MONDAY, 9, 1)
    [letter] = morning(date(2026, 11, 30), 10)
    assert letter["Subject"] == "Sam Okafor has waited for you for 7 days"
    assert f"/coach/seekers/{cast.sam.person_id}/plan" in words(letter)
    assert "Kanarienvogel" not in words(letter) + letter.get_body(("html",)).get_content()
    assert ("plan", "mail") in set(db.session.execute(select(Look.section, Look.surface)).all())


@pytest.mark.parametrize("change", ["answered", "revoked"])
def test_a_coach_who_answered_or_sees_the_plan_no_more_is_not_nudged(cast, come, morning, hand, change):
    hand.move_to(at(MONDAY, 9))
    cast.grant(Section.PLAN, future=True)
    point(cast.sam, None)
    review = reviews.ask_review(cast.sam, cast.coaching_id)
    morning(MONDAY, 9, 1)
    come(date(2026, 11, 30), 10, waiting=True)
    if change == "answered":
        reviews.answer_review(cast.casey, review, answer="Good")
    else:
        cast.revoke()
    before = [letter["Subject"] for letter in morning(date(2026, 11, 30), 10)]
    assert not any("waited for you" in subject for subject in before)


def test_an_unfinished_assessment_that_was_handed_in_meanwhile_is_not_asked_about(cast, come, case, morning):
    from coach_platform.core.applications.cases import Step, mark_step

    come(TUESDAY, 13)
    mark_step(cast.sam, case, Step.FIRST)
    assert morning(TUESDAY, 13) == []
    assert outcome() == ("skipped", Reason.ALREADY_ANSWERED)


def test_a_long_list_is_cut_and_counted(cast, morning):
    for number in range(8):
        point(cast.sam, WEDNESDAY, f"Action {number}")
    [letter] = morning(TUESDAY, 8)
    assert letter["Subject"] == "Due tomorrow: 8 actions"
    assert "3 more are on your plan." in words(letter)
    assert words(letter).count("/act/done/") == 5
