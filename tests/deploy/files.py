"""What production is described by, read as the tests want it."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

PROJECT = Path(__file__).parents[2]
COMPOSE_FILE = PROJECT / "docker-compose.yml"
DOCKERFILE = PROJECT / "deploy" / "Dockerfile"
ENV_EXAMPLE = PROJECT / "deploy" / "env.example"
OPERATIONS = PROJECT / "docs" / "operations.md"
INIT_ROLES = PROJECT / "deploy" / "postgres" / "init-roles.sh"

_LINE = re.compile(r"^([A-Z_]+)=(.*)$", re.MULTILINE)


def compose() -> dict[str, Any]:
    """The compose file, anchors resolved, ${...} as written."""
    return yaml.safe_load(COMPOSE_FILE.read_text())


def services() -> dict[str, dict[str, Any]]:
    return compose()["services"]


def interpolated() -> set[str]:
    """Every variable the compose file takes from its .env."""
    text = re.sub(r"(?m)^\s*#.*$", "", COMPOSE_FILE.read_text()).replace("$$", "")
    return set(re.findall(r"\$\{([A-Z_]+)", text))


def env_example() -> dict[str, str]:
    return dict(_LINE.findall(ENV_EXAMPLE.read_text()))


def seconds(duration: str) -> int:
    """`1m30s` as compose writes it."""
    units = {"h": 3600, "m": 60, "s": 1}
    return sum(int(number) * units[unit] for number, unit in re.findall(r"(\d+)([hms])", duration))


@dataclass
class Stage:
    """One FROM of the Dockerfile and its instructions."""

    name: str
    base: str
    steps: list[tuple[str, str]] = field(default_factory=list)

    def all(self, word: str) -> list[str]:
        return [words for step, words in self.steps if step == word]

    def last(self, word: str) -> str:
        return self.all(word)[-1]

    def copied_from_project(self) -> list[str]:
        """The sources of each COPY that takes from the project, not from another stage."""
        copies = [words.split() for words in self.all("COPY") if "--from=" not in words]
        return [source for words in copies for source in [w for w in words if not w.startswith("--")][:-1]]


def stages() -> dict[str, Stage]:
    """The Dockerfile by the names of its stages, in order."""
    text = re.sub(r"(?m)^\s*#.*\n", "", DOCKERFILE.read_text()).replace("\\\n", " ")
    found: dict[str, Stage] = {}
    for line in filter(str.strip, text.splitlines()):
        step, _, words = line.strip().partition(" ")
        if step == "FROM":
            base, _, name = words.partition(" AS ")
            found[name] = Stage(name, base)
        elif found:
            found[name].steps.append((step, words.strip()))
    return found
