"""From messages to letters: each kind is asked in bulk whether its subject still stands, and writes those that do.

A kind that fails on a bulk is asked again for its halves, so that one bad row stops nobody else.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import groupby
from uuid import UUID

import structlog
from sqlalchemy.exc import OperationalError

from coach_platform.core.mail.claims import MOST_ATTEMPTS
from coach_platform.core.mail.kinds import Kind, all_kinds
from coach_platform.core.mail.letters import Letter, Outgoing
from coach_platform.core.mail.marks import Mark
from coach_platform.core.mail.models import MessageState as S
from coach_platform.core.mail.reasons import Reason
from coach_platform.kit import clock
from coach_platform.kit.db import db

log = structlog.get_logger()

TRY_AGAIN_IN = timedelta(minutes=5)  # a defect is seldom gone sooner; three attempts then take a quarter of an hour


@dataclass
class Written:
    """Letters by message, and the marks of those that are not written."""

    letters: dict[UUID, Letter] = field(default_factory=dict)
    marks: list[Mark] = field(default_factory=list)


def write_letters(messages: Sequence[Outgoing]) -> Written:
    """Letters for `messages`. Ends its own database transaction: nothing stays open while the relay is talked to."""
    written = Written()
    for name, group in groupby(sorted(messages, key=lambda m: m.kind), key=lambda m: m.kind):
        _write(all_kinds()[name], list(group), written)
    # What composing wrote (a coach's look at granted words) is kept before the letter leaves.
    db.session.commit()
    return written


def _write(kind: Kind, messages: list[Outgoing], written: Written) -> None:
    try:
        with db.session.begin_nested():
            letters, marks = _ask_and_compose(kind, messages)
    except OperationalError:
        raise  # the database is away: nobody's letter is to blame
    except Exception as error:
        if len(messages) == 1:
            written.marks.append(_not_composed(messages[0], error))
            return
        middle = len(messages) // 2
        _write(kind, messages[:middle], written)
        _write(kind, messages[middle:], written)
        return
    written.letters |= letters
    written.marks += marks


def _ask_and_compose(kind: Kind, messages: list[Outgoing]) -> tuple[dict[UUID, Letter], list[Mark]]:
    facts = kind.gather(messages)
    in_vain = kind.still_due(messages, facts)
    going = [message for message in messages if message.id not in in_vain]
    letters = dict(kind.compose(going, facts)) if going else {}
    if missing := [message.id for message in going if message.id not in letters]:
        raise LookupError(f"{kind.name} wrote no letter for {missing[0]} and gave no reason")
    return letters, [Mark(key, S.SKIPPED, reason) for key, reason in in_vain.items()]


def _not_composed(message: Outgoing, error: Exception) -> Mark:
    # The type only: an error's text may hold somebody's words.
    what = type(error).__name__
    log.error("mail.not_composed", message_id=str(message.id), kind=message.kind, error=what, attempt=message.attempts)
    if message.attempts >= MOST_ATTEMPTS:
        return Mark(message.id, S.FAILED, Reason.NOT_COMPOSED, error=what)
    again = clock.now() + TRY_AGAIN_IN
    return Mark(message.id, S.QUEUED, Reason.NOT_COMPOSED, due_at=again, error=what, counts=True)
