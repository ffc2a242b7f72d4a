"""Private writing: twenty quiet minutes. There is nothing here to post to, and there must never be."""

from flask import Blueprint

from coach_platform.content.writing import writing
from coach_platform.kit.i18n import current_locale
from coach_platform.web.seeker.help_line import help_line
from coach_platform.web.shared.page import page

bp = Blueprint("writing", __name__, url_prefix="/writing")


@bp.get("")
def show() -> str:
    """The page. What is typed on it stays in the browser: fields without names, outside of any form."""
    return page("seeker/writing.html", words=writing(), locale=current_locale(), help_line=help_line())
