"""Between a form's flat fields and an answers document, both ways, with or without scripts.

A field's name is its path in the document, joined by dots: clarity.value, performance.stages.interview.words,
balance.aspects.0.name, answers.pointed_out.1.said_by. A requirement's mark goes by the id of its line: match.marks.<id>.
On what a coach's answer rests is a box for each: research.basis.resume.
Blank fields and blank rows are left out of the document, so a document holds only what was answered.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from coach_platform.content.question_sets import Item, Kind, QuestionSetBody
from coach_platform.content.vocabulary import Stage

Document = dict[str, Any]
# A coach says on what each answer rests, one or several, or that they cannot judge.
BASES = ("resume", "mock_interview", "employers_word")
ROWS_SCANNED = 40  # more rows than any list may hold: a form that sends too many is told so, not cut short
ASPECT_FIELDS = ("name", "value", "words")


@dataclass(frozen=True)
class Parsed:
    """A document, and at which row of the form each of its rows stood (blank rows between them are gone)."""

    document: Document
    places: dict[str, list[int]] = field(default_factory=dict)  # "balance.aspects" -> [0, 2]


def from_form(
    form: Mapping[str, str],
    questions: QuestionSetBody,
    *,
    stages: Collection[Stage],
    requirement_ids: Collection[UUID] = (),
) -> Parsed:
    """What a form says, unchecked: a value that is no number stays the text it was."""
    places: dict[str, list[int]] = {}
    document = {
        item.key: answer
        for item in questions.items_for(stages)
        if (answer := _answer(form, item, stages, requirement_ids, places))
    }
    return Parsed(document, places)


def to_form(document: Document) -> dict[str, Any]:
    """The fields of a form that says the same."""
    return dict(_flat(document, ()))


def field_errors(
    errors: Mapping[str, Any], document: Document, places: Mapping[str, list[int]] | None = None
) -> dict[str, str]:
    """marshmallow's nested errors as {name of the field: sentence}; rows counted as the form did, where it is known."""
    return dict(_flat_errors(errors, (), document, places or {}))


def rows(document: Document, item_key: str, list_key: str) -> int:
    """How many rows of a list are filled."""
    return len(document.get(item_key, {}).get(list_key, []))


def _answer(
    form: Mapping[str, str],
    item: Item,
    stages: Collection[Stage],
    requirement_ids: Collection[UUID],
    places: dict[str, list[int]],
) -> Document:
    answer = _filled(form, item.key, ("value", "words"))
    answer["basis"] = [word for word in BASES if form.get(f"{item.key}.basis.{word}")]
    if item.kind is Kind.STAGE_RATINGS:
        rated = {s.value: _filled(form, f"{item.key}.stages.{s}", ("value", "words")) for s in stages}
        answer["stages"] = {stage: part for stage, part in rated.items() if part}
    if item.kind is Kind.REQUIREMENTS:
        marks = {str(i): form.get(f"{item.key}.marks.{i}", "") for i in requirement_ids}
        answer["marks"] = [{"requirement": i, "mark": mark} for i, mark in marks.items() if mark]
    for key, names in _lists(item):
        answer[key] = _rows(form, f"{item.key}.{key}", names, places)
    if answer.get("aspects"):
        answer.pop("value", None)  # a radio cannot be taken back without a script: what was named wins
    return {key: value for key, value in answer.items() if value not in ("", [], {})}


def _lists(item: Item) -> Iterator[tuple[str, tuple[str, ...]]]:
    if item.kind is Kind.TWO_SIDED:
        yield "aspects", ASPECT_FIELDS
    for part in item.lists:
        yield part.key, tuple(field.key for field in part.fields)


def _rows(form: Mapping[str, str], name: str, fields: tuple[str, ...], places: dict[str, list[int]]) -> list[Document]:
    found = [(place, _filled(form, f"{name}.{place}", fields)) for place in range(ROWS_SCANNED)]
    kept = [(place, row) for place, row in found if row]
    places[name] = [place for place, _ in kept]
    return [row for _, row in kept]


def _filled(form: Mapping[str, str], name: str, parts: tuple[str, ...]) -> Document:
    read = {part: _read(form.get(f"{name}.{part}", ""), part) for part in parts}
    return {part: value for part, value in read.items() if value != ""}


def _read(text: str, part: str) -> Any:
    # Browsers send CRLF where people see one line end; NUL cannot be stored in jsonb.
    text = text.replace("\r\n", "\n").replace("\0", "").strip()
    if part == "value" and text.removeprefix("-").isdecimal() and text.isascii():
        return int(text)
    return text


def _flat(value: Any, path: tuple[str, ...]) -> Iterator[tuple[str, Any]]:
    if isinstance(value, Mapping):
        for key, part in value.items():
            yield from _flat(part, (*path, str(key)))
    elif isinstance(value, list) and path[-1] == "marks":
        for line in value:
            yield ".".join((*path, line["requirement"])), line.get("mark")
    elif isinstance(value, list) and path[-1] == "basis":
        for word in value:
            yield ".".join((*path, word)), "y"
    elif isinstance(value, list):
        for place, part in enumerate(value):
            yield from _flat(part, (*path, str(place)))
    else:
        yield ".".join(path), value


def _flat_errors(
    errors: Any, path: tuple[str, ...], document: Any, places: Mapping[str, list[int]]
) -> Iterator[tuple[str, str]]:
    if not isinstance(errors, Mapping):
        yield ".".join(path), str(errors[0])
        return
    for key, found in errors.items():
        if path[-1:] == ("marks",):
            yield ".".join((*path, _requirement(document, path[0], key))), _first(found)
        else:
            place = _place(places.get(".".join(path)), key)
            yield from _flat_errors(found, (*path, place) if key != "_schema" else path, document, places)


def _place(rows_of_form: list[int] | None, key: Any) -> str:
    if rows_of_form is not None and isinstance(key, int) and key < len(rows_of_form):
        return str(rows_of_form[key])
    return str(key)


def _requirement(document: Any, item_key: str, place: int) -> str:
    return str(document[item_key]["marks"][place].get("requirement", place))


def _first(found: Any) -> str:
    while isinstance(found, Mapping):
        found = next(iter(found.values()))
    return str(found[0])
