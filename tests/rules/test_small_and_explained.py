"""House rules that a walk over the code can hold: small functions, and a word about each public one of the core."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).parents[2] / "coach_platform"
CORE = PACKAGE / "core"
LONGEST = 40  # lines, from `def` to the last one

Function = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def functions(folder: Path) -> list[tuple[str, Function]]:
    """Every function and method at its module's or class's own level, with where it stands."""
    return list(_functions(folder))


def _functions(folder: Path) -> Iterator[tuple[str, Function]]:
    for path in sorted(folder.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Module | ast.ClassDef):
                for each in node.body:
                    if isinstance(each, Function):
                        owner = f"{node.name}." if isinstance(node, ast.ClassDef) else ""
                        if not owner.startswith("_"):
                            yield f"{path.relative_to(PACKAGE)}:{each.lineno} {owner}{each.name}", each


def test_the_walk_finds_the_functions_it_checks():
    assert len(functions(CORE)) > 800
    assert any(where.endswith(" Actor.is_seeker") for where, _ in functions(CORE))


def test_no_function_is_longer_than_forty_lines():
    long = {where: each.end_lineno - each.lineno + 1 for where, each in functions(PACKAGE)}
    assert {where: lines for where, lines in long.items() if lines > LONGEST} == {}


def test_every_public_function_of_the_core_says_what_it_means():
    public = [(where, each) for where, each in functions(CORE) if not each.name.startswith("_")]
    assert [where for where, each in public if not ast.get_docstring(each)] == []
