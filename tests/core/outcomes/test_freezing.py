"""A month is counted once, kept as it was, told to the admins, and shown to nobody else."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import create_engine, select, text, update

from coach_platform.core.mail.models import Message
from coach_platform.core.outcomes.cells import WHOLE
from coach_platform.core.outcomes.freezing import freeze, freeze_due, read
from coach_platform.core.outcomes.measures import Measure
from coach_platform.core.outcomes.models import OutcomeMonth
from coach_platform.core.outcomes.months import Month, to_freeze, view_through
from coach_platform.core.outcomes.page import outcomes_of
from coach_platform.core.relations.models import Grant, Organisation
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.errors import NotAllowed, NotFound

OCTOBER = Month("2026-10")


@pytest.fixture(autouse=True)
def november(cast):
    """The agency is older than the months that are frozen."""
    db.session.execute(update(Organisation).values(created_at=datetime(2025, 1, 1, tzinfo=UTC)))
    with time_machine.travel(datetime(2026, 11, 3, 15, 0, tzinfo=UTC), tick=False) as hand:
        yield hand


def frozen(work, month=OCTOBER):
    return read(db.session.scalar(select(OutcomeMonth.cells).filter_by(organisation_id=work.agency_id, month=month)))


def test_months_are_counted_from_the_third_on():
    assert to_freeze(date(2026, 11, 2)) == "2026-09" and to_freeze(date(2026, 11, 3)) == "2026-10"
    assert to_freeze(date(2027, 1, 15)) == "2026-12"
    assert view_through(OCTOBER) == ("2025-11", "2026-10")
    assert (OCTOBER.last, Month("2026-12").plus(1), Month("2024-02").last) == (
        date(2026, 10, 31),
        "2027-01",
        date(2024, 2, 29),
    )


def test_doubled_it_is_frozen_once_and_told_once(work, cast):
    work.people(6)
    assert (freeze_due(), freeze_due()) == (1, 0)
    mails = db.session.scalars(select(Message).where(Message.kind == "outcomes_monthly")).all()
    assert [mail.person_id for mail in mails] == [cast.dana.person_id]
    assert mails[0].due_at == datetime(2026, 11, 4, 13, 0, tzinfo=UTC)  # eight in the morning in Toronto


def test_with_too_few_people_nothing_is_shown_and_nobody_is_written_to(work):
    work.people(3)
    freeze_due()
    assert frozen(work).values == {}
    assert db.session.scalars(select(Message).where(Message.kind == "outcomes_monthly")).all() == []


def test_what_was_frozen_stays_whatever_comes_later(work, november):
    people = work.people(8)
    for one in people[:6]:
        work.reached(one, "interview", date(2026, 5, 6))
    freeze_due()
    before = frozen(work).values
    assert before[Measure.SEEKERS, WHOLE][0] == 8 and before[Measure.INTERVIEWS, WHOLE][0] == 6
    for one in people:
        work.reached(one, "interview", date(2026, 11, 6))
    november.move_to(datetime(2026, 12, 4, tzinfo=UTC))
    freeze_due()
    assert frozen(work).values == before
    assert frozen(work, Month("2026-11")).values[Measure.INTERVIEWS, WHOLE][0] == 14


def test_somebody_who_shares_no_more_cannot_be_found_by_the_difference(work, november):
    people = work.people(8)
    for one in people:
        work.reached(one, "interview", date(2026, 5, 6))
    freeze_due()
    db.session.execute(update(Grant).where(Grant.seeker_id == people[0]).values(revoked_at=clock.now()))
    november.move_to(datetime(2026, 12, 4, tzinfo=UTC))
    freeze_due()
    value, through = frozen(work, Month("2026-11")).values[Measure.INTERVIEWS, WHOLE]
    assert (value, through) == (8, OCTOBER)


def test_offices_have_rows_and_small_ones_share_one(work, another_office, cast):
    gatineau, kanata = another_office("Gatineau"), another_office("Kanata")
    work.people(9)
    for office in (gatineau, kanata):
        work.people(3, office=office)
    freeze_due()
    [page] = outcomes_of(cast.dana)
    assert [(row.offices, row.figures[Measure.SEEKERS].value) for row in page.rows] == [
        ((), 15),
        (("Ottawa",), 9),
        (("Gatineau", "Kanata"), 6),
    ]


def test_the_page_is_for_admins_and_three_statements_however_much_there_is(work, cast, counted, november):
    work.people(6)
    freeze_due()
    with counted() as one:
        outcomes_of(cast.dana)
    november.move_to(datetime(2026, 12, 4, tzinfo=UTC))
    freeze_due()
    with counted() as two:
        [page] = outcomes_of(cast.dana, month="2026-10")
    assert len(one) == len(two) == 3
    assert (page.month, page.months) == (OCTOBER, ("2026-11", "2026-10"))
    for stranger in (cast.casey, cast.sam, cast.root):
        with pytest.raises(NotAllowed):
            outcomes_of(stranger)
    with pytest.raises(NotFound):
        outcomes_of(cast.dana, month="2019-01")


def test_counting_is_three_statements_however_many_people(work, counted):
    work.people(6)
    with counted() as few:
        freeze(work.agency_id, Month("2026-09"))
    for one in work.people(30):
        work.review(one, datetime(2026, 5, 6, 16, 0, tzinfo=UTC), after=timedelta(days=2))
    with counted() as many:
        freeze(work.agency_id, OCTOBER)
    assert len(few) == len(many)


def test_no_working_role_may_change_what_was_shown_and_the_web_may_not_remove_it(database):
    engine = create_engine(database.owner_url)
    may = text("select has_any_column_privilege(:role, 'outcome_months', 'update')")
    delete_ = text("select has_table_privilege(:role, 'outcome_months', 'delete')")
    roles = [{"role": f"rebound_{role}"} for role in ("app", "worker")]
    with engine.connect() as connection:
        assert [connection.execute(may, role).scalar() for role in roles] == [False, False]
        assert [connection.execute(delete_, role).scalar() for role in roles] == [False, True]
    engine.dispose()
