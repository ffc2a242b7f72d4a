"""The console script `coach-platform`: what operators and `make run` call."""

import os
import sys

import click

from coach_platform.cli_accounts import invite, operator, reset_two_factors
from coach_platform.cli_mail import digest, mail
from coach_platform.cli_sample import sample_accounts, seed
from coach_platform.cli_seekers import invite_seekers
from coach_platform.config import ConfigError, from_environment


@click.group()
def main() -> None:
    """Rebound on the command line."""


@main.command()
def migrate() -> None:
    """Bring the database up to date and load new content."""
    from coach_platform.schema import upgrade
    from coach_platform.setting_up import load_content

    url = from_environment(role="migrate").database_url
    upgrade(url)
    load_content(url)


@main.command()
def doctor() -> None:
    """Read the settings and say what is wrong with them."""
    try:
        config = from_environment(role=os.environ.get("ROLE", "web"))
    except ConfigError as error:
        sys.exit(str(error))
    click.echo(f"Settings are complete ({config.env}, {config.base_url}).")


main.add_command(invite)
main.add_command(invite_seekers)
main.add_command(operator)
main.add_command(reset_two_factors)
main.add_command(mail)
main.add_command(digest)
main.add_command(seed)
main.add_command(sample_accounts)

if __name__ == "__main__":
    main()
