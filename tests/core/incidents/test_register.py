"""The register of incidents is written on and never over, by operators alone, and kept as long as the law has it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import create_engine, func, select, text

from coach_platform.core.incidents import register
from coach_platform.core.incidents.models import IncidentEntry, Risk
from coach_platform.core.incidents.register import KEPT, Incident
from coach_platform.core.portability.retention import statement
from coach_platform.core.portability.retention_schedule import PERIODS
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.errors import Invalid, NotAllowed, NotFound
from coach_platform.kit.ids import new_id


@pytest.fixture
def said(cast) -> Incident:
    return Incident(
        title="A letter too many",
        what_happened="One letter went to a wrong address.",
        happened="on a Monday",
        aware_on=clock.today("America/Toronto"),
        kinds="An address",
        people=1,
        people_known="",
        risk=Risk.NOT_SERIOUS,
        risk_why="Nothing sensitive",
        cai_told_on=None,
        opc_told_on=None,
        people_told_on=None,
        public_notice="",
        measures="",
        closed_on=None,
    )


def test_each_change_is_an_entry_and_the_newest_is_how_it_stands(cast, said):
    incident_id = register.record(cast.root, said)
    register.amend(cast.root, incident_id, replace(said, risk=Risk.SERIOUS))
    register.amend(cast.root, incident_id, replace(said, risk=Risk.SERIOUS))  # nothing new: no entry
    assert [entry.said.risk for entry in register.history(cast.root, incident_id)] == [Risk.SERIOUS, Risk.NOT_SERIOUS]
    assert [entry.said.risk for entry in register.incidents(cast.root).rows] == [Risk.SERIOUS]
    assert len(register.everything(cast.root)) == 2


def test_a_form_sent_twice_is_one_incident(cast, said):
    entry_id = new_id()
    assert register.record(cast.root, said, entry_id=entry_id) == register.record(cast.root, said, entry_id=entry_id)
    assert db.session.scalar(select(func.count()).select_from(IncidentEntry)) == 1


@pytest.mark.parametrize("who", ["sam", "casey", "dana"])
def test_nobody_else_reads_or_writes_it(cast, said, who):
    incident_id = register.record(cast.root, said)
    actor = getattr(cast, who)
    for act in (
        lambda: register.record(actor, said),
        lambda: register.amend(actor, incident_id, said),
        lambda: register.history(actor, incident_id),
        lambda: register.incidents(actor),
        lambda: register.everything(actor),
    ):
        with pytest.raises(NotAllowed):
            act()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title": " "}, "title"),
        ({"what_happened": ""}, "what_happened"),
        ({"aware_on": None}, "aware_on"),
        ({"people": -1}, "people"),
        ({"risk": None}, "risk"),
        ({"measures": "x" * 4001}, "measures"),
    ],
)
def test_what_the_law_wants_is_asked_for(cast, said, change, field):
    with pytest.raises(Invalid) as refused:
        register.record(cast.root, replace(said, **change))
    assert set(refused.value.fields) == {field}


def test_a_day_to_come_is_none_on_which_anybody_was_told(cast, said):
    with pytest.raises(Invalid) as refused:
        register.record(cast.root, replace(said, cai_told_on=said.aware_on + timedelta(days=9)))
    assert set(refused.value.fields) == {"cai_told_on"}


def test_an_incident_that_is_not_there_is_not_found(cast):
    with pytest.raises(NotFound):
        register.history(cast.root, new_id())


def test_the_working_roles_cannot_write_over_it_and_the_web_cannot_delete(database):
    engine = create_engine(database.owner_url)
    with engine.connect() as connection:
        may = text("select has_any_column_privilege(:role, 'incident_entries', 'update')")
        assert not any(connection.execute(may, {"role": f"rebound_{role}"}).scalar() for role in ("app", "worker"))
        delete = text("select has_table_privilege(:role, 'incident_entries', 'delete')")
        assert [connection.execute(delete, {"role": f"rebound_{role}"}).scalar() for role in ("app", "worker")] == [
            False,
            True,
        ]
    engine.dispose()


def test_an_incident_goes_whole_five_years_after_its_last_entry_and_not_before(database):
    """As the worker, who alone may remove it; undone afterwards."""
    [rule] = [rule for rule in PERIODS if rule.table == "incident_entries"]
    assert rule.after == KEPT >= timedelta(days=5 * 365 + 1)
    engine = create_engine(database.worker_url)
    words = dict.fromkeys(("title", "what_happened", "happened", "kinds", "risk_why"), "x")
    with engine.connect() as connection:
        for old, newer in ((6, 5.5), (6, 4)):  # years ago
            incident_id = new_id()
            for years in (old, newer):
                row = {"id": new_id(), "incident_id": incident_id, "recorded_by_key": "k", "risk": Risk.NOT_SERIOUS}
                row |= {"recorded_at": clock.now() - timedelta(days=365.25 * years), "aware_on": clock.today("Etc/UTC")}
                connection.execute(IncidentEntry.__table__.insert().values({**row, **words}))
        connection.execute(text(statement(rule)), {"before": clock.now() - rule.after})
        assert connection.execute(text("select count(*) from incident_entries")).scalar() == 2
        connection.rollback()
    engine.dispose()
