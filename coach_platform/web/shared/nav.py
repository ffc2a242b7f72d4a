"""Where one can go: the links of each face, as data for the layouts."""

from typing import Any

from flask import current_app, request, url_for

from coach_platform.core.access.actor import Actor
from coach_platform.core.access.permissions import Permission, can
from coach_platform.kit.i18n import _
from coach_platform.kit.i18n import lazy as l_

# (endpoint, word, icon); an endpoint that is not mounted is left out.
SEEKER = [
    ("seeker_today.show", l_("Today"), "sun"),
    ("applications.index", l_("Applications"), "briefcase"),
    ("cases.index", l_("Cases"), "notebook-text"),
    ("plan.show", l_("Plan"), "list-checks"),
    ("practice.index", l_("Practice"), "message-circle-question"),
    ("insights.show", l_("Insights"), "chart-line"),
    ("sharing.index", l_("Coach & sharing"), "users"),
]
COACH = [
    ("coach_today.show", l_("Today"), "sun"),
    ("caseload.index", l_("Seekers"), "users"),
    ("library.index", l_("Library"), "book-open"),
    ("coach_profile.edit", l_("Profile"), "user-round"),
]
ORGANISATION = [
    ("organisation.index", l_("Organisation"), "building-2"),
    ("organisation_seekers.index", l_("Seekers"), "user-round"),
    ("organisation_teams.index", l_("Teams"), "users"),
    ("organisation_invitations.index", l_("Invitations"), "mail"),
    ("organisation_guides.index", l_("Library"), "book-open"),
    ("outcomes.index", l_("Outcomes"), "trending-up"),
    ("notes_requests.index", l_("Requests for notes"), "notebook-text"),
]
OPERATOR = [
    ("operator.index", l_("Operations"), "activity"),
    ("operator_mail.ask", l_("Somebody’s mail"), "search"),
    ("operator_addresses.index", l_("Refused addresses"), "ban"),
    ("operator_invitations.index", l_("Invitations"), "mail"),
    ("operator_history.index", l_("What happened"), "history"),
    ("incidents.index", l_("Incidents"), "triangle-alert"),
    ("notes_requests.index", l_("Requests for notes"), "notebook-text"),
]
FACES = {"seeker": SEEKER, "coach": COACH, "organisation": ORGANISATION, "operator": OPERATOR}


def frame(face: str, actor: Actor | None) -> dict[str, Any]:
    """What the layouts take (templates/shared/layout_app.html)."""
    if actor is None:
        return _public()
    return {
        "foot_links": _foot(),
        "nav": _links(FACES.get(face) or _home_links(actor)),
        "home_url": home(actor),
        "person_name": actor.name,
        "quick_log_url": _url("quick_log.form")
        if can(actor, Permission.USE_SEEKER_FACE) and face == "seeker"
        else None,
        "faces": _faces(face, actor),
        "person_links": _person_links(face, actor),
        "language_url": url_for("language.choose"),
        "sign_out_url": _url("sign_in.sign_out"),
    }


# In the order in which somebody who has several lands on one.
HOMES = (
    ("seeker", Permission.USE_SEEKER_FACE, "seeker_today.show"),
    ("coach", Permission.USE_COACH_FACE, "coach_today.show"),
    ("organisation", Permission.USE_ORGANISATION, "organisation.index"),
    ("operator", Permission.USE_OPERATOR_PAGES, "operator.index"),
)


def home(actor: Actor) -> str:
    """Where somebody lands: the face they work on."""
    for _face, permission, endpoint in HOMES:
        if can(actor, permission) and _mounted(endpoint):
            return url_for(endpoint)
    return "/"


def faces_of(actor: Actor) -> list[str]:
    """The faces somebody has, in that order; at least one."""
    return [face for face, permission, _endpoint in HOMES if can(actor, permission)] or ["seeker"]


def _person_links(face: str, actor: Actor) -> list[tuple[str, str, str]]:
    if not _mounted("settings.index"):
        return []
    # Whoever has several faces finds the settings in the colour they came from.
    kept: dict[str, Any] = {"face": face} if face in FACES and len(faces_of(actor)) > 1 else {}
    return [(url_for("settings.index", **kept), _("Settings"), "settings")]


def _public() -> dict[str, Any]:
    links = [("sign_in.form", _("Sign in")), ("sign_up.form", _("Sign up"))]
    return {
        "home_url": "/",
        "head_links": [(url_for(endpoint), word) for endpoint, word in links if _mounted(endpoint)],
        "language_url": url_for("language.choose"),
        "foot_links": _foot(),
    }


def _foot() -> list[tuple[str, str]]:
    return [(url_for("privacy.show"), _("Privacy"))] if _mounted("privacy.show") else []


def _faces(face: str, actor: Actor) -> list[tuple[str, str, bool]]:
    held = [
        (Permission.USE_SEEKER_FACE, "seeker", "seeker_today.show", _("My search")),
        (Permission.USE_COACH_FACE, "coach", "coach_today.show", _("Coaching")),
        (Permission.USE_ORGANISATION, "organisation", "organisation.index", _("Organisation")),
        (Permission.USE_OPERATOR_PAGES, "operator", "operator.index", _("Operations")),
    ]
    found = [(url_for(e), word, face == name) for p, name, e, word in held if can(actor, p) and _mounted(e)]
    return found if len(found) > 1 else []


def _home_links(actor: Actor) -> list[tuple[str, Any, str]]:
    if actor.is_seeker:
        return SEEKER
    if actor.is_coach:
        return COACH
    return OPERATOR if actor.is_operator else ORGANISATION


def _links(entries: list[tuple[str, Any, str]]) -> list[tuple[str, str, bool, str]]:
    return [
        (url_for(endpoint), str(word), _here(endpoint), icon) for endpoint, word, icon in entries if _mounted(endpoint)
    ]


# Pages that lie under an entry of the menu though their blueprint is another.
UNDER = {
    "caseload": {
        "coach_seeker",
        "coach_practice",
        "coach_feedback",
        "coach_notes",
        "coach_comments",
        "coach_review",
        "coach_invitations",
        "coach_talks",
        "caseload_views",
        "assigning",
        "coach_handing",
        "coach_phone",
        "coach_reports",
        "coach_calibration",
    },
    "coach_today": {"coach_queue", "coaching_requests"},
    "seeker_today": {"noted"},
    "library": {"coach_snippets", "coach_templates"},
    "coach_profile": {"coach_away", "coach_leaving"},
    "organisation": {"organisation_offices", "organisation_people"},
    "organisation_guides": {"organisation_snippets", "organisation_templates"},
    "applications": {
        "application_history",
        "application_parts",
        "after_no",
        "batch",
        "importing",
        "resumes",
        "preparation",
    },
    "cases": {"assessments", "reconnect", "outreach", "feedback", "doors", "case_sharing", "calibration"},
    "practice": {"rehearsing", "setback"},
    "plan": {"plan_points", "plan_suggestions"},
    "sharing": {
        "directory",
        "view_as",
        "invited_step",
        "looks",
        "sharing_team",
        "view_as_team",
        "seeker_talks",
        "handing",
        "reports",
    },
}


def _here(endpoint: str) -> bool:
    name = endpoint.split(".")[0]
    return request.blueprint == name or request.blueprint in UNDER.get(name, ())


def _mounted(endpoint: str) -> bool:
    return endpoint in current_app.view_functions


def _url(endpoint: str) -> str | None:
    return url_for(endpoint) if _mounted(endpoint) else None
