"""Sending the letters of a claim, group by group: marked `sending` before, marked with the answer after."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import islice

import structlog
from sqlalchemy.dialects.postgresql import insert

from coach_platform.core.mail.claims import Claim
from coach_platform.core.mail.kinds import kind_of
from coach_platform.core.mail.letters import Letter, Outgoing
from coach_platform.core.mail.marks import Mark, write
from coach_platform.core.mail.mime import assemble
from coach_platform.core.mail.models import MessageState as S
from coach_platform.core.mail.models import Suppression
from coach_platform.core.mail.reasons import Reason
from coach_platform.core.mail.returned.addresses import return_address
from coach_platform.core.mail.transport import REASONS, Answer, Relay, RelayAway, Result
from coach_platform.kit import clock
from coach_platform.kit.db import own_transaction

log = structlog.get_logger()

Pair = tuple[Outgoing, Letter]

# After each "later" of the relay; together 48 hours, then the message is failed and shown.
BACKOFF = [timedelta(minutes=m) for m in (1, 2, 5, 15, 30, 60, 120)] + [timedelta(hours=4)] * 11
AFTER_NO_ANSWER = timedelta(minutes=5)  # time for the operator's relay to come back to itself


@dataclass
class Run:
    """One run over a claim: its relay, what it still has to write down, and how it went."""

    claim: Claim
    relay: Relay
    again: bool = False  # a run over what an earlier attempt left
    marks: list[Mark] = field(default_factory=list)
    begun: int = 0
    accepted: int = 0
    not_accepted: int = 0
    relay_away: bool = False


def send_all(run: Run, pairs: Sequence[Pair], group_size: int, stopping: Callable[[], bool]) -> None:
    """Send `pairs`. Between groups it may be told to stop; what was not begun then goes back with the claim.

    Where letters wait for their turn, each is a group of its own and begun after the wait: what was said meanwhile counts.
    """
    try:
        for group in _groups(pairs, 1 if run.relay.paced else group_size):
            if stopping() or run.relay_away or not _turn(run, group, stopping):
                break
            held = write(run.claim, [*run.marks, *map(_begin, group)])
            run.marks = []
            for message, letter in group:
                if message.id in held:
                    run.begun += 1
                    run.marks.append(_send(run, message, letter))
    finally:
        # Whatever went wrong: what the relay answered must not be forgotten.
        _write_down(run)


def _turn(run: Run, group: list[Pair], stopping: Callable[[], bool]) -> bool:
    if run.relay.paced:
        _write_down(run)  # the wait may be long, and a crash in it must leave nothing in doubt
    return all(run.relay.turn(message.address, stopping) for message, _letter in group)


def _write_down(run: Run) -> None:
    write(run.claim, run.marks)
    run.marks = []


def _groups(pairs: Sequence[Pair], size: int) -> Iterator[list[Pair]]:
    """Those in doubt go alone: a second crash must not make nine more doubtful that were never handed over."""
    sure = iter([pair for pair in pairs if not pair[0].doubts])
    while group := list(islice(sure, size)):
        yield group
    yield from ([pair] for pair in pairs if pair[0].doubts)


def _begin(pair: Pair) -> Mark:
    """From here on a crash leaves this letter in doubt."""
    message, letter = pair
    kind = kind_of(message.kind)
    return Mark(
        message.id,
        S.SENDING,
        shown=letter.shown,
        grants=letter.grants,
        address=message.address,
        of_person=message.person_id is not None and not kind.as_given,
        optional=not kind.essential,
        despite_refusal=kind.despite_refusal,
    )


def _send(run: Run, message: Outgoing, letter: Letter) -> Mark:
    if run.relay_away:
        return Mark(message.id, S.QUEUED)  # of the same group, not handed over
    try:
        sender = return_address(message.id, message.kind)
        answer = run.relay.send(sender, message.address, assemble(message, letter))
    except RelayAway as error:
        log.warning("mail.relay_away", error=str(error))
        run.relay_away = True
        return Mark(message.id, S.QUEUED)
    except ValueError as error:  # an address or a header that cannot be written
        answer = Answer(Result.LETTER_REFUSED, type(error).__name__)
    return _noted(run, message, answer)


def _noted(run: Run, message: Outgoing, answer: Answer) -> Mark:
    if answer.result is Result.ACCEPTED:
        run.accepted += 1
        return Mark(message.id, S.SENT)
    run.not_accepted += 1
    log.info("mail.not_accepted", message_id=str(message.id), kind=message.kind, result=answer.result.value)
    if answer.result is Result.ADDRESS_REFUSED:
        _suppress(message.address)
    return _not_accepted(message, answer)


def _not_accepted(message: Outgoing, answer: Answer) -> Mark:
    reason, words = REASONS[answer.result], answer.words
    if answer.result is Result.LATER:
        if message.deferrals >= len(BACKOFF):
            return Mark(message.id, S.FAILED, Reason.RELAY_GAVE_UP, error=words)
        again = clock.now() + BACKOFF[message.deferrals]
        return Mark(message.id, S.QUEUED, reason, due_at=again, error=words, deferred=True)
    if answer.result is Result.NO_ANSWER and message.doubts == 0:
        again = clock.now() + AFTER_NO_ANSWER
        return Mark(message.id, S.UNKNOWN, reason, due_at=again, error=words, doubtful=True)
    return Mark(message.id, S.FAILED, reason, error=words)


def _suppress(address: str) -> None:
    row = {"address": address, "reason": Reason.ADDRESS_REFUSED.value, "since_at": clock.now()}
    with own_transaction() as session:
        session.execute(insert(Suppression).values(row).on_conflict_do_nothing())
