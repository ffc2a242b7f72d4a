"""A Chromium for the browser tests: its headless shell where Debian has it, else one on PATH, else Playwright's own."""

from __future__ import annotations

import os
import shutil

import debian
from environment import PYTHON
from saying import Stop, run, say

# The same engine without the windows of a desktop: a page costs it three fifths of what it costs the whole browser.
SHELL = "chromium-headless-shell"
NAMES = (SHELL, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
OWN = "playwright"  # what `find` says when Playwright is to use the browser it fetched itself


def find() -> str:
    """The path of a browser, `playwright` for Playwright's own, or nothing."""
    for name in NAMES:
        if path := shutil.which(name):
            return path
    asked = "from playwright.sync_api import sync_playwright as p\nwith p() as b: print(b.chromium.executable_path)"
    try:
        path = run([PYTHON, "-c", asked], failing="").strip()
    except Stop:
        return ""
    return OWN if os.path.exists(path) else ""  # noqa: PTH110 - a plain question about a path that came as text


def ready() -> None:
    """Raises: Stop, naming the package, when no browser can be had."""
    if shutil.which(SHELL):
        return
    by_package, found = os.geteuid() == 0 and shutil.which("apt-get") is not None, find()
    if by_package and _shell_installed(look_again=not found):
        return
    if found:
        return
    if by_package:
        debian.install("chromium", why="The browser tests need Chromium.")
        return
    say("The browser tests need Chromium; fetching Playwright's own.")
    try:
        run([PYTHON, "-m", "playwright", "install", "chromium"], failing="")
    except Stop as why:
        raise Stop(
            "The browser tests need a Chromium or Chrome on PATH, and none could be fetched. On Debian type:\n"
            f"    sudo apt-get install {SHELL}\n{why}"
        ) from why


def _shell_installed(*, look_again: bool) -> bool:
    """Whether it could be. `look_again`: in a fresh list of Debian's packages, when there is no other browser."""
    try:
        debian.install(SHELL, why="The browser tests run fastest in Chromium's headless shell.", look_again=look_again)
    except Stop as why:  # an older Debian has no such package: another browser does as well
        say(f"Going on without it. {why}")
        return False
    return True
