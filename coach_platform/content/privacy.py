"""The privacy page as data: privacy.yaml, read and checked. What stands in braces is filled in where it is shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from coach_platform.content.reading import Both, ContentError, Node, both, read


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a list; `when` and `unless` name a fact that decides whether it is said."""

    text: Both
    when: str
    unless: str


@dataclass(frozen=True, slots=True)
class Part:
    """One section of the page."""

    key: str
    title: Both
    paragraphs: tuple[Both, ...]
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """One line of the table of periods. Either `long` says it whole, or the period comes from the schedule, and `since`
    says from when. `tables`: those that are kept as `long` says (core/portability/retention_told.py)."""

    key: str
    what: Both
    since: Both | None
    long: Both | None
    tables: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Authority:
    """Whom one can complain to."""

    name: Both
    how: Both
    url: str


@dataclass(frozen=True, slots=True)
class PrivacyPage:
    version: int
    written_on: date
    title: Both
    lead: Both
    parts: tuple[Part, ...]
    unset: dict[str, Both]  # said of a setting that the operator left empty
    set: dict[str, Both]
    authorities: tuple[Authority, ...]
    cookies: dict[str, Both]
    kept: tuple[Kept, ...]


@cache
def privacy_page() -> PrivacyPage:
    """The present version."""
    node = read("privacy.yaml")
    page = PrivacyPage(
        version=node.number("version"),
        written_on=node.get("written_on", date),
        title=node.both("title"),
        lead=node.both("lead"),
        parts=tuple(_part(part) for part in node.nodes("sections")),
        unset=_named(node.node("unset")),
        set=_named(node.node("set")),
        authorities=tuple(Authority(a.both("name"), a.both("how"), a.text("url")) for a in node.nodes("authorities")),
        cookies={cookie.text("key"): cookie.both("what") for cookie in node.nodes("cookies")},
        kept=tuple(_kept(line) for line in node.nodes("kept")),
    )
    node.done()
    return page


def _named(node: Node) -> dict[str, Both]:
    return {key: node.both(key) for key in node.data}


def _part(node: Node) -> Part:
    texts = node.get("paragraphs", list, [])
    part = Part(
        key=node.text("key"),
        title=node.both("title"),
        paragraphs=tuple(both(text, f"{node.where}.paragraphs") for text in texts),
        items=tuple(_item(item) for item in node.nodes("items")),
    )
    node.done()
    return part


def _item(node: Node) -> Item:
    item = Item(Both(node.text("en"), node.text("fr")), node.text("when", ""), node.text("unless", ""))
    node.done()
    return item


def _kept(node: Node) -> Kept:
    line = Kept(
        key=node.text("key"),
        what=node.both("what"),
        since=node.maybe_both("from"),
        long=node.maybe_both("long"),
        tables=tuple(node.get("tables", list, [])),
    )
    node.done()
    if (line.since is None) == (line.long is None):
        raise ContentError(f"{node.where}: needs `from` or `long`, one of them")
    return line
