"""`python -m coach_platform.laptop.catcher`: runs until it is told to stop."""

from __future__ import annotations

import argparse
import signal
import sys
from pathlib import Path

from ..trouble import Trouble
from .catcher import LOOPBACK, Catcher


def main() -> int:
    asked = _arguments()
    try:
        catcher = Catcher(asked.store, smtp_port=asked.smtp_port, http_port=asked.http_port, host=asked.host)
        with catcher:
            print(f"Letters are taken at {catcher.smtp_url} and shown at {catcher.url}", flush=True)
            signal.sigwait({signal.SIGTERM, signal.SIGINT})
    except Trouble as trouble:
        print(trouble, file=sys.stderr)
        return 1
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="catcher", description="Takes every letter over SMTP and delivers none.")
    parser.add_argument("--smtp-port", type=int, default=2525)
    parser.add_argument("--http-port", type=int, default=8025)
    parser.add_argument("--store", type=Path, required=True, help="the folder that keeps the letters")
    parser.add_argument("--host", default=LOOPBACK)
    return parser.parse_args()


if __name__ == "__main__":
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM, signal.SIGINT})  # before any thread: sigwait takes them
    sys.exit(main())
