"""Help lines by country: always shown on the pages that may be read on a hard day, never by detection."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from coach_platform.content.reading import Both, Node, read


@dataclass(frozen=True, slots=True)
class HelpLine:
    key: str
    name: Both
    says: Both
    call: str | None  # digits for a tel: link
    text: str | None  # digits for an sms: link
    url: str


def help_lines(country: str | None) -> tuple[HelpLine, ...]:
    """The lines of a country (ISO 3166-1 alpha-2), or the worldwide directory when we know of none there."""
    lines = all_help_lines()
    return lines.get((country or "").upper(), lines["default"])


def countries() -> tuple[str, ...]:
    """Those of which we know a line (ISO 3166-1 alpha-2)."""
    return tuple(country for country in all_help_lines() if country != "default")


@cache
def all_help_lines() -> dict[str, tuple[HelpLine, ...]]:
    node = read("help_lines.yaml")
    lines = {country: tuple(_line(part) for part in node.nodes(country)) for country in node.data}
    node.done()
    return lines


def _line(node: Node) -> HelpLine:
    line = HelpLine(
        key=node.text("key"),
        name=node.both("name"),
        says=node.both("says"),
        call=node.get("call", str, None),
        text=node.get("text", str, None),
        url=node.text("url"),
    )
    node.done()
    return line
