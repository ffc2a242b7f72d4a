"""How content is read: YAML in both languages, checked at load, so that a gap stops the start and not a person."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

import yaml

FOLDER = Path(__file__).parent
# libyaml's where the wheel has it: a process that reads all of content in Python takes seconds over it.
LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Word = TypeVar("Word", bound=StrEnum)


class ContentError(ValueError):
    """A content file is not as it must be; the message says in which file and where."""


@dataclass(frozen=True, slots=True)
class Both:
    """One text in both languages."""

    en: str
    fr: str

    def in_(self, locale: str) -> str:
        """The text for a locale ("fr", "fr-CA", "fr_CA", "en-CA" ...); English for any other language."""
        return self.fr if locale.lower().startswith("fr") else self.en


class Node:
    """One mapping of a content file. It knows where it stands, and refuses keys that nobody asked for."""

    def __init__(self, data: Any, where: str) -> None:
        if not isinstance(data, dict):
            raise ContentError(f"{where}: expected a mapping, found {data!r}")
        self.data: dict[str, Any] = data
        self.where = where
        self._asked: set[str] = set()

    def get(self, key: str, kind: type | tuple[type, ...], default: Any = ...) -> Any:
        """The value under a key; without a default it must be there."""
        self._asked.add(key)
        value = self.data.get(key, default)
        if value is ...:
            raise ContentError(f"{self.where}: {key} is missing")
        # bool is an int in Python; `version: true` must not pass for a number
        if value is not default and (not isinstance(value, kind) or (isinstance(value, bool) and kind is int)):
            raise ContentError(f"{self.where}: {key} is {value!r}")
        return value

    def text(self, key: str, default: Any = ...) -> str:
        return self.get(key, str, default)

    def number(self, key: str, default: Any = ...) -> int:
        return self.get(key, int, default)

    def flag(self, key: str, default: bool = False) -> bool:
        return self.get(key, bool, default)

    def both(self, key: str) -> Both:
        return both(self.get(key, dict), f"{self.where}.{key}")

    def maybe_both(self, key: str) -> Both | None:
        return self.both(key) if self.has(key) else None

    def has(self, key: str) -> bool:
        self._asked.add(key)
        return self.data.get(key) is not None

    def word(self, key: str, kind: type[Word]) -> Word:
        return as_word(self.text(key), kind, f"{self.where}.{key}")

    def maybe_word(self, key: str, kind: type[Word]) -> Word | None:
        return self.word(key, kind) if self.has(key) else None

    def words(self, key: str, kind: type[Word]) -> tuple[Word, ...]:
        """A list of words of the vocabulary; empty when the key is absent."""
        return tuple(as_word(value, kind, f"{self.where}.{key}") for value in self.get(key, list, []))

    def node(self, key: str) -> Node:
        return Node(self.get(key, dict), f"{self.where}.{key}")

    def nodes(self, key: str) -> Iterator[Node]:
        """The mappings of a list; none when the key is absent."""
        for number, data in enumerate(self.get(key, list, []), start=1):
            yield Node(data, f"{self.where}.{key}[{number}]")

    def done(self) -> None:
        """Raises ContentError when the mapping holds a key that was never asked for (a typing slip in the file)."""
        if unknown := set(self.data) - self._asked:
            raise ContentError(f"{self.where}: unknown {', '.join(sorted(map(str, unknown)))}")


def read(name: str) -> Node:
    """The mapping in one content file, named from this folder."""
    return Node(yaml.load((FOLDER / name).read_text("utf-8"), Loader=LOADER), name)  # noqa: S506  # nosec B506 - a safe loader


def read_list(name: str) -> list[Node]:
    """The mappings of a content file that is one list; each has a key of its own."""
    data = yaml.load((FOLDER / name).read_text("utf-8"), Loader=LOADER)  # noqa: S506  # nosec B506 - a safe loader
    nodes = [Node(part, f"{name}[{number}]") for number, part in enumerate(data, start=1)]
    keys = [node.text("key") for node in nodes]
    if len(keys) != len(set(keys)):
        raise ContentError(f"{name}: a key is there twice")
    return nodes


def names(pattern: str) -> list[str]:
    """Content files that fit a pattern, in order."""
    return sorted(str(path.relative_to(FOLDER)) for path in FOLDER.glob(pattern))


def both(data: Any, where: str) -> Both:
    node = Node(data, where)
    text = Both(en=node.text("en"), fr=node.text("fr"))
    node.done()
    if not text.en.strip() or not text.fr.strip():
        raise ContentError(f"{where}: empty in one language")
    return text


def as_word(value: Any, kind: type[Word], where: str) -> Word:
    try:
        return kind(value)
    except ValueError:
        raise ContentError(f"{where}: {value!r} is not one of {', '.join(kind)}") from None
