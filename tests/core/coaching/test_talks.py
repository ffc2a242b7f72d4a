"""The next talk: set from either side, seen by both and by nobody else, in a file a calendar reads back."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine
from icalendar import Calendar
from sqlalchemy import func, select, text

from coach_platform.core.accounts.actors import actor_for
from coach_platform.core.coaching import asking
from coach_platform.core.coaching.sharing import sharing_page
from coach_platform.core.coaching.talks import setting
from coach_platform.core.coaching.talks.calendar import calendar_file
from coach_platform.core.coaching.talks.models import Talk
from coach_platform.core.coaching.talks.setting import When
from coach_platform.core.today.coach import coach_today
from coach_platform.core.today.one_seeker import seeker_page
from coach_platform.core.today.seeker import seeker_today
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.errors import Conflict, Invalid, NotFound
from coach_platform.kit.i18n import using
from coach_platform.kit.settings import settings


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel(datetime(2026, 11, 2, 15, tzinfo=UTC), tick=False):
        yield


WHEN = When(date(2026, 11, 12), time(14, 30), 45, "Room 3", "https://meet.example.com/x")


def by_seeker(cast, when=WHEN, **more):
    return setting.set_talk(cast.sam, setting.with_coach(cast.sam, cast.coaching_id), when, **more)


def by_coach(cast, when=WHEN, **more):
    return setting.set_talk(cast.casey, setting.with_seeker(cast.casey, cast.sam.person_id), when, **more)


def in_zone(actor, zone):
    db.session.execute(text("update persons set zone = :zone where id = :id"), {"zone": zone, "id": actor.person_id})
    return actor_for(actor.person_id)


def test_both_see_it_on_their_pages(cast):
    by_coach(cast)
    assert seeker_today(cast.sam).talk.other == "Casey Tremblay"
    assert sharing_page(cast.sam).active[0].talk.starts_at == datetime(2026, 11, 12, 19, 30, tzinfo=UTC)
    assert seeker_page(cast.casey, cast.sam.person_id).talk.place == "Room 3"
    assert [one.other for one in coach_today(cast.casey).talks] == ["Sam Okafor"]


def test_nobody_else_sees_it_a_team_colleague_an_admin_or_a_stranger(cast, team):
    by_seeker(cast)
    team.share("plan")
    assert seeker_page(team.jo, cast.sam.person_id).talk is None
    assert coach_today(team.jo).talks == coach_today(cast.omar).talks == ()
    for other in (team.jo, cast.omar, cast.dana, cast.nina):
        with pytest.raises(NotFound):
            setting.with_seeker(other, cast.sam.person_id)
        with pytest.raises(NotFound):
            setting.with_coach(other, cast.coaching_id)


def test_it_is_gone_for_both_when_the_coaching_ends(cast):
    between = setting.with_seeker(cast.casey, cast.sam.person_id)
    by_coach(cast)
    asking.end(cast.sam, cast.coaching_id)
    assert seeker_today(cast.sam).talk is None
    assert coach_today(cast.casey).talks == ()
    for attempt in (
        lambda: setting.cancel_talk(cast.casey, between),
        lambda: setting.with_coach(cast.sam, cast.coaching_id),
    ):
        with pytest.raises(NotFound):
            attempt()


def test_each_types_on_their_own_clock(cast):
    casey = in_zone(cast.casey, "Europe/Paris")
    setting.set_talk(casey, setting.with_seeker(casey, cast.sam.person_id), WHEN)
    assert seeker_today(cast.sam).talk.starts_at == datetime(2026, 11, 12, 13, 30, tzinfo=UTC)


def test_changing_and_calling_off_keep_one_row_and_raise_its_sequence(cast):
    first = by_coach(cast)
    assert by_seeker(cast, When(date(2026, 11, 13), time(9, 0))) == first
    setting.cancel_talk(cast.sam, setting.with_coach(cast.sam, cast.coaching_id))
    setting.cancel_talk(cast.casey, setting.with_seeker(cast.casey, cast.sam.person_id))  # a moment later: no matter
    talk = seeker_today(cast.sam).talk
    assert (talk.cancelled, talk.sequence, talk.by_coach) == (True, 2, False)
    by_coach(cast, When(date(2026, 11, 20), time(9, 0)))
    assert (seeker_today(cast.sam).talk.cancelled, seeker_today(cast.sam).talk.sequence) == (False, 3)
    assert db.session.scalar(select(func.count()).select_from(Talk)) == 1


def test_what_the_other_one_changed_meanwhile_is_not_written_over(cast):
    by_coach(cast, seen=setting.NONE_SET)
    with pytest.raises(Conflict):
        by_seeker(cast, seen=setting.NONE_SET)
    by_seeker(cast, seen=0)
    with pytest.raises(Conflict):
        by_coach(cast, seen=0)


def test_one_that_is_over_makes_room_for_the_next(cast):
    first = by_coach(cast)
    with time_machine.travel(datetime(2026, 11, 12, 20, 14, tzinfo=UTC), tick=False):
        assert seeker_today(cast.sam).talk.id == first  # going on
    with time_machine.travel(datetime(2026, 11, 12, 20, 15, tzinfo=UTC), tick=False):
        assert seeker_today(cast.sam).talk is None
        assert by_coach(cast, When(date(2026, 11, 20), time(9, 0))) != first


@pytest.mark.parametrize(
    ("when", "field"),
    [
        (When(None, time(9)), "on"),
        (When(date(2026, 11, 12), None), "at"),
        (When(date(2026, 11, 1), time(9)), "on"),
        (When(date(2028, 1, 1), time(9)), "on"),
        (When(date(2026, 11, 2), time(9)), "at"),  # this morning
        (When(date(2026, 11, 12), time(9), 4), "minutes"),
        (When(date(2026, 11, 12), time(9), None), "minutes"),
        (When(date(2026, 11, 12), time(9), 45, "x" * 201), "place"),
        (When(date(2026, 11, 12), time(9), 45, "a\nb"), "place"),
        (When(date(2026, 11, 12), time(9), 45, "", "http://meet.example.com"), "link"),
        (When(date(2026, 11, 12), time(9), 45, "", "https://me:pw@meet.example.com"), "link"),
        (When(date(2026, 11, 12), time(9), 45, "", "javascript:alert(1)"), "link"),
    ],
)
def test_what_is_no_talk_is_said_beside_its_field(cast, when, field):
    with pytest.raises(Invalid) as refused:
        by_seeker(cast, when)
    assert field in refused.value.fields


def event(cast, locale="en"):
    with using(locale):
        (found,) = Calendar.from_ical(calendar_file(seeker_today(cast.sam).talk)).walk("VEVENT")
    return found


def test_the_file_is_read_back_as_it_was_set(cast):
    talk_id = by_coach(
        cast, When(date(2026, 11, 12), time(14, 30), 45, "Salle 3, étage; à gauche", "https://meet.example.com/x")
    )
    found = event(cast, "fr")
    assert str(found["UID"]) == f"{talk_id}@{settings().mail_domain}"
    assert str(found["SUMMARY"]) == "Rencontre avec Casey Tremblay"
    assert str(found["LOCATION"]) == "Salle 3, étage; à gauche"
    assert found["DTSTART"].dt == datetime(2026, 11, 12, 19, 30, tzinfo=UTC)
    assert found["DTEND"].dt - found["DTSTART"].dt == timedelta(minutes=45)
    assert (found["SEQUENCE"], str(found["STATUS"])) == (0, "CONFIRMED")
    by_seeker(cast)
    assert (str(event(cast)["UID"]), event(cast)["SEQUENCE"]) == (str(found["UID"]), 1)
    setting.cancel_talk(cast.sam, setting.with_coach(cast.sam, cast.coaching_id))
    assert (str(event(cast)["STATUS"]), event(cast)["SEQUENCE"]) == ("CANCELLED", 2)
    assert b"METHOD:CANCEL" in calendar_file(seeker_today(cast.sam).talk)


@pytest.mark.parametrize(
    ("on", "at", "utc"),
    [
        (date(2026, 11, 30), time(9, 0), (11, 30, 14, 0)),  # winter in Toronto
        (date(2027, 3, 14), time(2, 30), (3, 14, 7, 0)),  # the gap: the first moment that exists, 3:00 EDT
        (date(2027, 3, 15), time(9, 0), (3, 15, 13, 0)),  # summer
        (date(2027, 11, 1), time(1, 30), (11, 1, 5, 30)),
    ],
)
def test_a_change_of_the_clocks_does_not_move_it(cast, on, at, utc):
    by_seeker(cast, When(on, at))
    assert event(cast)["DTSTART"].dt == datetime(on.year, *utc, tzinfo=UTC)


def test_a_name_cannot_break_out_of_the_file(cast):
    db.session.execute(
        text("update persons set name = E'Eve\\nATTENDEE:x' where id = :id"), {"id": cast.casey.person_id}
    )
    by_seeker(cast)
    found = event(cast)
    assert "ATTENDEE" not in found and "Eve" in str(found["SUMMARY"])


def test_the_clock_is_the_only_one(cast):
    by_seeker(cast)
    assert db.session.scalars(select(Talk)).one().changed_at == clock.now()
