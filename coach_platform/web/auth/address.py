"""Another address for an account: asking, and the pages of the two letters' links."""

from flask import Blueprint, flash, redirect, url_for
from werkzeug.wrappers import Response
from wtforms import EmailField
from wtforms.validators import InputRequired, Length

from coach_platform.core.accounts import changing_address
from coach_platform.core.accounts.preferences import myself
from coach_platform.kit.errors import Conflict, Invalid, NotFound
from coach_platform.kit.i18n import _
from coach_platform.kit.i18n import lazy as l_
from coach_platform.web.auth.account_page import account_page
from coach_platform.web.auth.limiting import LETTER_ADDRESS, LINK_IP
from coach_platform.web.auth.link_over import link_over
from coach_platform.web.auth.working_face import here
from coach_platform.web.shared import limits
from coach_platform.web.shared.forms import Form, put_errors
from coach_platform.web.shared.page import page
from coach_platform.web.shared.signed_in import actor, the_actor

bp = Blueprint("address", __name__, url_prefix="/settings/address")
links = Blueprint("address_links", __name__, url_prefix="/address")


class AddressForm(Form):
    address = EmailField(
        l_("New email address"), [InputRequired(l_("Please type your email address.")), Length(max=400)]
    )


@bp.get("")
def form() -> str:
    """The address as it is, and a field for the new one."""
    return _page(AddressForm())


@bp.post("")
def ask() -> Response | tuple[str, int]:
    """Mail both; the same answer for every new address."""
    given = AddressForm()
    try:
        if not given.validate():
            raise Invalid
        limits.refuse_or_count((LETTER_ADDRESS, str(the_actor().person_id)))
        changing_address.ask(the_actor(), given.address.data or "")
    except Invalid as error:
        put_errors(given, error)
        return _page(given), 422
    flash(_("Two letters are on their way: one to each address. Use the link in the one to the new address."))
    return redirect(here("address.form"), 303)


@bp.post("/drop")
def drop() -> Response:
    """Think better of it."""
    changing_address.drop(the_actor())
    flash(_("Your address stays as it is."))
    return redirect(here("address.form"), 303)


@links.get("/<token>")
def confirm_form(token: str) -> str | tuple[str, int]:
    """Which address, and one button."""
    change = changing_address.to_confirm(token)
    return page("auth/address_confirm.html", change=change, token=token) if change else link_over()


@links.post("/<token>")
def confirm(token: str) -> Response | tuple[str, int]:
    """It is theirs; every other browser is signed out."""
    limits.refuse_or_count((LINK_IP, limits.ip()))
    signed = actor()
    try:
        person_id = changing_address.confirm(token, here=signed.session_id if signed else None)
    except NotFound:
        return link_over()
    except Conflict as error:
        return page("auth/address_over.html", sentence=error.message), 409
    flash(_("Your new address holds from now on. Every other browser is signed out."))
    mine = signed is not None and signed.person_id == person_id
    return redirect(url_for("address.form" if mine else "sign_in.form"), 303)


@links.get("/stop/<token>")
def stop_form(token: str) -> str | tuple[str, int]:
    """What was asked, and one button."""
    change = changing_address.to_stop(token)
    return page("auth/address_stop.html", change=change, token=token) if change else link_over()


@links.post("/stop/<token>")
def stop(token: str) -> Response | tuple[str, int]:
    """It was somebody else."""
    limits.refuse_or_count((LINK_IP, limits.ip()))
    try:
        changing_address.stop(token)
    except NotFound:
        return link_over()
    except Conflict as error:
        return page("auth/address_over.html", sentence=error.message), 409
    return redirect(url_for("address_links.stopped"), 303)


@links.get("/stopped")
def stopped() -> str:
    """What happens now."""
    return page("auth/address_stopped.html")


def _page(given: AddressForm) -> str:
    me = myself(the_actor())
    return account_page("auth/address.html", form=given, me=me, waiting=changing_address.waiting(the_actor()))
