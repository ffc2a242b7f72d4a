"""Second factors of the cast, for tests that are about something else."""

import pyotp

from coach_platform.core.accounts.factors import app_codes
from coach_platform.kit import clock
from coach_platform.kit.db import db


class App:
    """Somebody's authenticator app; `codes` is their paper."""

    def __init__(self, actor) -> None:
        app_codes.begin(actor)
        self.secret = app_codes.begun(actor).secret
        self.codes = app_codes.confirm(actor, self.at())
        db.session.commit()

    def at(self, steps: int = 0) -> str:
        """The code it shows now, or so many half minutes later."""
        return pyotp.TOTP(self.secret).at(int(clock.now().timestamp()) + 30 * steps)
