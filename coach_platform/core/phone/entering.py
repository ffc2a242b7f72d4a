"""A coach enters what a seeker said on the phone. It gives nothing to read: what is entered waits for the seeker alone.

Needed: the seeker's own switch for this coach, and the section to which the thing will belong once it is confirmed. A no
of a company that the seeker has already is entered like any other: the coach is told nothing of it.
"""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select, text

from coach_platform.content.vocabulary import Section
from coach_platform.core.access import looks
from coach_platform.core.access.actor import Actor
from coach_platform.core.access.sight import Sight, sight_of
from coach_platform.core.coaching.noted.allowing import is_allowed
from coach_platform.core.coaching.noted.models import NotedEntry, NotedKind
from coach_platform.core.coaching.noted.waiting import ENTRIES, Noted, one_noted
from coach_platform.core.mail import outbox
from coach_platform.core.phone.said import KIND_OF, Said, checked
from coach_platform.core.plans.action_views import action_views
from coach_platform.core.plans.ground import CaseName, ground
from coach_platform.core.plans.models import Action, ActionState
from coach_platform.kit import clock
from coach_platform.kit.constraints import meaning
from coach_platform.kit.db import db
from coach_platform.kit.errors import Conflict, Invalid, NotFound
from coach_platform.kit.i18n import lazy as l_

GATHERED = timedelta(hours=1)  # a talk with its notes: one mail, when it is over
SHOWN = 50  # of a coach's own entries for one seeker
LETTER = "noted_by_phone"


@dataclass(frozen=True)
class ByPhone:
    """The page from which a coach enters. `kinds`: what may be entered with what is granted now."""

    seeker_id: UUID
    seeker: str
    allowed: bool
    kinds: tuple[NotedKind, ...]
    entries: tuple[Noted, ...]  # this coach's own, the latest first, of sections they still see


@dataclass(frozen=True)
class Choice:
    """What an entry can be about: a case or an action, by name."""

    id: UUID
    name: str


@dataclass(frozen=True)
class About:
    """What a form needs: whose it is, and what there is to choose from (for a no or an action nothing)."""

    seeker_id: UUID
    seeker: str
    choices: tuple[Choice, ...]


def by_phone(actor: Actor, seeker_id: UUID) -> ByPhone:
    """For the coach of a coaching of their own. Four statements with the look's. Raises: NotFound."""
    sight = _own_coaching(actor, seeker_id)
    rows = db.session.execute(_PAGE, {"coaching": sight.coaching_id, "me": actor.person_id, "shown": SHOWN}).all()
    entries = tuple(one for row in rows if row.entry and may_read(sight, one := one_noted(row.entry)))
    looks.record(actor.name, [(sight, seen) for one in entries for seen in seen_with(one)], surface="page")
    return ByPhone(
        seeker_id=seeker_id,
        seeker=rows[0].name,
        allowed=rows[0].by_phone,
        kinds=tuple(kind for kind in NotedKind if may_enter(sight, kind)),
        entries=entries,
    )


def about(actor: Actor, seeker_id: UUID, kind: NotedKind) -> About:
    """For a form; what it names is a look. Raises: NotFound."""
    sight = _entering(actor, seeker_id, kind)
    on = ground(sight)
    choices: tuple[Choice, ...] = ()
    if kind in OF_CASES:
        cases = tuple(case for case in on.cases if _case_is_open(sight, case.case_id, kind))
        choices = tuple(Choice(case.case_id, _named(case)) for case in cases)
        looks.record(actor.name, [(sight, (Section.STORY, case.case_id)) for case in cases], surface="page")
    if kind is NotedKind.DONE:
        views = action_views(sight, on, {}, clock.today(actor.zone), only_open=True)
        choices = tuple(Choice(view.id, view.what.text) for view in views)
        looks.record(actor.name, [(sight, (Section.PLAN, None))] if views else [], surface="page")
    return About(seeker_id, on.seeker, choices)


def enter(actor: Actor, seeker_id: UUID, said: Said, *, client_id: UUID, about_id: UUID | None = None) -> UUID:
    """Note it; it waits for the seeker, who hears of it once for all that was noted within the hour.

    `about_id`: the case of an answer or a first assessment, the action that is done. `client_id` names this one act.
    Raises: NotFound, Invalid (by field; `about_id`).
    """
    kind = KIND_OF[type(said)]
    sight = _entering(actor, seeker_id, kind)
    row = NotedEntry(
        seeker_id=seeker_id,
        coaching_id=sight.coaching_id,
        author_id=actor.person_id,
        author_name=actor.name,
        kind=kind,
        case_id=_case(sight, kind, about_id) if kind in OF_CASES else None,
        action_id=_action(sight, about_id) if kind is NotedKind.DONE else None,
        body=checked(actor, said),
        locale=actor.locale,
        client_id=client_id,
        entered_at=clock.now(),
    )
    try:
        with meaning({"uq_noted_entries_client": Conflict()}):
            db.session.add(row)
    except Conflict:
        before = (NotedEntry.author_id == actor.person_id, NotedEntry.client_id == client_id)
        return db.session.scalars(select(NotedEntry.id).where(*before)).one()
    outbox.gather(LETTER, subject=row.id, to=seeker_id, window=GATHERED)
    return row.id


def take_back(actor: Actor, seeker_id: UUID, entry_id: UUID) -> None:
    """A slip: the coach takes back what its seeker has not answered. Raises: NotFound."""
    sight = _own_coaching(actor, seeker_id)
    mine = (NotedEntry.id == entry_id, NotedEntry.seeker_id == seeker_id, NotedEntry.author_id == actor.person_id)
    row = db.session.scalars(select(NotedEntry).where(*mine).with_for_update()).first()
    if row is None or row.confirmed_at or row.removed_at or not may_enter(sight, row.kind):
        raise NotFound
    db.session.delete(row)
    db.session.flush()


OF_CASES = frozenset({NotedKind.ANSWER, NotedKind.FIRST})
SECTION_OF = {
    NotedKind.NO: Section.STORY,
    NotedKind.ANSWER: Section.FEEDBACK,
    NotedKind.FIRST: Section.STORY,
    NotedKind.ACTION: Section.PLAN,
    NotedKind.DONE: Section.PLAN,
}


def may_enter(sight: Sight, kind: NotedKind) -> bool:
    """Whether what this becomes will be seen by the coach: a no only with the story of every case still to come."""
    if kind is NotedKind.NO:
        return sight.reach(Section.STORY).all_cases
    return sight.section(SECTION_OF[kind])


def may_read(sight: Sight, one: Noted) -> bool:
    """Whether a coach still reads an entry of their own: with its section (of its case), as everything else."""
    if one.case_id is None:
        return may_enter(sight, one.kind)
    return _case_is_open(sight, one.case_id, one.kind)


def seen_with(one: Noted) -> list[looks.Seen]:
    """The sections that an entry's line shows words of."""
    named = [(Section.STORY, one.case_id)] if one.case_id else []
    return [(SECTION_OF[one.kind], one.case_id), *named]


def _case_is_open(sight: Sight, case_id: UUID, kind: NotedKind) -> bool:
    # A case is called by its company, which is a word of its story.
    return sight.case(case_id, Section.STORY) and sight.case(case_id, SECTION_OF[kind])


def _own_coaching(actor: Actor, seeker_id: UUID) -> Sight:
    sight = sight_of(actor, seeker_id)
    if sight.own or not sight.beside:
        raise NotFound  # the switch is for one coach; a team's list has none
    return sight


def _entering(actor: Actor, seeker_id: UUID, kind: NotedKind) -> Sight:
    sight = _own_coaching(actor, seeker_id)
    if not may_enter(sight, kind) or not is_allowed(sight.coaching_id):
        raise NotFound
    return sight


def _case(sight: Sight, kind: NotedKind, case_id: UUID | None) -> UUID:
    if case_id is None:
        raise Invalid({"about_id": l_("Choose which case.")})
    if case_id not in ground(sight).companies or not _case_is_open(sight, case_id, kind):
        raise NotFound
    return case_id


def _action(sight: Sight, action_id: UUID | None) -> UUID:
    if action_id is None:
        raise Invalid({"about_id": l_("Choose which action.")})
    open_one = (Action.id == action_id, Action.seeker_id == sight.seeker_id, Action.deleted_at.is_(None))
    if db.session.scalar(select(Action.id).where(*open_one, Action.state == ActionState.OPEN)) is None:
        raise NotFound
    return action_id


def _named(case: CaseName) -> str:
    return f"{case.company}, {case.role}"


_PAGE = text(
    f"""select p.name, g.by_phone, e.entry from coachings g join persons p on p.id = g.seeker_id
    left join lateral ({ENTRIES} and n.seeker_id = g.seeker_id and n.author_id = :me
        order by n.entered_at desc, n.id desc limit :shown) e on true
    where g.id = :coaching order by e.entered_at desc, e.id desc"""  # noqa: S608 (fragments of ours)
)
