"""The caseload: where the work stands, filters and orders held against direct computing, looks, saved views."""

import random
from datetime import timedelta

import pytest

from coach_platform.core.accounts import privacy
from coach_platform.core.accounts.actors import actor_for
from coach_platform.core.coaching.looks_log import looks_page
from coach_platform.core.plans.models import Turn
from coach_platform.core.relations.models import Section
from coach_platform.core.today.caseload import views
from coach_platform.core.today.caseload.filters import Beside, Filters, Order, Sort, as_words, filters_of, order_of
from coach_platform.core.today.caseload.listing import caseload, matching, taken_out
from coach_platform.core.today.caseload.work_stages import Facts, WorkStage, asked_for, work_stage
from coach_platform.kit import clock
from coach_platform.kit.errors import Invalid, NotFound
from coach_platform.kit.text import plain
from tests.core.today.many import Made, many

NOW_FILTERS = [
    Filters(),
    Filters(words="eva 00"),
    Filters(words="ÈVE"),
    Filters(stages=frozenset({WorkStage.QUIET, WorkStage.NEW})),
    Filters(stages=frozenset({WorkStage.ACTING, WorkStage.PLAN_WITH_ME, WorkStage.FOUND_WORK})),
    Filters(waiting=True),
    Filters(overdue=True),
    Filters(quiet=True),
    Filters(quiet=True, overdue=True),
    Filters(beside=Beside.TEAM),
]


def stage(one: Made) -> WorkStage | None:
    """The same, computed from what was put in and nothing else."""
    has = one.sections.__contains__
    if has(Section.PIPELINE) and one.found_work:
        return WorkStage.FOUND_WORK
    if has(Section.PLAN) and one.waiting_since:
        return WorkStage.PLAN_WITH_ME
    if has(Section.ACTIVITY) and clock.now() - one.last_seen_at >= timedelta(days=14):
        return WorkStage.QUIET
    if has(Section.PLAN) and one.turn is Turn.AWAITING_SEEKER:
        return WorkStage.PLAN_WITH_THEM
    if has(Section.PLAN) and one.turn is Turn.AGREED:
        return WorkStage.ACTING if one.dues else WorkStage.AGREED
    if has(Section.PLAN) and one.dues:
        return WorkStage.PLANNING
    if has(Section.STORY) and one.cases:
        return WorkStage.STORY
    return WorkStage.NEW if has(Section.PLAN) or has(Section.STORY) else None


def overdue(one: Made) -> int:
    return sum(due < clock.today("America/Toronto") for due in one.dues)


def expected(made: list[Made], wanted: Filters) -> set:
    def among(one: Made) -> bool:
        plan = Section.PLAN in one.sections
        quiet = Section.ACTIVITY in one.sections and clock.now() - one.last_seen_at >= timedelta(days=14)
        return (
            all(word in plain(one.name) for word in plain(wanted.words).split())
            and (not wanted.stages or stage(one) in wanted.stages)
            and (not wanted.waiting or (plan and one.waiting_since is not None))
            and (not wanted.overdue or (plan and overdue(one) > 0))
            and (not wanted.quiet or quiet)
            and wanted.beside is not Beside.TEAM
        )

    return {one.id for one in made if among(one)}


VALUE = {
    Sort.NAME: (None, lambda one: (plain(one.name), one.id)),
    Sort.LAST_HERE: (Section.ACTIVITY, lambda one: one.last_seen_at),
    Sort.WAITING: (Section.PLAN, lambda one: one.waiting_since),
    Sort.OPEN: (Section.PLAN, lambda one: len(one.dues)),
    Sort.OVERDUE: (Section.PLAN, overdue),
    Sort.CASES: (Section.STORY, lambda one: one.cases),
    Sort.CONFIDENCE: (Section.CONFIDENCE, lambda one: one.confidence[-1] if one.confidence else None),
    Sort.STAGE: ("stage", lambda one: stage(one).rank),
}


@pytest.mark.parametrize("seed", [3, 17])
def test_filters_and_orders_are_those_of_direct_computing(cast, seed):
    made = [*many(cast.omar, 70, seed=seed)]
    for wanted in NOW_FILTERS:
        assert set(matching(cast.omar, wanted)) == expected(made, wanted), wanted
    for sort, (section, value) in VALUE.items():
        for descending in (False, True):
            found = matching(cast.omar, Filters(), Order(sort, descending))
            assert found == in_order(made, section, value, descending), (sort, descending)


def in_order(made, section, value, descending):
    """By comparing each with each: granted and there, then granted and empty, then not granted; alike ones by name."""

    def granted(one):
        return section is None or (stage(one) is not None if section == "stage" else section in one.sections)

    def before(a, b):
        groups = [0 if granted(one) and value(one) is not None else 1 if granted(one) else 2 for one in (a, b)]
        if groups[0] != groups[1]:
            return groups[0] < groups[1]
        if groups[0] == 0 and value(a) != value(b):
            return (value(a) > value(b)) is descending
        return (plain(a.name), a.id) < (plain(b.name), b.id)

    return [one.id for one in sorted(made, key=lambda one: sum(before(other, one) for other in made))]


def test_pages_hold_each_once_under_ties(cast):
    made = many(cast.omar, 120, seed=5)
    for sort in Sort:
        order = Order(sort, True)
        pages = [caseload(cast.omar, Filters(), order, page=n) for n in (1, 2, 3)]
        found = [line.seeker_id for page in pages for line in page.lines]
        assert found == matching(cast.omar, Filters(), order)
        assert set(found) == {one.id for one in made}
    assert caseload(cast.omar, page=99).page == 3


def test_the_address_says_all_of_it_and_nothing_odd_counts():
    chance = random.Random(2)
    for _ in range(200):
        wanted = Filters(
            words=chance.choice(["", "éva"]),
            stages=frozenset(chance.sample(list(WorkStage), chance.randint(0, 3))),
            waiting=chance.random() < 0.5,
            quiet=chance.random() < 0.5,
            beside=chance.choice([None, *Beside]),
        )
        order = Order(chance.choice(list(Sort)), chance.random() < 0.5)
        said = as_words(wanted, order)
        assert (filters_of(said), order_of(said)) == (wanted, order)
    odd = {
        "stage": ["x", "new"],
        "sort": ["drop table"],
        "dir": ["up"],
        "beside": ["?"],
        "office": ["1"],
        "waiting": ["2"],
    }
    assert (filters_of(odd), order_of(odd)) == (Filters(stages=frozenset({WorkStage.NEW})), Order())


@pytest.mark.parametrize(
    ("facts", "found"),
    [
        (Facts(), None),
        (Facts(quiet=False, found_work=False, deeper=False), None),  # what is shared says nothing of the work
        (Facts(cases=0), WorkStage.NEW),
        (Facts(points=0, waits=False, open_actions=0), WorkStage.NEW),
        (Facts(cases=2), WorkStage.STORY),
        (Facts(cases=2, deeper=True), WorkStage.ASSESSING),
        (Facts(cases=2, deeper=True, points=1, turn=Turn.DRAFT), WorkStage.PLANNING),
        (Facts(points=1, open_actions=1, turn=Turn.AGREED), WorkStage.ACTING),
        (Facts(points=1, open_actions=0, turn=Turn.AGREED), WorkStage.AGREED),
        (Facts(points=1, open_actions=1, turn=Turn.AWAITING_SEEKER), WorkStage.PLAN_WITH_THEM),
        (Facts(points=1, open_actions=1, turn=Turn.AWAITING_SEEKER, quiet=True), WorkStage.QUIET),
        (Facts(points=1, open_actions=1, turn=Turn.AWAITING_COACH, waits=True, quiet=True), WorkStage.PLAN_WITH_ME),
        (Facts(points=1, open_actions=1, turn=Turn.AWAITING_COACH, waits=False), WorkStage.PLANNING),
        (Facts(waits=True, found_work=True), WorkStage.FOUND_WORK),
    ],
)
def test_where_the_work_stands_is_the_first_line_that_holds(facts, found):
    assert work_stage(facts) is found


def test_saying_a_stage_tells_of_every_section_that_was_asked_before_it():
    assert asked_for(None) == frozenset()
    assert asked_for(WorkStage.PLAN_WITH_ME) == {Section.PIPELINE, Section.PLAN}
    assert asked_for(WorkStage.NEW) == {
        *(Section.PIPELINE, Section.PLAN, Section.ACTIVITY),
        *(Section.DEEPER, Section.STORY),
    }


def test_who_does_not_want_to_be_told_of_is_never_quiet(cast):
    (one,) = many(cast.omar, 1, seed=1)
    one = actor_for(one.id)
    privacy.choose_quiet_told(one, False)
    assert not any(line.quiet or line.work_stage is WorkStage.QUIET for line in caseload(cast.omar).lines)


def test_a_search_is_a_look_that_says_it_was_one_and_a_file_one_of_its_own(cast):
    cast.grant(Section.PLAN, Section.ACTIVITY, future=True)
    for surface, ask in (
        ("queue", lambda: caseload(cast.casey)),
        ("search", lambda: caseload(cast.casey, Filters(words="OKAFÓR"))),
        ("export", lambda: taken_out(cast.casey)),
    ):
        ask()
        line = looks_page(cast.sam).lines[0]
        assert line.surface == surface
        assert Section.PLAN in {section for section, _cases in line.seen}


def test_whom_a_filter_leaves_out_was_not_looked_at(cast):
    cast.grant(*Section, future=True)
    assert caseload(cast.casey, Filters(words="nobody")).lines == []
    assert looks_page(cast.sam).lines == []


def test_views_are_a_coachs_own_in_their_order_and_keep_no_name(cast):
    asked = {"q": ["Sam"], "overdue": ["1"], "sort": ["overdue"], "page": ["3"], "csrf_token": ["x"]}
    first = views.save_view(cast.casey, name="  Late   ones ", asked=asked)
    second = views.save_view(cast.casey, name="Éva’s", asked={})
    views.open_with(cast.casey, second)
    views.move_view(cast.casey, second, up=True)
    views.move_view(cast.casey, second, up=True)
    found = views.views(cast.casey)
    assert [(view.id, view.first) for view in found] == [(second, True), (first, False)]
    assert found[1].asked == {"overdue": ["1"], "sort": ["overdue"]}
    assert views.views(cast.omar) == []
    for verb in (views.remove_view, lambda who, view: views.change_view(who, view, asked={})):
        with pytest.raises(NotFound):
            verb(cast.omar, first)
    views.open_with(cast.casey, None)
    views.remove_view(cast.casey, second)
    assert [view.first for view in views.views(cast.casey)] == [False]


@pytest.mark.parametrize("name", ["", "  ", "x" * 61, "a\nb", "LATE"])
def test_a_name_of_a_view_is_short_on_one_line_and_taken_once(cast, name):
    views.save_view(cast.casey, name="Late", asked={})
    with pytest.raises(Invalid) as refused:
        views.save_view(cast.casey, name=name, asked={})
    assert set(refused.value.fields) == {"name"}


def test_there_are_twenty_views_at_most(cast):
    for number in range(views.MOST):
        views.save_view(cast.casey, name=f"View {number}", asked={})
    with pytest.raises(Invalid):
        views.save_view(cast.casey, name="One more", asked={})
