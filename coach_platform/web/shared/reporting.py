"""Making a report, the same on both faces: the form, and what a POST of it does."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import request

from coach_platform.core.access.actor import Actor
from coach_platform.core.reports.making import make_report, offer
from coach_platform.kit import clock
from coach_platform.kit.errors import Invalid
from coach_platform.kit.i18n import current_locale
from coach_platform.kit.ids import new_id, parse_id
from coach_platform.web.shared.forms import put_errors
from coach_platform.web.shared.forms_report import ReportForm, as_wished

QUARTER = timedelta(days=90)  # what funders usually ask for; either day can be changed


def blank(actor: Actor, seeker_id: UUID) -> dict[str, Any]:
    """What the page of the form takes; `?after=` goes on from an earlier version."""
    after = parse_id(request.args.get("after", ""))
    offered = offer(actor, seeker_id, after=after)
    today = clock.today(actor.zone)
    data = {"from_on": today - QUARTER, "to_on": today, "language": current_locale(), "sections": []}
    form = ReportForm(formdata=None, data=as_wished(offered.before) if offered.before else data)
    form.offer(offered, own=seeker_id == actor.person_id)
    return {"form": form, "offered": offered, "after": after, "client_id": new_id()}


def made(actor: Actor, seeker_id: UUID) -> tuple[UUID | None, dict[str, Any]]:
    """The report's id; or None, and what the page takes to show what was refused. Raises: as make_report."""
    after, client_id = parse_id(request.form.get("after", "")), parse_id(request.form.get("client_id", "")) or new_id()
    offered = offer(actor, seeker_id, after=after)
    form = ReportForm().offer(offered, own=seeker_id == actor.person_id)
    try:
        return make_report(actor, seeker_id, form.wish(), client_id=client_id, after=after), {}
    except Invalid as error:
        named = {"locale": "language"}
        put_errors(form, Invalid({named.get(name, name): why for name, why in error.fields.items()}, error.message))
    return None, {"form": form, "offered": offered, "after": after, "client_id": client_id}
