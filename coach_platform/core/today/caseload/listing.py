"""The caseload: all seekers of a coach, to compare. Each figure is there only where its section was granted."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from coach_platform.core.access import looks
from coach_platform.core.access.actor import Actor
from coach_platform.core.access.figures import Surface
from coach_platform.core.access.looks import Seen
from coach_platform.core.access.permissions import Permission, require
from coach_platform.core.access.sight import Sight, sights_of
from coach_platform.core.relations.models import Section
from coach_platform.core.today.caseload.filters import Filters, Order, fits, ordered
from coach_platform.core.today.caseload.lines import CaseloadLine
from coach_platform.core.today.caseload.reading import PAGE, is_by_page, lines_of, page_of
from coach_platform.core.today.caseload.work_stages import asked_for
from coach_platform.core.today.granted import Sights

ANYONE, BY_NAME = Filters(), Order()


@dataclass(frozen=True)
class Caseload:
    """A page of it. `found` of `total` fit; `offices` and `teams` say what there is to choose from."""

    lines: list[CaseloadLine]
    total: int
    found: int = 0
    page: int = 1
    pages: int = 1
    offices: tuple[tuple[UUID, str], ...] = ()  # of the coachings, by name; none where there are not several
    teams: bool = False  # some are seen by a team's grant alone


def caseload(actor: Actor, wanted: Filters = ANYONE, order: Order = BY_NAME, *, page: int = 1) -> Caseload:
    """The actor's seekers that fit, from page 1 on; a page that is not there means the last one.

    Four statements at most, however many seekers. A search is a look like any other, and says that it was one.
    Raises: NotAllowed for somebody who is no coach.
    """
    if wanted == ANYONE and is_by_page(order):
        return _page(actor, order, page)
    sights, every = _read(actor)
    found = ordered((line for line in every if fits(line, wanted)), order)
    pages = max(1, -(-len(found) // PAGE))
    page = min(max(page, 1), pages)
    shown = found[(page - 1) * PAGE : page * PAGE]
    _looked(actor, shown, sights, Surface.SEARCH if wanted.words else Surface.QUEUE)
    teams = len({line.mine for line in every}) > 1
    return Caseload(shown, len(every), len(found), page, pages, _offices(every), teams)


def _page(actor: Actor, order: Order, page: int) -> Caseload:
    """The same where nothing is filtered and any line's place is known without its figures: a page's lines are read."""
    require(actor, Permission.USE_COACH_FACE)
    sights = sights_of(actor)
    pages = max(1, -(-len(sights) // PAGE))
    page = min(max(page, 1), pages)
    shown, offices = page_of(sights, actor.zone, order, number=page) if sights else ([], ())
    _looked(actor, shown, sights, Surface.QUEUE)
    teams = len({sight.beside for sight in sights.values()}) > 1
    return Caseload(shown, len(sights), len(sights), page, pages, _several(offices), teams)


def taken_out(actor: Actor, wanted: Filters = ANYONE, order: Order = BY_NAME) -> list[CaseloadLine]:
    """All lines that fit, for a file: as many looks. Three statements. Raises: NotAllowed."""
    sights, every = _read(actor)
    found = ordered((line for line in every if fits(line, wanted)), order)
    _looked(actor, found, sights, Surface.EXPORT)
    return found


def matching(actor: Actor, wanted: Filters = ANYONE, order: Order = BY_NAME) -> list[UUID]:
    """Whom a filter finds, for what comes next; nothing of them is shown by this. Two statements. Raises: NotAllowed."""
    _sights, every = _read(actor)
    return [line.seeker_id for line in ordered((line for line in every if fits(line, wanted)), order)]


def _read(actor: Actor) -> tuple[Sights, list[CaseloadLine]]:
    require(actor, Permission.USE_COACH_FACE)
    sights = sights_of(actor)
    return sights, lines_of(sights, actor.zone) if sights else []


def _looked(actor: Actor, lines: Iterable[CaseloadLine], sights: Sights, surface: Surface) -> None:
    looks.record(actor.name, [pair for line in lines for pair in _seen(line, sights)], surface=surface)


def _seen(line: CaseloadLine, sights: Sights) -> list[tuple[Sight, Seen]]:
    """A figure that is there is a look, a nought as well; where nothing stands, nothing was looked at."""
    sight = sights[line.seeker_id]
    carried = {
        Section.ACTIVITY: line.last_seen_on is not None,
        Section.PLAN: line.plan,
        Section.STORY: line.cases is not None,
        Section.CONFIDENCE: bool(line.confidence),
    }
    told = asked_for(line.work_stage)
    whole = [s for s in Section if carried.get(s) or (s in told and sight.section(s) and s is not Section.DEEPER)]
    # By case: a stage is no look at the deeper answers of a case that may still be answered blind.
    deeper = line.deeper_of if Section.DEEPER in told else ()
    return [(sight, (s, None)) for s in whole] + [(sight, (Section.DEEPER, case_id)) for case_id in deeper]


def _offices(lines: Iterable[CaseloadLine]) -> tuple[tuple[UUID, str], ...]:
    return _several({line.office_id: line.office for line in lines if line.office_id}.items())


def _several(offices: Iterable[tuple[UUID, str]]) -> tuple[tuple[UUID, str], ...]:
    found = sorted(offices, key=lambda one: (one[1], one[0]))
    return tuple(found) if len(found) > 1 else ()
