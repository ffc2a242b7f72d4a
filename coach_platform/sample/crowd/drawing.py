"""Drawing from what was written: by chance, but the same chance every time."""

import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeVar

from coach_platform.content import sample_world

FOLDER = sample_world.FOLDER / "crowd"
SEED = 20261130  # any number would do; another one makes another crowd

T = TypeVar("T")


class Draw:
    """Chance of one person's own: who comes before or after changes nothing about them."""

    def __init__(self, place: int) -> None:
        self._chance = random.Random(SEED * 1000 + place)  # noqa: S311  # nosec B311 - sample people, no secret

    def one(self, of: Sequence[T]) -> T:
        """Any of these."""
        return self._chance.choice(of)

    def some(self, of: Sequence[T], count: int) -> list[T]:
        """That many different ones, in their order."""
        taken = sorted(self._chance.sample(range(len(of)), min(count, len(of))))
        return [of[place] for place in taken]

    def number(self, least: int, most: int) -> int:
        """Both ends may come."""
        return self._chance.randint(least, max(least, most))

    def happens(self, share: float) -> bool:
        """In that share of all draws."""
        return self._chance.random() < share

    def weighed(self, of: dict[T, int]) -> T:
        """Each as often as its weight."""
        return self._chance.choices(list(of), weights=list(of.values()))[0]


def written(name: str) -> dict[str, Any]:
    """One file of content/sample/crowd/."""
    found: dict[str, Any] = sample_world.read(Path(FOLDER / f"{name}.yaml"))
    return found
