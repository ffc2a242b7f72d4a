"""The French catalogue, compiled when a source of it has changed."""

from __future__ import annotations

from environment import PYTHON, VENV
from saying import PROJECT, fingerprint, run, say, stamp_now, stamped

FOLDER = PROJECT / "coach_platform" / "web" / "translations"
BUILDER = PROJECT / "coach_platform" / "kit" / "i18n_build.py"
STAMP = VENV / ".translations-stamp"


def ready() -> None:
    """Compile unless the compiled catalogue is there and nothing has changed since."""
    if not BUILDER.exists():
        return
    wanted = fingerprint([*FOLDER.rglob("*.po"), BUILDER])
    if stamped(STAMP, wanted) and any(FOLDER.rglob("*.mo")):
        return
    say("Compiling the translations.")
    run([PYTHON, "-m", "coach_platform.kit.i18n_build"], failing="The translations could not be compiled.")
    stamp_now(STAMP, wanted)
