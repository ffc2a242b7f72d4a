"""What worked: the steps forward, and the one question about each."""

from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response
from wtforms import TextAreaField

from coach_platform.core.insights.victories import Victory, one_victory, say_what_worked, victories
from coach_platform.kit.errors import Invalid
from coach_platform.kit.i18n import _
from coach_platform.kit.i18n import lazy as l_
from coach_platform.web.seeker.help_line import help_line
from coach_platform.web.shared import insight_words
from coach_platform.web.shared.forms import Form, put_errors
from coach_platform.web.shared.next_page import next_page
from coach_platform.web.shared.page import page
from coach_platform.web.shared.signed_in import the_actor

bp = Blueprint("victories", __name__, url_prefix="/insights/what-worked")
insight_words.speak_in(bp)


class WorkedForm(Form):
    """One question."""

    words = TextAreaField(l_("What worked?"))


@bp.get("")
def index() -> str:
    found = victories(the_actor(), before=request.args.get("before", ""))
    return page("seeker/victories.html", found=found, help_line=help_line())


@bp.get("/<uuid:victory_id>")
def ask(victory_id: UUID) -> str:
    victory = one_victory(the_actor(), victory_id)
    return _page(victory, WorkedForm(formdata=None, data={"words": victory.said}))


@bp.post("/<uuid:victory_id>", endpoint="say")
def say(victory_id: UUID) -> Response | tuple[str, int]:
    """Keep the answer; `let_be` keeps none and asks no more."""
    let_be = request.form.get("let_be") == "y"
    form = WorkedForm()
    if let_be or form.validate():
        try:
            say_what_worked(the_actor(), victory_id, words="" if let_be else form.words.data or "")
        except Invalid as error:
            put_errors(form, error)
        else:
            flash(_("It is let be.") if let_be else _("Kept. It comes back when the next interview is near."))
            return redirect(next_page(url_for(".index")), 303)
    return _page(one_victory(the_actor(), victory_id), form), 422


def _page(victory: Victory, form: WorkedForm) -> str:
    return page("seeker/victory.html", victory=victory, form=form, next=next_page(""), help_line=help_line())
