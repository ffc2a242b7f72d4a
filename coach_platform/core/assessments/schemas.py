"""marshmallow schemas made from a question set: what an answers document may hold (shapes: content/question_sets.py)."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from marshmallow import Schema, ValidationError, fields

from coach_platform.content.question_sets import RATED, SCALE, TWO_SIDED, Item, Kind, QuestionSetBody
from coach_platform.content.vocabulary import Mark, NotRated, Stage
from coach_platform.core.assessments.answers import BASES
from coach_platform.core.assessments.fields import Lines, OneOf, Several, Words, shape
from coach_platform.core.assessments.models import AuthorRole

ASPECT_NAME = 120  # characters: a skill, an experience or a trait has a short name
CANT_JUDGE = "cant_judge"

Document = dict[str, Any]


def answers_schema(
    questions: QuestionSetBody,
    *,
    stages: Collection[Stage],
    requirement_ids: Collection[UUID] = (),
    author: AuthorRole = AuthorRole.SEEKER,
) -> Schema:
    """The schema of one author's answers about a case that reached `stages`; what was not asked is refused."""
    items = {
        item.key: fields.Nested(shape(item.key, _parts(item, stages, requirement_ids, author)))
        for item in questions.items_for(stages)
    }
    return shape(questions.key, dict(items))()


def check(schema: Schema, answers: Document) -> dict[str, Any]:
    """What is wrong with `answers`, as marshmallow nests it; empty when nothing is."""
    try:
        schema.load(answers)
    except ValidationError as error:
        return dict(error.messages_dict)
    return {}


def without_basis(answers: Document) -> list[str]:
    """The items of a coach's document that say something of the case and not on what it rests."""
    return [key for key, answer in answers.items() if _judges(answer) and not answer.get("basis")]


def _judges(answer: Document) -> bool:
    return isinstance(answer.get("value"), int) or bool(answer.get("aspects"))


def _parts(
    item: Item, stages: Collection[Stage], requirement_ids: Collection[UUID], author: AuthorRole
) -> dict[str, fields.Field[Any]]:
    parts: dict[str, fields.Field[Any]] = _of_kind(item, stages, requirement_ids)
    if item.kind not in (Kind.TEXT, Kind.STAGE_RATINGS):
        parts["value"] = OneOf([*_values(item, stages), *_instead(item, author)])
    if item.words and item.kind is not Kind.STAGE_RATINGS:
        parts["words"] = Words(item.max_length)
    if author is AuthorRole.COACH:
        parts["basis"] = Several(BASES)
    return parts


def _of_kind(item: Item, stages: Collection[Stage], requirement_ids: Collection[UUID]) -> dict[str, fields.Field[Any]]:
    if item.kind is Kind.STAGE_RATINGS:
        rated = shape("stage", {"value": OneOf([*SCALE, *_instead(item)]), "words": Words(item.max_length)})
        return {"stages": fields.Nested(shape("stages", {stage.value: fields.Nested(rated) for stage in stages}))}
    if item.kind is Kind.REQUIREMENTS:
        mark = {"requirement": OneOf([str(i) for i in requirement_ids], required=True), "mark": OneOf(_MARKS)}
        return {"marks": Lines(shape("mark", mark), len(requirement_ids))}
    if item.kind is Kind.TWO_SIDED:
        return {"aspects": Lines(shape("aspect", _aspect(item)), item.max_aspects)}
    return {part.key: Lines(shape(part.key, _row(part)), part.max_items) for part in item.lists}


def _aspect(item: Item) -> dict[str, fields.Field[Any]]:
    return {
        "name": Words(ASPECT_NAME, required=True),
        "value": OneOf(TWO_SIDED),
        "words": Words(item.max_length),
    }


def _row(part: Any) -> dict[str, fields.Field[Any]]:
    return {field.key: Words(field.max_length, required=field.required) for field in part.fields}


def _values(item: Item, stages: Collection[Stage]) -> list[int | str]:
    if item.kind in RATED:
        return list(SCALE)
    return [option.key for option in item.options_for(stages)]  # none for two-sided: its aspects carry the values


def _instead(item: Item, author: AuthorRole = AuthorRole.SEEKER) -> list[str]:
    allowed = {NotRated.DONT_KNOW: item.dont_know, NotRated.DOES_NOT_APPLY: item.does_not_apply}
    words = [word.value for word, offered in allowed.items() if offered]
    return [*words, CANT_JUDGE] if author is AuthorRole.COACH else words


_MARKS = [mark.value for mark in (*Mark, *NotRated)]
