"""Which command is which role: one list for the laptop's supervisor, the image's entry script and the compose file."""

from __future__ import annotations

import os
import sys
from enum import StrEnum


class Role(StrEnum):
    """What a process of the product can be; one image serves all of them."""

    WEB = "web"
    WORKER = "worker"
    BEAT = "beat"
    MIGRATE = "migrate"


# Beat may lose this file at any time: what is due is decided by rows, beat only ticks.
BEAT_STATE = "/tmp/beat-schedule"  # noqa: S108  # nosec B108 - a container's own /tmp; a laptop names another file

COMMANDS: dict[Role, tuple[str, ...]] = {
    Role.WEB: ("gunicorn", "-c", "deploy/gunicorn.conf.py", "coach_platform.wsgi:app"),
    # Gossip and mingle let workers talk to each other; nothing here needs it, and it delays each start.
    Role.WORKER: ("celery", "-A", "workers.celery_app", "worker", "--without-gossip", "--without-mingle", "-l", "INFO"),
    Role.BEAT: ("celery", "-A", "workers.celery_app", "beat", "-l", "INFO"),
    Role.MIGRATE: ("coach-platform", "migrate"),
}

_MODULES = {"coach-platform": "coach_platform.cli"}


def command(role: Role, *, beat_state: str = BEAT_STATE) -> list[str]:
    """The role's command as an image runs it."""
    extra = ["--schedule", beat_state] if role is Role.BEAT else []
    return [*COMMANDS[role], *extra]


def by_this_python(words: list[str]) -> list[str]:
    """The same command run by this very Python, whatever is on PATH."""
    return [sys.executable, "-m", _MODULES.get(words[0], words[0]), *words[1:]]


def words_of(arguments: list[str]) -> list[str]:
    """What an image runs for these arguments: a role's command with what follows it, or any other command as it is."""
    if arguments and arguments[0] in {role.value for role in Role}:
        return [*command(Role(arguments[0])), *arguments[1:]]
    return arguments


def main() -> None:
    """Become the program that is asked for, so that it gets the signals: `python -m coach_platform.programs worker`."""
    words = words_of(sys.argv[1:])
    if not words:
        sys.exit(f"Which role? One of {', '.join(Role)}.")
    try:
        os.execvp(words[0], words)  # noqa: S606  # nosec B606 - no shell is wanted
    except OSError as error:
        sys.exit(f"{words[0]} cannot be run ({error.strerror}). The roles are {', '.join(Role)}.")


if __name__ == "__main__":
    main()
