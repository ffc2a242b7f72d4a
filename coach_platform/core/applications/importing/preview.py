"""A list before it is brought in: what each column was taken for, what is asked, what becomes of each row."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from coach_platform.content.import_words import Field, Meaning
from coach_platform.content.vocabulary import Stage
from coach_platform.core.access.actor import Actor
from coach_platform.core.applications.importing.dates import Judged, Order, judge
from coach_platform.core.applications.importing.reading import Read, There, Verdict, read_rows
from coach_platform.core.applications.importing.tables import Table, read_table
from coach_platform.core.applications.importing.wishes import (
    ARCHIVED,
    Wish,
    as_text,
    proposed,
    wish_of,
    words_in,
)
from coach_platform.core.applications.models import Application
from coach_platform.core.drafts import drop_draft, read_draft, save_draft
from coach_platform.core.drafts.drafts import Kept
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.errors import NotFound
from coach_platform.kit.i18n import lazy as l_
from coach_platform.kit.ids import new_id

FORM = "import"
MOST_WORDS = 60  # a column with more is no status; the most frequent are asked about
UNKNOWN = Meaning(Stage.APPLIED)  # a word we do not know says only that they applied
DATES = (Field.APPLIED_ON, Field.ANSWERED_ON)


@dataclass(frozen=True)
class Word:
    """A word of the status columns: in how many rows, and what it is taken for (wishes.as_text). `known`: by our list."""

    said: str
    rows: int
    meaning: str
    known: bool

    @property
    def archived(self) -> bool:
        """It stands for the mark of an "archived" column, not for a word of theirs."""
        return self.said == ARCHIVED


@dataclass(frozen=True)
class Preview:
    """Everything the page shows before anything is kept. `wrong`: what stands in the way, by field."""

    revision: int
    table: Table
    wish: Wish
    order: Order | None
    judged: Judged
    words: tuple[Word, ...]
    rows: tuple[Read, ...]
    wrong: dict[str, object]

    @property
    def counts(self) -> Counter[Verdict]:
        """How many rows have which verdict."""
        return Counter(row.verdict for row in self.rows)

    @property
    def ready(self) -> list[Read]:
        """The rows that would be brought in."""
        return [row for row in self.rows if self._goes(row)]

    @property
    def staying(self) -> list[Read]:
        """The rows that would not."""
        return [row for row in self.rows if not self._goes(row)]

    def _goes(self, row: Read) -> bool:
        return row.verdict is Verdict.READY or (self.wish.doubles_too and row.verdict.double)


def begin(actor: Actor, text: str) -> None:
    """Keep a pasted list to look at, in place of one that was begun before. Raises: Invalid."""
    read_table(text)
    drop_draft(actor, form=FORM, subject_id=actor.person_id)
    _save(actor, 0, {"text": text.replace("\0", "")})


def begun(actor: Actor) -> datetime | None:
    """Since when a list waits to be looked at."""
    kept = read_draft(actor, form=FORM, subject_id=actor.person_id)
    return kept.updated_at if kept else None


def forget(actor: Actor) -> None:
    """Let the list go that was begun."""
    drop_draft(actor, form=FORM, subject_id=actor.person_id)


def say(actor: Actor, wish: Wish) -> None:
    """Keep what was said about the list. Raises: NotFound (no list waits)."""
    kept = _kept(actor)
    _save(actor, kept.revision, {"text": kept.body["text"], **wish.as_body()})


def look(actor: Actor, *, lock: bool = False) -> Preview:
    """The list that waits, read as was said or guessed. Two statements. Raises: NotFound."""
    kept = _kept(actor, lock=lock)
    table = read_table(kept.body["text"])
    wish = wish_of(kept.body, table)
    today = clock.today(actor.zone)
    judged = judge([cell for name in DATES for cell in _column(table, wish, name)], today=today)
    order = wish.order or judged.order
    rows = read_rows(table, wish, order=order, today=today, there=_there(actor))
    return Preview(
        revision=kept.revision,
        table=table,
        wish=wish,
        order=order,
        judged=judged,
        words=tuple(_words(table, wish)),
        rows=tuple(rows),
        wrong=_wrong(wish, judged, order, today),
    )


def _column(table: Table, wish: Wish, name: Field) -> list[str]:
    return table.column(wish.columns[name]) if name in wish.columns else []


def _words(table: Table, wish: Wish) -> list[Word]:
    found = []
    for said, rows in words_in(table, wish.columns).most_common(MOST_WORDS):
        meaning = proposed(said)
        text = wish.words.get(said) or as_text(meaning or UNKNOWN)
        found.append(Word(said, rows, text, known=meaning is not None or said in wish.words))
    return sorted(found, key=lambda word: word.known)


def _wrong(wish: Wish, judged: Judged, order: Order | None, today: date) -> dict[str, object]:
    wrong: dict[str, object] = {}
    if Field.COMPANY not in wish.columns:
        wrong["column-company"] = l_("Which column holds the company?")
    if Field.ROLE not in wish.columns and not wish.role_for_all:
        wrong["column-role"] = l_("Which column holds the role? If none does, say below what to write instead.")
    if judged.ask and order is None:
        wrong["order"] = l_("Which comes first in these dates, the day or the month?")
    if wish.day_for_rest and wish.day_for_rest > today:
        wrong["day_for_rest"] = l_("This day has not come yet.")
    return wrong


def _there(actor: Actor) -> list[There]:
    a = Application
    rows = db.session.execute(
        select(a.company_sort, a.role_sort, a.applied_on).where(a.seeker_id == actor.person_id, a.deleted_at.is_(None))
    )
    return [There((company, role), day) for company, role, day in rows]


def _kept(actor: Actor, *, lock: bool = False) -> Kept:
    kept = read_draft(actor, form=FORM, subject_id=actor.person_id, lock=lock)
    if kept is None:
        raise NotFound
    return kept


def _save(actor: Actor, revision: int, body: dict) -> None:
    me: UUID = actor.person_id
    save_draft(actor, form=FORM, subject_id=me, client_id=new_id(), revision=revision, body=body, seeker_id=me)
