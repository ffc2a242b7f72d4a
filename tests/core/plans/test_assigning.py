"""One template for many seekers: who gets it, in which words and by when; once, all or nothing, and back again."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from coach_platform.core.accounts.actors import actor_for
from coach_platform.core.coaching.looks_log import looks_page
from coach_platform.core.mail.models import Message
from coach_platform.core.plans.assigning import choosing, sending
from coach_platform.core.plans.assigning.choosing import MOST, Standing
from coach_platform.core.plans.assigning.sending import Given
from coach_platform.core.plans.models import Action, Comment
from coach_platform.core.plans.plan_view import plan_page
from coach_platform.core.plans.proposals import accept_proposal, propose_action
from coach_platform.core.plans.templates import own
from coach_platform.core.plans.templates.offering import find_offered, offered
from coach_platform.core.relations.models import Person, Section
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.errors import Invalid, NotFound
from coach_platform.kit.ids import new_id
from tests.core.today.test_coach_today import seeker

KEY = "fit.proof_beside_each_line"


@pytest.fixture
def three(cast):
    """Maya and Luc share their plans with Casey (Luc reads French, in Auckland), Bo shares nothing."""
    people = [seeker(name, cast.casey, *([Section.PLAN] if name != "Bo" else []))[0] for name in ("Maya", "Luc", "Bo")]
    far = {"locale": "fr", "zone": "Pacific/Auckland"}
    db.session.execute(update(Person).where(Person.id == people[1].person_id).values(far))
    db.session.commit()
    return [actor_for(one.person_id) for one in people]


def assign(cast, three, key=KEY, *, act=None, **given):
    ids = [one.person_id for one in three]
    return sending.assign(cast.casey, ids, key, given=Given(**given), client_id=act or new_id())


def standings(cast, three, key=KEY):
    found = choosing.recipients(cast.casey, [one.person_id for one in three], find_offered(cast.casey, key))
    return {one.name: one.standing for one in found}


def mine(one):
    """A seeker's own plan, as they read it."""
    return plan_page(one, one.person_id)


def count(kind):
    return db.session.scalar(select(func.count()).select_from(kind))


def test_each_who_shares_a_plan_gets_a_proposal_in_their_language_by_their_own_calendar(cast, three):
    maya, luc, bo = three
    sent = sending.sent(cast.casey, assign(cast, three, words="Start small"))
    assert (sent.asked, [(one.name, one.state) for one in sent.people]) == (
        2,
        [("Luc", "proposed"), ("Maya", "proposed")],
    )
    (at_luc,) = mine(luc).points.proposed
    (at_maya,) = mine(maya).points.proposed
    assert at_luc.due_on == clock.today("Pacific/Auckland") + timedelta(days=7)
    assert at_maya.due_on == clock.today("America/Toronto") + timedelta(days=7)
    assert at_maya.what.text.startswith("Put a proof")
    assert [said.body for said in at_luc.thread] == ["Start small"]
    row = db.session.scalars(select(Action).where(Action.seeker_id == luc.person_id)).one()
    assert (row.what, row.rule_key, row.rule_version, row.locale) == (None, f"template.{KEY}", 1, "fr")
    assert mine(bo).points.proposed == ()


def test_the_word_is_mailed_as_comments_are(cast, three):
    assign(cast, three, words="Start small")
    mails = db.session.scalars(select(Message).where(Message.kind == "comments")).all()
    assert sorted(mail.person_id for mail in mails) == sorted(one.person_id for one in three[:2])


def test_sent_twice_it_is_done_once(cast, three):
    act = new_id()
    assert assign(cast, three, act=act, words="x") == assign(cast, three, act=act, words="x")
    assert (count(Action), count(Comment)) == (2, 2)


def test_nobody_gets_it_twice_while_it_is_open_and_the_preview_says_who_has_it(cast, three):
    maya = three[0]
    propose_action(
        cast.casey,
        maya.person_id,
        details=find_offered(cast.casey, KEY).details("en"),
        template=find_offered(cast.casey, KEY),
    )
    assert standings(cast, three) == {"Maya": Standing.HAS_IT, "Luc": Standing.CAN, "Bo": Standing.NOT_SHARED}
    assert sending.sent(cast.casey, assign(cast, three)).asked == 1
    with pytest.raises(Invalid) as refused:
        assign(cast, three)
    assert set(refused.value.fields) == {"seekers"}
    (action,) = mine(maya).points.proposed
    accept_proposal(maya, action.id)
    assert standings(cast, three)["Maya"] is Standing.HAS_IT


def test_a_preview_with_a_template_is_a_look_at_the_plans_and_one_without_is_none(cast, three):
    maya, _luc, bo = three
    choosing.recipients(cast.casey, [one.person_id for one in three], None)
    assert looks_page(maya).lines == []
    standings(cast, three)
    assert [line.seen for line in looks_page(maya).lines] == [((Section.PLAN, ()),)]
    assert looks_page(bo).lines == []


def test_a_stranger_among_the_chosen_does_not_exist(cast, three):
    assert "Nina Roy" not in standings(cast, [*three, cast.nina])
    assign(cast, [*three, cast.nina])
    assert db.session.scalar(select(func.count()).where(Action.seeker_id == cast.nina.person_id)) == 0


def test_what_waits_is_taken_back_with_its_word_and_what_was_answered_stays(cast, three):
    maya, luc, _bo = three
    done = assign(cast, three, words="Start small")
    (action,) = mine(maya).points.proposed
    accept_proposal(maya, action.id)
    assert sending.take_back(cast.casey, done) == 1
    assert mine(luc).points.proposed == ()
    assert {one.name: one.state for one in sending.sent(cast.casey, done).people} == {"Maya": "open", "Luc": ""}
    assert db.session.scalar(select(func.count()).where(Comment.deleted_at.is_(None))) == 1
    with pytest.raises(NotFound):
        sending.take_back(cast.omar, done)


@pytest.mark.parametrize(
    ("people", "given", "field"),
    [
        (0, {}, "seekers"),
        (MOST + 1, {}, "seekers"),
        (1, {"words": "x" * 4_001}, "words"),
    ],
)
def test_nobody_too_many_and_too_much_are_refused(cast, people, given, field):
    ids = [new_id() for _ in range(people)]
    with pytest.raises(Invalid) as refused:
        sending.assign(cast.casey, ids, KEY, given=Given(**given), client_id=new_id())
    assert field in refused.value.fields


def test_a_guide_is_proposed_with_its_exercise(cast, three):
    assign(cast, three, key="guide.fit")
    (action,) = mine(three[0]).points.proposed
    assert (action.guide_key, action.what.text) == (
        "fit",
        "Read a guide and do its exercise: You had it, and the page did not show it",
    )


def test_words_of_a_template_that_a_coach_changed_are_the_coachs(cast, three):
    from dataclasses import replace

    template = find_offered(cast.casey, KEY)
    details = replace(template.details("en"), what="My own words")
    action_id = propose_action(cast.casey, three[0].person_id, details=details, template=template)
    row = db.session.get(Action, action_id, populate_existing=True)
    assert (row.what, row.why, row.template_key) == ("My own words", None, KEY)


WORDS = {"what": "Come on Thursday", "why": "", "if_then": "", "obstacle": "", "obstacle_answer": "", "done_when": ""}


def write(cast, **words):
    written = own.Written(kind="practice", words=words, days=3)
    return own.add_template(cast.dana, cast.agency_id, written)


def test_an_organisations_template_is_offered_to_its_coaches_alone_in_the_language_there_is(cast, three):
    key = write(cast, fr=WORDS | {"what": "Venez jeudi"})
    assert key in {one.key for one in offered(cast.casey)}
    assert key not in {one.key for one in offered(cast.omar)}
    assign(cast, three, key=key)
    row = db.session.scalars(select(Action).where(Action.seeker_id == three[0].person_id)).one()
    assert (row.what, row.locale, row.rule_key) == ("Venez jeudi", "fr", None)


def test_a_change_is_a_new_version_and_what_was_proposed_stays(cast, three):
    key = write(cast, en=WORDS)
    assign(cast, three, key=key)
    own.edit_template(cast.dana, cast.agency_id, key, own.Written("practice", {"en": WORDS | {"what": "Friday"}}))
    assert (find_offered(cast.casey, key).version, find_offered(cast.casey, key).said("en")["what"]) == (2, "Friday")
    assert mine(three[0]).points.proposed[0].what.text == "Come on Thursday"


def test_what_is_hidden_is_not_offered_and_can_be_shown_again(cast):
    for key in (KEY, write(cast, en=WORDS)):
        own.hide_template(cast.dana, cast.agency_id, key)
        own.hide_template(cast.dana, cast.agency_id, key)
        with pytest.raises(NotFound):
            find_offered(cast.casey, key)
        own.show_template(cast.dana, cast.agency_id, key)
        assert find_offered(cast.casey, key).key == key
    assert KEY in {one.key for one in offered(cast.omar)}


def test_only_an_admin_of_the_organisation_writes_there(cast):
    key = write(cast, en=WORDS)
    for verb in (
        lambda: own.add_template(cast.casey, cast.agency_id, own.Written("practice", {"en": WORDS})),
        lambda: own.edit_template(cast.casey, cast.agency_id, key, own.Written("practice", {"en": WORDS})),
        lambda: own.hide_template(cast.casey, cast.agency_id, KEY),
        lambda: own.hide_template(cast.dana, cast.agency_id, "no.such"),
    ):
        with pytest.raises(NotFound):
            verb()


@pytest.mark.parametrize(
    ("words", "days", "fields"),
    [
        ({}, 3, {"what_en"}),
        ({"fr": WORDS | {"what": "", "why": "x"}}, 3, {"what_fr"}),
        ({"en": WORDS | {"why": "x" * 2_001}, "fr": WORDS}, 3, {"why_en"}),
        ({"en": WORDS}, 0, {"days"}),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(cast, words, days, fields):
    with pytest.raises(Invalid) as refused:
        own.add_template(cast.dana, cast.agency_id, own.Written("practice", words, days=days))
    assert set(refused.value.fields) == fields
