"""Putting a snippet or a guide into what a coach writes: found while typing, and without scripts by a button."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Blueprint, jsonify, request, url_for
from werkzeug.wrappers import Response

from coach_platform.core.library.inserting import Found, search, text_of
from coach_platform.core.library.variables import gaps
from coach_platform.kit.i18n import _
from coach_platform.kit.ids import parse_id
from coach_platform.web.shared.signed_in import the_actor

bp = Blueprint("inserting", __name__, url_prefix="/coach/seekers/<uuid:seeker_id>/insert")


@dataclass(frozen=True)
class Insertion:
    """What came of a form in which something was asked for: the words with it, or what there is to choose from."""

    body: str
    asked: str = ""
    found: tuple[Found, ...] = ()
    nothing: bool = False


@bp.get("")
def suggest(seeker_id: UUID) -> Response:
    """What the words of ?q= find; nothing of any seeker is in it."""
    here = {"seeker_id": seeker_id, "case_id": request.args.get("case_id") or None}
    return jsonify([_option(one, here) for one in search(the_actor(), seeker_id, request.args.get("q", ""))])


@bp.get("/<key>")
def text(seeker_id: UUID, key: str) -> Response:
    """The words of one, for this seeker and this case; `gap`: the first variable that is left in it."""
    case_id = parse_id(request.args.get("case_id", ""))
    said = text_of(the_actor(), seeker_id, key, case_id=case_id)
    return jsonify(text=said, gap=next(iter(gaps(said)), ""))


def insertion(seeker_id: UUID, body: str, case_id: UUID | None) -> Insertion | None:
    """What a form asks for in its own two fields, `pick` (one that was chosen) or `snippet` (words to search for).

    None where neither is filled: then the form is simply sent. Words that were typed and not yet put in are never sent
    past: they are looked for first. Raises: NotFound.
    """
    pick, asked = request.form.get("pick", ""), request.form.get("snippet", "").strip()
    if not pick and not asked:
        return None
    found = [] if pick else search(the_actor(), seeker_id, asked)
    key = pick or (found[0].key if len(found) == 1 else "")
    if not key:
        return Insertion(body, asked, tuple(found), nothing=not found)
    said = text_of(the_actor(), seeker_id, key, case_id=case_id)
    return Insertion(f"{body.rstrip()}\n\n{said}".lstrip())


def insert_url(seeker_id: UUID, case_id: UUID | str | None = None) -> str:
    """Where a box asks while one types."""
    return url_for("inserting.suggest", seeker_id=seeker_id, case_id=case_id or None)


def _option(one: Found, here: dict[str, Any]) -> dict[str, str]:
    kind = _("Guide") if one.is_guide else _("Snippet")
    hint = " · ".join(part for part in (kind, one.organisation, one.start) if part)
    return {"label": one.title, "hint": hint, "insert": url_for("inserting.text", key=one.key, **here)}
