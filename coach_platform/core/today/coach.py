"""A coach's Today: one line a person, reasons merged, ordered by what a human answer changes.

Everything on a line belongs to a section (and a case) that was granted; what is shown is written into the log of looks.
The parts are in core/today/queue/: why (reasons.py), how it is read (statements.py, gathering.py), the order a coach likes
(ordering.py), putting aside (marks.py), handing on (handing.py), opening in place (opened.py).
"""

from dataclasses import dataclass
from uuid import UUID

from coach_platform.core.access import looks
from coach_platform.core.access.actor import Actor
from coach_platform.core.access.figures import Surface
from coach_platform.core.access.sight import sights_of
from coach_platform.core.coaching.requests import RequestLine, requests_to
from coach_platform.core.coaching.talks.reading import TalkView
from coach_platform.core.plans.waits import Wait, median_waits, open_reviews
from coach_platform.core.today.granted import Sights
from coach_platform.core.today.queue.gathering import HandedOn, desk_of, handed_on, lines, only, seen
from coach_platform.core.today.queue.reasons import QueueLine, Reason, Why, shown
from coach_platform.kit import clock

__all__ = ["CoachToday", "QueueLine", "Reason", "TeamChoice", "Why", "coach_today"]


@dataclass(frozen=True)
class TeamChoice:
    """A team by which the coach sees somebody: Today can show its people alone."""

    team_id: UUID
    name: str


@dataclass(frozen=True)
class CoachToday:
    """The page. `wait` is the coach's own median wait, None while nothing was answered lately."""

    lines: list[QueueLine]
    requests: list[RequestLine]
    seekers: int
    waiting: int
    wait: Wait | None
    order: tuple[Why, ...]
    own_order: bool  # the coach's, not the product's
    teams: tuple[TeamChoice, ...]
    handed_on: list[HandedOn]  # and not come back
    talks: tuple[TalkView, ...]  # the coach's own of the next two weeks
    names: dict[UUID, str]  # of everybody whom the coach sees here


def coach_today(actor: Actor, *, mine: bool = False, team_id: UUID | None = None) -> CoachToday:
    """Of all seekers, of the coach's own (`mine`), or of those whom one team shares.

    Seven statements with the look, and one for the sign-in, however many seekers. Raises: NotAllowed (no coach).
    """
    requests, moment = requests_to(actor), clock.now()
    every = sights_of(actor)
    sights = only(every.values(), team_id, mine=mine)
    reviews = open_reviews(sights.values()) if sights else {}
    desk = desk_of(actor.person_id, moment)
    found, names = lines(sights, reviews, desk, moment)
    away = handed_on(desk, sights, names, moment)
    handed = [(sights[one.seeker_id], place) for one in away for place in shown(one.about)]
    looks.record(actor.name, [*seen(found, sights), *handed], surface=Surface.QUEUE)
    return CoachToday(
        lines=found,
        requests=requests,
        seekers=len(sights),
        waiting=len(reviews),
        wait=median_waits([actor.person_id]).get(actor.person_id),
        order=desk.order,
        own_order=desk.own_order,
        teams=_teams(every),
        handed_on=away,
        talks=desk.talks,
        names=names,
    )


def _teams(sights: Sights) -> tuple[TeamChoice, ...]:
    found = {one.team_id: one.team for sight in sights.values() for one in sight.opened if one.team_id}
    return tuple(TeamChoice(key, name) for key, name in sorted(found.items(), key=lambda one: (one[1], one[0])))
