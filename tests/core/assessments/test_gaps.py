"""How far apart two views are: the widest first, and only where both gave a number. No database."""

from datetime import UTC, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from coach_platform.content.coach_wording import for_coach
from coach_platform.content.question_sets import Kind, latest
from coach_platform.core.assessments.gaps import gaps
from coach_platform.core.assessments.models import AuthorRole
from coach_platform.core.assessments.queries import Response
from coach_platform.kit.ids import new_id

DEEPER = latest("deeper")
NO_NUMBERS = ["dont_know", "does_not_apply", "cant_judge"]
SCALES = [item.key for item in DEEPER.items if item.kind is not Kind.TWO_SIDED]


def response(role: AuthorRole, answers: dict[str, Any]) -> Response:
    who = {"author_id": new_id(), "author_name": role.value, "author_role": role}
    about = {"id": new_id(), "case_id": new_id(), "set_key": "deeper", "questions": DEEPER}
    return Response(
        **about,
        **who,
        locale="en",
        answers=answers,
        blind=True,
        submitted_at=datetime(2026, 1, 1, tzinfo=UTC),
        version=1,
    )


def between(seeker: dict[str, Any], *coaches: dict[str, Any]):
    return gaps(response(AuthorRole.SEEKER, seeker), [response(AuthorRole.COACH, each) for each in coaches])


values = st.one_of(st.integers(1, 5), st.sampled_from(NO_NUMBERS), st.none())
scaled = st.dictionaries(st.sampled_from(SCALES), values.map(lambda v: {"value": v} if v else {"words": "x"}))
aspects = st.lists(
    st.fixed_dictionaries({"name": st.sampled_from(["Modesty", "modesty ", "Numbers"]), "value": st.integers(-2, 2)}),
    max_size=3,
)
documents = st.builds(lambda one, named: one | ({"balance": {"aspects": named}} if named else {}), scaled, aspects)


@given(documents, st.lists(documents, min_size=1, max_size=3))
def test_the_widest_gap_comes_first_and_where_there_is_none_comes_last(seeker, coaches):
    found = between(seeker, *coaches)
    order = [-1 if one.width is None else one.width for one in found]
    assert order == sorted(order, reverse=True)
    for same in set(order):
        numbers = [one.item.number for one, width in zip(found, order, strict=True) if width == same]
        assert numbers == sorted(numbers)  # as they were asked


@given(documents, documents)
def test_a_gap_is_only_where_both_gave_a_number_and_is_their_distance(seeker, coach):
    for one in between(seeker, coach):
        (gap,) = one.gaps
        if one.item.kind is Kind.TWO_SIDED:
            continue
        both = [document.get(one.item.key, {}).get("value") for document in (seeker, coach)]
        numbers = [value for value in both if isinstance(value, int)]
        assert gap.width == (abs(numbers[0] - numbers[1]) if len(numbers) == 2 else None)


@given(documents, documents)
def test_every_question_that_anybody_answered_is_there_once(seeker, coach):
    keys = [one.item.key for one in between(seeker, coach)]
    assert sorted(keys) == sorted({key for document in (seeker, coach) for key, answer in document.items() if answer})


def test_balance_is_compared_where_both_name_the_same_thing():
    mine = {"balance": {"aspects": [{"name": "Numbers", "value": -2}, {"name": "Modesty", "value": 1}]}}
    theirs = {"balance": {"aspects": [{"name": "modesty", "value": 2}, {"name": "numbers", "value": 1}]}}
    (one,) = between(mine, theirs)
    assert (one.gaps[0].what, one.gaps[0].theirs, one.gaps[0].coachs, one.width) == ("Numbers", -2, 1, 3)
    (other,) = between(mine, {"balance": {"aspects": [{"name": "Leading people", "value": 2}]}})
    assert other.width is None


def test_the_coach_is_asked_the_same_questions_about_the_seeker_and_nothing_only_the_seeker_can_list():
    asked = for_coach(DEEPER, "Sam Okafor")
    assert [item.key for item in asked.items] == [item.key for item in DEEPER.items]
    assert [item.lists for item in asked.items] == [()] * len(asked.items)
    assert "Sam Okafor" in asked.item("preparation").prompt.en
    assert "Sam Okafor" in asked.item("preparation").prompt.fr
    assert not any("%" in text for item in asked.items for text in (item.prompt.en, item.prompt.fr))
