"""What can come due, and in which letter it is said: the one table of reminders."""

from dataclasses import dataclass
from enum import StrEnum


class Topic(StrEnum):
    """One thing that comes due, in the order of the letter."""

    PAUSE_OVER = "pause_over"
    UNFINISHED = "unfinished"
    DUE = "due"
    OVERDUE = "overdue"
    INTERVIEW = "interview"
    DOOR_OPEN = "door_open"
    REVIEW_WAITS = "review_waits"


class Kept(StrEnum):
    """What becomes of a reminder that "not today" (or an outage) holds back: until when it keeps its sense."""

    WHILE_TRUE = "while_true"  # it goes afterwards, if it is still so
    THROUGH_ITS_DAY = "through_its_day"  # after the day it is about there is nothing to remind of
    UNTIL_NOON = "until_noon"  # an interview: until noon of its day


@dataclass(frozen=True, slots=True)
class Rule:
    """`kind`: its preference and its letter when it is alone. `gathered`: the letter when several fall together; those
    with the same `gathered` make one mail."""

    kind: str
    gathered: str
    kept: Kept


MORNING = "reminders"
RULES: dict[Topic, Rule] = {
    Topic.PAUSE_OVER: Rule("pause_over", MORNING, Kept.WHILE_TRUE),
    Topic.UNFINISHED: Rule("assessment_unfinished", MORNING, Kept.WHILE_TRUE),
    Topic.DUE: Rule("action_due", MORNING, Kept.THROUGH_ITS_DAY),
    Topic.OVERDUE: Rule("action_due", MORNING, Kept.WHILE_TRUE),
    Topic.INTERVIEW: Rule("interview_tomorrow", "interview_tomorrow", Kept.UNTIL_NOON),
    Topic.DOOR_OPEN: Rule("door_open", MORNING, Kept.WHILE_TRUE),
    Topic.REVIEW_WAITS: Rule("review_waits", "review_waits", Kept.WHILE_TRUE),
}


def letter_of(topics: list[Topic]) -> str:
    """The kind of mail that says these together: their own where they share one, else the gathered one."""
    kinds = {RULES[topic].kind for topic in topics}
    return kinds.pop() if len(kinds) == 1 else RULES[topics[0]].gathered


def letters() -> list[str]:
    """Every kind of mail that carries reminders."""
    return sorted({name for rule in RULES.values() for name in (rule.kind, rule.gathered)})
