"""The supervisor, with small programs in place of the product's."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from coach_platform.laptop import supervisor as supervising
from coach_platform.laptop.processes import born, wait_until
from coach_platform.laptop.readiness import log_says
from coach_platform.laptop.recovery import mark, recover
from coach_platform.laptop.supervisor import Program, Supervisor
from coach_platform.laptop.trouble import Trouble

STAYS = "import time; print('ready.', flush=True); time.sleep(600)"
TELLS_WHEN_IT_ENDS = """
import pathlib, signal, sys, time
def end(*_):
    with open(sys.argv[1], "a") as order: order.write(sys.argv[2] + "\\n")
    sys.exit(0)
signal.signal(signal.SIGTERM, end)
print("ready.", flush=True)
time.sleep(600)
"""


@pytest.fixture
def said():
    return []


@pytest.fixture
def supervisor(home, said):
    one = Supervisor(home, env={**os.environ, **mark(home)}, cwd=Path.cwd(), say=said.append)
    yield one
    one.stop()


def program(name, code, *words, **more):
    more.setdefault("ready", log_says("ready."))
    return Program(name, [sys.executable, "-c", code, *words], **more)


def test_it_returns_when_every_program_is_ready(supervisor):
    late = "import time; time.sleep(0.5); print('ready.', flush=True); time.sleep(600)"
    began = time.monotonic()
    supervisor.start(program("quick", STAYS), program("late", late))
    assert time.monotonic() - began >= 0.5
    assert supervisor.log_of("late").read_text() == "ready.\n"


def test_words_of_an_earlier_start_do_not_count_as_ready(supervisor):
    log = supervisor.log_of("silent")
    log.parent.mkdir(parents=True)
    log.write_text("ready.\n")
    with pytest.raises(Trouble, match=r"silent was not ready after 0\.3 s"):
        supervisor.start(program("silent", "import time; time.sleep(600)", start_seconds=0.3))


def test_a_program_that_ends_while_starting_is_named_with_its_last_words(supervisor):
    with pytest.raises(Trouble) as trouble:
        supervisor.start(program("broken", "import sys; print('no such table'); sys.exit(3)"))
    assert "broken ended while starting (exit status 3)" in str(trouble.value)
    assert "no such table" in str(trouble.value)


def test_what_falls_is_started_again_and_said(supervisor, said, monkeypatch):
    monkeypatch.setattr(supervising, "FIRST_PAUSE", 0.1)
    supervisor.start(program("worker", STAYS))
    first = supervisor.running["worker"].child
    first.kill()
    supervisor.watch(1.0, every=0.02)
    second = supervisor.running["worker"].child
    assert second.pid != first.pid
    assert second.poll() is None
    assert said == [f"worker fell (SIGKILL); starting it again in 0.1 s. Its log: {supervisor.log_of('worker')}"]


def test_what_falls_again_and_again_stops_everything_with_its_last_words(supervisor, monkeypatch):
    monkeypatch.setattr(supervising, "FIRST_PAUSE", 0.01)
    supervisor.start(program("worker", "import time; print('ready. cannot reach it', flush=True); time.sleep(0.2)"))
    with pytest.raises(Trouble, match=r"worker fell 5 times in a row(.|\n)*cannot reach it"):
        supervisor.watch(20, every=0.02)


def test_the_pause_before_the_next_try_doubles(supervisor, said, monkeypatch):
    monkeypatch.setattr(supervising, "FIRST_PAUSE", 0.01)
    supervisor.start(program("worker", "import time; print('ready.', flush=True); time.sleep(0.1)"))
    with pytest.raises(Trouble):
        supervisor.watch(20, every=0.02)
    assert [words.split(" in ")[1].split(" s.")[0] for words in said] == ["0.01", "0.02", "0.04", "0.08"]


def test_stopping_goes_the_other_way_round_one_after_the_other(supervisor, home):
    order = home / "order"
    for name in ("catcher", "web", "worker", "beat"):
        supervisor.start(program(name, TELLS_WHEN_IT_ENDS, str(order), name))
    supervisor.stop()
    assert order.read_text().split() == ["beat", "worker", "web", "catcher"]
    assert list((home / "run").glob("*.pid")) == []


def test_those_launched_together_are_stopped_together(supervisor):
    slow = "import signal, sys, time; signal.signal(signal.SIGTERM, lambda *_: (time.sleep(0.6), sys.exit()));"
    slow += "print('ready.', flush=True); time.sleep(600)"
    supervisor.start(*(program(name, slow) for name in ("web", "worker", "beat")))
    began = time.monotonic()
    supervisor.stop()
    assert 0.6 <= time.monotonic() - began < 1.6


def test_one_that_does_not_stop_is_ended_with_its_children(supervisor, said, home):
    stubborn = (
        "import signal, subprocess, sys, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)']);"
        "print('ready.', child.pid, flush=True); time.sleep(600)"
    )
    supervisor.start(program("stubborn", stubborn, stop_seconds=0.3))
    grandchild = int(supervisor.log_of("stubborn").read_text().split()[1])
    supervisor.stop()
    assert said == ["stubborn did not stop by itself in 0.3 s and was ended."]
    assert wait_until(lambda: born(grandchild) is None, seconds=3)


def test_a_command_that_fails_is_named_with_its_last_words(supervisor):
    with pytest.raises(Trouble, match=r"Loading the sample data failed(.|\n)*no cast"):
        supervisor.once("seed", [sys.executable, "-c", "raise SystemExit('no cast')"], what="Loading the sample data")


def test_a_program_that_does_not_exist_is_named(supervisor):
    missing = Supervisor(supervisor.home, env=supervisor.env, cwd=supervisor.cwd, say=print)
    with pytest.raises(Trouble):
        missing.once("x", ["no-such-program"], what="Starting it")


def test_orphans_of_a_killed_run_are_ended_and_strangers_are_not(home, said):
    orphan, stranger = (
        subprocess.Popen([sys.executable, "-c", STAYS], env={**os.environ, **marks}, stdout=subprocess.DEVNULL)
        for marks in (mark(home), mark(home / "another"))
    )
    try:
        assert wait_until(lambda: str(home) in Path(f"/proc/{orphan.pid}/environ").read_text(), seconds=5)
        recover(home, said.append)
        assert orphan.wait(timeout=5) != 0
        assert stranger.poll() is None
        assert "1 of its processes" in said[0]
    finally:
        for process in (orphan, stranger):
            process.kill()
            process.wait()


def test_a_pid_file_whose_pid_is_somebody_elses_now_harms_nobody(home, said):
    """The pid is this test's own, the start time is not."""
    run = home / "run"
    run.mkdir()
    (run / "web.pid").write_text(f"{os.getpid()} some-boot 12345\n")
    recover(home, said.append)
    assert list(run.iterdir()) == []
    assert said == ["An earlier run was cut off; what it left has been tidied."]


def test_a_tidy_folder_needs_no_words(home, said):
    recover(home, said.append)
    assert said == []
