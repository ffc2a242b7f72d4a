"""The Python environment in .venv, exactly as requirements/*.lock say, made by uv (itself from a hashed lock)."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys

import debian
import which
from saying import PROJECT, Stop, fingerprint, run, say, stamp_now, stamped

VENV = PROJECT / ".venv"
PYTHON = VENV / "bin" / "python"
LOCKS = PROJECT / "requirements"
ALWAYS = (LOCKS / "uv.lock", LOCKS / "build.lock")
STAMP = VENV / ".rebound-stamp"
ROOM_NEEDED = 1_500  # MB for the environment, the front end's packages and a first database


def ready(lock: str) -> None:
    """Make `.venv` hold requirements/LOCK.lock and this project. Nothing happens if it does already."""
    if _enough(lock):
        return
    if not _version():
        _make()
    _install_uv()
    say(f"Installing the packages of requirements/{lock}.lock.")
    uv = VENV / "bin" / "uv"
    env = _uv_environment()
    why = "The packages could not be installed."
    # Sync removes what is not named: uv names itself, and the build tool stays for the last line below.
    locks = [LOCKS / f"{lock}.lock", *ALWAYS]
    run([uv, "pip", "sync", "--quiet", "--require-hashes", *locks], failing=why, env=env)
    # Not isolated: an isolated build would fetch a build tool that no lock pins.
    run([uv, "pip", "install", "--quiet", "--no-deps", "--no-build-isolation", "-e", PROJECT], failing=why, env=env)
    stamp_now(STAMP, _wanted(lock, _version()))


def _enough(lock: str) -> bool:
    """The stamp is this lock's, or that of `all`, which holds every other. And the environment still starts."""
    version = _version()
    return bool(version) and any(stamped(STAMP, _wanted(one, version)) for one in {lock, "all"})


def _wanted(lock: str, version: str) -> str:
    files = [LOCKS / f"{lock}.lock", *ALWAYS, PROJECT / "pyproject.toml"]
    return f"{lock} {fingerprint(files, version, str(PROJECT))}"


def _version() -> str:
    """Which Python .venv has; empty if there is none that starts, or it is too old."""
    if not PYTHON.exists():
        return ""
    asked = [str(PYTHON), "-c", "import sys; print(sys.version if sys.version_info >= (3, 11) else '')"]
    try:
        return subprocess.run(asked, capture_output=True, text=True, check=False).stdout.strip()
    except OSError:
        return ""


def _make() -> None:
    free = shutil.disk_usage(PROJECT).free // 2**20
    if free < ROOM_NEEDED:
        raise Stop(f"Only {free} MB are free on the disk of {PROJECT}; about {ROOM_NEEDED} MB are needed. Make room.")
    python = which.python()
    if python == sys.executable and importlib.util.find_spec("ensurepip") is None:
        debian.install("python3-venv", why="Python cannot make environments of its own here.")
    if VENV.is_symlink():
        raise Stop(f"{VENV} is a link to an environment that does not start. Remove the link, then start again.")
    say("Making a Python environment in .venv." if not VENV.exists() else "Making .venv anew: it does not start.")
    shutil.rmtree(VENV, ignore_errors=True)
    run([python, "-m", "venv", VENV], failing="The Python environment could not be made.")


def _install_uv() -> None:
    wanted = fingerprint([LOCKS / "uv.lock"])
    stamp = VENV / ".uv-stamp"
    if stamped(stamp, wanted) and (VENV / "bin" / "uv").exists():
        return
    say("Installing uv, which installs everything else.")
    pip = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"]
    hashed = ["--require-hashes", "--only-binary", ":all:", "-r", LOCKS / "uv.lock"]
    run([*pip, *hashed], failing="uv could not be installed. Is there a network, or a package index set?")
    stamp_now(stamp, wanted)


def _uv_environment() -> dict[str, str]:
    """uv as this project's, not as some project around it: proxies, certificates and indexes stay as they are set."""
    left_out = {"PYTHONPATH", "PYTHONHOME", "CONDA_PREFIX"}
    kept = {name: value for name, value in os.environ.items() if name not in left_out}
    return {**kept, "VIRTUAL_ENV": str(VENV), "UV_PYTHON_DOWNLOADS": "never", "UV_LINK_MODE": "copy"}
