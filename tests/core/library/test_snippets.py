"""Snippets: one's own and the organisation's, and what they say where they are put in."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from coach_platform.content.vocabulary import Section
from coach_platform.core.accounts.actors import actor_for
from coach_platform.core.library import snippets
from coach_platform.core.library.inserting import search, text_of
from coach_platform.core.library.snippets import MOST, Wording
from coach_platform.core.plans import comments, proposals
from coach_platform.core.plans.targets import PLAN
from coach_platform.core.relations.models import Look, Membership
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.errors import Invalid, NotAllowed, NotFound

SAID = Wording("Why this company", "{name}: why {company}, after the {stage}?", "en")


def titles(actor):
    return [one.title for one in snippets.my_snippets(actor)]


def keep(actor, **more):
    return snippets.add_snippet(actor, wording=SAID, **more)


def leave(actor):
    db.session.execute(update(Membership).where(Membership.person_id == actor.person_id).values(until_at=clock.now()))
    db.session.flush()
    db.session.expire_all()


def test_mine_are_mine_alone(cast, colleague):
    mine = keep(cast.casey)
    jo = colleague("Jo Martin")
    assert (titles(cast.casey), titles(jo), titles(cast.omar)) == ([SAID.title], [], [])
    for stranger in (jo, cast.omar):
        with pytest.raises(NotFound):
            snippets.one_snippet(stranger, mine)
        with pytest.raises(NotFound):
            snippets.delete_snippet(stranger, mine)
        with pytest.raises(NotFound):
            search(stranger, cast.sam.person_id, "company")
    with pytest.raises(NotFound):
        snippets.one_snippet(cast.dana, mine, organisation=True)
    with pytest.raises(NotAllowed):
        keep(cast.sam)


def test_the_organisations_are_its_coaches_and_whoever_leaves_finds_them_no_more(cast, colleague):
    theirs = keep(cast.dana, organisation_id=cast.agency_id)
    jo = colleague("Jo Martin")
    assert titles(cast.casey) == titles(jo) == [SAID.title]
    assert titles(cast.omar) == []
    with pytest.raises(NotFound):  # used, not changed, by a coach
        snippets.change_snippet(cast.casey, theirs, wording=SAID)
    with pytest.raises(NotFound):
        keep(cast.dana, organisation_id=cast.coaching_id)
    leave(jo)
    assert titles(jo) == []
    db.session.execute(
        update(Membership)
        .where(Membership.person_id == cast.casey.person_id)
        .values(from_at=clock.now() + timedelta(days=1))
    )
    assert titles(cast.casey) == []


def test_removed_it_can_come_back_for_thirty_days(cast):
    mine = keep(cast.casey)
    snippets.delete_snippet(cast.casey, mine)
    assert titles(cast.casey) == []
    snippets.restore_snippet(cast.casey, mine)
    assert titles(cast.casey) == [SAID.title]


@pytest.mark.parametrize(
    ("title", "body", "field"),
    [
        ("", "x", "title"),
        ("a\nb", "x", "title"),
        ("x" * 81, "x", "title"),
        ("x", "  ", "body"),
        ("x", "y" * 2_001, "body"),
        ("x", "Hello {compnay}", "body"),
    ],
)
def test_what_cannot_be_kept_is_said_beside_its_field(cast, title, body, field):
    with pytest.raises(Invalid) as refused:
        snippets.add_snippet(cast.casey, wording=Wording(title, body, "en"))
    assert list(refused.value.fields) == [field]


def test_there_is_an_end_to_how_many_are_kept(cast, monkeypatch):
    assert MOST == 200
    monkeypatch.setattr(snippets, "MOST", 1)
    keep(cast.casey)
    with pytest.raises(Invalid):
        keep(cast.casey)


def test_words_are_found_in_titles_and_texts_without_accents(cast):
    snippets.add_snippet(cast.casey, wording=Wording("Avant l’entrevue", "Répétez à voix haute.", "fr"))
    assert [one.title for one in search(cast.casey, cast.sam.person_id, "REPETEZ")] == ["Avant l’entrevue"]
    assert search(cast.casey, cast.sam.person_id, "100%_") == []
    assert search(cast.casey, cast.sam.person_id, "") == []
    with pytest.raises(NotAllowed):
        search(cast.sam, cast.sam.person_id, "avant")


def looks():
    return db.session.scalar(select(func.count()).select_from(Look)) or 0


def test_company_and_stage_are_filled_only_where_the_story_of_that_case_is_granted(cast, world):
    key = str(keep(cast.casey))
    cast.grant(Section.DEEPER, Section.PLAN, cases=[world.nordlys])
    assert (
        text_of(cast.casey, cast.sam.person_id, key, case_id=world.nordlys) == "Sam: why {company}, after the {stage}?"
    )
    assert looks() == 0  # nothing granted was in it
    cast.grant(Section.STORY, cases=[world.nordlys])
    said = text_of(cast.casey, cast.sam.person_id, key, case_id=world.nordlys)
    assert "Nordlys" in said and "{" not in said
    look = db.session.scalars(select(Look)).one()
    assert (look.section, look.case_id) == (Section.STORY, world.nordlys)
    # Another case of his, no case, and somebody else's id say nothing.
    for case_id in (world.canary, None, cast.coaching_id):
        assert "{company}" in text_of(cast.casey, cast.sam.person_id, key, case_id=case_id)
    cast.revoke()
    assert "{company}" in text_of(cast.casey, cast.sam.person_id, key, case_id=world.nordlys)


def test_who_has_no_way_to_somebody_fills_nothing(cast, world):
    key = str(snippets.add_snippet(cast.omar, wording=SAID))
    with pytest.raises(NotFound):
        text_of(cast.omar, cast.sam.person_id, key, case_id=world.nordlys)
    with pytest.raises(NotFound):  # nor another's snippet
        text_of(cast.casey, cast.sam.person_id, key)


def test_a_gap_is_never_sent_and_a_seekers_braces_are(cast, world):
    cast.grant(Section.STORY, Section.PLAN, cases=[world.nordlys])
    with pytest.raises(Invalid) as refused:
        comments.add_comment(cast.casey, cast.sam.person_id, PLAN, body="At {company} you said")
    assert "{company}" in str(refused.value.fields["body"])
    comments.add_comment(cast.casey, cast.sam.person_id, PLAN, body="Write {{name}} or {x}")
    comments.add_comment(cast.sam, cast.sam.person_id, PLAN, body="I typed {name}")
    from coach_platform.content.vocabulary import ActionKind
    from coach_platform.core.plans.details import Details

    with pytest.raises(Invalid) as refused:
        proposals.propose_action(cast.casey, cast.sam.person_id, details=Details("Say {stage}", ActionKind.PRACTICE))
    assert list(refused.value.fields) == ["what"]


def test_an_admin_who_is_no_coach_has_no_library_and_no_way_to_a_seeker(cast):
    key = str(keep(cast.dana, organisation_id=cast.agency_id))
    with pytest.raises(NotAllowed):
        snippets.my_snippets(cast.dana)
    with pytest.raises(NotFound):
        text_of(cast.dana, cast.sam.person_id, key)
    assert actor_for(cast.dana.person_id).is_admin
