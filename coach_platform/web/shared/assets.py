"""The built front end: hashed file names, inline icons, and the files themselves with their caching."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from flask import Flask, Response, abort, request
from markupsafe import Markup

NOT_BUILT = "The front end is not built: {path} is missing. Run `npm ci && node build.mjs` (make run does it for you)."
FOR_EVER = "public, max-age=31536000, immutable"  # safe because the name changes with the content
ENCODINGS = (("br", ".br"), ("gzip", ".gz"))
# Said here because a bare Linux has no table for some of them.
KINDS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".woff2": "font/woff2"}


class FrontEndNotBuilt(RuntimeError):
    """Said at start, in a sentence, instead of a page without styles."""


@dataclass(frozen=True, slots=True)
class Assets:
    """What `manifest.json` says: the current name of each file, the inside of each icon."""

    files: dict[str, str]
    icons: dict[str, str]

    @classmethod
    def read(cls, folder: Path) -> "Assets":
        """Read the manifest once. Raises: FrontEndNotBuilt."""
        path = folder / "manifest.json"
        try:
            manifest = json.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            raise FrontEndNotBuilt(NOT_BUILT.format(path=path)) from None
        return cls(files=manifest["files"], icons=manifest["icons"])


def register_assets(app: Flask, folder: Path, url_path: str = "/static") -> None:
    """Give templates `asset_url` and `icon`, and serve the built files at `url_path` (endpoint `static`).

    The app is made with `static_folder=None`, so that this view, which sends the files compressed, is the only one.
    """
    assets = Assets.read(folder)
    app.jinja_env.globals["asset_url"] = _asset_url(assets, url_path)
    app.jinja_env.globals["icon"] = _icon(assets)
    app.add_url_rule(f"{url_path}/<path:filename>", endpoint="static", view_func=_static_view(assets, folder))


def _asset_url(assets: Assets, url_path: str) -> Callable[[str], str]:
    urls = {name: f"{url_path}/{hashed}" for name, hashed in assets.files.items()}

    def asset_url(name: str) -> str:
        return urls[name]

    return asset_url


def _icon(assets: Assets) -> Callable[[str], Markup]:
    # An icon always stands beside its word, so it says nothing itself.
    drawn = {
        name: Markup('<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{}</svg>').format(
            Markup(inside)  # noqa: S704  our own build's drawing, never anybody's text
        )
        for name, inside in assets.icons.items()
    }

    def icon(name: str) -> Markup:
        if name not in drawn:
            raise KeyError(f"no icon {name!r}: add it to coach_platform/web/assets/icons.json and build again")
        return drawn[name]

    return icon


def _static_view(assets: Assets, folder: Path) -> Callable[[str], Response]:
    known = frozenset(assets.files.values())

    @cache  # a handful of small files: kept in memory, so that a page opens none
    def content(filename: str) -> bytes:
        return (folder / filename).read_bytes()

    def static_file(filename: str) -> Response:
        if filename not in known:
            abort(404)
        encoding, suffix = _encoding(folder, filename)
        response = Response(content(filename + suffix), mimetype=KINDS[Path(filename).suffix])
        response.headers["Cache-Control"] = FOR_EVER
        response.vary.add("Accept-Encoding")
        if encoding:
            response.content_encoding = encoding
        return response

    return static_file


def _encoding(folder: Path, filename: str) -> tuple[str | None, str]:
    for encoding, suffix in ENCODINGS:
        if request.accept_encodings[encoding] > 0 and (folder / (filename + suffix)).is_file():
            return encoding, suffix
    return None, ""
