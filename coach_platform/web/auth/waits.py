"""How long somebody must wait, in words."""

from datetime import datetime

from coach_platform.kit import clock
from coach_platform.kit.i18n import ngettext


def minutes_until(moment: datetime) -> int:
    """Whole minutes, at least one."""
    return max(1, -(-int((moment - clock.now()).total_seconds()) // 60))


def wait_words(moment: datetime) -> str:
    """ "Too many attempts. Please wait 5 minutes."."""
    return ngettext(
        "Too many attempts. Please wait %(num)s minute.",
        "Too many attempts. Please wait %(num)s minutes.",
        minutes_until(moment),
    )
