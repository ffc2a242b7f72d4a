"""The built files: small, kept for ever, never from elsewhere, and missed in a sentence."""

import json
import re
from pathlib import Path

import pytest

from coach_platform.web.shared.assets import Assets, FrontEndNotBuilt
from coach_platform.web.shared.look import STATIC
from tests.web.gallery_app import make_gallery_app

FIRST_VISIT = 100_000  # bytes as sent (3-look.md)
SCRIPTS = 25_000


@pytest.fixture(scope="module")
def client():
    return make_gallery_app().test_client()


def as_sent(client, path: str) -> int:
    return len(client.get(path, headers={"Accept-Encoding": "br, gzip"}).data)


def test_a_first_visit_is_under_100_kilobytes(client):
    import gzip

    page = client.get("/gallery")
    files = set(re.findall(r'"(/static/[^"]+)"', page.text))
    assert len(files) == 5
    total = len(gzip.compress(page.data)) + sum(as_sent(client, path) for path in files)
    assert total < FIRST_VISIT
    assert sum(as_sent(client, path) for path in files if path.endswith(".js")) < SCRIPTS


def test_files_are_kept_for_ever_and_sent_compressed(client):
    path = "/static/" + Assets.read(STATIC).files["app.css"]
    plain, packed = client.get(path), client.get(path, headers={"Accept-Encoding": "gzip"})
    assert "immutable" in plain.headers["Cache-Control"]
    assert packed.content_encoding == "gzip" and plain.content_encoding is None
    assert packed.mimetype == plain.mimetype == "text/css"
    assert "Accept-Encoding" in packed.vary
    assert len(packed.data) < len(plain.data)


@pytest.mark.parametrize("path", ["/static/manifest.json", "/static/../look.py", "/static/app.css", "/static/"])
def test_only_what_was_built_is_served(client, path):
    assert client.get(path).status_code == 404


def test_a_missing_build_is_said_in_a_sentence(tmp_path):
    with pytest.raises(FrontEndNotBuilt, match=r"node build\.mjs"):
        Assets.read(tmp_path)


def test_an_icon_that_is_not_in_the_list_names_the_list(client):
    icon = client.application.jinja_env.globals["icon"]
    with pytest.raises(KeyError, match=r"icons\.json"):
        icon("unicorn")


def test_styles_and_scripts_name_no_other_host():
    for name in Assets.read(STATIC).files.values():
        if name.endswith((".css", ".js")):
            text = (STATIC / name).read_text(encoding="utf-8")
            assert re.findall(r"url\([\"']?(?:https?:)?//", text) == []
            assert "@import" not in text


def test_templates_carry_no_inline_style_or_script():
    for file in Path("coach_platform/web/templates").rglob("*.html"):
        text = re.sub(r"\{#.*?#\}", "", file.read_text(encoding="utf-8"), flags=re.S)
        assert re.findall(r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son\w+=|hx-on|javascript:", text) == [], file


def test_the_lock_carries_no_download_addresses():
    lock = json.loads(Path("package-lock.json").read_text(encoding="utf-8"))
    assert [name for name, entry in lock["packages"].items() if "resolved" in entry] == []
    assert all("integrity" in entry for name, entry in lock["packages"].items() if name)
