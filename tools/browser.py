"""A Chromium for the browser tests: one on PATH, else Debian's package, else Playwright's own download."""

from __future__ import annotations

import os
import shutil

import debian
from environment import PYTHON
from saying import Stop, run, say

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
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
    if find():
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        debian.install("chromium", why="The browser tests need Chromium.")
        return
    say("The browser tests need Chromium; fetching Playwright's own.")
    try:
        run([PYTHON, "-m", "playwright", "install", "chromium"], failing="")
    except Stop as why:
        raise Stop(
            "The browser tests need a Chromium or Chrome on PATH, and none could be fetched. On Debian type:\n"
            f"    sudo apt-get install chromium\n{why}"
        ) from why
