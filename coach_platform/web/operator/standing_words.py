"""How mail stands, as the operator's page draws it."""

from collections import Counter
from typing import Any

from coach_platform.core.mail.kinds import all_kinds
from coach_platform.core.mail.models import MessageState as S
from coach_platform.core.mail.operating.gate import Moved
from coach_platform.core.mail.operating.stops import Stop
from coach_platform.core.mail.reasons import Reason
from coach_platform.core.mail.standing import Standing
from coach_platform.kit.i18n import _, ngettext
from coach_platform.kit.i18n import lazy as l_

# The columns, and what is counted in each.
COLUMNS: list[tuple[Any, tuple[S, ...]]] = [
    (l_("Queued"), (S.QUEUED, S.CLAIMED, S.SENDING)),
    (l_("Sent out"), (S.SENT,)),
    (l_("Skipped"), (S.SKIPPED,)),
    (l_("Failed"), (S.FAILED,)),
    (l_("Unknown"), (S.UNKNOWN,)),
]
_STATES: dict[S, Any] = {
    S.QUEUED: l_("waiting"),
    S.CLAIMED: l_("taken by a worker"),
    S.SENDING: l_("being sent"),
    S.SENT: l_("sent"),
    S.SKIPPED: l_("left out, with a reason"),
    S.FAILED: l_("failed"),
    S.UNKNOWN: l_("no answer from the mail server"),
}
_MOVED: dict[Moved, Any] = {
    Moved.SYSTEM: l_("another server (a restore)"),
    Moved.TIMELINE: l_("another timeline (a promoted replica, or a restore to a moment)"),
    Moved.DATABASE: l_("another database of the same server (a copy)"),
    Moved.RELATION: l_("the tables were made anew (a restore)"),
}


def drawn(now: Standing, stopped: dict[str, Stop]) -> dict[str, Any]:
    """What the page takes of it. `silent`: the kinds without any mail, which can be stopped before there is one."""
    by_kind = now.by_kind()
    shown = sorted({*by_kind, *stopped}, key=lambda name: (-sum(by_kind.get(name, Counter()).values()), name))
    return {
        "oldest": now.oldest,
        "minutes": int(now.oldest_due.total_seconds()) // 60,
        "columns": [str(label) for label, _states in COLUMNS],
        "number_headings": [(str(label), "number") for label, _states in COLUMNS],
        "kinds": [(name, _cells(by_kind.get(name, Counter())), stopped.get(name)) for name in shown],
        "silent": [name for name in all_kinds() if name not in shown],
        "hours_of": [(hour, _cells(counts)) for hour, counts in now.by_hour().items()],
        "why": [
            (kind, str(_STATES[S(state)]), Reason(reason).label, count)
            for (kind, state, reason), count in now.why().items()
        ],
        "stopped": list(stopped.values()),
    }


def moved(what: Moved) -> str:
    """What is another than before."""
    return str(_MOVED[what])


def tried_again(count: int) -> str:
    """What became of the wish."""
    if not count:
        return _("Nothing was left to be tried again.")
    return ngettext("%(num)s message goes once more.", "%(num)s messages go once more.", count)


def _cells(counts: Counter[str]) -> list[int]:
    return [sum(counts[state] for state in states) for _label, states in COLUMNS]
