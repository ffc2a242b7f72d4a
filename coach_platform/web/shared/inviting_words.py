"""What becomes of a line, and where an invitation stands, in words."""

from coach_platform.core.coaching.inviting.checking import Line
from coach_platform.core.coaching.inviting.models import InvitationState
from coach_platform.core.coaching.inviting.rules import Verdict
from coach_platform.kit.i18n import _, format_date
from coach_platform.kit.i18n import lazy as l_

STATES = {
    InvitationState.SENT: l_("sent, unanswered"),
    InvitationState.ACCEPTED: l_("accepted"),
    InvitationState.DECLINED: l_("turned down"),
    InvitationState.TAKEN_BACK: l_("taken back"),
    InvitationState.EXPIRED: l_("expired"),
}
_VERDICTS = {
    Verdict.READY: l_("Gets a letter."),
    Verdict.AGAIN: l_("Gets a second letter, which is the last one."),
    Verdict.NOT_AN_ADDRESS: l_("No email address found here."),
    Verdict.DUPLICATE: l_("Is on the list already, further up."),
    Verdict.YOURSELF: l_("This is the coach’s own address."),
    Verdict.COACHED: l_("The coaching is under way already."),
    Verdict.TWICE: l_("Was invited twice. We do not write a third time."),
    Verdict.REFUSED: l_("Asked not to be invited again."),
}


def state_word(state: InvitationState) -> str:
    """ "sent", "accepted" ..."""
    return str(STATES[state])


def verdict_words(line: Line) -> str:
    """Why a line is or is not sent."""
    if line.verdict is Verdict.TOO_SOON and line.again_on is not None:
        return _("Was invited a short while ago. You can write again from %(day)s.", day=format_date(line.again_on))
    return str(_VERDICTS[line.verdict])
