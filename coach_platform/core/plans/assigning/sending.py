"""Proposing one template to many: to each by the same verb as to one, all or nothing, once however often it is sent."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select, update

from coach_platform.core.access import looks
from coach_platform.core.access.actor import Actor
from coach_platform.core.access.figures import Surface
from coach_platform.core.access.permissions import Permission, require
from coach_platform.core.access.sight import sights_of
from coach_platform.core.plans.assigning.choosing import MOST, has_it, may_propose
from coach_platform.core.plans.assigning.models import Assignment
from coach_platform.core.plans.comments import LENGTH, add_comment
from coach_platform.core.plans.details import EARLIEST, LATEST
from coach_platform.core.plans.models import Action, ActionState, Comment, CommentTarget
from coach_platform.core.plans.owned import plan_of
from coach_platform.core.plans.proposals import propose_action, take_back_proposal
from coach_platform.core.plans.targets import Target
from coach_platform.core.plans.templates.offering import Offered, find_offered
from coach_platform.core.relations.models import Person, Section
from coach_platform.kit import clock
from coach_platform.kit.constraints import meaning
from coach_platform.kit.db import db
from coach_platform.kit.errors import Conflict, Invalid, NotFound
from coach_platform.kit.i18n import lazy as l_


@dataclass(frozen=True)
class Given:
    """What a coach says to all of them: `words` may be empty; `due_on` None: the template's days from each one's today."""

    words: str = ""
    due_on: date | None = None


@dataclass(frozen=True)
class Proposed:
    """One of those who got it, whose plan the coach sees. `state` is an action's, "" when it is gone."""

    seeker_id: UUID
    name: str
    state: str


@dataclass(frozen=True)
class Sent:
    """What was proposed, and what became of it, as far as the plans are still shared."""

    id: UUID
    template: Offered | None  # None: it is not offered any more
    asked: int  # how many were
    people: list[Proposed]

    @property
    def waiting(self) -> int:
        """How many can still be taken back."""
        return sum(one.state == ActionState.PROPOSED for one in self.people)


def assign(actor: Actor, seeker_ids: Collection[UUID], key: str, *, given: Given, client_id: UUID) -> UUID:
    """Propose it to each who can receive it and has it not open; the id of what was done. Others are passed over.

    `client_id` names the act: sent twice, it is done once. Raises: NotAllowed, Invalid (template: none that
    is offered; words, due_on; seekers: nobody, or too many).
    """
    require(actor, Permission.USE_COACH_FACE)
    template = _template(actor, key)
    if template is None:
        raise Invalid({"template": l_("Choose an action or a guide.")})
    _check(seeker_ids, given)
    sent = {"template_key": key, "template_version": template.version, "people": 0, "sent_at": clock.now()}
    one = Assignment(coach_id=actor.person_id, client_id=client_id, **sent)
    try:
        # Two at once: the second waits here for the first, and finds what it did.
        with meaning({"uq_assignments_client": Conflict()}):
            db.session.add(one)
    except Conflict:
        return _done_before(actor, client_id)
    wanted = set(seeker_ids)
    able = sorted(key for key, sight in sights_of(actor).items() if key in wanted and may_propose(actor, sight))
    people = {row.id: row for row in db.session.execute(_people(able))}
    # In one order: each plan is locked, and two coaches at once must not wait for one another.
    one.people = sum(_propose(actor, people[seeker_id], template, given, one.id) for seeker_id in able)
    if not one.people:
        raise Invalid({"seekers": l_("None of them can receive it any more: nothing was proposed.")})
    db.session.flush()
    return one.id


def sent(actor: Actor, assignment_id: UUID) -> Sent:
    """What was proposed by this act. Four statements with the looks at the plans. Raises: NotFound."""
    one = _own(actor, assignment_id)
    sights = {key: sight for key, sight in sights_of(actor).items() if sight.section(Section.PLAN)}
    rows = db.session.execute(
        select(Action.seeker_id, Action.state, Action.deleted_at, Person.name)
        .join(Person, Person.id == Action.seeker_id)
        .where(Action.assignment_id == one.id, Action.seeker_id.in_(list(sights)))
        .order_by(Person.name_sort, Person.id)
    ).all()
    looks.record(actor.name, [(sights[row.seeker_id], (Section.PLAN, None)) for row in rows], surface=Surface.PAGE)
    people = [Proposed(row.seeker_id, row.name, "" if row.deleted_at else row.state.value) for row in rows]
    return Sent(one.id, _template(actor, one.template_key), one.people, people)


def take_back(actor: Actor, assignment_id: UUID) -> int:
    """Take back what was not answered yet, with the word that came with it; how many. Raises: NotFound."""
    one = _own(actor, assignment_id, lock=True)
    seen = [key for key, sight in sights_of(actor).items() if sight.section(Section.PLAN)]
    waiting = db.session.execute(
        select(Action.seeker_id, Action.id)
        .where(Action.assignment_id == one.id, Action.seeker_id.in_(seen), Action.deleted_at.is_(None))
        .where(Action.state == ActionState.PROPOSED)
        .order_by(Action.seeker_id)
    ).all()
    taken = [row.id for row in waiting if _take_back(actor, row)]
    said = (Comment.author_id == actor.person_id, Comment.action_id.in_(taken), Comment.deleted_at.is_(None))
    db.session.execute(update(Comment).where(*said).values(deleted_at=clock.now()))
    one.taken_back_at = clock.now()
    db.session.flush()
    return len(taken)


def _people(ids: list[UUID]) -> Select:
    return select(Person.id, Person.zone, Person.locale).where(Person.id.in_(ids))


def _propose(actor: Actor, person: Any, template: Offered, given: Given, assignment_id: UUID) -> bool:
    plan_of(person.id)  # locked: nobody gets it twice, whoever proposes at the same moment
    if db.session.scalar(select(has_it(person.id, template.key))):
        return False
    due_on = given.due_on or clock.today(person.zone) + timedelta(days=template.days)
    locale = template.language(person.locale)
    details = replace(template.details(locale), due_on=due_on)
    action_id = propose_action(actor, person.id, details=details, template=template, locale=locale)
    db.session.execute(update(Action).where(Action.id == action_id).values(assignment_id=assignment_id))
    if given.words.strip():
        add_comment(actor, person.id, Target(CommentTarget.ACTION, action_id), body=given.words)
    return True


def _take_back(actor: Actor, row: Any) -> bool:
    try:
        take_back_proposal(actor, row.seeker_id, row.id)
    except (Conflict, NotFound):  # answered in this moment
        return False
    return True


def _check(seeker_ids: Collection[UUID], given: Given) -> None:
    wrong: dict[str, object] = {}
    if not seeker_ids:
        wrong["seekers"] = l_("Choose at least one person.")
    if len(set(seeker_ids)) > MOST:
        wrong["seekers"] = l_("Choose at most %(n)s people at once.", n=MOST)
    if len(given.words) > LENGTH:
        wrong["words"] = l_("Please keep it under %(n)s characters.", n=LENGTH)
    if given.due_on is not None and not EARLIEST <= given.due_on <= LATEST:
        wrong["due_on"] = l_("Please check the year.")
    if wrong:
        raise Invalid(wrong)


def _own(actor: Actor, assignment_id: UUID, *, lock: bool = False) -> Assignment:
    query = select(Assignment).where(Assignment.id == assignment_id, Assignment.coach_id == actor.person_id)
    found = db.session.scalars(query.with_for_update() if lock else query).first()
    if found is None:
        raise NotFound
    return found


def _done_before(actor: Actor, client_id: UUID) -> UUID:
    before = (Assignment.coach_id == actor.person_id, Assignment.client_id == client_id)
    return db.session.scalars(select(Assignment.id).where(*before)).one()


def _template(actor: Actor, key: str) -> Offered | None:
    try:
        return find_offered(actor, key)
    except NotFound:
        return None
