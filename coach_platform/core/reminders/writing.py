"""The letters of reminders: what it is about, one link each, and for an action the three small acts. Nothing that presses."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from coach_platform.content.vocabulary import label
from coach_platform.core.access import looks
from coach_platform.core.access.figures import Surface
from coach_platform.core.mail import links
from coach_platform.core.mail.kinds import Messages
from coach_platform.core.mail.letters import Letter, Outgoing
from coach_platform.core.mail.render import write
from coach_platform.core.plans.acts import Act, act_url
from coach_platform.core.plans.emails import seekers_plan
from coach_platform.core.relations.models import Section
from coach_platform.core.reminders.facts import Item, OneCase, OpenDoor, Point, Talk, Told, Wait
from coach_platform.core.reminders.gathering import PREVIEW
from coach_platform.core.reminders.topics import Topic
from coach_platform.kit import clock

NAMED = 5  # a letter names so many actions, and counts the rest
NAME_IN_SUBJECT = 26  # a subject stays under 60 characters whatever companies and people are called

Letters = Mapping[UUID, Letter]


def compose_morning(messages: Messages, told: Mapping[UUID, Told]) -> Letters:
    """Everything of one seeker's morning."""
    return {message.id: _morning(message, told[message.id]) for message in messages}


def _morning(message: Outgoing, told: Told) -> Letter:
    due, overdue = told.of(Topic.DUE), told.of(Topic.OVERDUE)
    return write(
        message,
        template="reminders",
        topics=[topic.value for topic in told.topics],
        paused=_cases(told, Topic.PAUSE_OVER),
        unfinished=_cases(told, Topic.UNFINISHED),
        due=[_point(point) for point in due[:NAMED]],
        overdue=[_point(point) for point in overdue[:NAMED]],
        doors=[_door(fact) for fact in told.of(Topic.DOOR_OPEN)[:NAMED]],
        doors_url=links.page("/doors"),
        more=sum(max(0, len(points) - NAMED) for points in (due, overdue)),
        due_count=len(due),
        overdue_count=len(overdue),
        tomorrow=_tomorrow(message, due),
        plan_url=links.page("/plan"),
    )


def _tomorrow(message: Outgoing, due: Sequence[Any]) -> int:
    """The day that is called tomorrow; in a preview the one that the example is due."""
    if PREVIEW in (message.params or {}) and due:
        return due[0].due_on.toordinal()
    return clock.today(message.zone).toordinal() + 1


def short(name: str) -> str:
    """A name as a subject has room for it, cut between words where that is possible."""
    if len(name) <= NAME_IN_SUBJECT:
        return name
    cut = name[:NAME_IN_SUBJECT]
    return cut[: max(cut.rfind(" "), NAME_IN_SUBJECT // 2)].rstrip(" ,.-") + "…"


def _door(door: Any) -> dict[str, str]:
    assert isinstance(door, OpenDoor)
    url = links.page(f"/cases/{door.case_id}/reconnect")
    return {"who": door.person or door.company, "company": door.company, "short": short(door.company), "url": url}


def _cases(told: Told, topic: Topic) -> list[dict[str, str]]:
    return [_case(item, fact) for item, fact in told.facts if item.topic is topic and isinstance(fact, OneCase)]


def _case(item: Item, case: OneCase) -> dict[str, str]:
    """An assessment opens where it was left, a pause at the message that waits, or else at its case."""
    where = f"/cases/{case.id}"
    if item.topic is Topic.UNFINISHED:
        where += "/first" if item.occasion == "first_assessment" else "/deeper"
    if item.topic is Topic.PAUSE_OVER and case.message_waits:
        where += "/reconnect"
    return {
        "company": case.company,
        "short": short(case.company),
        "form": item.occasion,
        "message": "yes" if case.message_waits else "",
        "url": links.page(where),
    }


def _point(point: Any) -> dict[str, Any]:
    assert isinstance(point, Point)
    acts = {act.value: act_url(act, point.id) for act in Act}
    return {"what": point.what, "lang": point.lang, "due_on": point.due_on, "acts": acts}


def compose_interview(messages: Messages, told: Mapping[UUID, Told]) -> Letters:
    """The evening before."""
    return {message.id: _interview(message, told[message.id].of(Topic.INTERVIEW)) for message in messages}


def _interview(message: Outgoing, talks: Iterable[Any]) -> Letter:
    today = clock.today(message.zone)
    lines = [_talk(talk, message.locale, today.toordinal()) for talk in talks]
    return write(message, talks=lines, today=any(line["today"] for line in lines))


def _talk(talk: Talk, locale: str, today: int) -> dict[str, Any]:
    return {
        "company": talk.company,
        "short": short(talk.company),
        "stage": label(talk.stage, locale),
        "on": talk.on,
        "today": talk.on.toordinal() <= today,
        "url": links.page(f"/applications/{talk.application_id}/preparation"),
        "sheet": talk.sheet,
    }


def compose_waits(messages: Messages, told: Mapping[UUID, Told]) -> Letters:
    """Who waits for a coach's word, and how long: a figure of their plan, so it is a look and is logged as one."""
    waits = {
        message.id: [w for w in told[message.id].of(Topic.REVIEW_WAITS) if isinstance(w, Wait)] for message in messages
    }
    looks.record_many([_looked(message, waits[message.id]) for message in messages], surface=Surface.MAIL)
    return {message.id: _waiting(message, waits[message.id]) for message in messages}


def _looked(message: Outgoing, waits: list[Wait]) -> tuple[str, list[looks.Looked]]:
    return message.name, [(wait.sight, (Section.PLAN, None)) for wait in waits if wait.sight is not None]


def _waiting(message: Outgoing, waits: list[Wait]) -> Letter:
    now = clock.now()
    lines = [
        {"seeker": wait.seeker, "days": (now - wait.asked_at).days, "url": seekers_plan(wait.seeker_id)}
        for wait in waits
    ]
    grants = [grant_id for wait in waits if wait.sight is not None for grant_id in wait.sight.grant_ids]
    return write(message, face="coach", waits=lines, first=short(waits[0].seeker), grants=grants)
