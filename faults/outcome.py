"""What a row came to, and how it is counted: rows of the database held against what the relay really took."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from faults.field import Field


@dataclass
class Outcome:
    """One line of the table. `broken`: sentences that had to be true and were not."""

    due: int = 0
    lost: int = 0
    doubled: int = 0
    latest: float | None = None  # seconds after it was due, of the letter that came latest
    recovered: float | None = None  # seconds from the end of the fault until all that was due was out
    broken: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    not_built: str = ""

    @property
    def kept(self) -> bool:
        return not self.broken and not self.lost and not self.not_built

    def must(self, true: object, sentence: str) -> None:
        """`sentence` says what had to be so."""
        if not true:
            self.broken.append(sentence)

    def note(self, words: str) -> None:
        self.notes.append(words)


_ROWS = """
    select id::text, state, reason,
           extract(epoch from coalesce((held -> 0 ->> 'was_due')::timestamptz, due_at))::float8
    from messages
"""


def reckon(place: Field, *, ended: float | None = None, skipped: Iterable[str] = ()) -> Outcome:
    """Every message of the database is due, but those that were skipped for one of the reasons `skipped`.

    Lost: the relay never took it, and no row says so. Doubled: it took it more than once. `ended`: when the fault was
    over (time.time()). What was given up after two crashes is shown to the operator as failed, and noted here.
    """
    counts, first = place.sink.counts, place.sink.first
    allowed = set(skipped)
    rows = [row for row in place.sql(_ROWS) if not (row[1] == "skipped" and row[2] in allowed)]
    arrived = [(first[row[0]], row[3]) for row in rows if row[0] in first]
    given_up = [row for row in rows if row[0] not in counts and row[1:3] == ("failed", "no_answer")]
    outcome = Outcome(
        due=len(rows),
        lost=sum(row[0] not in counts for row in rows) - len(given_up),
        doubled=sum(count - 1 for count in counts.values()),
        latest=max((at - due for at, due in arrived), default=None),
    )
    if ended is not None:
        outcome.recovered = max([at - ended for at, _due in arrived if at > ended], default=0.0)
    if shown := sorted({row[2] for row in rows if row[0] not in counts and row[1] == "failed"}):
        outcome.note(f"some that never arrived are shown as {', '.join(map(str, shown))}")
    if given_up:
        outcome.note(f"{len(given_up)} given up after two crashes, shown as failed")
    waits = [row for row in rows if row[1] in ("queued", "claimed", "sending", "unknown")]
    outcome.must(not waits, f"nothing waits at the end ({len(waits)} do)")
    lies = [row for row in rows if row[1] == "sent" and row[0] not in counts]
    outcome.must(not lies, f"nothing is called sent that was not ({len(lies)} are)")
    unknown = set(counts) - {row[0] for row in place.sql("select id::text from messages")}
    outcome.must(not unknown, f"each letter has its row ({len(unknown)} have none)")
    return outcome


def in_due_order(place: Field, due: Callable[[str], datetime]) -> bool:
    """Whether the relay took the letters in the order in which they were due."""
    moments = [due(letter.id) for letter in place.sink.taken]
    return moments == sorted(moments)
