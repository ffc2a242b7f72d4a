"""Making, renaming, filling and ending teams. Each change is written down and told to the seekers who share with the team."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import exists, select, update

from coach_platform.core.access import audit
from coach_platform.core.access.actor import Actor
from coach_platform.core.access.links import live_grant, on_the_list
from coach_platform.core.access.proof import need_fresh
from coach_platform.core.coaching.inviting.seats import works_now
from coach_platform.core.mail import outbox
from coach_platform.core.relations.models import Grant, Membership, Team, TeamChange, TeamEvent, TeamMember
from coach_platform.kit import clock
from coach_platform.kit.constraints import meaning
from coach_platform.kit.db import db
from coach_platform.kit.errors import Conflict, Invalid, NotFound
from coach_platform.kit.i18n import lazy as l_
from coach_platform.kit.text import has_control, plain

LONGEST = 80
GATHERED = timedelta(minutes=10)  # an admin who puts three names on the list writes one mail to each seeker
_TAKEN = l_("There is a team of that name already.")


def create_team(actor: Actor, organisation_id: UUID, *, name: str) -> UUID:
    """A new, empty list. Raises: NotFound (not the actor's organisation), Invalid (field name)."""
    if organisation_id not in actor.admin_of:
        raise NotFound
    name = _checked(name)
    team = Team(organisation_id=organisation_id, name=name, name_sort=plain(name), created_at=clock.now())
    with meaning({"uq_teams_name": Invalid({"name": _TAKEN})}):
        db.session.add(team)
    _changed(team, TeamEvent.CREATED)
    audit.note(actor.person_id, "team.created", team=str(team.id))
    return team.id


def rename_team(actor: Actor, team_id: UUID, *, name: str) -> None:
    """Under another name from now on. Raises: NotFound, Invalid (field name)."""
    team, name = _own(actor, team_id), _checked(name)
    if name == team.name:
        return
    with meaning({"uq_teams_name": Invalid({"name": _TAKEN})}):
        team.name, team.name_sort = name, plain(name)
    _changed(team, TeamEvent.RENAMED)
    audit.note(actor.person_id, "team.renamed", team=str(team.id))


def add_member(actor: Actor, team_id: UUID, person_id: UUID) -> None:
    """Put a coach of the organisation on the list: from now on they see what is shared with it. Twice is once.

    Raises: NotFound (no such team, no such coach there), ProofNeeded.
    """
    need_fresh(actor)  # it opens people's things to somebody
    team = _own(actor, team_id)
    if not _works_in(team, person_id):
        raise NotFound
    try:
        with meaning({"uq_team_members_live": Conflict()}):
            db.session.add(TeamMember(team_id=team.id, person_id=person_id, joined_at=clock.now()))
    except Conflict:
        return
    _changed(team, TeamEvent.JOINED, person_id)
    audit.note(actor.person_id, "team.joined", team=str(team.id), member=audit.actor_key(person_id))


def remove_member(actor: Actor, team_id: UUID, person_id: UUID) -> None:
    """Off the list: they lose sight at once. Raises: NotFound (no such team, not on it)."""
    team = _own(actor, team_id)
    if not _off_the_list(team, person_id):
        raise NotFound
    audit.note(actor.person_id, "team.left", team=str(team.id), member=audit.actor_key(person_id))


def end_team(actor: Actor, team_id: UUID) -> None:
    """For good: whatever was shared with it is closed at once, and its seekers are told. Raises: NotFound."""
    team = _own(actor, team_id)
    _changed(team, TeamEvent.ENDED)  # told first: to whoever shares with it up to this moment
    moment = clock.now()
    team.ended_at = moment
    live = (TeamMember.team_id == team.id, TeamMember.left_at.is_(None))
    db.session.execute(update(TeamMember).where(*live).values(left_at=moment))
    db.session.execute(
        update(Grant).where(Grant.team_id == team.id, Grant.revoked_at.is_(None)).values(revoked_at=moment)
    )
    audit.note(actor.person_id, "team.ended", team=str(team.id))


def leave_all(person_id: UUID) -> None:
    """Off every list, for whoever stops being here (an erasure)."""
    query = select(Team).join(TeamMember, TeamMember.team_id == Team.id)
    on = query.where(TeamMember.person_id == person_id, TeamMember.left_at.is_(None)).order_by(Team.id)
    for team in db.session.scalars(on).all():
        _off_the_list(team, person_id)


def leave_lists(person_id: UUID, organisation_id: UUID) -> None:
    """Off the lists of one organisation, for whoever leaves it."""
    query = select(Team).join(TeamMember, TeamMember.team_id == Team.id)
    on = query.where(Team.organisation_id == organisation_id, TeamMember.person_id == person_id)
    for team in db.session.scalars(on.where(TeamMember.left_at.is_(None)).order_by(Team.id)).all():
        _off_the_list(team, person_id)


def sweep_lists() -> int:
    """Take off the lists who is no coach of the organisation any more; how many.

    They have seen nothing since that moment (access/links.py): this is for the list, its history and the mail.
    """
    query = select(Team, TeamMember.person_id).join(TeamMember, TeamMember.team_id == Team.id)
    gone = query.where(TeamMember.left_at.is_(None), Team.ended_at.is_(None), ~on_the_list()).order_by(Team.id)
    rows = db.session.execute(gone).all()
    return sum(_off_the_list(team, person_id) for team, person_id in rows)


def _off_the_list(team: Team, person_id: UUID | None) -> bool:
    left = db.session.execute(
        update(TeamMember)
        .where(TeamMember.team_id == team.id, TeamMember.person_id == person_id, TeamMember.left_at.is_(None))
        .values(left_at=clock.now())
        .returning(TeamMember.id)
    ).first()
    if left is not None:
        _changed(team, TeamEvent.LEFT, person_id)
    return left is not None


def _changed(team: Team, what: TeamEvent, person_id: UUID | None = None) -> None:
    change = TeamChange(team_id=team.id, what=what, person_id=person_id, name=team.name, at=clock.now())
    db.session.add(change)
    db.session.flush()
    # In one order: each seeker's waiting mail is locked, and two admins at once must not wait for one another.
    sharing = select(Grant.seeker_id).where(Grant.team_id == team.id, live_grant()).distinct().order_by(Grant.seeker_id)
    for seeker_id in db.session.scalars(sharing).all():
        outbox.gather("team_changed", subject=change.id, to=seeker_id, window=GATHERED)


def _own(actor: Actor, team_id: UUID) -> Team:
    # Locked: ending it and putting somebody on its list must not both succeed.
    team = db.session.scalar(
        select(Team)
        .where(Team.id == team_id, Team.organisation_id.in_(actor.admin_of), Team.ended_at.is_(None))
        .with_for_update()
    )
    if team is None:
        raise NotFound
    return team


def _works_in(team: Team, person_id: UUID) -> bool:
    there = (Membership.person_id == person_id, Membership.organisation_id == team.organisation_id)
    return bool(db.session.scalar(select(exists().where(*there, works_now()))))


def _checked(name: str) -> str:
    name = " ".join(name.split(" ")).strip()
    if not name:
        raise Invalid({"name": l_("Give the team a name that seekers will understand.")})
    if has_control(name) or len(name) > LONGEST:
        raise Invalid({"name": l_("Use at most %(n)s characters, on one line.", n=LONGEST)})
    return name
