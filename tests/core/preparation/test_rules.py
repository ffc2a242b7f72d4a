"""The open rules of a sheet: what is similar, what recurs, what fits, in which order. No database."""

from datetime import date
from types import SimpleNamespace
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach_platform.content.case_facts import CaseFacts
from coach_platform.content.role_words import ordinary_words
from coach_platform.content.vocabulary import ActionKind, Area, Need, Outcome, RoleKind, Stage
from coach_platform.core.preparation.arranging import moved
from coach_platform.core.preparation.choosing import QUESTIONS, choose
from coach_platform.core.preparation.essentials import NOTES, shorten
from coach_platform.core.preparation.fitting import fitting
from coach_platform.core.preparation.reading import Asked, Earlier, Head, Question, Talk
from coach_platform.core.preparation.recurring import Recurring, recurring
from coach_platform.core.preparation.similar import Role, resembles, similar
from coach_platform.kit import clock
from coach_platform.kit.ids import new_id
from coach_platform.kit.text import plain

ME = new_id()
COORDINATOR = Role("harbour co.", "Operations Coordinator", RoleKind.LOGISTICS)


@pytest.mark.parametrize(
    ("other", "alike"),
    [
        (Role("harbour co.", "Cook", RoleKind.OTHER), True),  # the same company, whatever the role
        (
            Role("northgrove", "Senior coordinators, part time", RoleKind.LOGISTICS),
            True,
        ),  # a shared word, plural or not
        (Role("northgrove", "Operations Coordinator", RoleKind.MANAGEMENT), False),  # another kind of role
        (Role("northgrove", "Operations Coordinator", None), False),  # a kind nobody noted is no kind
        (Role("northgrove", "Forklift driver", RoleKind.LOGISTICS), False),
    ],
)
def test_a_role_is_similar_by_company_or_by_kind_and_a_word_of_its_title(other, alike):
    assert similar(COORDINATOR, other) is alike
    assert similar(other, COORDINATOR) is alike


def test_words_that_say_nothing_of_the_work_make_no_two_roles_similar():
    one, other = (
        Role(c, t, RoleKind.OTHER) for c, t in (("a", "Senior lead, bilingual"), ("b", "Senior team, bilingual"))
    )
    assert not similar(one, other)
    assert similar(Role("a", "Conseillère", RoleKind.OTHER), Role("b", "conseillere RH", RoleKind.OTHER))


def test_the_ordinary_words_are_written_as_they_are_compared():
    assert {word for word in ordinary_words() if word != plain(word) or len(word) < 4} == set()


def test_lines_resemble_each_other_by_two_words_or_by_one_where_they_are_short():
    assert resembles("You have kept a shared schedule for a crew", "Daily schedule for a crew of ten")
    assert not resembles(
        "You have kept a shared schedule for a crew", "Schedule meetings, write minutes, answer phones"
    )
    assert resembles("Union relations", "First experience of relations with staff")


def facts(**ratings: int) -> CaseFacts:
    return CaseFacts(new_id(), frozenset(), ratings={Area(name): value for name, value in ratings.items()})


def test_an_area_recurs_from_two_cases_on_and_names_how_many_speak_of_it():
    cases = [facts(research=1, rapport=2), facts(research=2, rapport=4), facts(research=5), facts()]
    assert recurring(cases) == [Recurring(Area.RESEARCH, 2, 3)]


def test_the_employers_own_reason_counts_once_with_the_seekers_answer():
    named = CaseFacts(new_id(), frozenset(), ratings={Area.ANSWERS: 1}, reason_area=Area.ANSWERS)
    assert recurring([named, named]) == [Recurring(Area.ANSWERS, 2, 2)]


@given(st.lists(st.dictionaries(st.sampled_from(list(Area)), st.integers(1, 5)), max_size=12))
def test_what_recurs_is_what_one_counts_by_hand(cases):
    found = recurring([CaseFacts(new_id(), frozenset(), ratings=ratings) for ratings in cases])
    weak = {a: sum(r.get(a, 5) <= 2 for r in cases) for a in Area}
    assert {(one.area, one.cases, one.of) for one in found} == {
        (a, n, sum(a in r for r in cases)) for a, n in weak.items() if n >= 2
    }
    assert [one.cases for one in found] == sorted((one.cases for one in found), reverse=True)


def an_action(kind=ActionKind.COURSE, area=None, asleep=False, cases=()):
    evidence = tuple(SimpleNamespace(case_id=case) for case in cases)
    return SimpleNamespace(kind=kind, area=area, asleep=asleep, evidence=evidence)


def test_actions_that_fit_an_interview():
    near = new_id()
    rehearse, asleep = an_action(ActionKind.PRACTICE), an_action(ActionKind.PRACTICE, asleep=True)
    rapport, exam, fit = an_action(area=Area.RAPPORT), an_action(area=Area.SKILLS), an_action(area=Area.FIT)
    of_case = an_action(cases=[near])
    every = [rehearse, asleep, rapport, exam, fit, of_case]
    assert fitting(every, Stage.INTERVIEW, areas=[], similar_cases=[near]) == [rehearse, rapport, of_case]
    assert fitting(every, Stage.INTERVIEW, areas=[Area.FIT], similar_cases=[]) == [rehearse, rapport, fit]
    assert fitting(every, Stage.TASK, areas=[], similar_cases=[]) == [rehearse, rapport, exam, fit]


IDS = st.lists(st.uuids(), unique=True, min_size=1, max_size=8)


@given(IDS, st.data())
def test_moving_keeps_every_question_and_moves_one_by_one_place(order, data):
    one = data.draw(st.sampled_from(order))
    after = moved(order, one, 1)
    assert sorted(after) == sorted(order)
    assert after.index(one) == min(order.index(one) + 1, len(order) - 1)
    assert moved(moved(order, one, -1), one, 1) in (order, moved(order, one, 1))
    assert moved(order, UUID(int=0), 1) == order


def a_head(**more) -> Head:
    given: dict = {
        "application_id": new_id(),
        "seeker_id": ME,
        "company": "Harbour Co.",
        "title": COORDINATOR.title,
        "role": COORDINATOR,
        "locale": "en",
        "outcome": Outcome.OPEN,
        "case_id": None,
        "talk": Talk(Stage.INTERVIEW, date(2026, 12, 3), "", "en", 0),
        "asked": (),
        "research": "",
        "notes": "",
        "notes_locale": "en",
        "revision": 0,
        "questions": (),
        "hidden": frozenset(),
        "setback": None,
    }
    return Head(**given | more)


def a_question(words="Why us?", *, application_id=None, role=None, seeker_id=ME, times=0) -> Question:
    return Question(new_id(), seeker_id, application_id, role, "", words, "", "en", times, clock.now())


def words_of(what, words, *, role=COORDINATOR, stage=None, seeker_id=ME, line_id=None, company="Northgrove") -> Earlier:
    return Earlier(seeker_id, what, new_id(), new_id(), company, role, stage, words, "en", date(2026, 10, 1), line_id)


ELSEWHERE = Role("brindle", "Baker", RoleKind.OTHER)


def test_questions_come_in_ones_own_order_then_for_this_interview_then_similar_then_the_rest():
    head = a_head()
    any_, near = a_question("any"), a_question("near", application_id=new_id(), role=COORDINATOR)
    mine, far = a_question("mine", application_id=head.application_id), a_question("far", role=ELSEWHERE)
    chosen = choose(head, [any_, far, near, mine], [])
    assert [q.question for q in chosen.questions] == ["mine", "near", "any", "far"]
    again = choose(a_head(application_id=head.application_id, questions=(far.id, near.id)), [any_, far, near, mine], [])
    assert [q.question for q in again.questions] == ["far", "near", "mine", "any"]


def test_there_is_room_for_so_many_and_the_rest_is_counted():
    chosen = choose(a_head(), [a_question(str(n)) for n in range(QUESTIONS + 3)], [])
    assert (len(chosen.questions), chosen.more) == (QUESTIONS, 3)


def test_a_line_like_one_that_was_had_and_not_shown_says_where():
    line = Asked(new_id(), "Kept a shared schedule for a crew", Need.MUST)
    before = words_of("had", "Daily schedule for a crew of twenty", line_id=new_id())
    elsewhere = words_of("had", "Schedule for a crew of bakers", role=ELSEWHERE, line_id=new_id(), company="Brindle")
    chosen = choose(a_head(asked=(line,)), [], [before, elsewhere])
    assert chosen.lines[0].not_shown_at == ("Northgrove",)
    assert chosen.had == ()  # it stands beside the line it resembles
    assert [one.words for one in choose(a_head(), [], [before, elsewhere]).had] == [before.words]


def test_what_worked_at_this_stage_comes_first_and_once():
    told = words_of("worked", "I asked one question back", stage=Stage.SCREENING)
    here = words_of("worked", "Three numbers", stage=Stage.INTERVIEW, role=ELSEWHERE)
    again = words_of("worked", "Three  Numbers", stage=Stage.INTERVIEW)
    assert [one.words for one in choose(a_head(), [], [told, here, again]).worked] == ["Three  Numbers", told.words]


def test_what_was_taken_off_is_off_and_can_be_put_back():
    question, line = a_question(), Asked(new_id(), "A licence", Need.NICE)
    head = a_head(asked=(line,), hidden=frozenset({f"question:{question.id}", f"line:{line.id}"}))
    chosen = choose(head, [question], [])
    assert (chosen.questions, chosen.lines) == ((), ())
    assert {one.words for one in chosen.off} == {"Why us?", "A licence"}


def test_nothing_of_anybody_else_is_chosen():
    other = new_id()
    chosen = choose(a_head(), [a_question(seeker_id=other)], [words_of("worked", "Theirs", seeker_id=other)])
    assert (chosen.questions, chosen.worked, chosen.had) == ((), (), ())


@given(st.text(max_size=3 * NOTES))
def test_a_mail_carries_no_more_of_a_note_than_there_is_room_for(words):
    short = shorten(words)
    assert len(short) <= NOTES + 1
    assert short == words or words.startswith(short[:-1].rstrip())
