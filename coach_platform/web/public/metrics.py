"""Figures for Prometheus: the same as the operator's page, for whoever shows the token. docs/decisions/metrics.md"""

import hmac
from collections.abc import Iterator

from flask import Blueprint, abort, request
from prometheus_client import CollectorRegistry
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from werkzeug.wrappers import Response

from coach_platform.core.digests.standing import oldest_schedule
from coach_platform.core.mail.kinds import all_kinds
from coach_platform.core.mail.operating import gate, replay, stops
from coach_platform.core.mail.standing import HOUR, Standing, standing
from coach_platform.core.mail.states import WAITING
from coach_platform.kit.settings import settings
from coach_platform.web.public.health import redis_answers

bp = Blueprint("metrics", __name__)


@bp.get("/metrics")
def show() -> Response:
    """Without the right token there is no such page."""
    _refuse_strangers()
    registry = CollectorRegistry(auto_describe=False)
    registry.register(Figures())
    return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


def _refuse_strangers() -> None:
    token = settings().metrics_token
    given = request.headers.get("Authorization", "").encode()
    if not token or not hmac.compare_digest(given, f"Bearer {token}".encode()):
        abort(404)


class Figures:
    """Asked of the database with each scrape: any web process of any host gives the same answer."""

    def collect(self) -> Iterator[Metric]:
        """Gauges only: rows are the truth, and a counter of this process would know its own part."""
        now, still = standing(HOUR), gate.stands_still()
        yield _one(
            "rebound_mail_oldest_due_seconds",
            "How long the oldest message has been due that no operator stopped.",
            now.oldest_due.total_seconds(),
        )
        yield _one(
            "rebound_digests_oldest_due_seconds",
            "How long the oldest schedule has been due that was not turned into a message.",
            oldest_schedule().total_seconds(),
        )
        yield _one(
            "rebound_mail_stands_still", "1: nothing goes out until `coach-platform mail resume`.", float(bool(still))
        )
        yield from _rows(now)
        yield from _operators()
        yield _one("rebound_redis_up", "1: Redis answers.", float(redis_answers()))


def _rows(now: Standing) -> Iterator[Metric]:
    waiting = GaugeMetricFamily("rebound_mail_waiting", "Messages that wait, due or not.", labels=["kind", "state"])
    for kind, counts in now.by_kind().items():
        for state in WAITING:
            if counts[state]:
                waiting.add_metric([kind, state.value], counts[state])
    yield waiting
    done = GaugeMetricFamily(
        "rebound_mail_last_hour",
        "Messages that were due in the last hour and are done.",
        labels=["kind", "state", "reason"],
    )
    for labels, count in now.done().items():
        done.add_metric(labels, count)
    yield done


def _operators() -> Iterator[Metric]:
    failed = GaugeMetricFamily(
        "rebound_mail_failed", "Messages that failed in the last 14 days.", labels=["kind", "reason"]
    )
    for one in replay.failed():
        failed.add_metric([one.kind, one.reason.value], one.count)
    yield failed
    stopped = GaugeMetricFamily("rebound_mail_stopped", "1: an operator holds this kind back.", labels=["kind"])
    held = stops.stops()
    for kind in all_kinds():
        stopped.add_metric([kind], float(kind in held))
    yield stopped


def _one(name: str, what: str, value: float) -> Metric:
    return GaugeMetricFamily(name, what, value=value)
