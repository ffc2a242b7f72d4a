"""An organisation's own guides, and which of ours it offers."""

from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response
from wtforms import SelectField, StringField, TextAreaField

from coach_platform.content.vocabulary import Area, choices
from coach_platform.core.library import own_guides
from coach_platform.core.library.own_guides import Text
from coach_platform.kit.errors import Invalid
from coach_platform.kit.i18n import _, current_locale
from coach_platform.kit.i18n import lazy as l_
from coach_platform.web.shared.forms import Form, put_errors
from coach_platform.web.shared.page import page
from coach_platform.web.shared.signed_in import the_actor

bp = Blueprint("organisation_guides", __name__, url_prefix="/organisation")
Answer = Response | tuple[str, int]


class GuideForm(Form):
    """A guide in one language or both."""

    title_en = StringField(l_("Title, in English"))
    summary_en = StringField(l_("In one line, in English"))
    body_en = TextAreaField(l_("Text, in English"))
    title_fr = StringField(l_("Title, in French"))
    summary_fr = StringField(l_("In one line, in French"))
    body_fr = TextAreaField(l_("Text, in French"))
    sources = TextAreaField(l_("Where it is known from"))
    area = SelectField(l_("Which area does it help?"), validate_choice=False)

    def offer(self) -> "GuideForm":
        """Put in what can be chosen."""
        self.area.choices = [("", l_("No area")), *choices(Area, current_locale())]
        return self

    def text(self) -> Text:
        """What was typed, for the core."""
        areas = {area.value: area for area in Area}
        said = {name: getattr(self, name).data or "" for name in Text.__dataclass_fields__ if name != "area"}
        return Text(**said, area=areas.get(self.area.data or ""))


@bp.get("/guides")
def index() -> str:
    """Its own, and ours."""
    return page("organisation/guides.html", shelves=own_guides.shelves(the_actor()))


@bp.get("/<uuid:organisation_id>/guides/new")
def new(organisation_id: UUID) -> str:
    """An empty one."""
    return _new(organisation_id, GuideForm(formdata=None))


@bp.post("/<uuid:organisation_id>/guides")
def add(organisation_id: UUID) -> Answer:
    """A further one."""
    given = GuideForm()
    try:
        guide_id = own_guides.add_guide(the_actor(), organisation_id, text=given.text())
    except Invalid as error:
        put_errors(given, error)
        return _new(organisation_id, given), 422
    flash(_("It is there. Your coaches and the people they coach can read it; nobody else."))
    return redirect(url_for("guides.show", key=guide_id), 303)


@bp.get("/guides/<uuid:guide_id>")
def edit(guide_id: UUID) -> str:
    """One of them, and what it said before."""
    now = own_guides.edition(the_actor(), guide_id, version=request.args.get("version", type=int))
    data = {**vars(now.text), "area": now.text.area.value if now.text.area else ""}
    return page("organisation/guide.html", form=GuideForm(formdata=None, data=data).offer(), edition=now)


@bp.post("/guides/<uuid:guide_id>")
def save(guide_id: UUID) -> Answer:
    """A new version."""
    given = GuideForm()
    try:
        version = own_guides.change_guide(the_actor(), guide_id, text=given.text())
    except Invalid as error:
        put_errors(given, error)
        now = own_guides.edition(the_actor(), guide_id)
        return page("organisation/guide.html", form=given.offer(), edition=now), 422
    flash(_("Version %(n)s is what is read from now on.", n=version))
    return redirect(url_for(".index"), 303)


@bp.post("/guides/<uuid:guide_id>/withdraw")
def withdraw(guide_id: UUID) -> Response:
    """Nobody reads it any more."""
    own_guides.withdraw_guide(the_actor(), guide_id, withdrawn=True)
    flash(_("Taken back: nobody reads it any more. You can put it out again at any time."))
    return redirect(url_for(".index"), 303)


@bp.post("/guides/<uuid:guide_id>/restore")
def restore(guide_id: UUID) -> Response:
    """It is read again."""
    own_guides.withdraw_guide(the_actor(), guide_id, withdrawn=False)
    return redirect(url_for(".index"), 303)


@bp.post("/<uuid:organisation_id>/guides/<key>/hide")
def hide(organisation_id: UUID, key: str) -> Response:
    """One of ours, offered no more."""
    own_guides.hide_guide(the_actor(), organisation_id, key, hidden=True)
    return redirect(url_for(".index", _anchor="ours"), 303)


@bp.post("/<uuid:organisation_id>/guides/<key>/offer")
def offer(organisation_id: UUID, key: str) -> Response:
    """Offered again."""
    own_guides.hide_guide(the_actor(), organisation_id, key, hidden=False)
    return redirect(url_for(".index", _anchor="ours"), 303)


def _new(organisation_id: UUID, form: GuideForm) -> str:
    return page("organisation/guide.html", form=form.offer(), action=url_for(".add", organisation_id=organisation_id))
