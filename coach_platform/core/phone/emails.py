"""The letter about what was noted by phone: once for all that was noted within the hour, each with its two links.

It names a company, a role, an action, as the seeker's own letters do; never an employer's words, never how a no felt.
"""

from collections import defaultdict
from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import select, text

from coach_platform.core.coaching.noted.models import NotedEntry
from coach_platform.core.coaching.noted.waiting import ENTRIES, WAITING, Noted, one_noted
from coach_platform.core.mail import links
from coach_platform.core.mail.kinds import SEEKERS, Family, Kind, Messages
from coach_platform.core.mail.letters import Letter, Outgoing
from coach_platform.core.mail.outbox import FIRST
from coach_platform.core.mail.reasons import Reason
from coach_platform.core.mail.render import write
from coach_platform.core.phone.acts import Act, act_url
from coach_platform.core.phone.entering import LETTER
from coach_platform.core.phone.names import short_name
from coach_platform.kit.db import db
from coach_platform.kit.i18n import lazy as l_

Waiting = Mapping[UUID, list[Noted]]

# A letter tells what was noted from its first entry on, up to the first of the next letter: each entry is told once.
_NOTED = text(
    f"""
    select m.id as message_id, e.entry
    from unnest(cast(:messages as uuid[]), cast(:people as uuid[]), cast(:firsts as uuid[])) as m (id, person_id, first)
    left join lateral (
        select cast(n.params ->> '{FIRST}' as uuid) as first from messages n
        where n.person_id = m.person_id and n.kind = '{LETTER}' and n.id <> m.id
          and cast(n.params ->> '{FIRST}' as uuid) > m.first
        order by 1 limit 1
    ) following on true
    join lateral ({ENTRIES} and {WAITING} and n.seeker_id = m.person_id and n.id >= m.first
        and (following.first is null or n.id < following.first)) e on true
    order by m.id, e.entered_at, e.id
    """  # noqa: S608 (fragments of ours)
)


def gather(messages: Messages) -> Waiting:
    """By message what still waits. One statement."""
    told = [message for message in messages if message.person_id]
    values = {"messages": [m.id for m in told], "people": [m.person_id for m in told]}
    found: defaultdict[UUID, list[Noted]] = defaultdict(list)
    for row in db.session.execute(_NOTED, {**values, "firsts": [m.id_param(FIRST) for m in told]}):
        found[row.message_id].append(one_noted(row.entry))
    return dict(found)


def still_due(messages: Messages, found: Waiting) -> Mapping[UUID, Reason]:
    """Only while something waits."""
    return {message.id: Reason.ALREADY_ANSWERED for message in messages if message.id not in found}


def compose(messages: Messages, found: Waiting) -> Mapping[UUID, Letter]:
    """Who noted how much, and each thing in a line."""
    return {message.id: _letter(message, found[message.id]) for message in messages}


def _letter(message: Outgoing, entries: list[Noted]) -> Letter:
    lines = [(one.kind.value, short_name(one), _links(one)) for one in entries]
    by = list(dict.fromkeys(one.by for one in entries if one.by))
    return write(message, by=by, lines=lines, total=len(entries), url=links.page("/noted"))


def _links(one: Noted) -> tuple[str, str]:
    return act_url(Act.CONFIRM, one.id), act_url(Act.REMOVE, one.id)


def _sample(person_id: UUID) -> Mapping[str, str] | None:
    waits = (NotedEntry.confirmed_at.is_(None), NotedEntry.removed_at.is_(None))
    first = select(NotedEntry.id).where(NotedEntry.seeker_id == person_id, *waits).order_by(NotedEntry.id).limit(1)
    found = db.session.scalar(first)
    return {FIRST: str(found)} if found else None


KINDS = (
    Kind(
        name=LETTER,
        family=Family.NOTICE,
        label=l_("Your coach noted something for you by phone"),
        why=l_("You get this because you let a coach note what you say on the phone."),
        to=SEEKERS,
        gather=gather,
        still_due=still_due,
        compose=compose,
        sample=_sample,
    ),
)
