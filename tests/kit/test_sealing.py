"""What is sealed opens for its row, its purpose and a key we have; nothing else opens it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach_platform.kit.ids import new_id
from coach_platform.kit.sealing import Broken, Sealer

OLD, NEW = "old-key-0123456789-abcdefghijklmnopq", "new-key-0123456789-abcdefghijklmnopq"


@given(st.text())
def test_it_opens_as_it_was_closed_and_is_never_twice_the_same(text):
    about, sealer = new_id(), Sealer([NEW], "a")
    first, second = sealer.seal(text, about), sealer.seal(text, about)
    assert first != second
    assert (sealer.open(first, about).text, sealer.open(second, about).outdated) == (text, False)


def test_an_older_key_opens_and_says_so():
    about = new_id()
    sealed = Sealer([OLD], "a").seal("secret", about)
    assert Sealer([NEW, OLD], "a").open(sealed, about).outdated


@pytest.mark.parametrize("keys", [[NEW], []])
def test_without_its_key_it_stays_shut(keys):
    about = new_id()
    with pytest.raises(Broken):
        Sealer(keys, "a").open(Sealer([OLD], "a").seal("secret", about), about)


def test_moved_changed_or_meant_for_something_else_it_stays_shut():
    about, sealer = new_id(), Sealer([NEW], "a")
    sealed = sealer.seal("secret", about)
    for attempt in (
        lambda: sealer.open(sealed, new_id()),
        lambda: Sealer([NEW], "b").open(sealed, about),
        lambda: sealer.open(sealed[:-1] + bytes([sealed[-1] ^ 1]), about),
        lambda: sealer.open(b"", about),
    ):
        with pytest.raises(Broken):
            attempt()
