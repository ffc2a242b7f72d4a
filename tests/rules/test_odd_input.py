"""Every form of every page, filled with what nobody types: no answer is a defect of ours, and no id of somebody else counts."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from coach_platform.content.vocabulary import Section
from coach_platform.kit.db import db
from tests.rules.access_matrix import MATRIX
from tests.rules.access_world import World, routes, undone

pytestmark = pytest.mark.xdist_group("odd")

MIXED = "a\0\r\nBcc: x@example.org \u202eevil\u202c 😀e\u0301<script>alert(1)</script>{{ 7*7 }}%(n)s{0}"
EVERYWHERE = ("", MIXED, "x" * 100_000, "00000000-0000-0000-0000-000000000000")
# In the fields that stand empty: what is behind the first refusal is asked as well.
IN_THE_EMPTY = ("9" * 400, "-1", "0001-01-01", "9999-12-31")
# Signed out, the pages that follow say nothing; erased, neither.
LEFT_OUT = ("/sign-out", "/settings/export/erase", "/language")
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}")


class Forms(HTMLParser):
    """The forms of a page that are posted: (address, fields with what stands in them)."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self._posted = False
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._posted = given.get("method", "").lower() == "post"
            if self._posted:
                self.found.append((given.get("action", ""), {}))
        elif self._posted and tag in ("input", "textarea", "select", "button") and given.get("name"):
            self.found[-1][1].setdefault(given["name"], given.get("value", ""))
            self._select = given["name"] if tag == "select" else ""
        elif self._posted and tag == "option" and self._select and not self.found[-1][1][self._select]:
            self.found[-1][1][self._select] = given.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._posted = False


def forms_of(app: Any, world: World, person: str) -> dict[tuple[str, tuple[str, ...]], dict[str, str]]:
    """Each form once, by where it goes and what it asks."""
    found: dict[tuple[str, tuple[str, ...]], dict[str, str]] = {}
    for key, rule in routes(app).items():
        if not key.startswith("GET"):
            continue
        path = app.url_map.bind("rebound.test").build(rule.endpoint, world.values(rule.endpoint, set(rule.arguments)))
        with undone():
            response = world.browsers[person].get(path, follow=False)
        parser = Forms()
        if response.mimetype == "text/html":
            parser.feed(response.text)
        for action, fields in parser.found:
            where = (action or path).split("?")[0]
            if where.startswith("/") and not where.startswith(LEFT_OUT):
                found.setdefault((UUID.sub("<id>", where), tuple(sorted(fields))), {"": action or path, **fields})
    return found


def sent(world: World, person: str, fields: dict[str, str], odd: str, keep: bool) -> Any:
    """Post `odd` in every field (`keep`: in every empty one)."""
    given = {name: value for name, value in fields.items() if name and "csrf" not in name}
    with undone():
        data = {name: (value or odd) if keep else odd for name, value in given.items()}
        return world.browsers[person].post(fields[""], data, follow=False)


@pytest.fixture(scope="module")
def asked() -> set[tuple[str, tuple[str, ...]]]:
    """The forms that were filled for somebody: the same form of another person is read by the same code."""
    return set()


@pytest.mark.parametrize("person", ["nobody", "sam", "casey", "dana", "root"])
def test_no_form_answers_odd_input_with_a_defect(app, world, person, asked):
    world.grant(set(Section))
    defects, new = [], {form: fields for form, fields in forms_of(app, world, person).items() if form not in asked}
    assert new
    asked |= set(new)
    for turn, ((where, _), fields) in enumerate(new.items()):
        # Of what the empty fields are filled with each form gets a half in turn, beside what every form gets.
        tries = [(odd, False) for odd in EVERYWHERE] + [(odd, True) for odd in (MIXED, *IN_THE_EMPTY[turn % 2 :: 2])]
        for odd, keep in tries:
            response = sent(world, person, fields, odd, keep)
            if response.status_code >= 500:
                defects.append(f"{where} {odd[:12]!r} {keep}: {response.status_code}")
    assert sorted(set(defects)) == []


# What a person has that a form may name.
THINGS = (
    "cases",
    "applications",
    "actions",
    "resume_versions",
    "practice_items",
    "reviews",
    "comments",
    "feedback",
    "doors",
)


def _ids_of(world: World, email: str) -> Iterator[str]:
    for table in (*THINGS, "coachings"):
        query = f"select t.id from {table} t join persons p on p.id = t.seeker_id where p.email <> :me limit 1"
        yield from map(str, db.session.scalars(text(query), {"me": email}))


def test_an_id_of_somebody_else_in_a_form_of_sams_changes_nothing_of_theirs(app, world):
    """Every hidden id and every choice of a form, exchanged for ids of other people's things."""

    whole = "select md5(string_agg(t::text, '' order by t.id)) from {} t where seeker_id <> :sam"
    every = text("select " + ", ".join(f"({whole.format(table)})" for table in THINGS))

    def others() -> Any:
        return db.session.execute(every, {"sam": world.sam}).one()

    before, foreign = others(), list(_ids_of(world, "sam@example.org"))
    db.session.remove()
    defects = []
    for (where, _), fields in forms_of(app, world, "sam").items():
        if not any(UUID.fullmatch(value) for name, value in fields.items() if name):
            continue
        for other in foreign:
            data = {n: other if UUID.fullmatch(v) else v or "x" for n, v in fields.items() if n and "csrf" not in n}
            with undone():
                response = world.browsers["sam"].post(fields[""], data, follow=False)
                if response.status_code >= 500 or others() != before:
                    defects.append(f"{where}: {response.status_code}")
                db.session.remove()
    assert sorted(set(defects)) == []


WEB = Path(__file__).parents[2] / "coach_platform" / "web"
# What any page reads from behind the question mark of its address.
ASKED = {
    name
    for file in WEB.rglob("*.py")
    for name in re.findall(r"""request\.args(?:\.get|\.getlist)?[(\[]"(\w+)\"""", file.read_text("utf-8"))
}


@pytest.mark.parametrize("person", ["sam", "casey", "dana", "root"])
def test_no_page_answers_an_odd_question_with_a_defect(app, world, person):
    assert {"q", "page"} <= ASKED
    world.grant(set(Section))
    defects = []
    for key, rule in routes(app).items():
        if not key.startswith("GET") or person not in MATRIX[key].may:
            continue
        values = world.values(rule.endpoint, set(rule.arguments)) | dict.fromkeys(ASKED - rule.arguments, MIXED)
        path = app.url_map.bind("rebound.test").build(rule.endpoint, values)
        with undone():
            answer = world.browsers[person].get(path, follow=False)
        if answer.status_code >= 500:
            defects.append(f"{key}: {answer.status_code}")
    assert defects == []
