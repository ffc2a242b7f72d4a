"""What two versions do not share, word by word."""

from hypothesis import given
from hypothesis import strategies as st

from coach_platform.core.drafts.differences import differences


def marked(one: str, other: str) -> tuple[str, str]:
    """Both texts with [ ] around what stands in one of them only."""
    sides = differences(one, other)
    return tuple("".join(f"[{p.text.strip()}]" if p.alone else p.text for p in side) for side in sides)


def test_a_changed_word_is_marked_in_both_and_the_rest_is_not():
    assert marked("They asked about money early.", "They asked about dates early.") == (
        "They asked about [money]early.",
        "They asked about [dates]early.",
    )


def test_words_and_not_letters_are_compared():
    assert marked("I was prepared", "I was unprepared") == ("I was [prepared]", "I was [unprepared]")


def test_what_was_only_added_is_marked_on_one_side():
    assert marked("One.", "One. And two.") == ("One.", "One. [And two.]")


def test_a_version_that_says_nothing_has_no_pieces():
    assert differences("", "Something") == ((), (differences("x", "Something")[1][0],))


def test_spaces_alone_are_no_difference():
    assert not any(piece.alone for side in differences("one  two\n", "one two") for piece in side)


@given(st.text(), st.text())
def test_both_texts_stay_whole(one, other):
    assert tuple("".join(piece.text for piece in side) for side in differences(one, other)) == (one, other)
