"""What every row stands on: one PostgreSQL and one Valkey with the settings of `make run` (nothing is given up for speed)."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from redis import Redis

from coach_platform.laptop.services import DatabaseUrls, Services, start_services

TEMPLATE = "faults_template"
PROJECT = Path(__file__).parents[1]


@dataclass
class Ground:
    """Two running servers, and a database to copy. `quick`: the clock ticks each second instead of each minute."""

    home: Path
    services: Services
    quick: bool = False
    bug: str = ""  # the suite's own test: a defect that has to be seen

    @property
    def tick(self) -> float:
        """Seconds between two ticks of beat."""
        return 1.0 if self.quick else 60.0

    def empty_redis(self) -> None:
        with Redis.from_url(self.services.redis_url) as redis:
            redis.flushall()


@contextmanager
def ground(home: Path, *, quick: bool = False, bug: str = "") -> Iterator[Ground]:
    """Both servers up and the template made; ended in turn."""
    with start_services(home) as services:
        make_template(services)
        yield Ground(home, services, quick, bug)


def make_template(services: Services, name: str = TEMPLATE) -> DatabaseUrls:
    """A migrated database with its content and nobody in it."""
    from coach_platform.schema import upgrade
    from coach_platform.setting_up import load_content

    urls = services.create_database(name)
    upgrade(urls.owner_url)
    load_content(urls.owner_url)
    return urls


def settings(urls: DatabaseUrls, redis_url: str, smtp_url: str) -> dict[str, str]:
    """The environment of every process of a row; nothing of the person's own shell but what finds programs."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
    return {
        **kept,
        "REBOUND_ENV": "test",
        "DATABASE_URL": urls.app_url,
        "WORKER_DATABASE_URL": urls.worker_url,
        "MIGRATE_DATABASE_URL": urls.owner_url,
        "REDIS_URL": redis_url,
        "SECRET_KEY": "faults-key-0123456789-abcdefghijklmnopqrstuvwxyz",
        "BASE_URL": "http://127.0.0.1:1",  # the web's own port, where a row starts it
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
        "LOG_FORMAT": "json",
        "MFA_REQUIRED": "no",
        "WEB_PROCESSES": "1",
        "GUNICORN_CMD_ARGS": "--graceful-timeout 1 --no-control-socket",
        "PYTHONUNBUFFERED": "1",
        "PYTHONPATH": str(PROJECT),
    }
