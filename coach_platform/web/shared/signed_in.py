"""Who is signed in on this request. Flask-Login keeps the token in the signed cookie; the session row decides."""

from datetime import timedelta
from uuid import UUID

from flask import Flask, Response, after_this_request, g, request, session
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user

from coach_platform.core.access.actor import Actor
from coach_platform.core.accounts import sessions
from coach_platform.core.accounts.coming_in import By, come_in
from coach_platform.kit.settings import settings

BROWSER_FOR = timedelta(days=400)  # the longest browsers keep a cookie


class SignedIn(UserMixin):
    """Flask-Login's user: the actor and the token that proves them."""

    def __init__(self, actor: Actor, token: str) -> None:
        self.actor = actor
        self._token = token

    def get_id(self) -> str:
        return self._token


def init_app(app: Flask) -> None:
    """Load the actor from the session row, once a request."""
    # Our pages are told who is there (page.py). Flask-Login would ask again for each template, and so the page that says
    # "back in a moment" would need the database that is away.
    manager = LoginManager(app, add_context_processor=False)
    manager.session_protection = None  # the row is the protection: it can be listed and revoked

    @manager.user_loader
    def load(token: str) -> SignedIn | None:
        actor = sessions.actor_of(token)
        return SignedIn(actor, token) if actor else None


def actor() -> Actor | None:
    """The signed-in person, or None."""
    return current_user.actor if current_user.is_authenticated else None


def the_actor() -> Actor:
    """The signed-in person, on pages behind a guard."""
    return current_user.actor


def sign_in(person_id: UUID, *, device: str, by: By = By.LETTER, shared: bool = False) -> None:
    """Begin a new session on this browser: nothing of the anonymous one goes on, so nobody can have planted it.

    `shared`: others use this computer; the cookie ends with the browser and nothing is left to know it by.
    """
    session.clear()
    g.pop("csrf_token", None)
    came = come_in(person_id, by=by, device=device, browser=request.cookies.get(browser_cookie(), ""), shared=shared)
    session.permanent = not shared
    if came.browser:
        _remember_browser(came.browser)
    signed = sessions.actor_of(came.token)
    assert signed is not None, "a session that was just opened is live"
    login_user(SignedIn(signed, came.token))


def sign_out() -> None:
    """End this browser's session, in the row as well as in the cookie."""
    signed = actor()
    if signed is not None and signed.session_id is not None:
        sessions.revoke_session(signed, signed.session_id)
    logout_user()
    session.clear()


def _remember_browser(browser: str) -> None:
    """So that the next sign-in here is no news. Opens nothing; only this site reads it."""

    @after_this_request
    def keep(response: Response) -> Response:
        https = settings().https
        response.set_cookie(
            browser_cookie(), browser, max_age=BROWSER_FOR, httponly=True, samesite="Lax", secure=https, path="/"
        )
        return response


def browser_cookie() -> str:
    """The name of the cookie by which a browser is known again."""
    return "__Host-browser" if settings().https else "browser"
