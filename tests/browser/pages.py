"""Every page there is, for everybody who may open it: read from the application's own routes, so a new one joins."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import Flask

from coach_platform.core.accounts.actors import actor_by_email
from coach_platform.core.insights.page import insights
from coach_platform.core.plans.suggestions import proposed
from coach_platform.sample.people import PASSWORD
from tests.browser.person import Person
from tests.browser.site import Site

# Who stands for each guard of blueprints.py.
PEOPLE = {
    "anyone": ["nobody"],
    "enrolling": ["sam", "casey"],
    "signed_in": ["sam", "luce", "casey", "maude", "dana", "root"],
    "use_seeker_face": ["sam", "luce"],
    "use_coach_face": ["casey", "maude"],
    "use_organisation": ["dana"],
    "use_operator_pages": ["root"],
}
# Where the guard lets in more people than the core has something for.
ONLY = {
    "notes_requests.index": ["dana", "maude", "root"],
    "notes_requests.show": ["dana"],
    "view_as_team": ["luce"],
    "assigning.done": ["casey"],
    "handing.show": ["maya"],
    "coach_queue.choose": ["casey"],
    "coach_handing.form": ["casey"],
    "coach_leaving.show": ["casey", "maude"],
    "coach_feedback.new": ["maude"],  # who places candidates, and sees feedback
}
LOCALE_OF = {"luce": "fr", "maude": "fr"}
NO_PAGE = {
    "static": "a file",
    "health.healthz": "one word",
    "letters.html": "a letter; tests/sample/test_letters_of_the_world.py",
    "health.readyz": "JSON",
    "metrics.show": "figures for a machine that shows a token",
    "quick_log.suggest": "JSON",
    "portability.fetch": "a file",
    "looks.file": "a file",
    "caseload.file": "a file",
    "privacy_choices.as_json": "a file",
    "privacy_choices.as_page": "a file",
    "incidents.export": "a file",
    "quick_log.versions": "only after two tabs disagreed; tests/web/seeker/test_two_tabs.py",
    "coach_calibration.both": "only after two tabs disagreed; drawn like assessments.both",
    "assessments.both": "only after two tabs disagreed; tests/web/seeker/test_two_tabs.py",
    "preparation.versions": "only after two tabs disagreed; tests/web/seeker/test_preparation.py",
    "outreach.both": "only after two tabs disagreed; tests/web/seeker/test_two_tabs.py",
    "outreach.file": "a file",
    "feedback.removed": "only after a removal",
    "applications.deleted": "only after a deletion",
    "importing.look": "only with a list; tests/browser/test_importing.py",
    "importing.done": "only after an import; tests/browser/test_importing.py",
    "view_as_team.practice": "Luce shares no practice with her team; drawn like view_as.practice",
    "seeker_comments.removed": "only after a removal",
    "inserting.suggest": "JSON",
    "inserting.text": "JSON",
    "seeker_talks.file": "a file",
    "coach_talks.file": "a file",
}

# What stands in an address: of the person's own things, or of what a seeker shared with the coach.
OWN = "select {} from {} where seeker_id = %(me)s and {} order by 1 limit 1"
GRANTED = "from grants g join cases c on c.seeker_id = g.seeker_id where g.coach_id = %(me)s and g.revoked_at is null \
and 'story' = any(g.sections) and 'plan' = any(g.sections) and (g.case_scope = 'future_too' or exists \
(select 1 from grant_cases l where l.grant_id = g.id and l.case_id = c.id)) order by g.id, c.id limit 1"
SAID = "from comments k join grants g on g.seeker_id = k.seeker_id and g.coach_id = %(me)s and g.revoked_at is null \
where k.author_id = %(me)s and k.deleted_at is null and k.target in ('plan', 'action') and 'plan' = any(g.sections) \
order by k.id limit 1"
NOTED = "from coach_notes n join coachings k on k.id = n.coaching_id and k.state = 'active' where n.author_id = %(me)s \
order by n.id limit 1"
PLACED = "from grants g join coachings k on k.id = g.coaching_id and k.places_candidates join cases c on \
c.seeker_id = g.seeker_id where g.coach_id = %(me)s and g.revoked_at is null and 'feedback' = any(g.sections) and \
g.case_scope = 'future_too' order by g.id, c.id limit 1"
OPEN_CASE = "exists (select 1 from assessment_responses r where r.case_id = cases.id)"
VALUES = {
    "application_id": OWN.format("application_id", "cases", "true"),
    "case_id": OWN.format("id", "cases", OPEN_CASE),
    "event_id": OWN.format("id", "stage_events", "true"),
    "outcome_id": OWN.format("id", "outcome_events", "true"),
    "contact_id": OWN.format("id", "contacts", "true"),
    "resume_id": OWN.format("id", "resume_versions", "true"),
    "item_id": OWN.format("id", "practice_items", "case_id is not null"),
    "feedback_id": OWN.format("id", "feedback", "author_id = seeker_id and deleted_at is null"),
    "door_id": OWN.format("id", "doors", "deleted_at is null"),
    "to_id": OWN.format("id", "cases", OPEN_CASE),  # the company of that case
    "point_id": OWN.format("id", "actions", "state = 'open'"),
    "victory_id": OWN.format("id", "actions", "state = 'done' and deleted_at is null"),
    "comment_id": "select id from comments where author_id = %(me)s order by id limit 1",
    "coaching_id": OWN.format("id", "coachings", "state = 'active'"),
    "request_id": "select r.id from notes_requests r join memberships m on m.organisation_id = r.organisation_id "
    "and m.role = 'admin' where m.person_id = %(me)s order by r.id limit 1",
    "incident_id": "select incident_id from incident_entries order by id limit 1",
    "coach_id": "select coach_id from coach_profiles where listed order by coach_id limit 1",
    "assignment_id": "select id from assignments where coach_id = %(me)s order by id limit 1",
    "hand_over_id": "select id from hand_overs where seeker_id = %(me)s and state = 'asked'",
    "organisation_id": "select organisation_id from memberships where person_id = %(me)s and organisation_id is not null "
    "limit 1",
    "member_id": "select id from persons where email = 'casey@example.org'",
    "office_id": "select o.id from offices o join memberships m on m.organisation_id = o.organisation_id "
    "where m.person_id = %(me)s order by o.name limit 1",
    "team_id": "select id from teams where ended_at is null order by created_at limit 1",
    "snippet_id": "select id from snippets where owner_id = %(me)s order by id limit 1",
    "guide_id": "select id from organisation_guides order by id limit 1",
    "entry_id": OWN.format("id", "noted_entries", "confirmed_at is null and removed_at is null"),
    "report_id": OWN.format("id", "progress_reports", "deleted_at is null"),
    "what": "action",
    "key": "research",
    "kind": "digest_seeker",
    "person_id": "select id from persons where email = 'sam@example.org'",
    "step": "first",
    "word": "applied",
}
ITEM = "select i.id from practice_items i join cases c on c.id = i.case_id join grants g on g.seeker_id = i.seeker_id \
and g.revoked_at is null and 'practice' = any(g.sections) and (g.case_scope = 'future_too' or exists (select 1 from \
grant_cases l where l.grant_id = g.id and l.case_id = c.id)) where {} order by g.id, i.id limit 1"
OVER_A_TEAM = {"coaching_id": "select coaching_id from grants where seeker_id = %(me)s and team_id is not null limit 1"}
# Somebody whose plan waits for the coach, by their own grant.
ON_THE_LIST = (
    "select r.seeker_id from reviews r join grants g on g.coaching_id = r.coaching_id and g.revoked_at is null \
and 'plan' = any(g.sections) where g.coach_id = %(me)s and r.answered_at is null and r.withdrawn_at is null limit 1"
)
VIEWS = "select {} from calibrations v join grants g on g.seeker_id = v.seeker_id and g.coach_id = v.coach_id and \
g.revoked_at is null and 'deeper' = any(g.sections) where v.revealed_at is not null and {} order by v.id limit 1"
OF_TWO = {"seeker_id": VIEWS.format("v.seeker_id", "v.coach_id = %(me)s")}
OF_TWO["case_id"] = VIEWS.format("v.case_id", "v.coach_id = %(me)s")
BY_PHONE = {"seeker_id": "select seeker_id from noted_entries where author_id = %(me)s order by id limit 1"}
BY_ENDPOINT = {
    "organisation_templates.edit": {"key": "select 'own.' || key from action_templates order by key limit 1"},
    "coach_calibration.show": OF_TWO,
    "coach_calibration.compare": OF_TWO,
    "calibration.show": {"case_id": VIEWS.format("v.case_id", "v.seeker_id = %(me)s")},
    "view_as.compare": {
        "coaching_id": VIEWS.format("g.coaching_id", "v.seeker_id = %(me)s"),
        "case_id": VIEWS.format("v.case_id", "v.seeker_id = %(me)s"),
    },
    "preparation.show": {"application_id": "select application_id from preparation_sheets where seeker_id = %(me)s"},
    "coach_practice.show": {
        "seeker_id": ITEM.replace("i.id from", "i.seeker_id from").format("g.coach_id = %(me)s"),
        "item_id": ITEM.format("g.coach_id = %(me)s"),
    },
    "view_as.practice": {
        "coaching_id": ITEM.replace("i.id from", "g.coaching_id from").format("i.seeker_id = %(me)s"),
        "item_id": ITEM.format("i.seeker_id = %(me)s"),
    },
    "coach_queue.choose": {"seeker_id": ON_THE_LIST},
    "coach_phone.index": BY_PHONE,
    "coach_phone.form": BY_PHONE,
    "coach_reports.show": {
        "seeker_id": "select seeker_id from progress_reports where made_by_id = %(me)s order by id limit 1",
        "report_id": "select id from progress_reports where made_by_id = %(me)s order by id limit 1",
    },
    "coach_seeker.case": {"case_id": "select c.id " + GRANTED},
    "coach_feedback.new": {"seeker_id": "select g.seeker_id " + PLACED, "case_id": "select c.id " + PLACED},
    "view_as.case": {
        "case_id": "select c.id from grants g join cases c on c.seeker_id = g.seeker_id left join grant_cases l "
        "on l.grant_id = g.id and l.case_id = c.id where g.seeker_id = %(me)s and g.revoked_at is null and "
        "(g.case_scope = 'future_too' or l.case_id is not null) order by c.id limit 1"
    },
    "view_as_team.overview": OVER_A_TEAM,
    "coach_handing.form": {
        "coaching_id": "select id from coachings k where coach_id = %(me)s and state = 'active' "
        "and organisation_id is not null and not exists (select 1 from hand_overs h where h.from_coaching_id = k.id) "
        "order by id limit 1"
    },
    "organisation_seekers.form": {
        "coaching_id": "select k.id from coachings k join memberships m on m.organisation_id = k.organisation_id "
        "where m.person_id = %(me)s and k.state = 'active' order by k.id limit 1"
    },
    "view_as_team.case": OVER_A_TEAM,
    "view_as_team.timeline": OVER_A_TEAM,
    "view_as_team.plan": OVER_A_TEAM,
    "organisation_snippets.edit": {
        "snippet_id": "select id from snippets where organisation_id is not null order by id limit 1"
    },
    "coach_talks.form": {
        "seeker_id": "select seeker_id from coachings where coach_id = %(me)s and state = 'active' order by id limit 1"
    },
    "coach_notes.edit": {
        "seeker_id": "select n.seeker_id " + NOTED,
        "note_id": "select n.id " + NOTED,
    },
    "coach_comments.edit": {
        "seeker_id": "select k.seeker_id " + SAID,
        "comment_id": "select k.id " + SAID,
    },
}
OF_A_COACH = {"seeker_id": "select g.seeker_id " + GRANTED}


@dataclass(frozen=True)
class Place:
    """A page that somebody may open."""

    who: str
    endpoint: str
    path: str


def places(app: Flask, site: Site) -> Iterator[Place]:
    """All of them.

    Raises: LookupError for a route with a part nobody has said a value for: say it above.
    """
    guards = app.extensions["rebound.guards"]
    urls = app.url_map.bind("rebound.test")
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        if "GET" not in (rule.methods or ()) or rule.endpoint in NO_PAGE or "token" in rule.arguments:
            continue
        blueprint = rule.endpoint.partition(".")[0]
        for who in ONLY.get(rule.endpoint) or ONLY.get(blueprint) or PEOPLE[guards[blueprint].__name__]:
            found = _values(site, who, rule.endpoint, rule.arguments - {"rule"})
            if "rule" in rule.arguments:
                found["rule"] = _suggested(app, who)
            if rule.endpoint == "insights.action":
                found["key"] = _pattern(app, who)
            yield Place(who, rule.endpoint, urls.build(rule.endpoint, found))


def _values(site: Site, who: str, endpoint: str, names: set[str]) -> dict[str, str]:
    known = {**VALUES, **OF_A_COACH, **BY_ENDPOINT.get(endpoint, {})}
    return {name: _value(site, who, endpoint, name, known.get(name, "")) for name in names}


def _suggested(app: Flask, who: str) -> str:
    """The rule of a suggestion that stands in their plan now."""
    with app.app_context():
        return proposed(actor_by_email(f"{who}@example.org"))[0].rule


def _pattern(app: Flask, who: str) -> str:
    """The key of a pattern that is found among their cases now."""
    with app.app_context():
        return insights(actor_by_email(f"{who}@example.org")).patterns.shown[0].key


def _value(site: Site, who: str, endpoint: str, name: str, source: str) -> str:
    if not source.startswith("select"):
        found = source
    else:
        me = site.sql("select id from persons where email = %s", f"{who}@example.org")[0][0]
        rows = site.sql(source.replace("%(me)s", f"'{me}'"))
        found = str(rows[0][0]) if rows else ""
    if not found:
        raise LookupError(f"{endpoint} has no {name} for {who}: say in tests/browser/pages.py where one is found")
    return found


def sign_in(person: Person, who: str) -> None:
    """As one of the sample people, or as nobody."""
    if who != "nobody":
        person.sign_in(PASSWORD)
        assert "/sign-in" not in person.page.url, who
