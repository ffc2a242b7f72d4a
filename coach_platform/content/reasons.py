"""What can be picked in a tap: an employer's stated reason, and an answer for the quiet nos of the weekly batch."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from coach_platform.content.reading import Both, Node, read_list
from coach_platform.content.vocabulary import Area


@dataclass(frozen=True, slots=True)
class Reason:
    key: str
    label: Both
    area: Area | None


@dataclass(frozen=True, slots=True)
class BatchAnswer:
    key: str
    label: Both
    says: Both  # said back once it was chosen
    area: Area | None


@cache
def reasons() -> dict[str, Reason]:
    """Stated reasons by key, in the order to show them."""
    return {reason.key: reason for reason in map(_reason, read_list("reasons.yaml"))}


@cache
def batch_answers() -> dict[str, BatchAnswer]:
    """Answers of the weekly batch by key, in the order to show them."""
    return {answer.key: answer for answer in map(_answer, read_list("batch.yaml"))}


def _reason(node: Node) -> Reason:
    reason = Reason(key=node.text("key"), label=node.both("label"), area=node.maybe_word("area", Area))
    node.done()
    return reason


def _answer(node: Node) -> BatchAnswer:
    answer = BatchAnswer(
        key=node.text("key"),
        label=node.both("label"),
        says=node.both("says"),
        area=node.maybe_word("area", Area),
    )
    node.done()
    return answer
