"""Puts the application together. Reads as a list; nothing is decided here."""

from pathlib import Path

from celery import Celery
from flask import Flask
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

import coach_platform.core.models  # noqa: F401 - every table, for foreign keys between folders
from coach_platform.blueprints import register_blueprints
from coach_platform.config import Config
from coach_platform.core.accounts.lifetimes import LONGEST
from coach_platform.kit import i18n, jobs, logs
from coach_platform.kit.db import db
from coach_platform.kit.ids import new_id
from coach_platform.mail_kinds import register_kinds
from coach_platform.reactions import register_reactions
from coach_platform.web.shared import (
    commit,
    errors,
    guards,
    headers,
    language,
    limits,
    request_log,
    signed_in,
    templating,
)
from coach_platform.web.shared.kept_templates import KeptTemplates
from coach_platform.web.shared.look import register_look

csrf = CSRFProtect()
MEGABYTE = 1024 * 1024


def create_app(config: Config) -> Flask:
    """The whole product: web, API and what workers need of it, from one Config."""
    app = Flask("coach_platform", template_folder="web/templates", static_folder=None)
    app.extensions["rebound.config"] = config
    app.config.from_mapping(_flask_settings(config))
    logs.configure(config.log_format)
    if config.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=config.proxies, x_proto=config.proxies)  # type: ignore[method-assign]
    db.init_app(app)
    jobs.init_app(app, producer(config))
    _templates(app, config.templates_kept)
    # Order matters: the request's id, then who is there, then their language, then CSRF, then the guard.
    request_log.init_app(app)
    signed_in.init_app(app)
    language.init_app(app)
    csrf.init_app(app)
    app.jinja_env.globals["csrf_token"] = templating.csrf_token
    guards.init_app(app)
    limits.init_app(app, config.redis_url)
    errors.init_app(app)
    register_kinds()
    register_reactions()
    register_blueprints(app, csrf)
    # after_request functions run in reverse: the commit first, then the headers, then the log line.
    headers.init_app(app, https=config.https)
    commit.init_app(app)
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


def _templates(app: Flask, kept: str) -> None:
    templating.init_app(app)
    if kept:
        Path(kept).mkdir(parents=True, exist_ok=True)
        app.jinja_env.bytecode_cache = KeptTemplates(kept)
    app.jinja_env.filters.update(
        date=i18n.format_date,
        moment=i18n.format_moment,
        when=i18n.format_when,
        day=i18n.format_day,
        clock_time=i18n.format_clock,
        number=i18n.format_number,
        month_words=i18n.format_month,
    )
    app.jinja_env.globals["format_list"] = i18n.format_list
    app.jinja_env.globals["fresh_id"] = new_id  # names one act of a form: sent twice, done once
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    register_look(app)
