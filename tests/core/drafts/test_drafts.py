"""A closed tab loses nothing, and a second tab overwrites nothing."""

from uuid import UUID

import pytest

from coach_platform.core.drafts import DraftConflict, conflicts, drop_draft, read_draft, save_draft
from coach_platform.kit.errors import NotFound
from coach_platform.kit.ids import new_id

FORM = {"form": "first_assessment"}


@pytest.fixture
def about() -> dict:
    return {**FORM, "subject_id": new_id()}


def save(cast, about, words: str, *, revision: int, tab: UUID | None = None) -> int:
    return save_draft(cast.sam, **about, client_id=tab, revision=revision, body={"words": words}).revision


def test_each_save_brings_the_next_revision_and_the_newest_words_are_read_back(cast, about):
    assert read_draft(cast.sam, **about) is None
    assert save(cast, about, "They chose", revision=0) == 1
    assert save(cast, about, "They chose someone else", revision=1) == 2
    assert read_draft(cast.sam, **about).body == {"words": "They chose someone else"}


def test_a_draft_is_its_authors_alone(cast, about):
    save(cast, about, "mine", revision=0)
    assert read_draft(cast.nina, **about) is None
    assert read_draft(cast.casey, **about) is None


def test_a_second_tab_that_lags_behind_gets_a_conflict_with_what_lies_there(cast, about):
    save(cast, about, "first tab", revision=0, tab=new_id())
    with pytest.raises(DraftConflict) as conflict:
        save(cast, about, "second tab", revision=0, tab=new_id())
    assert conflict.value.kept.body == {"words": "first tab"}
    assert read_draft(cast.sam, **about).body == {"words": "first tab"}


def test_a_tab_that_never_heard_the_answer_may_send_its_save_again(cast, about):
    tab = new_id()
    save(cast, about, "once", revision=0, tab=tab)
    assert save(cast, about, "once and more", revision=0, tab=tab) == 2


def test_a_tab_from_before_the_submit_gets_a_conflict_with_nothing_kept(cast, about):
    save(cast, about, "submitted", revision=0)
    drop_draft(cast.sam, **about)
    with pytest.raises(DraftConflict) as conflict:
        save(cast, about, "late words", revision=1)
    assert conflict.value.kept is None


def test_both_versions_are_kept_until_one_is_chosen(cast, about):
    save(cast, about, "first tab", revision=0)
    conflicts.set_aside(cast.sam, **about, body={"words": "second tab"}, seeker_id=cast.sam.person_id)
    both = conflicts.both_versions(cast.sam, **about)
    assert (both.kept.body["words"], both.aside.body["words"]) == ("first tab", "second tab")

    conflicts.settle(cast.sam, **about, take_aside=True)
    assert read_draft(cast.sam, **about).body == {"words": "second tab"}
    assert conflicts.both_versions(cast.sam, **about).aside is None
    with pytest.raises(DraftConflict):
        save(cast, about, "the first tab goes on", revision=1)


def test_choosing_what_lies_there_lets_the_other_go(cast, about):
    save(cast, about, "first tab", revision=0)
    conflicts.set_aside(cast.sam, **about, body={"words": "second tab"}, seeker_id=None)
    conflicts.settle(cast.sam, **about, take_aside=False)
    assert read_draft(cast.sam, **about).body == {"words": "first tab"}
    with pytest.raises(NotFound):
        conflicts.settle(cast.sam, **about, take_aside=True)
