"""Taking everything out, and leaving. For every face."""

from flask import Blueprint, Response, flash, redirect, url_for
from werkzeug.wrappers import Response as Redirect
from wtforms import BooleanField, PasswordField
from wtforms.validators import InputRequired, Length

from coach_platform.core.accounts.changing_password import prove
from coach_platform.core.portability import erasure, exports
from coach_platform.kit.errors import Invalid, NotFound
from coach_platform.kit.i18n import _, format_list
from coach_platform.kit.i18n import lazy as l_
from coach_platform.kit.ids import parse_id
from coach_platform.web.auth.working_face import here, working_face
from coach_platform.web.shared.forms import Form, put_errors
from coach_platform.web.shared.language import remember
from coach_platform.web.shared.page import page
from coach_platform.web.shared.signed_in import sign_out, the_actor

bp = Blueprint("portability", __name__, url_prefix="/settings/data")


class EraseForm(Form):
    """Erasing asks who you are, once."""

    password = PasswordField(
        l_("Your password"), [InputRequired(l_("Please type your present password.")), Length(max=4096)]
    )
    leaves_alone = BooleanField(l_("I know, and erase my account all the same"))


@bp.get("")
def index() -> str:
    """The files that were made, and the way out."""
    return _show(EraseForm())


@bp.post("/exports")
def ask() -> Redirect:
    """Ask for a file; a worker makes it."""
    exports.ask_export(the_actor())
    flash(_("Your file is being made. You can leave this page; it will be here."))
    return redirect(here("portability.index"), 303)


@bp.get("/exports/<export_id>")
def fetch(export_id: str) -> Response:
    """The file itself."""
    if (wanted := parse_id(export_id)) is None:
        raise NotFound
    body = exports.read_export(the_actor(), wanted)
    headers = {"Content-Disposition": 'attachment; filename="rebound.json"'}
    return Response(body, mimetype="application/json", headers=headers)


@bp.post("/erase")
def erase() -> Redirect | tuple[str, int]:
    """Erase the account, whole and hard."""
    form = EraseForm()
    try:
        if not form.validate():
            raise Invalid
        prove(the_actor(), form.password.data or "", field="password")
        me = the_actor()
        if not form.leaves_alone.data:
            erasure.need_successor(me)
    except Invalid as error:
        put_errors(form, error)
        return _show(form), 422
    sign_out()  # first: asking ends every session, and one that has ended cannot be signed out of
    erasure.ask_erasure(me)
    return remember(redirect(url_for("goodbye.show"), 303), me.locale)  # the goodbye knows nobody, and no language


def _show(form: EraseForm) -> str:
    face = working_face()
    return page(
        "auth/data.html",
        face=face,
        layout=f"shared/layout_{face}.html",
        here=here,
        form=form,
        files=exports.list_exports(the_actor()),
        alone=format_list(erasure.left_alone_by(the_actor())),
        zone=the_actor().zone,
    )
