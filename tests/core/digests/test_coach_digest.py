"""The coach's digest: one line a person, of what was granted and nothing else."""

from collections import Counter
from datetime import datetime, time, timedelta

import pytest
import time_machine
from sqlalchemy import delete, select, update

from coach_platform.content.vocabulary import Outcome, Section, Stage
from coach_platform.core.accounts import privacy
from coach_platform.core.applications.models import Application, Case
from coach_platform.core.assessments.models import CheckIn
from coach_platform.core.coaching.mail_words import allow_mail_words
from coach_platform.core.coaching.talks.models import Talk
from coach_platform.core.digests.coach import deciding
from coach_platform.core.digests.coach.gathering import gather
from coach_platform.core.digests.coach.writing import compose
from coach_platform.core.mail.letters import Outgoing
from coach_platform.core.mail.reasons import Reason
from coach_platform.core.plans.comments import add_comment
from coach_platform.core.plans.models import Action, ActionState, Plan, Review, Turn
from coach_platform.core.plans.targets import PLAN, on_answer, on_case
from coach_platform.core.relations.models import Look, Person
from coach_platform.core.today.coach import coach_today
from coach_platform.core.today.queue.marks import done
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.ids import new_id
from tests.agreed import agreed
from tests.core.today.queue.mornings import answered

CANARY = "Nordlys Canari"
SAID = ("answer", "question")


def case_of(seeker_id, company=CANARY):
    """A no at an interview, opened today."""
    application = Application(
        id=new_id(),
        seeker_id=seeker_id,
        company=company,
        company_sort=company,
        role="Analyst",
        role_sort="analyst",
        search_text=company,
        locale="en",
        created_at=clock.now(),
        updated_at=clock.now(),
        furthest_stage=Stage.INTERVIEW,
        outcome=Outcome.REJECTED,
        last_event_on=clock.now().date(),
    )
    db.session.add(application)
    db.session.flush()
    case = Case(seeker_id=seeker_id, application_id=application.id, opened_at=clock.now(), steps_done=[])
    db.session.add(case)
    db.session.flush()
    return case.id


def plan_of(cast, *, waits_days=3):
    """A plan with an overdue action, waiting for Casey."""
    moment = clock.now() - timedelta(days=waits_days)
    plan = Plan(seeker_id=cast.sam.person_id, turn=Turn.AWAITING_COACH, turn_since_at=moment, created_at=moment)
    db.session.add(plan)
    db.session.flush()
    ids = {"seeker_id": cast.sam.person_id, "plan_id": plan.id}
    db.session.add(
        Action(
            **ids,
            position=1,
            kind="practice",
            state=ActionState.OPEN,
            what="x",
            locale="en",
            due_on=clock.now().date() - timedelta(days=5),
            created_at=moment,
            changed_at=moment,
        )
    )
    db.session.add(Review(**ids, coaching_id=cast.coaching_id, note_locale="en", asked_at=moment))
    db.session.flush()
    return plan


@pytest.fixture
def letter(cast):
    """`letter()`: Casey's digest of this moment (or that of another coach), or the reason why there is none."""

    def message(who=cast.casey):
        return Outgoing(
            id=new_id(),
            kind="digest_coach",
            key="test",
            address="casey@example.org",
            locale="en",
            zone=who.zone,
            person_id=who.person_id,
            name=who.name,
        )

    def now(who=cast.casey):
        one = message(who)
        facts = gather([one])
        skipped = deciding.still_due([one], facts)
        return skipped.get(one.id) or compose([one], facts)[one.id]

    now.message = message
    return now


def test_without_a_grant_there_is_nothing_to_say(cast, letter):
    case_of(cast.sam.person_id)
    plan_of(cast)
    assert letter() is Reason.EMPTY


def test_a_new_no_is_told_without_its_company_until_the_seeker_lets_mails_carry_words(cast, letter):
    case_id = case_of(cast.sam.person_id)
    cast.grant(Section.STORY, cases=[case_id])
    said = letter()
    assert "a new no, shared with you" in said.text
    assert f"/coach/seekers/{cast.sam.person_id}/cases/{case_id}" in said.text
    assert CANARY not in said.text + said.html + said.subject
    allow_mail_words(cast.sam, cast.coaching_id, allowed=True, agreed_to=agreed(key="mail_words"))
    assert CANARY in letter().text
    allow_mail_words(cast.sam, cast.coaching_id, allowed=False)
    assert CANARY not in letter().text


@pytest.fixture
def worded(cast):
    """Sam lets mails to Casey carry what is shared."""
    allow_mail_words(cast.sam, cast.coaching_id, allowed=True, agreed_to=agreed(key="mail_words"))


def test_a_new_no_is_named_where_its_case_is_granted(cast, letter, worded):
    case_id = case_of(cast.sam.person_id)
    cast.grant(Section.STORY, cases=[case_id])
    said = letter()
    assert said.subject == "Your week: one person needs you"
    assert f"a new no, shared: {CANARY}, interview" in said.text
    assert f"/coach/seekers/{cast.sam.person_id}/cases/{case_id}" in said.text


def test_a_case_that_is_not_listed_is_not_there(cast, letter, worded):
    seen, hidden = case_of(cast.sam.person_id, "Harbour"), case_of(cast.sam.person_id)
    cast.grant(Section.STORY, cases=[seen])
    said = letter()
    assert "Harbour" in said.text
    assert CANARY not in said.text + said.html + said.subject
    assert str(hidden) not in said.text + said.html


def test_story_alone_says_nothing_about_the_plan(cast, letter):
    plan_of(cast)
    cast.grant(Section.STORY, future=True)
    assert letter() is Reason.EMPTY


def test_the_plan_says_how_long_it_waits_and_what_is_overdue(cast, letter):
    plan_of(cast)
    cast.grant(Section.PLAN, future=True)
    assert "the plan has waited for you for 3 days · one action is overdue" in letter().text


def test_silence_is_a_figure_of_activity(cast, letter):
    moment = clock.now() - timedelta(days=16)
    db.session.execute(update(Person).where(Person.id == cast.sam.person_id).values(last_seen_at=moment))
    cast.grant(Section.STORY, Section.PLAN, future=True)
    assert letter() is Reason.EMPTY
    cast.grant(Section.ACTIVITY, future=True)
    assert "quiet for 16 days" in letter().text


def test_silence_is_told_to_a_team_as_well_and_to_nobody_once_the_seeker_turned_that_off(cast, team, letter):
    moment = clock.now() - timedelta(days=16)
    db.session.execute(update(Person).where(Person.id == cast.sam.person_id).values(last_seen_at=moment))
    team.share(Section.ACTIVITY)
    for reader in (cast.casey, team.jo):
        assert "quiet for 16 days" in letter(reader).text
    privacy.choose_quiet_told(cast.sam, False)
    for reader in (cast.casey, team.jo):
        assert letter(reader) is Reason.EMPTY


def test_silence_is_told_by_the_same_rule_as_on_today(cast, letter):
    """Against the own rhythm: nine days of somebody who is here daily, and not of somebody who comes once a week."""
    cast.grant(Section.ACTIVITY)
    seen = clock.now() - timedelta(days=9)
    for step, told in ((1, True), (7, False)):
        db.session.execute(delete(CheckIn))
        db.session.add_all(_check_ins(cast.sam.person_id, seen, step))
        db.session.execute(update(Person).where(Person.id == cast.sam.person_id).values(last_seen_at=seen))
        quiet = [reason for line in coach_today(cast.casey).lines for reason in line.reasons]
        said = letter()
        assert (bool(quiet), hasattr(said, "text") and "quiet for 9 days" in said.text) == (told, told)


def _check_ins(seeker_id, seen, step):
    moments = [seen - timedelta(days=back) for back in range(0, 50, step)]
    return [CheckIn(seeker_id=seeker_id, confidence=3, occasion="logged", at=moment) for moment in moments]


def test_a_revoked_or_ended_grant_says_nothing_any_more(cast, letter, worded):
    case_of(cast.sam.person_id)
    cast.grant(Section.STORY, future=True)
    assert CANARY in letter().text
    cast.revoke()
    assert letter() is Reason.EMPTY
    cast.grant(Section.STORY, future=True, ends_at=clock.now() - timedelta(seconds=1))
    assert letter() is Reason.EMPTY


def test_what_it_names_is_written_into_the_log_of_looks(cast, letter):
    case_id = case_of(cast.sam.person_id)
    plan_of(cast)
    cast.grant(Section.STORY, Section.PLAN, future=True)
    letter()
    found = db.session.execute(select(Look.section, Look.case_id, Look.surface, Look.reader_name)).all()
    assert set(found) == {("story", case_id, "digest", "Casey Tremblay"), ("plan", None, "digest", "Casey Tremblay")}


def test_an_employers_answer_is_told_and_named_only_where_story_and_words_allow_it(cast, letter):
    case_id = answered(cast.sam, "Too little SQL.")
    cast.grant(*(set(Section) - {Section.FEEDBACK}), future=True)
    told = letter()
    assert told is Reason.EMPTY or "answered" not in told.text
    cast.grant(Section.FEEDBACK, future=True)
    said = letter()
    assert "one employer answered\n" in said.text and f"/cases/{case_id}" in said.text
    assert said.subject == "Your week: one person needs you"
    assert ("feedback", case_id) in looked_at()
    cast.grant(Section.FEEDBACK, Section.STORY, future=True)
    assert "Harbour Co." not in letter().text
    allow_mail_words(cast.sam, cast.coaching_id, allowed=True, agreed_to=agreed(key="mail_words"))
    named = letter()
    assert "one employer answered, Harbour Co." in " ".join(named.text.split())
    assert "SQL" not in named.text + named.html  # a letter never quotes an answer
    assert ("story", case_id) in looked_at()


def test_a_question_is_counted_where_its_place_is_granted_until_a_coach_answers(cast, letter, worded):
    case_id = case_of(cast.sam.person_id)
    db.session.execute(update(Case).values(opened_at=clock.now() - timedelta(days=60)))
    plan_of(cast)
    db.session.execute(update(Action).values(due_on=None))
    db.session.execute(update(Review).values(withdrawn_at=clock.now()))
    add_comment(cast.sam, cast.sam.person_id, PLAN, body=f"{CANARY}?")
    add_comment(cast.sam, cast.sam.person_id, on_case(case_id), body=f"{CANARY}!")
    cast.grant(Section.STORY, future=True)
    assert "a comment that no coach has answered" in letter().text
    assert set(looked_at()) == {("story", case_id)}
    cast.grant(Section.STORY, Section.PLAN, future=True)
    said = letter()
    assert "2 comments that no coach has answered" in said.text
    assert f"/coach/today/{cast.sam.person_id}" in said.text
    assert CANARY not in said.text + said.html
    with time_machine.travel(clock.now() + timedelta(minutes=1), tick=False):
        add_comment(cast.casey, cast.sam.person_id, PLAN, body="Yes.")
        add_comment(cast.casey, cast.sam.person_id, on_case(case_id), body="Yes.")
        assert letter() is Reason.EMPTY


def test_a_question_beside_a_deeper_answer_is_counted_and_is_no_look_before_the_coach_chose(cast, letter):
    case_id = case_of(cast.sam.person_id)
    add_comment(cast.sam, cast.sam.person_id, on_answer(case_id, "deeper", "research"), body="Why?")
    cast.grant(Section.DEEPER, future=True)
    assert "a comment that no coach has answered" in letter().text
    assert looked_at() == []


def test_what_was_done_on_today_is_not_told_again(cast, letter):
    answered(cast.sam, "Too little SQL.")
    cast.grant(Section.FEEDBACK, future=True)
    with time_machine.travel(clock.now() + timedelta(minutes=1), tick=False):
        done(cast.casey, cast.sam.person_id)
        assert letter() is Reason.EMPTY


@pytest.mark.parametrize(
    "sections", [*({one} for one in Section), set(Section), set()], ids=lambda one: "+".join(sorted(one))
)
def test_the_letter_tells_of_what_was_said_exactly_what_today_tells(cast, letter, sections):
    answered(cast.sam, "Too little SQL.")
    case_id = case_of(cast.sam.person_id)
    plan_of(cast)
    for target in (
        PLAN,
        on_case(case_id),
        on_answer(case_id, "first_assessment", "clarity"),
        on_answer(case_id, "deeper", "rapport"),
    ):
        add_comment(cast.sam, cast.sam.person_id, target, body="Why?")
    if sections:
        cast.grant(*sections, future=True)
    today = [r for line in coach_today(cast.casey).lines for r in line.reasons if r.why.value in SAID]
    (facts,) = gather([letter.message()]).values()
    told = [r for line in facts.in_order() for r in line.reasons if r.why.value in SAID]
    assert Counter({r.why.value: r.count or 1 for r in today}) == Counter({r.why.value: r.n for r in told})
    assert {place for r in today for place in r.needs if place[0] is not Section.DEEPER} == {
        place for r in told for place in r.seen(words=False)
    }


def test_the_talks_of_the_coming_week_are_told_in_the_coachs_time(cast, letter):
    for days in (2, 9):
        starts_at = clock.instant(
            datetime.combine(clock.today(cast.casey.zone) + timedelta(days=days), time(10, 30)), cast.casey.zone
        )
        with_talk(cast, starts_at)
    said = letter()
    assert said.text.count("10:30") == 1
    assert f"/coach/seekers/{cast.sam.person_id}" in said.text and "Talks this week" in said.html
    assert looked_at() == []  # it is the coaching's, and no section's
    db.session.execute(update(Talk).values(cancelled_at=clock.now()))
    assert letter() is Reason.EMPTY


def with_talk(cast, starts_at):
    now = clock.now()
    ids = {"seeker_id": cast.sam.person_id, "coaching_id": cast.coaching_id, "set_by_id": cast.casey.person_id}
    at = {"starts_at": starts_at, "minutes": 30, "set_at": now, "changed_at": now}
    db.session.add(Talk(id=new_id(), **ids, **at, place="", link="", by_coach=True, sequence=0))
    db.session.flush()


def looked_at():
    """What the digests logged so far, as (section, case)."""
    return [
        tuple(row) for row in db.session.execute(select(Look.section, Look.case_id).where(Look.surface == "digest"))
    ]


@pytest.mark.parametrize("cases", [1, 12])
def test_statements_do_not_grow_with_what_there_is(cast, letter, counted, cases):
    plan_of(cast)
    for number in range(cases):
        case_id = case_of(cast.sam.person_id, f"Company {number}")
        add_comment(cast.sam, cast.sam.person_id, on_case(case_id), body="Why?")
        with_talk(cast, clock.now() + timedelta(hours=number + 1))
    cast.grant(Section.STORY, Section.PLAN, Section.ACTIVITY, future=True)
    with counted() as statements:
        letter()
    assert len(statements) == 8  # seven to gather, one for the looks
