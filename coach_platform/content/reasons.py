"""What can be picked in a tap: an employer's stated reason, and an answer for the quiet nos of the weekly batch."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from coach_platform.content.reading import Both, Node, read_list
from coach_platform.content.vocabulary import Area


@dataclass(frozen=True, slots=True)
class Reason:
    key: str
    label: Both
    area: Area | None
    card: Both | None = None  # as an employer says it, where a feedback card offers it


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


# A flat list that is read in seconds: the one that says most often what happened first, the ways out last.
CARD_ORDER = (
    "someone_stronger",
    "missing_requirement",
    "more_experience",
    "not_shown",
    "interview_answers",
    "knowledge_of_company",
    "role_closed",
    "other",
    "rather_not_say",
)


@cache
def card_reasons() -> dict[str, Both]:
    """What a feedback card offers, by key, in an employer's voice and in the order to show them. At most nine."""
    known = reasons()
    return {key: voice for key in CARD_ORDER if (voice := known[key].card) is not None}


def areas_of(keys: Iterable[str]) -> frozenset[Area]:
    """The areas that these reasons speak of; a reason without one, or no longer known, speaks of none."""
    known = reasons()
    return frozenset(area for key in keys if key in known and (area := known[key].area) is not None)


@cache
def batch_answers() -> dict[str, BatchAnswer]:
    """Answers of the weekly batch by key, in the order to show them."""
    return {answer.key: answer for answer in map(_answer, read_list("batch.yaml"))}


def _reason(node: Node) -> Reason:
    reason = Reason(
        key=node.text("key"),
        label=node.both("label"),
        area=node.maybe_word("area", Area),
        card=node.maybe_both("card"),
    )
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
