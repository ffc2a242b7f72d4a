"""A disk that is really full: pages are read, what cannot be kept is refused in words, and room alone mends it."""

import os
import subprocess
from pathlib import Path

import pytest

from coach_platform.laptop.services import start_services
from coach_platform.schema import upgrade
from coach_platform.setting_up import load_content
from tests.agreed import read_privacy
from tests.apart import own_app, own_database, settings_on
from tests.browsing import Browser, words

NEW = {"name": "Noor Haddad", "email": "noor@example.org", "password": "the heron waits", "zone": "America/Toronto"}
NEW |= read_privacy()


@pytest.fixture
def small_disk(tmp_path):
    """150 MB of memory as a disk of its own."""
    if os.geteuid() != 0:
        pytest.skip("only root may mount a small disk")
    place = Path("/tmp") / f"rbf{os.getpid()}"  # noqa: S108 - short: PostgreSQL's socket lies below
    place.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=150m", "tmpfs", place], capture_output=True)
    if mounted.returncode:
        place.rmdir()
        pytest.skip("this machine lets nobody mount a disk")
    yield place
    subprocess.run(["umount", place], check=True)
    place.rmdir()


def fill(disk: Path) -> Path:
    """Write until nothing more goes on it."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as out, pytest.raises(OSError):
        while True:
            out.write(bytes(65_536))
    return filler


def test_reading_goes_on_and_writing_is_refused_in_words_until_there_is_room(small_disk, environment):
    with start_services(small_disk / "home", for_tests=True) as services, own_database(services) as urls:
        upgrade(urls.owner_url)
        load_content(urls.owner_url)
        with own_app(settings_on(environment, urls) | {"REDIS_URL": services.redis_url}) as app:
            browser = Browser(app)
            assert browser.get("/sign-up").status_code == 200
            filler = fill(small_disk)
            refused = browser.post("/sign-up", NEW, follow=False)
            assert refused.status_code == 503
            assert "Back in a moment" in words(refused)
            assert browser.get("/sign-up").status_code == 200
            filler.unlink()
            assert browser.post("/sign-up", NEW, follow=False).status_code == 303
