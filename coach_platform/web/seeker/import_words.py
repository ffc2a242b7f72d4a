"""Why a row of a list stays behind, in a sentence."""

from coach_platform.core.applications.importing.reading import Read, Verdict
from coach_platform.kit.i18n import _


def verdict_words(row: Read) -> str:
    """What becomes of it."""
    said = {
        Verdict.READY: _("comes in"),
        Verdict.NO_COMPANY: _("no company"),
        Verdict.NO_ROLE: _("no role"),
        Verdict.NO_DAY: _("the day cannot be read: %(said)s", said=row.day_said) if row.day_said else _("no day"),
        Verdict.NOT_YET: _("a day that has not come: %(said)s", said=row.day_said),
        Verdict.TOO_LONG: _("company or role is longer than 200 characters"),
        Verdict.NOT_SENT: _("saved, but never applied for"),
        Verdict.TWICE: _("the same try stands earlier in this list"),
        Verdict.THERE: _("you have this one already"),
    }
    return said[row.verdict]
