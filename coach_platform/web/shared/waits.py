"""How long somebody usually waits, in words that do not pretend to more than they know."""

from datetime import timedelta

from coach_platform.core.plans.waits import Wait
from coach_platform.kit.i18n import _, format_number, ngettext

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def wait_words(wait: Wait) -> str:
    """ "Half of the last 6 reviews were answered within 1.4 days." """
    if wait.mostly_unanswered:
        return _(
            "Of the last %(num)s reviews, %(lapsed)s ended without an answer.",
            num=format_number(wait.reviews),
            lapsed=format_number(wait.lapsed),
        )
    return ngettext(
        "The last review was answered within %(time)s.",
        "Half of the last %(num)s reviews were answered within %(time)s.",
        wait.reviews,
        time=time_words(wait.median),
    )


def time_words(time: timedelta) -> str:
    """ "3 hours", "1.4 days"; less than an hour is an hour."""
    if time < 2 * DAY:
        hours = max(1, round(time / HOUR))
        return ngettext("%(num)s hour", "%(num)s hours", hours)
    return _("%(days)s days", days=format_number(round(time / DAY, 1)))
