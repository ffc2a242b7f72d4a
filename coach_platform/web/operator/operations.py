"""The operator's first page: does the mail go out?"""

from flask import Blueprint

from coach_platform.core.mail.operations import mail_state
from coach_platform.core.mail.reasons import Reason
from coach_platform.kit.i18n import _
from coach_platform.web.shared.page import page
from coach_platform.web.shared.signed_in import the_actor

bp = Blueprint("operator", __name__, url_prefix="/operator")


@bp.get("")
def index() -> str:
    """Counts by state, failures by reason, and the age of the oldest due row."""
    mail = mail_state(the_actor())
    failures = [(kind, Reason(reason).label if reason else "", number) for kind, reason, number in mail.failures]
    return page("operator/index.html", mail=mail, states=_words(), failures=failures)


def _words() -> dict[str, str]:
    return {
        "queued": _("waiting"),
        "claimed": _("taken by a worker"),
        "sending": _("being sent"),
        "sent": _("sent"),
        "skipped": _("left out, with a reason"),
        "failed": _("failed"),
        "unknown": _("no answer from the mail server"),
    }
