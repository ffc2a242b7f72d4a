"""`make run` in a process of its own, on free ports, for the tests that look at it from outside."""

import http.client
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from coach_platform.laptop.ports import free_port
from coach_platform.laptop.processes import marked, wait_until
from coach_platform.laptop.recovery import MARK

PROJECT = Path(__file__).parents[2]


class Started:
    """A run in a process of its own; `words` is what it has said so far."""

    def __init__(self, home, port, mail_port):
        self.home, self.port, self.mail_port = home, port, mail_port
        self._said = home / f"said-{time.monotonic_ns()}"
        env = {**os.environ, "REBOUND_HOME": str(home), "PORT": str(port), "MAIL_PORT": str(mail_port), "SAMPLE": "no"}
        for name in ("DATABASE_URL", "REDIS_URL"):
            env.pop(name, None)
        with self._said.open("w") as out:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "coach_platform.laptop.run"],
                cwd=PROJECT,
                env=env,
                stdout=out,
                stderr=subprocess.STDOUT,
            )

    @property
    def words(self):
        return self._said.read_text()

    def up(self):
        assert wait_until(lambda: "To stop" in self.words or self.process.poll() is not None, seconds=120, every=0.1)
        assert self.process.poll() is None, self.words
        return self

    def ended(self, seconds=60):
        return self.process.wait(timeout=seconds)

    def get(self, path):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def processes(self):
        return marked(f"{MARK}={self.home}")


@pytest.fixture
def start(home):
    ports = free_port(), free_port()
    runs = []

    def begin(*, port=ports[0], mail_port=ports[1]):
        runs.append(Started(home, port, mail_port))
        return runs[-1]

    yield begin
    for run in runs:
        if run.process.poll() is None:
            run.process.terminate()
            run.process.wait(timeout=30)
