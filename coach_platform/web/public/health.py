"""For balancers and monitors: does the process live, can it serve."""

from flask import Blueprint, current_app, jsonify
from redis import Redis
from redis.exceptions import RedisError
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.wrappers import Response

from coach_platform.core.mail.operating import gate
from coach_platform.core.mail.standing import oldest_due
from coach_platform.kit.db import db
from coach_platform.kit.settings import settings
from coach_platform.schema import is_enough

bp = Blueprint("health", __name__)


@bp.get("/healthz")
def healthz() -> Response:
    """The process answers."""
    return jsonify(status="ok")


@bp.get("/readyz")
def readyz() -> tuple[Response, int]:
    """Only the database decides; Redis and a mail backlog are reported and take no web host out of service."""
    database = _database()
    status = "ok" if database == "ok" else "unready"
    mail = _mail() if database == "ok" else {"mail": None, "mail_waits_seconds": None}
    return jsonify(status=status, database=database, redis=_redis(), **mail), 200 if database == "ok" else 503


def _database() -> str:
    try:
        return "ok" if is_enough(db.session.connection()) else "older than this code"
    except SQLAlchemyError:
        return "away"


def _mail() -> dict[str, object]:
    """Whether mail goes out from this database, and how long the oldest message has been due."""
    try:
        still = gate.stands_still()
        waits = round(oldest_due().total_seconds(), 1)
    except SQLAlchemyError:
        return {"mail": "unknown", "mail_waits_seconds": None}
    return {"mail": "stands still, see `coach-platform mail resume`" if still else "ok", "mail_waits_seconds": waits}


def _redis() -> str:
    return "ok" if redis_answers() else "away"


def redis_answers() -> bool:
    """Within half a second."""
    client = current_app.extensions.setdefault(
        "rebound.redis", Redis.from_url(settings().redis_url, socket_timeout=0.5, socket_connect_timeout=0.5)
    )
    try:
        client.ping()
    except RedisError:
        return False
    return True
