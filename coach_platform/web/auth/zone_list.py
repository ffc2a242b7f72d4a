"""The list of time zones for a form: the common ones first, the others by part of the world, named by their city."""

from functools import cache

from babel.dates import get_timezone_location, get_timezone_name

from coach_platform.core.accounts.zones import COMMON, is_zone, others
from coach_platform.kit import i18n
from coach_platform.kit.i18n import _
from coach_platform.kit.text import plain

Groups = list[tuple[str, list[tuple[str, str]]]]


def zone_groups(chosen: str = "") -> Groups:
    """[(heading, [(zone, label)])] in the current language; `chosen` is in it, whatever old name it has."""
    groups = _groups(i18n.current_locale())
    known = {zone for _heading, zones in groups for zone, _label in zones}
    return (
        groups
        if not chosen or chosen in known
        else [("", [(chosen, city(chosen) if is_zone(chosen) else chosen)]), *groups]
    )


@cache
def _groups(locale: str) -> Groups:
    with i18n.using(locale):
        found: dict[str, list[tuple[str, str]]] = {_("Most often chosen"): [(z, _long(z)) for z in COMMON]}
        for zone in others():
            found.setdefault(_region(zone), []).append((zone, city(zone)))
        return [
            (heading, zones if i == 0 else _sorted(_once(zones))) for i, (heading, zones) in enumerate(found.items())
        ]


def _once(zones: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Each city once: old names of a zone (Asia/Calcutta, Australia/ACT) read the same as the one in use."""
    named: dict[str, str] = {}
    for zone, label in zones:
        if label not in named or plain(zone.rsplit("/", 1)[-1].replace("_", " ")) == plain(label):
            named[label] = zone
    return [(zone, label) for label, zone in named.items()]


def _sorted(zones: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return sorted(zones, key=lambda pair: plain(pair[1]))


def _long(zone: str) -> str:
    name = get_timezone_name(zone, width="long", zone_variant="generic", locale=i18n.region())
    if "(" in name:  # "Royaume-Uni (heure avancée)": the city says it better
        return city(zone)
    return f"{city(zone)} ({name[:1].lower()}{name[1:]})" if i18n.current_locale() == "fr" else f"{city(zone)} ({name})"


def city(zone: str) -> str:
    """ "Toronto", as the current language writes it."""
    if zone == "UTC":
        return "UTC"
    return get_timezone_location(zone, locale=i18n.region(), return_city=True).rsplit("/", 1)[-1]


def _region(zone: str) -> str:
    names = {
        "Africa": _("Africa"),
        "America": _("The Americas"),
        "Antarctica": _("Antarctica"),
        "Arctic": _("Arctic"),
        "Asia": _("Asia"),
        "Atlantic": _("Atlantic"),
        "Australia": _("Australia"),
        "Europe": _("Europe"),
        "Indian": _("Indian Ocean"),
        "Pacific": _("Pacific"),
    }
    return names.get(zone.split("/", 1)[0], _("Elsewhere"))
