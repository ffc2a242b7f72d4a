"""The first page: what this is, for somebody who was just told no."""

from flask import Blueprint, redirect, url_for
from werkzeug.wrappers import Response

from coach_platform.web.shared.nav import home as home_of
from coach_platform.web.shared.page import page
from coach_platform.web.shared.signed_in import actor

bp = Blueprint("home", __name__)


@bp.get("/")
def show() -> str | Response:
    """Whoever is signed in lands on their own face."""
    signed = actor()
    if signed is not None and (target := home_of(signed)) != "/":
        return redirect(target)
    return page("public/home.html", sign_up_url=url_for("sign_up.form"), sign_in_url=url_for("sign_in.form"))
