"""The coach's digest: one line a person, of what was granted and nothing else."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, select, update

from coach_platform.content.vocabulary import Outcome, Section, Stage
from coach_platform.core.accounts import privacy
from coach_platform.core.applications.models import Application, Case
from coach_platform.core.assessments.models import CheckIn
from coach_platform.core.coaching.mail_words import allow_mail_words
from coach_platform.core.digests.coach import deciding
from coach_platform.core.digests.coach.gathering import gather
from coach_platform.core.digests.coach.writing import compose
from coach_platform.core.mail.letters import Outgoing
from coach_platform.core.mail.reasons import Reason
from coach_platform.core.plans.models import Action, ActionState, Plan, Review, Turn
from coach_platform.core.relations.models import Look, Person
from coach_platform.core.today.coach import coach_today
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.ids import new_id
from tests.agreed import agreed

CANARY = "Nordlys Canari"


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

    def now(who=cast.casey):
        message = Outgoing(
            id=new_id(),
            kind="digest_coach",
            key="test",
            address="casey@example.org",
            locale="en",
            zone=who.zone,
            person_id=who.person_id,
            name=who.name,
        )
        facts = gather([message])
        skipped = deciding.still_due([message], facts)
        return skipped.get(message.id) or compose([message], facts)[message.id]

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


@pytest.mark.parametrize("cases", [1, 12])
def test_statements_do_not_grow_with_what_there_is(cast, letter, counted, cases):
    for number in range(cases):
        case_of(cast.sam.person_id, f"Company {number}")
    plan_of(cast)
    cast.grant(Section.STORY, Section.PLAN, Section.ACTIVITY, future=True)
    with counted() as statements:
        letter()
    assert len(statements) == 7  # six to gather, one for the looks
