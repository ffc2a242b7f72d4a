"""What somebody agrees to who read the present text in English, as the form of a grant carries it."""

from coach_platform.content.agreements import latest_agreement


def agreed(locale: str = "en", text: str = "coaching_grant") -> str:
    """The mark of the text that stands on the page in that language."""
    return latest_agreement(text).mark(locale)
