"""Who may enter which blueprint. A blueprint that is not registered with a guard cannot be reached: default deny."""

from collections.abc import Callable

from flask import Blueprint, Flask, abort, redirect, request, url_for
from werkzeug.wrappers import Response

from coach_platform.core.access.permissions import Permission, can
from coach_platform.web.shared.signed_in import actor

Guard = Callable[[], Response | None]


def anyone() -> None:
    """Public pages."""


def enrolling() -> Response | None:
    """Any account, also one that must set up its second factor before anything else."""
    return None if actor() else to_sign_in()


def signed_in() -> Response | None:
    """Any account."""
    return enrolling() or _second_factor_first()


def _only(permission: Permission) -> Guard:
    def guard() -> Response | None:
        if actor() is None:
            return to_sign_in()
        if not can(actor(), permission):
            abort(404)  # what a person may not see does not exist for them
        return _second_factor_first()

    guard.__name__ = permission.value
    return guard


seeker_only = _only(Permission.USE_SEEKER_FACE)
coach_only = _only(Permission.USE_COACH_FACE)
admin_only = _only(Permission.USE_ORGANISATION)
operator_only = _only(Permission.USE_OPERATOR_PAGES)


def _second_factor_first() -> Response | None:
    """To the page that sets it up, for those who need one and have none."""
    signed = actor()
    if signed is None or not signed.must_enrol:
        return None
    return _elsewhere(url_for("two_factors.index"), 403)


def to_sign_in() -> Response:
    """To the sign-in page, and back here afterwards. htmx gets a redirect it obeys instead of a page inside a page."""
    here = request.full_path.rstrip("?") if request.method == "GET" else None
    return _elsewhere(url_for("sign_in.form", next=here), 401)


def _elsewhere(target: str, status: int) -> Response:
    if request.headers.get("HX-Request"):
        return Response("", status, {"HX-Redirect": target})
    return redirect(target) if request.method == "GET" else abort(status)


def register(app: Flask, blueprint: Blueprint, guard: Guard) -> None:
    """Mount `blueprint` behind `guard`. The access matrix reads app.extensions["rebound.guards"]."""
    app.extensions.setdefault("rebound.guards", {})[blueprint.name] = guard
    app.register_blueprint(blueprint)


def init_app(app: Flask) -> None:
    """Ask the guard of the page's blueprint before anything else; a page without one does not exist."""

    @app.before_request
    def ask_guard() -> Response | None:
        if request.endpoint in (None, "static"):
            return None
        guard = app.extensions["rebound.guards"].get(request.blueprint)
        if guard is None:
            abort(404)
        return guard()
