"""`coach-platform mail stop | go | replay | resume`: what operators do with mail, from the command line of the server."""

import os
import sys
from functools import partial

import click
from sqlalchemy.exc import OperationalError

from coach_platform.cli_app import in_app
from coach_platform.core.digests import due
from coach_platform.core.mail.kinds import all_kinds
from coach_platform.core.mail.operating import replay, resuming, stops
from coach_platform.core.mail.operating.gate import Moved, StandsStill
from coach_platform.core.mail.reasons import Reason
from coach_platform.core.mail.returned import refusing
from coach_platform.core.mail.returned.reading import LARGEST
from coach_platform.core.mail.returned.taking_in import take_in
from coach_platform.core.reminders import sweeping as reminders
from coach_platform.kit.db import db
from coach_platform.kit.errors import Invalid, NotFound

_app = partial(in_app, role="worker")

MOVED = {
    Moved.SYSTEM: "another server",
    Moved.TIMELINE: "another timeline",
    Moved.DATABASE: "another database",
    Moved.RELATION: "tables that were made anew",
}


@click.command()
@click.argument("kind")
@click.option("--why", required=True, help="For the other operators; no names of people.")
def stop(kind: str, why: str) -> None:
    """Hold KIND back: nothing of it leaves until `mail go KIND`."""
    with _app():
        try:
            stops.stop(kind, why)
        except NotFound:
            sys.exit(_no_kind(kind))
        except Invalid as error:
            sys.exit(str(error.fields["reason"]))
        db.session.commit()
    click.echo(f"Stopped: {kind} waits.")


@click.command()
@click.argument("kind")
def go(kind: str) -> None:
    """Let KIND go again."""
    with _app():
        try:
            was_stopped = stops.let_go(kind)
        except NotFound:
            sys.exit(_no_kind(kind))
        db.session.commit()
    click.echo(f"{kind} goes out again." if was_stopped else f"{kind} was not stopped.")


@click.command("replay")
@click.argument("kind", default="")
@click.option("--reason", type=click.Choice([reason.value for reason in Reason]), default=None)
@click.option("--yes", is_flag=True, help="Do it. Without this it only says what it would do.")
def replay_failed(kind: str, reason: str | None, yes: bool) -> None:
    """Try again what failed in the last 14 days: of KIND (all kinds without it), for one reason or all."""
    with _app():
        found = replay.failed(kind, reason or "")
        for one in found:
            click.echo(f"{one.count:>7}  {one.kind:<24} {one.reason.value:<16} {one.reason.label}")
            if one.doubtful:
                click.echo("         These may have arrived: some people may get theirs a second time.")
        if not found:
            sys.exit("Nothing of that failed in the last 14 days.")
        if not yes:
            sys.exit("Nothing was done. There is no way back: with --yes they go once more.")
        count = sum(replay.try_again(one.kind, one.reason) for one in found)
        db.session.commit()
    click.echo(f"{count} go once more. What has lost its sense is skipped, with the reason.")


@click.command()
@click.option("--skip", "choice", flag_value="skip", help="Skip what was due while it was away (a restored backup).")
@click.option("--send", "choice", flag_value="send", help="Send all of it (a promoted replica).")
def resume(choice: str | None) -> None:
    """After a restore: say what was due while the database was away, and set mail going from this one."""
    with _app():
        if resuming.away() is None:
            click.echo("Mail does not stand still: there is nothing to resume.")
            return
        # What fell due since the backup becomes rows first: else the next sweep would make them, and they would go.
        _sweep()
        found = resuming.away()
        assert found is not None
        _tell(found)
        if choice is None:
            sys.exit("Nothing was done. Choose: `mail resume --skip` or `mail resume --send`.")
        skipped = resuming.resume(found.stands, skip=choice == "skip")
        db.session.commit()
    click.echo(f"Mail goes out from this database. {skipped} skipped, with the reason “restored”.")


@click.command()
@click.option("--to", "envelope_to", default="", help="The address it came to, where the mail server knows it.")
def bounce(envelope_to: str) -> None:
    """Read one letter that came back, from standard input (a pipe of the mail server).

    Exit status for the mail server: 0 read (also when it changes nothing), 65 too large, 75 try again later.
    """
    raw = sys.stdin.buffer.read(LARGEST + 1)
    if len(raw) > LARGEST:
        click.echo("Too large for a report.", err=True)
        sys.exit(os.EX_DATAERR)
    try:
        with _app():
            taken = take_in(raw, envelope_to)
            db.session.commit()
    except OperationalError:
        click.echo("The database is away.", err=True)
        sys.exit(os.EX_TEMPFAIL)
    click.echo(f"Read: {taken.what or 'nothing that changes anything'}.")


@click.command()
@click.argument("address")
def lift(address: str) -> None:
    """Write to ADDRESS again, which took no mail."""
    with _app():
        try:
            refusing.lift(address.strip().lower())
        except NotFound:
            sys.exit("That address is not on the list.")
        db.session.commit()
    click.echo("Lifted: letters go there again.")


def _sweep() -> None:
    while due.sweep_due():
        db.session.commit()
    while reminders.sweep():
        db.session.commit()
    db.session.commit()


def _tell(found: resuming.Away) -> None:
    click.echo(_where(found.stands))
    click.echo(f"Due since then: {sum(found.old.values())} of the backup, or made anew from what it holds:")
    for kind, count in found.old.items():
        click.echo(f"{count:>7}  {kind}")
    click.echo(
        "  With --skip they are skipped: after a restore most of them were sent by the database that was lost. Summaries\n"
        "  and reminders that were not sent yet are lost with them; whoever waits for a letter asks for it again.\n"
        "  With --send they go: what was sent before comes a second time, under the same number (Message-ID). Right for a\n"
        "  replica that was promoted, which lost seconds."
    )
    click.echo(
        f"Asked for since and due: {sum(found.asked_since.values())}. They go either way, and so does what is not due."
    )


def _where(stands: StandsStill) -> str:
    what = ", ".join(MOVED[one] for one in stands.moved)
    seen = f"{stands.last_seen:%Y-%m-%d %H:%M} UTC"
    return f"This is not the database that mail was sent from: {what}. It was last sent from there about {seen}."


def _no_kind(kind: str) -> str:
    return f"There is no kind of mail called {kind}. There are: {', '.join(all_kinds())}."
