"""`coach-platform invite ...` and `coach-platform operator ...`: letting people in from the server's shell."""

import sys

import click

from coach_platform.cli_app import in_app
from coach_platform.core.accounts import invitations, operators_help
from coach_platform.core.accounts.operators import make_operator
from coach_platform.core.relations.models import Role
from coach_platform.kit.db import db
from coach_platform.kit.errors import Invalid, NotFound
from coach_platform.kit.i18n import LOCALES

INVITED = [Role.COACH.value, Role.ADMIN.value, Role.OPERATOR.value]  # seekers sign up themselves


@click.command()
@click.argument("email")
@click.option("--role", type=click.Choice(INVITED), default=Role.COACH.value, show_default=True)
@click.option("--locale", type=click.Choice(LOCALES), default="en", show_default=True, help="Language of the letter.")
@click.option("--organisation", default="", help="The agency; a new name makes a new one.")
@click.option("--office", default="", help="Its office, e.g. Ottawa.")
def invite(email: str, role: str, locale: str, organisation: str, office: str) -> None:
    """Mail EMAIL an invitation to be a coach, an agency's administrator or an operator."""
    with in_app():
        try:
            invitations.invite(
                None, email=email, role=Role(role), locale=locale, organisation=organisation, office=office
            )
        except Invalid as error:
            sys.exit(_sentences(error))
        db.session.commit()
    click.echo(f"Invited: {email} ({role}). The letter goes out as soon as a worker runs.")


@click.command()
@click.argument("email")
def operator(email: str) -> None:
    """Make the account at EMAIL an operator. For an address without an account: invite it with --role operator."""
    with in_app():
        try:
            person_id = make_operator(email)
        except Invalid as error:
            sys.exit(_sentences(error))
        db.session.commit()
    if person_id is None:
        sys.exit(f"No account has the address {email}. Use: coach-platform invite {email} --role operator")
    click.echo(f"{email} is an operator.")


@click.command("reset-two-factors")
@click.argument("email")
def reset_two_factors(email: str) -> None:
    """Take the second factor off the account at EMAIL, for somebody who lost theirs. Make sure first who is asking."""
    with in_app():
        try:
            operators_help.reset_two_factors(email)
        except Invalid as error:
            sys.exit(_sentences(error))
        except NotFound:
            sys.exit(f"No account has the address {email}, or it has no second factor.")
        db.session.commit()
    click.echo(f"{email} signs in with the password alone, everywhere anew. A letter tells them so.")


def _sentences(error: Invalid) -> str:
    return " ".join(str(sentence) for sentence in error.fields.values())
