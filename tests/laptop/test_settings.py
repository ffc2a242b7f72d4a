"""What a person can set, and what the programs get to know."""

import os
import socket
from pathlib import Path

import pytest

from coach_platform.laptop import run
from coach_platform.laptop.lock import Lock
from coach_platform.laptop.ports import demand_port, free_port, holder
from coach_platform.laptop.settings import program_environment, read_settings, secret
from coach_platform.laptop.table import summary
from coach_platform.laptop.trouble import Trouble

PROJECT = Path("/project")


def test_the_fixed_addresses_are_the_default():
    settings = read_settings({}, PROJECT)
    assert settings.base_url == "http://127.0.0.1:8000"
    assert settings.mail_url == "http://127.0.0.1:8025"
    assert settings.home == PROJECT / "var"
    assert settings.sample


def test_each_can_be_moved():
    env = {"PORT": "9000", "MAIL_PORT": "9025", "REBOUND_HOME": "/elsewhere", "SAMPLE": "no"}
    settings = read_settings(env, PROJECT)
    assert (settings.port, settings.mail_port) == (9000, 9025)
    assert settings.home == Path("/elsewhere")
    assert not settings.sample


@pytest.mark.parametrize("env", [{"PORT": "http"}, {"PORT": "0"}, {"MAIL_PORT": "70000"}, {"PORT": "8025"}])
def test_a_port_that_makes_no_sense_is_named(env):
    with pytest.raises(Trouble, match="PORT"):
        read_settings(env, PROJECT)


def test_mail_never_leaves_the_machine_whatever_the_shell_says(home, monkeypatch):
    monkeypatch.setenv("SMTP_URL", "smtp://relay.example.com:25")
    env = program_environment(read_settings({"REBOUND_HOME": str(home)}, PROJECT), {}, 2525)
    assert env["SMTP_URL"] == "smtp://127.0.0.1:2525"


def test_the_secret_is_made_once_and_private(home):
    file = home / "secret"
    first = secret(file)
    assert len(first) >= 32
    assert secret(file) == first
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_taken_port_is_named_with_its_holder():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert holder(port) == os.getpid()
        with pytest.raises(Trouble) as trouble:
            demand_port(port, what="the site", setting="PORT")
    assert f"process {os.getpid()}" in str(trouble.value)
    assert f"PORT={port + 1}" in str(trouble.value)


def test_a_free_port_is_no_trouble():
    demand_port(free_port(), what="the site", setting="PORT")


def test_a_full_disk_is_named_before_anything_is_written(home, monkeypatch):
    monkeypatch.setattr(run, "ROOM_NEEDED", 2**60)
    with pytest.raises(Trouble, match="MB are free"):
        run.demand_room(home)


def test_a_second_run_is_told_who_holds_the_folder(home):
    first = Lock(home / "lock")
    with pytest.raises(Trouble, match=f"process {os.getpid()}"):
        Lock(home / "lock")
    first.release()
    Lock(home / "lock").release()


def test_the_table_names_addresses_people_and_the_password():
    settings = read_settings({}, PROJECT)
    table = summary(settings, "password\tsecret words\nsam@example.org\ta seeker\ncasey@example.org\this coach\n")
    assert "http://127.0.0.1:8000" in table
    assert "http://127.0.0.1:8025" in table
    assert "the password of all is secret words" in table
    assert "  sam@example.org       a seeker\n" in table


def test_without_samples_the_table_names_no_people():
    assert "password" not in summary(read_settings({}, PROJECT), "")


@pytest.mark.parametrize(("given", "required"), [({}, False), ({"MFA_REQUIRED": "yes"}, True)])
def test_two_factors_are_asked_of_nobody_here_unless_one_wants_to_see_it_and_the_table_says_so(home, given, required):
    settings = read_settings({"REBOUND_HOME": str(home), **given}, PROJECT)
    assert program_environment(settings, {}, 2525)["MFA_REQUIRED"] == ("yes" if required else "no")
    assert ("required of coaches" in summary(settings, "")) is required
