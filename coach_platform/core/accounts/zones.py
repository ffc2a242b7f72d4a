"""Time zones as people choose them: the common ones first, all of IANA's after them."""

from functools import cache
from zoneinfo import available_timezones

DEFAULT = "America/Toronto"
# Canada from east to west, then where people who are mailed from here most often live.
COMMON = (
    "America/St_Johns",
    "America/Halifax",
    "America/Toronto",
    "America/Winnipeg",
    "America/Regina",
    "America/Edmonton",
    "America/Vancouver",
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Los_Angeles",
    "Europe/Paris",
    "Europe/London",
)
_REGIONS = ("Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")


def is_zone(name: str) -> bool:
    """Whether IANA knows a zone of that name."""
    return name in _all()


def zone_or_default(name: str) -> str:
    """`name` when it is a zone, else Toronto's: for forms that guess it, where nobody should have to answer."""
    return name if is_zone(name) else DEFAULT


@cache
def others() -> tuple[str, ...]:
    """Every zone that has a place in its name and is not among the common ones, sorted; and UTC."""
    placed = sorted(z for z in _all() if z.split("/", 1)[0] in _REGIONS and "/" in z and z not in COMMON)
    return (*placed, "UTC")


@cache
def _all() -> frozenset[str]:
    return frozenset(available_timezones())
