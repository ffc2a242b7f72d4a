"""The facts of a whole chunk of mails of reminders, in a constant number of statements; and what each leaves out, noted."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select, text

from coach_platform.core.mail.kinds import Messages
from coach_platform.core.mail.letters import Outgoing
from coach_platform.core.mail.models import MailChoice
from coach_platform.core.mail.reasons import Reason
from coach_platform.core.reminders.collecting import SAID
from coach_platform.core.reminders.deciding import why_not
from coach_platform.core.reminders.facts import Item, Told
from coach_platform.core.reminders.reading import READERS
from coach_platform.core.reminders.topics import RULES, Topic
from coach_platform.kit import clock
from coach_platform.kit.db import db

PREVIEW = "as_of"  # in a preview: the moment at which the letter would have been due, or "" for "as it reads"

_LEFT_OUT = text(
    """
    update reminders r set left_out = v.reason
    from unnest(cast(:messages as uuid[]), cast(:topics as text[]), cast(:subjects as uuid[]),
                cast(:occasions as text[]), cast(:reasons as text[])) as v (message_id, topic, subject_id, occasion, reason)
    where r.message_id = v.message_id
      and (r.topic, r.subject_id, r.occasion) = (v.topic, v.subject_id, v.occasion)
    """
)


def gather(messages: Messages) -> Mapping[UUID, Told]:
    """By message. One statement a topic that occurs, one for choices, one that notes what is left out."""
    items = {message.id: _items(message) for message in messages}
    subjects: dict[Topic, dict[UUID, list[Outgoing]]] = defaultdict(lambda: defaultdict(list))
    for message in messages:
        for item in items[message.id]:
            subjects[item.topic][item.subject_id].append(message)
    found = {topic: READERS[topic](of_topic) for topic, of_topic in subjects.items()}
    off = _turned_off(messages)
    told = {message.id: _told(message, items[message.id], found, off) for message in messages}
    _note(told)
    return told


def _items(message: Outgoing) -> list[Item]:
    return [Item(Topic(topic), UUID(subject), occasion) for topic, subject, occasion in message.param(SAID)]


def _told(message: Outgoing, items: Iterable[Item], found: Mapping[Topic, Any], off: set[tuple[UUID, str]]) -> Told:
    told = Told()
    wall = _wall(message)
    for item in sorted(items, key=lambda item: list(Topic).index(item.topic)):
        fact = _fact(found[item.topic], item, message)
        reason = why_not(item, fact, wall)
        if message.person_id and (message.person_id, RULES[item.topic].kind) in off:
            reason = Reason.TURNED_OFF
        if reason is None or (_only_late(reason) and fact is not None and PREVIEW in (message.params or {})):
            told.facts.append((item, fact))
        else:
            told.left_out[item] = reason
    return told


def _only_late(reason: Reason) -> bool:
    """A preview shows what would have been true on its day, never what its reader may not see (any more)."""
    return reason not in (Reason.ENDED, Reason.TURNED_OFF)


def _fact(found: Mapping[Any, Any], item: Item, message: Outgoing) -> Any:
    keys = ((item.subject_id, item.occasion), (item.subject_id, message.person_id), item.subject_id)
    return next((fact for key in keys if (fact := found.get(key)) is not None), None)


def _wall(message: Outgoing) -> datetime:
    return clock.local(clock.now(), message.zone)


def _turned_off(messages: Messages) -> set[tuple[UUID, str]]:
    people = {message.person_id for message in messages if message.person_id}
    kinds = {rule.kind for rule in RULES.values()}
    rows = db.session.execute(
        select(MailChoice.person_id, MailChoice.kind).where(
            MailChoice.person_id.in_(people), MailChoice.kind.in_(kinds), MailChoice.wanted.is_(False)
        )
    )
    return {(row.person_id, row.kind) for row in rows}


def _note(told: Mapping[UUID, Told]) -> None:
    rows = [(key, item, reason) for key, one in told.items() for item, reason in one.left_out.items()]
    if not rows:
        return
    values = {
        "messages": [key for key, _, _ in rows],
        "topics": [item.topic.value for _, item, _ in rows],
        "subjects": [item.subject_id for _, item, _ in rows],
        "occasions": [item.occasion for _, item, _ in rows],
        "reasons": [reason.value for _, _, reason in rows],
    }
    db.session.execute(_LEFT_OUT, values)
