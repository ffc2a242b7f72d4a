"""The core's errors and HTTP's as plain pages: what happened, what was kept, what to do, and the request's id."""

import structlog
from flask import Flask, g, make_response, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException, SecurityError
from werkzeug.wrappers import Response

from coach_platform.kit.db import db
from coach_platform.kit.errors import Conflict, DomainError, Invalid, NotAllowed, NotFound, Unavailable
from coach_platform.kit.i18n import _
from coach_platform.web.shared.page import page

log = structlog.get_logger()
STATUS: dict[type[DomainError], int] = {NotFound: 404, NotAllowed: 403, Conflict: 409, Invalid: 422, Unavailable: 503}


def init_app(app: Flask) -> None:
    """Register the one handler a kind."""
    app.register_error_handler(DomainError, domain_error)
    app.register_error_handler(CSRFError, csrf_error)
    app.register_error_handler(SecurityError, foreign_host)
    app.register_error_handler(HTTPException, http_error)
    app.register_error_handler(OperationalError, database_away)
    app.register_error_handler(Exception, unexpected)


def domain_error(error: DomainError) -> Response:
    """What a verb of the core refused and the view did not answer beside a field."""
    status = next(
        (status for kind, status in STATUS.items() if isinstance(error, kind)), 400
    )  # also of a narrower kind
    return _answer(status, str(error.message or ""))


def csrf_error(_error: CSRFError) -> Response:
    """A form from before a sign-in, or not from us."""
    return _answer(
        400, _("This page was open for too long. Go back, copy what you wrote, load the page again and send it.")
    )


def foreign_host(_error: SecurityError) -> Response:
    """A host name that is not ours. Words only: no address of a page can be built for it, so no page either."""
    return Response(f"{_sentence(400)}\n", 400, mimetype="text/plain")


def http_error(error: HTTPException) -> Response:
    """Flask's own refusals (404, 405, 413, 429 ...)."""
    if error.code is None or error.code < 400:
        return error.get_response()
    response = _answer(error.code)
    if error.code == 405 and (allowed := error.get_response().headers.get("Allow")):
        response.headers["Allow"] = allowed
    return response


def database_away(error: OperationalError) -> Response:
    """PostgreSQL restarts or is full: 503, and the page works again as soon as it is back."""
    log.error("database.away", error=type(error.orig).__name__)
    response = _answer(503)
    response.headers["Retry-After"] = "5"
    return response


def unexpected(error: Exception) -> Response:
    """A defect of ours: logged with the request's id, shown without any detail."""
    log.exception("request.failed", path=request.url_rule.rule if request.url_rule else None)
    return _answer(500)


def _sentence(status: int) -> str:
    sentences = {
        400: _("The request could not be understood."),
        401: _("Please sign in first."),
        403: _("You may see this, but not do that."),
        404: _("There is nothing here. It may have been moved or deleted, or it is not shared with you."),
        405: _("This page does not take that."),
        409: _("Something changed meanwhile. Load the page again to see how it stands now."),
        413: _("That is too much at once."),
        422: _("Something in what was sent cannot be taken."),
        429: _("That was too many attempts. Please wait a few minutes."),
        410: _("This link was used already, or is too old."),
        503: _("We cannot reach our database right now. Nothing was lost; please try again in a moment."),
    }
    return sentences.get(status, _("Something went wrong on our side. It has been noted."))


def _answer(status: int, sentence: str = "") -> Response:
    try:
        db.session.rollback()
    except Exception:  # the connection itself may be gone
        db.session.remove()
    context = {"status": status, "sentence": sentence or _sentence(status), "request_id": g.get("request_id", "")}
    return make_response(page("shared/error.html", **context), status)
