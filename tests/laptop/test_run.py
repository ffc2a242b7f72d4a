"""`make run` itself, on the true product and on free ports: started, doubled, killed, started again, stopped."""

import json
import signal
import subprocess
import sys
import time

import pytest

from coach_platform.laptop.ports import free_port
from coach_platform.laptop.processes import wait_until
from tests.laptop.started import start

__all__ = ["start"]
pytestmark = [pytest.mark.workers, pytest.mark.xdist_group("run")]


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
