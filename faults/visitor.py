"""Somebody who uses the site all the while, as a browser would: pages, a sign-in, something written down."""

from __future__ import annotations

import re
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.cookiejar import CookieJar

_TOKEN = re.compile(r'name="csrf[-_]token" (?:content|value)="([^"]+)"')
SECONDS = 15  # a page that takes longer has not been had


class _Stays(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_args):
        return None


class Browser:
    """Cookies and the CSRF token; redirects are answers, not followed."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(CookieJar()), _Stays
        )
        self.token = ""

    def get(self, path: str) -> tuple[int, str]:
        return self._ask(urllib.request.Request(self.url + path))  # noqa: S310 - our own http address

    def post(self, path: str, form: dict[str, str]) -> tuple[int, str]:
        body = urllib.parse.urlencode({"csrf_token": self.token, **form}).encode()
        return self._ask(urllib.request.Request(self.url + path, data=body))  # noqa: S310 - our own http address

    def sign_in(self, email: str, password: str) -> int:
        """The status of the answer: 303 is in."""
        self.get("/sign-in")
        return self.post("/sign-in", {"email": email, "password": password})[0]

    def _ask(self, request: urllib.request.Request) -> tuple[int, str]:
        """Status and words; 0 when there was no answer at all."""
        request.add_header("Accept-Language", "en-CA")
        try:
            with self._opener.open(request, timeout=SECONDS) as answer:
                status, words = answer.status, answer.read().decode()
        except urllib.error.HTTPError as refused:
            status, words = refused.code, refused.read().decode(errors="replace")
        except OSError:
            return 0, ""
        if found := _TOKEN.search(words):
            self.token = found[1]
        return status, words


@dataclass
class Diary:
    """What became of each thing that was tried: (moment, status, seconds) by name."""

    tried: dict[str, list[tuple[float, int, float]]] = field(default_factory=dict)

    def note(self, name: str, began: float, status: int) -> None:
        self.tried.setdefault(name, []).append((began, status, time.time() - began))

    def statuses(self, name: str, since: float = 0.0, until: float = float("inf")) -> Counter[int]:
        return Counter(status for at, status, _ in self.tried.get(name, []) if since <= at < until)

    def slowest(self, name: str) -> float:
        return max((seconds for _, _, seconds in self.tried.get(name, [])), default=0.0)

    def back_after(self, name: str, moment: float, good: tuple[int, ...] = (200, 303)) -> float | None:
        """Seconds from `moment` to the end of the first good answer after which no bad one came; None: never."""
        after = [(at + took, status) for at, status, took in self.tried.get(name, []) if at + took >= moment]
        bad = [end for end, status in after if status not in good]
        first = min((end for end, status in after if status in good and end > max(bad, default=0.0)), default=None)
        return None if first is None else first - moment


@contextmanager
def visiting(diary: Diary, acts: dict[str, Callable[[], int]], pause: float = 0.2) -> Iterator[None]:
    """Do `acts` in turn in a thread until the block ends. Each answers a status."""
    over = threading.Event()

    def go() -> None:
        while not over.is_set():
            for name, act in acts.items():
                began = time.time()
                diary.note(name, began, act())
                if over.wait(pause):
                    return

    thread = threading.Thread(target=go, daemon=True, name="visitor")
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join(SECONDS * 2)
