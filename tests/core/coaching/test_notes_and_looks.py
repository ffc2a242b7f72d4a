"""A coach's private notes, and the log of looks that a seeker reads."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from coach_platform.core.access import looks
from coach_platform.core.access.sight import own_sight, sight_of
from coach_platform.core.coaching import asking, looks_log, notes
from coach_platform.core.relations.models import Section
from coach_platform.kit.errors import Invalid, NotFound

CANARY = "Kanarienvogel: a private note"


def test_a_coach_reads_edits_and_deletes_their_own_notes(cast):
    note_id = notes.add_note(cast.casey, cast.sam.person_id, body=CANARY)
    notes.edit_note(cast.casey, cast.sam.person_id, note_id, body="Other words")
    page = notes.notes_page(cast.casey, cast.sam.person_id)
    assert ([note.body for note in page.notes.rows], page.organisation) == (["Other words"], "Passerelle Staffing")
    notes.delete_note(cast.casey, cast.sam.person_id, note_id)
    assert notes.notes_page(cast.casey, cast.sam.person_id).notes.rows == []


@pytest.mark.parametrize("who", ["sam", "nina", "omar", "dana", "root"])
def test_nobody_else_reads_or_changes_a_private_note(cast, who):
    note_id = notes.add_note(cast.casey, cast.sam.person_id, body=CANARY)
    reader = getattr(cast, who)
    for attempt in (
        lambda: notes.notes_page(reader, cast.sam.person_id),
        lambda: notes.one_note(reader, cast.sam.person_id, note_id),
        lambda: notes.edit_note(reader, cast.sam.person_id, note_id, body="x"),
        lambda: notes.delete_note(reader, cast.sam.person_id, note_id),
        lambda: notes.add_note(reader, cast.sam.person_id, body="x"),
    ):
        with pytest.raises(NotFound):
            attempt()


def test_the_seekers_next_coach_does_not_find_the_first_ones_notes(cast):
    notes.add_note(cast.casey, cast.sam.person_id, body=CANARY)
    asking.accept(cast.sam, asking.invite(cast.omar, cast.sam.person_id))
    assert notes.notes_page(cast.omar, cast.sam.person_id).notes.rows == []


def test_notes_close_for_the_coach_when_the_coaching_ends(cast):
    notes.add_note(cast.casey, cast.sam.person_id, body=CANARY)
    asking.end(cast.sam, cast.coaching_id)
    with pytest.raises(NotFound):
        notes.notes_page(cast.casey, cast.sam.person_id)


@pytest.mark.parametrize("body", ["", "   ", "x" * 8001])
def test_an_empty_or_endless_note_is_refused(cast, body):
    with pytest.raises(Invalid):
        notes.add_note(cast.casey, cast.sam.person_id, body=body)


def look(cast, *seen, at: str = "2026-11-23T15:00:00+00:00", surface="page"):
    with time_machine.travel(at, tick=False):
        sight = sight_of(cast.casey, cast.sam.person_id)
        looks.record("Casey Tremblay", [(sight, one) for one in seen], surface=surface)


def test_what_one_page_showed_is_one_line_with_its_cases(cast, two):
    look(cast, (Section.PLAN, None), (Section.STORY, two.nordlys), (Section.STORY, two.canary))
    (line,) = looks_log.looks_page(cast.sam).lines
    assert (line.reader, line.surface, line.at) == ("Casey Tremblay", "page", datetime(2026, 11, 23, 15, tzinfo=UTC))
    assert [(section, set(cases)) for section, cases in line.seen] == [
        (Section.STORY, {two.nordlys, two.canary}),
        (Section.PLAN, set()),
    ]


def test_the_log_is_the_seekers_own(cast):
    look(cast, (Section.PLAN, None))
    assert looks_log.looks_page(cast.nina).lines == []
    assert looks_log.looks_page(cast.casey).lines == []


def test_a_seekers_look_at_their_own_things_is_no_look(cast):
    looks.record("Sam Okafor", [(own_sight(cast.sam.person_id), (Section.PLAN, None))], surface="page")
    assert looks_log.looks_page(cast.sam).lines == []


def test_the_log_comes_in_pages_that_do_not_overlap(cast, counted):
    start = datetime(2026, 11, 1, tzinfo=UTC)
    for minute in range(120):
        look(cast, (Section.PLAN, None), (Section.ACTIVITY, None), at=(start + timedelta(minutes=minute)).isoformat())
    first = looks_log.looks_page(cast.sam)
    second = looks_log.looks_page(cast.sam, before=first.next)
    third = looks_log.looks_page(cast.sam, before=second.next)
    moments = [line.at for page in (first, second, third) for line in page.lines]
    assert (len(moments), len(set(moments)), third.next) == (120, 120, "")
    with counted() as statements:
        looks_log.looks_page(cast.sam)
    assert len(statements) == 3


@pytest.mark.parametrize("mark", ["x", "-1", "9" * 30, "١٢"])
def test_a_mark_that_cannot_be_read_means_the_first_page(cast, mark):
    look(cast, (Section.PLAN, None))
    assert len(looks_log.looks_page(cast.sam, before=mark).lines) == 1
