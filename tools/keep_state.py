"""Keeps the sample world at the newest revision as a file, so that later migrations are tried on a populated database.

Run it before the first migration after a release, from the top of the checkout: `.venv/bin/python tools/keep_state.py`.
It writes tests/rules/states/REVISION.zip, a COPY text of each table that holds rows; tests/rules/test_migrations.py
loads every file there and upgrades it.
"""

import os
import secrets
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

sys.path.insert(0, str(Path.cwd()))

from sqlalchemy import Connection, create_engine, text

import coach_platform.core.models  # noqa: F401 - every table
from coach_platform.kit.db import Base
from coach_platform.laptop.services import DatabaseUrls, start_services
from coach_platform.schema import upgrade
from coach_platform.setting_up import load_content

STATES = Path("tests/rules/states")
A_FIXED_MOMENT = (1980, 1, 1, 0, 0, 0)  # the same rows make the same file


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="rb") as home, start_services(Path(home), for_tests=True) as services:
        urls = services.create_database("kept")
        upgrade(urls.owner_url)
        load_content(urls.owner_url)
        seed(urls, services.redis_url)
        engine = create_engine(urls.owner_url)
        with engine.connect() as connection:
            print(f"Wrote {keep(connection)}")
        engine.dispose()


def seed(urls: DatabaseUrls, redis_url: str) -> None:
    """Load the sample people, as `make run` does."""
    settings = {
        "REBOUND_ENV": "test",
        "WORKER_DATABASE_URL": urls.worker_url,
        "REDIS_URL": redis_url,
        "SECRET_KEY": secrets.token_hex(32),
        "BASE_URL": "http://rebound.test",
        "SMTP_URL": "smtp://127.0.0.1:9",
        "MAIL_FROM": "rebound@mail.example.org",
        "MAIL_DOMAIN": "mail.example.org",
        "OPERATOR_NAME": "Rebound Example",
        "OPERATOR_ADDRESS": "100 Example Street, Ottawa, Ontario  K1A 0A0",
    }
    command = [Path(sys.executable).parent / "coach-platform", "seed"]
    subprocess.run(command, env=os.environ | settings, check=True)


def keep(connection: Connection) -> Path:
    """Write each table that holds rows, parents first."""
    revision = connection.execute(text("select version_num from alembic_version")).scalar_one()
    path = STATES / f"{revision}.zip"
    cursor = connection.connection.cursor()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as kept:
        for table in Base.metadata.sorted_tables:
            columns = ", ".join(column.name for column in table.columns)
            with cursor.copy(f"copy {table.name} ({columns}) to stdout") as copy:
                rows = b"".join(bytes(part) for part in copy)
            if rows:
                kept.writestr(zipfile.ZipInfo(f"{table.name} ({columns})", A_FIXED_MOMENT), rows)
    return path


if __name__ == "__main__":
    main()
