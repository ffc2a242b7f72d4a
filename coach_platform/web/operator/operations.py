"""The operator's first page: does the mail go out? Numbers only, nobody's words."""

from datetime import timedelta

from flask import Blueprint, abort, flash, redirect, request, url_for
from werkzeug.wrappers import Response
from wtforms import StringField
from wtforms.validators import InputRequired, Length

from coach_platform.core.mail.kinds import all_kinds
from coach_platform.core.mail.operating import gate, replay, stops
from coach_platform.core.mail.operating.stops import LONGEST_REASON
from coach_platform.core.mail.reasons import Reason
from coach_platform.core.mail.standing import standing
from coach_platform.kit.errors import Invalid
from coach_platform.kit.i18n import _
from coach_platform.kit.i18n import lazy as l_
from coach_platform.web.operator import standing_words as words
from coach_platform.web.shared.forms import Form, put_errors
from coach_platform.web.shared.mail_words import kind_label
from coach_platform.web.shared.page import page
from coach_platform.web.shared.signed_in import the_actor

bp = Blueprint("operator", __name__, url_prefix="/operator")
PERIODS = {"24": timedelta(hours=24), "168": timedelta(days=7)}


class StopForm(Form):
    reason = StringField(
        l_("Why"), [InputRequired(l_("Other operators need to know why.")), Length(max=LONGEST_REASON * 2)]
    )


@bp.get("")
def index() -> str:
    """The oldest due row, kinds by state, what did not go and why, hours, what failed, what is stopped."""
    hours = request.args.get("hours", "24")
    now, still = standing(PERIODS.get(hours, PERIODS["24"])), gate.stands_still()
    return page(
        "operator/index.html",
        **words.drawn(now, stops.stops()),
        hours=hours if hours in PERIODS else "24",
        still=still,
        moved=[words.moved(what) for what in still.moved] if still else [],
        failed=replay.failed(),
        most=replay.MOST,
        kind_label=kind_label,
    )


@bp.get("/kinds/<kind>/stop")
def stop_form(kind: str) -> str:
    """Why?"""
    return _stop_page(_kind(kind), StopForm(formdata=None))


@bp.post("/kinds/<kind>/stop")
def stop(kind: str) -> Response | tuple[str, int]:
    """Hold it back."""
    given = StopForm()
    try:
        if not given.validate():
            raise Invalid
        stops.stop(kind, given.reason.data or "", actor=the_actor())
    except Invalid as error:
        put_errors(given, error)
        return _stop_page(_kind(kind), given), 422
    flash(_("Stopped: “%(kind)s” waits.", kind=kind_label(kind)))
    return redirect(url_for(".index"), 303)


@bp.post("/kinds/<kind>/go")
def let_go(kind: str) -> Response:
    """Let it go again."""
    stops.let_go(kind, actor=the_actor())
    flash(_("“%(kind)s” goes out again.", kind=kind_label(kind)))
    return redirect(url_for(".index"), 303)


@bp.post("/failed/<kind>/<reason>")
def try_again(kind: str, reason: str) -> Response:
    """Put them back."""
    count = replay.try_again(kind, _reason(reason), actor=the_actor())
    flash(words.tried_again(count))
    return redirect(url_for(".index"), 303)


def _stop_page(kind: str, form: StopForm) -> str:
    known = all_kinds()[kind]
    return page("operator/stop.html", form=form, kind=known, label=kind_label(kind), waited_for=known.any_hour)


def _kind(name: str) -> str:
    if name not in all_kinds():
        abort(404)
    return name


def _reason(name: str) -> Reason:
    if name not in set(Reason):
        abort(404)
    return Reason(name)
