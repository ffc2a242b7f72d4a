"""The words of the private writing page."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from coach_platform.content.reading import Both, Node, both, read


@dataclass(frozen=True, slots=True)
class Prompt:
    """One question to oneself."""

    key: str
    ask: Both


@dataclass(frozen=True, slots=True)
class Finding:
    """What one study says, in one honest sentence or two, and where it stands."""

    key: str
    says: Both
    source: Both


@dataclass(frozen=True, slots=True)
class Writing:
    """How long, how to begin, what to ask oneself afterwards, what is known about it."""

    minutes: int
    begin: tuple[Both, ...]
    kindness: tuple[Prompt, ...]
    research: tuple[Finding, ...]


@cache
def writing() -> Writing:
    """Everything on the page. Raises: ContentError for a gap in the file."""
    node = read("writing.yaml")
    found = Writing(
        minutes=node.number("minutes"),
        begin=tuple(both(each, "writing.yaml: begin") for each in node.get("begin", list)),
        kindness=tuple(map(_prompt, node.nodes("kindness"))),
        research=tuple(map(_finding, node.nodes("research"))),
    )
    node.done()
    return found


def _prompt(node: Node) -> Prompt:
    prompt = Prompt(key=node.text("key"), ask=node.both("ask"))
    node.done()
    return prompt


def _finding(node: Node) -> Finding:
    finding = Finding(key=node.text("key"), says=node.both("says"), source=node.both("source"))
    node.done()
    return finding
