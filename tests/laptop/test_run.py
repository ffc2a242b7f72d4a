"""`make run` itself, on the true product and on free ports: started, doubled, killed, started again, stopped."""

import http.client
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from coach_platform.laptop.ports import free_port
from coach_platform.laptop.processes import marked, wait_until
from coach_platform.laptop.recovery import MARK

PROJECT = Path(__file__).parents[2]
pytestmark = [pytest.mark.workers, pytest.mark.xdist_group("run")]


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


def test_a_run_is_started_doubled_killed_started_again_and_stopped(start):
    first = start().up()
    status, body = first.get("/readyz")
    assert (status, json.loads(body)["status"]) == (200, "ok")
    assert f"http://127.0.0.1:{first.port}" in first.words
    assert f"http://127.0.0.1:{first.mail_port}" in first.words
    secret = (first.home / "secret").read_text()

    second = start(port=free_port(), mail_port=free_port())
    assert second.ended() == 1
    assert f"Another run (process {first.process.pid}) already uses" in second.words
    assert first.get("/readyz")[0] == 200

    assert len(first.processes()) >= 5
    first.process.kill()
    first.process.wait()
    again = start().up()
    assert "An earlier run was cut off" in again.words
    assert again.get("/readyz")[0] == 200
    assert (again.home / "secret").read_text() == secret

    began = time.monotonic()
    again.process.send_signal(signal.SIGTERM)
    assert again.ended() == 0
    assert time.monotonic() - began < 10  # 5 on a quiet machine
    assert again.processes() == []
    assert list((again.home / "run").glob("*.pid")) == []
    assert "Stopped." in again.words


def test_a_run_stopped_in_the_middle_of_its_start_leaves_nothing(start):
    run = start()
    assert wait_until(lambda: "Bringing the database" in run.words, seconds=30)
    run.process.send_signal(signal.SIGINT)
    assert run.ended() == 0
    assert run.processes() == []
    assert not (run.home / "postgres" / "postmaster.pid").exists()


def test_a_taken_port_is_named_before_anything_is_started(start):
    taken = free_port()
    holder = subprocess.Popen(
        [sys.executable, "-c", f"import http.server as h; h.HTTPServer(('127.0.0.1', {taken}), None).serve_forever()"]
    )
    try:
        assert wait_until(lambda: _listens(taken), seconds=10)
        run = start(port=taken)
        assert run.ended() == 1
        assert f"Port {taken}, wanted for the site, is held by process {holder.pid}" in run.words
        assert not (run.home / "postgres").exists()
    finally:
        holder.kill()
        holder.wait()


def _listens(port):
    from coach_platform.laptop.ports import holder

    return holder(port) is not None
