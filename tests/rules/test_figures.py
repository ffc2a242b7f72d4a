"""The table of figures and sections (core/access/figures.py) against what is really drawn for a coach.

Each granted thing on the coach's side carries the mark of its figure. Nothing is drawn that the table does not know,
nothing stands in the table that is drawn nowhere, and without its section neither a figure nor anything that rests on it
is there. "View as my coach" draws the same figures with the same words.
"""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select, text

from coach_platform.content.vocabulary import Section
from coach_platform.core.access import looks
from coach_platform.core.access.figures import FIGURES, Surface
from coach_platform.core.accounts.actors import actor_for
from coach_platform.core.applications.models import Application, Case
from coach_platform.core.mail.kinds import all_kinds
from coach_platform.core.mail.preview import preview
from coach_platform.core.plans.models import Comment, Plan
from coach_platform.core.portability.gathering import gather
from coach_platform.core.practice.models import PracticeItem
from coach_platform.core.reconnect.models import Feedback
from coach_platform.core.relations.models import Look
from coach_platform.core.reports.gathering import OFFERED
from coach_platform.core.reports.making import Wish, make_report
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.errors import NotFound
from coach_platform.kit.ids import new_id
from tests.rules.access_world import World, undone
from tests.rules.canaries import Planted, plant
from tests.rules.conftest import sample_world
from tests.rules.drawn import drawn, outside, pieces

pytestmark = pytest.mark.xdist_group("figures")  # one world for all of it

EVERYTHING = frozenset(Section)
TEMPLATE = "fit.proof_beside_each_line"  # Sam has it open (access_world.py)
SHOWN = 4  # cases opened one by one; tests/rules/test_canaries.py opens all of them
SEEN: dict[frozenset[Section], tuple[dict[str, str], dict[str, str], set[str]]] = {}


@pytest.fixture(scope="module")
def world(app, sample_database) -> Iterator[World]:
    """The sample world as the owner of its tables has it, with something of everything a coach can be shown."""
    with sample_world(app, sample_database.owner_url) as world:
        enrich(world)
        yield world


@pytest.fixture(scope="module", autouse=True)
def planted(world: World) -> Planted:
    """A word of its own in every private place of Sam's."""
    return plant(world.sam, world.casey)


def enrich(world: World) -> None:
    """What the sample people do not happen to have on every day of the year: each reason at once, comments everywhere."""
    now = clock.now()
    values = {
        "sam": world.sam,
        "casey": world.casey,
        "coaching": world.coaching,
        "quiet": now - timedelta(days=20),
        "past": now.date() - timedelta(days=2),
        "later": now.date() + timedelta(days=9),
        "plan": db.session.scalar(select(Plan.id).where(Plan.seeker_id == world.sam)),
        "review": new_id(),
        "item": _item(world),
        "case": _cases(world)[0],
        "mate": world.teammate,
        "hand_on": new_id(),
    }
    for statement in RICHER:
        db.session.execute(text(statement), values)
    targets: list[dict[str, Any]] = [{"target": "plan", "plan_id": values["plan"]}]
    targets.append({"target": "action", "action_id": world.ids["point_id"]})
    of_item = db.session.scalar(select(PracticeItem.case_id).where(PracticeItem.id == _item(world)))
    targets.append({"target": "practice", "item_id": _item(world), "case_id": of_item})
    for answer in db.session.scalars(select(Feedback).where(Feedback.seeker_id == world.sam)):
        said = {"case_id": answer.case_id, "set_key": "feedback", "item_key": str(answer.id)}
        targets.append({"target": "answer", **said})
    for case_id in _cases(world):
        targets.append({"target": "case", "case_id": case_id})
        for set_key, key in (("first_assessment", "what_happened"), ("deeper", "research"), ("deeper", "rapport")):
            targets.append({"target": "answer", "case_id": case_id, "set_key": set_key, "item_key": key})
    db.session.add_all(_looks_long_ago(world))
    db.session.add_all([_comment(world, by_coach, **one) for one in targets for by_coach in (True, False)])
    db.session.commit()
    world.grant(set(Section))
    world.ids["paper"] = _paper(world)


def _paper(world: World) -> UUID:
    """A report of everything there is, made by Casey."""
    today = now_day()
    wish = Wish("The fund", today - timedelta(days=800), today, "en", OFFERED, words="Well done", talks=2, names=True)
    paper = make_report(actor_for(world.casey), world.sam, wish, client_id=new_id())
    db.session.commit()
    return paper


def now_day() -> Any:
    """Today where Sam lives, which a report may not pass."""
    return clock.now().date() - timedelta(days=1)


RICHER = (
    # Of Casey's others one stays, who shares nothing: so that every figure on a page is one of Sam's.
    "update grants set revoked_at = now() where seeker_id <> :sam and revoked_at is null",
    "update coachings set state = 'ended' where coach_id = :casey and seeker_id <> :sam and state = 'active' and id <>"
    " (select id from coachings where coach_id = :casey and seeker_id <> :sam and state = 'active' order by id limit 1)",
    "update persons set last_seen_at = :quiet where id = :sam",
    "update practice_items set comment_asked_at = now() + interval '1 hour' where id = :item",
    "update actions set due_on = :past where seeker_id = :sam and state = 'open'",
    "update actions set snoozed_until_on = :later where id = (select id from actions"
    " where seeker_id = :sam and state = 'open' order by id limit 1)",
    "update applications set furthest_stage = 'final_round', outcome = 'rejected', outcome_on = :past where id ="
    " (select application_id from cases where id = :case)",
    "update cases set opened_at = now() where seeker_id = :sam",
    "update reviews set withdrawn_at = now() where seeker_id = :sam and answered_at is null",
    "insert into reviews (id, seeker_id, plan_id, coaching_id, note, note_locale, asked_at, answer)"
    " values (:review, :sam, :plan, :coaching, 'Please look', 'en', :quiet, '')",
    "update plans set turn = 'awaiting_coach', turn_since_at = :quiet, coaching_id = :coaching where id = :plan",
    "update feedback set created_at = now(), author_id = :sam where seeker_id = :sam and source <> 'card'",
    "insert into queue_hand_ons (id, seeker_id, from_id, to_id, section, created_at)"
    " values (:hand_on, :sam, :mate, :casey, 'activity', now())",
)
# Handed on by Casey, and taken.
AWAY = (
    "insert into queue_hand_ons (id, seeker_id, from_id, to_id, section, created_at, taken_at)"
    " values (:id, :sam, :casey, :mate, 'plan', now() - interval '10 days', now())"
)
# The same plan a day later, and a case whose outcome is another by now.
LATER = (
    "update reviews set answered_at = now(), answer = 'Good', answer_locale = 'en', agreed_at = now()"
    " where seeker_id = :sam and answered_at is null and withdrawn_at is null",
    "update plans set turn = 'agreed', turn_since_at = now() + interval '1 second' where seeker_id = :sam",
    "update applications set outcome = 'closed' where id = (select application_id from cases where id = :case)",
)
# What waited has ended unanswered.
LAPSED = (
    "update reviews set withdrawn_at = now(), lapsed_at = now(), asked_at = now()"
    " where seeker_id = :sam and answered_at is null and withdrawn_at is null",
    "update plans set turn = 'draft' where seeker_id = :sam",
)


def _comment(world: World, by_coach: bool, **where: Any) -> Comment:
    who = {"author_id": world.casey if by_coach else world.sam, "coaching_id": world.coaching if by_coach else None}
    said = {"author_name": "-", "by_coach": by_coach, "body": "said", "locale": "en", "created_at": func.now()}
    return Comment(id=new_id(), seeker_id=world.sam, **who, **said, **where)


def _looks_long_ago(world: World) -> list[Look]:
    """Casey looked at everything two years ago: whatever there is came since."""
    who = {"seeker_id": world.sam, "reader_id": world.casey, "reader_name": "-", "surface": "page"}
    moment = clock.now() - timedelta(days=730)
    db.session.execute(text("delete from looks where reader_id = :casey and surface = 'page'"), {"casey": world.casey})
    return [
        Look(id=new_id(), section=Section.DEEPER, case_id=case_id, looked_at=moment, **who) for case_id in _cases(world)
    ]


def _cases(world: World) -> list[UUID]:
    query = select(Case.id).join(Application, Application.id == Case.application_id)
    return list(db.session.scalars(query.where(Case.seeker_id == world.sam, Application.deleted_at.is_(None))))


def _coachs_pages(world: World) -> dict[str, str]:
    """Every page on which a coach is shown something of a seeker, by what it is."""
    home = f"/coach/seekers/{world.sam}"
    # Who never looked chooses first (test_canaries.py holds that nothing is shown before).
    cases = {f"case {case_id}": f"{home}/cases/{case_id}?read=deeper" for case_id in _cases(world)[:SHOWN]}
    both = world.by_endpoint["coach_calibration.compare"]["case_id"]
    cases[f"compare {both}"] = f"{home}/cases/{both}/view/compare"
    plan = {"plan": f"{home}/plan", "propose": f"{home}/plan/propose"}
    more = {
        "timeline": f"{home}/timeline",
        "insights": f"{home}/insights",
        f"practice {_item(world)}": f"{home}/practice/{_item(world)}",
    }
    kinds = {f"phone {kind}": f"{home}/phone/{kind}" for kind in ("no", "answer", "done")}
    phone = {"phone": f"{home}/phone", **kinds, "reports": f"{home}/reports", "a report": f"{home}/reports/new"}
    paper = {"paper": f"{home}/reports/{world.ids['paper']}"} if "paper" in world.ids else {}
    more |= phone | paper
    opened = {"opened": f"/coach/today/{world.sam}", "hand on": f"/coach/today/{world.sam}/hand-on"}
    load = {"caseload": "/coach/seekers", "assign": f"/coach/seekers/assign?seeker={world.sam}&template={TEMPLATE}"}
    load["assigned"] = f"/coach/seekers/assigned/{world.ids['assignment_id']}"
    return {"today": "/coach", **opened, **load, "overview": home, **plan, **more, **cases}


def _as_coach(world: World) -> dict[str, str]:
    return {
        name: f"/sharing/{world.coaching}/view{_under(name)}" for name in _coachs_pages(world) if _under(name) != "-"
    }


def _under(name: str) -> str:
    kind, _, key = name.partition(" ")
    same = {"overview": "", "plan": "/plan", "insights": "/insights", "timeline": "/timeline"}
    return same.get(kind) if kind in same else _of_case(kind, key)


def _of_case(kind: str, key: str) -> str:
    under = {"case": f"/cases/{key}?read=deeper", "practice": f"/practice/{key}", "compare": f"/cases/{key}/compare"}
    return under.get(kind, "-")


def _item(world: World) -> UUID:
    return world.ids["item_id"]


def _get(world: World, person: str, paths: dict[str, str]) -> dict[str, str]:
    """The answers, without those that are not there."""
    found = {}
    for name, path in paths.items():
        with undone():
            answer = world.browsers[person].get(path, follow=False)
        if answer.status_code == 200:
            found[name] = answer.get_data(as_text=True)
    return found


def _mails(world: World, *, words: bool) -> dict[str, str]:
    found = {}
    with undone():
        db.session.execute(text("update coachings set mail_words = :on"), {"on": words})
        db.session.commit()
        for kind in all_kinds():
            found[f"mail {kind} {words}"] = _html_of(kind, world.casey)
    return found


def _html_of(kind: str, person_id: UUID) -> str:
    """ "" where there is nothing to make such a letter of."""
    try:
        mail = preview(kind, person_id)
    except (NotFound, KeyError):
        return ""
    body = None if isinstance(mail, str) else mail.get_body(("html",))
    return body.get_content() if body else ""


def _pages(world: World, sections: frozenset[Section]) -> dict[str, str]:
    """What Casey is shown with such a grant of every case: asked once, read by many tests."""
    if sections not in SEEN:
        with undone():
            world.grant(set(sections))
            SEEN[sections] = _get(world, "casey", _coachs_pages(world)), _mails(world, words=True), _in_the_file(world)
    return SEEN[sections][0]


def _everything(world: World, sections: frozenset[Section]) -> set[str]:
    """Every figure of it, mails and the file included."""
    pages = _pages(world, sections)
    return _figures(pages) | _figures(SEEN[sections][1]) | SEEN[sections][2]


def _figures(pages: dict[str, str]) -> set[str]:
    return {one.key for html in pages.values() for one in drawn(html)}


def _in_the_file(world: World) -> set[str]:
    """A coach's file is no page: its comments on seekers' things are its one figure."""
    return {"export.comments"} if gather(world.casey)["comments"] else set()


def test_the_table_holds_exactly_what_is_drawn(world):
    # On one line of the queue four reasons are written out: without the first of them the others are there.
    less = [
        EVERYTHING - {Section.STORY},
        EVERYTHING - {Section.STORY, Section.FEEDBACK},
        {Section.PLAN, Section.ACTIVITY},
    ]
    found = set().union(*(_everything(world, frozenset(one)) for one in (EVERYTHING, *less, {Section.PLAN})))
    with undone():
        world.grant(set(EVERYTHING))
        for statement in LATER:
            db.session.execute(text(statement), {"sam": world.sam, "case": _cases(world)[0]})
        db.session.commit()
        found |= _figures(_mails(world, words=False))
    with undone():
        world.grant(set(EVERYTHING))
        db.session.execute(text(AWAY), {"id": new_id(), "sam": world.sam, "casey": world.casey, "mate": world.teammate})
        db.session.commit()
        found |= _figures(_get(world, "casey", {"today": "/coach"}))
        found |= _figures(_get(world, "casey", {"leaving": f"/coach/leaving/{world.ids['organisation_id']}"}))
        for statement in LAPSED:
            db.session.execute(text(statement), {"sam": world.sam})
        db.session.commit()
        found |= _figures(_mails(world, words=False)) | _figures(_get(world, "casey", {"requests": "/coach/requests"}))
    with undone():  # something was said beside answers the coach never looked at
        db.session.execute(text("delete from looks where reader_id = :casey"), {"casey": world.casey})
        db.session.commit()
        found |= _figures(_get(world, "casey", {"opened": f"/coach/today/{world.sam}"}))
    by_team = _get(world, "teammate", {"overview": f"/coach/seekers/{world.sam}"})
    assert found | _figures(by_team) == FIGURES.keys()


def test_every_figure_belongs_to_a_section_and_says_what_it_is():
    assert [one.key for one in FIGURES.values() if not one.sections or not one.says] == []
    assert {one.surface for one in FIGURES.values()} == set(Surface) - {Surface.PRINT, Surface.SEARCH}
    # A page that was opened to be printed, the caseload when a name was searched for: the same figures.


@pytest.mark.parametrize("missing", sorted(Section))
def test_without_its_section_no_figure_is_drawn_anywhere(world, missing):
    found = _everything(world, EVERYTHING - {missing})
    assert {key for key in found if FIGURES[key].sections == {missing}} == set()


@pytest.mark.parametrize("only", sorted(Section))
def test_with_one_section_no_figure_of_another_is_drawn(world, only):
    found = _everything(world, frozenset({only}))
    assert {key for key in found if only not in FIGURES[key].sections} == set()


def test_a_number_over_several_sections_counts_only_what_is_drawn_below_it(world):
    for sections in (EVERYTHING, frozenset({Section.ACTIVITY}), frozenset({Section.CONFIDENCE})):
        found = drawn(_pages(world, sections)["today"])
        said = next((one.words for one in found if one.key == "queue.people"), "0 people need you")
        assert int(said.split()[0]) == len([one for one in found if one.key == "queue.line"])


# What stands in a figure's place, and the way to add to what is shared.
NOT_SHARED = re.compile(
    r" – not shared| A case\b| A deeper look Nothing yet\.| Enter what the client said"
    r"| None of them can receive it now\.| does not share the plan with you(?= Who)"
    r"| Answer the same questions, not blind| Both views side by side, the widest gap first| Make it an action ?: [^?]*\?"
)


@pytest.mark.parametrize("missing", sorted(Section))
def test_what_stands_outside_of_the_figures_is_the_same_whatever_is_granted(world, missing):
    """So that nothing granted is drawn without a mark: words, numbers and sentences alike."""
    everything, less = (_bare(world, sections) for sections in (EVERYTHING, EVERYTHING - {missing}))
    assert {name: words for name, words in less.items() if words != everything[name]} == {}


def _bare(world: World, sections: frozenset[Section]) -> dict[str, str]:
    pages = _pages(world, sections)
    return {name: NOT_SHARED.sub("", outside(html)).strip() for name, html in pages.items()}


def test_each_word_of_sams_stands_in_a_figure_of_its_own_section(world, planted):
    pages = _pages(world, EVERYTHING)
    stray = {
        f"{name}: {canary.table}.{canary.column} in {keys}"
        for name, html in pages.items()
        for words, keys in pieces(html)
        for canary in planted.found(words)
        if not any(canary.sections & FIGURES[key].sections or _open(canary, key) for key in keys)
        and world.casey not in canary.readers
    }
    assert stray == set()
    assert sum(len(planted.found(html)) for html in pages.values()) > 100  # or the test says nothing


def _open(canary: Any, key: str) -> bool:
    return canary.pipeline and Section.PIPELINE in FIGURES[key].sections


GRANTS = [
    EVERYTHING,
    *(EVERYTHING - {one} for one in sorted(Section)),
    *(frozenset({one}) for one in sorted(Section)),
    frozenset(),
]


@pytest.mark.parametrize("sections", GRANTS, ids=lambda found: "+".join(sorted(found)) or "nothing")
def test_view_as_my_coach_draws_the_same_figures_with_the_same_words(world, sections):
    theirs = {name: html for name, html in _pages(world, sections).items() if _under(name) != "-"}
    with undone():
        world.grant(set(sections))
        mine = _get(world, "sam", _as_coach(world))
    assert mine.keys() == theirs.keys()
    for name in theirs:
        assert set(drawn(mine[name])) == set(drawn(theirs[name])), name


@pytest.fixture
def looked(monkeypatch) -> set[tuple[Section, str]]:
    """(section, surface) of the looks that were asked to be kept: a test's page takes back what it wrote."""
    kept: set[tuple[Section, str]] = set()
    rows_of = looks._rows

    def note(*given):
        rows = rows_of(*given)
        kept.update((row["section"], row["surface"]) for row in rows)
        return rows

    monkeypatch.setattr(looks, "_rows", note)
    return kept


def _owed(html: str) -> set[tuple[Section, str]]:
    figures = [FIGURES[one.key] for one in drawn(html)]
    return {(section, one.surface) for one in figures if len(one.sections) == 1 for section in one.sections}


def test_each_figure_that_was_drawn_is_in_the_log_under_its_section(world, looked):
    for name, path in _coachs_pages(world).items():
        looked.clear()
        with undone():
            world.grant(EVERYTHING)
            (page,) = _get(world, "casey", {name: path}).values()
        assert _owed(page) <= looked, name
        assert {section for section, _surface in looked} <= {
            s for one in drawn(page) for s in FIGURES[one.key].sections
        }, name


@pytest.mark.parametrize("words", [False, True])
def test_each_figure_of_a_mail_is_in_the_log_under_its_section(world, looked, words):
    with undone():
        world.grant(EVERYTHING)
        db.session.execute(text("update coachings set mail_words = :on"), {"on": words})
        db.session.commit()
        for kind in all_kinds():
            looked.clear()
            html = _html_of(kind, world.casey)
            assert _owed(html) <= looked, kind
            assert bool(drawn(html)) == bool(looked), kind
