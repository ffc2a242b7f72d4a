"""What every process of the product stands on. Pages come on top of it (app.py); workers and commands need none."""

from celery import Celery
from flask import Flask

import coach_platform.core.models  # noqa: F401 - every table, for foreign keys between folders
from coach_platform.config import Config
from coach_platform.core.accounts.lifetimes import LONGEST
from coach_platform.kit import jobs, logs
from coach_platform.kit.db import db
from coach_platform.mail_kinds import register_kinds
from coach_platform.reactions import register_reactions

MEGABYTE = 1024 * 1024


def create_foundation(config: Config) -> Flask:
    """Settings, log, database, queues, kinds of letters: an application without a single page.

    The code of the pages is half of the time a process takes to start, and a third of its memory: workers, the clock and
    the commands do without.
    """
    app = Flask("coach_platform", template_folder="web/templates", static_folder=None)
    app.extensions["rebound.config"] = config
    app.config.from_mapping(_flask_settings(config))
    logs.configure(config.log_format)
    db.init_app(app)
    jobs.init_app(app, producer(config))
    register_kinds()
    register_reactions()
    return app


def producer(config: Config) -> Celery:
    """What publishes by name; it imports no worker. A page waits for Redis no longer than this."""
    celery = Celery("coach_platform", broker=config.redis_url)
    celery.conf.update(
        task_serializer="json",
        accept_content=["json"],
        task_routes=jobs.ROUTES,
        task_default_queue=jobs.DEFAULT_QUEUE,
        task_ignore_result=True,
        broker_connection_timeout=1,
        broker_transport_options={"socket_timeout": 1, "socket_connect_timeout": 1},
        broker_connection_retry_on_startup=False,
        task_publish_retry=False,
    )
    return celery


def _flask_settings(config: Config) -> dict[str, object]:
    # __Host- needs https; on a laptop's http plain names (command-line clients drop Secure cookies).
    return {
        "SECRET_KEY": config.secret_keys[0],
        "SECRET_KEY_FALLBACKS": config.secret_keys[1:],
        "SQLALCHEMY_DATABASE_URI": config.database_url,
        "SQLALCHEMY_ENGINE_OPTIONS": {"pool_pre_ping": True, "pool_size": 8, "max_overflow": 4, "pool_timeout": 5},
        "SESSION_COOKIE_NAME": "__Host-session" if config.https else "session",
        "SESSION_COOKIE_SECURE": config.https,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        # Set at the sign-in only: else every answer carried the cookie, files that caches keep as well.
        "SESSION_REFRESH_EACH_REQUEST": False,
        "PERMANENT_SESSION_LIFETIME": LONGEST.absolute,
        "TRUSTED_HOSTS": [config.host] if config.production else None,
        "MAX_CONTENT_LENGTH": 4 * MEGABYTE,
        "MAX_FORM_MEMORY_SIZE": 2 * MEGABYTE,
        "WTF_CSRF_TIME_LIMIT": None,  # as long as the session: a form left open overnight must not lose its words
        "WTF_CSRF_SSL_STRICT": True,
        **config.flask,
    }
