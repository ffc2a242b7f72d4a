"""Ids that say what they are of and come in order, as UUIDv7 do: a million rows land at the end of their indexes."""

KINDS = {
    name: f"0190{place:04x}-0000-7000-8000-"
    for place, name in enumerate(
        (
            "organisation office person membership coaching grant application event outcome rating "
            "case response plan action review comment check_in practice look message"
        ).split()
    )
}


class Ids:
    """The next id of each kind. `one("person", 7)` is the seventh person's, always."""

    def __init__(self) -> None:
        self._last = dict.fromkeys(KINDS, 0)

    def next(self, kind: str) -> str:
        """A new one."""
        self._last[kind] += 1
        return one(kind, self._last[kind])


def one(kind: str, number: int) -> str:
    """The id of that number."""
    return f"{KINDS[kind]}{number:012x}"
