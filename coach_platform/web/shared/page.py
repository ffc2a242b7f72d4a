"""Rendering a page with what every page needs: whose face it is, where one can go, the quiet line to a help line."""

from typing import Any

from flask import render_template

from coach_platform.web.shared import nav
from coach_platform.web.shared.help_line import help_line_of
from coach_platform.web.shared.signed_in import actor


def page(template: str, *, face: str = "", **context: Any) -> str:
    """`template` with the navigation of the face it belongs to. Its folder says which (seeker/, coach/ ...), or `face`."""
    face = face or template.split("/", 1)[0]
    try:
        signed = actor()
    except Exception:  # an error page must come out even when the session row cannot be read
        signed = None
    if signed is not None and template.startswith("seeker/"):
        context.setdefault("help_line", help_line_of(signed.country))
    return render_template(template, actor=signed, **nav.frame(face, signed), **context)
