"""Both sides together, for `make run` (a process) and for tests (in-process)."""

from __future__ import annotations

import threading
from pathlib import Path

from ..ports import free_port
from ..trouble import Trouble
from .faces import Server
from .letters import Letters
from .receiver import smtp_server

LOOPBACK = "127.0.0.1"


class Catcher:
    """SMTP and web side over one folder. Port 0 takes a free one; `smtp_port` and `http_port` say which."""

    def __init__(self, store: Path, *, smtp_port: int = 0, http_port: int = 0, host: str = LOOPBACK) -> None:
        self.letters = Letters(store)
        self.host = host
        try:
            self._web = Server(self.letters, host, http_port)
        except OSError as why:
            raise Trouble(f"The mail catcher cannot use port {http_port}: {why.strerror}.") from why
        self.http_port = int(self._web.server_address[1])
        self.smtp_port = smtp_port or free_port()  # aiosmtpd's own thread cannot start on port 0
        self._smtp = smtp_server(self.letters, host, self.smtp_port)

    def start(self) -> Catcher:
        """Both sides listen when this returns."""
        try:
            self._smtp.start()
        except (OSError, TimeoutError) as why:
            self._web.server_close()
            raise Trouble(f"The mail catcher cannot take letters on port {self.smtp_port}: {why}.") from why
        threading.Thread(target=self._web.serve_forever, args=(0.1,), name="catcher-web", daemon=True).start()
        return self

    def stop(self) -> None:
        """Stop listening; the letters stay on disk."""
        self._smtp.stop(no_assert=True)
        self._web.shutdown()
        self._web.server_close()

    @property
    def smtp_url(self) -> str:
        return f"smtp://{self.host}:{self.smtp_port}"

    @property
    def url(self) -> str:
        return f"http://{self.host}:{self.http_port}"

    def __enter__(self) -> Catcher:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()
