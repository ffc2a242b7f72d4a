"""Reading the log of looks: filtered, by day, in sentences, a page at a time, of one case."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from coach_platform.core.access import looks
from coach_platform.core.access.figures import Surface
from coach_platform.core.access.sight import sight_of
from coach_platform.core.assessments.case_view import case_page
from coach_platform.core.coaching import asking, looks_log
from coach_platform.core.coaching.case_names import CaseName, case_names
from coach_platform.core.coaching.looks_filter import LooksFilter
from coach_platform.core.coaching.looks_log import LookLine, look_rows, looks_page
from coach_platform.core.relations.models import Look, Section
from coach_platform.kit.db import db
from coach_platform.kit.i18n import using
from coach_platform.kit.ids import new_id
from coach_platform.web.seeker.look_words import PLACES, SENTENCES, days, sentence

NOON = datetime(2026, 11, 23, 17, tzinfo=UTC)  # in Toronto


def look(cast, *seen, at=NOON, surface=Surface.PAGE, coach=None):
    reader = coach or cast.casey
    with time_machine.travel(at, tick=False):
        sight = sight_of(reader, cast.sam.person_id)
        looks.record(reader.name, [(sight, one) for one in seen], surface=surface)


@pytest.fixture
def looked(cast, two):
    """Casey on three days in four places, Omar once."""
    asking.accept(cast.sam, asking.invite(cast.omar, cast.sam.person_id))
    look(cast, (Section.STORY, two.nordlys), (Section.PLAN, None))
    look(cast, (Section.STORY, two.canary), at=NOON + timedelta(days=1), surface=Surface.QUEUE)
    look(cast, (Section.PLAN, None), at=NOON + timedelta(days=1, hours=1), surface=Surface.MAIL)
    look(cast, (Section.PLAN, None), at=NOON + timedelta(days=2), surface=Surface.PRINT, coach=cast.omar)
    return two


def asked(cast, **wanted) -> list[tuple[str, str]]:
    page = looks_page(cast.sam, wanted=LooksFilter(**wanted))
    return [(line.reader.split()[0], line.surface) for line in page.lines]


def test_it_is_filtered_by_coach_section_case_place_and_days(cast, looked):
    assert len(asked(cast)) == 4
    assert asked(cast, reader_id=cast.omar.person_id) == [("Omar", "print")]
    assert asked(cast, section=Section.STORY) == [("Casey", "queue"), ("Casey", "page")]
    assert asked(cast, case_id=looked.canary) == [("Casey", "queue")]
    assert asked(cast, surface=Surface.MAIL) == [("Casey", "mail")]
    assert asked(cast, first=date(2026, 11, 24)) == [("Omar", "print"), ("Casey", "mail"), ("Casey", "queue")]
    assert asked(cast, last=date(2026, 11, 23)) == [("Casey", "page")]
    assert asked(cast, first=date(2026, 11, 24), last=date(2026, 11, 24), section=Section.PLAN) == [("Casey", "mail")]


def test_a_day_is_one_of_the_seekers_calendar(cast, two):
    look(cast, (Section.PLAN, None), at=datetime(2026, 11, 24, 4, 59, tzinfo=UTC))  # 23:59 in Toronto
    look(cast, (Section.PLAN, None), at=datetime(2026, 11, 24, 5, 0, tzinfo=UTC))
    assert len(asked(cast, last=date(2026, 11, 23))) == 1
    assert len(asked(cast, first=date(2026, 11, 24))) == 1


@pytest.mark.parametrize("day", [date.min, date.max])
def test_a_day_beyond_all_calendars_asks_for_nothing(cast, looked, day):
    assert len(asked(cast, first=day if day == date.min else None, last=day if day == date.max else None)) == 4


def test_two_coaches_told_in_one_moment_are_two_lines_on_both_sides_of_a_page(cast, two, monkeypatch):
    asking.accept(cast.sam, asking.invite(cast.omar, cast.sam.person_id))
    for coach in (cast.casey, cast.omar):
        look(cast, (Section.PLAN, None), surface=Surface.DIGEST, coach=coach)
    monkeypatch.setattr(looks_log, "PAGE", 1)
    first = looks_page(cast.sam)
    second = looks_page(cast.sam, before=first.next)
    assert {first.lines[0].reader, second.lines[0].reader} == {cast.casey.name, cast.omar.name}
    assert second.next == ""


def test_the_page_takes_three_statements_with_two_looks_and_with_many(cast, two, counted):
    numbers = []
    for minutes in (2, 60):
        for minute in range(minutes):
            look(cast, (Section.STORY, two.nordlys), (Section.PLAN, None), at=NOON + timedelta(minutes=minute))
        with counted() as statements:
            looks_page(cast.sam, wanted=LooksFilter(section=Section.PLAN))
        numbers.append(len(statements))
    assert numbers == [3, 3]


def test_one_look_at_a_case_counts_once_whatever_it_carried(cast, looked):
    look(cast, (Section.STORY, looked.nordlys), (Section.DEEPER, looked.nordlys), at=NOON + timedelta(hours=1))
    assert case_page(cast.sam, looked.nordlys).looked == looks_log.CaseLooks(2, NOON + timedelta(hours=1))
    cast.grant(Section.STORY, future=True)
    assert case_page(cast.casey, looked.nordlys).looked is None  # that others looked is the seeker's alone


def test_the_rows_are_all_of_it_and_only_the_seekers(cast, looked):
    assert len(list(look_rows(cast.sam))) == 5
    assert list(look_rows(cast.nina)) == list(look_rows(cast.casey)) == []
    assert {row.surface for row in look_rows(cast.sam, wanted=LooksFilter(surface=Surface.MAIL))} == {"mail"}


def test_what_was_true_several_times_on_a_day_is_said_once_with_its_times(cast, two):
    for hour in (0, 1, 2):
        look(cast, (Section.PLAN, None), at=NOON + timedelta(hours=hour))
    look(cast, (Section.PLAN, None), at=NOON - timedelta(days=1))
    first, second = days(looks_page(cast.sam).lines, {}, cast.sam.zone)
    assert [len(one.times) for one in first.told] == [3]
    assert (first.on, second.on) == (date(2026, 11, 23), date(2026, 11, 22))


def test_each_place_has_its_sentence_in_both_languages(cast, two):
    names = case_names(cast.sam.person_id)
    assert PLACES.keys() == SENTENCES.keys() == set(Surface)
    said = {}
    for locale in ("en", "fr"):
        with using(locale):
            line = LookLine(NOON, "Casey T.", "", "page", ((Section.STORY, (two.nordlys,)), (Section.PLAN, ())))
            said[locale] = sentence(line, names)
            every = {sentence(LookLine(NOON, "Casey T.", "", surface, line.seen), names) for surface in Surface}
        assert len(every) == len(Surface)
        assert all("Casey T." in one and "Nordlys" in one for one in every)
    assert said["en"] == "Casey T. opened a page with Story (Nordlys) and Plan."
    assert said["fr"] != said["en"]


def test_a_case_that_is_gone_and_a_coach_who_is_gone_are_said_so(cast, two):
    line = LookLine(NOON, "", "", "page", ((Section.STORY, (two.nordlys,)),))
    assert sentence(line, {}) == "A former coach opened a page with Story (a deleted case)."


def test_many_cases_are_counted_after_the_third(cast):
    names = {key: CaseName(f"Company {number}", "") for number, key in enumerate(new_id() for _ in range(5))}
    said = sentence(LookLine(NOON, "Casey", "", "queue", ((Section.STORY, tuple(names)),)), names)
    assert said == "Casey saw a line with Story (Company 0, Company 1, Company 2 and 2 others) in their list."


def test_every_kept_place_is_one_of_the_vocabulary(cast, looked):
    assert {row.surface for row in db.session.query(Look)} <= set(Surface)


def test_a_look_by_a_teams_grant_names_the_team_on_the_page_and_in_the_file(cast, team):
    team.share(Section.PLAN)
    sight = sight_of(team.jo, cast.sam.person_id)
    looks.record("Jo Martin", [(sight, (Section.PLAN, None))], surface=Surface.PAGE)
    (line,) = looks_page(cast.sam).lines
    assert sentence(line, {}) == "Jo Martin, for Ottawa team opened a page with Plan."
    assert [row.team for row in look_rows(cast.sam)] == ["Ottawa team"]
