"""What somebody agrees to who read the present text in a language, as forms carry it."""

from coach_platform.content.agreements import latest_agreement


def agreed(locale: str = "en", key: str = "coaching_grant") -> str:
    """The mark of the text that stands on the page in that language."""
    return latest_agreement(key).mark(locale)


def read_privacy(locale: str = "en") -> dict[str, str]:
    """The box under the text on privacy, ticked, as the forms of a new account send it."""
    return {"agreed": "y", "agreement": agreed(locale, "privacy")}


def yes_to(key: str, locale: str = "en") -> dict[str, str]:
    """The field beside a button that says yes to the text above it."""
    return {f"text_{key}": agreed(locale, key)}
