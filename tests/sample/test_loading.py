"""The sample world in a database: everything told is there, once, and none of it is impossible."""


import pytest
from sqlalchemy import func, select

from coach_platform.core.applications.models import (
    Application,
)
from coach_platform.sample import loading


@pytest.fixture
def world(session):
    loading.load()
    session.commit()
    return session


def test_it_loads(world):
    assert world.scalar(select(func.count()).select_from(Application)) > 60
