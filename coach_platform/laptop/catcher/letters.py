"""The caught letters: one `.eml` file each, exactly as it came, and an index so that a second start is quick."""

from __future__ import annotations

import email
import json
import threading
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.parser import HeaderParser
from email.policy import default as modern
from pathlib import Path


@dataclass(frozen=True)
class Letter:
    """What a list shows of one letter. `to` are the envelope's addresses: who would truly have got it."""

    id: str
    envelope_from: str
    sender: str
    to: tuple[str, ...]
    subject: str
    message_id: str
    received_at: str
    headers: dict[str, str]

    def summary(self) -> dict[str, object]:
        """The letter as the JSON API lists it."""
        answer: dict[str, object] = asdict(self)
        answer["from"] = answer.pop("sender")
        answer["to"] = list(self.to)
        return answer

    def is_to(self, address: str) -> bool:
        return any(one.casefold() == address.strip().casefold() for one in self.to)


@dataclass(frozen=True)
class Opened:
    """A letter with its parts. `html` or `text` is empty if it has no such part."""

    letter: Letter
    text: str
    html: str
    raw: bytes


class Letters:
    """All letters of one folder, oldest first in memory; safe to use from several threads."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._index = folder / "index.jsonl"
        self._lock = threading.Lock()
        self._all: dict[str, Letter] = {}
        self._last_id = 0
        self._load()

    def keep(self, raw: bytes, envelope_from: str, to: Sequence[str]) -> Letter:
        """Write the letter down before SMTP says it was taken."""
        with self._lock:
            now = datetime.now(UTC)
            self._last_id = max(self._last_id + 1, int(now.timestamp() * 1_000_000))
            letter = describe(raw, f"{self._last_id}", envelope_from, tuple(to), now)
            self._file(letter.id).write_bytes(raw)
            with self._index.open("a", encoding="utf-8") as index:
                index.write(json.dumps(asdict(letter)) + "\n")
            self._all[letter.id] = letter
            return letter

    def newest(self, *, to: str = "") -> list[Letter]:
        """Newest first; only those to one address, if it is given (case does not matter)."""
        with self._lock:
            letters = list(reversed(self._all.values()))
        return [letter for letter in letters if letter.is_to(to)] if to.strip() else letters

    def open(self, letter_id: str) -> Opened | None:
        """The whole letter, or None if there is none of that id."""
        letter = self._all.get(letter_id)
        if letter is None:
            return None
        try:
            raw = self._file(letter.id).read_bytes()
        except FileNotFoundError:  # thrown away between the list and the click
            return None
        message = email.message_from_bytes(raw, policy=modern)
        return Opened(letter, _part(message, "plain"), _part(message, "html"), raw)

    def clear(self) -> int:
        """Throw all letters away; says how many there were."""
        with self._lock:
            gone = len(self._all)
            self._all.clear()
            self._index.unlink(missing_ok=True)
            for file in self.folder.glob("*.eml"):
                file.unlink(missing_ok=True)
            return gone

    def _file(self, letter_id: str) -> Path:
        return self.folder / f"{letter_id}.eml"

    def _load(self) -> None:
        on_disk = {file.stem for file in self.folder.glob("*.eml")}
        lines = self._index.read_text(encoding="utf-8").splitlines() if self._index.exists() else []
        known = [letter for letter in map(_read, lines) if letter and letter.id in on_disk]
        missed = [self._describe_file(stem) for stem in on_disk - {letter.id for letter in known} if stem.isdigit()]
        for letter in sorted([*known, *missed], key=lambda one: int(one.id)):
            self._all[letter.id] = letter
            self._last_id = int(letter.id)

    def _describe_file(self, stem: str) -> Letter:
        """A letter whose line in the index was lost in a crash: its To header stands for the envelope."""
        raw = self._file(stem).read_bytes()
        found = describe(raw, stem, "", (), datetime.fromtimestamp(int(stem) / 1_000_000, UTC))
        to = tuple(word.strip(" <>") for word in found.headers.get("To", "").split(",") if "@" in word)
        return Letter(**{**asdict(found), "to": to})


def describe(raw: bytes, letter_id: str, envelope_from: str, to: tuple[str, ...], at: datetime) -> Letter:
    """Read the headers only, so that thousands of letters cost little."""
    head = raw.replace(b"\r\n", b"\n").partition(b"\n\n")[0].decode("utf-8", "replace")
    headers: dict[str, str] = {}
    for name, value in HeaderParser().parsestr(head + "\n\n").items():
        text = _readable(str(value))
        headers[name] = f"{headers[name]}\n{text}" if name in headers else text
    lower = {name.lower(): value for name, value in headers.items()}
    return Letter(
        id=letter_id,
        envelope_from=envelope_from,
        sender=lower.get("from", envelope_from),
        to=to,
        subject=lower.get("subject", ""),
        message_id=lower.get("message-id", "").strip(),
        received_at=at.isoformat(timespec="milliseconds"),
        headers=headers,
    )


def _readable(value: str) -> str:
    unfolded = " ".join(value.split("\n")).replace("\t", " ")
    if "=?" not in unfolded:
        return unfolded
    try:
        return str(make_header(decode_header(unfolded)))
    except (HeaderParseError, UnicodeError, LookupError, ValueError):
        return unfolded


def _read(line: str) -> Letter | None:
    try:
        fields = json.loads(line)
        return Letter(**{**fields, "to": tuple(fields["to"])})
    except (ValueError, TypeError, KeyError):  # the last line of a killed run may be cut
        return None


def _part(message: EmailMessage, kind: str) -> str:
    body = message.get_body((kind,))
    if body is None:
        return ""
    try:
        return str(body.get_content()).replace("\r\n", "\n")  # as its writer put it, not as SMTP carried it
    except (LookupError, UnicodeError):
        return bytes(body.get_payload(decode=True) or b"").decode("utf-8", "replace")
