"""What is said at a plan, an action, a case or an answer, and who reads it."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select, update

from coach_platform.core.access.sight import own_sight, sight_of
from coach_platform.core.applications.deleting import delete_application
from coach_platform.core.applications.models import Case
from coach_platform.core.coaching import asking
from coach_platform.core.mail.models import Message
from coach_platform.core.plans import actions, comments
from coach_platform.core.plans.models import Comment, CommentText
from coach_platform.core.plans.targets import PLAN, on_action, on_answer, on_case, target_of
from coach_platform.core.plans.threads import threads, unread
from coach_platform.core.relations.models import Coaching, Section
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.errors import Invalid, NotFound
from tests.core.plans.conftest import point


def bodies(found) -> dict[str, list[str]]:
    return {key: [comment.body for comment in thread] for key, thread in found.items()}


def test_each_thing_has_its_own_thread_oldest_first(cast, cases):
    cast.grant(Section.PLAN, Section.STORY, Section.DEEPER, cases=[cases.nordlys])
    sam, casey = cast.sam, cast.casey
    action = actions.add_action(sam, details=point())
    answer = on_answer(cases.nordlys, "first_assessment", "off_track")
    comments.add_comment(casey, sam.person_id, PLAN, body="Fewer points")
    comments.add_comment(sam, sam.person_id, PLAN, body="Which?")
    comments.add_comment(casey, sam.person_id, on_action(action), body="The chair matters")
    comments.add_comment(casey, sam.person_id, on_case(cases.nordlys), body="A close one")
    comments.add_comment(casey, sam.person_id, answer, body="She asked who led it")
    comments.add_comment(sam, sam.person_id, on_case(cases.canary), body="Elsewhere")
    for sight in (own_sight(sam.person_id), sight_of(casey, sam.person_id)):
        assert bodies(threads(sight, plan=True)) == {
            "plan": ["Fewer points", "Which?"],
            f"action:{action}": ["The chair matters"],
        }
        assert bodies(threads(sight, case_id=cases.nordlys)) == {
            "case": ["A close one"],
            "answer:first_assessment:off_track": ["She asked who led it"],
        }


def test_threads_cost_one_statement_however_many_there_are(cast, counted):
    ids = [actions.add_action(cast.sam, details=point(f"Point {n}")) for n in range(12)]
    for action in ids:
        comments.add_comment(cast.sam, cast.sam.person_id, on_action(action), body="A word")
    with counted() as statements:
        assert len(threads(own_sight(cast.sam.person_id), plan=True)) == 12
    assert len(statements) == 1


@pytest.mark.parametrize(
    ("sections", "readable"),
    [
        ((Section.PLAN,), {"plan", "action"}),
        ((Section.STORY,), {"case", "first"}),
        ((Section.DEEPER,), {"deeper"}),
        ((Section.FEEDBACK,), set()),
    ],
)
def test_a_coach_reads_and_writes_only_where_the_section_is_granted(cast, cases, sections, readable):
    cast.grant(*sections, cases=[cases.nordlys])
    action = actions.add_action(cast.sam, details=point())
    places = {
        "plan": PLAN,
        "action": on_action(action),
        "case": on_case(cases.nordlys),
        "first": on_answer(cases.nordlys, "first_assessment", "off_track"),
        "deeper": on_answer(cases.nordlys, "deeper", "rapport"),
    }
    for name, target in places.items():
        comments.add_comment(cast.sam, cast.sam.person_id, target, body=name)
        if name not in readable:
            with pytest.raises(NotFound):
                comments.add_comment(cast.casey, cast.sam.person_id, target, body="no")
    sight = sight_of(cast.casey, cast.sam.person_id)
    found = {**threads(sight, plan=True), **threads(sight, case_id=cases.nordlys)}
    assert {comment.body for thread in found.values() for comment in thread} == readable
    assert {comment.body for comment in unread(sight)} == readable
    with pytest.raises(NotFound):
        comments.add_comment(cast.casey, cast.sam.person_id, on_case(cases.canary), body="not granted")


def test_strangers_see_no_thread_and_say_nothing(cast):
    comments.add_comment(cast.sam, cast.sam.person_id, PLAN, body="Mine")
    for stranger in (cast.nina, cast.omar, cast.dana, cast.root):
        with pytest.raises(NotFound):
            comments.add_comment(stranger, cast.sam.person_id, PLAN, body="Hello")


def test_a_comment_cannot_stand_at_somebody_elses_thing_or_at_a_deleted_one(cast, cases):
    action = actions.add_action(cast.nina, details=point())
    for target in (on_action(action), on_case(cases.nordlys)):
        with pytest.raises(NotFound):
            comments.add_comment(cast.sam if target.kind == "action" else cast.nina, *_own(cast, target), body="x")
    case = db.session.get(Case, cases.nordlys)
    delete_application(cast.sam, case.application_id)
    with pytest.raises(NotFound):
        comments.add_comment(cast.sam, cast.sam.person_id, on_case(cases.nordlys), body="x")


def _own(cast, target):
    return (cast.sam.person_id if target.kind == "action" else cast.nina.person_id, target)


def test_what_was_said_at_a_deleted_application_is_nowhere(cast, cases):
    cast.grant(Section.STORY, future=True)
    comments.add_comment(cast.casey, cast.sam.person_id, on_case(cases.nordlys), body="A close one")
    own = own_sight(cast.sam.person_id)
    assert len(unread(own)) == 1
    delete_application(cast.sam, db.session.get(Case, cases.nordlys).application_id)
    assert unread(own) == []
    assert threads(own, case_id=cases.nordlys) == {}


def test_an_edited_comment_keeps_its_earlier_texts(cast):
    said = comments.add_comment(cast.sam, cast.sam.person_id, PLAN, body="First")
    comments.edit_comment(cast.sam, said, body="Second")
    comments.edit_comment(cast.sam, said, body="Second")
    comments.edit_comment(cast.sam, said, body="Third")
    (shown,) = threads(own_sight(cast.sam.person_id), plan=True)["plan"]
    assert (shown.body, shown.edited) == ("Third", True)
    assert list(db.session.scalars(select(CommentText.body).order_by(CommentText.id))) == ["First", "Second"]


def test_only_its_author_changes_or_removes_a_comment(cast):
    cast.grant(Section.PLAN)
    said = comments.add_comment(cast.casey, cast.sam.person_id, PLAN, body="Mine")
    for other in (cast.sam, cast.omar, cast.nina):
        with pytest.raises(NotFound):
            comments.edit_comment(other, said, body="Not yours")
        with pytest.raises(NotFound):
            comments.delete_comment(other, said)


def test_a_removed_comment_is_gone_and_can_come_back(cast):
    said = comments.add_comment(cast.sam, cast.sam.person_id, PLAN, body="Oh")
    comments.delete_comment(cast.sam, said)
    assert threads(own_sight(cast.sam.person_id), plan=True) == {}
    comments.restore_comment(cast.sam, said)
    assert bodies(threads(own_sight(cast.sam.person_id), plan=True)) == {"plan": ["Oh"]}
    comments.delete_comment(cast.sam, said)
    with time_machine.travel(clock.now() + timedelta(days=31)), pytest.raises(NotFound):
        comments.restore_comment(cast.sam, said)


def test_when_a_coaching_ends_the_coach_sees_not_even_their_own_words(cast):
    cast.grant(Section.PLAN)
    said = comments.add_comment(cast.casey, cast.sam.person_id, PLAN, body="Good luck")
    asking.end(cast.sam, cast.coaching_id)
    with pytest.raises(NotFound):
        comments.edit_comment(cast.casey, said, body="One more thing")
    (shown,) = threads(own_sight(cast.sam.person_id), plan=True)["plan"]
    assert (shown.author, shown.former) == ("Casey Tremblay", True)


def test_a_deleted_coachs_comments_stay_under_no_name(cast):
    cast.grant(Section.PLAN)
    comments.add_comment(cast.casey, cast.sam.person_id, PLAN, body="Good luck")
    # What the foreign keys do when the account is erased; the app's own role may not delete people.
    db.session.execute(update(Comment).values(author_id=None))
    db.session.execute(update(Coaching).values(coach_id=None))
    (shown,) = threads(own_sight(cast.sam.person_id), plan=True)["plan"]
    assert (shown.body, shown.author, shown.former) == ("Good luck", "", True)


def test_the_other_side_marks_as_read_and_nobody_else(cast):
    cast.grant(Section.PLAN)
    said = comments.add_comment(cast.casey, cast.sam.person_id, PLAN, body="Look")
    comments.mark_read(cast.casey, cast.sam.person_id, [said])
    assert [c.body for c in unread(own_sight(cast.sam.person_id))] == ["Look"]
    comments.mark_read(cast.sam, cast.sam.person_id, [said])
    assert unread(own_sight(cast.sam.person_id)) == []
    mine = comments.add_comment(cast.sam, cast.sam.person_id, PLAN, body="Seen?")
    cast.grant(Section.STORY)
    comments.mark_read(cast.casey, cast.sam.person_id, [mine])
    assert db.session.get(Comment, mine, populate_existing=True).read_at is None


def test_what_is_said_in_one_sitting_comes_in_one_mail_to_those_who_may_read_it(cast, cases):
    cast.grant(Section.PLAN)
    for body in ("One", "Two", "Three"):
        comments.add_comment(cast.casey, cast.sam.person_id, PLAN, body=body)
    comments.add_comment(cast.sam, cast.sam.person_id, PLAN, body="Thanks")
    comments.add_comment(cast.sam, cast.sam.person_id, on_case(cases.nordlys), body="To myself")
    to = list(db.session.scalars(select(Message.person_id).where(Message.kind == "comments").order_by(Message.id)))
    assert to == [cast.sam.person_id, cast.casey.person_id]


@pytest.mark.parametrize("body", ["", "  \n", "\0", "x" * 4001])
def test_a_comment_says_something_and_not_too_much(cast, body):
    with pytest.raises(Invalid) as refused:
        comments.add_comment(cast.sam, cast.sam.person_id, PLAN, body=body)
    assert list(refused.value.fields) == ["body"]


@pytest.mark.parametrize("key", ["", "plan:x", "action:", "action:1", "case", "answer:deeper:", "answer:nonsense:a"])
def test_a_thread_that_does_not_exist_is_not_found(key):
    with pytest.raises(NotFound):
        target_of(key)
