"""Which language a page speaks: the person's own, else a choice made by cookie, else the browser's."""

from flask import Blueprint, Flask, redirect, request
from werkzeug.wrappers import Response

from coach_platform.core.accounts.preferences import change_locale
from coach_platform.kit import i18n
from coach_platform.web.shared.next_page import next_page
from coach_platform.web.shared.signed_in import actor

COOKIE = "lang"
bp = Blueprint("language", __name__)


def chosen() -> str:
    """`en` or `fr` for this request."""
    if (signed := actor()) is not None:
        return signed.locale
    wanted = request.cookies.get(COOKIE)
    if wanted in i18n.LOCALES:
        return wanted
    return request.accept_languages.best_match(i18n.LOCALES, default="en")


def init_app(app: Flask) -> None:
    """Set the language before anything can be said."""

    @app.before_request
    def speak() -> None:
        i18n.set_locale(chosen())

    @app.after_request
    def say_language(response: Response) -> Response:
        if response.mimetype == "text/html":
            response.headers["Content-Language"] = f"{i18n.current_locale()}-CA"
            response.vary.add("Accept-Language")
        return response

    app.context_processor(lambda: {"current_locale": i18n.current_locale()})


@bp.post("/language")
def choose() -> Response:
    """Change the language here and now; a signed-in person's choice is kept with their account."""
    from_form = request.form.get("lang", "")
    wanted = from_form if from_form in i18n.LOCALES else "en"
    if (signed := actor()) is not None:
        change_locale(signed, wanted)
    return remember(redirect(next_page("/")), wanted)


def remember(response: Response, locale: str) -> Response:
    """This browser goes on in `locale` when nobody is signed in. It is all the cookie says."""
    response.set_cookie(COOKIE, locale, max_age=31_536_000, samesite="Lax", httponly=True, secure=request.is_secure)
    return response
