"""Every blueprint with its guard, on one screen. What is not listed here cannot be reached."""

from flask import Flask
from flask_wtf import CSRFProtect

from coach_platform.web.public import health, home
from coach_platform.web.seeker import (
    after_no,
    application_history,
    application_parts,
    applications,
    batch,
    quick_log,
    resumes,
)
from coach_platform.web.shared import language
from coach_platform.web.shared.guards import Guard, anyone, register, seeker_only

ALL: list[tuple[object, Guard]] = [
    # public
    (home.bp, anyone),
    (health.bp, anyone),
    (language.bp, anyone),
    # seeker: applications
    (quick_log.bp, seeker_only),
    (after_no.bp, seeker_only),
    (applications.bp, seeker_only),
    (application_history.bp, seeker_only),
    (application_parts.bp, seeker_only),
    (batch.bp, seeker_only),
    (resumes.bp, seeker_only),
]


def register_blueprints(app: Flask, csrf: CSRFProtect) -> None:
    """Mount them all. `csrf` is for the few that carry their own token; the access matrix lists those."""
    for blueprint, guard in ALL:
        register(app, blueprint, guard)  # type: ignore[arg-type]
