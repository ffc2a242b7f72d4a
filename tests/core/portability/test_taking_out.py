"""Everything can be taken out and deleted, from the first day; no table is forgotten."""

import json

import pytest
from sqlalchemy import text

from coach_platform.core.accounts.actors import actor_for
from coach_platform.core.portability import erasure, exports
from coach_platform.core.portability.gathering import gather
from coach_platform.core.portability.tables import NAMES_LEFT_BEHIND, RULES, End
from coach_platform.kit.db import Base, db
from coach_platform.kit.errors import NotFound
from tests.core.portability.planting import CANARY, NOT_PLANTED


def tables_with(engine, *words: str) -> set[str]:
    """The tables in which any row, written out whole, holds one of `words`."""
    found = set()
    with engine.connect() as connection:
        for name in Base.metadata.tables:
            for word in words:
                query = text(f"select count(*) from {name} t where t::text ilike '%' || :word || '%'")
                if connection.execute(query, {"word": word}).scalar():
                    found.add(name)
    return found


def test_every_table_has_a_rule_and_every_rule_a_table():
    assert set(RULES) == set(Base.metadata.tables)


def test_every_column_that_points_at_a_person_is_mine_or_explained():
    # A new column with a person in it must be thought of here: is it theirs, and what becomes of it?
    explained = {(table, column) for table, column, _ in NAMES_LEFT_BEHIND}
    explained |= {("coachings", "ended_by_id"), ("grants", "coach_id"), ("invitations", "invited_by_id")}
    explained |= {("actions", "proposed_by_id"), ("drafts", "seeker_id"), ("coach_notes", "seeker_id")}
    explained |= {("notes_requests", "coach_id"), ("calibrations", "coach_id")}
    # Who was proposed reads it on their own pages; it is the seeker's, and whoever asked has it in their file.
    explained |= {("reviews", "answered_by_id"), ("hand_overs", "to_coach_id")}
    # What a coach did with a line of their list is the coach's work; the note of a hand-on is one of their notes.
    explained |= {("queue_marks", "seeker_id"), ("queue_hand_ons", "seeker_id")}
    found = {
        (table.name, column.name)
        for table in Base.metadata.tables.values()
        for column in table.columns
        for key in column.foreign_keys
        if key.column.table.name == "persons" and column.name not in RULES[table.name].mine
    }
    without_file = {(name, c) for name, c in found if RULES[name].on_erasure is End.CASCADE and not RULES[name].mine}
    assert found - explained - without_file == set()


def test_the_file_holds_every_table_that_is_mine_and_no_secret(planted):
    document = gather(planted["me"])
    for name, rule in RULES.items():
        if rule.mine and name not in ("coach_notes", "persons") and name not in NOT_PLANTED:
            rows = document[rule.heading or name]
            assert rows, name
            assert not set(rows[0]) & set(rule.hidden), name
    assert document["account"][0]["email"] == "leaving@example.org"
    everything = json.dumps(document, default=str)
    assert "credentials.password_hash" not in everything
    assert "sign_in_sessions.token_hash" not in everything


def test_a_coachs_notes_about_me_are_not_in_my_file_but_in_their_authors(planted):
    with planted["engine"].begin() as connection:
        connection.execute(text("update coach_notes set author_id = :coach"), {"coach": planted["coach"]})
    assert gather(planted["me"])["coach_notes"] == []
    assert f"{CANARY} coach_notes.body" in gather(planted["coach"])["coach_notes"][0]["body"]


def test_erasing_leaves_no_trace_in_any_table(planted):
    never_by_id = {"failed_attempts", "suppressions", "audit_events", "incident_entries", "card_refusals"}
    planted_in = tables_with(planted["engine"], str(planted["me"])) | NOT_PLANTED
    assert set(Base.metadata.tables) - planted_in == never_by_id  # the walk really stands on planted rows
    erasure.ask_erasure(actor_for(planted["me"]))
    db.session.commit()
    assert erasure.erase(planted["me"])
    db.session.commit()
    assert tables_with(planted["engine"], str(planted["me"]), "leaving@example.org") == set()
    kept = tables_with(planted["engine"], CANARY)
    # Planted ones; real ones hold a keyed hash and nobody's words. And the name an organisation gave a team of theirs.
    # An operator's reason for stopping mail is for the other operators; it names nobody.
    assert kept == {"audit_events", "incident_entries", "card_refusals", "team_changes", "mail_stops"}


def test_erasing_twice_is_erasing_once(planted):
    erasure.ask_erasure(actor_for(planted["me"]))
    db.session.commit()
    assert erasure.erase(planted["me"])
    db.session.commit()
    assert not erasure.erase(planted["me"])


def test_from_asking_on_nobody_can_sign_in_again(planted):
    erasure.ask_erasure(actor_for(planted["me"]))
    db.session.commit()
    with planted["engine"].connect() as connection:
        live = "select count(*) from sign_in_sessions where person_id = :me and revoked_at is null"
        assert connection.execute(text(live), {"me": planted["me"]}).scalar() == 0
        known = "select count(*) from credentials where person_id = :me"
        assert connection.execute(text(known), {"me": planted["me"]}).scalar() == 0


def test_a_plan_that_waited_for_a_coach_who_left_is_its_seekers_draft_again(planted):
    with planted["engine"].begin() as connection:
        connection.execute(text("update coachings set state = 'active'"))
        waits = "update plans set turn = 'awaiting_coach', coaching_id = (select id from coachings limit 1)"
        connection.execute(text(waits))
        connection.execute(text("insert into erasures values (:me, now(), 0)"), {"me": planted["coach"]})
    assert erasure.erase(planted["coach"])
    db.session.commit()
    with planted["engine"].connect() as connection:
        assert connection.execute(text("select turn from plans")).scalars().all() == ["draft"]


def test_a_coach_who_leaves_leaves_their_words_without_their_name(planted):
    with planted["engine"].begin() as connection:
        for table, id_column, name_column in NAMES_LEFT_BEHIND:
            values = {"coach": planted["coach"], "name": "Robin of coach"}
            connection.execute(text(f"update {table} set {id_column} = :coach, {name_column} = :name"), values)
    with planted["engine"].begin() as connection:
        connection.execute(text("insert into erasures values (:me, now(), 0)"), {"me": planted["coach"]})
    assert erasure.erase(planted["coach"])
    db.session.commit()
    assert tables_with(planted["engine"], str(planted["coach"]), "Robin of coach") == set()
    with planted["engine"].connect() as connection:
        assert connection.execute(text("select body from comments")).scalar() == f"{CANARY} comments.body"
        assert connection.execute(text("select state from coachings")).scalar() == "ended"


def test_a_file_is_made_once_by_a_worker_and_only_its_owner_reads_it(planted):
    me, coach = actor_for(planted["me"]), actor_for(planted["coach"])
    with planted["engine"].begin() as connection:
        connection.execute(text("delete from exports"))
    export_id = exports.ask_export(me)
    db.session.commit()
    assert exports.due_exports() == [export_id]
    assert exports.make_export(export_id)
    db.session.commit()
    assert not exports.make_export(export_id)
    assert json.loads(exports.read_export(me, export_id))["format"] == "rebound-export"
    with pytest.raises(NotFound):
        exports.read_export(coach, export_id)


def test_an_invitation_that_went_to_another_address_of_mine_goes_with_me(planted):
    # The coaching it became is mine; the address is not the one I sign in with.
    with planted["engine"].begin() as connection:
        connection.execute(
            text("update seeker_invitations set address = 'elsewhere@example.org', coach_id = :coach"),
            {"coach": planted["coach"]},
        )
        connection.execute(
            text("update invitation_rounds set coach_id = :coach, invited_by_id = null"), {"coach": planted["coach"]}
        )
    erasure.ask_erasure(actor_for(planted["me"]))
    db.session.commit()
    assert erasure.erase(planted["me"])
    db.session.commit()
    with planted["engine"].connect() as connection:
        assert connection.execute(text("select count(*) from seeker_invitations")).scalar() == 0
        assert connection.execute(text("select count(*) from invitation_rounds")).scalar() == 1
