"""`seed` and `sample-accounts`, as `make run` calls them."""

import pytest
from click.testing import CliRunner
from sqlalchemy import create_engine, text

from coach_platform.cli import main
from coach_platform.content import sample_world
from coach_platform.laptop.settings import read_settings
from coach_platform.laptop.table import summary
from coach_platform.sample.accounts import account_lines
from coach_platform.sample.people import PASSWORD


@pytest.fixture
def command(sample_environment):
    def run(*words: str, **settings: str):
        return CliRunner(env=sample_environment | settings).invoke(main, words)

    return run


def people(sample_environment) -> int:
    engine = create_engine(sample_environment["WORKER_DATABASE_URL"])
    try:
        with engine.connect() as connection:
            return connection.scalar(text("select count(*) from persons"))
    finally:
        engine.dispose()


def test_seeding_from_the_command_line(command, sample_environment):
    production = {"REBOUND_ENV": "production", "BASE_URL": "https://rebound.test"}
    refused = command("seed", "--if-first", **production)
    assert refused.exit_code == 1 and "production" in refused.output
    assert command("sample-accounts").output == ""
    assert people(sample_environment) == 0

    loaded = command("seed", "--if-first")
    assert loaded.exit_code == 0, loaded.output
    assert people(sample_environment) == len(sample_world.people())

    again = command("seed", "--if-first")
    assert again.exit_code == 0 and "nothing was loaded" in again.output
    assert command("seed").exit_code == 1
    assert people(sample_environment) == len(sample_world.people())

    printed = command("sample-accounts").output
    lines = [line.split("\t") for line in printed.splitlines()]
    assert lines[-1] == ["password", PASSWORD]
    assert ["casey@example.org", "coach at Tamarack & Finch, Ottawa, English"] in lines
    assert ["luce@example.org", "seeker, coached by Maude and Casey, Montréal, French"] in lines


def test_the_table_of_make_run_shows_the_accounts_and_the_password(tmp_path):
    table = summary(read_settings({}, tmp_path), "\n".join(account_lines()))
    assert f"the password of all is {PASSWORD}" in table
    assert all(person["email"] in table for person in sample_world.people())
