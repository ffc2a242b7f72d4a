"""The privacy page says what is so: each number from where it holds, each table with its line, each cookie that is set."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from coach_platform.config import ConfigError, from_environment
from coach_platform.content import suggestion_rules
from coach_platform.content.privacy import privacy_page
from coach_platform.content.rule_conditions import condition
from coach_platform.content.vocabulary import Section, label
from coach_platform.core.portability import retention_told
from coach_platform.core.portability.retention_schedule import FOR_GOOD, PERIODS, WHILE_THE_ACCOUNT_LIVES
from coach_platform.core.portability.retention_told import kept_lines, period_of, period_words
from coach_platform.kit.i18n import using
from coach_platform.web.public import privacy_facts
from tests.apart import own_app
from tests.browsing import Browser, words


@pytest.fixture(params=["en", "fr"])
def spoken(app, request) -> tuple[str, str]:
    """The page in one language, and its words."""
    answer = Browser(app, language=f"{request.param}-CA").get("/privacy")
    assert answer.status_code == 200
    return request.param, words(answer)


def test_every_page_leads_to_it(app):
    for path in ("/", "/sign-in", "/sign-up", "/guides", "/no-such-page", "/goodbye"):
        assert re.search(r'<footer.*href="/privacy"', Browser(app).get(path).text, re.S), path
    assert Browser(app).get("/sign-up").text.count('href="/privacy"') == 2


def test_every_braced_fact_is_filled_and_every_section_stands_there(spoken):
    locale, said = spoken
    assert "{" not in said and "}" not in said
    for part in privacy_page().parts:
        assert part.title.in_(locale) in said
    for section in Section:
        assert label(section, locale) in said


def test_it_names_who_answers_for_it_in_the_readers_language(spoken):
    locale, said = spoken
    assert ("responsable de la protection" if locale == "fr" else "privacy officer") in said
    for fact in ("privacy@example.org", "Rebound Example", "Montréal (Québec), Canada", "Example Relay", "35"):
        assert fact in said


def test_every_rule_of_the_schedule_and_every_table_has_its_line():
    """A new table or rule fails here until content/privacy.yaml says how long it is kept."""
    lines = {line.key for line in privacy_page().kept}
    assert {rule.table for rule in PERIODS if rule.told not in lines} == set()
    told = [table for line in privacy_page().kept for table in line.tables]
    assert sorted(told) == sorted(WHILE_THE_ACCOUNT_LIVES | FOR_GOOD)
    from_schedule = {line.key for line in privacy_page().kept if line.since}
    assert {key for key in from_schedule if not period_of(key)} == set()
    zero = {rule.told for rule in PERIODS if not rule.after}
    assert from_schedule | zero == {rule.told for rule in PERIODS}


def test_a_period_that_changes_changes_the_page(app, monkeypatch):
    longer = tuple(replace(rule, after=timedelta(days=77)) if rule.told == "reminders" else rule for rule in PERIODS)
    monkeypatch.setattr(retention_told, "PERIODS", longer)
    with app.test_request_context(), using("en"):
        [line] = [line for line in kept_lines(privacy_facts.facts()) if line.key == "reminders"]
    assert line.how_long == "77 days after the reminder"


def test_two_periods_cannot_hide_behind_one_line(monkeypatch):
    doubled = tuple(replace(rule, told="letters") if rule.told == "drafts" else rule for rule in PERIODS)
    monkeypatch.setattr(retention_told, "PERIODS", (*doubled, replace(PERIODS[0], told="letters")))
    with pytest.raises(ValueError, match="letters"):
        period_of("letters")


@pytest.mark.parametrize(
    ("period", "said"),
    [(1, "one day"), (30, "30 days"), (365, "one year"), (400, "400 days"), (5 * 365 + 2, "5 years")],
)
def test_periods_are_said_as_people_say_them(period, said):
    with using("en"):
        assert period_words(timedelta(days=period)) == said


@pytest.mark.parametrize("locale", ["en", "fr"])
def test_every_rule_is_written_out_with_all_its_conditions(locale):
    for rule in suggestion_rules.current_rules():
        said = condition(rule, locale)
        asked = [getattr(rule.when, name) for name in rule.when.__dataclass_fields__ if name != "cases_at_least"]
        conditions = sum(value is not None and value is not False for value in asked) + (rule.when.cases_at_least > 1)
        conditions += rule.when.talked is False
        joined = ", and " if locale == "en" else " et si "
        assert said.count(joined) == conditions - 1, (rule.key, said)
        assert " 0 " not in said


def test_the_cookies_are_those_that_are_set(client, cast, browser_of):
    named = {"session", "browser", "lang", "theme"}
    assert set(privacy_page().cookies) == named
    client.get("/sign-in")
    client.post("/language", {"lang": "fr", "next": "/"})
    found = {cookie.key for cookie in client.client._cookies.values()}
    assert found <= named


def test_what_the_operator_left_out_is_said_to_be_left_out(environment):
    empty = dict.fromkeys(("PRIVACY_OFFICER", "PRIVACY_CONTACT", "DATA_RESIDENCY", "SUBPROCESSORS", "BACKUP_DAYS"), "")
    with own_app({**environment, **empty}) as app:
        said = words(Browser(app).get("/privacy"))
    for text in privacy_page().unset.values():
        assert text.en in said


def test_nobody_helping_is_said_too(environment):
    with own_app({**environment, "SUBPROCESSORS": "none"}) as app:
        assert privacy_page().set["nobody"].en in words(Browser(app).get("/privacy"))


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("PRIVACY_OFFICER", "", "PRIVACY_OFFICER is not set"),
        ("PRIVACY_CONTACT", "Ann <a@example.org>", "bare address"),
        ("DATA_RESIDENCY", " ", "DATA_RESIDENCY is not set"),
        ("SUBPROCESSORS", "", "SUBPROCESSORS is not set"),
        ("BACKUP_DAYS", "", "BACKUP_DAYS is not set"),
    ],
)
def test_production_does_not_start_without_what_the_page_must_say(environment, name, value, sentence):
    env = {**environment, "REBOUND_ENV": "production", "BASE_URL": "https://rebound.example.org", name: value}
    with pytest.raises(ConfigError, match=sentence):
        from_environment(env)
