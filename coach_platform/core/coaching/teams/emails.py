"""The letter about a team's list: who joined, who left, another name, the end. To the seekers who share with it."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select, text

from coach_platform.core.coaching.teams.beside import while_shared
from coach_platform.core.mail import links
from coach_platform.core.mail.kinds import SEEKERS, Family, Kind, Messages
from coach_platform.core.mail.letters import Letter, Outgoing
from coach_platform.core.mail.outbox import FIRST
from coach_platform.core.mail.reasons import Reason
from coach_platform.core.mail.render import write
from coach_platform.core.relations.models import Grant, TeamChange, TeamEvent
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.i18n import lazy as l_

KIND = "team_changed"


@dataclass(frozen=True)
class Told:
    """One change of one list."""

    what: TeamEvent
    team: str
    person: str  # "" where the account is gone
    places_candidates: bool


Changes = Mapping[UUID, list[Told]]

# A mail tells what happened from its first change on, up to the first of the next mail: each is told once. Only what became
# of a list while its reader shared with it, and nothing any more of a list they stopped sharing with (but its end).
_TOLD = text(
    f"""
    select m.id as message_id, c.what, c.name as team, coalesce(p.name, '') as person,
           coalesce(f.places_candidates, false) as places_candidates
    from unnest(cast(:messages as uuid[]), cast(:readers as uuid[]), cast(:firsts as uuid[])) as m (id, reader_id, first)
    left join lateral (
        select cast(n.params ->> '{FIRST}' as uuid) as first from messages n
        where n.person_id = m.reader_id and n.kind = '{KIND}' and n.id <> m.id
          and cast(n.params ->> '{FIRST}' as uuid) > m.first
        order by 1 limit 1
    ) following on true
    join team_changes c on c.id >= m.first and (following.first is null or c.id < following.first) and c.what <> 'created'
    left join persons p on p.id = c.person_id
    left join coach_profiles f on f.coach_id = c.person_id
    where exists (
        select from grants g where g.team_id = c.team_id and g.seeker_id = m.reader_id and g.agreed_at <= c.at
          and (g.revoked_at is null or g.revoked_at >= c.at) and (g.ends_at is null or g.ends_at > c.at))
      and (c.what = 'ended' or exists (
        select from grants g where g.team_id = c.team_id and g.seeker_id = m.reader_id
          and g.revoked_at is null and (g.ends_at is null or g.ends_at > :now)))
    order by m.id, c.at, c.id
    """  # noqa: S608 (names are ours, values are bound)
)


def gather_changes(messages: Messages) -> Changes:
    """By message, in the order in which it happened. One statement."""
    told = [message for message in messages if message.person_id]
    values = {
        "messages": [m.id for m in told],
        "readers": [m.person_id for m in told],
        "firsts": [m.id_param(FIRST) for m in told],
        "now": clock.now(),
    }
    found: defaultdict[UUID, list[Told]] = defaultdict(list)
    for row in db.session.execute(_TOLD, values):
        found[row.message_id].append(Told(TeamEvent(row.what), row.team, row.person, row.places_candidates))
    return {message.id: found[message.id] for message in messages}


def still_due(messages: Messages, found: Changes) -> Mapping[UUID, Reason]:
    """Nothing is left to tell to whoever stopped sharing with the team meanwhile."""
    return {message.id: Reason.ENDED for message in messages if not found[message.id]}


def compose(messages: Messages, found: Changes) -> Mapping[UUID, Letter]:
    """One letter a seeker, about all their teams."""
    return {message.id: _letter(message, found[message.id]) for message in messages}


def _letter(message: Outgoing, changes: list[Told]) -> Letter:
    teams = list(dict.fromkeys(change.team for change in changes))
    joined = any(change.what is TeamEvent.JOINED for change in changes)
    ended = all(change.what is TeamEvent.ENDED for change in changes)
    url = links.page("/sharing")
    return write(message, face="seeker", changes=changes, teams=teams, joined=joined, ended=ended, url=url)


def _latest(person_id: UUID) -> Mapping[str, Any] | None:
    """For a preview: the newest change of a list this person shares with."""
    query = select(TeamChange.id).join(Grant, Grant.team_id == TeamChange.team_id)
    mine = query.where(Grant.seeker_id == person_id, while_shared())
    found = db.session.scalar(mine.order_by(TeamChange.id.desc()).limit(1))
    return {FIRST: str(found)} if found else None


KINDS = (
    Kind(
        name=KIND,
        family=Family.NOTICE,
        label=l_("A team you share with has changed"),
        why=l_("You get this because you share with a team, and who is on its list is your business."),
        to=SEEKERS,
        gather=gather_changes,
        still_due=still_due,
        compose=compose,
        sample=_latest,
    ),
)
