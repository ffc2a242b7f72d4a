"""The sample world in a database: all that is told is there, once, and it hangs together."""

from collections import Counter, defaultdict
from itertools import pairwise

import pytest
from sqlalchemy import func, select

from coach_platform.content import sample_world
from coach_platform.core.accounts.models import Credential
from coach_platform.core.accounts.password_rules import refusal
from coach_platform.core.accounts.passwords import verify
from coach_platform.core.applications.models import Application, Case, OutcomeEvent, StageEvent, StageRating
from coach_platform.core.applications.outcomes import MOVES
from coach_platform.core.applications.standing import standing_of
from coach_platform.core.digests.models import DigestSchedule, Frequency
from coach_platform.core.mail.kinds import all_kinds
from coach_platform.core.mail.models import Message
from coach_platform.core.mail.states import WAITING
from coach_platform.core.mail_history.lines import Became
from coach_platform.core.mail_history.lists import Wanted, mail_to
from coach_platform.core.relations.models import Coaching, CoachingState, Membership, Person
from coach_platform.kit.db import Base
from coach_platform.sample.loading import SampleIsThere, load
from coach_platform.sample.people import PASSWORD

STORIES = {story["seeker"]: story for story in sample_world.seekers()}


def id_of(world, login: str):
    return world.scalar(select(Person.id).where(Person.email == f"{login}@example.org"))


def counts(world) -> dict[str, int]:
    return {table.name: world.scalar(select(func.count()).select_from(table)) for table in Base.metadata.sorted_tables}


def by_application(world, model):
    found = defaultdict(list)
    for row in world.scalars(select(model)):
        found[row.application_id].append(row)
    return found


def test_it_is_written_in_batches_and_not_row_by_row(loading):
    assert len(loading) < 160  # thirty of them count the outcomes of six months


def test_sam_has_forty_applications_and_nine_cases(world):
    sam = id_of(world, "sam")
    assert world.scalar(select(func.count()).where(Application.seeker_id == sam)) == 40
    assert world.scalar(select(func.count()).where(Case.seeker_id == sam)) == 9


def test_casey_coaches_eight_seekers(world):
    states = world.scalars(select(Coaching.state).where(Coaching.coach_id == id_of(world, "casey")))
    assert Counter(states) == {
        CoachingState.ACTIVE: 8,
        CoachingState.INVITED: 1,
        CoachingState.REQUESTED: 1,
        CoachingState.ENDED: 1,
    }


def test_everybodys_applications_cases_and_days_are_there(world):
    told = Counter((login, a["company"]) for login, story in STORIES.items() for a in story["applications"])
    rows = world.execute(select(Person.email, Application.company).join(Person, Person.id == Application.seeker_id))
    assert Counter((email.partition("@")[0], company) for email, company in rows) == told
    opened = sum("case" in a for story in STORIES.values() for a in story["applications"])
    assert world.scalar(select(func.count()).select_from(Case)) == opened


def test_what_lists_repeat_equals_what_the_events_add_up_to(world):
    zones = dict(world.execute(select(Person.id, Person.zone)).all())
    events, ratings, outcomes = (by_application(world, model) for model in (StageEvent, StageRating, OutcomeEvent))
    for application in world.scalars(select(Application)):
        own = (rows[application.id] for rows in (events, ratings, outcomes))
        standing = standing_of(*own, zone=zones[application.seeker_id])
        assert {name: getattr(application, name) for name in vars(standing)} == vars(standing), application.company


def test_an_outcome_follows_the_one_before_as_the_rules_allow(world):
    for rows in by_application(world, OutcomeEvent).values():
        came = next(moment for moment in MOVES if moment[0] == "open")
        for row in sorted(rows, key=lambda row: (row.recorded_at, row.id)):
            assert (row.outcome, row.offer_state) in MOVES[came]
            came = (row.outcome, row.offer_state)


def test_everybody_signs_in_with_the_one_password(world):
    for person in world.scalars(select(Person)):
        assert person.confirmed_at and refusal(PASSWORD, person.email, person.name) is None
    hashes = set(world.scalars(select(Credential.password_hash)))
    assert len(hashes) == 1 and verify(PASSWORD, hashes.pop())
    assert world.scalar(select(func.count()).select_from(Credential)) == len(sample_world.people())


def test_each_role_is_a_membership_in_the_office_that_was_told(world):
    rows = world.execute(
        select(Person.email, Membership.role, Membership.office_id).join(Person, Person.id == Membership.person_id)
    ).all()
    told = {(person["email"], role) for person in sample_world.people() for role in person["roles"]}
    assert {(email, role) for email, role, _ in rows} == told and len(rows) == len(told)
    seated = {email.partition("@")[0] for email, _, office in rows if office}
    assert seated == {membership["person"] for membership in sample_world.memberships()}


def test_digests_come_when_each_person_chose(world):
    rows = world.execute(
        select(
            Person.email,
            DigestSchedule.weekday,
            DigestSchedule.hour,
            DigestSchedule.frequency,
            DigestSchedule.next_at,
        ).join(Person, Person.id == DigestSchedule.person_id)
    ).all()
    chosen = {p["email"]: p["digest"] for p in sample_world.people() if {"seeker", "coach"} & set(p["roles"])}
    assert {row.email for row in rows} == set(chosen)
    for row in rows:
        wish = chosen[row.email]
        assert (row.weekday, row.hour, row.frequency) == (wish["weekday"], wish["hour"], Frequency(wish["frequency"]))
        assert row.next_at is not None


def test_two_letters_are_on_their_way_and_nobody_hears_of_the_past(world):
    asked = select(Message.kind, Message.address, Message.at_once, Message.state)
    assert sorted(world.execute(asked.where(Message.state.in_(WAITING))).all()) == [
        ("digest_coach", "casey@example.org", True, "queued"),
        ("digest_seeker", "sam@example.org", True, "queued"),
    ]


def test_each_mail_of_the_past_tells_a_story_that_can_be_read(world):
    """A kind, a reason and steps that the page of one's mails knows; the oldest has the smallest id."""
    told = {one["to"] for one in sample_world.mails()}
    assert {"sam", "casey", "luce"} <= told
    for login in told:
        person = world.scalars(select(Person).where(Person.email == f"{login}@example.org")).one()
        lines = mail_to(person.id, Wanted(), "").rows
        past = [line for line in lines if line.became is not Became.WAITS]
        assert [line.at for line in past] == sorted((line.at for line in past), reverse=True)
        assert all(line.kind in all_kinds() for line in past)
        assert all((line.reason is None) == (line.became is Became.SENT) for line in past)
        assert all(earlier.at <= later.at for line in past for earlier, later in pairwise(line.steps))


def test_loading_again_changes_nothing(world):
    before = counts(world)
    with pytest.raises(SampleIsThere):
        load()
    assert counts(world) == before


def test_it_is_not_loaded_again_when_sam_has_erased_himself(world):
    world.execute(Base.metadata.tables["persons"].delete())
    with pytest.raises(SampleIsThere):
        load()
