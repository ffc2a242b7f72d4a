"""What of a seeker's own words goes on the sheet of one interview, and in which order. Pure.

A page or two: the longest list ends where the paper does, and says how many more there are.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from uuid import UUID

from coach_platform.content.vocabulary import Need, Stage
from coach_platform.core.preparation.arranging import in_order, key_of, key_of_words, shown
from coach_platform.core.preparation.reading import Asked, Earlier, Head, Question
from coach_platform.core.preparation.similar import resembling, similar
from coach_platform.kit.text import plain

QUESTIONS, LINES, HAD, WORKED = 8, 14, 5, 6


@dataclass(frozen=True)
class Line:
    """A line to show, must first. `not_shown_at`: companies where a line like it was had and not shown."""

    id: UUID
    text: str
    weight: Need
    not_shown_at: tuple[str, ...]

    @property
    def key(self) -> str:
        """What it is taken off by."""
        return key_of("line", self.id)


@dataclass(frozen=True)
class Words:
    """Words from an earlier application, with where they come from."""

    key: str
    words: str
    locale: str
    company: str
    earlier: Earlier


@dataclass(frozen=True)
class Off:
    """A line that was taken off; it can be put back."""

    key: str
    words: str
    locale: str


@dataclass(frozen=True)
class Chosen:
    """One sheet's own words. `more`: questions there was no room for."""

    lines: tuple[Line, ...] = ()
    had: tuple[Words, ...] = ()
    questions: tuple[Question, ...] = ()
    more: int = 0
    worked: tuple[Words, ...] = ()
    off: tuple[Off, ...] = ()
    similar_cases: frozenset[UUID] = field(default_factory=frozenset)


def question_key(question: Question) -> str:
    """What a question is taken off by."""
    return key_of("question", question.id)


def choose(head: Head, questions: Iterable[Question], earlier: Collection[Earlier]) -> Chosen:
    """From everything of its seeker's, what fits this interview."""
    mine = [one for one in earlier if one.seeker_id == head.seeker_id and one.application_id != head.application_id]
    ranked = _ranked(head, [one for one in questions if one.seeker_id == head.seeker_id])
    near = [one for one in mine if one.what == "had" and similar(one.role, head.role)]
    lines = [_line(line, near) for line in head.asked]
    repeated = {one.words for line in head.asked for one in near if resembling(line.text, [one.words])}
    had = _unlike([_words("had", one) for one in near if one.words not in repeated])
    worked = _unlike([_words("worked", one) for one in _nearest_first(head, mine)])
    on_sheet = shown(ranked, head.hidden, question_key)
    return Chosen(
        lines=tuple(shown(lines, head.hidden, lambda line: line.key)[:LINES]),
        had=tuple(shown(had, head.hidden, lambda one: one.key)[:HAD]),
        questions=tuple(on_sheet[:QUESTIONS]),
        more=max(0, len(on_sheet) - QUESTIONS),
        worked=tuple(shown(worked, head.hidden, lambda one: one.key)[:WORKED]),
        off=tuple(_off(head, lines, [*had, *worked], ranked)),
        similar_cases=frozenset(one.case_id for one in mine if one.case_id and similar(one.role, head.role)),
    )


def _ranked(head: Head, questions: list[Question]) -> list[Question]:
    """The seeker's own order; then those meant for this interview, from a similar one, for any; the least rehearsed first."""

    def rank(one: Question) -> int:
        if one.application_id == head.application_id:
            return 0
        return 1 if one.role is not None and similar(one.role, head.role) else 2

    return in_order(sorted(questions, key=rank), head.questions, lambda one: one.id)


def _line(line: Asked, near: Iterable[Earlier]) -> Line:
    at = [one.company for one in near if resembling(line.text, [one.words])]
    return Line(line.id, line.text, line.weight, tuple(dict.fromkeys(at)))


def _nearest_first(head: Head, mine: Iterable[Earlier]) -> list[Earlier]:
    stage = head.talk.stage if head.talk else None
    worked = [one for one in mine if one.what == "worked" and one.stage is not Stage.APPLIED]
    return sorted(worked, key=lambda one: (one.stage is not stage, not similar(one.role, head.role)))


def _words(what: str, one: Earlier) -> Words:
    key = key_of("had", one.line_id) if one.line_id else key_of_words(what, one.words)
    return Words(key, one.words, one.locale, one.company, one)


def _unlike(rows: Iterable[Words]) -> list[Words]:
    """The same words once: what worked is often said with the stage and again in the assessment."""
    found: dict[str, Words] = {}
    for row in rows:
        found.setdefault(plain(row.words), row)
    return list(found.values())


def _off(head: Head, lines: Iterable[Line], words: Iterable[Words], questions: Iterable[Question]) -> Iterable[Off]:
    every = [Off(line.key, line.text, head.locale) for line in lines]
    every += [Off(one.key, one.words, one.locale) for one in words]
    every += [Off(question_key(one), one.question, one.locale) for one in questions]
    return [one for one in every if one.key in head.hidden]
