"""One real browser a test process: Playwright cannot be started twice in one thread."""

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
# As root in a container Chromium's own sandbox cannot start; the pages are ours.
ARGUMENTS = ["--no-sandbox", "--disable-gpu"]
# Without these it calls its maker's hosts at every start.
ARGUMENTS += ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"]
ARGUMENTS += ["--disable-quic"]


ENOUGH = 2**30  # bytes; a container has 64 MB unless it is told otherwise, and pages fall over


def _shared_memory() -> int:
    try:
        return shutil.disk_usage("/dev/shm").free  # noqa: S108
    except OSError:
        return 0


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The one tools/browser.py found, else one on PATH, else Playwright's own."""
    arguments = [*ARGUMENTS, *([] if _shared_memory() >= ENOUGH else ["--disable-dev-shm-usage"])]
    found = os.environ.get("REBOUND_BROWSER") or next(filter(None, map(shutil.which, NAMES)), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=arguments)
        yield browser
        browser.close()
