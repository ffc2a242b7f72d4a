"""The rows of a list as applications, each ready or with what stands in its way. Pure but for the ones there already."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from urllib.parse import urlsplit

from coach_platform.content.import_words import Field, Meaning, bare, sources, work_modes
from coach_platform.content.vocabulary import OfferState, Outcome, Source, Stage, WorkMode
from coach_platform.core.applications.details import LINK_LIMIT, NAME_LIMIT
from coach_platform.core.applications.importing.dates import Order, read_date
from coach_platform.core.applications.importing.tables import Row, Table
from coach_platform.core.applications.importing.wishes import ARCHIVED, Wish, archived, from_text, proposed, together
from coach_platform.core.applications.owned import EARLIEST
from coach_platform.kit.text import plain

SAME_TRY = timedelta(days=30)  # the same company and role within a month is one try, written down twice


class Verdict(StrEnum):
    """What becomes of a row."""

    READY = "ready"
    NO_COMPANY = "no_company"
    NO_ROLE = "no_role"
    NO_DAY = "no_day"  # a date that cannot be read, or none and no day for the rest
    NOT_YET = "not_yet"  # a day that has not come
    TOO_LONG = "too_long"
    NOT_SENT = "not_sent"  # a job that was saved and never applied for
    TWICE = "twice"  # the same try stands earlier in this list
    THERE = "there"  # the same try is among the applications already

    @property
    def double(self) -> bool:
        """Whether the person may bring it in all the same."""
        return self in (Verdict.TWICE, Verdict.THERE)


@dataclass(frozen=True)
class Read:
    """One row as an application. `answered_on`: None where the list does not say when the answer came."""

    line: int
    company: str
    role: str
    applied_on: date | None = None
    stage: Stage = Stage.APPLIED
    outcome: Outcome = Outcome.OPEN
    offer_state: OfferState | None = None
    answered_on: date | None = None
    link: str = ""
    location: str = ""
    notes: str = ""
    source: Source | None = None
    work_mode: WorkMode | None = None
    verdict: Verdict = Verdict.READY
    day_said: str = ""

    @property
    def names(self) -> tuple[str, str]:
        """What two rows of the same try have in common."""
        return plain(self.company), plain(self.role)


@dataclass(frozen=True)
class There:
    """An application that the person has already."""

    names: tuple[str, str]
    applied_on: date | None


def read_rows(table: Table, wish: Wish, *, order: Order | None, today: date, there: Iterable[There] = ()) -> list[Read]:
    """Every row, in order. `today`: the person's; `there`: their applications."""
    meanings: dict[str, Meaning] = {}
    rows = [_read(row, wish, order, today, meanings) for row in table.rows]
    return _without_doubles(rows, there)


def _read(row: Row, wish: Wish, order: Order | None, today: date, meanings: dict[str, Meaning]) -> Read:
    said = {name: row.cell(wish.columns.get(name)) for name in Field}
    meaning = _meaning(said, wish, meanings)
    day_said = said[Field.APPLIED_ON]
    applied_on = read_date(day_said, order) if day_said and bare(day_said) != "n a" else wish.day_for_rest
    read = Read(
        line=row.line,
        company=_one_line(said[Field.COMPANY]),
        role=_one_line(said[Field.ROLE]) or wish.role_for_all,
        applied_on=applied_on,
        stage=meaning.stage or Stage.APPLIED,
        outcome=meaning.outcome or Outcome.OPEN,
        offer_state=meaning.offer_state,
        location=_one_line(said[Field.LOCATION])[:NAME_LIMIT],
        source=sources().get(bare(said[Field.SOURCE])),
        work_mode=work_modes().get(bare(said[Field.WORK_MODE])),
        day_said=day_said,
    )
    read = _with_answer(_with_link(read, said), said, order, today)
    return replace(read, verdict=_verdict(read, meaning, today))


def _meaning(said: dict[Field, str], wish: Wish, meanings: dict[str, Meaning]) -> Meaning:
    # The outcome's own column first: together() keeps the first ending it meets.
    told = [said[name] for name in (Field.OUTCOME, Field.STATUS, Field.STAGE) if said[name]]
    whole = Meaning(skip=bool(told))
    for text in told:
        whole = together(whole, _meant(text, wish, meanings))
    if archived(said[Field.ARCHIVED]):
        whole = replace(together(whole, _meant(ARCHIVED, wish, meanings)), skip=whole.skip)
    return whole


def _meant(text: str, wish: Wish, meanings: dict[str, Meaning]) -> Meaning:
    if text not in meanings:
        meanings[text] = _ended(from_text(wish.words.get(text, "")) or proposed(text) or Meaning(Stage.APPLIED))
    return meanings[text]


def _ended(meaning: Meaning) -> Meaning:
    return replace(meaning, outcome=None) if meaning.outcome is Outcome.OPEN else meaning


def _with_link(read: Read, said: dict[Field, str]) -> Read:
    link, notes = said[Field.LINK], said[Field.NOTES]
    if link and not _is_link(link):  # nothing that was brought is lost
        link, notes = "", "\n".join(filter(None, (notes, link)))
    return replace(read, link=link, notes=notes)


def _is_link(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    clean = len(text) <= LINK_LIMIT and not any(c.isspace() for c in text)
    return parts.scheme in ("http", "https") and bool(parts.netloc) and clean


def _with_answer(read: Read, said: dict[Field, str], order: Order | None, today: date) -> Read:
    """The day of the answer counts only where it can be one."""
    day = read_date(said[Field.ANSWERED_ON], order)
    if day is None or read.applied_on is None or not read.applied_on <= day <= today:
        return read
    return replace(read, answered_on=day)


def _verdict(read: Read, meaning: Meaning, today: date) -> Verdict:
    if meaning.skip:
        return Verdict.NOT_SENT
    if not plain(read.company):
        return Verdict.NO_COMPANY
    if not plain(read.role):
        return Verdict.NO_ROLE
    if max(len(read.company), len(read.role)) > NAME_LIMIT:
        return Verdict.TOO_LONG
    if read.applied_on is None or read.applied_on < EARLIEST:
        return Verdict.NO_DAY
    return Verdict.NOT_YET if read.applied_on > today else Verdict.READY


def _without_doubles(rows: list[Read], there: Iterable[There]) -> list[Read]:
    known: dict[tuple[str, str], list[tuple[date | None, Verdict]]] = {}
    for one in there:
        known.setdefault(one.names, []).append((one.applied_on, Verdict.THERE))
    found = []
    for row in rows:
        if row.verdict is Verdict.READY:
            tries = known.setdefault(row.names, [])
            row = replace(row, verdict=_double(row, tries))
            tries.append((row.applied_on, Verdict.TWICE))
        found.append(row)
    return found


def _double(row: Read, tries: list[tuple[date | None, Verdict]]) -> Verdict:
    for day, verdict in tries:
        if day is None or row.applied_on is None or abs(day - row.applied_on) <= SAME_TRY:
            return verdict
    return Verdict.READY


def _one_line(text: str) -> str:
    return " ".join(text.split())
