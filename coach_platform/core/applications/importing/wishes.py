"""What a person says about their list: which column is which, how its dates and words are meant. Kept in the draft."""

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from coach_platform.content.import_words import Field, Meaning, bare, headings, status_words
from coach_platform.content.vocabulary import OfferState, Outcome, Stage
from coach_platform.core.applications.importing.dates import Order, read_date
from coach_platform.core.applications.importing.tables import Table

ARCHIVED = "(archived)"  # what an archived row says beside its status
_NOT_ARCHIVED = frozenset({"", "no", "non", "false", "0", "n a", "faux"})
_FEW = 12  # different words in a column: then it is a status and no title
LEAVE_OUT = "skip"


@dataclass(frozen=True)
class Wish:
    """`columns`: number from 0, absent where there is none. `words`: bare word -> what it means, as they said it."""

    columns: dict[Field, int] = field(default_factory=dict)
    order: Order | None = None
    words: dict[str, str] = field(default_factory=dict)
    role_for_all: str = ""
    day_for_rest: date | None = None
    doubles_too: bool = False

    def as_body(self) -> dict[str, Any]:
        """As it lies in the draft."""
        return {
            "columns": {name.value: at for name, at in self.columns.items()},
            "order": self.order.value if self.order else "",
            "words": self.words,
            "role_for_all": self.role_for_all,
            "day_for_rest": self.day_for_rest.isoformat() if self.day_for_rest else "",
            "doubles_too": self.doubles_too,
        }


def wish_of(body: dict[str, Any], table: Table) -> Wish:
    """What lies in the draft, or what is guessed where nothing was said yet."""
    if "columns" not in body:
        return Wish(columns=guess_columns(table))
    return Wish(
        columns={Field(name): at for name, at in body["columns"].items()},
        order=Order(body["order"]) if body["order"] else None,
        words=body["words"],
        role_for_all=body["role_for_all"],
        day_for_rest=date.fromisoformat(body["day_for_rest"]) if body["day_for_rest"] else None,
        doubles_too=body["doubles_too"],
    )


def guess_columns(table: Table) -> dict[Field, int]:
    """Which column holds what: by its heading, else by what stands in it."""
    found: dict[Field, int] = {}
    for at, heading in enumerate(table.headings):
        if kind := headings().get(bare(heading)):
            better = kind not in found or _rank(kind, table.headings[at]) < _rank(kind, table.headings[found[kind]])
            found = found | {kind: at} if better else found
    return found if found else _by_content(table)


def _rank(kind: Field, heading: str) -> int:
    """Several columns may fit ("Applied date", "Created"): the list of the content file says which is meant first."""
    same = [name for name, field_ in headings().items() if field_ is kind]
    return same.index(bare(heading))


def _by_content(table: Table) -> dict[Field, int]:
    found: dict[Field, int] = {}
    for at in range(table.width):
        cells = [cell for cell in table.column(at)[:200] if cell]
        kind = _kind_of(cells)
        if kind is None:
            kind = next((name for name in (Field.COMPANY, Field.ROLE) if cells and name not in found), None)
        if kind is not None and kind not in found:
            found[kind] = at
    return found


def _kind_of(cells: list[str]) -> Field | None:
    half = len(cells) / 2
    if sum(read_date(cell, Order.DAY_FIRST) is not None for cell in cells) > half:
        return Field.APPLIED_ON
    if sum(cell.startswith(("http://", "https://")) for cell in cells) > half:
        return Field.LINK
    if len(set(cells)) <= _FEW and sum(bool(phrases(cell)) for cell in cells) > half:
        return Field.STATUS
    return None


def phrases(said: str) -> list[str]:
    """The known words in a status, the longer before those they hold ("2nd interview" is no first one)."""
    text = f" {bare(said)} "
    found = []
    for phrase in sorted(status_words(), key=len, reverse=True):
        if f" {phrase} " in text:
            found.append(phrase)
            text = text.replace(f" {phrase} ", " ")
    return found


def proposed(said: str) -> Meaning | None:
    """What a status probably means: all its known words together; None where it holds none."""
    if said == ARCHIVED:
        return Meaning()
    found = [status_words()[phrase] for phrase in phrases(said)]
    if not found:
        return None
    whole = Meaning(skip=all(meaning.skip for meaning in found))
    for meaning in found:
        whole = together(whole, meaning)
    return whole


def together(one: Meaning, other: Meaning) -> Meaning:
    """Two sayings about one application: the furthest stage of both, and the ending that either names."""
    stage = max((s for s in (one.stage, other.stage) if s), key=lambda s: s.rank, default=None)
    ended = one if one.outcome else other
    return Meaning(stage, ended.outcome, ended.offer_state, one.skip and other.skip)


def archived(cell: str) -> bool:
    """Whether a cell of an "archived" column (yes, a date, true) says so."""
    return bare(cell) not in _NOT_ARCHIVED


def as_text(meaning: Meaning) -> str:
    """A meaning as one value of a form: "stage/outcome:state", "skip"."""
    if meaning.skip:
        return LEAVE_OUT
    outcome = meaning.outcome or Outcome.OPEN
    came = f"{outcome.value}:{meaning.offer_state.value}" if meaning.offer_state else outcome.value
    return f"{(meaning.stage or Stage.APPLIED).value}/{came}"


def from_text(text: str) -> Meaning | None:
    """Back again; None for what is no meaning."""
    if text == LEAVE_OUT:
        return Meaning(skip=True)
    stage, _slash, came = text.partition("/")
    outcome, _colon, state = came.partition(":")
    try:
        meaning = Meaning(Stage(stage), Outcome(outcome), OfferState(state) if state else None)
    except ValueError:
        return None
    offer = meaning.outcome is Outcome.OFFER
    return replace(meaning, stage=Stage.OFFER if offer else meaning.stage) if offer == bool(state) else None


def words_in(table: Table, columns: dict[Field, int]) -> Counter[str]:
    """Every different word of the status columns, as it is written, with how many rows say it."""
    counted: Counter[str] = Counter()
    for name in (Field.STATUS, Field.STAGE, Field.OUTCOME):
        if name in columns:
            counted.update(cell for cell in table.column(columns[name]) if cell)
    if Field.ARCHIVED in columns:
        counted[ARCHIVED] += sum(archived(cell) for cell in table.column(columns[Field.ARCHIVED]))
    return +counted
