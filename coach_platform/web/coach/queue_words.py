"""What Today says after an act, with the way back: in place where scripts run, on the next page where they do not."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from flask import request, url_for

from coach_platform.kit.i18n import _
from coach_platform.kit.ids import parse_id


@dataclass(frozen=True)
class Notice:
    """One sentence; `undo_url` with `undo` (the value of the field act) takes it back, where that can be."""

    words: str
    undo_url: str = ""
    undo: str = ""


def notice(did: str, seeker_id: UUID, name: str, *, more: str = "") -> Notice | None:
    """What was done to the line of `name`; None for a word nobody knows. `more`: the day it sleeps until, or a colleague."""
    act = url_for("coach_queue.put", seeker_id=seeker_id)
    said = {
        "done": (_("Done: %(name)s. The line comes back when something new arrives.", name=name), act, "undo_done"),
        "snoozed": (
            _("%(name)s sleeps until %(day)s, or until something new arrives.", name=name, day=more),
            act,
            "wake",
        ),
        "asleep": (_("%(name)s sleeps for now, or until something new arrives.", name=name), act, "wake"),
        "stays": (
            _("The plan of %(name)s still waits: it is done when it is answered. Snooze it if it can wait.", name=name),
            "",
            "",
        ),
        "handed": (_("Handed on: %(name)s.", name=name), "", ""),
        "handed_to": (_("Handed on to %(colleague)s: %(name)s.", colleague=more, name=name), "", ""),
        "back": (_("%(name)s is on the list again.", name=name), "", ""),
        "said": (_("Sent to %(name)s.", name=name), "", ""),
    }.get(did)
    return Notice(*said) if said else None


def asked_notice(names: Mapping[UUID, str]) -> Notice | None:
    """What the address of Today says was done last (`?did=...&to=...`), about somebody the coach sees."""
    seeker_id = parse_id(request.args.get("to", ""))
    if seeker_id is None or seeker_id not in names:
        return None
    return notice(request.args.get("did", ""), seeker_id, names[seeker_id])
