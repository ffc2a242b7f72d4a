"""What I show of myself in the directory."""

from flask import Blueprint, flash, redirect, url_for
from werkzeug.wrappers import Response
from wtforms import BooleanField, HiddenField, SelectMultipleField, StringField, TextAreaField

from coach_platform.content.agreements import latest_agreement
from coach_platform.content.vocabulary import CoachField, SpokenLanguage, choices
from coach_platform.core.coaching.leaving import workplaces
from coach_platform.core.coaching.profiles import PLACING, has_promised, my_profile, save_profile
from coach_platform.kit.errors import Invalid
from coach_platform.kit.i18n import _, current_locale
from coach_platform.kit.i18n import lazy as l_
from coach_platform.web.shared.forms import Form, put_errors
from coach_platform.web.shared.page import page
from coach_platform.web.shared.signed_in import the_actor

bp = Blueprint("coach_profile", __name__, url_prefix="/coach/profile")


class ProfileForm(Form):
    """The whole of it."""

    headline = StringField(l_("In one line"))
    about = TextAreaField(l_("How you work"))
    languages = SelectMultipleField(l_("Languages you coach in"), validate_choice=False)
    fields_ = SelectMultipleField(l_("Whom you help"), validate_choice=False, name="fields")
    city = StringField(l_("City"))
    remote = BooleanField(l_("I also coach from a distance"))
    places_candidates = BooleanField(l_("I also place candidates with employers"))
    agreed = BooleanField()
    agreement = HiddenField()
    listed = BooleanField(l_("Show me in the directory"))
    booking_url = StringField(l_("My booking page"))
    closed = BooleanField(l_("I take no new requests at the moment"))

    def offer(self) -> "ProfileForm":
        """Put in what can be chosen, in the reader's language."""
        self.languages.choices = choices(SpokenLanguage, current_locale())
        self.fields_.choices = choices(CoachField, current_locale())
        self.agreement.data = latest_agreement(PLACING).mark(current_locale())
        self.agreed.label.text = latest_agreement(PLACING).agree.in_(current_locale())
        return self

    @property
    def agreed_to(self) -> str | None:
        """The mark of the text on placing candidates, where it was ticked."""
        return (self.agreement.data or "") if self.agreed.data else None


@bp.get("")
def edit() -> str:
    """As it stands."""
    now = my_profile(the_actor())
    data = {**vars(now), "fields_": [f.value for f in now.fields], "languages": [w.value for w in now.languages]}
    return _page(ProfileForm(formdata=None, data=data))


@bp.post("")
def save() -> Response | tuple[str, int]:
    """Keep it."""
    given = ProfileForm()
    try:
        if not given.validate():
            raise Invalid
        _save(given)
    except Invalid as error:
        put_errors(given, error)
        return _page(given), 422
    flash(_("Saved. You are in the directory.") if given.listed.data else _("Saved. You are not in the directory."))
    return redirect(url_for(".edit"), 303)


def _save(given: ProfileForm) -> None:
    languages, fields = set(given.languages.data or ()), set(given.fields_.data or ())
    save_profile(
        the_actor(),
        headline=given.headline.data or "",
        about=given.about.data or "",
        languages=[word for word in SpokenLanguage if word.value in languages],
        fields=[word for word in CoachField if word.value in fields],
        city=given.city.data or "",
        remote=bool(given.remote.data),
        places_candidates=bool(given.places_candidates.data),
        listed=bool(given.listed.data),
        closed=bool(given.closed.data),
        agreed_to=given.agreed_to,
        booking_url=given.booking_url.data or "",
    )


def _page(given: ProfileForm) -> str:
    promised = has_promised(the_actor())
    return page(
        "coach/profile.html",
        form=given.offer(),
        promised=promised,
        agreement=latest_agreement(PLACING),
        workplaces=workplaces(the_actor()),
    )
