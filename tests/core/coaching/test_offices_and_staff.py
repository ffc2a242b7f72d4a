"""Offices, and who works where: an admin's own organisation alone, and never without an admin."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from coach_platform.core.access.actor import Actor
from coach_platform.core.accounts.actors import actor_for
from coach_platform.core.coaching import offices, staff
from coach_platform.core.coaching.organisations import organisations_of
from coach_platform.core.relations.models import AuditEvent, Coaching, Membership, Office
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.errors import Conflict, Invalid, NotFound, ProofNeeded


def ottawa() -> Office:
    return db.session.scalars(select(Office).where(Office.name == "Ottawa")).one()


def stale(actor: Actor) -> Actor:
    """At a browser that was left open over lunch."""
    from dataclasses import replace

    return replace(actor, session_id=actor.person_id, proved_at=clock.now() - timedelta(hours=1))


def test_an_office_is_renamed_and_coachings_go_on_naming_it(cast):
    offices.rename_office(cast.dana, ottawa().id, name="Ottawa Centre", city="Ottawa")
    [org] = organisations_of(cast.dana)
    assert [(one.name, one.city, one.people) for one in org.offices] == [("Ottawa Centre", "Ottawa", 2)]


def test_an_office_with_people_in_it_closes_only_when_they_are_moved(cast):
    gatineau = offices.add_office(cast.dana, cast.agency_id, name="Gatineau", city="")
    with pytest.raises(Invalid) as refused:
        offices.close_office(cast.dana, ottawa().id, move_to="")
    assert "move_to" in refused.value.fields
    offices.close_office(cast.dana, ottawa().id, move_to=str(gatineau))
    [org] = organisations_of(cast.dana)
    assert [(one.name, one.people) for one in org.offices] == [("Gatineau", 2)]
    assert db.session.get_one(Coaching, cast.coaching_id).office_id == ottawa().id
    with pytest.raises(NotFound):
        offices.rename_office(cast.dana, ottawa().id, name="x", city="")


def test_moving_somebody_keeps_where_they_were(cast):
    gatineau = offices.add_office(cast.dana, cast.agency_id, name="Gatineau", city="")
    staff.move_to_office(cast.dana, cast.agency_id, cast.casey.person_id, gatineau)
    rows = db.session.scalars(select(Membership).where(Membership.person_id == cast.casey.person_id)).all()
    assert sorted((row.office_id == gatineau, row.until_at is None) for row in rows) == [(False, False), (True, True)]
    assert actor_for(cast.casey.person_id).is_coach


def test_an_admin_is_made_and_unmade_but_never_the_last_one(cast):
    with pytest.raises(Conflict):
        staff.unmake_admin(cast.dana, cast.agency_id, cast.dana.person_id)
    staff.make_admin(cast.dana, cast.agency_id, cast.casey.person_id)
    staff.make_admin(cast.dana, cast.agency_id, cast.casey.person_id)
    assert actor_for(cast.casey.person_id).admin_of == {cast.agency_id}
    staff.unmake_admin(cast.dana, cast.agency_id, cast.dana.person_id)
    assert not actor_for(cast.dana.person_id).is_admin
    events = set(db.session.scalars(select(AuditEvent.event)))
    assert {"admin.made", "admin.unmade"} <= events


def test_who_sits_there_is_asked_again_before_an_admin_is_made(cast):
    with pytest.raises(ProofNeeded):
        staff.make_admin(stale(cast.dana), cast.agency_id, cast.casey.person_id)
    with pytest.raises(ProofNeeded):
        staff.unmake_admin(stale(cast.dana), cast.agency_id, cast.dana.person_id)


def test_an_admin_of_nothing_here_sees_and_does_nothing(cast):
    for verb in (
        lambda: staff.staff_member(cast.omar, cast.agency_id, cast.casey.person_id),
        lambda: staff.make_admin(cast.omar, cast.agency_id, cast.omar.person_id),
        lambda: staff.make_admin(cast.dana, cast.agency_id, cast.omar.person_id),
        lambda: staff.move_to_office(cast.omar, cast.agency_id, cast.casey.person_id, None),
        lambda: offices.rename_office(cast.omar, ottawa().id, name="x", city=""),
        lambda: offices.close_office(cast.omar, ottawa().id, move_to="none"),
        lambda: offices.add_office(cast.omar, cast.agency_id, name="x", city=""),
    ):
        with pytest.raises(NotFound):
            verb()
