"""Two versions of one assessment side by side: each question with what both say, and the words only one of them has."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from coach_platform.core.assessments.shown import AnswerShown, Group
from coach_platform.core.drafts.differences import Pieces, differences
from coach_platform.kit.i18n import _

Lines = dict[tuple[object, ...], "_Line"]


@dataclass(frozen=True)
class _Line:
    label: str
    text: str
    own_words: bool


@dataclass(frozen=True)
class LineCompared:
    """One thing asked, with what each version says; empty where a version says nothing."""

    label: str
    kept: Pieces
    aside: Pieces
    own_words: bool  # the author's text, in the language they write


@dataclass(frozen=True)
class QuestionCompared:
    """One question; `same` when both versions say the same."""

    prompt: str
    lines: tuple[LineCompared, ...]

    @property
    def same(self) -> bool:
        """No word stands in one of them only."""
        return not any(piece.alone for line in self.lines for piece in (*line.kept, *line.aside))


def compared(kept: Sequence[AnswerShown], aside: Sequence[AnswerShown]) -> tuple[QuestionCompared, ...]:
    """Every question that either version answers, in the order they are asked."""
    by_key = [{answer.key: answer for answer in answers} for answers in (kept, aside)]
    longer, other = (kept, aside) if len(kept) >= len(aside) else (aside, kept)
    missing = [answer for answer in other if answer.key not in {a.key for a in longer}]
    return tuple(_question(by_key[0].get(a.key), by_key[1].get(a.key), a.prompt) for a in (*longer, *missing))


def _question(kept: AnswerShown | None, aside: AnswerShown | None, prompt: str) -> QuestionCompared:
    left, right = _lines(kept), _lines(aside)
    keys = [*left, *(key for key in right if key not in left)]
    return QuestionCompared(prompt, tuple(_compare(left.get(key), right.get(key)) for key in keys))


def _compare(kept: _Line | None, aside: _Line | None) -> LineCompared:
    there = kept or aside
    assert there is not None, "a key comes from one of the two"
    pieces = differences(kept.text if kept else "", aside.text if aside else "")
    return LineCompared(there.label, *pieces, there.own_words)


def _lines(answer: AnswerShown | None) -> Lines:
    """Each line under what makes it the same line in both versions: its question, its row, what was asked there."""
    if answer is None:
        return {}
    lines: Lines = {}
    if answer.value is not None or answer.said:
        lines["value",] = _Line("", _out_of(answer.value, answer.said, False), False)
    if answer.words:
        lines["words",] = _Line("", answer.words, True)
    for number, group in enumerate(answer.groups):
        lines.update(_of_group(number, group, answer.two_sided))
    return lines


def _of_group(number: int, group: Group, two_sided: bool) -> Iterator[tuple[tuple[object, ...], _Line]]:
    for place, part in enumerate(group.parts):
        label = part.about or group.heading
        if part.value is not None or part.said:
            yield (number, part.about or place, "value"), _Line(label, _out_of(part.value, part.said, two_sided), False)
        for asked, words in part.words:
            yield (number, part.about or place, asked), _Line(" · ".join(filter(None, (label, asked))), words, True)


def _out_of(value: int | None, said: str, two_sided: bool) -> str:
    if value is None:
        return said
    return leaning(value) if two_sided else _("%(value)s of 5", value=value)


def leaning(value: int) -> str:
    """Which way a balance leans, -2..+2, in the reader's language."""
    words = {-2: _("far too little"), -1: _("too little"), 0: _("about right"), 1: _("too much"), 2: _("far too much")}
    return words.get(value, str(value))
