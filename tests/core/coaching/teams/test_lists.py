"""A team's list: who keeps it, what is told to whom, what can be read of it later."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from coach_platform.core.coaching import grants
from coach_platform.core.coaching.sharing import one_coaching
from coach_platform.core.coaching.teams import changing
from coach_platform.core.coaching.teams.emails import compose, gather_changes, still_due
from coach_platform.core.coaching.teams.listing import one_team, teams_of
from coach_platform.core.mail.letters import Outgoing
from coach_platform.core.mail.models import Message
from coach_platform.core.portability import erasure
from coach_platform.core.relations.models import Section, TeamEvent
from coach_platform.kit.db import db
from coach_platform.kit.errors import Invalid, NotAllowed, NotFound
from tests.snapshots import readable


def waiting() -> list[Outgoing]:
    rows = db.session.scalars(select(Message).where(Message.kind == "team_changed").order_by(Message.id))
    facts = ("id", "kind", "key", "address", "locale", "zone", "person_id", "params")
    return [Outgoing(name="Sam Okafor", **{name: getattr(row, name) for name in facts}) for row in rows]


def told() -> list[tuple[str, str]]:
    """What the one letter that waits would tell."""
    (message,) = waiting()
    return [(change.what.value, change.person) for change in gather_changes([message])[message.id]]


def history(cast) -> list[tuple[str, str]]:
    (shared,) = one_coaching(cast.sam, cast.coaching_id).teams
    return [(change.what.value, change.person) for change in shared.team.changes]


def test_only_an_admin_of_the_organisation_keeps_its_teams(cast, team):
    for stranger in (cast.casey, cast.sam, cast.root, cast.omar):
        for act in (
            lambda who: changing.create_team(who, cast.agency_id, name="Mine"),
            lambda who: changing.rename_team(who, team.id, name="Mine"),
            lambda who: changing.add_member(who, team.id, cast.omar.person_id),
            lambda who: changing.remove_member(who, team.id, cast.casey.person_id),
            lambda who: changing.end_team(who, team.id),
        ):
            with pytest.raises(NotFound):
                act(stranger)
        with pytest.raises(NotAllowed):
            teams_of(stranger)
    assert [member.name for member in one_team(cast.dana, team.id).members] == ["Casey Tremblay", "Jo Martin"]


def test_only_a_coach_of_the_organisation_can_be_on_the_list(cast, team):
    for stranger in (cast.omar, cast.nina, cast.dana):
        with pytest.raises(NotFound):
            changing.add_member(cast.dana, team.id, stranger.person_id)


@pytest.mark.parametrize("name", ["", "  ", "x" * 81, "two\nlines"])
def test_a_name_is_one_short_line(cast, name):
    with pytest.raises(Invalid) as error:
        changing.create_team(cast.dana, cast.agency_id, name=name)
    assert set(error.value.fields) == {"name"}


def test_two_living_teams_never_have_one_name_and_an_ended_one_frees_it(cast, team):
    with pytest.raises(Invalid):
        changing.create_team(cast.dana, cast.agency_id, name="OTTAWA team")
    changing.end_team(cast.dana, team.id)
    changing.create_team(cast.dana, cast.agency_id, name="Ottawa Team")


def test_what_happens_before_one_shares_with_a_team_is_not_ones_business(cast, team):
    assert waiting() == []
    team.share(Section.STORY)
    assert history(cast) == []


def test_each_change_is_told_once_in_one_gathered_letter_and_can_be_read_later(cast, team, colleague):
    team.share(Section.STORY)
    late = colleague("Lea Roy")
    changing.add_member(cast.dana, team.id, late.person_id)
    changing.remove_member(cast.dana, team.id, team.jo.person_id)
    changing.rename_team(cast.dana, team.id, name="Evening team")
    assert told() == [("joined", "Lea Roy"), ("left", "Jo Martin"), ("renamed", "")]
    assert history(cast) == [("renamed", ""), ("left", "Jo Martin"), ("joined", "Lea Roy")]


def test_nobody_is_told_of_a_team_they_stopped_sharing_with(cast, team):
    team.share(Section.STORY)
    changing.remove_member(cast.dana, team.id, team.jo.person_id)
    grants.revoke(cast.sam, cast.coaching_id, team_id=team.id)
    (message,) = waiting()
    assert list(still_due([message], gather_changes([message]))) == [message.id]


def test_the_end_of_a_team_is_told_though_nothing_is_shared_with_it_any_more(cast, team):
    team.share(Section.STORY)
    changing.end_team(cast.dana, team.id)
    assert told() == [("ended", "")]
    (message,) = waiting()
    assert still_due([message], gather_changes([message])) == {}


@pytest.mark.parametrize("locale", ["en", "fr"])
def test_the_letter_says_who_and_what_it_means(cast, team, colleague, locale, snapshot):
    team.share(Section.STORY)
    changing.add_member(cast.dana, team.id, colleague("Lea Roy").person_id)
    changing.remove_member(cast.dana, team.id, team.jo.person_id)
    (message,) = [replace(one, locale=locale) for one in waiting()]
    letter = compose([message], gather_changes([message]))[message.id]
    assert len(letter.subject) < 60
    assert readable(letter) == snapshot
    for name in ("Lea Roy", "Jo Martin", "Ottawa team"):
        assert name in letter.text
        assert name in letter.html


def test_an_erased_coach_leaves_the_list_and_is_not_named_in_its_history(cast, team, app):
    team.share(Section.STORY)
    erasure.ask_erasure(team.jo)
    assert TeamEvent.LEFT.value not in [what for what, _ in history(cast)]
    changing.leave_all(team.jo.person_id)
    assert history(cast) == [("left", "Jo Martin")]
    assert [member.name for member in one_team(cast.dana, team.id).members] == ["Casey Tremblay"]
