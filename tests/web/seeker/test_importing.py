"""Bringing a list in, page by page, without scripts."""

import io
import re

import pytest
from sqlalchemy import select

from coach_platform.core.applications.models import Application
from coach_platform.kit.db import db
from tests.browsing import words

LIST = """Entreprise;Poste;Date de candidature;Statut
Nordlys;Analyste;03/09/2025;Refus après entrevue
Écho;Commis;09/03/2025;Sans réponse
Fleuve;Aide;04/05/2025;Bidule
;Aide;04/05/2025;Refus
"""


@pytest.fixture
def sam(cast, browser_of):
    return browser_of(cast.sam)


def fields(response) -> dict[str, str]:
    """What the form of the look would send as it stands."""
    found = dict(
        re.findall(r'<input type="hidden" name="((?:said|ready|role_for)[^"]*)" value="([^"]*)"', response.text)
    )
    for name, options in re.findall(
        r'<select class="input[^"]*"[^>]* name="([^"]+)"[^>]*>(.*?)</select>', response.text, re.S
    ):
        chosen = re.search(r'<option value="([^"]*)" selected', options)
        found[name] = chosen[1] if chosen else ""
    return found


def companies() -> list[str]:
    return list(
        db.session.scalars(select(Application.company).where(Application.deleted_at.is_(None)).order_by("company"))
    )


def test_a_list_is_looked_at_answered_brought_in_and_undone(sam):
    look = sam.post("/applications/import", {"text": LIST})
    said = words(look)
    assert "How is 03/09/2025 meant?" in said
    assert "Day first: September 3, 2025" in said
    assert "Month first: March 9, 2025" in said
    assert "One question first." in said
    assert companies() == []  # nothing is kept yet
    look = sam.post("/applications/import/look", {**fields(look), "order": "day_first", "step": "change"})
    assert "3 applications can come in. 1 row stays behind." in words(look)
    assert "Sep 3, 2025" in words(look)
    assert "no company" in words(look)
    done = sam.post("/applications/import/look", {**fields(look), "order": "day_first", "step": "go"})
    assert "3 applications are in your list" in words(done)
    assert companies() == ["Fleuve", "Nordlys", "Écho"]
    undo = re.search(r'action="(/applications/import/[^"]+/undo)"', done.text)[1]
    assert "The import is undone." in words(sam.post(undo))
    assert companies() == []


def test_an_unknown_word_is_asked_about_and_its_answer_counts(sam):
    look = sam.post("/applications/import", {"text": "Company,Role,Date,Status\nA,B,2025-09-01,Bidule\n"})
    assert "We do not know the first of these." in words(look)
    given = {**fields(look), "stage-0": "task", "came-0": "rejected", "step": "change"}
    look = sam.post("/applications/import/look", given)
    assert "We do not know" not in words(look)
    sam.post("/applications/import/look", {**fields(look), "step": "go"})
    row = db.session.scalars(select(Application)).one()
    assert (row.furthest_stage, row.outcome) == ("task", "rejected")


def test_what_changed_with_the_last_choice_is_shown_before_it_comes_in(sam):
    look = sam.post("/applications/import", {"text": "Company,Role,Date\nA,B,2025-09-01\nC,D,\n"})
    given = {**fields(look), "day_for_rest": "2025-01-01", "step": "go"}
    again = sam.post("/applications/import/look", given)
    assert again.status_code == 409
    assert "What you chose changed these numbers." in words(again)
    assert companies() == []
    sam.post("/applications/import/look", {**given, "ready": "2"})
    assert companies() == ["A", "C"]


def test_what_is_missing_is_said_beside_its_field_and_the_list_is_kept(sam):
    look = sam.post("/applications/import", {"text": "Foo,Bar\nA,B\n"})
    refused = sam.post("/applications/import/look", {"column-company": "", "column-role": "", "step": "go"})
    assert refused.status_code == 422
    assert "Which column holds the company?" in words(refused)
    assert "a list you began" in words(sam.get("/applications/import")).casefold()
    assert look.status_code == 200


def test_a_file_of_an_old_program_is_read(sam):
    file = (io.BytesIO("Entreprise;Poste;Date\nÉcole Nord;Préposé;2025-09-01\n".encode("latin-1")), "liste.csv")
    assert "École Nord" in words(sam.post("/applications/import", {"text": "", "file": file}))


@pytest.mark.parametrize(
    "given", [{"text": ""}, {"text": "Company,Role\n"}, {"file": (io.BytesIO(b"PK\x03\x04x"), "a.xlsx")}]
)
def test_what_is_no_list_is_said_beside_the_field(sam, given):
    refused = sam.post("/applications/import", given)
    assert refused.status_code == 422
    assert "field-error" in refused.text


def test_a_list_can_be_let_go_and_the_back_button_breaks_nothing(sam):
    sam.post("/applications/import", {"text": LIST})
    sam.post("/applications/import/forget")
    assert "Bring earlier applications in" in words(sam.get("/applications/import/look"))
    assert sam.post("/applications/import/look", {"step": "go"}).status_code == 200


@pytest.mark.parametrize(
    "odd",
    [
        {"said-0": "\0", "stage-0": "applied", "came-0": "open"},
        {"column-company": "99"},
        {"column-company": "x"},
        {"order": "up"},
        {"day_for_rest": "soon"},
        {"stage-0": "x", "came-0": "y", "said-0": "z"},
    ],
)
def test_odd_answers_are_asked_again(sam, odd):
    sam.post("/applications/import", {"text": LIST})
    assert sam.post("/applications/import/look", {**odd, "step": "change"}).status_code == 200


def test_the_look_takes_as_many_statements_for_ten_rows_as_for_a_thousand(sam, counted):
    found = []
    for rows in (10, 1_000):
        sam.post(
            "/applications/import",
            {"text": "Company,Role,Date\n" + "".join(f"F{n},R,2025-09-01\n" for n in range(rows))},
        )
        with counted() as statements:
            sam.get("/applications/import/look")
        found.append(len(statements))
    assert found[0] == found[1] <= 6


def test_in_french_too(cast, browser_of):
    nina = browser_of(cast.nina)
    look = words(nina.post("/applications/import", {"text": LIST}))
    assert "Le jour d’abord" in look
    assert "Une question d’abord." in look
