"""The schedule as people are told it: the privacy page's table is made from here, so that page and task cannot drift."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from coach_platform.content.privacy import Kept as Line
from coach_platform.content.privacy import privacy_page
from coach_platform.core.portability.retention_schedule import PERIODS
from coach_platform.kit.i18n import current_locale, ngettext

YEAR, DAY = timedelta(days=365), timedelta(days=1)


@dataclass(frozen=True)
class KeptLine:
    """One line: what, and how long, in the reader's language."""

    key: str
    what: str
    how_long: str


def kept_lines(facts: Mapping[str, object]) -> list[KeptLine]:
    """All of them, in the page's order; `facts` fill what stands in braces. Pure."""
    locale = current_locale()
    return [KeptLine(line.key, line.what.in_(locale), _how_long(line, facts)) for line in privacy_page().kept]


def period_of(key: str) -> timedelta:
    """The one period of the rules that a line tells of. Raises: ValueError when they are none, or not one."""
    periods = {rule.after for rule in PERIODS if rule.told == key}
    if len(periods) != 1:
        raise ValueError(f"the line {key!r} tells of {len(periods)} periods")
    return periods.pop()


def _how_long(line: Line, facts: Mapping[str, object]) -> str:
    if line.long is not None:
        return line.long.in_(current_locale()).format_map(facts)
    since = line.since.in_(current_locale()) if line.since else ""
    return f"{period_words(period_of(line.key))} {since}"


def period_words(period: timedelta) -> str:
    """ "one year", "90 days": whole years where they are whole, but for their leap days."""
    years, rest = divmod(period, YEAR)
    if years and rest < DAY * (years / 2 or 1):
        return ngettext("one year", "%(num)s years", years)
    if period < DAY:
        return ngettext("%(num)s hour", "%(num)s hours", period // timedelta(hours=1))
    return ngettext("one day", "%(num)s days", period // DAY)
