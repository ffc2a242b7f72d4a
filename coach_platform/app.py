"""Puts the application together. Reads as a list; nothing is decided here."""

from flask import Flask
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from coach_platform.blueprints import register_blueprints
from coach_platform.config import Config
from coach_platform.core.accounts.lifetimes import LONGEST
from coach_platform.foundation import create_foundation
from coach_platform.kit import i18n
from coach_platform.kit.ids import new_id
from coach_platform.web.shared import (
    commit,
    errors,
    guards,
    headers,
    kept_templates,
    language,
    limits,
    request_log,
    signed_in,
    templating,
)
from coach_platform.web.shared.look import register_look

csrf = CSRFProtect()
MEGABYTE = 1024 * 1024


def create_app(config: Config) -> Flask:
    """The whole product, pages and all, from one Config."""
    app = create_foundation(config)
    app.template_folder = "web/templates"
    app.config.from_mapping(_page_settings(config) | config.flask)
    if config.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=config.proxies, x_proto=config.proxies)  # type: ignore[method-assign]
    _templates(app)
    kept_templates.init_app(app, config.templates_kept)
    # Order matters: the request's id, then who is there, then their language, then CSRF, then the guard.
    request_log.init_app(app)
    signed_in.init_app(app)
    language.init_app(app)
    csrf.init_app(app)
    app.jinja_env.globals["csrf_token"] = templating.csrf_token
    guards.init_app(app)
    limits.init_app(app, config.redis_url)
    errors.init_app(app)
    register_blueprints(app, csrf)
    # after_request functions run in reverse: the commit first, then the headers, then the log line.
    headers.init_app(app, https=config.https)
    commit.init_app(app)
    return app


def _page_settings(config: Config) -> dict[str, object]:
    # __Host- needs https; on a laptop's http plain names (command-line clients drop Secure cookies).
    return {
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
    }


def _templates(app: Flask) -> None:
    templating.init_app(app)
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
