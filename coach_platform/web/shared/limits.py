"""How often one browser's address (IP), or one email address, may try. Counted in Redis and always in memory as well.

So neither FLUSHALL nor an outage opens a door: after a flush the process still remembers, and while Redis is away the
memory counts against a stricter limit, because it sees only its own part. What counts most, failed sign-ins of one
account, is in PostgreSQL (core/accounts/attempts.py).
"""

import hashlib
import hmac
import time
from dataclasses import dataclass
from datetime import timedelta

import structlog
from flask import Flask, abort, current_app, request
from limits import RateLimitItem, parse
from limits.errors import StorageError
from limits.storage import MemoryStorage, RedisStorage
from limits.strategies import FixedWindowRateLimiter, RateLimiter

from coach_platform.kit.settings import settings

log = structlog.get_logger()
LEAVE_ALONE = timedelta(seconds=15)  # after a failure Redis is not asked: no page waits for it twice


@dataclass(frozen=True)
class Limit:
    """At most so many in a window; `away` holds while Redis cannot be asked."""

    name: str
    usual: RateLimitItem
    away: RateLimitItem


def limit(name: str, usual: str, away: str) -> Limit:
    """`limit("sign_in.ip", "50/15minutes", "10/15minutes")`"""
    return Limit(name, parse(usual), parse(away))


class Counters:
    """The two places where tries are counted."""

    def __init__(self, redis_url: str) -> None:
        self.memory: RateLimiter = FixedWindowRateLimiter(MemoryStorage())
        # Half a second: a page must not depend on Redis.
        store = RedisStorage(
            redis_url, key_prefix="limits", wrap_exceptions=True, socket_timeout=0.5, socket_connect_timeout=0.5
        )
        self.redis: RateLimiter = FixedWindowRateLimiter(store)
        self._asked_again_at = 0.0

    def used_up(self, rule: Limit, who: str) -> bool:
        """Whether `who` may not try now. Counts nothing."""
        shared = self._ask(lambda: self.redis.test(rule.usual, rule.name, who))
        alone = self.memory.test(rule.away if shared is None else rule.usual, rule.name, who)
        return not alone or shared is False

    def count(self, rule: Limit, who: str) -> None:
        """One more try of `who`."""
        self._ask(lambda: self.redis.hit(rule.usual, rule.name, who))
        self.memory.hit(rule.usual, rule.name, who)
        self.memory.hit(rule.away, rule.name, who)

    def ask_again(self) -> None:
        """Do not wait any longer before asking Redis."""
        self._asked_again_at = 0.0

    def _ask(self, question) -> bool | None:
        """Redis's answer; None while it is away."""
        if time.monotonic() < self._asked_again_at:
            return None
        try:
            return question()
        except StorageError as error:
            self._asked_again_at = time.monotonic() + LEAVE_ALONE.total_seconds()
            log.warning("limits.redis_away", error=type(error.__cause__ or error).__name__)
            return None


def init_app(app: Flask, redis_url: str) -> None:
    """Give the process its counters."""
    app.extensions["rebound.limits"] = Counters(redis_url)


def refuse_if_used_up(*rules: tuple[Limit, str]) -> None:
    """429 when any of `rules` (limit, who) is used up."""
    counters: Counters = current_app.extensions["rebound.limits"]
    if any(counters.used_up(rule, _hidden(who)) for rule, who in rules):
        abort(429)


def count(*rules: tuple[Limit, str]) -> None:
    """One try against each of `rules`."""
    counters: Counters = current_app.extensions["rebound.limits"]
    for rule, who in rules:
        counters.count(rule, _hidden(who))


def refuse_or_count(*rules: tuple[Limit, str]) -> None:
    """For what is dear whether or not it works: each try counts."""
    refuse_if_used_up(*rules)
    count(*rules)


def ip() -> str:
    """The browser's address; behind proxies the one that ours saw (PROXIES)."""
    return request.remote_addr or "unknown"


def _hidden(who: str) -> str:
    # Redis holds no addresses of people.
    key = settings().secret_keys[-1].encode()
    return hmac.new(key, f"limits:{who}".encode(), hashlib.sha256).hexdigest()[:24]
