"""What is kept only for a while is removed for good, and nothing a day too early."""

from datetime import timedelta

import pytest
from sqlalchemy import create_engine, func, select, text, update

from coach_platform.content.vocabulary import ActionKind, Stage
from coach_platform.core.accounts import attempts, sessions
from coach_platform.core.accounts.lifetimes import SEEKER
from coach_platform.core.accounts.models import FailedAttempts, Invitation, SignInSession
from coach_platform.core.applications.cases import open_case
from coach_platform.core.applications.deleting import delete_application
from coach_platform.core.applications.log import log_no
from coach_platform.core.applications.models import Application, Case, ResumeVersion
from coach_platform.core.applications.resumes import remove_resume
from coach_platform.core.coaching.inviting import answering
from coach_platform.core.coaching.inviting.models import InvitationRound, SeekerInvitation
from coach_platform.core.coaching.inviting.opening import token_of
from coach_platform.core.drafts.models import Draft
from coach_platform.core.mail import keys, outbox
from coach_platform.core.mail.models import Message, Suppression
from coach_platform.core.plans import actions, comments
from coach_platform.core.plans.details import Details
from coach_platform.core.plans.models import Action, Comment, DismissedSuggestion
from coach_platform.core.plans.targets import on_action, on_case
from coach_platform.core.portability import retention
from coach_platform.core.portability.models import Export
from coach_platform.core.portability.retention import remove_what_is_over, statement
from coach_platform.core.portability.retention_schedule import (
    DELETED,
    DRAFTS,
    FOR_GOOD,
    INVITATIONS,
    LETTERS,
    LETTERS_TO_STRANGERS,
    PERIODS,
    REFUSING_ADDRESSES,
    SESSIONS,
    WHILE_THE_ACCOUNT_LIVES,
    Kept,
)
from coach_platform.core.portability.tables import RULES, End
from coach_platform.core.relations.models import Role
from coach_platform.kit import clock
from coach_platform.kit.db import Base, db
from coach_platform.kit.ids import new_id
from coach_platform.kit.undo import UNDO
from tests.apart import own_database
from tests.core.coaching.inviting.conftest import invited

DAY = timedelta(days=1)


def count(table) -> int:
    return db.session.scalar(select(func.count()).select_from(table))


def deleted(model, row_id, ago) -> None:
    db.session.execute(update(model).where(model.id == row_id).values(deleted_at=clock.now() - ago))


@pytest.mark.parametrize(("ago", "left"), [(29 * DAY, 1), (31 * DAY, 0)])
def test_a_deleted_application_goes_with_everything_of_it_after_thirty_days(cast, ago, left):
    application_id = log_no(cast.sam, company="Nordlys", role="Planner", stage=Stage.INTERVIEW)
    case_id = open_case(cast.sam, application_id)
    comments.add_comment(cast.sam, cast.sam.person_id, on_case(case_id), body="A close one")
    delete_application(cast.sam, application_id)
    deleted(Application, application_id, ago)
    assert not remove_what_is_over()
    assert [count(table) for table in (Application, Case, Comment)] == [left] * 3


@pytest.mark.parametrize(("ago", "left"), [(29 * DAY, 1), (31 * DAY, 0)])
def test_a_deleted_point_and_what_was_said_at_it_go_after_thirty_days(cast, ago, left):
    action_id = actions.add_action(cast.sam, details=Details(what="Practise", kind=ActionKind.PRACTICE))
    comments.add_comment(cast.sam, cast.sam.person_id, on_action(action_id), body="Aloud")
    actions.delete_action(cast.sam, action_id)
    deleted(Action, action_id, ago)
    remove_what_is_over()
    assert [count(table) for table in (Action, Comment)] == [left] * 2


def test_a_rule_whose_point_was_removed_is_not_offered_again(cast):
    action_id = actions.add_action(cast.sam, details=Details(what="Practise", kind=ActionKind.PRACTICE))
    db.session.execute(update(Action).values(rule_key="research.company", rule_version=1, rule_params={}))
    deleted(Action, action_id, 31 * DAY)
    remove_what_is_over()
    assert count(Action) == 0
    assert db.session.scalars(select(DismissedSuggestion.rule_key)).all() == ["research.company"]


def test_a_removed_resume_version_stays_while_an_application_names_it(cast):
    ids = [new_id(), new_id()]
    for row_id in ids:
        row = ResumeVersion(id=row_id, seeker_id=cast.sam.person_id, name="v", locale="en", created_at=clock.now())
        db.session.add(row)
    application_id = log_no(cast.sam, company="Nordlys", role="Planner", stage=Stage.INTERVIEW)
    db.session.execute(update(Application).where(Application.id == application_id).values(resume_version_id=ids[0]))
    for row_id in ids:
        remove_resume(cast.sam, row_id)
        deleted(ResumeVersion, row_id, 31 * DAY)
    remove_what_is_over()
    assert db.session.scalars(select(ResumeVersion.id)).all() == [ids[0]]


def test_failed_attempts_are_forgotten_after_a_day(cast):
    for address, ago in (("old@example.org", 25 * DAY / 24), ("new@example.org", 23 * DAY / 24)):
        attempts.begin(address)
        key = attempts.address_key(address)
        old = clock.now() - ago
        db.session.execute(update(FailedAttempts).where(FailedAttempts.address_key == key).values(last_at=old))
    remove_what_is_over()
    assert db.session.scalars(select(FailedAttempts.address_key)).all() == [attempts.address_key("new@example.org")]


@pytest.mark.parametrize(
    ("ended", "before_that"), [("revoked_at", 0 * DAY), ("ends_at", 0 * DAY), ("last_seen_at", SEEKER.idle)]
)
def test_an_ended_sign_in_goes_after_thirty_days_and_a_live_one_never(cast, ended, before_that):
    for device in ("live", "just ended", "long ended"):
        sessions.open_session(cast.sam.person_id, device=device)
    db.session.flush()
    for device, ago in (("just ended", SESSIONS - DAY), ("long ended", SESSIONS + DAY)):
        over = {ended: clock.now() - before_that - ago}
        db.session.execute(update(SignInSession).where(SignInSession.device == device).values(over))
    remove_what_is_over()
    assert set(db.session.scalars(select(SignInSession.device))) == {"live", "just ended"}


def letter(to, state: str, ago: timedelta) -> None:
    key = keys.about("mail_check", new_id())
    outbox.add("mail_check", key=key, to=to)
    moved = {"state": state, "due_at": clock.now() - ago, "address": f"{ago.days}@example.org"}
    db.session.execute(update(Message).where(Message.key == key.text).values(moved))


@pytest.mark.parametrize("state", ["sent", "skipped", "failed"])
def test_a_letter_that_is_done_is_kept_a_year_and_one_to_a_stranger_a_season(cast, state):
    stranger = outbox.Recipient("someone@example.com", "en", "Etc/UTC")
    for to, kept in ((cast.sam.person_id, LETTERS), (stranger, LETTERS_TO_STRANGERS)):
        letter(to, state, kept - DAY)
        letter(to, state, kept + DAY)
    remove_what_is_over()
    assert set(db.session.scalars(select(Message.address))) == {"364@example.org", "89@example.org"}


@pytest.mark.parametrize("state", ["queued", "claimed", "sending", "unknown"])
def test_a_letter_that_waits_is_never_forgotten(cast, state):
    letter(cast.sam.person_id, state, 10 * LETTERS)
    remove_what_is_over()
    assert count(Message) == 1


def test_an_invitation_goes_a_season_after_its_last_day(cast):
    for ago in (INVITATIONS - DAY, INVITATIONS + DAY):
        dates = {"created_at": clock.now() - ago, "ends_at": clock.now() - ago}
        db.session.add(Invitation(email=f"{ago.days}@example.com", role=Role.COACH, locale="en", **dates))
    db.session.flush()
    remove_what_is_over()
    assert db.session.scalars(select(Invitation.email)).all() == ["89@example.com"]


def test_an_address_that_refused_may_be_asked_once_more_after_a_year(cast):
    for ago in (REFUSING_ADDRESSES - DAY, REFUSING_ADDRESSES + DAY):
        row = {"address": f"{ago.days}@example.com", "reason": "address_refused", "since_at": clock.now() - ago}
        db.session.add(Suppression(**row))
    db.session.flush()
    remove_what_is_over()
    assert db.session.scalars(select(Suppression.address)).all() == ["364@example.com"]


def test_a_draft_nobody_came_back_to_for_a_year_goes(cast):
    for ago in (DRAFTS - DAY, DRAFTS + DAY):
        mine = {"person_id": cast.sam.person_id, "seeker_id": cast.sam.person_id, "subject_id": new_id()}
        db.session.add(Draft(**mine, form="quick_log", revision=1, body={}, updated_at=clock.now() - ago))
    db.session.flush()
    remove_what_is_over()
    [left] = db.session.scalars(select(Draft))
    assert clock.now() - left.updated_at < DRAFTS


def test_a_file_of_everything_goes_after_its_week(cast):
    for ends_at in (clock.now() + DAY, clock.now() - DAY):
        asked = {"asked_at": clock.now() - 7 * DAY, "ends_at": ends_at}
        db.session.add(Export(person_id=cast.sam.person_id, **asked))
    db.session.flush()
    remove_what_is_over()
    assert count(Export) == 1


def test_it_says_when_a_whole_chunk_was_over(cast, monkeypatch):
    monkeypatch.setattr(retention, "CHUNK", 2)
    for n in range(3):
        attempts.begin(f"{n}@example.org")
    db.session.execute(update(FailedAttempts).values(last_at=clock.now() - 2 * DAY))
    assert remove_what_is_over()
    assert not remove_what_is_over()
    assert count(FailedAttempts) == 0


def test_a_table_that_cannot_be_cleaned_stops_no_other(cast, monkeypatch):
    broken = Kept("looks", "id", DAY, "no_such_column < :before", "none")
    monkeypatch.setattr(retention, "PERIODS", (broken, *PERIODS))
    attempts.begin("old@example.org")
    db.session.execute(update(FailedAttempts).values(last_at=clock.now() - 2 * DAY))
    remove_what_is_over()
    assert count(FailedAttempts) == 0


def test_every_table_about_people_is_kept_for_a_time_that_is_said():
    about_people = {name for name, rule in RULES.items() if rule.on_erasure is not End.NOBODYS}
    with_a_period = {rule.table for rule in PERIODS if not rule.over.startswith((DELETED, "removed_at"))} & about_people
    assert about_people == with_a_period | WHILE_THE_ACCOUNT_LIVES | FOR_GOOD
    assert not with_a_period & WHILE_THE_ACCOUNT_LIVES
    assert not FOR_GOOD & (with_a_period | WHILE_THE_ACCOUNT_LIVES)
    assert {RULES[name].on_erasure for name in FOR_GOOD} == {End.PSEUDONYM}


def test_every_table_with_an_undo_has_a_rule():
    undone = {table.name for table in Base.metadata.sorted_tables if "deleted_at" in table.c}
    # The marks of an assessment name a posting's lines by id: they go with their application.
    assert undone - {rule.table for rule in PERIODS if rule.over.startswith(DELETED)} == {"requirements"}


@pytest.fixture(scope="module")
def untouched(services, template):
    """A database whose tables never held a row: what earlier tests undid makes files grow, and plans change with them."""
    with own_database(services, template, "retention") as urls:
        yield urls


@pytest.fixture
def as_worker(untouched):
    """With the rights of who removes: the web may not delete everywhere."""
    engine = create_engine(untouched.worker_url)
    with engine.begin() as connection:
        yield connection
    engine.dispose()


@pytest.mark.parametrize("rule", PERIODS, ids=[f"{rule.table} {rule.index}" for rule in PERIODS])
def test_what_is_over_is_found_by_its_index(as_worker, rule):
    # The tables are empty here, and PostgreSQL would read them whole; it does so now only where no index helps.
    as_worker.execute(text("set local enable_seqscan = off"))
    lines = as_worker.execute(text(f"explain {statement(rule)}"), {"before": clock.now() - rule.after}).scalars().all()
    plan = "\n".join(lines)
    assert "Seq Scan" not in plan, plan
    at = next(
        n for n, line in enumerate(lines) if f"Index Scan using {rule.index} " in line or f" {rule.index} " in line
    )
    # Narrowed by the moment, not walked from end to end.
    assert any("Cond" in line and "<" in line for line in lines[at : at + 3]), plan


def test_the_periods_that_people_are_told_are_those_that_hold():
    # The sentences of templates/auth/data.html: whoever changes a period changes them too.
    assert (UNDO, DRAFTS, LETTERS, SESSIONS) == (30 * DAY, 365 * DAY, 365 * DAY, 30 * DAY)
    assert attempts.FORGOTTEN_AFTER == DAY


@pytest.mark.parametrize(("ago", "left"), [(364, [1, 1]), (366, [0, 0])])
def test_an_address_that_never_answered_goes_after_a_year(cast, ago, left):
    invited(cast.casey, "lea@example.org")
    past = timedelta(days=ago)
    for table, column in ((SeekerInvitation, "created_at"), (InvitationRound, "sent_at")):
        db.session.execute(update(table).values({column: clock.now() - past}))
    remove_what_is_over()
    assert [count(table) for table in (SeekerInvitation, InvitationRound)] == left


def test_an_invitation_that_became_a_coaching_is_kept_with_it(cast):
    [row] = invited(cast.casey, "nina@example.org")
    answering.accept(cast.nina, token_of(row.id, row.ends_at))
    db.session.execute(update(SeekerInvitation).values(created_at=clock.now() - timedelta(days=900)))
    remove_what_is_over()
    assert count(SeekerInvitation) == 1
