"""The form of a hand-over, as a coach and as an admin fill it in."""

from typing import Any
from uuid import UUID

from flask import request

from coach_platform.core.coaching.handing.listing import HandOverForm
from coach_platform.kit.errors import Invalid
from coach_platform.kit.i18n import _
from coach_platform.kit.ids import parse_id
from coach_platform.web.shared.away_words import away_words


def whom() -> UUID | None:
    """The colleague that was chosen, or None."""
    return parse_id(request.form.get("to", ""))


def hand_over_page(shown: HandOverForm, error: Invalid | None = None) -> dict[str, Any]:
    """What shared/handing.html takes."""
    colleagues = [(one.person_id, " · ".join(_of(one))) for one in shown.colleagues]
    return {
        "shown": shown,
        "colleagues": [("", _("Choose a colleague")), *colleagues],
        "errors": error.fields if error else {},
        "given": request.form,
        "ticked": request.form.getlist("notes"),
    }


def _of(colleague: Any) -> list[str]:
    away = away_words(colleague.name, colleague.away)
    return [part for part in (colleague.name, colleague.office, away) if part]
