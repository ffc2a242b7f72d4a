"""Who sees one case, and keeping it out of what is shared, with one tap."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from coach_platform.core.coaching.exclusions import CaseReader, keep_case_out, let_case_in, readers_of_case
from coach_platform.kit import clock
from coach_platform.kit.errors import NotFound
from coach_platform.kit.i18n import _, format_list
from coach_platform.kit.ids import parse_id
from coach_platform.web.shared.signed_in import the_actor

bp = Blueprint("case_sharing", __name__, url_prefix="/cases/<uuid:case_id>/shared")
NEW_FOR = timedelta(days=1)  # so long the page says by itself who will see the case


@dataclass(frozen=True)
class SeenBy:
    """`new`: the names to say at the top of a case that was opened while "every case I open later" counts."""

    readers: list[CaseReader]
    new: str

    @property
    def seen(self) -> list[CaseReader]:
        """Those who do see it."""
        return [reader for reader in self.readers if not reader.kept_out]


def seen_by(case_id: UUID, opened_at: datetime) -> SeenBy:
    """For the page of a case of the actor's own."""
    readers = readers_of_case(the_actor(), case_id)
    fresh = clock.now() - opened_at < NEW_FOR
    new = [r.name for r in readers if fresh and r.future_too and not r.kept_out and r.agreed_at <= opened_at]
    return SeenBy(readers, format_list(list(dict.fromkeys(new))) if new else "")


@bp.post("/keep-out")
def keep_out(case_id: UUID) -> Response:
    """Not this one: from nobody (or from one coach or team) on, at once."""
    given = request.form.get("grant", "")
    if given and parse_id(given) is None:
        raise NotFound
    keep_case_out(the_actor(), case_id, grant_id=parse_id(given))
    flash(_("Kept out. From this moment this case does not exist for them; everything else you share stays as it is."))
    return redirect(url_for("cases.show", case_id=case_id, _anchor="seen-by"), 303)


@bp.post("/let-in")
def let_in(case_id: UUID) -> Response:
    """Undo it."""
    grant_id = parse_id(request.form.get("grant", ""))
    if grant_id is None:
        raise NotFound
    let_case_in(the_actor(), case_id, grant_id=grant_id)
    flash(_("Shared again, as the rest."))
    return redirect(url_for("cases.show", case_id=case_id, _anchor="seen-by"), 303)
