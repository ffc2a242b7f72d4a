"""The offline list of common passwords (content/common_passwords/README.md says where it is from)."""

from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "common_passwords"


def is_common(password: str) -> bool:
    """Whether `password` is on the list, whatever its capitals."""
    return password.casefold() in _listed()


@cache
def _listed() -> frozenset[str]:
    return frozenset(
        line.casefold()
        for file in sorted(FOLDER.glob("*.txt"))
        for line in file.read_text("utf-8").splitlines()
        if line
    )
