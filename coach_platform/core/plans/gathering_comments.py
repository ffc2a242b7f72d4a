"""What a mail about comments tells: who said how much where, of what its reader may see at this moment.

Words only to a coach whose seeker allowed it for their mails (core/access/mail_words.py).
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import text

from coach_platform.core.access.looks import Seen
from coach_platform.core.access.mail_words import Pair, words_allowed
from coach_platform.core.access.sight import Sight, own_sight, sights_of_coaches
from coach_platform.core.assessments.calibration import unchosen_sql
from coach_platform.core.mail.kinds import Messages
from coach_platform.core.mail.outbox import FIRST
from coach_platform.core.plans.comments import sees
from coach_platform.core.plans.models import CommentTarget
from coach_platform.core.plans.targets import Target
from coach_platform.kit.db import db

MOST_QUOTED, LONGEST_QUOTE = 5, 600  # comments, and characters of each


@dataclass(frozen=True)
class Place:
    """Where something was said: at a practice item, a case, or (neither) a plan; and how often."""

    case_id: UUID | None
    comments: int
    item_id: UUID | None = None


@dataclass(frozen=True)
class Quote:
    """What was said, word for word."""

    text: str
    lang: str


@dataclass(frozen=True)
class Said:
    """What one person said to the reader of a mail. `author` is empty where the account is gone."""

    seeker_id: UUID
    author: str
    places: tuple[Place, ...]
    unread: int
    quotes: tuple[Quote, ...] = ()  # only where the seeker lets mails to this coach carry words
    sight: Sight | None = None  # of the reader, for the log of looks
    seen: tuple[Seen, ...] = ()  # the sections (of cases) that these comments belong to

    @property
    def comments(self) -> int:
        """How many were said, in all places together."""
        return sum(place.comments for place in self.places)


# A mail tells what was said from its first comment on, up to the first of the next mail: each comment is told once, also
# when somebody spoke while the mail was being written. A coach is told what the seeker said, never what another coach did.
_SAID = text(
    f"""
    select m.id as message_id, m.reader_id, c.seeker_id, c.target, c.action_id, c.case_id, c.item_id, c.set_key, c.item_key,
           case when c.author_id is null then '' else c.author_name end as author, c.read_at is null as unread,
           c.body, c.locale, not seeker.own and c.set_key is not distinct from 'deeper'
               and {unchosen_sql("m.reader_id", "c.seeker_id", "c.case_id")} as closed
    from unnest(cast(:messages as uuid[]), cast(:kinds as text[]), cast(:readers as uuid[]), cast(:firsts as uuid[]))
        as m (id, kind, reader_id, first)
    left join lateral (
        select cast(n.params ->> '{FIRST}' as uuid) as first from messages n
        where n.person_id = m.reader_id and n.kind = m.kind and n.id <> m.id
          and cast(n.params ->> '{FIRST}' as uuid) > m.first
        order by 1 limit 1
    ) following on true
    join lateral (
        select m.reader_id as id, true as own
        union all
        select x.seeker_id, false
        from unnest(cast(:coaches as uuid[]), cast(:seekers as uuid[])) as x (coach_id, seeker_id)
        where x.coach_id = m.reader_id
    ) seeker on true
    join comments c on c.seeker_id = seeker.id and c.by_coach = seeker.own and c.deleted_at is null
        and c.id >= m.first and (following.first is null or c.id < following.first)
    left join actions a on a.id = c.action_id
    left join cases k on k.id = c.case_id
    left join practice_items i on i.id = c.item_id
    left join applications p on p.id = coalesce(k.application_id, i.application_id)
    where a.deleted_at is null and p.deleted_at is null and i.deleted_at is null
    order by m.id, seeker.own desc, c.created_at, c.id
    """  # noqa: S608 (the name of a parameter is ours)
)


def gather_comments(messages: Messages) -> Mapping[UUID, list[Said]]:
    """By message: who said how much where, of what its reader may see now. Three statements, however many messages."""
    told = [message for message in messages if message.person_id]
    readers = [message.person_id for message in told if message.person_id]
    sights = sights_of_coaches(readers)
    found: defaultdict[UUID, list[Any]] = defaultdict(list)
    pairs = [(coach_id, seeker_id) for coach_id, of in sights.items() for seeker_id in of]
    values = {"messages": [m.id for m in told], "kinds": [m.kind for m in told], "readers": readers}
    values |= {"coaches": [coach for coach, _ in pairs], "seekers": [seeker for _, seeker in pairs]}
    for row in db.session.execute(_SAID, {**values, "firsts": [m.id_param(FIRST) for m in told]}):
        sight = _sight(row, sights)
        if sight is not None and sees(sight, _target(row)):
            found[row.message_id].append((sight, row))
    worded = words_allowed([sight for rows in found.values() for sight, _row in rows])
    return {message.id: _by_author(found[message.id], worded) for message in messages}


def _sight(row: Any, sights: Mapping[UUID, Mapping[UUID, Sight]]) -> Sight | None:
    if row.reader_id == row.seeker_id:
        return own_sight(row.seeker_id)
    return sights.get(row.reader_id, {}).get(row.seeker_id)


def _target(row: Any) -> Target:
    kind = CommentTarget(row.target)
    if kind is CommentTarget.PRACTICE:
        return Target(kind, row.item_id, of_case=row.case_id)
    at = row.action_id if kind is CommentTarget.ACTION else row.case_id
    return Target(kind, at, row.set_key, row.item_key)


def _by_author(rows: Iterable[tuple[Sight, Any]], worded: Collection[Pair]) -> list[Said]:
    found: defaultdict[tuple[UUID, str], list[tuple[Sight, Any]]] = defaultdict(list)
    for sight, row in rows:
        found[row.seeker_id, row.author].append((sight, row))
    return [_said(author, said, worded) for (_seeker, author), said in found.items()]


def _quotes(said: list[tuple[Sight, Any]]) -> tuple[Quote, ...]:
    # What stands beside answers a coach may still answer blind is counted, and read after they have chosen.
    told = [row for _sight, row in said if not row.closed]
    return tuple(Quote(shorten(row.body), f"{row.locale}-CA") for row in told[:MOST_QUOTED])


def _seen(row: Any) -> Seen:
    target = _target(row)
    return target.section, target.case_id


def shorten(text: str) -> str:
    """The beginning of a long text, as a mail quotes it; the rest is read on the site."""
    return text if len(text) <= LONGEST_QUOTE else text[:LONGEST_QUOTE].rstrip() + "…"


def _said(author: str, said: list[tuple[Sight, Any]], worded: Collection[Pair]) -> Said:
    sight = said[0][0]
    counts: dict[tuple[UUID | None, UUID | None], int] = defaultdict(int)
    for _sight, row in said:
        counts[None if row.item_id else row.case_id, row.item_id] += 1
    places = tuple(Place(case_id, count, item_id) for (case_id, item_id), count in counts.items())
    unread = sum(row.unread for _sight, row in said)
    quotes = _quotes(said) if (sight.reader_id, sight.seeker_id) in worded else ()
    seen = tuple(dict.fromkeys(_seen(row) for _sight, row in said if not row.closed))
    return Said(sight.seeker_id, author, places, unread, quotes, sight, seen)
