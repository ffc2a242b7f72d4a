"""Loads the sample world, once, in one transaction."""

from datetime import UTC
from typing import Any

from sqlalchemy import exists, select, text

from coach_platform.content import sample_world
from coach_platform.core.access.audit import actor_key
from coach_platform.core.digests.models import Face, Frequency
from coach_platform.core.digests.now import send_now
from coach_platform.core.digests.preferences import ensure_schedule
from coach_platform.core.outcomes.freezing import freeze
from coach_platform.core.outcomes.months import to_freeze
from coach_platform.core.relations.models import AuditEvent, Person
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.sample.applications import gather_application, gather_search
from coach_platform.sample.caseload import gather_caseload
from coach_platform.sample.cases import gather_case, question_set_ids
from coach_platform.sample.coaching import Beside, gather_coachings, gather_grants
from coach_platform.sample.crowd import Crowd, crowd
from coach_platform.sample.handing import gather_handing
from coach_platform.sample.invitations import gather_invitations
from coach_platform.sample.library import gather_library, gather_talks
from coach_platform.sample.mails import gather_mails
from coach_platform.sample.people import Cast, Someone, gather_people
from coach_platform.sample.phone import add_talks
from coach_platform.sample.plans import gather_plan
from coach_platform.sample.preparation import gather_preparation, gather_setback
from coach_platform.sample.privacy import gather_privacy
from coach_platform.sample.queue import gather_queue
from coach_platform.sample.rows import Rows
from coach_platform.sample.said import gather_said
from coach_platform.sample.teams import gather_team_grants, gather_teams
from coach_platform.sample.waiting import gather_waiting

LOADED = "sample.loaded"  # the audit event that remembers it, whoever of the sample people is erased later
FIRST_DIGESTS = (("sam", Face.SEEKER), ("casey", Face.COACH))
OUTCOME_MONTHS = 3
_ONE_AT_A_TIME = text("select pg_advisory_xact_lock(hashtext('rebound.sample'))")


class SampleIsThere(Exception):
    """The sample world was loaded before, or the database holds people already."""


def load(*, crowded: bool = False) -> None:
    """Load all of it, `crowded` with the hundred around the told people; the caller commits.

    Raises: SampleIsThere, LookupError (the database was not migrated).
    """
    db.session.execute(_ONE_AT_A_TIME)
    if is_loaded() or has_people():
        raise SampleIsThere
    rows = Rows()
    cast = gather_world(rows, crowd() if crowded else None)
    rows.write(db.session())
    add_talks(cast)
    for person in cast.people.values():
        _digests(person)
    _first_digests(cast)
    _outcomes(cast)


def is_loaded() -> bool:
    """Whether the sample world was ever loaded here."""
    return bool(db.session.scalar(select(exists().where(AuditEvent.event == LOADED))))


def is_crowded() -> bool:
    """Whether it was loaded with the crowd."""
    details = db.session.scalar(select(AuditEvent.details).where(AuditEvent.event == LOADED))
    return bool(details and details.get("crowd"))


def has_people() -> bool:
    """Whether anybody has an account here."""
    return bool(db.session.scalar(select(exists().where(Person.id.is_not(None)))))


def gather_world(rows: Rows, around: Crowd | None = None) -> Cast:
    """Everything that content/sample/ tells, as rows, with those `around`; gives the cast."""
    now, around = clock.now(), around or Crowd()
    sets = question_set_ids()
    cast = gather_people(rows, now, around)
    teams = gather_teams(rows, cast)
    for story in [*sample_world.seekers(), *around.stories]:
        beside = _story(rows, cast, cast[story["seeker"]], story, sets)
        gather_team_grants(rows, cast[story["seeker"]], story, beside, teams)
    gather_library(rows, cast)
    gather_caseload(rows, cast)
    gather_handing(rows, cast)
    gather_invitations(rows, cast)
    gather_privacy(rows, cast)
    gather_waiting(rows, cast)
    gather_queue(rows, cast)
    gather_mails(rows, cast)
    rows.add(
        AuditEvent,
        at=now,
        actor_key=actor_key("sample"),
        event=LOADED,
        details={"people": len(cast.people), "crowd": len(around.people)},
    )
    return cast


def _story(rows: Rows, cast: Cast, seeker: Someone, story: dict[str, Any], sets: dict[str, Any]) -> dict[str, Beside]:
    resumes = gather_search(rows, seeker, story)
    cases = {}
    for told in story["applications"]:
        application = gather_application(rows, seeker, told, resumes)
        if "preparation" in told:
            gather_preparation(rows, application)
        if "case" in told:
            cases[told["key"]] = gather_case(rows, cast, application, sets)
    if "setback" in story:
        gather_setback(rows, seeker, story["setback"])
    beside = gather_coachings(rows, cast, seeker, story)
    gather_talks(rows, seeker, beside)
    gather_grants(rows, seeker, story, beside, {key: case.row.id for key, case in cases.items()})
    plan = gather_plan(rows, seeker, story["plan"], cases, beside) if story.get("plan") else None
    gather_said(rows, cast, seeker, story, cases, plan, beside)
    return beside


def _digests(person: Someone) -> None:
    wish = person.told["digest"]
    for face in person.faces:
        ensure_schedule(
            person.id,
            face,
            person.days.zone,
            frequency=Frequency(wish["frequency"]),
            weekday=wish["weekday"],
            hour=wish["hour"],
        )


def _first_digests(cast: Cast) -> None:
    """Ask for one digest of each kind at once, through the queue like any other: a letter to look at after `make run`."""
    for login, face in FIRST_DIGESTS:
        send_now(cast[login].id, face)


def _outcomes(cast: Cast) -> None:
    """The months that would have been frozen by now, the oldest first; nobody is written to about them."""
    newest = to_freeze(clock.now().astimezone(UTC).date())
    for organisation_id in cast.seats.organisations.values():
        for back in reversed(range(OUTCOME_MONTHS)):
            freeze(organisation_id, newest.plus(-back), tell=False)
