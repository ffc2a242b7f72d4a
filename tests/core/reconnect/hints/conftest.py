import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest


@contextmanager
def _measured(at_most: float) -> Iterator[None]:
    began = time.process_time()
    yield
    assert time.process_time() - began < at_most


@pytest.fixture
def seconds():
    """`with seconds(at_most=5):` fails when the block takes more processor time."""
    return _measured
