"""Every question set makes a schema that takes its own answers, refuses everything else, and names the field."""

from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach_platform.content.question_sets import Item, Kind, load_all
from coach_platform.content.vocabulary import STAGES, Mark, Stage
from coach_platform.core.assessments.answers import field_errors, from_form, to_form
from coach_platform.core.assessments.models import AuthorRole
from coach_platform.core.assessments.schemas import answers_schema, check

SETS = load_all()
LINES = [uuid4() for _ in range(3)]
NOT_RATED = ["dont_know", "does_not_apply"]
words = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Z"]), min_size=1, max_size=40)


def answers_to(item: Item, stages: list[Stage]) -> st.SearchStrategy:
    """Any valid answer to one item."""
    rated = st.one_of(st.integers(1, 5), st.sampled_from(NOT_RATED))
    parts: dict[str, st.SearchStrategy] = {}
    if item.kind is Kind.STAGE_RATINGS:
        stage = st.fixed_dictionaries({"value": rated}, optional={"words": words})
        per_stage = st.dictionaries(st.sampled_from([s.value for s in stages]), stage, min_size=1)
        return st.fixed_dictionaries({"stages": per_stage})
    if item.kind is Kind.TEXT:
        return st.fixed_dictionaries({"words": words})
    if item.kind is Kind.CHOICE:
        rated = st.sampled_from([o.key for o in item.options_for(stages)] + NOT_RATED)
    if item.kind is Kind.REQUIREMENTS:
        mark = st.sampled_from([*(m.value for m in Mark), *NOT_RATED])
        marks = st.lists(st.sampled_from([str(i) for i in LINES]), unique=True, min_size=1)
        parts["marks"] = marks.flatmap(
            lambda ids: st.tuples(*[mark for _ in ids]).map(
                lambda said: [{"requirement": i, "mark": m} for i, m in zip(sorted(ids), said, strict=True)]
            )
        )
    if item.kind is Kind.TWO_SIDED:
        aspect = st.fixed_dictionaries({"name": words}, optional={"value": st.integers(-2, 2), "words": words})
        return st.fixed_dictionaries({"aspects": st.lists(aspect, min_size=1, max_size=item.max_aspects)})
    for part in item.lists:
        row = st.fixed_dictionaries({field.key: words for field in part.fields})
        parts[part.key] = st.lists(row, min_size=1, max_size=part.max_items)
    return st.fixed_dictionaries({"value": rated}, optional={"words": words, **parts})


@st.composite
def documents(draw):
    questions = draw(st.sampled_from(SETS))
    stages = sorted(draw(st.sets(st.sampled_from(STAGES), min_size=1)), key=lambda stage: stage.rank)
    items = {item.key: answers_to(item, stages) for item in questions.items_for(stages)}
    return questions, stages, draw(st.fixed_dictionaries({}, optional=items))


@settings(max_examples=40, deadline=None)  # a schema is made anew for each: about 10 ms
@given(documents())
def test_whatever_a_set_asks_may_be_answered(drawn):
    questions, stages, document = drawn
    assert check(answers_schema(questions, stages=stages, requirement_ids=LINES), document) == {}


@settings(max_examples=40, deadline=None)
@given(documents())
def test_a_form_says_the_same_as_its_document(drawn):
    questions, stages, document = drawn
    fields = {name: str(value) for name, value in to_form(document).items()}
    again = from_form(fields, questions, stages=stages, requirement_ids=sorted(LINES, key=str)).document
    assert to_form(again) == to_form(document)


@settings(max_examples=40, deadline=None)
@given(documents(), st.sampled_from([0, 6, True, "3", 2.0, None, [], {"a": 1}, "maybe"]))
def test_a_value_that_is_not_on_the_scale_is_refused(drawn, value):
    questions, stages, _ = drawn
    schema = answers_schema(questions, stages=stages, requirement_ids=LINES)
    scales = [i for i in questions.items_for(stages) if i.kind in (Kind.SCALE, Kind.LIST, Kind.REQUIREMENTS)]
    for item in scales:
        errors = field_errors(check(schema, {item.key: {"value": value}}), {item.key: {"value": value}})
        assert list(errors) == [f"{item.key}.value"]


@pytest.mark.parametrize("questions", SETS, ids=lambda q: q.key)
def test_what_was_not_asked_is_refused_at_every_depth(questions):
    schema = answers_schema(questions, stages=STAGES, requirement_ids=LINES)
    assert check(schema, {"salary": {"value": 3}})
    for item in questions.items:
        assert check(schema, {item.key: {"mood": "low"}})
        for part in item.lists:
            row = {field.key: "x" for field in part.fields}
            assert check(schema, {item.key: {part.key: [{**row, "seeker_id": "x"}]}})


def test_interview_questions_are_asked_only_where_one_was_reached():
    deeper = next(q for q in SETS if q.key == "deeper")
    schema = answers_schema(deeper, stages=[Stage.APPLIED], requirement_ids=[])
    assert check(schema, {"research": {"value": 2}}) == {}
    for key in ("rapport", "preparation", "answers", "surprises"):
        assert check(schema, {key: {"value": 2}})


def test_words_that_are_too_long_are_named_with_how_much():
    first = next(q for q in SETS if q.key == "first_assessment")
    document = {"what_happened": {"words": "x" * 4003}}
    errors = field_errors(check(answers_schema(first, stages=STAGES), document), document)
    assert errors == {"what_happened.words": "This is 3 characters too long."}


def test_a_row_without_its_required_words_is_named_where_it_stood_in_the_form():
    deeper = next(q for q in SETS if q.key == "deeper")
    form = {"surprises.items.0.question": "", "surprises.items.2.said": "I like it here."}
    parsed = from_form(form, deeper, stages=STAGES)
    errors = check(answers_schema(deeper, stages=STAGES), parsed.document)
    assert list(field_errors(errors, parsed.document, parsed.places)) == ["surprises.items.2.question"]


def test_a_mark_that_is_no_mark_is_named_by_its_line():
    deeper = next(q for q in SETS if q.key == "deeper")
    document = {"match": {"marks": [{"requirement": str(LINES[1]), "mark": "perhaps"}]}}
    errors = check(answers_schema(deeper, stages=STAGES, requirement_ids=LINES), document)
    assert list(field_errors(errors, document)) == [f"match.marks.{LINES[1]}"]


def test_a_line_of_another_posting_cannot_be_marked():
    deeper = next(q for q in SETS if q.key == "deeper")
    document = {"match": {"marks": [{"requirement": str(uuid4()), "mark": "shown"}]}}
    assert check(answers_schema(deeper, stages=STAGES, requirement_ids=LINES), document)


def test_naming_an_aspect_takes_back_dont_know():
    deeper = next(q for q in SETS if q.key == "deeper")
    form = {"balance.value": "dont_know", "balance.aspects.1.name": "Modesty", "balance.aspects.1.value": "-2"}
    assert from_form(form, deeper, stages=STAGES).document == {
        "balance": {"aspects": [{"name": "Modesty", "value": -2}]}
    }


def test_only_a_coach_says_on_what_an_answer_rests_or_that_they_cannot_judge():
    deeper = next(q for q in SETS if q.key == "deeper")
    document = {"rapport": {"value": "cant_judge"}, "research": {"value": 2, "basis": ["mock_interview"]}}
    assert check(answers_schema(deeper, stages=STAGES, author=AuthorRole.COACH), document) == {}
    assert set(check(answers_schema(deeper, stages=STAGES), document)) == {"rapport", "research"}


def test_what_cannot_be_stored_is_left_out_before_a_draft_is_kept():
    first = next(q for q in SETS if q.key == "first_assessment")
    parsed = from_form({"what_happened.words": "a\0b\r\nc "}, first, stages=STAGES)
    assert parsed.document == {"what_happened": {"words": "ab\nc"}}
