"""Debian packages: installed when we are root, else the line to type is given."""

from __future__ import annotations

import os
import shutil

from saying import Stop, run, say


def install(*packages: str, why: str, look_again: bool = True) -> None:
    """Raises: Stop with the line to type when we may not, or cannot, install.

    `look_again`: a package that is not known is looked for in a fresh list of them.
    """
    line = f"apt-get install -y --no-install-recommends {' '.join(packages)}"
    if shutil.which("apt-get") is None:
        raise Stop(f"{why} Install it with your system's packages (Debian calls it {' '.join(packages)}), then again.")
    if os.geteuid() != 0:
        raise Stop(f"{why} Type this, then start again:\n    sudo {line}")
    say(f"{why} Installing {' '.join(packages)}.")
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        run(line.split(), failing="", env=env)
    except Stop:  # a fresh machine knows no package yet
        if not look_again:
            raise
        run(["apt-get", "update"], failing="The list of Debian packages could not be fetched.", env=env)
        run(line.split(), failing=f"{why} Debian's packages could not be installed.", env=env)
