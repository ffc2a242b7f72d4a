"""`coach-platform invite-seekers`: a list of seekers from a file, in the name of a coach of an organisation."""

import sys
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import click

from coach_platform.cli_app import in_app
from coach_platform.core.access import audit
from coach_platform.core.access.actor import Actor
from coach_platform.core.accounts.actors import actor_by_email
from coach_platform.core.coaching.inviting.checking import Checked, check
from coach_platform.core.coaching.inviting.seats import Face, seats_of
from coach_platform.core.coaching.inviting.sending import send
from coach_platform.core.coaching.inviting.wishes import Wish
from coach_platform.kit.db import db
from coach_platform.kit.errors import NotFound
from coach_platform.kit.i18n import LOCALES
from coach_platform.kit.text import plain
from coach_platform.web.shared.inviting_words import verdict_words


@click.command("invite-seekers")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--coach", required=True, help="The coach's address.")
@click.option("--organisation", default="", help="In whose name; a coach on their own needs none.")
@click.option("--locale", type=click.Choice(LOCALES), default="en", show_default=True, help="Where a line names none.")
@click.option("--message", default="", help="A few words that stand in the letter.")
@click.option("--send", "really", is_flag=True, help="Send; without it the list is only looked at.")
def invite_seekers(file: Path, coach: str, organisation: str, locale: str, message: str, really: bool) -> None:
    """Look at the list in FILE (as on the page: lines, CSV, "Name <address>"), and with --send invite them.

    Nothing is proposed to be seen: that is for the coach's page.
    """
    with in_app():
        actor = _coach(coach)
        wish = Wish(seat=None, people=_text(file), locale=locale, message=message)
        wish = replace(wish, seat=_seat(actor, organisation))
        checked = check(actor, Face.COACH, wish)
        _tell(checked)
        if checked.wrong:
            sys.exit(" ".join(str(sentence) for sentence in checked.wrong.values()))
        if not really:
            click.echo(f"{len(checked.ready)} would get a letter. Nothing was sent: use --send.")
            return
        count = send(actor, Face.COACH, wish, looked_at=checked.mark) if checked.ready else 0
        # It was the operator who sent them, whoever's name they carry.
        audit.note("command line", "seekers.invited", coach=str(actor.person_id), people=count)
        db.session.commit()
    click.echo(f"Invited: {count}. The letters go out as soon as a worker runs.")


def _text(file: Path) -> str:
    try:
        return file.read_text("utf-8-sig")  # as spreadsheets write it
    except UnicodeDecodeError:
        sys.exit(f"{file} is not text in UTF-8.")


def _coach(address: str) -> Actor:
    try:
        actor = actor_by_email(address)
    except NotFound:
        sys.exit(f"No account has the address {address}.")
    if not actor.is_coach:
        sys.exit(f"{address} is no coach.")
    return actor


def _seat(actor: Actor, organisation: str) -> UUID:
    seats = [s for s in seats_of(actor, Face.COACH) if plain(s.organisation) == plain(organisation)]
    if not seats:
        there = ", ".join(s.organisation or "(on their own)" for s in seats_of(actor, Face.COACH))
        sys.exit(f"This coach does not work there. They work: {there}.")
    return seats[0].id


def _tell(checked: Checked) -> None:
    for line in checked.lines:
        if not line.verdict.sends:
            click.echo(
                f"line {line.entry.line}: {line.entry.address or line.entry.said}: {verdict_words(line)}", err=True
            )
