"""The product, and a baseline, on the same gunicorn: one process of four threads each, as deploy/gunicorn.conf.py has it."""

import http.client
import os
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bench.cpu import Cost, of_tree
from coach_platform.laptop.ports import free_port
from coach_platform.laptop.processes import end, spawn, tied

ROOT = Path(__file__).parents[1]
HOST = "rebound.example.org"
# What the proxy in front adds (deploy/nginx.conf).
BY_THE_PROXY = {
    "Host": HOST,
    "X-Forwarded-Proto": "https",
    "X-Forwarded-For": "203.0.113.7",
    "Connection": "keep-alive",
}


def settings(urls: object, redis_url: str, smtp_url: str) -> dict[str, str]:
    """The settings of production, with everything that guards a page on."""
    return {
        "REBOUND_ENV": "production",
        "DATABASE_URL": urls.app_url,  # type: ignore[attr-defined]
        "WORKER_DATABASE_URL": urls.worker_url,  # type: ignore[attr-defined]
        "MIGRATE_DATABASE_URL": urls.owner_url,  # type: ignore[attr-defined]
        "REDIS_URL": redis_url,
        "SECRET_KEY": "bench-key-0123456789-abcdefghijklmnopqrstuvwxyz",
        "BASE_URL": f"https://{HOST}",
        "SMTP_URL": smtp_url,
        "MAIL_FROM": "rebound@mail.example.org",
        "MAIL_DOMAIN": "mail.example.org",
        "OPERATOR_NAME": "Rebound Example",
        "OPERATOR_ADDRESS": "100 Example Street, Ottawa, Ontario  K1A 0A0",
        "PRIVACY_OFFICER": "Ann Roy, privacy officer",
        "PRIVACY_CONTACT": "privacy@example.org",
        "DATA_RESIDENCY": "Montréal (Québec), Canada",
        "SUBPROCESSORS": "none",
        "BACKUP_DAYS": "35",
        "PROXIES": "1",
        "LOG_FORMAT": "json",
    }


@dataclass
class Served:
    """One gunicorn. `get` keeps its connection, as a proxy does."""

    pid: int
    port: int
    headers: dict[str, str] = field(default_factory=dict)
    _kept: http.client.HTTPConnection | None = None

    def get(self, path: str, cookie: str = "") -> tuple[int, bytes]:
        """The status and the body."""
        headers = {**BY_THE_PROXY, **({"Cookie": cookie} if cookie else {})}
        for last in (False, True):
            kept = self._kept = self._kept or http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
            try:
                kept.request("GET", path, headers=headers)
                answer = kept.getresponse()
                return answer.status, answer.read()
            except (http.client.HTTPException, OSError):
                kept.close()
                self._kept = None
                if last:
                    raise
        raise AssertionError("unreachable")

    def cost(self, path: str, cookie: str, times: int, database: int = 0) -> Cost:
        """CPU seconds of one page, of `times` asked one after the other. `database`: the pid of PostgreSQL."""
        before, before_there = of_tree(self.pid), of_tree(database) if database else 0.0
        for _ in range(times):
            status, _body = self.get(path, cookie)
            assert status == 200, (path, status)
        there = (of_tree(database) - before_there if database else 0.0) / times
        return Cost((of_tree(self.pid) - before) / times + there, there)


@contextmanager
def served(wsgi: str, env: Mapping[str, str], log: Path, *, processes: int = 1) -> Iterator[Served]:
    """`wsgi` ("module:app") behind gunicorn on a free port of loopback, until the block ends."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "-c", "deploy/gunicorn.conf.py", "--max-requests", "0", wsgi]
    whole = {**os.environ, **env, "PORT": str(port), "WEB_PROCESSES": str(processes), "PYTHONPATH": str(ROOT)}
    whole.pop("PYTHONDONTWRITEBYTECODE", None)
    child = spawn(tied(command), log=log, env=whole, cwd=ROOT)
    try:
        site = Served(child.pid, port)
        _until_it_answers(site)
        yield site
    finally:
        end(child)


def _until_it_answers(site: Served) -> None:
    deadline = time.monotonic() + 60
    while True:
        try:
            site.get("/healthz")
            return
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)
