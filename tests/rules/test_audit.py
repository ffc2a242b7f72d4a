"""The log of what happened: nobody rewrites it, and every line of it has words."""

import ast
from pathlib import Path

from sqlalchemy import create_engine, text

from coach_platform.core.relations.models import CoachingState
from coach_platform.web.shared.happened import WORDS

TOP = Path(__file__).parents[2] / "coach_platform"
ROLES = ("rebound_app", "rebound_worker", "public")
NEVER = ("update", "delete", "truncate", "references", "trigger")


def _noted() -> set[str]:
    """The events the code writes: `audit.note(whoever, "event", ...)`."""
    calls = (node for file in TOP.rglob("*.py") for node in ast.walk(ast.parse(file.read_text())))
    named = (call.args[1] for call in calls if isinstance(call, ast.Call) and ast.unparse(call.func) == "audit.note")
    either = (part for node in named for part in ((node.body, node.orelse) if isinstance(node, ast.IfExp) else (node,)))
    return {node.value for node in either if isinstance(node, ast.Constant)}


def test_every_event_has_words_and_no_words_are_of_nothing():
    coaching = {f"coaching.{state.value}" for state in CoachingState}
    assert _noted() >= {"sign_in", "password.changed", "export.asked", "sign_in.failed", "role.given"}
    assert sorted(_noted() - set(WORDS)) == []
    assert sorted(set(WORDS) - _noted() - coaching) == []


def test_no_working_role_may_change_or_empty_it(services, template):
    engine = create_engine(services.on(template).owner_url)
    with engine.connect() as connection:
        for role in ROLES[:2]:
            for right in NEVER:
                may = text("select has_table_privilege(:role, 'audit_events', :right)")
                assert connection.execute(may, {"role": role, "right": right}).scalar() is False, (role, right)
            may = text("select has_any_column_privilege(:role, 'audit_events', 'update')")
            assert connection.execute(may, {"role": role}).scalar() is False, role
            owner = text("select pg_has_role(:role, relowner, 'usage') from pg_class where relname = 'audit_events'")
            assert connection.execute(owner, {"role": role}).scalar() is False, role
        everybody = text(
            "select count(*) from information_schema.role_table_grants where table_schema = 'public' and grantee = 'PUBLIC'"
        )
        assert connection.execute(everybody).scalar() == 0
    engine.dispose()
