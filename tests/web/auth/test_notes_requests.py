"""The pages of privacy: a seeker chooses and asks, their agency produces, the seeker fetches; operators keep a register."""

import csv
import io
import json
import re

import pytest

from coach_platform.core.accounts import privacy
from coach_platform.core.coaching import notes
from coach_platform.core.coaching.notes_requests import answering, asking
from tests.browsing import words

BODY = "<b>Sleeps</b> badly"


@pytest.fixture
def asked(cast):
    note_id = notes.add_note(cast.casey, cast.sam.person_id, body=BODY)
    return asking.ask_notes(cast.sam, cast.coaching_id), note_id


def test_a_seeker_asks_and_fetches_what_the_agency_produced(cast, browser_of):
    notes.add_note(cast.casey, cast.sam.person_id, body=BODY)
    sam, dana = browser_of(cast.sam), browser_of(cast.dana)
    assert "Ask for the notes" in sam.get("/settings/privacy").text
    assert "an answer is due by" in sam.post(f"/settings/privacy/notes/{cast.coaching_id}").text
    [path] = set(re.findall(r"/notes-requests/[0-9a-f-]{36}", dana.get("/notes-requests").text))
    assert "Sleeps" not in dana.get(path).text
    assert "Produced." in words(dana.post(f"{path}/produce"))
    shown = sam.get("/settings/privacy").text
    as_page, as_json = (re.search(rf'href="([^"]+\.{kind})"', shown)[1] for kind in ("html", "json"))
    page = sam.get(as_page)
    assert page.headers["Content-Disposition"].startswith("attachment")
    assert "&lt;b&gt;Sleeps&lt;/b&gt; badly" in page.text
    assert json.loads(sam.get(as_json).text)["notes"][0]["text"] == BODY
    assert browser_of(cast.dana).get(as_json).status_code == 404


def test_a_refusal_without_a_ground_keeps_what_was_typed(cast, browser_of, asked):
    dana = browser_of(cast.dana)
    answer = dana.post(f"/notes-requests/{asked[0]}/refuse", {"words": "Because of a court"})
    assert answer.status_code == 422
    assert "Because of a court" in answer.text
    assert "Choose the ground" in answer.text


def test_leaving_out_every_note_is_said_beside_them(cast, browser_of, asked):
    answer = browser_of(cast.dana).post(f"/notes-requests/{asked[0]}/produce", {"leave_out": str(asked[1])})
    assert answer.status_code == 422
    assert "refuse the request and say why" in answer.text


def test_the_refusal_and_where_to_complain_stand_on_the_seekers_page(cast, browser_of, asked):
    answering.refuse(cast.dana, asked[0], ground=answering.Ground.LEGAL, words="A court has them.")
    said = browser_of(cast.sam).get("/settings/privacy").text
    assert "A court has them." in said
    assert "/privacy#complain" in said


def test_a_coach_is_told_that_the_notes_stay(cast, browser_of, asked):
    casey = browser_of(cast.casey)
    here = f"/coach/seekers/{cast.sam.person_id}/notes"
    assert "These notes were asked for" in casey.get(here).text
    assert casey.post(f"{here}/{asked[1]}/delete").status_code == 409


def test_the_switches_switch(cast, browser_of):
    sam = browser_of(cast.sam)
    sam.post("/settings/privacy/suggestions", {"wanted": "no"})
    sam.post("/settings/privacy/quiet", {"wanted": "no"})
    assert privacy.chosen(cast.sam.person_id) == privacy.Chosen(False, False)
    assert "Turn suggestions on" in sam.get("/settings/privacy").text


def test_the_page_costs_the_same_whatever_was_asked(cast, browser_of, counted, asked):
    sam = browser_of(cast.sam)
    with counted() as statements:
        sam.get("/settings/privacy")
    assert len(statements) <= 8


INCIDENT = {
    "title": "=HYPERLINK(1)",
    "what_happened": "One letter went astray",
    "happened": "Monday",
    "aware_on": "2026-11-02",
    "kinds": "An address",
    "people": "1",
    "risk": "not_serious",
    "risk_why": "Nothing sensitive",
}


def test_an_incident_is_written_amended_and_taken_out_as_a_table(cast, browser_of):
    root = browser_of(cast.root)
    shown = root.post("/operator/incidents", INCIDENT)
    assert "It is in the register" in shown.text
    path = shown.request.path
    changed = root.post(path, {**INCIDENT, "risk": "serious"})
    assert "<del>" in changed.text and "A risk of serious injury" in changed.text
    rows = list(csv.reader(io.StringIO(root.get("/operator/incidents/register.csv").text.removeprefix("\ufeff"))))
    assert len(rows) == 3
    assert rows[1][3] == "'=HYPERLINK(1)"


def test_a_slip_in_the_form_keeps_what_was_typed(cast, browser_of):
    answer = browser_of(cast.root).post("/operator/incidents", {**INCIDENT, "people": "some", "aware_on": "yesterday"})
    assert answer.status_code == 422
    assert "One letter went astray" in answer.text
    assert "A number of people" in answer.text
