"""The country a person set: it chooses the help line at the foot of their pages, and nothing else."""

from babel import Locale
from babel.core import get_global

from coach_platform.content.help_lines import countries
from coach_platform.kit.i18n import _, region

ELSEWHERE = "ZZ"  # ISO 3166 keeps it free: a country of which we know no line, so the worldwide directory is shown


def is_country(code: str) -> bool:
    """Whether somebody can choose it."""
    return code == ELSEWHERE or code in countries()


def country_of(zone: str) -> str:
    """What a new account begins with: the country of the time zone they chose. They can change it in the settings."""
    code = get_global("zone_territories").get(zone, "")
    return code if code in countries() else ELSEWHERE


def country_choices() -> list[tuple[str, str]]:
    """(code, name) in the reader's language, by name; elsewhere last."""
    names = Locale.parse(region()).territories
    known = sorted(((code, str(names[code])) for code in countries()), key=lambda one: one[1])
    return [*known, (ELSEWHERE, _("Another country"))]
