"""Open-loop load: requests come at their own rate, whether or not earlier ones were answered (h2load --rps)."""

import statistics
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from bench.site import BY_THE_PROXY, Served

CLIENTS = 4


@dataclass(frozen=True)
class Answers:
    """How long answers took, in milliseconds; how many were asked a second and how many failed."""

    rps: float
    p50: float
    p99: float
    failed: int

    @property
    def ratio(self) -> float:
        return self.p99 / self.p50


def saturation(tool: str, site: Served, path: str, cookie: str, requests: int) -> float:
    """Answers a second when each client asks again as soon as it was answered: no more can be had."""
    done = _run(tool, site, path, cookie, "-n", str(requests), "-c", str(CLIENTS))
    line = next(line for line in done.splitlines() if line.startswith("finished in"))
    return float(line.split(",")[1].split()[0])


def open_loop(tool: str, site: Served, path: str, cookie: str, *, rps: float, seconds: int) -> Answers:
    """`rps` requests a second over all clients, for so long."""
    each = max(1, round(rps / CLIENTS))
    requests = each * CLIENTS * seconds
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "log"
        _run(
            tool,
            site,
            path,
            cookie,
            "-n",
            str(requests),
            "-c",
            str(CLIENTS),
            "--rps",
            str(each),
            "--log-file",
            str(log),
        )
        rows = [line.split("\t") for line in log.read_text().splitlines()]
    took = sorted(int(micros) / 1000 for _start, status, micros in rows if status == "200")
    assert len(took) > 1, f"no page came back: {rows[:3]}"
    cuts = statistics.quantiles(took, n=100, method="inclusive")
    return Answers(each * CLIENTS, cuts[49], cuts[98], len(rows) - len(took))


def _run(tool: str, site: Served, path: str, cookie: str, *words: str) -> str:
    headers = {name: value for name, value in BY_THE_PROXY.items() if name not in ("Host", "Connection")}
    more = [word for name, value in {**headers, "Cookie": cookie}.items() for word in ("-H", f"{name}: {value}")]
    # The name is the site's, whatever address it is reached at: h2load sends a Host of its own.
    command = [
        tool,
        "--h1",
        f"--connect-to=127.0.0.1:{site.port}",
        *words,
        *more,
        f"http://{BY_THE_PROXY['Host']}{path}",
    ]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=300).stdout
