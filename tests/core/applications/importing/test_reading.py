"""What the rows of a list amount to, before anything is kept."""

from datetime import date

import pytest

from coach_platform.content.import_words import Field, Meaning
from coach_platform.content.vocabulary import OfferState, Outcome, Source, Stage, WorkMode
from coach_platform.core.applications.importing.reading import There, Verdict, read_rows
from coach_platform.core.applications.importing.tables import read_table
from coach_platform.core.applications.importing.wishes import (
    ARCHIVED,
    Wish,
    as_text,
    from_text,
    guess_columns,
    proposed,
    wish_of,
    words_in,
)

TODAY = date(2026, 11, 30)


def rows(text, there=(), order=None, **more):
    table = read_table(text)
    return read_rows(table, Wish(columns=guess_columns(table), **more), order=order, today=TODAY, there=there)


@pytest.mark.parametrize(
    ("said", "stage", "outcome", "state"),
    [
        ("Rejected", None, Outcome.REJECTED, None),
        ("REFUS", None, Outcome.REJECTED, None),
        ("Refus après entrevue", Stage.INTERVIEW, Outcome.REJECTED, None),
        ("2nd interview", Stage.FURTHER_INTERVIEW, None, None),
        ("Sans réponse", None, Outcome.NO_REPLY, None),
        ("👻 Ghosted", None, Outcome.NO_REPLY, None),
        ("En attente", Stage.APPLIED, None, None),
        ("Offre refusée", Stage.OFFER, Outcome.OFFER, OfferState.DECLINED),
        ("Accepted", Stage.OFFER, Outcome.OFFER, OfferState.ACCEPTED),
        ("Applied - 2025-10-01; Rejected - 2025-10-20", Stage.APPLIED, Outcome.REJECTED, None),
    ],
)
def test_status_words_of_both_languages(said, stage, outcome, state):
    assert proposed(said) == Meaning(stage, outcome, state)


def test_an_unknown_word_is_not_guessed_at():
    assert proposed("Zzyzx") is None


def test_a_row_is_read_whole():
    [row] = rows(
        "Company;Role;Date;Status;Date retour;Place;Source;Workplace;Link;Notes\n"
        " Nordlys ;Analyst;2026-09-01;Refus après entretien;2026-09-20;Laval;LinkedIn;Télétravail;https://example.org/1;kind\n"
    )
    assert (row.company, row.role, row.applied_on, row.answered_on) == (
        "Nordlys",
        "Analyst",
        date(2026, 9, 1),
        date(2026, 9, 20),
    )
    assert (row.stage, row.outcome, row.source, row.work_mode) == (
        Stage.INTERVIEW,
        Outcome.REJECTED,
        Source.JOB_BOARD,
        WorkMode.REMOTE,
    )
    assert (row.location, row.link, row.notes, row.verdict) == ("Laval", "https://example.org/1", "kind", Verdict.READY)


def test_a_link_that_is_none_is_kept_among_the_notes():
    [row] = rows("Company,Role,Date,Link,Notes\nA,B,2026-01-02,javascript:alert(1),mine\n")
    assert (row.link, row.notes) == ("", "mine\njavascript:alert(1)")


@pytest.mark.parametrize(
    ("line", "verdict"),
    [
        ("A,B,2026-01-02,applied", Verdict.READY),
        (",B,2026-01-02,applied", Verdict.NO_COMPANY),
        ("A,,2026-01-02,applied", Verdict.NO_ROLE),
        ("A,B,soon,applied", Verdict.NO_DAY),
        ("A,B,,applied", Verdict.NO_DAY),
        ("A,B,1066-10-14,applied", Verdict.NO_DAY),
        ("A,B,2026-12-24,applied", Verdict.NOT_YET),
        ("A,B,2026-01-02,wishlist", Verdict.NOT_SENT),
        (f"{'A' * 201},B,2026-01-02,applied", Verdict.TOO_LONG),
    ],
)
def test_what_stands_in_the_way_of_a_row(line, verdict):
    assert rows(f"Company,Role,Date,Status\n{line}\n")[0].verdict is verdict


def test_a_day_and_a_role_for_the_rest():
    [row] = rows("Company,Role,Date\nA,,\n", role_for_all="Cook", day_for_rest=date(2026, 5, 1))
    assert (row.role, row.applied_on, row.verdict) == ("Cook", date(2026, 5, 1), Verdict.READY)


def test_the_same_try_twice_is_a_double_and_a_later_try_is_not():
    found = rows("Company,Role,Date\nÉcho,Clerk,2026-01-02\necho, CLERK ,2026-01-20\nEcho,Clerk,2026-06-01\n")
    assert [row.verdict for row in found] == [Verdict.READY, Verdict.TWICE, Verdict.READY]


def test_what_is_there_already_is_a_double_also_without_a_day():
    there = [There(("a", "b"), None), There(("c", "d"), date(2026, 1, 1))]
    found = rows("Company,Role,Date\nA,B,2026-01-02\nC,D,2026-01-25\nC,D,2026-03-01\n", there=there)
    assert [row.verdict for row in found] == [Verdict.THERE, Verdict.THERE, Verdict.READY]


def test_an_answer_before_the_application_or_after_today_is_no_day():
    text = "Company,Role,Date,Status,Status date\nA,B,2026-05-01,no,2026-04-01\nC,D,2026-05-01,no,2027-01-01\n"
    assert [row.answered_on for row in rows(text)] == [None, None]


def test_an_archived_row_means_what_its_owner_says():
    text = "Company,Role,Date,Status,Archived\nA,B,2026-05-01,applied,Yes\nC,D,2026-05-01,applied,No\n"
    assert [row.outcome for row in rows(text)] == [Outcome.OPEN, Outcome.OPEN]
    said = rows(text, words={ARCHIVED: "applied/rejected"})
    assert [row.outcome for row in said] == [Outcome.REJECTED, Outcome.OPEN]


def test_a_saved_job_stays_one_when_it_is_archived():
    [row] = rows("Company,Role,Date,Status,Archived\nA,B,2026-05-01,saved,Yes\n")
    assert row.verdict is Verdict.NOT_SENT


def test_words_are_counted_as_they_are_written():
    table = read_table("Company,Role,Status\nA,B,No\nC,D,No\nE,F,Zzyzx\n")
    assert words_in(table, guess_columns(table)) == {"No": 2, "Zzyzx": 1}


def test_a_meaning_and_its_text_are_one():
    for meaning in (Meaning(Stage.TASK, Outcome.REJECTED), Meaning(Stage.OFFER, Outcome.OFFER, OfferState.OPEN)):
        assert from_text(as_text(meaning)) == meaning
    assert from_text("skip") == Meaning(skip=True)
    for nonsense in ("", "x/y", "applied/offer", "applied/rejected:open", "applied"):
        assert from_text(nonsense) is None


def test_a_wish_comes_back_from_the_draft_as_it_was_said():
    table = read_table("Company,Role\nA,B\n")
    wish = Wish(
        columns={Field.COMPANY: 1}, words={"x": "skip"}, role_for_all="Cook", day_for_rest=TODAY, doubles_too=True
    )
    assert wish_of(wish.as_body(), table) == wish
