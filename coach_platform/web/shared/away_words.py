"""That somebody is not there, in words."""

from flask import Blueprint

from coach_platform.core.coaching.away import Away
from coach_platform.kit.i18n import _, format_date


def away_words(name: str, away: Away | None) -> str:
    """ "Casey is away until 12 January.", or "" where they are there."""
    if away is None:
        return ""
    if away.began:
        return _("%(coach)s is away until %(day)s.", coach=name, day=format_date(away.until_on))
    return _(
        "%(coach)s will be away from %(first)s until %(day)s.",
        coach=name,
        first=format_date(away.from_on),
        day=format_date(away.until_on),
    )


def speak_in(bp: Blueprint) -> None:
    """Give every template `away_words`."""
    bp.app_template_global("away_words")(away_words)
