"""What became of one person's mail, for whoever answers "I got nothing": kinds, times, states, reasons, and no word of it."""

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response
from wtforms import StringField
from wtforms.validators import InputRequired, Length

from coach_platform.core.mail_history.lookup import look_up, whose
from coach_platform.kit.errors import Invalid, NotFound
from coach_platform.kit.i18n import lazy as l_
from coach_platform.kit.ids import parse_id
from coach_platform.web.shared import mail_words
from coach_platform.web.shared.forms import Form, put_errors
from coach_platform.web.shared.page import page
from coach_platform.web.shared.signed_in import the_actor

bp = Blueprint("operator_mail", __name__, url_prefix="/operator/mail")


class WhoForm(Form):
    who = StringField(l_("Address or number"), [InputRequired(l_("Whose mail is it?")), Length(max=400)])


@bp.get("")
def ask() -> str:
    """Whose?"""
    return page("operator/mail.html", form=WhoForm())


@bp.post("")
def find() -> Response | tuple[str, int]:
    """By POST, so that no address stands in a log or a browser's history."""
    given = WhoForm()
    try:
        if not given.validate():
            raise Invalid
        person_id = whose(the_actor(), given.who.data or "")
    except Invalid as error:
        put_errors(given, error)
        return page("operator/mail.html", form=given), 422
    return redirect(url_for("operator_mail.show", person_id=person_id), 303)


@bp.get("/<person_id>")
def show(person_id: str) -> str:
    """The newest first; each look is in the audit log."""
    if (wanted_id := parse_id(person_id)) is None:
        raise NotFound
    wanted = mail_words.wanted()
    found = look_up(the_actor(), wanted_id, wanted=wanted, page=request.args.get("page", ""))
    first = "page" not in request.args
    return page("operator/mail_of.html", found=found, wanted=wanted, first=first, **mail_words.WORDS)
