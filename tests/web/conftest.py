"""The gallery on a free port, one a run."""

import logging
import threading
from collections.abc import Iterator

import pytest
from werkzeug.serving import make_server

from tests.web.gallery_app import make_gallery_app


@pytest.fixture(scope="session")
def gallery() -> Iterator:
    """The running app; `.address` is where."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    app = make_gallery_app()
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    app.address = f"http://127.0.0.1:{server.port}"
    yield app
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def open_page(gallery, chromium) -> Iterator:
    """`open_page("/gallery", width=360, theme="dark", scripts=True)` -> a page.

    A breach of the policy or an error of a script fails the test.
    """
    contexts, complaints = [], []

    def open_(path: str, *, width: int = 1280, theme: str = "light", scripts: bool = True):
        context = chromium.new_context(
            viewport={"width": width, "height": 900}, color_scheme=theme, java_script_enabled=scripts
        )
        context.set_default_timeout(5_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.append(said.text) if "Content Security" in said.text else None)
        answer = page.goto(gallery.address + path)
        assert answer is not None and answer.ok
        return page

    yield open_
    for context in contexts:
        context.close()
    assert complaints == []
