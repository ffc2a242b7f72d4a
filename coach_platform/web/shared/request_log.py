"""One log line a request, with an id that its error page shows too. Paths are the rule, never the address with its ids."""

import re
import time

import structlog
from flask import Flask, Response, g, request

from coach_platform.kit.ids import new_id

log = structlog.get_logger()
_GIVEN = re.compile(r"[A-Za-z0-9-]{8,64}")


def init_app(app: Flask) -> None:
    """Bind the request's id to all its log lines and write one line at the end."""

    @app.before_request
    def begin() -> None:
        given = request.headers.get("X-Request-Id", "")
        g.request_id = given if _GIVEN.fullmatch(given) else str(new_id())
        g.begun = time.perf_counter()
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=g.request_id)

    @app.after_request
    def end(response: Response) -> Response:
        response.headers["X-Request-Id"] = g.get("request_id", "")
        if request.endpoint != "static":
            log.info(
                "request",
                method=request.method,
                rule=request.url_rule.rule if request.url_rule else None,
                status=response.status_code,
                ms=round((time.perf_counter() - g.get("begun", time.perf_counter())) * 1000, 1),
            )
        return response
