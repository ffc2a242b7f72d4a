"""`coach-platform mail ...` and `coach-platform digest ...`: look at a mail, send one now, see how mail stands."""

import sys
from collections import Counter
from datetime import timedelta
from functools import partial

import click

from coach_platform import cli_mail_operating as operating
from coach_platform.cli_app import in_app
from coach_platform.core.accounts.actors import actor_by_email
from coach_platform.core.digests.models import Face
from coach_platform.core.digests.now import send_now
from coach_platform.core.mail import keys, outbox
from coach_platform.core.mail.kinds import all_kinds
from coach_platform.core.mail.operating import gate, stops
from coach_platform.core.mail.outbox import Recipient
from coach_platform.core.mail.preview import preview
from coach_platform.core.mail.reasons import Reason
from coach_platform.core.mail.standing import Standing, standing
from coach_platform.kit import i18n
from coach_platform.kit.db import db
from coach_platform.kit.errors import NotFound
from coach_platform.kit.ids import new_id

FACES = [face.value for face in Face]  # click would offer an enum's names in capitals
face_option = click.option("--face", type=click.Choice(FACES), default=Face.SEEKER.value, show_default=True)
locale_option = click.option("--locale", type=click.Choice(i18n.LOCALES), default=None)

# The worker's database role: digests read across people.
_app = partial(in_app, role="worker")


@click.group()
def mail() -> None:
    """Mail: look at one, test the relay, see how it stands."""


@click.group()
def digest() -> None:
    """The weekly digests."""


@mail.command("preview")
@click.argument("kind")
@click.argument("person")
@locale_option
@click.option("--html", "form", flag_value="html", help="The HTML part only.")
@click.option("--text", "form", flag_value="plain", default="plain", help="Headers and the text part (the default).")
def preview_one(kind: str, person: str, locale: str | None, form: str) -> None:
    """Print the mail of KIND that PERSON (an address) would get now. Nothing is sent."""
    with _app():
        try:
            mail = preview(kind, actor_by_email(person).person_id, locale=locale or "")
        except NotFound:
            sys.exit(
                f"No such mail: a known person, and one of the kinds {', '.join(all_kinds())} with something to say."
            )
        if isinstance(mail, Reason):
            sys.exit(f"It would not be sent: {mail.label}")
        part = mail.get_body((form,))
        assert part is not None
        if form == "plain":
            click.echo("".join(f"{name}: {mail[name]}\n" for name in ("From", "To", "Subject")))
        click.echo(part.get_content())


@mail.command("status")
@click.option("--days", default=7, show_default=True)
@click.option(
    "--hours", "by_hour", is_flag=True, help="Also hour by hour (UTC), by the hour in which a message was due."
)
def status(days: int, by_hour: bool) -> None:
    """The oldest that is due, what is stopped, and how many wait, went, were skipped or failed, and why."""
    with _app():
        now, still = standing(timedelta(days=days)), gate.stands_still()
        if still:
            click.echo(
                "Mail stands still: this is not the database it was sent from. See `coach-platform mail resume`."
            )
        oldest = f" ({now.oldest.kind}, since {now.oldest.due_at:%Y-%m-%d %H:%M} UTC)" if now.oldest else ""
        click.echo(f"Oldest message that is due: {round(now.oldest_due.total_seconds())} s{oldest}")
        for one in stops.stops().values():
            who = one.by or "the command line"
            click.echo(f"Stopped: {one.kind}, by {who} since {one.since:%Y-%m-%d %H:%M} UTC: {one.reason}")
        _lines(now)
        if by_hour:
            for hour, counts in now.by_hour().items():
                click.echo(f"{hour:%Y-%m-%d %H:%M}  {'  '.join(f'{state} {n}' for state, n in sorted(counts.items()))}")


def _lines(now: Standing) -> None:
    found: Counter[tuple[str, str, str]] = Counter()
    for line in now.lines:
        found[line.kind, line.state, line.reason] += line.count
    for (kind, state, reason), count in sorted(found.items()):
        why = f"  {Reason(reason).label}" if reason else ""
        click.echo(f"{count:>7}  {kind:<24} {state:<8}{why}")


@mail.command("test")
@click.argument("address")
@locale_option
def test(address: str, locale: str | None) -> None:
    """Send a test message to ADDRESS through the queue, the workers and the relay."""
    with _app():
        to = Recipient(address, locale or "en", "Etc/UTC")
        outbox.add("mail_check", key=keys.about("mail_check", new_id()), to=to)
        db.session.commit()
    click.echo(f"Asked for. `coach-platform mail status` says what became of it; look into the mailbox of {address}.")


for command in (
    operating.stop,
    operating.go,
    operating.replay_failed,
    operating.resume,
    operating.bounce,
    operating.lift,
):
    mail.add_command(command)


@digest.command("send")
@click.argument("person")
@click.argument("when", type=click.Choice(["now"]), default="now")
@face_option
def send(person: str, when: str, face: str) -> None:
    """Send PERSON (an address) a digest now, at any hour. Not sent when it has nothing to say."""
    with _app():
        try:
            send_now(actor_by_email(person).person_id, Face(face))
        except (NotFound, KeyError):
            sys.exit(f"There is no such person or digest: {person}, {face}.")
        db.session.commit()
    click.echo(f"Asked for: the {face}'s digest for {person}.")
