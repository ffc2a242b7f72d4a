"""What Prometheus is given, and that the example alerts speak of nothing else."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import promql_parser
import pytest
import time_machine
import yaml
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import select, text, update

from coach_platform.config import ConfigError, from_environment
from coach_platform.core.mail import keys, outbox
from coach_platform.core.mail.kinds import all_kinds
from coach_platform.core.mail.models import Message
from coach_platform.core.mail.operating import gate, stops
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.ids import new_id
from tests import apart

TOKEN = "metrics-0123456789-abcdefghijklmnop"
ALERTS = Path(__file__).parents[2] / "deploy" / "alerts.yml"
NOON = datetime(2026, 11, 24, 17, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def ask(app, session):
    """`/metrics` with these headers."""
    return lambda headers: app.test_client().get("/metrics", headers=headers)


@pytest.fixture
def scrape(ask):
    """Every figure by its name and labels."""

    def once() -> dict[tuple, float]:
        answer = ask({"Authorization": f"Bearer {TOKEN}"})
        assert answer.status_code == 200
        assert answer.content_type.startswith("text/plain")
        found = {}
        for family in text_string_to_metric_families(answer.text):
            for sample in family.samples:
                found[sample.name, *sorted(sample.labels.items())] = sample.value
        return found

    return once


def mail(actor, state="queued", reason=None, kind="comments"):
    outbox.add(kind, key=keys.about(kind, new_id()), to=actor.person_id)
    newest = select(Message.id).order_by(Message.id.desc()).limit(1).scalar_subquery()
    done = clock.now() if state in ("sent", "skipped", "failed") else None
    db.session.execute(update(Message).where(Message.id == newest).values(state=state, reason=reason, done_at=done))
    db.session.commit()


def test_without_the_token_there_is_no_such_page(ask):
    for headers in ({}, {"Authorization": "Bearer x"}, {"Authorization": TOKEN}, {"Authorization": f"Bearer {TOKEN}x"}):
        assert ask(headers).status_code == 404


def test_where_no_token_is_set_an_empty_one_does_not_open_it(environment):
    with apart.own_app(environment | {"METRICS_TOKEN": ""}) as app:
        for given in ("Bearer ", "Bearer", "", f"Bearer {TOKEN}"):
            assert app.test_client().get("/metrics", headers={"Authorization": given}).status_code == 404


def test_a_weak_token_does_not_start(environment):
    with pytest.raises(ConfigError, match="METRICS_TOKEN is weak"):
        from_environment(environment | {"METRICS_TOKEN": "short"})


def test_the_figures_are_those_of_the_rows(cast, scrape, noon):
    for _ in range(3):
        mail(cast.sam, "sent")
    mail(cast.sam, "failed", "no_answer")
    mail(cast.sam, "unknown", "no_answer")
    mail(cast.sam)
    noon.shift(timedelta(minutes=12))
    found = scrape()
    kind = ("kind", "comments")
    assert found["rebound_mail_oldest_due_seconds",] == 720
    assert found["rebound_mail_waiting", kind, ("state", "queued")] == 1
    assert found["rebound_mail_waiting", kind, ("state", "unknown")] == 1
    assert found["rebound_mail_last_hour", kind, ("reason", ""), ("state", "sent")] == 3
    assert found["rebound_mail_last_hour", kind, ("reason", "no_answer"), ("state", "failed")] == 1
    assert found["rebound_mail_failed", kind, ("reason", "no_answer")] == 1
    assert found["rebound_mail_stands_still",] == 0
    assert found["rebound_redis_up",] == 1
    assert found["rebound_mail_stopped", kind] == 0
    noon.shift(timedelta(hours=1))
    assert not any(name[0] == "rebound_mail_last_hour" for name in scrape())


def test_stops_and_a_restore_are_figures(cast, scrape):
    stops.stop("comments", "x")
    db.session.execute(text("insert into mail_place values (1, 'lost', 1, 1, 1, :now, :now)"), {"now": NOON})
    db.session.commit()
    assert gate.may_go(list(all_kinds())) == []
    found = scrape()
    assert found["rebound_mail_stopped", ("kind", "comments")] == 1
    assert found["rebound_mail_stands_still",] == 1


def test_nobody_is_in_it(cast, ask):
    mail(cast.sam, "failed", "no_answer")
    shown = ask({"Authorization": f"Bearer {TOKEN}"}).text
    assert "sam" not in shown.casefold()
    assert str(cast.sam.person_id) not in shown


def test_a_scrape_costs_as_much_with_many_rows(cast, scrape, counted):
    mail(cast.sam)
    with counted() as few:
        scrape()
    for _ in range(20):
        mail(cast.sam, "failed", "no_answer", "review_asked")
    with counted() as many:
        scrape()
    assert len(few) == len(many) <= 8


def rules():
    return [rule for group in yaml.safe_load(ALERTS.read_text())["groups"] for rule in group["rules"]]


def selectors(expression):
    """Every metric that an expression reads, with its matchers."""
    if isinstance(expression, promql_parser.VectorSelector):
        yield expression
    for name in ("lhs", "rhs", "expr", "vector_selector"):
        if (inner := getattr(expression, name, None)) is not None:
            yield from selectors(inner)
    for inner in getattr(expression, "args", None) or []:
        yield from selectors(inner)


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule["alert"])
def test_each_alert_can_be_read_and_names_only_figures_that_are_there(rule, cast, scrape):
    mail(cast.sam, "failed", "no_answer")
    mail(cast.sam, "unknown", "no_answer")
    labels = {}
    for name, *pairs in scrape():
        labels.setdefault(name, set()).update(label for label, _value in pairs)
    read = list(selectors(promql_parser.parse(rule["expr"])))
    assert read
    for one in read:
        assert one.name == "up" or one.name in labels, one.name
        asked = {matcher.name for matcher in one.matchers.matchers}
        assert asked <= labels.get(one.name, {"job"}), one.name
    assert rule["labels"]["severity"] in ("page", "ticket")
    assert rule["annotations"]["summary"]


def test_the_walk_over_an_expression_finds_every_figure_in_it():
    said = "sum by (a) (x{b='1'}) > 2 and rate(y[5m]) > 0.5 * max(z) unless on () w"
    assert {one.name for one in selectors(promql_parser.parse(said))} == {"x", "y", "z", "w"}
