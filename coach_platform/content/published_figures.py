"""Published figures for the expectations page: never without source, year, population and caveat."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from coach_platform.content.reading import Both, ContentError, Node, read_list


class Confirmed(StrEnum):
    SEEN = "seen"  # read at the named source, or in its publisher's summary
    SECOND_HAND = "second_hand"  # quoted by another page: say so


@dataclass(frozen=True, slots=True)
class Figure:
    key: str
    values: Mapping[str, float]  # a single figure is under "value"
    says: Both
    population: Both
    caveat: Both
    source: str
    year: int
    confirmed: Confirmed
    seen_in: str | None


@cache
def published_figures() -> dict[str, Figure]:
    """Every figure by key, in the order to show them."""
    return {figure.key: figure for figure in map(_figure, read_list("published_figures.yaml"))}


def _figure(node: Node) -> Figure:
    single = {"value": node.get("value", (int, float))} if node.has("value") else {}
    several = node.get("values", dict, {})
    if bool(single) == bool(several):
        raise ContentError(f"{node.where}: needs a value or values, one of them")
    figure = Figure(
        key=node.text("key"),
        values=single or several,
        says=node.both("says"),
        population=node.both("population"),
        caveat=node.both("caveat"),
        source=node.text("source"),
        year=node.number("year"),
        confirmed=node.word("confirmed", Confirmed),
        seen_in=node.get("seen_in", str, None),
    )
    node.done()
    if figure.confirmed is Confirmed.SECOND_HAND and not figure.seen_in:
        raise ContentError(f"{node.where}: second-hand, so it must say where it was seen")
    return figure
