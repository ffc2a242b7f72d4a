"""The two human sentences a person reads after a no, fitting how far they got and how it ended."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from enum import StrEnum
from functools import cache
from uuid import UUID

from coach_platform.content.reading import Both, ContentError, both, read
from coach_platform.content.vocabulary import TALK_STAGES, OfferState, Outcome, Stage


class Group(StrEnum):
    NEVER_INTERVIEWED = "never_interviewed"
    AFTER_TASK = "after_task"
    AFTER_FIRST_TALK = "after_first_talk"
    LAST_MINUTE = "last_minute"
    NO_REPLY = "no_reply"
    NO_REPLY_AFTER_TALK = "no_reply_after_talk"
    CLOSED = "closed"
    OFFER_RESCINDED = "offer_rescinded"
    WITHDRAWN = "withdrawn"


def group_for(outcome: Outcome, stages: Collection[Stage], offer: OfferState | None = None) -> Group | None:
    """Which sentences fit an outcome and the stages reached; None when it is not such an ending (open, an offer)."""
    if offer is OfferState.RESCINDED:
        return Group.OFFER_RESCINDED
    if outcome is Outcome.NO_REPLY:
        return Group.NO_REPLY_AFTER_TALK if TALK_STAGES & set(stages) else Group.NO_REPLY
    if outcome is Outcome.CLOSED:
        return Group.CLOSED
    if outcome is Outcome.WITHDRAWN:
        return Group.WITHDRAWN
    return _stage_group(set(stages)) if outcome is Outcome.REJECTED else None


def sentences(
    application_id: UUID | str,
    outcome: Outcome,
    stages: Collection[Stage],
    locale: str,
    *,
    offer: OfferState | None = None,
) -> str | None:
    """The two sentences for one application, in a locale. The same application always reads the same variant;
    None when nothing fits (see `group_for`)."""
    group = group_for(outcome, stages, offer)
    if group is None:
        return None
    variants = texts()[group]
    # not the id's own last bits: UUIDv7s made in one batch would share a variant
    turn = int.from_bytes(hashlib.sha256(str(application_id).encode()).digest()[:4])
    return variants[turn % len(variants)].in_(locale)


@cache
def texts() -> dict[Group, tuple[Both, ...]]:
    """Every variant of every group."""
    node = read("after_no.yaml")
    found = {
        group: tuple(both(data, f"after_no.yaml: {group}") for data in node.get(group.value, list)) for group in Group
    }
    node.done()
    if few := [group for group, variants in found.items() if len(variants) < 3]:
        raise ContentError(f"after_no.yaml: fewer than three variants for {', '.join(few)}")
    return found


def _stage_group(stages: set[Stage]) -> Group:
    if stages & {Stage.FINAL_ROUND, Stage.OFFER}:
        return Group.LAST_MINUTE
    if stages & TALK_STAGES:
        return Group.AFTER_FIRST_TALK
    return Group.AFTER_TASK if Stage.TASK in stages else Group.NEVER_INTERVIEWED
