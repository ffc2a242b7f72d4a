"""The table: one line a promise, as JSON and as Markdown."""

import json
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True)
class Line:
    """One measured promise. `met` is None where nothing could be measured; `note` then says why."""

    name: str
    baseline: str
    ours: str
    ratio: str
    promise: str
    met: bool | None
    note: str = ""
    more: dict[str, Any] = field(default_factory=dict)  # medians, spreads, shares: for whoever looks closer

    def as_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)


def markdown(lines: list[Line]) -> str:
    """All of them."""
    head = "| what | baseline | ours | ratio | promise | met |\n|---|---|---|---|---|---|"
    words = {True: "yes", False: "**no**", None: "not measured"}
    rows = [
        f"| {line.name} | {line.baseline} | {line.ours} | {line.ratio} | {line.promise} | {words[line.met]}"
        f"{f' ({line.note})' if line.note else ''} |"
        for line in lines
    ]
    return "\n".join([head, *rows])


def ms(seconds: float) -> str:
    """Milliseconds in words."""
    return f"{seconds * 1000:.2f} ms" if seconds < 0.01 else f"{seconds * 1000:.1f} ms"


def times(ratio: float, spread: float | None = None) -> str:
    """ "3.6x ±4%" """
    said = f"{ratio:.2f}x" if ratio < 10 else f"{ratio:.1f}x"
    return said if spread is None else f"{said} ±{spread:.0%}"
