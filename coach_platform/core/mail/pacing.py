"""How fast letters may leave, over all workers together, and what is left alone for a while after it said no.

One rate for a relay, counted in Redis by the library `limits` (a moving window: a relay's quota is "so many in any second").
While Redis is away each process keeps to a tenth of the rate by its own memory: slower than need be, never faster.
"""

import hashlib
import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import structlog
from limits import RateLimitItemPerSecond
from limits.errors import StorageError
from limits.storage import MemoryStorage, RedisStorage
from limits.strategies import MovingWindowRateLimiter

log = structlog.get_logger()

_PERIODS = {"second": 1, "minute": 60, "hour": 3600}
ALONE = 10  # a process that cannot ask Redis takes so small a part of the rate
LEAVE_REDIS_ALONE = 15.0
_PAUSE = 0.02


def parsed(rate: str) -> RateLimitItemPerSecond:
    """`500/minute` as 25 each 3 seconds: the same quota, handed out evenly."""
    number, _slash, period = rate.partition("/")
    common = math.gcd(int(number), _PERIODS[period])
    return RateLimitItemPerSecond(int(number) // common, _PERIODS[period] // common)


class Pace:
    """The turns of one relay. `wait()` comes back when a letter may leave."""

    def __init__(self, rate: str, redis_url: str, relay: str) -> None:
        self._rate = parsed(rate)
        seconds = self._rate.get_expiry()
        # At least one in as long as the whole rate gives ten.
        part = self._rate.amount // ALONE
        self._alone = RateLimitItemPerSecond(
            part or 1, seconds if part else math.ceil(seconds * ALONE / self._rate.amount)
        )
        self._key = hashlib.sha256(relay.encode()).hexdigest()[:16]  # the address of a relay holds its password
        self._memory = MovingWindowRateLimiter(MemoryStorage())
        store = RedisStorage(
            redis_url, key_prefix="pace", wrap_exceptions=True, socket_timeout=0.5, socket_connect_timeout=0.5
        )
        self._redis = MovingWindowRateLimiter(store)
        self._ask_again_at = 0.0

    def wait(self, stopping: Callable[[], bool] = lambda: False) -> bool:
        """Sleep until it is this letter's turn. False when it is `stopping` before that."""
        while not self._may():
            if stopping():
                return False
            time.sleep(_PAUSE)
        return True

    def _may(self) -> bool:
        if time.monotonic() >= self._ask_again_at:
            try:
                return self._redis.hit(self._rate, self._key)
            except StorageError as error:
                self._ask_again_at = time.monotonic() + LEAVE_REDIS_ALONE
                log.warning("mail.pace_alone", error=type(error.__cause__ or error).__name__)
        return self._memory.hit(self._alone, self._key)


def at_once(_stopping: Callable[[], bool]) -> bool:
    """For a relay without a rate."""
    return True


@dataclass
class Rests:
    """What is not tried for a while: `first` seconds after `after` refusals in a row, twice as long after each further one."""

    after: int
    first: float
    longest: float
    now: Callable[[], float] = time.monotonic
    _known: dict[str, tuple[int, float]] = field(default_factory=dict)

    def resting(self, name: str) -> bool:
        """Whether `name` is to be left alone now."""
        return name in self._known and self.now() < self._known[name][1]

    def refused(self, name: str) -> None:
        """It said "later", or did not answer."""
        times = self._known.get(name, (0, 0.0))[0] + 1
        over = times - self.after
        rest = min(self.first * 2.0 ** min(over, 30), self.longest) if over >= 0 else 0.0
        self._known[name] = (times, self.now() + rest)

    def worked(self, name: str) -> None:
        """It took one, or said no for good: it answers."""
        self._known.pop(name, None)
