"""What we send and when: the summaries, and each kind of mail on or off."""

from flask import Blueprint, flash, redirect, request
from werkzeug.wrappers import Response

from coach_platform.core.digests.models import Face, Frequency
from coach_platform.core.digests.preferences import DigestChoice, change_preferences, choices
from coach_platform.core.mail.choices import choose, kind_choices
from coach_platform.kit.errors import Invalid, NotFound
from coach_platform.kit.i18n import _
from coach_platform.web.auth.forms_accounts import DigestForm
from coach_platform.web.auth.working_face import here, working_face
from coach_platform.web.auth.zone_list import city
from coach_platform.web.shared.forms import put_errors
from coach_platform.web.shared.page import page
from coach_platform.web.shared.signed_in import the_actor

bp = Blueprint("settings_mail", __name__, url_prefix="/settings/mail")
Forms = dict[Face, DigestForm]


@bp.get("")
def show() -> str:
    """Both, as they stand."""
    return _page({choice.face: _filled(choice) for choice in choices(the_actor())})


@bp.post("/<any(seeker, coach):summary>")
def digest(summary: str) -> Response | tuple[str, int]:
    """How often, which day, which hour."""
    forms = {choice.face: _filled(choice) for choice in choices(the_actor())}
    if Face(summary) not in forms:
        raise NotFound
    given = forms[Face(summary)] = DigestForm(prefix=summary)
    try:
        if not given.validate():
            raise Invalid
        wish = {"frequency": Frequency(given.frequency.data), "weekday": given.weekday.data, "hour": given.hour.data}
        change_preferences(the_actor(), Face(summary), **wish)
    except Invalid as error:
        put_errors(given, error)
        return _page(forms), 422
    flash(_("Saved. It holds from the next summary on."))
    return redirect(here("settings_mail.show"), 303)


@bp.post("/kinds")
def kinds() -> Response:
    """Only the ticked kinds from now on."""
    wanted = set(request.form.getlist("kind"))
    for offer in kind_choices(the_actor()):
        if offer.wanted != (offer.kind in wanted):
            choose(the_actor(), offer.kind, wanted=not offer.wanted)
    flash(_("Saved."))
    return redirect(here("settings_mail.show"), 303)


def _filled(choice: DigestChoice) -> DigestForm:
    return DigestForm(
        formdata=None,
        prefix=choice.face.value,
        frequency=choice.frequency.value,
        weekday=choice.weekday,
        hour=choice.hour,
    )


def _page(forms: Forms) -> str:
    face = working_face()
    offered = kind_choices(the_actor())
    return page(
        "auth/settings_mail.html",
        face=face,
        layout=f"shared/layout_{face}.html",
        here=here,
        digests=forms,
        kind_options=[(offer.kind, offer.label) for offer in offered],
        kind_values=[offer.kind for offer in offered if offer.wanted],
        city=city(the_actor().zone),
    )
