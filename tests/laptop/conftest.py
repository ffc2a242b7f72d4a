"""Folders with short names: a unix socket's path may not be long, and pytest's own folders are."""

import shutil
import tempfile
from pathlib import Path

import pytest


@pytest.fixture
def home():
    folder = Path(tempfile.mkdtemp(prefix="rb-"))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def module_home():
    folder = Path(tempfile.mkdtemp(prefix="rb-"))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)
