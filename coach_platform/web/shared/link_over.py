"""The one answer to a link that is forged, too old or used: it says which of them it may be, and what to do."""

from coach_platform.web.shared.page import page


def link_over(*, of_card: bool = False) -> tuple[str, int]:
    """410, with the ways on. `of_card`: of a feedback card, whose reader has no account and needs none."""
    return page("auth/link_over.html", of_card=of_card), 410
