"""What every process of the product stands on. Pages come on top of it (app.py); workers and commands need none."""

from celery import Celery
from flask import Flask

import coach_platform.core.models  # noqa: F401 - every table, for foreign keys between folders
from coach_platform.config import Config
from coach_platform.kit import jobs, logs
from coach_platform.kit.db import db
from coach_platform.mail_kinds import register_kinds
from coach_platform.reactions import register_reactions


def create_foundation(config: Config) -> Flask:
    """Settings, log, database, queues, kinds of letters: an application without a single page.

    The code of the pages is half of the time a process takes to start, and a third of its memory: workers, the clock and
    the commands do without.
    """
    app = Flask("coach_platform", static_folder=None)
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
    return {
        "SECRET_KEY": config.secret_keys[0],
        "SECRET_KEY_FALLBACKS": config.secret_keys[1:],
        "SQLALCHEMY_DATABASE_URI": config.database_url,
        "SQLALCHEMY_ENGINE_OPTIONS": {"pool_pre_ping": True, "pool_size": 8, "max_overflow": 4, "pool_timeout": 5},
        **config.flask,
    }
