"""Letting people in from the server's shell."""

import pytest
from click.testing import CliRunner
from sqlalchemy import create_engine, text

from coach_platform.cli import main
from tests.apart import own_database, settings_on


@pytest.fixture
def shell(services, template, environment, monkeypatch):
    """`shell("invite", ...)` on a database of its own; `shell.ask(sql)`."""
    with own_database(services, template) as urls:
        yield from _shell(urls, settings_on(environment, urls), monkeypatch)


def _shell(urls, settings, monkeypatch):
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    engine = create_engine(urls.owner_url)

    def run(*words: str):
        return CliRunner().invoke(main, list(words))

    def ask(sql: str) -> list:
        with engine.connect() as connection:
            return [tuple(row) for row in connection.execute(text(sql))]

    def write(sql: str) -> None:
        with engine.begin() as connection:
            connection.execute(text(sql))

    run.ask, run.write = ask, write
    yield run
    engine.dispose()


def test_a_coach_is_invited_into_an_office(shell):
    words = ("--role", "coach", "--locale", "fr", "--organisation", "Passerelle Staffing", "--office", "Montréal")
    result = shell("invite", "Lea@Example.org", *words)
    assert result.exit_code == 0, result.output
    assert "Invited" in result.output
    invited = shell.ask(
        "select i.email, i.role, i.locale, o.name, f.name from invitations i"
        " join organisations o on o.id = i.organisation_id join offices f on f.id = i.office_id"
    )
    assert invited == [("lea@example.org", "coach", "fr", "Passerelle Staffing", "Montréal")]
    assert shell.ask("select kind, address, state from messages") == [("invitation", "lea@example.org", "queued")]


def test_a_second_open_invitation_and_a_bad_address_are_refused_in_a_sentence(shell):
    shell("invite", "lea@example.org")
    assert "open invitation" in shell("invite", "lea@example.org").output
    assert "does not look like an email address" in shell("invite", "lea").output
    assert shell("invite", "lea@example.org", "--role", "seeker").exit_code != 0


def test_an_operator_needs_an_account_first(shell):
    result = shell("operator", "root@example.org")
    assert result.exit_code == 1
    assert "invite root@example.org --role operator" in result.output


COACH = """
with p as (insert into persons (id, email, name, name_sort, locale, zone, country, created_at, confirmed_at)
           values (gen_random_uuid(), 'casey@example.org', 'C', 'c', 'en', 'America/Toronto', 'CA', now(), now()) returning id),
     o as (insert into organisations (id, name, name_sort, created_at)
           values (gen_random_uuid(), 'École', 'ecole', now()) returning id)
insert into memberships (id, person_id, organisation_id, role, from_at)
select gen_random_uuid(), p.id, o.id, 'coach', now() from p, o returning 1
"""


def test_a_list_of_seekers_is_looked_at_first_and_then_sent(shell, tmp_path):
    shell.write(COACH)
    path = tmp_path / "people.csv"
    path.write_text("Nom;Courriel\nLéa;lea@example.org\nnonsense\n", "utf-8-sig")
    words = ("invite-seekers", str(path), "--coach", "casey@example.org", "--organisation", "ecole", "--locale", "fr")
    looked = shell(*words)
    assert looked.exit_code == 0, looked.output
    assert "line 3: nonsense: No email address found here." in looked.output
    assert shell.ask("select count(*) from seeker_invitations") == [(0,)]
    assert "Invited: 1" in shell(*words, "--send").output
    assert shell.ask("select address, name, locale from seeker_invitations") == [("lea@example.org", "Léa", "fr")]
    assert "does not work there" in shell(*words[:3], "casey@example.org", "--organisation", "Elsewhere").output


def test_only_a_second_factor_that_is_there_can_be_taken_off(shell):
    result = shell("reset-two-factors", "sam@example.org")
    assert result.exit_code == 1
    assert "no second factor" in result.output
    assert "does not look like an email address" in shell("reset-two-factors", "sam").output
