"""The operator's first page: does the mail go out?"""

from flask import Blueprint

from coach_platform.core.mail.models import MessageState
from coach_platform.core.mail.reasons import Reason
from coach_platform.core.mail.standing import Line, standing
from coach_platform.kit.i18n import _
from coach_platform.web.shared.page import page

bp = Blueprint("operator", __name__, url_prefix="/operator")
NOT_SENT = (MessageState.SKIPPED, MessageState.FAILED)


@bp.get("")
def index() -> str:
    """Counts by state, what did not go and why, and the age of the oldest due row. Numbers only, nobody's words."""
    now = standing()
    words = _words()
    by_state = [(words[state], sum(line.count for line in now.lines if line.state == state)) for state in MessageState]
    minutes = int(now.oldest_due.total_seconds()) // 60
    return page("operator/index.html", minutes=minutes, by_state=by_state, not_sent=_not_sent(now.lines, words))


def _not_sent(lines: list[Line], words: dict[MessageState, str]) -> list[tuple[str, str, str, int]]:
    return [
        (line.kind, words[MessageState(line.state)], Reason(line.reason).label if line.reason else "", line.count)
        for line in lines
        if line.state in NOT_SENT
    ]


def _words() -> dict[MessageState, str]:
    return {
        MessageState.QUEUED: _("waiting"),
        MessageState.CLAIMED: _("taken by a worker"),
        MessageState.SENDING: _("being sent"),
        MessageState.SENT: _("sent"),
        MessageState.SKIPPED: _("left out, with a reason"),
        MessageState.FAILED: _("failed"),
        MessageState.UNKNOWN: _("no answer from the mail server"),
    }
