"""The sample world with somebody signed in as each of the matrix's people, and the ids of Sam's things."""

import gzip
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, text, update

from coach_platform.content.vocabulary import Section
from coach_platform.core.access.sight import own_sight
from coach_platform.core.accounts import sessions
from coach_platform.core.accounts.actors import actor_by_email, actor_for
from coach_platform.core.accounts.factors import app_codes
from coach_platform.core.accounts.factors.models import Passkey
from coach_platform.core.accounts.models import Invitation
from coach_platform.core.applications.models import (
    Application,
    Case,
    Contact,
    Import,
    OutcomeEvent,
    ResumeVersion,
    SearchEnd,
    StageEvent,
)
from coach_platform.core.assessments.models import AssessmentResponse
from coach_platform.core.coaching import away, leaving
from coach_platform.core.coaching.handing import asking as hand_overs
from coach_platform.core.coaching.inviting.models import SeekerInvitation
from coach_platform.core.coaching.models import CoachNote, CoachProfile
from coach_platform.core.coaching.noted.models import NotedEntry, NotedKind
from coach_platform.core.coaching.notes_requests import asking
from coach_platform.core.coaching.notes_requests.models import NotesRequest
from coach_platform.core.incidents.models import IncidentEntry, Risk
from coach_platform.core.insights.patterns.judging import find
from coach_platform.core.insights.reading import read
from coach_platform.core.insights.victories import victories
from coach_platform.core.library.models import OrganisationGuide, Snippet
from coach_platform.core.plans.assigning.models import Assignment
from coach_platform.core.plans.models import Action, Comment, Review
from coach_platform.core.plans.suggestions import proposed
from coach_platform.core.plans.templates.models import OwnTemplate
from coach_platform.core.portability.models import Export
from coach_platform.core.practice.models import PracticeItem
from coach_platform.core.reconnect.models import Door, Feedback, FeedbackCard, ReconnectEvent
from coach_platform.core.relations.models import (
    CaseScope,
    Coaching,
    CoachingState,
    Grant,
    GrantCase,
    GrantExclusion,
    Membership,
    Office,
    Organisation,
    Person,
    Role,
    Team,
    TeamMember,
)
from coach_platform.core.reports.models import ProgressReport
from coach_platform.core.today.caseload.models import CaseloadView
from coach_platform.core.today.queue.models import HandOn
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.ids import new_id
from tests.browsing import Browser

ACCOUNT_OF = {"bare": "casey", "expired": "casey", "ended": "casey"}


@dataclass
class World:
    """Browsers by person, and values for the parameters of addresses."""

    browsers: dict[str, Browser]
    ids: dict[str, Any]
    by_endpoint: dict[str, dict[str, Any]] = field(default_factory=dict)
    sam: UUID | None = None
    casey: UUID | None = None
    coaching: UUID | None = None
    team: UUID | None = None
    teammate: UUID | None = None
    filled: dict[str, str] = field(default_factory=dict)  # what forms name

    def values(self, endpoint: str, names: set[str]) -> dict[str, Any]:
        """A value for each parameter of a route. Raises: KeyError for a new one, which must be added here."""
        known = {**self.ids, **self.by_endpoint.get(endpoint.split(".")[0], {}), **self.by_endpoint.get(endpoint, {})}
        return {name: known[name] for name in names}

    def grant(self, sections: set[Section], *, cases: list[UUID] | None = None) -> None:
        """Sam grants Casey these sections of everything (or of these cases), in place of what was granted."""
        self._grant(sections, cases, coach_id=self.casey)

    def share_with_team(self, sections: set[Section], *, cases: list[UUID] | None = None) -> UUID:
        """The same with the team that teammate is in."""
        return self._grant(sections, cases, team_id=self.team)

    def _grant(self, sections: set[Section], cases: list[UUID] | None, **whom: Any) -> UUID:
        same = Grant.team_id.is_(None) if "coach_id" in whom else Grant.team_id == self.team
        db.session.execute(
            update(Grant)
            .where(Grant.coaching_id == self.coaching, Grant.revoked_at.is_(None), same)
            .values(revoked_at=clock.now())
        )
        grant_id = new_id()
        row = {
            "id": grant_id,
            "seeker_id": self.sam,
            "coaching_id": self.coaching,
            **whom,
            "sections": [section.value for section in sections],
            "case_scope": CaseScope.FUTURE_TOO if cases is None else CaseScope.LISTED,
            "agreed_at": clock.now(),
            "consent_key": "test",
            "consent_version": 1,
            "consent_locale": "en",
            "consent_text": "test",
        }
        db.session.execute(insert(Grant).values(row))
        for case_id in cases or ():
            listed = {"grant_id": grant_id, "case_id": case_id, "seeker_id": self.sam}
            db.session.execute(insert(GrantCase).values(listed))
        db.session.commit()
        return grant_id

    def let_grant_run_out(self) -> None:
        """Sam granted everything until yesterday."""
        self._grant(set(Section), None, coach_id=self.casey, ends_at=clock.now() - timedelta(hours=1))

    def end_coaching(self) -> None:
        """What an end leaves: no live grant, no active coaching."""
        moment = clock.now()
        db.session.execute(
            update(Grant)
            .where(Grant.coaching_id == self.coaching, Grant.revoked_at.is_(None))
            .values(revoked_at=moment)
        )
        ended = {"state": CoachingState.ENDED, "ended_at": moment}
        db.session.execute(update(Coaching).where(Coaching.id == self.coaching).values(ended))
        db.session.commit()


@contextmanager
def undone() -> Iterator[None]:
    """Whatever happens inside did not happen."""
    db.session.remove()  # what it had begun would end around ours
    savepoint = db.engine.begin_nested()
    try:
        yield
    finally:
        db.session.remove()
        savepoint.rollback()


def routes(app: Any) -> dict[str, Any]:
    """ "METHOD endpoint" -> rule."""
    return {
        f"{method} {rule.endpoint}": rule
        for rule in app.url_map.iter_rules()
        for method in rule.methods - {"HEAD", "OPTIONS"}
        if rule.endpoint != "static"
    }


def build(app: Any, browser: Callable[[], Browser]) -> World:
    """From the loaded sample world."""
    known = ("sam", "casey", "nina", "omar", "dana", "root")
    people = {name: actor_by_email(f"{name}@example.org") for name in known}
    team_id, of_team = _team(people["casey"].organisation_ids)
    people |= of_team | _elsewhere(people["sam"].person_id, people["dana"])
    browsers = {"nobody": browser()}
    for name in (*people, *ACCOUNT_OF):
        actor = people[ACCOUNT_OF.get(name, name)]
        browsers[name] = browser()
        token = sessions.open_session(actor.person_id, device="matrix", second_factor=True)
        with browsers[name].client.session_transaction() as cookie:
            cookie["_user_id"], cookie["_fresh"] = token, True
    db.session.commit()
    world = World(browsers, {}, sam=people["sam"].person_id, casey=people["casey"].person_id)
    world.team, world.teammate = team_id, people["teammate"].person_id
    _find(world)
    return world


def _team(organisation_ids: frozenset[UUID]) -> tuple[UUID, dict[str, Any]]:
    """A team of Casey's organisation: teammate is on its list, left was."""
    (organisation_id,) = organisation_ids
    moment = clock.now() - timedelta(days=30)
    team = Team(organisation_id=organisation_id, name="Matrix team", name_sort="matrix team", created_at=moment)
    db.session.add(team)
    for name in ("teammate", "left"):
        facts = {"email": f"{name}@example.org", "name": name.title(), "name_sort": name, "locale": "en"}
        person = Person(**facts, zone="America/Toronto", confirmed_at=moment, created_at=moment)
        db.session.add(person)
        db.session.flush()
        seat = {"organisation_id": organisation_id, "role": Role.COACH, "from_at": moment}
        over = clock.now() if name == "left" else None
        member = TeamMember(team_id=team.id, person_id=person.id, joined_at=moment, left_at=over)
        db.session.add_all([Membership(person_id=person.id, **seat), member])
    db.session.flush()
    return team.id, {name: actor_by_email(f"{name}@example.org") for name in ("teammate", "left")}


def _elsewhere(sam: UUID, dana: Any) -> dict[str, Any]:
    """gone was a coach of Sam's at the agency, left it by the verb, and works for another agency, whose admin is erin."""
    (agency_id,) = dana.admin_of
    moment = clock.now() - timedelta(days=300)  # before Casey
    other = Organisation(name="Elsewhere", name_sort="elsewhere", created_at=moment)
    db.session.add(other)
    db.session.flush()
    seats = {"gone": [(Role.COACH, agency_id), (Role.COACH, other.id)], "erin": [(Role.ADMIN, other.id)]}
    for name, held in seats.items():
        facts = {"email": f"{name}@example.org", "name": name.title(), "name_sort": name, "locale": "en"}
        person = Person(**facts, zone="America/Toronto", confirmed_at=moment, created_at=moment)
        db.session.add(person)
        db.session.flush()
        for role, organisation_id in held:
            db.session.add(Membership(person_id=person.id, organisation_id=organisation_id, role=role, from_at=moment))
    db.session.flush()
    gone = actor_by_email("gone@example.org")
    beside = {"seeker_id": sam, "coach_id": gone.person_id, "organisation_id": agency_id, "state": CoachingState.ACTIVE}
    coaching = Coaching(**beside, places_candidates=False, asked_at=moment, answered_at=moment)
    db.session.add(coaching)
    db.session.flush()
    facts = {"coaching_id": coaching.id, "seeker_id": sam, "coach_id": gone.person_id, "agreed_at": moment}
    text_of = {"consent_key": "test", "consent_version": 1, "consent_locale": "en", "consent_text": "test"}
    db.session.add(Grant(**facts, **text_of, sections=[s.value for s in Section], case_scope=CaseScope.FUTURE_TOO))
    db.session.flush()
    leaving.leave(gone, agency_id)
    return {name: actor_by_email(f"{name}@example.org") for name in seats}


def _handing(world: World) -> dict[str, dict[str, Any]]:
    """Casey proposes teammate to Sam, is away next week; an office of the agency, and Casey as one of its people."""
    casey = actor_for(world.casey)
    day = clock.today(casey.zone) + timedelta(days=3)
    away_id = away.add_away(casey, from_on=day, until_on=day)
    asked = hand_overs.ask_hand_over(casey, world.coaching, to_coach_id=world.teammate, note="canary-hand-over")
    office = _one(select(Office.id).where(Office.organisation_id == world.ids["organisation_id"]))
    world.filled |= {"from_on": str(day), "until_on": str(day), "to": str(world.teammate), "note": "x", "end_old": "no"}
    world.filled |= {"office": "none", "move_to": "none"}
    world.ids |= {"hand_over_id": asked, "away_id": away_id, "office_id": office, "member_id": world.casey}
    dana = actor_by_email("dana@example.org").person_id
    return {"organisation_people.unmake_admin": {"member_id": dana}}


def _shared_with_team(world: World, used: set[UUID]) -> UUID:
    """Sam shares everything with it, but for one case."""
    world.filled = {"grant": str(world.share_with_team(set(Section))), "person": str(world.teammate)}
    kept_out = _one(select(Case.id).where(Case.seeker_id == world.sam, Case.id.not_in(used)))
    exclusion = {"grant_id": UUID(world.filled["grant"]), "case_id": kept_out, "seeker_id": world.sam}
    db.session.add(GrantExclusion(**exclusion, excluded_at=clock.now()))
    return kept_out


def _one(query: Any) -> Any:
    found = db.session.scalars(query.limit(1)).first()
    assert found is not None, f"the sample world has nothing for {query}"
    return found


def _said_of(seeker_id: UUID, *, and_not_of: UUID) -> str:
    """The key of a pattern that is somebody's alone."""
    ours, theirs = ({one.key for one in find(read(own_sight(one_id)).facts)} for one_id in (seeker_id, and_not_of))
    return min(ours - theirs)


def _find(world: World) -> None:
    sam, casey = world.sam, world.casey
    world.coaching = _one(
        select(Coaching.id).where(Coaching.seeker_id == sam, Coaching.coach_id == casey, Coaching.state == "active")
    )
    case = _one(select(Case).where(Case.seeker_id == sam))
    shared = select(GrantCase.case_id).join(Grant, Grant.id == GrantCase.grant_id).where(Grant.revoked_at.is_(None))
    item = _one(select(PracticeItem.id).where(PracticeItem.seeker_id == sam, PracticeItem.case_id.in_(shared)))
    mine = _one(select(Comment.id).where(Comment.seeker_id == sam, Comment.author_id == sam))
    theirs = _one(select(Comment).where(Comment.seeker_id == sam, Comment.author_id == casey, Comment.target == "case"))
    note = CoachNote(
        seeker_id=sam,
        coaching_id=world.coaching,
        author_id=casey,
        body="canary-note",
        locale="en",
        created_at=clock.now(),
        updated_at=clock.now(),
    )
    export = Export(
        person_id=sam,
        state="ready",
        asked_at=clock.now(),
        ready_at=clock.now(),
        ends_at=clock.now() + timedelta(days=1),
        body=gzip.compress(b"{}"),
    )
    invitation = Invitation(
        email="new@example.org",
        role=Role.COACH,
        locale="en",
        created_at=clock.now(),
        ends_at=clock.now() + timedelta(days=9),
    )
    passkey = Passkey(
        person_id=sam,
        name="canary-key",
        credential_id=b"sam's",
        public_key=b"",
        sign_count=0,
        transports=[],
        added_at=clock.now(),
    )
    brought = Import(seeker_id=sam, rows_brought=0, rows_left=0, created_at=clock.now())
    earlier = SearchEnd(
        seeker_id=sam, found_work_at=clock.now(), searching_again_at=clock.now(), helped=[], words="x", locale="en"
    )
    db.session.add_all([note, export, invitation, passkey, brought, earlier])
    db.session.flush()
    world.ids = {
        "seeker_id": sam,
        "person_id": sam,
        "application_id": case.application_id,
        "case_id": case.id,
        "contact_id": _one(select(Contact.id).where(Contact.seeker_id == sam)),
        "outcome_id": _one(select(OutcomeEvent.id).where(OutcomeEvent.seeker_id == sam)),
        "event_id": _one(select(StageEvent.id).where(StageEvent.seeker_id == sam)),
        "import_id": brought.id,
        "resume_id": _one(select(ResumeVersion.id).where(ResumeVersion.seeker_id == sam)),
        "point_id": _one(select(Action.id).where(Action.seeker_id == sam, Action.state == "open")),
        "review_id": _one(select(Review.id).where(Review.seeker_id == sam, Review.answered_at.is_(None))),
        "item_id": item,
        "coaching_id": world.coaching,
        "coach_id": _one(select(CoachProfile.coach_id).where(CoachProfile.listed)),
        "note_id": note.id,
        "export_id": export.id,
        "passkey_id": passkey.id,
        "invitation_id": invitation.id,
        "organisation_id": _one(
            select(Organisation.id).where(
                Organisation.id
                == select(Coaching.organisation_id).where(Coaching.id == world.coaching).scalar_subquery()
            )
        ),
        "session_id": db.session.scalar(
            text("select id from sign_in_sessions where person_id = :me order by id limit 1").bindparams(me=sam)
        ),
        "comment_id": mine,
        "word": "applied",
        "step": "first",
        "rule": _offered(world),
        "key": "research",
        "kind": "digest_seeker",
        "reason": "letter_refused",
        "locale": "en",
        "face": "seeker",
        "summary": "seeker",
        "act": "done",
        "token": "AAAA",
    }
    world.ids["incident_id"] = _incident()
    world.ids["hand_on_id"] = _handed(world)
    world.ids |= _reconnect(world)
    app_codes.begin(actor_for(sam))
    world.ids["their_comment"] = theirs.id
    asked = select(Coaching.id).where(Coaching.coach_id == casey, Coaching.state == CoachingState.REQUESTED)
    sent = _one(select(SeekerInvitation.id).where(SeekerInvitation.coach_id == casey, SeekerInvitation.state == "sent"))
    world.ids["team_id"] = world.team
    world.ids |= _library(world)
    world.ids |= _of_the_caseload(world)
    world.by_endpoint = {
        "insights": {"key": _said_of(sam, and_not_of=actor_by_email("nina@example.org").person_id)},
        "victories": {"victory_id": victories(actor_for(sam)).shown[0].subject_id},
        "case_sharing": {"case_id": _shared_with_team(world, {case.id, theirs.case_id})},
        "organisation_templates": {"key": _own_template(world)},
        "coach_invitations": {"invitation_id": sent},
        "organisation_invitations": {"invitation_id": sent},
        "coach_comments": {"comment_id": theirs.id},
        **dict.fromkeys(("calibration", "coach_calibration.compare", "view_as.compare"), _two_views(world)),
        "coaching_requests.accept": {"coaching_id": _one(asked)},
        "coaching_requests.decline": {"coaching_id": _one(asked)},
        "privacy_choices": {"coaching_id": world.coaching, "request_id": _produced(world)},
        "notes_requests": {"request_id": _asked(world)},
        **_removed(world),
        **_sent(world),
        **_snippets(world),
        **_by_phone(world),
        **_handing(world),
    }
    world.ids["case_of_comment"] = theirs.case_id
    world.filled |= {"act": "done", "about": f"case|{theirs.case_id}", "up": "quiet"}
    db.session.commit()


def _library(world: World) -> dict[str, Any]:
    """A guide of Casey's organisation, and a snippet of Casey's own."""
    return {
        "guide_id": _one(
            select(OrganisationGuide.id).where(OrganisationGuide.organisation_id == world.ids["organisation_id"])
        ),
        "snippet_id": _one(select(Snippet.id).where(Snippet.owner_id == world.casey)),
    }


def _snippets(world: World) -> dict[str, dict[str, Any]]:
    """Those of the organisation, and one of each that was removed."""
    theirs = Snippet.organisation_id == world.ids["organisation_id"]
    used, others = _one(select(Snippet.id).where(theirs)), Snippet.id != world.ids["snippet_id"]
    gone = [
        _one(select(Snippet).where(Snippet.owner_id == world.casey, others)),
        _one(select(Snippet).where(theirs, Snippet.id != used)),
    ]
    for one in gone:
        one.deleted_at = clock.now()
    return {
        "inserting.text": {"key": used},
        "organisation_snippets": {"snippet_id": used},
        "organisation_snippets.restore": {"snippet_id": gone[1].id},
        "coach_snippets.restore": {"snippet_id": gone[0].id},
    }


def _of_the_caseload(world: World) -> dict[str, UUID]:
    """A view of Casey's, and what he proposed to several: Sam has it open."""
    facts = {"coach_id": world.casey, "name": "Mine", "name_sort": "mine", "asked": {"overdue": ["1"]}, "position": 1}
    view = CaseloadView(**facts, created_at=clock.now())
    done = {"client_id": new_id(), "template_key": "fit.proof_beside_each_line", "template_version": 1}
    sent = Assignment(coach_id=world.casey, **done, people=1, sent_at=clock.now())
    db.session.add_all([view, sent])
    db.session.flush()
    of_sam = update(Action).where(Action.id == world.ids["point_id"])
    db.session.execute(of_sam.values(assignment_id=sent.id, template_key=sent.template_key))
    return {"view_id": view.id, "assignment_id": sent.id}


def _own_template(world: World) -> str:
    """One of the agency's own."""
    words = dict.fromkeys(("what", "why", "if_then", "obstacle", "obstacle_answer", "done_when"), "canary-template")
    facts = {"organisation_id": world.ids["organisation_id"], "key": new_id(), "version": 1, "words": {"fr": words}}
    one = OwnTemplate(**facts, kind="practice", days=7, made_at=clock.now())
    db.session.add(one)
    db.session.flush()
    return f"own.{one.key}"


def _two_views(world: World) -> dict[str, Any]:
    """The case of which Sam and Casey have both said how they see it; and whom Sam may ask."""
    world.filled["coach"] = str(world.casey)
    row = AssessmentResponse
    return {"case_id": _one(select(row.case_id).where(row.seeker_id == world.sam, row.author_id == world.casey))}


def _by_phone(world: World) -> dict[str, dict[str, Any]]:
    """What Casey noted for Sam, one of it taken out; reports that Casey made, one of them deleted."""
    waiting, out = (
        NotedEntry(
            seeker_id=world.sam,
            coaching_id=world.coaching,
            author_id=world.casey,
            author_name="Casey",
            kind=NotedKind.NO,
            body={
                "company": "Aurelia",
                "role": "Clerk",
                "outcome": "rejected",
                "stage": "applied",
                "on": "2026-01-05",
                "own_words": "x",
                "opens": False,
            },
            locale="en",
            client_id=new_id(),
            entered_at=clock.now() - timedelta(hours=1),
            removed_at=clock.now() if removed else None,
        )
        for removed in (False, True)
    )
    db.session.add_all([waiting, out])
    reports = [_report(world, deleted_at=moment) for moment in (None, clock.now())]
    db.session.add_all(reports)
    db.session.flush()
    return {
        "noted": {"entry_id": waiting.id},
        "noted.restore": {"entry_id": out.id},
        "coach_phone": {"entry_id": waiting.id, "what": "no"},
        "reports": {"report_id": reports[0].id},
        "reports.restore": {"report_id": reports[1].id},
        "coach_reports": {"report_id": reports[0].id},
    }


def _report(world: World, **more: Any) -> ProgressReport:
    report_id, today = new_id(), clock.today("Etc/UTC")
    plan = {"done": [["Call them", "en", None]], "open": [["Ask them", "en", None]], "done_count": 1, "open_count": 1}
    return ProgressReport(
        id=report_id,
        series_id=report_id,
        version=1,
        seeker_id=world.sam,
        coaching_id=world.coaching,
        made_by_id=world.casey,
        made_by_name="Casey",
        locale="en",
        audience="The fund",
        from_on=today - timedelta(days=30),
        to_on=today,
        sections=["plan"],
        content={"plan": {**plan, "reviews": 0, "named_case_ids": []}, "talks": None, "names": False},
        words="Well done",
        words_locale="en",
        client_id=new_id(),
        made_at=clock.now(),
        **more,
    )


def _asked(world: World) -> UUID:
    return asking.ask_notes(actor_for(world.sam), world.coaching)


def _produced(world: World) -> UUID:
    """What Sam may fetch: a file with nothing in it."""
    made = {"state": "produced", "asked_at": clock.now(), "due_on": clock.today("Etc/UTC"), "answered_at": clock.now()}
    said = {"about": "", "held_by": "", "asked_at": "2026-11-01T12:00:00+00:00", "made_at": "2026-11-02T12:00:00+00:00"}
    request = NotesRequest(seeker_id=world.sam, coach_id=world.casey, **made)
    request.body = gzip.compress(json.dumps({**said, "notes": [], "left_out": []}).encode())
    db.session.add(request)
    db.session.flush()
    return request.id


def _handed(world: World) -> UUID:
    """Casey handed Sam's line to a teammate, who left it lying: it is Casey's again, and can still be taken."""
    row = HandOn(seeker_id=world.sam, from_id=world.casey, to_id=world.teammate, section=Section.PLAN)
    row.created_at = clock.now() - timedelta(days=13)
    db.session.add(row)
    db.session.flush()
    return row.id


def _incident() -> UUID:
    words = dict.fromkeys(("title", "what_happened", "happened", "kinds", "risk_why"), "x")
    days = {"recorded_at": clock.now(), "aware_on": clock.today("Etc/UTC")}
    entry = IncidentEntry(id=new_id(), recorded_by_key="x", risk=Risk.NOT_SERIOUS, **words, **days)
    entry.incident_id = entry.id
    db.session.add(entry)
    db.session.flush()
    return entry.id


def _reconnect(world: World) -> dict[str, Any]:
    """What Sam wrote down of employers; the company as such can be written to in each case."""
    both = {"places_candidates": True, "by_phone": True}
    db.session.execute(update(Coaching).where(Coaching.id == world.coaching).values(both))
    typed = select(Feedback.id).where(Feedback.seeker_id == world.sam, Feedback.author_id == world.sam)
    return {
        "to_id": world.ids["case_id"],
        "feedback_id": _one(typed),
        "door_id": _one(select(Door.id).where(Door.seeker_id == world.sam)),
    }


def _sent(world: World) -> dict[str, dict[str, Any]]:
    event = _one(select(ReconnectEvent).where(ReconnectEvent.seeker_id == world.sam))
    card = _one(select(FeedbackCard).where(FeedbackCard.seeker_id == world.sam, FeedbackCard.declined_at.is_(None)))
    removed = _one(select(Feedback).where(Feedback.seeker_id == world.sam, Feedback.id != world.ids["feedback_id"]))
    removed.deleted_at = clock.now()
    of_removed = {"feedback_id": removed.id}
    return {
        "reconnect.undo": {"case_id": event.case_id, "event_id": event.id},
        "outreach.card": {"case_id": card.case_id, "to_id": card.to_id},
        "feedback.removed": of_removed,
        "feedback.restore": of_removed,
    }


def _removed(world: World) -> dict[str, dict[str, Any]]:
    """Things that were deleted and can come back."""
    sam, moment = world.sam, clock.now()
    chosen: dict[str, tuple[str, Any]] = {
        "applications.restore": ("application_id", select(Application).where(Application.seeker_id == sam)),
        "plan_points.restore": ("point_id", select(Action).where(Action.seeker_id == sam)),
        "seeker_comments.restore": ("comment_id", select(Comment).where(Comment.author_id == sam)),
    }
    found = {}
    for endpoint, (name, query) in chosen.items():
        kind = query.column_descriptions[0]["entity"]
        used = [value for value in world.ids.values() if isinstance(value, UUID)]
        row = db.session.scalars(query.where(kind.id.not_in(used)).order_by(kind.id.desc()).limit(1)).first()
        assert row is not None, endpoint
        row.deleted_at = moment
        found[endpoint] = {name: row.id}
    theirs = db.session.get_one(Comment, world.ids["their_comment"])
    copied = {c.key: getattr(theirs, c.key) for c in Comment.__table__.columns if c.key not in ("id", "deleted_at")}
    removed = Comment(**copied, deleted_at=moment)
    db.session.add(removed)
    db.session.flush()
    found["coach_comments.restore"] = {"comment_id": removed.id}
    found["seeker_comments.removed"] = found["seeker_comments.restore"]
    return found


def _offered(world: World) -> str:
    offered = proposed(actor_for(world.sam))
    return offered[0].rule
