"""The scripts that make the environment, before there is one."""

import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]


@pytest.fixture
def tools(monkeypatch):
    monkeypatch.syspath_prepend(str(PROJECT / "tools"))
    import browser
    import debian
    import environment
    import frontend
    import saying
    import which

    found = (browser, debian, environment, frontend, saying, which)
    yield {module.__name__: module for module in found}
    for module in found:
        sys.modules.pop(module.__name__, None)


def test_a_goal_that_does_not_exist_is_answered_with_those_that_do():
    asked = subprocess.run(
        [sys.executable, "tools/bootstrap.py", "fly"], cwd=PROJECT, capture_output=True, text=True, check=False
    )
    assert asked.returncode == 2
    assert "run|test" in asked.stderr


def test_what_is_missing_is_named_with_the_line_to_type_when_not_root(tools, monkeypatch):
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    monkeypatch.setattr("shutil.which", lambda _name: "/usr/bin/apt-get")
    with pytest.raises(tools["saying"].Stop, match="sudo apt-get install -y --no-install-recommends chromium"):
        tools["debian"].install("chromium", why="The browser tests need Chromium.")


@pytest.mark.parametrize(
    ("there", "asked"), [("chromium", [["install"]]), ("", [["install"], ["update"], ["install"]])]
)
def test_where_debian_has_no_headless_shell_another_browser_does(tools, monkeypatch, there, asked):
    stop, typed = tools["saying"].Stop, []

    def apt(words, **_rest):
        typed.append(words)
        if words[-1] == "chromium-headless-shell":
            raise stop("no such package")

    monkeypatch.setattr("os.geteuid", lambda: 0)
    monkeypatch.setattr("shutil.which", lambda name: f"/usr/bin/{name}" if name in ("apt-get", there) else None)
    monkeypatch.setattr(tools["debian"], "run", apt)
    monkeypatch.setattr(tools["browser"], "run", lambda *_words, **_rest: "/nowhere")
    tools["browser"].ready()
    words = [[each[1]] for each in typed if each[-1] != "chromium"]
    assert words == asked
    assert ("chromium" in [each[-1] for each in typed]) == (not there)


@pytest.mark.parametrize(
    ("systems", "ours", "named", "taken"),
    [
        (0.02, 0.03, "", "systems"),
        (0.02, 0.021, "", "ours"),
        (0.02, 0.03, "yes", "ours"),
        (None, 0.03, "", "ours"),
        (0.02, None, "", "systems"),
    ],
)
def test_the_quicker_python_is_taken_unless_one_is_named(tools, monkeypatch, systems, ours, named, taken):
    which = tools["which"]
    monkeypatch.setenv("REBOUND_PYTHON_NAMED", named)
    monkeypatch.setattr(which, "SYSTEMS", "/somewhere/else/python3")
    monkeypatch.setattr(which, "seconds", lambda path: systems if path == which.SYSTEMS else ours)
    assert which.python() == {"systems": which.SYSTEMS, "ours": sys.executable}[taken]


def test_how_quick_a_python_is_is_measured_and_one_that_is_not_there_is_none(tools):
    assert 0 < tools["which"].seconds(sys._base_executable) < 10
    assert tools["which"].seconds("/nowhere/python3") is None


def test_a_changed_lock_makes_the_stamp_worthless(tools, tmp_path):
    saying, lock, stamp = tools["saying"], tmp_path / "a.lock", tmp_path / "stamp"
    lock.write_text("one==1\n")
    saying.stamp_now(stamp, saying.fingerprint([lock]))
    assert saying.stamped(stamp, saying.fingerprint([lock]))
    lock.write_text("one==2\n")
    assert not saying.stamped(stamp, saying.fingerprint([lock]))


def test_a_failing_step_says_what_failed_and_the_last_lines(tools):
    with pytest.raises(tools["saying"].Stop) as stop:
        tools["saying"].run(
            [sys.executable, "-c", "print('no such package'); raise SystemExit(1)"], failing="It failed."
        )
    assert str(stop.value).startswith("It failed.")
    assert "no such package" in str(stop.value)


def test_a_full_disk_is_named(tools):
    with pytest.raises(tools["saying"].Stop, match="The disk is full"):
        tools["saying"].run(
            [sys.executable, "-c", "raise SystemExit('[Errno 28] No space left on device')"], failing="It failed."
        )


def test_too_little_room_is_said_before_an_environment_is_begun(tools, monkeypatch):
    monkeypatch.setattr(tools["environment"], "ROOM_NEEDED", 2**40)
    with pytest.raises(tools["saying"].Stop, match="MB are free"):
        tools["environment"]._make()


def test_no_lock_or_setting_names_a_place_to_download_from():
    for file in [*(PROJECT / "requirements").glob("*"), PROJECT / "pyproject.toml", PROJECT / ".npmrc"]:
        text = file.read_text()
        assert "index-url" not in text, file
        assert "http" not in text or file.suffix == ".toml", file


def test_every_line_of_the_locks_is_pinned_and_hashed():
    for lock in (PROJECT / "requirements").glob("*.lock"):
        for requirement in lock.read_text().replace("\\\n", " ").splitlines():
            assert "==" in requirement, (lock, requirement)
            assert "--hash=sha256:" in requirement, (lock, requirement)
