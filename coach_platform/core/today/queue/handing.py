"""Handing a line on to a colleague of a team that shares the seeker; taking it, handing it back, taking it back.

Nothing granted moves with it: the colleague sees what the seeker shares with the team, and the note, which is one of the
coach's own notes about the seeker (core/coaching/notes.py): the seeker may ask for it under the law.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update

from coach_platform.core.access.actor import Actor
from coach_platform.core.access.links import live_grant, on_the_list
from coach_platform.core.access.looks import Seen
from coach_platform.core.access.permissions import Permission, require
from coach_platform.core.access.sight import Sight, sight_of, sights_of_coaches
from coach_platform.core.coaching.notes import add_note
from coach_platform.core.plans.waits import open_reviews
from coach_platform.core.relations.models import Grant, Person, Section, Team, TeamMember
from coach_platform.core.today.queue.gathering import desk_of, is_away, lines
from coach_platform.core.today.queue.models import HandOn
from coach_platform.core.today.queue.reasons import QueueLine
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.errors import Conflict, Invalid, NotFound
from coach_platform.kit.i18n import lazy as l_

NOTE = 500  # characters: a word between colleagues, not a report


@dataclass(frozen=True)
class Colleague:
    """Somebody who sees what the line shows."""

    person_id: UUID
    name: str


@dataclass(frozen=True)
class Handing:
    """The form: whose line, and who could take it."""

    seeker_id: UUID
    seeker: str
    colleagues: list[Colleague]


def handing(actor: Actor, seeker_id: UUID) -> Handing:
    """Whom the line could be handed to. Seven statements with the sign-in's. Raises: NotFound (no such line)."""
    sight, line = line_of(actor, seeker_id)
    return Handing(seeker_id, line.name, _colleagues(sight, _needs(line)))


def hand_on(actor: Actor, seeker_id: UUID, to_id: UUID | None, *, note: str = "") -> str:
    """The line is a colleague's now, until something newer arrives or they hand it back; their name.

    Raises: NotFound, Invalid (fields to, note).
    """
    sight, line = line_of(actor, seeker_id)
    to = next((one for one in _colleagues(sight, _needs(line)) if one.person_id == to_id), None)
    if to is None:
        raise Invalid({"to": l_("Choose a colleague who sees what this line shows.")})
    note = note.replace("\0", "").strip()
    if len(note) > NOTE:
        raise Invalid({"note": l_("Please keep it under %(n)s characters.", n=NOTE)})
    note_id = add_note(actor, seeker_id, body=note) if note else None
    section, case_id = line.reasons[0].needs[0]
    about = {"section": section, "case_id": case_id, "note_id": note_id}
    db.session.add(
        HandOn(seeker_id=seeker_id, from_id=actor.person_id, to_id=to.person_id, created_at=clock.now(), **about)
    )
    db.session.flush()
    return to.name


def already_with(actor: Actor, seeker_id: UUID) -> str:
    """The colleague who has the line that the actor handed on; "" for nobody. Raises: NotFound, NotAllowed."""
    coachs_sight(actor, seeker_id)
    moment = clock.now()
    rows = desk_of(actor.person_id, moment).hand_ons.get(seeker_id, ())
    return next((str(row.other) for row in rows if row.mine and is_away(row, moment)), "")


def take(actor: Actor, hand_on_id: UUID) -> None:
    """I have it. Raises: NotFound, Conflict (taken back meanwhile)."""
    _settle(_to(actor, hand_on_id), taken_at=clock.now())


def hand_back(actor: Actor, hand_on_id: UUID) -> None:
    """It is theirs again, at the top of their list. Raises: NotFound, Conflict (taken back meanwhile)."""
    _settle(_to(actor, hand_on_id), returned_at=clock.now())


def take_back(actor: Actor, hand_on_id: UUID) -> UUID:
    """I do it myself after all; the seeker. Raises: NotFound, Conflict (it came back already)."""
    found = _one(actor, hand_on_id)
    if found.from_id != actor.person_id:
        raise NotFound
    _settle(found, withdrawn_at=clock.now())
    return found.seeker_id


def line_of(actor: Actor, seeker_id: UUID) -> tuple[Sight, QueueLine]:
    """One seeker's line as the actor has it now. Four statements. Raises: NotFound where there is none."""
    sight, _name, line = line_now(actor, seeker_id)
    if line is None:
        raise NotFound
    return sight, line


def line_now(actor: Actor, seeker_id: UUID) -> tuple[Sight, str, QueueLine | None]:
    """The same with the name, where there may be no line. Raises: NotFound, NotAllowed."""
    sight = coachs_sight(actor, seeker_id)
    moment = clock.now()
    found, names = lines({seeker_id: sight}, open_reviews([sight]), desk_of(actor.person_id, moment), moment)
    return sight, names[seeker_id], found[0] if found else None


def coachs_sight(actor: Actor, seeker_id: UUID) -> Sight:
    """What a coach sees of them. Raises: NotFound, NotAllowed."""
    require(actor, Permission.USE_COACH_FACE)
    sight = sight_of(actor, seeker_id)
    if sight.own:
        raise NotFound
    return sight


def _needs(line: QueueLine) -> list[Seen]:
    return [place for reason in line.reasons for place in (*reason.needs, *reason.seen)]


def _colleagues(sight: Sight, needs: Iterable[Seen]) -> list[Colleague]:
    """Those on the list of a team with which the seeker shares over a coaching the reader stands in, and who see all of it."""
    rows = db.session.execute(
        select(Person.id, Person.name)
        .join(TeamMember, TeamMember.person_id == Person.id)
        .join(Team, Team.id == TeamMember.team_id)
        .join(Grant, Grant.team_id == Team.id)
        .where(Grant.seeker_id == sight.seeker_id, Grant.coaching_id.in_(sight.through), live_grant(), on_the_list())
        .where(Person.id.not_in((sight.reader_id, sight.seeker_id)))
        .order_by(Person.name_sort, Person.id)
    ).all()
    names = {row.id: row.name for row in rows}
    sights = sights_of_coaches(list(names), only=sight.seeker_id) if names else {}
    return [
        Colleague(key, name)
        for key, name in names.items()
        if _sees_all(sights.get(key, {}).get(sight.seeker_id), needs)
    ]


def _sees_all(sight: Sight | None, needs: Iterable[Seen]) -> bool:
    return sight is not None and all(sees_place(sight, place) for place in needs)


def sees_place(sight: Sight, place: tuple[Section, UUID | None]) -> bool:
    """Whether a section (of a case) may be seen."""
    section, case_id = place
    return sight.section(section) if case_id is None else sight.case(case_id, section)


def _one(actor: Actor, hand_on_id: UUID) -> HandOn:
    require(actor, Permission.USE_COACH_FACE)
    found = db.session.get(HandOn, hand_on_id, with_for_update=True)
    if found is None or actor.person_id not in (found.from_id, found.to_id):
        raise NotFound
    if not sees_place(coachs_sight(actor, found.seeker_id), (found.section, found.case_id)):
        raise NotFound
    return found


def _to(actor: Actor, hand_on_id: UUID) -> HandOn:
    found = _one(actor, hand_on_id)
    if found.to_id != actor.person_id:
        raise NotFound
    return found


def _settle(found: HandOn, **when: datetime) -> None:
    if found.withdrawn_at or found.returned_at:
        raise Conflict(l_("Something changed meanwhile. Load the page again to see how it stands now."))
    db.session.execute(update(HandOn).where(HandOn.id == found.id).values(**when))
