"""One real browser a test process: Playwright cannot be started twice in one thread."""

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
# As root in a container Chromium's own sandbox cannot start; the pages are ours.
ARGUMENTS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]
# Without these it calls its maker's hosts at every start.
ARGUMENTS += ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"]
ARGUMENTS += ["--disable-quic"]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The one tools/browser.py found, else one on PATH, else Playwright's own."""
    found = os.environ.get("REBOUND_BROWSER") or next(filter(None, map(shutil.which, NAMES)), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=ARGUMENTS)
        yield browser
        browser.close()
