"""A small real app around the shared templates, so that components are seen and tested before any page uses them."""

from types import SimpleNamespace

from flask import Flask, jsonify, render_template, request
from flask_wtf import CSRFProtect, FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length

from coach_platform.app import _templates as templates
from coach_platform.kit import i18n
from coach_platform.web.shared import headers

STAGES = {"applied": "applied", "screening": "screening", "interview": "interview"}
ROWS = [
    ("Data analyst", "Harbour Co.", "final_round", {"screening": 4, "interview": 5, "final_round": 3}, "open", 12),
    ("Chargée de projet", "Atelier Fjord", "interview", {"screening": 3, "interview": 2}, "a no", 31),
    ("Product analyst, growth and retention", "Nordlys", "applied", {}, "no reply", 44),
]


class ExampleForm(FlaskForm):
    """One of each kind of field."""

    company = StringField("Company", validators=[DataRequired("Which company was it?"), Length(max=120)])
    role = StringField("Role", validators=[DataRequired("Which role was it?")])
    outcome = RadioField("Outcome", choices={"no": "a no", "open": "open", "silent": "no reply"})
    stage = SelectField("How far did you get?", choices=STAGES)
    heard_on = DateField("When did you hear?")
    sections = SelectMultipleField(
        "What to share",
        choices=[SelectChoice("story", "Story"), SelectChoice("plan", "Plan", render_kw={"hint": "whole, always"})],
    )
    words = TextAreaField("The no’s own words")
    agreed = BooleanField("Share it with Casey")
    password = PasswordField("Password")


def make_gallery_app() -> Flask:
    """The app; `/gallery?lang=fr&face=coach&errors=1` and the addresses that scripts talk to."""
    app = Flask("coach_platform", template_folder="web/templates", static_folder=None)
    app.config.update(SECRET_KEY="gallery" * 6, WTF_CSRF_TIME_LIMIT=None)
    templates(app)
    CSRFProtect(app)
    app.before_request(lambda: i18n.set_locale(request.args.get("lang", "en")))
    app.context_processor(_frame)
    headers.init_app(app, https=False)
    app.extensions["saved"] = []  # what autosave sent, for the tests to read
    _routes(app)
    return app


def _frame() -> dict[str, object]:
    labels = [("Today", "sun"), ("Applications", "briefcase"), ("Plan", "list-checks"), ("Practice", "mic")]
    labels += [("Insights", "chart-line"), ("Coach & sharing", "users"), ("Settings", "settings")]
    return {
        "current_locale": i18n.current_locale(),
        "nav": [(f"#{name}", name, name == "Today", icon, 3 if name == "Plan" else 0) for name, icon in labels],
        "person_name": "Sam Okafor",
        "quick_log_url": "#log",
        "faces": [("#seeker", "Seeker", True), ("#coach", "Coach", False)],
        "language_url": "/language",
        "sign_out_url": "/sign-out",
        "head_links": [("#in", "Sign in")],
        "help_line": "If it gets too much: call or text 9-8-8, any time.",
    }


def _routes(app: Flask) -> None:
    @app.route("/gallery", methods=["GET", "POST"])
    def gallery():
        form = ExampleForm(company="Nordlys", outcome="no", sections=["plan"])
        if request.args.get("errors"):
            form.company.data = ""
            form.company.errors = ["Which company was it?"]
            form.sections.errors = ["Choose at least one, or none at all."]
        if request.method == "POST":
            form.validate()
        face = request.args.get("face", "seeker")
        return render_template(
            "shared/gallery.html", layout=f"shared/layout_{face}.html", form=form, rows=ROWS, comments=_comments()
        )

    @app.get("/home")
    def home():
        return render_template("public/home.html", sign_up_url="#up", sign_in_url="#in")

    @app.get("/error")
    def error():
        return render_template(
            "shared/error.html",
            status=503,
            sentence="The database does not answer, so we stopped before doing half of it.",
            kept="What you typed is still in your browser’s form.",
            todo="Wait a minute, go back and send it again.",
            request_id="019ab3f2",
            back=("#", "Back"),
        )

    @app.post("/autosave")
    def autosave():
        app.extensions["saved"].append(request.form.to_dict())
        if request.form.get("note") == "conflict":
            return jsonify({"url": "/both"}), 409
        errors = {"note": "Too short to be of use later."} if request.form.get("note") == "x" else {}
        return jsonify({"revision": int(request.form["revision"]) + 1, "errors": errors})

    @app.get("/suggest")
    def suggest():
        found = [{"id": "1", "label": "Nordlys", "hint": "Data analyst", "url": "/home"}]
        found.append({"id": "2", "label": "Northwind", "hint": "Product owner", "fill": {"role": "Product owner"}})
        words = request.args.get("q", "").casefold()
        return jsonify([one for one in found if one["label"].casefold().startswith(words)])

    @app.get("/both")
    def both():
        return "both"


def _comments() -> list[SimpleNamespace]:
    asked = "Good catch on the research gap.\n\nWhat will you read first?"
    coach = {"id": 1, "author": "Casey Morin", "face": "coach", "role_word": "your coach", "body": asked, "lang": "en"}
    coach |= {"when": "yesterday, 16:20", "at": "2026-11-23T21:20Z", "edited": False, "edit_url": "", "delete_url": ""}
    said = "Leur rapport annuel, puis la page produit."
    seeker = {"id": 2, "author": "Sam", "face": "seeker", "role_word": "", "body": said, "lang": "fr"}
    seeker |= {"when": "today, 09:02", "at": "", "edited": True, "edit_url": "#", "delete_url": "/x"}
    return [SimpleNamespace(**coach), SimpleNamespace(**seeker)]


if __name__ == "__main__":
    make_gallery_app().run(port=5071)
