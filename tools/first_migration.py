"""Writes migrations/versions/0001_tables.py anew from the models. Only until the first release; later ones are written.

Run it with the project's Python from the top of the checkout: `.venv/bin/python tools/first_migration.py`
"""

import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path.cwd()))

from alembic import command
from sqlalchemy import create_engine

from coach_platform.laptop.services import start_services
from coach_platform.schema import FOLDER, alembic_config


def main() -> None:
    target = FOLDER / "versions" / "0001_tables.py"
    kept = {p: p.read_text() for p in (FOLDER / "versions").glob("0*.py")}
    for path in kept:
        path.unlink()
    try:
        autogenerate()
    finally:
        for path, text in kept.items():
            if path != target or not target.exists():
                path.write_text(text)
    subprocess.run([sys.executable, "-m", "ruff", "format", "-q", str(target)], check=True)


def autogenerate() -> None:
    with tempfile.TemporaryDirectory(prefix="rb") as home, start_services(Path(home), for_tests=True) as services:
        engine = create_engine(services.owner_url)
        with engine.connect() as connection:
            command.revision(alembic_config(connection), "tables", autogenerate=True, rev_id="0001")
        engine.dispose()


if __name__ == "__main__":
    main()
