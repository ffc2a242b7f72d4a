"""The web side: a list, a letter, and a small JSON API, on the standard library's threading server."""

from __future__ import annotations

import json
import re
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from jinja2 import Environment, FileSystemLoader

from .letters import Letters, Opened

HERE = Path(__file__).parent
PAGE_LENGTH = 100  # letters a page
PAGES = Environment(loader=FileSystemLoader(HERE / "pages"), autoescape=True, trim_blocks=True, lstrip_blocks=True)

OWN_PAGES = (
    "default-src 'none'; style-src 'self'; frame-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
# A letter is somebody else's HTML: no scripts, no forms, nothing fetched, and an origin of its own.
LETTER_HTML = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox"
)
LOOPBACK_NAMES = {"127.0.0.1", "localhost", "[::1]"}


class Server(ThreadingHTTPServer):
    """Knows the letters. `strangers_welcome` when bound elsewhere than loopback (a staging host)."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, letters: Letters, host: str, port: int) -> None:
        self.letters = letters
        self.strangers_welcome = host not in {"127.0.0.1", "localhost", "::1"}
        super().__init__((host, port), Handler)


class Handler(BaseHTTPRequestHandler):
    """One request; the tables below say what answers it."""

    server: Server
    protocol_version = "HTTP/1.1"
    timeout = 60  # an idle kept connection is closed

    def do_GET(self) -> None:
        if not self._host_is_ours():
            return self._plain("This name does not lead here.\n", HTTPStatus.MISDIRECTED_REQUEST)
        url = urlsplit(self.path)
        asked = {name: values[-1] for name, values in parse_qs(url.query).items()}
        match url.path.strip("/").split("/"):
            case [""]:
                return self._list(asked)
            case ["healthz"]:
                return self._plain("ok\n")
            case ["style.css"]:
                return self._send((HERE / "style.css").read_bytes(), "text/css; charset=utf-8")
            case ["api", "messages"]:
                return self._json([letter.summary() for letter in self.server.letters.newest(to=asked.get("to", ""))])
            case ["api", "messages", letter_id]:
                return self._one(letter_id, "json")
            case ["messages", letter_id]:
                return self._one(letter_id, "page", asked.get("view", ""))
            case ["messages", letter_id, ("html" | "raw") as form]:
                return self._one(letter_id, form)
        return self._missing()

    def do_DELETE(self) -> None:
        if not self._host_is_ours() or urlsplit(self.path).path.rstrip("/") != "/api/messages":
            return self._missing()
        return self._json({"deleted": self.server.letters.clear()})

    def do_POST(self) -> None:
        """The one button of the page. Another site's form is recognised by the browser's own header."""
        foreign = self.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none")
        if foreign or not self._host_is_ours() or self.path != "/clear":
            return self._missing()
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.server.letters.clear()
        return self._send(b"", "text/plain", HTTPStatus.SEE_OTHER, {"Location": "/"})

    def _list(self, asked: dict[str, str]) -> None:
        to, page = asked.get("to", ""), max(1, int(asked["page"]) if asked.get("page", "").isdecimal() else 1)
        letters = self.server.letters.newest(to=to)
        shown = letters[(page - 1) * PAGE_LENGTH : page * PAGE_LENGTH]
        self._page(
            "list.html", letters=shown, count=len(letters), to=to, page=page, more=len(letters) > page * PAGE_LENGTH
        )

    def _one(self, letter_id: str, form: str, view: str = "") -> None:
        opened = self.server.letters.open(letter_id)
        if opened is None:
            return self._missing()
        if form == "json":
            raw = opened.raw.decode("utf-8", "replace")
            return self._json({**opened.letter.summary(), "text": opened.text, "html": opened.html, "raw": raw})
        if form == "raw":
            return self._send(
                opened.raw, "message/rfc822", extra={"Content-Disposition": "attachment; filename=letter.eml"}
            )
        if form == "html":
            return self._send(_for_frame(opened.html), "text/html; charset=utf-8", policy=LETTER_HTML)
        return self._page("letter.html", opened=opened, view=view or _first_view(opened), raw=_readable_raw(opened))

    def _page(self, template: str, **values: Any) -> None:
        self._send(PAGES.get_template(template).render(values).encode(), "text/html; charset=utf-8")

    def _json(self, answer: object) -> None:
        self._send(json.dumps(answer, ensure_ascii=False).encode(), "application/json")

    def _plain(self, text: str, status: HTTPStatus = HTTPStatus.OK) -> None:
        self._send(text.encode(), "text/plain; charset=utf-8", status)

    def _missing(self) -> None:
        self._plain("There is nothing here.\n", HTTPStatus.NOT_FOUND)

    def _send(
        self,
        body: bytes,
        kind: str,
        status: HTTPStatus = HTTPStatus.OK,
        extra: dict[str, str] | None = None,
        policy: str = OWN_PAGES,
    ) -> None:
        self.send_response(status)
        always = {
            "Content-Type": kind,
            "Content-Length": str(len(body)),
            "Content-Security-Policy": policy,
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "no-referrer",
            "Cache-Control": "no-store",
        }
        for name, value in {**always, **(extra or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def _host_is_ours(self) -> bool:
        """A page elsewhere whose name was pointed at 127.0.0.1 must not read the letters (DNS rebinding)."""
        host = self.headers.get("Host", "")
        name = host.rpartition(":")[0] if host.rpartition(":")[2].isdecimal() else host
        return self.server.strangers_welcome or name in LOOPBACK_NAMES

    def log_message(self, format: str, *args: Any) -> None:
        """Quiet: a page that refreshes itself would fill the log."""


def _first_view(opened: Opened) -> str:
    return "html" if opened.html else "text"


def _for_frame(html: str) -> bytes:
    """Links open in a tab of their own: inside the frame they would be refused."""
    base = '<base target="_blank">'
    framed, found = re.subn(r"<head[^>]*>", lambda head: head.group() + base, html, count=1, flags=re.IGNORECASE)
    return (framed if found else html + base).encode()


def _readable_raw(opened: Opened) -> str:
    return opened.raw.decode("utf-8", "replace").replace("\r\n", "\n")
