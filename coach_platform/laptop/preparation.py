"""Whether the database was already prepared (migrated, sampled) by exactly this code: then a start need not ask again."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

WATCHED = ("coach_platform", "migrations")
KINDS = {".py", ".yaml", ".md", ".json", ".ini"}


class Preparation:
    """A note inside PostgreSQL's own folder, so that it goes when the data go."""

    def __init__(self, cluster: Path, project: Path) -> None:
        self._note = cluster / "rebound-prepared.json"
        self._code = code_of(project)

    def accounts(self, *, sample: bool) -> str | None:
        """The sample accounts as they were printed then; None if the database has to be prepared (again)."""
        try:
            note = json.loads(self._note.read_text())
        except (OSError, ValueError):
            return None
        done = note.get("code") == self._code and (note.get("sample") or not sample)
        return str(note.get("accounts", "")) if done else None

    def done(self, *, sample: bool, accounts: str) -> None:
        """Note that everything is prepared."""
        self._note.write_text(json.dumps({"code": self._code, "sample": sample, "accounts": accounts}))


def code_of(project: Path) -> str:
    """Changes when any source that migrating or sampling could depend on does."""
    digest = hashlib.sha256()
    for folder in WATCHED:
        for file in sorted((project / folder).rglob("*")):
            if file.suffix in KINDS and "static" not in file.parts:
                digest.update(f"{file.relative_to(project)}\0".encode() + file.read_bytes())
    return digest.hexdigest()
