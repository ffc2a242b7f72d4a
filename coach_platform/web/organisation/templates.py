"""An organisation's action templates: adding, changing, hiding. Plain text, in one language or both."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from coach_platform.content.guides import all_guides
from coach_platform.content.vocabulary import ActionKind, Area, choices
from coach_platform.core.plans.details import WORDS
from coach_platform.core.plans.templates import own
from coach_platform.core.plans.templates.offering import LOCALES, Offered
from coach_platform.kit.errors import Conflict, Invalid
from coach_platform.kit.i18n import _, current_locale
from coach_platform.web.shared import plan_words
from coach_platform.web.shared.page import page
from coach_platform.web.shared.signed_in import the_actor

bp = Blueprint("organisation_templates", __name__, url_prefix="/organisation")
plan_words.speak_in(bp)
Answer = Response | tuple[str, int]


@bp.get("/templates")
def index() -> str:
    """Everybody's, and each organisation's own."""
    return page("organisation/templates.html", organisations=own.templates_of(the_actor()), said=_said)


@bp.get("/<uuid:organisation_id>/templates/new")
def new(organisation_id: UUID) -> str:
    """An empty one."""
    own.need_admin(the_actor(), organisation_id)
    return _form(organisation_id, {"days": "7"})


@bp.post("/<uuid:organisation_id>/templates/new")
def add(organisation_id: UUID) -> Answer:
    """Add it."""
    try:
        own.add_template(the_actor(), organisation_id, _written())
    except (Invalid, Conflict) as error:
        return _refused(organisation_id, error)
    flash(_("Added. Your coaches can propose it from now on."))
    return redirect(url_for(".index"), 303)


@bp.get("/<uuid:organisation_id>/templates/<key>")
def edit(organisation_id: UUID, key: str) -> str:
    """One, to change it."""
    one = own.own_template(the_actor(), organisation_id, key)
    return _form(organisation_id, _standing(one), one=one)


@bp.post("/<uuid:organisation_id>/templates/<key>")
def save(organisation_id: UUID, key: str) -> Answer:
    """A further version of it."""
    one = own.own_template(the_actor(), organisation_id, key)
    try:
        own.edit_template(the_actor(), organisation_id, key, _written())
    except (Invalid, Conflict) as error:
        return _refused(organisation_id, error, one)
    flash(_("Kept as a new version. What was proposed before stays as it was."))
    return redirect(url_for(".index"), 303)


@bp.post("/<uuid:organisation_id>/templates/<key>/hide")
def hide(organisation_id: UUID, key: str) -> Response:
    """Not offered any more."""
    own.hide_template(the_actor(), organisation_id, key)
    flash(_("Hidden from your coaches. What was proposed stays. You can show it again."))
    return redirect(url_for(".index"), 303)


@bp.post("/<uuid:organisation_id>/templates/<key>/show")
def show(organisation_id: UUID, key: str) -> Response:
    """Offered again."""
    own.show_template(the_actor(), organisation_id, key)
    flash(_("Your coaches can propose it again."))
    return redirect(url_for(".index"), 303)


def _said(one: Offered) -> str:
    return one.said(current_locale())["what"]


def _written() -> own.Written:
    """What was typed; a word nobody offered counts as none."""
    form = request.form
    kinds, areas = {kind.value: kind for kind in ActionKind}, {area.value: area for area in Area}
    days = form.get("days", "")
    return own.Written(
        kind=kinds.get(form.get("kind", ""), ActionKind.PRACTICE),
        words={locale: {name: form.get(f"{name}_{locale}", "") for name in WORDS} for locale in LOCALES},
        area=areas.get(form.get("area", "")),
        days=int(days) if days.isascii() and days.isdecimal() and len(days) < 6 else 0,
        guide_key=form.get("guide_key") or None,
    )


def _standing(one: Offered) -> dict[str, str]:
    words = {f"{name}_{locale}": text for locale, said in one.words.items() for name, text in said.items()}
    return {**words, "kind": one.kind, "area": one.area or "", "days": str(one.days), "guide_key": one.guide_key or ""}


def _refused(organisation_id: UUID, error: Invalid | Conflict, one: Offered | None = None) -> tuple[str, int]:
    fields = error.fields if isinstance(error, Invalid) else {}
    general = [error.message] if error.message else []
    code = 422 if isinstance(error, Invalid) else 409
    return _form(organisation_id, request.form, one=one, errors=fields, general=general), code


def _form(organisation_id: UUID, typed: Any, *, one: Offered | None = None, **more: Any) -> str:
    locale = current_locale()
    return page(
        "organisation/template.html",
        organisation_id=organisation_id,
        one=one,
        typed=typed,
        kinds=choices(ActionKind, locale),
        areas=[("", _("No area")), *choices(Area, locale)],
        guides=[("", _("No guide")), *((each.key, each.title) for each in all_guides(locale))],
        languages=[("en", _("In English")), ("fr", _("In French"))],
        **{"errors": {}, "general": [], **more},
    )
