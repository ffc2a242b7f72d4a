"""Every blueprint with its guard, on one screen. What is not listed here cannot be reached."""

from flask import Flask
from flask_wtf import CSRFProtect

from coach_platform.web.public import health, home
from coach_platform.web.seeker import assessments, cases, check_ins, practice
from coach_platform.web.shared import language
from coach_platform.web.shared.guards import Guard, anyone, register, seeker_only

ALL: list[tuple[object, Guard]] = [
    # public
    (home.bp, anyone),
    (health.bp, anyone),
    (language.bp, anyone),
    # a seeker's case
    (cases.bp, seeker_only),
    (assessments.bp, seeker_only),
    (practice.bp, seeker_only),
    (check_ins.bp, seeker_only),
]


def register_blueprints(app: Flask, csrf: CSRFProtect) -> None:
    """Mount them all. `csrf` is for the few that carry their own token; the access matrix lists those."""
    for blueprint, guard in ALL:
        register(app, blueprint, guard)  # type: ignore[arg-type]
