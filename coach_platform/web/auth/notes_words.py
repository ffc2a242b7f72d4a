"""The states and grounds of a request for notes, in words for both sides."""

from coach_platform.core.coaching.notes_requests.models import Ground, NotesRequestState
from coach_platform.kit.i18n import _


def grounds() -> dict[str, str]:
    """By value."""
    return {
        Ground.OTHER_PERSON.value: _("It would reveal something of another person, and could seriously harm them."),
        Ground.LEGAL.value: _("Professional secrecy protects it, or proceedings are under way."),
        Ground.NONE_KEPT.value: _("There are no notes."),
    }


def states() -> dict[str, str]:
    """By value."""
    return {
        NotesRequestState.ASKED.value: _("waits"),
        NotesRequestState.PRODUCED.value: _("produced"),
        NotesRequestState.REFUSED.value: _("refused"),
    }
