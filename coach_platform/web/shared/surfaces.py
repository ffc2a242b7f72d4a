"""Where granted words were shown, as the log of looks says it."""

from coach_platform.kit.i18n import _


def surface_word(surface: str) -> str:
    """ "on a page", "in their list" ...; an unknown one is said as it is kept."""
    words = {
        "page": _("on a page"),
        "queue": _("in their list"),
        "digest": _("in their weekly summary"),
        "mail": _("in a mail"),
        "export": _("in a file"),
        "print": _("on paper"),
        "api": _("through a program"),
        "search": _("in a search"),
    }
    return words.get(surface, surface)
