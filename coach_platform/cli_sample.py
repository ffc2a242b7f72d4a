"""`coach-platform seed` and `coach-platform sample-accounts`: the sample world for a laptop."""

import sys

import click

from coach_platform.cli_app import in_app
from coach_platform.config import from_environment
from coach_platform.kit.db import db
from coach_platform.sample.accounts import account_lines
from coach_platform.sample.loading import SampleIsThere, is_crowded, is_loaded, load


@click.command()
@click.option("--if-first", is_flag=True, help="Only into a database where nobody has an account; else do nothing.")
@click.option("--yes-sample", is_flag=True, help="Also in production. Everybody knows the password of these accounts.")
@click.option("--crowd", is_flag=True, help="With a hundred more, so that a caseload looks as it does at work.")
def seed(if_first: bool, yes_sample: bool, crowd: bool) -> None:
    """Load the sample people and their stories into an empty database."""
    config = from_environment(role="worker")  # the one role that writes for everybody
    if config.production and not yes_sample:
        sys.exit("This is production: the sample accounts, whose password is public, do not belong here.")
    with in_app(config):
        try:
            load(crowded=crowd)
        except SampleIsThere:
            if not if_first:
                sys.exit("There are people in this database already. The sample is loaded only into an empty one.")
            click.echo("There are people already: nothing was loaded.")
            return
        except LookupError as error:
            sys.exit(str(error))
        db.session.commit()
    click.echo("The sample people are there.")


@click.command("sample-accounts")
def sample_accounts() -> None:
    """Print the sample accounts, where they were loaded."""
    with in_app(from_environment(role="worker")):
        if is_loaded():
            click.echo("\n".join(account_lines(crowded=is_crowded())))
