"""What is kept only for a while is removed for good, and nothing a day too early."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from coach_platform.content.vocabulary import ActionKind, Stage
from coach_platform.core.accounts import attempts, sessions
from coach_platform.core.accounts.models import FailedAttempts, SignInSession
from coach_platform.core.applications.cases import open_case
from coach_platform.core.applications.deleting import delete_application
from coach_platform.core.applications.log import log_no
from coach_platform.core.applications.models import Application, Case, ResumeVersion
from coach_platform.core.applications.resumes import remove_resume
from coach_platform.core.coaching.inviting import answering
from coach_platform.core.coaching.inviting.models import InvitationRound, SeekerInvitation
from coach_platform.core.coaching.inviting.opening import token_of
from coach_platform.core.mail.models import Message
from coach_platform.core.plans import actions, comments
from coach_platform.core.plans.details import Details
from coach_platform.core.plans.models import Action, Comment, DismissedSuggestion
from coach_platform.core.plans.targets import on_action, on_case
from coach_platform.core.portability import retention
from coach_platform.core.portability.retention import CHUNK, RULES, SESSIONS, remove_what_is_over
from coach_platform.kit import clock
from coach_platform.kit.db import Base, db
from coach_platform.kit.ids import new_id
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


@pytest.mark.parametrize("ended", ["revoked_at", "ends_at"])
def test_an_ended_sign_in_goes_after_thirty_days_and_a_live_one_never(cast, ended):
    for device in ("live", "just ended", "long ended"):
        sessions.open_session(cast.sam.person_id, device=device)
    db.session.flush()
    for device, ago in (("just ended", SESSIONS - DAY), ("long ended", SESSIONS + DAY)):
        over = {ended: clock.now() - ago}
        db.session.execute(update(SignInSession).where(SignInSession.device == device).values(over))
    remove_what_is_over()
    assert set(db.session.scalars(select(SignInSession.device))) == {"live", "just ended"}


def test_it_says_when_a_whole_chunk_was_over(cast, monkeypatch):
    monkeypatch.setattr(retention, "CHUNK", 2)
    for n in range(3):
        attempts.begin(f"{n}@example.org")
    db.session.execute(update(FailedAttempts).values(last_at=clock.now() - 2 * DAY))
    assert remove_what_is_over()
    assert not remove_what_is_over()
    assert count(FailedAttempts) == 0


def test_every_table_with_an_undo_has_a_rule():
    undone = {table.name for table in Base.metadata.sorted_tables if "deleted_at" in table.c}
    # The marks of an assessment name a posting's lines by id: they go with their application.
    assert undone - {rule.table for rule in RULES} == {"requirements"}
    assert CHUNK > 0


@pytest.mark.parametrize(("ago", "left"), [(364, [1, 1, 1]), (366, [0, 0, 0])])
def test_an_address_that_never_answered_goes_after_a_year_with_its_letter(cast, ago, left):
    invited(cast.casey, "lea@example.org")
    past = timedelta(days=ago)
    for table, column in ((SeekerInvitation, "created_at"), (Message, "created_at"), (InvitationRound, "sent_at")):
        db.session.execute(update(table).values({column: clock.now() - past}))
    remove_what_is_over()
    assert [count(table) for table in (SeekerInvitation, Message, InvitationRound)] == left


def test_an_invitation_that_became_a_coaching_is_kept_with_it(cast):
    [row] = invited(cast.casey, "nina@example.org")
    answering.accept(cast.nina, token_of(row.id, row.ends_at))
    db.session.execute(update(SeekerInvitation).values(created_at=clock.now() - timedelta(days=900)))
    remove_what_is_over()
    assert count(SeekerInvitation) == 1
