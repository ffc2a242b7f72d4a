"""The measuring programs that are not ours: h2load for open-loop load, Postfix's smtp-source and smtp-sink."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

from bench.site import ROOT

TOOLS = ROOT / "var" / "bench-tools"


def h2load(say: Callable[[str], object]) -> str | None:
    """Its path: installed (Debian's nghttp2-client) where we may; None where it cannot be had."""
    if (found := shutil.which("h2load")) is None:
        say("h2load is not here: installing Debian's nghttp2-client, which carries it.")
        _apt("install", "-y", "--no-install-recommends", "nghttp2-client")
        found = shutil.which("h2load")
    return found


@cache
def postfix_tools(say: Callable[[str], object]) -> Path | None:
    """A folder with smtp-source and smtp-sink, taken out of Debian's postfix without installing (and starting) it."""
    tool = TOOLS / "usr" / "sbin" / "smtp-source"
    if not tool.exists():
        say("smtp-source is not here: taking it out of Debian's postfix package (the mail server is not installed).")
        TOOLS.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory() as folder:
            if not _apt("download", "postfix", cwd=Path(folder)):
                return None
            for package in Path(folder).glob("postfix_*.deb"):
                subprocess.run(["dpkg-deb", "-x", str(package), str(TOOLS)], check=True)
    return tool.parent if tool.exists() else None


def with_libraries(folder: Path) -> dict[str, str]:
    """The environment in which they find Postfix's own libraries."""
    return {**os.environ, "LD_LIBRARY_PATH": str(folder.parent / "lib" / "postfix")}


def _apt(*words: str, cwd: Path | None = None) -> bool:
    if shutil.which("apt-get") is None:
        return False
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run(["apt-get", *words], cwd=cwd, env=env, capture_output=True, check=False)
    if done.returncode:
        subprocess.run(["apt-get", "update"], env=env, capture_output=True, check=False)
        done = subprocess.run(["apt-get", *words], cwd=cwd, env=env, capture_output=True, check=False)
    return done.returncode == 0
