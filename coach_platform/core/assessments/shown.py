"""Submitted answers as somebody reads them: questions and words in the reader's language, the author's text as it is."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from coach_platform.content.question_sets import Item, Kind, QuestionSetBody
from coach_platform.content.reading import Both
from coach_platform.content.vocabulary import Mark, NotRated, Stage, label
from coach_platform.core.assessments.context import RequirementLine
from coach_platform.core.assessments.models import AuthorRole
from coach_platform.core.assessments.queries import Response
from coach_platform.core.assessments.schemas import CANT_JUDGE
from coach_platform.kit.i18n import _, current_locale


@dataclass(frozen=True)
class Part:
    """One line inside an answer: a stage, an aspect, a requirement, a row of a list. `said` is the author's text."""

    about: str = ""  # a stage or a requirement
    value: int | None = None
    said: str = ""  # in place of a value: "I don't know", "Shown"; or an option's label
    words: tuple[tuple[str, str], ...] = ()  # (what was asked, the author's text)


@dataclass(frozen=True)
class Group:
    """The lines that belong together, under their heading (none for stages and requirements)."""

    heading: str
    parts: tuple[Part, ...]
    of_posting: bool = False  # each is about a line of the posting, which belongs to the story


@dataclass(frozen=True)
class AnswerShown:
    """One answered question. `thread_key` names the thread of comments on it."""

    key: str
    thread_key: str
    prompt: str
    two_sided: bool
    value: int | None
    said: str
    words: str
    low: str
    high: str
    groups: tuple[Group, ...]


@dataclass(frozen=True)
class ResponseShown:
    """One author's newest answers to one set."""

    id: UUID
    set_key: str
    title: str
    by_coach: bool
    author_id: UUID | None
    author_name: str
    locale: str
    blind: bool
    submitted_at: datetime
    version: int
    answers: tuple[AnswerShown, ...]


def shown(response: Response, requirements: Collection[RequirementLine]) -> ResponseShown:
    """`response` for reading; `requirements` are the posting's lines this reader may see."""
    return ResponseShown(
        id=response.id,
        set_key=response.set_key,
        title=_in(response.questions.title),
        by_coach=response.author_role is AuthorRole.COACH,
        author_id=response.author_id,
        author_name=response.author_name,
        locale=response.locale,
        blind=response.blind,
        submitted_at=response.submitted_at,
        version=response.version,
        answers=answers_shown(response.questions, response.answers, requirements),
    )


def answers_shown(
    questions: QuestionSetBody, answers: dict[str, Any], requirements: Collection[RequirementLine]
) -> tuple[AnswerShown, ...]:
    """The answered questions of a document, a draft's too: what is no answer yet is shown as blank."""
    asked = [item for item in questions.items if answers.get(item.key)]
    return tuple(_answer(item, answers[item.key], questions.key, requirements) for item in asked)


def _answer(item: Item, answer: dict[str, Any], set_key: str, requirements: Collection[RequirementLine]) -> AnswerShown:
    value, said = _value(item, answer.get("value"))
    return AnswerShown(
        key=item.key,
        thread_key=f"answer:{set_key}:{item.key}",
        prompt=_in(item.prompt),
        two_sided=item.kind is Kind.TWO_SIDED,
        value=value,
        said=said,
        words=answer.get("words", ""),
        low=_in(item.anchors.low) if item.anchors else "",
        high=_in(item.anchors.high) if item.anchors else "",
        groups=tuple(group for group in _groups(item, answer, requirements) if group.parts),
    )


def _groups(item: Item, answer: dict[str, Any], requirements: Collection[RequirementLine]) -> list[Group]:
    if item.kind is Kind.STAGE_RATINGS:
        return [Group("", tuple(_stages(item, answer.get("stages", {}))))]
    if item.kind is Kind.TWO_SIDED:
        return [Group("", tuple(_aspect(item, aspect) for aspect in answer.get("aspects", [])))]
    if item.kind is Kind.REQUIREMENTS:
        return [Group("", tuple(_marks(answer.get("marks", []), requirements)), of_posting=True)]
    return [Group(_in(part.prompt), tuple(_row(part, row) for row in answer.get(part.key, []))) for part in item.lists]


def _stages(item: Item, rated: dict[str, Any]) -> list[Part]:
    return [
        Part(_word(stage), *_value(item, rated[stage].get("value")), _worded(item, rated[stage]))
        for stage in Stage
        if stage in rated
    ]


def _aspect(item: Item, aspect: dict[str, Any]) -> Part:
    return Part(aspect.get("name", ""), *_value(item, aspect.get("value")), _worded(item, aspect))


def _marks(marks: list[dict[str, Any]], requirements: Collection[RequirementLine]) -> list[Part]:
    said = {mark["requirement"]: mark.get("mark") for mark in marks}
    return [
        Part(f"{line.text} ({_word(line.weight).lower()})", said=_mark(mark))
        for line in requirements
        if (mark := said.get(str(line.id)))
    ]


def _row(part: Any, row: dict[str, str]) -> Part:
    return Part(words=tuple((_in(field.prompt), row[field.key]) for field in part.fields if row.get(field.key)))


def _worded(item: Item, answer: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    words = answer.get("words")
    return ((_in(item.words_prompt) if item.words_prompt else "", words),) if words else ()


def _value(item: Item, value: Any) -> tuple[int | None, str]:
    if value is None or isinstance(value, int):
        return value, ""
    if value == CANT_JUDGE:
        return None, _("I cannot judge this")
    if value in set(NotRated):
        return None, _word(NotRated(value))
    return None, next((_in(option.label) for option in item.options if option.key == value), "")


def _mark(mark: str) -> str:
    known: dict[str, StrEnum] = {word.value: word for word in (*Mark, *NotRated)}
    return _word(known[mark]) if mark in known else ""


def _word(word: StrEnum) -> str:
    return label(word, current_locale())


def _in(text: Both) -> str:
    return text.in_(current_locale())
