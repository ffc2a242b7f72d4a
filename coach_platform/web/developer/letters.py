"""Every kind of mail side by side, for developers: both languages, HTML and text, narrow and wide, light and dark.

Mounted on laptops and in tests only (blueprints.py). A letter is a document of its own, in a sandbox that lets it fetch
nothing: as in a mailbox that shows no pictures.
"""

from flask import Blueprint, Response, make_response, request

from coach_platform.core.mail.kinds import all_kinds
from coach_platform.core.mail.specimens import specimens
from coach_platform.kit.errors import NotFound
from coach_platform.web.shared.headers import POLICY
from coach_platform.web.shared.page import page

bp = Blueprint("letters", __name__, url_prefix="/letters")

FRAMED = POLICY + "; frame-src 'self'"
# A letter brings its styles with it. It may be shown in our own frames, and in no other.
OF_A_LETTER = "; ".join(
    ["default-src 'none'", "style-src 'unsafe-inline'", "base-uri 'none'", "frame-ancestors 'self'", "sandbox"]
)
# A frame cannot be given a theme of its own: the letter's one question about it is answered here.
_DARK = "(prefers-color-scheme: dark)"
THEMES = {"light": "not all", "dark": "all"}


@bp.get("")
def index() -> str:
    """Each kind with its subject and its first line, in both languages."""
    found = [(kind, specimens(kind.name)) for kind in all_kinds().values()]
    return page("developer/letters.html", found=found)


@bp.get("/<kind>")
def show(kind: str) -> Response:
    """One kind, whole."""
    if not (found := specimens(kind)):
        raise NotFound
    answer = make_response(page("developer/letter.html", kind=all_kinds()[kind], found=found, themes=list(THEMES)))
    answer.headers["Content-Security-Policy"] = FRAMED
    return answer


@bp.get("/<kind>/<any(en, fr):locale>.html")
def html(kind: str, locale: str) -> Response:
    """The HTML part alone; `theme`: light or dark, else what the browser says."""
    if not (found := specimens(kind)):
        raise NotFound
    said = found[locale].html
    if media := THEMES.get(request.args.get("theme", "")):
        said = said.replace(_DARK, media)
    answer = make_response(said)
    answer.headers["Content-Security-Policy"] = OF_A_LETTER
    return answer
