"""The one answer to a link that is forged, too old or used: it says which of them it may be, and what to do."""

from coach_platform.web.shared.page import page


def link_over() -> tuple[str, int]:
    """410, with the ways on."""
    return page("auth/link_over.html"), 410
