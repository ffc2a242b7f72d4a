"""The essentials of many sheets, for the mails of one evening: three statements for the whole chunk."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from coach_platform.content.vocabulary import Need
from coach_platform.core.preparation.choosing import Line, Words, choose
from coach_platform.core.preparation.reading import Earlier, Head, Question, earlier, heads, questions

LINES, ASKED, WORKED = 4, 4, 2
NOTES = 600  # characters: what one reads on the way there; the rest is on the sheet


@dataclass(frozen=True)
class Essentials:
    """What the letter of the evening before carries of a sheet."""

    lines: tuple[Line, ...]
    questions: tuple[Question, ...]
    worked: tuple[Words, ...]
    research: str
    notes: str
    notes_locale: str
    locale: str

    def __bool__(self) -> bool:
        return bool(self.lines or self.questions or self.worked or self.research or self.notes)


def essentials(wanted: Mapping[UUID, date], seekers: Mapping[UUID, UUID]) -> dict[UUID, Essentials]:
    """By application. `wanted`: application -> today on its seeker's calendar; `seekers`: application -> whose it is."""
    people = set(seekers.values())
    found, every, before = heads(wanted, people), questions(people), earlier(people)
    return {key: _essentials(head, every, before) for key, head in found.items() if seekers.get(key) == head.seeker_id}


def _essentials(head: Head, every: list[Question], before: list[Earlier]) -> Essentials:
    chosen = choose(head, every, before)
    first = sorted(chosen.lines, key=lambda line: (line.weight is not Need.MUST, not line.not_shown_at))
    return Essentials(
        lines=tuple(first[:LINES]),
        # With an answer first: a question alone, the evening before, only worries.
        questions=tuple(sorted(chosen.questions, key=lambda one: not one.better)[:ASKED]),
        worked=chosen.worked[:WORKED],
        research=shorten(head.research),
        notes=shorten(head.notes),
        notes_locale=head.notes_locale,
        locale=head.locale,
    )


def shorten(words: str) -> str:
    """The beginning, cut between words."""
    if len(words) <= NOTES:
        return words
    cut = words[:NOTES]
    return cut[: max(cut.rfind(" "), NOTES // 2)].rstrip() + "…"
