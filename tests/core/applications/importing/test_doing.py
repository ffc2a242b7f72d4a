"""Bringing a list in and taking it back, on the real database."""

from datetime import date, timedelta

import pytest
import time_machine
from sqlalchemy import func, select

from coach_platform.content.vocabulary import Outcome, Stage
from coach_platform.core.access.sight import own_sight
from coach_platform.core.applications import batch
from coach_platform.core.applications.cases import open_case
from coach_platform.core.applications.importing import doing, preview
from coach_platform.core.applications.importing.dates import Order
from coach_platform.core.applications.importing.wishes import Wish, guess_columns
from coach_platform.core.applications.log import log_no
from coach_platform.core.applications.models import Application, OutcomeEvent, StageEvent
from coach_platform.core.applications.one import show_application
from coach_platform.core.drafts.models import Draft
from coach_platform.core.insights.reading import read
from coach_platform.core.insights.victories import around
from coach_platform.core.insights.waiting import waiting
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.errors import Conflict, Invalid, NotFound

LIST = """Company;Role;Date;Status;Date retour
Nordlys;Analyst;2025-09-01;Rejected after interview;2025-09-20
Écho;Clerk;2025-10-02;Ghosted;
Open Co;Baker;2025-11-03;Applied;
"""


def bring(actor, text=LIST):
    preview.begin(actor, text)
    return doing.bring_in(actor)


def of(actor, company):
    return db.session.scalars(
        select(Application).where(Application.seeker_id == actor.person_id, Application.company == company)
    ).one()


def test_rows_become_applications_with_their_history(cast):
    bring(cast.sam)
    nordlys = show_application(cast.sam, of(cast.sam, "Nordlys").id)
    assert (nordlys.furthest_stage, nordlys.outcome, nordlys.applied_on) == (
        Stage.INTERVIEW,
        Outcome.REJECTED,
        date(2025, 9, 1),
    )
    assert [(event.stage, event.day_unknown) for event in nordlys.stages] == [
        (Stage.APPLIED, False),
        (Stage.INTERVIEW, True),
    ]
    assert [(event.on, event.day_unknown) for event in nordlys.outcomes] == [(date(2025, 9, 20), False)]


def test_a_day_that_the_list_does_not_say_is_not_made_up(cast):
    bring(cast.sam)
    [ghosted] = show_application(cast.sam, of(cast.sam, "Écho").id).outcomes
    assert ghosted.day_unknown


def test_what_stands_in_the_columns_is_what_the_verbs_would_have_written(cast):
    """The same no, brought in and logged by hand, stands alike."""
    bring(cast.sam, "Company,Role,Date,Status\nA,B,2025-09-01,Rejected after interview\n")
    by_hand = log_no(cast.sam, company="A", role="B", stage=Stage.INTERVIEW, on=date(2025, 9, 1))
    names = (
        "furthest_stage",
        "furthest_rating",
        "outcome",
        "offer_state",
        "outcome_on",
        "last_event_on",
        "search_text",
    )
    one, two = db.session.scalars(
        select(Application).where(Application.company == "A").order_by(Application.created_at)
    )
    assert two.id == by_hand
    assert {n: getattr(one, n) for n in names} == {n: getattr(two, n) for n in names}


def test_earlier_nos_do_not_flood_the_batch_and_can_be_opened(cast):
    bring(cast.sam)
    assert batch.count_waiting(cast.sam.person_id) == 0
    assert open_case(cast.sam, of(cast.sam, "Écho").id)


def test_the_list_is_forgotten_and_sent_twice_it_comes_in_once(cast):
    bring(cast.sam)
    with pytest.raises(NotFound):
        doing.bring_in(cast.sam)
    assert db.session.scalar(select(func.count()).select_from(Draft)) == 0


def test_the_same_list_again_brings_nothing(cast):
    bring(cast.sam)
    preview.begin(cast.sam, LIST)
    with pytest.raises(Invalid):
        doing.bring_in(cast.sam)


def test_undo_takes_back_what_was_not_touched(cast):
    made = bring(cast.sam)
    open_case(cast.sam, of(cast.sam, "Écho").id)
    assert doing.undo(cast.sam, made) == 1
    left = db.session.scalars(select(Application.company).where(Application.deleted_at.is_(None))).all()
    assert left == ["Écho"]
    with pytest.raises(Conflict):
        doing.undo(cast.sam, made)


def test_after_an_undo_the_list_can_come_in_again(cast):
    doing.undo(cast.sam, bring(cast.sam))
    bring(cast.sam)
    assert doing.brought_in(cast.sam)[0].here == 3


def test_an_undo_is_over_after_thirty_days(cast):
    made = bring(cast.sam)
    with time_machine.travel(clock.now() + timedelta(days=31)), pytest.raises(Conflict):
        doing.undo(cast.sam, made)


def test_nobody_elses_import_exists(cast):
    made = bring(cast.sam)
    for verb in (doing.one, doing.undo):
        with pytest.raises(NotFound):
            verb(cast.nina, made)
    assert doing.brought_in(cast.nina) == []


def test_a_question_that_is_open_stops_it(cast):
    preview.begin(cast.sam, "Company,Role,Date\nA,B,3/9/2025\nC,D,9/3/2025\n")
    with pytest.raises(Invalid) as refused:
        doing.bring_in(cast.sam)
    assert "order" in refused.value.fields
    looked = preview.look(cast.sam)
    preview.say(cast.sam, Wish(columns=guess_columns(looked.table), order=Order.DAY_FIRST))
    doing.bring_in(cast.sam)
    assert {row.applied_on for row in db.session.scalars(select(Application))} == {date(2025, 9, 3), date(2025, 3, 9)}


def test_five_thousand_rows_take_few_statements(cast, counted):
    lines = "".join(f"Firm {n},Role {n % 40},Rejected,{n % 28 + 1:02d}.{n % 12 + 1:02d}.2024\n" for n in range(5_000))
    preview.begin(cast.sam, "Company,Role,Status,Date\n" + lines)
    with counted() as statements:
        doing.bring_in(cast.sam)
    assert len(statements) <= 25  # 2 reads, the import, 15 inserts of a thousand, savepoints, the draft
    counts = [
        db.session.scalar(select(func.count()).select_from(model)) for model in (Application, StageEvent, OutcomeEvent)
    ]
    assert counts == [5_000, 5_000, 5_000]


def test_history_makes_no_victory_and_no_days_of_its_own(cast):
    """An interview years ago is no step forward this week, and an answer without a day has no number of days."""
    bring(cast.sam)
    assert around(cast.sam.person_id, clock.today(cast.sam.zone)) == ([], [])
    waited = waiting(read(own_sight(cast.sam.person_id)).facts.tries)
    assert (waited.answered, waited.undated, waited.days) == (1, 1, ())


def test_a_list_that_says_every_day_counts_its_days(cast):
    bring(cast.sam, "Company,Role,Date,Status,Status date\nA,B,2025-09-01,Rejected,2025-09-20\n")
    assert waiting(read(own_sight(cast.sam.person_id)).facts.tries).days == (19,)
