"""Every blueprint with its guard, on one screen. What is not listed here cannot be reached."""

from flask import Flask
from flask_wtf import CSRFProtect

from coach_platform.web.auth import portability, sign_in
from coach_platform.web.public import goodbye, health, home
from coach_platform.web.shared import language
from coach_platform.web.shared.guards import Guard, anyone, register, signed_in

ALL: list[tuple[object, Guard]] = [
    # public
    (home.bp, anyone),
    (health.bp, anyone),
    (language.bp, anyone),
    # accounts
    (sign_in.bp, anyone),
    (portability.bp, signed_in),
    (goodbye.bp, anyone),
]


def register_blueprints(app: Flask, csrf: CSRFProtect) -> None:
    """Mount them all. `csrf` is for the few that carry their own token; the access matrix lists those."""
    for blueprint, guard in ALL:
        register(app, blueprint, guard)  # type: ignore[arg-type]
