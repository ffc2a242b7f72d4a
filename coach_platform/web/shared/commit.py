"""One commit, at the boundary: an unsafe method that was answered with less than 400. A GET never writes."""

from flask import Flask, Response, request

from coach_platform.kit.db import db

SAFE = {"GET", "HEAD", "OPTIONS", "TRACE"}


def init_app(app: Flask) -> None:
    """Commit or roll back after each request; the session is closed by Flask-SQLAlchemy at its end."""

    @app.after_request
    def commit_or_not(response: Response) -> Response:
        if request.method not in SAFE and response.status_code < 400:
            db.session.commit()
        else:
            db.session.rollback()
        return response
