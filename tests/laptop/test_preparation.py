"""When a start may skip migrating and sampling."""

import pytest

from coach_platform.laptop.preparation import Preparation


@pytest.fixture
def project(tmp_path):
    for folder in ("coach_platform", "migrations", "cluster"):
        (tmp_path / folder).mkdir()
    (tmp_path / "coach_platform" / "one.py").write_text("x = 1\n")
    return tmp_path


def prepared(project, *, sample=True):
    Preparation(project / "cluster", project).done(sample=sample, accounts="sam\ta seeker\n")


def asks(project, *, sample=True):
    return Preparation(project / "cluster", project).accounts(sample=sample)


def test_the_first_start_has_to_prepare(project):
    assert asks(project) is None


def test_the_same_code_need_not_prepare_again(project):
    prepared(project)
    assert asks(project) == "sam\ta seeker\n"


def test_a_new_migration_has_to_be_applied(project):
    prepared(project)
    (project / "migrations" / "0002.py").write_text("")
    assert asks(project) is None


def test_data_that_were_thrown_away_have_to_be_prepared(project):
    prepared(project)
    (project / "cluster" / "rebound-prepared.json").unlink()
    assert asks(project) is None


def test_a_start_without_samples_does_not_stand_for_one_with(project):
    prepared(project, sample=False)
    assert asks(project, sample=False) is not None
    assert asks(project, sample=True) is None
