"""Real sign-in sessions for the measurements: rows made by the product's own code, cookies signed as Flask signs them."""

from dataclasses import dataclass
from uuid import UUID

from flask import Flask
from flask.sessions import SecureCookieSessionInterface

from bench.crowd.build import Known
from coach_platform.core.accounts.factors.models import AuthenticatorApp
from coach_platform.core.accounts.sessions import open_session
from coach_platform.kit import clock
from coach_platform.kit.db import db


@dataclass(frozen=True)
class Cookies:
    """Of whom the pages are asked as."""

    seeker: str
    coach_of_50: str
    coach_of_500: str


def cookies(app: Flask) -> Cookies:
    """Sign the three in, with a second factor as coaches need one."""
    with app.app_context():
        found = [_cookie(app, UUID(one)) for one in (Known.SEEKER_OF_2000, Known.COACH_OF_50, Known.COACH_OF_500)]
        db.session.commit()
    return Cookies(*found)


def _cookie(app: Flask, person_id: UUID) -> str:
    if db.session.get(AuthenticatorApp, person_id) is None:
        secret = AuthenticatorApp(
            person_id=person_id, sealed_secret=b"never opened here", begun_at=clock.now(), confirmed_at=clock.now()
        )
        db.session.add(secret)
    token = open_session(person_id, device="bench", second_factor=True)
    serializer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert serializer is not None
    held = serializer.dumps({"_user_id": token, "_fresh": True, "csrf_token": "0" * 40, "_permanent": True})
    return f"{app.config['SESSION_COOKIE_NAME']}={held}"
