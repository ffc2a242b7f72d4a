"""Reminders as kinds of mail: each with a preference of its own, and one that gathers a seeker's morning."""

from coach_platform.core.mail.kinds import COACHES, SEEKERS, Compose, Family, Kind
from coach_platform.core.reminders.deciding import still_due
from coach_platform.core.reminders.gathering import gather
from coach_platform.core.reminders.samples import Sample, sample
from coach_platform.core.reminders.topics import MORNING, RULES, Topic
from coach_platform.core.reminders.writing import compose_interview, compose_morning, compose_waits
from coach_platform.kit.i18n import lazy as l_

GATHERED = tuple(dict.fromkeys(rule.kind for rule in RULES.values() if rule.gathered == MORNING))


def _seekers(
    name: str, label: object, why: object, compose: Compose, example: Sample, covers: tuple[str, ...] = ()
) -> Kind:
    return Kind(
        name=name,
        family=Family.REMINDER,
        label=label,
        why=why,
        to=SEEKERS,
        gather=gather,
        still_due=still_due,
        compose=compose,
        sample=example,
        covers=covers,
    )


_PAUSED = l_("You get this because you set a pause on a case of yours.")
_LEFT = l_("You get this, once for each assessment, because you opened the case and left the assessment unfinished.")
_DATED = l_("You get this because an action of your plan has this day.")
_TALK = l_("You get this because you noted an interview on this day.")
_DOOR = l_("You get this because you chose this day to write to them again.")
_SEVERAL = l_("You get this because these things of yours come due on the same morning: one mail instead of several.")

KINDS = (
    _seekers("pause_over", l_("A pause is over"), _PAUSED, compose_morning, sample(Topic.PAUSE_OVER)),
    _seekers(
        "assessment_unfinished",
        l_("An assessment was left unfinished"),
        _LEFT,
        compose_morning,
        sample(Topic.UNFINISHED),
    ),
    _seekers(
        "action_due", l_("An action is due tomorrow, or its day is over"), _DATED, compose_morning, sample(Topic.DUE)
    ),
    _seekers(
        "interview_tomorrow", l_("The evening before an interview"), _TALK, compose_interview, sample(Topic.INTERVIEW)
    ),
    _seekers("door_open", l_("The day to write again to somebody"), _DOOR, compose_morning, sample(Topic.DOOR_OPEN)),
    _seekers(
        MORNING,
        l_("All reminders of the morning"),
        _SEVERAL,
        compose_morning,
        sample(Topic.PAUSE_OVER, Topic.UNFINISHED, Topic.DUE, Topic.OVERDUE, Topic.DOOR_OPEN),
        covers=GATHERED,
    ),
    Kind(
        name="review_waits",
        family=Family.REMINDER,
        label=l_("A review has waited for you for 7, 14 or 21 days"),
        why=l_("You get this because you coach these people and they asked for your review."),
        to=COACHES,
        gather=gather,
        still_due=still_due,
        compose=compose_waits,
        sample=sample(Topic.REVIEW_WAITS),
    ),
)
