"""The site with the settings of production: behind a proxy that ends TLS, under its own name only."""

import pytest
from flask import request

from coach_platform.config import ConfigError, from_environment
from coach_platform.web.shared.headers import HSTS
from tests.apart import own_app

OURS = "https://rebound.example.org"
BY_THE_PROXY = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.7"}


@pytest.fixture(scope="module")
def production(environment):
    env = {**environment, "REBOUND_ENV": "production", "BASE_URL": OURS, "PROXIES": "1"}
    with own_app(env) as app:
        yield app


def test_it_answers_to_its_own_name_behind_the_proxy(production):
    answer = production.test_client().get("/", base_url="http://rebound.example.org", headers=BY_THE_PROXY)
    assert answer.status_code == 200
    assert answer.headers["Strict-Transport-Security"] == HSTS
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-")
    assert "Secure" in cookie


@pytest.mark.parametrize("path", ["/", "/readyz", "/no-such-page"])
def test_another_name_is_refused_in_words(production, path):
    for method in ("get", "post"):
        answer = getattr(production.test_client(), method)(path, base_url="http://elsewhere.example.com")
        assert answer.status_code == 400
        assert answer.mimetype == "text/plain"
        assert "elsewhere" not in answer.text


def test_a_forged_forwarded_host_changes_nothing(production):
    headers = {**BY_THE_PROXY, "X-Forwarded-Host": "elsewhere.example.com"}
    answer = production.test_client().get("/", base_url="http://rebound.example.org", headers=headers)
    assert answer.status_code == 200
    assert "elsewhere" not in answer.text


def test_only_as_many_proxies_are_believed_as_there_are(production):
    # What a client sends itself stands before what the proxy adds.
    headers = {"X-Forwarded-For": "198.51.100.9, 203.0.113.7"}
    with production.test_client() as client:
        client.get("/healthz", base_url="http://rebound.example.org", headers=headers)
        assert request.remote_addr == "203.0.113.7"


def test_the_paths_that_monitors_ask_are_there(production):
    paths = {rule.rule for rule in production.url_map.iter_rules()}
    assert {"/healthz", "/readyz"} <= paths


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("BASE_URL", "http://rebound.example.org", "https://"),
        ("SECRET_KEY", "changeme", "weak"),
        ("SECRET_KEY", "a" * 64, "weak"),
        ("SMTP_URL", "", "SMTP_URL is not set"),
        ("MAIL_FROM", "Rebound <rebound@example.org>", "bare address"),
    ],
)
def test_it_refuses_to_start_on_weak_settings(environment, name, value, sentence):
    env = {**environment, "REBOUND_ENV": "production", "BASE_URL": OURS, name: value}
    with pytest.raises(ConfigError, match=sentence):
        from_environment(env)
