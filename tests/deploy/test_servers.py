"""The settings of the servers around the programs: Redis started as the compose file says, the example proxy."""

import re
import subprocess
from pathlib import Path

import pytest
import redis

from coach_platform.laptop.ports import free_port
from coach_platform.laptop.processes import wait_until
from coach_platform.laptop.valkey import find_binary
from tests.deploy.files import PROJECT, env_example, services

NGINX = (PROJECT / "deploy" / "nginx.conf").read_text()


@pytest.fixture
def words() -> str:
    """The compose file's shell line, as Compose hands it on."""
    shell, flag, line = services()["redis"]["command"]
    assert (shell, flag) == ("sh", "-c")
    return line.replace("$$", "$")


def test_redis_starts_as_told_keeps_its_queues_and_never_drops_a_job(words, tmp_path):
    (tmp_path / "valkey-server").symlink_to(find_binary())
    port = free_port()
    with subprocess.Popen(
        ["sh", "-c", f"{words} --port {port} --bind 127.0.0.1 --dir {tmp_path}"],
        env={"PATH": f"{tmp_path}:/usr/bin:/bin", "VALKEYCLI_AUTH": "a word with spaces"},
        stdout=subprocess.DEVNULL,
    ) as server:
        try:
            client = redis.Redis(port=port, password="a word with spaces", decode_responses=True)
            assert wait_until(lambda: answers(client), seconds=15)
            told = client.config_get("maxmemory-policy", "appendonly")
            assert told == {"maxmemory-policy": "noeviction", "appendonly": "yes"}
            with redis.Redis(port=port) as stranger, pytest.raises(redis.AuthenticationError):
                stranger.ping()
            client.close()
        finally:
            server.terminate()


def answers(client: redis.Redis) -> bool:
    try:
        return bool(client.ping())
    except redis.ConnectionError:
        return False


def test_redis_does_not_start_without_a_password(words, tmp_path):
    (tmp_path / "valkey-server").symlink_to(Path("/bin/true"))
    done = subprocess.run(
        ["sh", "-c", words],
        env={"PATH": f"{tmp_path}:/usr/bin:/bin", "VALKEYCLI_AUTH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert "is not set" in done.stderr


def test_redis_has_more_room_than_it_may_fill(words):
    most = int(re.search(r"--maxmemory (\d+)mb", words).group(1))
    room = int(services()["redis"]["deploy"]["resources"]["limits"]["memory"].removesuffix("M"))
    assert most * 2 <= room  # it doubles for a moment while it rewrites its file


def test_the_example_proxy_finds_the_site_and_takes_as_much_as_the_site(app):
    assert f"server {env_example()['WEB_PUBLISH']}" in NGINX
    assert f"client_max_body_size {app.config['MAX_CONTENT_LENGTH'] // 1024 // 1024}m;" in NGINX


def test_the_example_proxy_hands_on_what_the_site_believes():
    for header in ("Host $host", "X-Forwarded-For $proxy_add_x_forwarded_for", "X-Forwarded-Proto $scheme"):
        assert f"proxy_set_header {header};" in NGINX
