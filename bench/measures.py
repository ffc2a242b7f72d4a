"""Each promise of the table, measured: a function a group, giving its lines."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from time import process_time

from sqlalchemy import Engine, event

from bench import digests, load, pages, programs, smtp
from bench.cpu import in_turn
from bench.crowd.build import Size
from bench.home import Home
from bench.site import BY_THE_PROXY, settings
from bench.table import Line, ms, times
from coach_platform.app import create_app
from coach_platform.config import from_environment
from coach_platform.core.accounts.actors import actor_by_email
from coach_platform.core.applications.importing import doing, preview
from coach_platform.kit.db import db


@dataclass(frozen=True)
class Scale:
    """How much is measured: `make bench` all of it, `make bench-quick` enough to see where things stand."""

    rounds: int
    times: int
    small: int  # people; ten applications each
    large: int
    digests: tuple[int, ...]  # people in one run each; the first and the last are compared
    naive: int
    load_seconds: int


FULL = Scale(9, 40, 1_000, 1_000_000, (1_000, 10_000, 100_000, 1_000_000), 500, 20)
QUICK = Scale(3, 12, 1_000, 1_000, (200, 1_000), 60, 5)
Say = Callable[[str], object]


def of_pages(home: Home, scale: Scale, say: Say) -> Iterator[Line]:
    """The heaviest pages against a bare one, and the one that is also written by hand."""
    urls = home.database(Size(scale.small))
    with pages.stage(home, urls, home.folder / "bodies") as stage:
        for page in pages.PAGES:
            say(f"page: {page.words}")
            pair = stage.against_bare(page, rounds=scale.rounds, times=scale.times)
            yield Line(
                f"page, CPU: {page.words} ({len(stage.bodies[page.name]) // 1024} kB)",
                f"bare Flask {ms(pair.baseline.median)}",
                f"{ms(pair.ours.median)}, PostgreSQL {pair.ours.database:.0%}",
                times(pair.ratio, pair.spread),
                "at most 10x",
                pair.ratio <= 10,
                more={"baseline_spread": pair.baseline.spread, "ours_spread": pair.ours.spread},
            )
        page = next(one for one in pages.PAGES if one.name == "list2000")
        pages.demand_same(stage, page)
        pair = stage.against_by_hand(page, rounds=scale.rounds, times=scale.times)
        yield Line(
            f"the same: {page.words}",
            f"by hand {ms(pair.baseline.median)}, PostgreSQL {pair.baseline.database:.0%}",
            f"{ms(pair.ours.median)}, PostgreSQL {pair.ours.database:.0%}",
            times(pair.ratio, pair.spread),
            "at most 2.5x",
            pair.ratio <= 2.5,
        )
        yield from _open_loop(stage, page, scale, say)
    yield Line(
        "API list of 100 objects", "-", "-", "-", "at most 5x", None, "there is no API yet; bare.py has its baseline"
    )


def _open_loop(stage: pages.Stage, page: pages.Page, scale: Scale, say: Say) -> Iterator[Line]:
    promise = "p99 / p50 at most 4"
    if (tool := programs.h2load(say)) is None:
        yield Line("open-loop load", "-", "-", "-", promise, None, "h2load cannot be had here")
        return
    cookie = stage.cookie(page)
    full = load.saturation(tool, stage.product, page.path, cookie, scale.load_seconds * 10)
    answers = load.open_loop(tool, stage.product, page.path, cookie, rps=full / 2, seconds=scale.load_seconds)
    yield Line(
        f"open-loop load, {page.words}, {answers.rps:.0f} a second of {full:.0f}",
        f"p50 {answers.p50:.0f} ms",
        f"p99 {answers.p99:.0f} ms",
        times(answers.ratio),
        promise,
        answers.ratio <= 4 and not answers.failed,
        f"{answers.failed} failed" if answers.failed else "",
    )


def of_statements(home: Home, scale: Scale, say: Say) -> Iterator[Line]:
    """SQL statements a page, in the small and in the large database."""
    found = [_statements(home, Size(people)) for people in dict.fromkeys((scale.small, scale.large))]
    most = max(found[-1].values())
    said = ", ".join(f"{name} {count}" for name, count in found[-1].items())
    yield Line(
        "SQL statements a page, all included", "-", said, "-", "at most 8, none more when rows grow",
        most <= 8 and found[0] == found[-1],
    )  # fmt: skip


def _statements(home: Home, size: Size) -> dict[str, int]:
    app = create_app(from_environment(settings(home.database(size), home.services.redis_url, pages.NOWHERE)))
    signed = pages.cookies(app)
    client, found = app.test_client(use_cookies=False), {}
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        seen.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    for page in pages.PAGES:
        headers = {**BY_THE_PROXY, "Cookie": getattr(signed, page.who)}
        client.get(page.path, headers=headers)
        seen.clear()
        client.get(page.path, headers=headers)
        found[page.name] = len(seen)
    event.remove(Engine, "before_cursor_execute", note)
    with app.app_context():
        db.engine.dispose()
    return found


def of_growth(home: Home, scale: Scale, say: Say) -> Iterator[Line]:
    """The same pages beside ten million applications and beside ten thousand."""
    promise = "at most 1.2x"
    if scale.large == scale.small:
        yield Line("the same page beside 10 million applications", "-", "-", "-", promise, None, "make bench does")
        return
    small, large = home.database(Size(scale.small)), home.database(Size(scale.large))
    with pages.product_on(home, small) as (few, as_few), pages.product_on(home, large) as (many, as_many):
        for page in pages.PAGES:
            say(f"growth: {page.words}")
            pair = in_turn(
                lambda p=page: few.cost(p.path, getattr(as_few, p.who), scale.times, home.postgres),
                lambda p=page: many.cost(p.path, getattr(as_many, p.who), scale.times, home.postgres),
                scale.rounds,
            )
            yield Line(
                f"{page.words}, {scale.large * 10:,} applications in the database",
                f"{scale.small * 10:,}: {ms(pair.baseline.median)}", ms(pair.ours.median),
                times(pair.ratio, pair.spread), promise, pair.ratio <= 1.2,
            )  # fmt: skip


def of_digests(home: Home, scale: Scale, say: Say) -> Iterator[Line]:
    """Digests against the raw limit, against a naive sender, and how they grow."""
    tools = programs.postfix_tools(say)
    if tools is None:
        yield Line("digests", "-", "-", "-", "0.25, 0.15 the floor", None, "smtp-source cannot be had here")
        return
    with smtp.sink(tools, home.folder / "log" / "sink.log") as sink:
        runs: list[tuple[int, digests.Round, smtp.Sent]] = []
        for people in scale.digests:
            urls = home.database(Size(max(people, scale.small)))
            raw = smtp.raw(sink, 5_000, digests.LETTER)
            say(f"digests: {people} people")
            digests.make_due(home, urls, people)
            runs.append((people, digests.run(home, urls, sink), raw))
        yield from _of_runs(runs)
        urls = home.database(Size(scale.small))
        digests.make_due(home, urls, scale.naive)
        say("digests: naive")
        naive, ours = digests.run(home, urls, sink, "naive").sent, runs[-1][1].sent
        yield Line(
            "digests, CPU each, against a naive one-by-one sender",
            f"{ms(naive.each)} each, {naive.rate:.0f} a second", f"{ms(ours.each)}, {ours.rate:.0f} a second",
            times(naive.each / ours.each), "at least 15x", naive.each / ours.each >= 15,
        )  # fmt: skip


def _of_runs(runs: list[tuple[int, digests.Round, smtp.Sent]]) -> Iterator[Line]:
    (first, small, _), (people, large, raw) = runs[0], runs[-1]
    share, by_cpu = large.sent.rate / raw.rate, raw.each / large.sent.each
    yield Line(
        f"digests a second, end to end, one process, {people:,} people",
        f"smtp-source {raw.rate:.0f} a second, {ms(raw.each)} each",
        f"{large.sent.rate:.0f} a second, {ms(large.sent.each)} each, PostgreSQL {large.database:.0%}",
        f"{share:.3f} (by CPU {by_cpu:.3f})", "0.25, 0.15 the floor", share >= 0.15,
    )  # fmt: skip
    each = large.statements_each
    yield Line("SQL statements a digest", "-", f"{each:.3f}", "-", "at most 0.12 (each ten marked)", each <= 0.12)
    yield Line(
        f"memory of the digest worker, {people:,} people / {first:,}",
        f"{small.peak / 1e6:.0f} MB", f"{large.peak / 1e6:.0f} MB", times(large.peak / small.peak),
        "at most 1.1, under 120 MB", large.peak <= 1.1 * small.peak and large.peak < 120e6,
    )  # fmt: skip
    if len(runs) > 2:
        power = digests.exponent([(run.sent.letters, run.sent.cpu) for _people, run, _raw in runs])
        sizes = ", ".join(f"{many:,}: {run.sent.cpu:.0f} s" for many, run, _raw in runs)
        yield Line("CPU time over people, fitted exponent", "-", sizes, f"{power:.3f}", "at most 1.03", power <= 1.03)


def of_finding(home: Home, scale: Scale, say: Say) -> Iterator[Line]:
    """Who is due at one instant."""
    if scale.large == scale.small:
        return
    few, many = (digests.cost_of_finding(home, Size(people)) for people in (10_000, scale.large))
    yield Line(
        f"finding 500 who are due at one instant among {scale.large:,}", f"10,000: {ms(few)}", ms(many),
        times(many / few), "at most 1.3x", many <= 1.3 * few,
    )  # fmt: skip


def of_importing(home: Home, scale: Scale, say: Say) -> Iterator[Line]:
    """A list of 5,000 rows, read, looked at and brought in; undone afterwards."""
    app = create_app(
        from_environment(settings(home.database(Size(scale.small)), home.services.redis_url, pages.NOWHERE))
    )
    rows = "".join(f"Firm {n},Role {n % 40},Rejected,{n % 28 + 1:02d}.{n % 12 + 1:02d}.2024\n" for n in range(5_000))
    with app.app_context():
        actor = actor_by_email("p1000002@people.example")
        began = process_time()
        preview.begin(actor, f"Company,Role,Status,Date\n{rows}")
        made = doing.bring_in(actor)
        db.session.commit()
        took = process_time() - began
        doing.undo(actor, made)
        db.session.commit()
        db.engine.dispose()
    yield Line(
        "import of 5,000 rows, CPU without PostgreSQL", "-", f"{took:.2f} s", "-", "none made", None, "for scale"
    )


GROUPS = (of_pages, of_statements, of_importing, of_digests, of_growth, of_finding)
NAMES = {group.__name__.removeprefix("of_"): group for group in GROUPS}
