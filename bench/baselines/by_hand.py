"""The list of 2,000 applications as one would write it by hand: Flask, psycopg, four statements, one loop over rows.

The same output byte for byte (the run fails if it is not): what stands around the rows is the product's own page of a
moment before, and the dots come from the product's own drawing. The sign-in session is asked of its row, as ours is;
nothing else of what guards a page is here: no grants, no second factor, no language, no headers.
"""

import hashlib
import os
import threading
from datetime import UTC, datetime
from pathlib import Path

import psycopg
from flask import Flask, Response, abort, session
from markupsafe import escape

from coach_platform.content.vocabulary import Outcome, label
from coach_platform.kit import i18n
from coach_platform.web.shared.dots import stage_line

app = Flask("by_hand")
app.secret_key = os.environ["SECRET_KEY"]
app.config["SESSION_COOKIE_NAME"] = "__Host-session"
URL = os.environ["DATABASE_URL"].replace("+psycopg", "")
_kept = threading.local()
ROW = '<tr role="row" class="application-row">'
WHOLE = (Path(os.environ["BENCH_BODIES"]) / "list2000.html").read_text()
HEAD, _, REST = WHOLE.partition(ROW)
TAIL = REST.rpartition("</tr>\n")[2]

WHO = """
    select p.id, p.locale from sign_in_sessions s join persons p on p.id = s.person_id
    where s.token_hash = %s and s.revoked_at is null and s.ends_at > %s"""
LINES = """
    select a.id, a.company, a.role, a.furthest_stage, a.outcome, a.last_event_on, c.id as case_id
    from applications a left join cases c on c.application_id = a.id
    where a.seeker_id = %s and a.deleted_at is null order by a.last_event_on desc, a.id desc limit 51"""
COUNT = "select count(*) from applications where seeker_id = %s and deleted_at is null"
RATINGS = """
    select distinct on (application_id, stage) application_id, stage, value from stage_ratings
    where application_id = any(%s) order by application_id, stage, recorded_at desc, id desc"""


def _database() -> psycopg.Connection:
    if not hasattr(_kept, "connection"):
        _kept.connection = psycopg.connect(URL, autocommit=True)
    return _kept.connection


@app.get("/healthz")
def healthz() -> str:
    return "ok"


@app.get("/page/list2000")
def page() -> Response:
    token = session.get("_user_id", "")
    db = _database()
    me = db.execute(WHO, [hashlib.sha256(token.encode()).digest(), datetime.now(UTC)]).fetchone()
    if me is None:
        abort(404)
    i18n.set_locale(me[1])
    lines = db.execute(LINES, [me[0]]).fetchall()[:50]
    db.execute(COUNT, [me[0]]).fetchone()
    ratings: dict[object, tuple] = {}
    for key, stage, value in db.execute(RATINGS, [[line[0] for line in lines]]).fetchall():
        ratings[key] = (*ratings.get(key, ()), (stage, value))
    rows = "".join(_row(line, ratings.get(line[0], ()), me[1]) for line in lines)
    return Response(HEAD + rows + TAIL, mimetype="text/html")


def _row(line: tuple, rated: tuple, locale: str) -> str:
    key, company, role, furthest, outcome, last_on, case = line
    _ = i18n.gettext
    on = " on" if outcome in ("open", "offer") else ""
    name = f'<a href="/applications/{key}">{escape(role)}</a><span class="under">{escape(company)}</span>'
    opened = f'">{_("opened")}' if case else '" class="without"><span class="faint">–</span>'
    return f"""{ROW}
  <th role="rowheader" scope="row" class="main">{name}</th>
  <td role="cell" data-label="{_("How far")}"><span class="row">{stage_line(furthest, rated)}</span></td>
  <td role="cell" data-label="{_("Outcome")}"><span class="chip{on}">{escape(label(Outcome(outcome), locale))}</span></td>
  <td role="cell" data-label="{_("Last event")}"><span>{i18n.format_date(last_on, "medium")}</span></td>
  <td role="cell" data-label="{_("Case")}{opened}</td>
</tr>
"""
