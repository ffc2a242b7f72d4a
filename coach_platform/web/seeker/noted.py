"""Noted for you: what a coach entered by phone, to confirm, to change or to take out."""

from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from coach_platform.core.coaching.noted.models import NotedKind
from coach_platform.core.coaching.noted.waiting import Noted
from coach_platform.core.phone import deciding, queries
from coach_platform.core.phone.deciding import Wish
from coach_platform.core.phone.said import No, read
from coach_platform.kit.errors import Conflict, Invalid
from coach_platform.kit.i18n import _, ngettext
from coach_platform.kit.ids import parse_id
from coach_platform.web.shared import noted_words
from coach_platform.web.shared.forms import put_errors
from coach_platform.web.shared.forms_noted import FORMS, NotedForm, as_noted
from coach_platform.web.shared.next_page import next_page
from coach_platform.web.shared.page import page
from coach_platform.web.shared.signed_in import the_actor

bp = Blueprint("noted", __name__, url_prefix="/noted")
noted_words.speak_in(bp)
AS_NEW = "new"


@bp.get("")
def index() -> str:
    """What waits, what was taken out, what was confirmed."""
    return page("seeker/noted.html", shown=queries.noted_page(the_actor()))


@bp.get("/<uuid:entry_id>")
def change(entry_id: UUID) -> str:
    """One of them, to be put in other words or to say which application is meant."""
    one = queries.waiting_entry(the_actor(), entry_id)
    said = read(one.kind, one.body)
    return _page(one, FORMS[one.kind](formdata=None, data=as_noted(said)).offer())


@bp.post("/<uuid:entry_id>")
def save(entry_id: UUID) -> Response | tuple[str, int]:
    """Confirm it as it reads now."""
    one = queries.waiting_entry(the_actor(), entry_id)
    given = FORMS[one.kind]().offer()
    try:
        deciding.confirm(the_actor(), entry_id, _wish(one, given))
    except Invalid as error:
        put_errors(given, error)
        return _page(one, given), 422
    except Conflict as error:
        flash(str(error.message) or _("This was decided otherwise meanwhile."))
        return redirect(url_for(".index"), 303)
    _flash_yours(entry_id)
    return redirect(url_for(".index"), 303)


@bp.post("/<uuid:entry_id>/confirm")
def confirm(entry_id: UUID) -> Response:
    """As it is, in one tap; where a word more is needed, its page asks for it."""
    try:
        deciding.confirm(the_actor(), entry_id)
    except Invalid as error:
        flash(_why_not(error))
        return redirect(url_for(".change", entry_id=entry_id), 303)
    except Conflict as error:
        flash(str(error.message) or _("This was decided otherwise meanwhile."))
        return redirect(url_for(".index"), 303)
    _flash_yours(entry_id)
    return redirect(next_page(url_for(".index")), 303)


@bp.post("/confirm")
def confirm_all() -> Response:
    """Everything that is on the page."""
    became = deciding.confirm_all(the_actor(), _named())
    flash(
        ngettext("Confirmed: one.", "Confirmed: %(num)s.", became.done) if became.done else _("Nothing was confirmed.")
    )
    if became.left:
        flash(ngettext("One needs a word from you.", "%(num)s need a word from you.", became.left))
    return redirect(url_for(".index"), 303)


@bp.post("/remove")
def remove() -> Response:
    """One, or everything on the page."""
    try:
        deciding.remove(the_actor(), _named())
        flash(_("Taken out. It can come back for 30 days."))
    except Conflict as error:
        flash(str(error.message))
    return redirect(next_page(url_for(".index")), 303)


@bp.post("/<uuid:entry_id>/restore")
def restore(entry_id: UUID) -> Response:
    """It waits again."""
    deciding.restore(the_actor(), entry_id)
    flash(_("It is back, and waits for you."))
    return redirect(url_for(".index"), 303)


@bp.app_template_global("noted_where")
def where_it_is(one: Noted) -> str:
    """The page of what a confirmed entry became; "" where it was deleted since."""
    if one.case_id:
        return url_for("cases.show", case_id=one.case_id)
    if one.kind is NotedKind.NO:
        return url_for("applications.show", application_id=one.made_id) if one.made_id else ""
    return url_for("plan.show")


def _flash_yours(entry_id: UUID) -> None:
    told, where = _("Confirmed. It is yours now."), where_it_is(queries.confirmed_entry(the_actor(), entry_id))
    flash(Markup('{} <a href="{}">{}</a>').format(told, where, _("See it where it stands")) if where else told)


def _why_not(error: Invalid) -> str:
    if "application_id" in error.fields:
        return _("You have noted this company before. Say which one is meant.")
    wrong = " ".join(str(why) for why in error.fields.values())
    return _("It cannot be confirmed as it stands. %(why)s", why=wrong or error.message)


def _named() -> list[UUID]:
    named = (parse_id(text) for text in request.form.getlist("entry"))
    return list(dict.fromkeys(entry_id for entry_id in named if entry_id))


def _wish(one: Noted, given: NotedForm) -> Wish:
    which = request.form.get("application_id", "")
    opens = one.kind is NotedKind.NO and request.form.get("opens") == "y"
    return Wish(application_id=parse_id(which), as_new=which == AS_NEW, said=given.said(), opens=opens)


def _page(one: Noted, given: NotedForm) -> str:
    said = read(one.kind, one.body)
    found = deciding.matches(the_actor(), said) if isinstance(said, No) else []
    return page(
        "seeker/noted_change.html", one=one, form=given, matches=found, chosen=request.form.get("application_id")
    )
