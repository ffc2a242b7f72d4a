"""A killed server is noticed, started again where it was, and said; the mail goes on."""

import os
import re
import signal
import subprocess
import sys
import time
from html import unescape
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, ProxyHandler, build_opener

import pytest

from coach_platform.laptop.left_behind import working_in
from coach_platform.laptop.processes import wait_until
from coach_platform.laptop.servers import Servers
from coach_platform.laptop.supervisor import MOST_FALLS
from coach_platform.laptop.trouble import Trouble
from tests.agreed import read_privacy
from tests.laptop.started import start

__all__ = ["start"]
AWAKE = [sys.executable, "-c", "import time; time.sleep(600)"]


class Asleep:
    """A server that does nothing but live."""

    name = "Valkey"

    def __init__(self, home):
        self.log = home / "valkey.log"
        self.log.write_text("")
        self.started = 0
        self.again()

    def again(self):
        self.started += 1
        self.child = subprocess.Popen(AWAKE)


@pytest.fixture
def server(home):
    one = Asleep(home)
    yield one
    one.child.kill()
    one.child.wait()


def test_what_runs_is_left_alone_and_what_was_killed_is_started_again_and_said(server):
    said = []
    servers = Servers([server], say=said.append)
    servers.look()
    assert (server.started, said) == (1, [])
    server.child.kill()
    server.child.wait()
    servers.look()
    assert server.started == 2
    assert said == [
        f"Valkey fell (SIGKILL); starting it again. Its log: {server.log}",
        "Valkey answers again.",
    ]


def test_a_server_that_falls_again_and_again_stops_everything(server):
    servers = Servers([server], say=lambda _words: None)
    with pytest.raises(Trouble, match="Valkey fell 5 times in a row"):
        for _ in range(MOST_FALLS):
            server.child.kill()
            server.child.wait()
            servers.look()


class Visitor:
    """Somebody at the sign-up page, with cookies."""

    def __init__(self, port):
        self.site = f"http://127.0.0.1:{port}"
        self.open = build_opener(ProxyHandler({}), HTTPCookieProcessor(CookieJar())).open

    def signs_up(self, address):
        page = self.open(f"{self.site}/sign-up", timeout=10).read().decode()
        token = unescape(re.search(r'name="csrf_token" value="([^"]+)"', page)[1])
        form = {"csrf_token": token, "name": "Noor", "email": address, "password": "the heron waits"}
        form |= {"zone": "America/Toronto"} | read_privacy()
        self.open(f"{self.site}/sign-up", urlencode(form).encode(), timeout=10).read()


def signs_up(run, address):
    """As people do: the page that said "back in a moment" is sent again."""

    def done():
        try:
            Visitor(run.port).signs_up(address)
        except (HTTPError, OSError):
            return False
        return True

    assert wait_until(done, seconds=30, every=0.5), run.words


def has_mail(run, address):
    letters = run.home / "mail"
    return any(address.encode() in path.read_bytes() for path in letters.rglob("*") if path.is_file())


def pid_of(run, name):
    return int((run.home / "run" / f"{name}.pid").read_text().split()[0])


@pytest.mark.workers
@pytest.mark.xdist_group("run")
def test_a_killed_server_comes_back_by_itself_and_the_mail_goes_on(start):
    run = start().up()
    signs_up(run, "one@example.org")
    for name, called, address in (
        ("valkey", "Valkey", "two@example.org"),
        ("postgres", "PostgreSQL", "three@example.org"),
    ):
        killed = pid_of(run, name)
        os.kill(killed, signal.SIGKILL)
        began = time.monotonic()
        assert wait_until(lambda called=called: f"{called} answers again." in run.words, seconds=40), run.words
        assert f"{called} fell (SIGKILL); starting it again" in run.words
        assert pid_of(run, name) != killed
        assert time.monotonic() - began < 30
        signs_up(run, address)
    for address in ("one@example.org", "two@example.org", "three@example.org"):
        assert wait_until(lambda address=address: has_mail(run, address), seconds=90, every=0.5), (address, run.words)
    assert run.get("/readyz")[0] == 200
    run.process.send_signal(signal.SIGTERM)
    assert run.ended() == 0
    assert run.processes() == []
    assert working_in(Path(run.home) / "postgres") == []
