"""Every blueprint with its guard, on one screen. What is not listed here cannot be reached."""

from flask import Flask
from flask_wtf import CSRFProtect

from coach_platform.web.public import health, home, unsubscribe
from coach_platform.web.shared import language
from coach_platform.web.shared.guards import Guard, anyone, register

ALL: list[tuple[object, Guard]] = [
    # public
    (home.bp, anyone),
    (health.bp, anyone),
    (language.bp, anyone),
    (unsubscribe.bp, anyone),
]

# Their addresses carry their own token: mailboxes post there by themselves (RFC 8058). The access matrix lists them.
OWN_TOKEN = [unsubscribe.bp]


def register_blueprints(app: Flask, csrf: CSRFProtect) -> None:
    """Mount them all."""
    for own_token in OWN_TOKEN:
        csrf.exempt(own_token)
    for blueprint, guard in ALL:
        register(app, blueprint, guard)  # type: ignore[arg-type]
