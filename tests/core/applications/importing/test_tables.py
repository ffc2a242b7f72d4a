"""Reading a pasted list: separators, characters, headings. The headings are those of shared/data/exports.md."""

import pytest

from coach_platform.content.import_words import Field, headings, status_words
from coach_platform.core.applications.importing.tables import LONGEST, decoded, read_table
from coach_platform.core.applications.importing.wishes import guess_columns
from coach_platform.kit.errors import Invalid

LINKEDIN = (
    "\ufeffApplication Date,Contact Email,Contact Phone Number,Company Name,Job Title,Job Url,Resume Name,"
    'Question And Answers\n"7/16/23, 2:20 PM",a@example.org,,"Acme, Inc.",Analyst,https://example.org/1,r.pdf,"A:1 | B:2"\n'
)
# Name -> (first line, what each column must be taken for).
TRACKERS = {
    "simplify": (
        "Job Title,Company Name,Location,Job URL,Applied Date,Status,Status Date,Archived,Date Archived,Notes,job_type",
        "role company location link applied_on status answered_on archived - notes -",
    ),
    "teal": (
        "company_name,location,role,url,excitement,source,resume_uuid,applied_at,archived_at,id,status,statusName",
        "company location role link - source - applied_on archived - status -",
    ),
    "jobsync": (
        "index,createdAt,applied,appliedDate,Company,JobTitle,jobType,workplaceType,Location,JobSource,Status",
        "- - - applied_on company role - work_mode location source status",
    ),
    "sheet": ("Company,Position,Status,Date Applied,Job URL", "company role status applied_on link"),
    "envoi": (
        "Entreprise;Poste;Etat;Date Envoi;Date Relance;Date Retour;Lien;Mail;Notes",
        "company role status applied_on - answered_on link - notes",
    ),
    "candidature": ("Entreprise;Poste;Date de candidature;Statut;Lieu", "company role applied_on status location"),
    "plateforme": (
        "Entreprise;Poste;Plateforme;Statut;Date d'envoi;Notes",
        "company role source status applied_on notes",
    ),
    "date": ("Date,Entreprise,Poste,Statut,Note,Lien", "applied_on company role status notes link"),
}


@pytest.mark.parametrize("name", TRACKERS)
def test_the_columns_of_known_trackers_are_found_by_their_headings(name):
    line, wanted = TRACKERS[name]
    separator = ";" if ";" in line else ","
    table = read_table(f"{line}\n{separator.join('x' for _ in line.split(separator))}\n")
    expected = {Field(kind): at for at, kind in enumerate(wanted.split()) if kind != "-"}
    assert guess_columns(table) == expected


def test_quoted_commas_stay_in_their_cell():
    table = read_table(LINKEDIN)
    assert table.rows[0].cell(guess_columns(table)[Field.COMPANY]) == "Acme, Inc."


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_any_separator(separator):
    text = "\n".join(separator.join(row) for row in (["Company", "Role", "Status"], ["Nordlys", "Clerk", "no"]))
    table = read_table(text)
    assert table.headings == ("Company", "Role", "Status")
    assert table.rows[0].cells == ("Nordlys", "Clerk", "no")


def test_a_table_of_markdown_is_a_table():
    table = read_table("| Company | Role |\n|---|:---|\n| Nordlys | Clerk |\n")
    assert [row.cell(0) for row in table.rows] == ["Nordlys"]


def test_a_list_without_headings_is_taken_by_what_stands_in_it():
    table = read_table("Nordlys\tClerk\t2026-09-01\trejected\nEcho\tBaker\t2026-09-02\tghosted\n")
    assert table.headings == ()
    assert len(table.rows) == 2
    assert guess_columns(table) == {Field.COMPANY: 0, Field.ROLE: 1, Field.APPLIED_ON: 2, Field.STATUS: 3}


def test_a_row_knows_its_line_also_after_a_cell_with_line_breaks():
    table = read_table('Company,Role,Notes\nA,B,"one\ntwo"\n\nC,D,x\n')
    assert [row.line for row in table.rows] == [2, 5]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1", "utf-16"])
def test_accents_survive_old_programs(encoding):
    assert "Québec;Étude" in decoded("Québec;Étude".encode(encoding))


def test_a_workbook_is_named_as_one():
    with pytest.raises(Invalid) as refused:
        decoded(b"PK\x03\x04....")
    assert "workbook" in str(refused.value.fields["file"])


@pytest.mark.parametrize(
    "text", ["", " \n ", "Company,Role\n", "x" * (LONGEST + 1), "A,B\n" * 10_002, "Company,Role\n" + "," * 1_400_000]
)
def test_what_is_no_list_is_said_beside_it(text):
    with pytest.raises(Invalid) as refused:
        read_table(text)
    assert "text" in refused.value.fields


@pytest.mark.parametrize("text", ['Company,Role\n"never closed,x\n' + "y\n" * 70_000, "\0Company,Role\nA\0,B\n", "é\n"])
def test_odd_text_is_read_or_refused_but_never_breaks(text):
    try:
        read_table(text)
    except Invalid as refused:
        assert refused.fields


def test_every_field_has_headings_and_every_word_a_meaning():
    assert set(headings().values()) == set(Field)
    assert all(m.skip or m.stage or m.outcome for m in status_words().values())
