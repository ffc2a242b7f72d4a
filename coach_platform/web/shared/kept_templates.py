"""Compiled templates kept in a folder, for processes of one machine: each start would compile some 450 files a language.

What is folded into a compiled template (words, addresses, figures' marks, names of assets) comes from files of this
package, so one is taken only while all of these are what they were. Where a server lives for days it is not worth it.
"""

import hashlib
from functools import cache
from pathlib import Path

from flask import Flask
from jinja2 import FileSystemBytecodeCache

from coach_platform.kit import i18n

PACKAGE = Path(__file__).parents[2]


class KeptTemplates(FileSystemBytecodeCache):
    """Jinja's cache of files, with an entry for each language of a template."""

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """An entry's name: the template's, in the language of the moment."""
        return super().get_cache_key(f"{i18n.current_locale()} {name}", filename)

    def get_source_checksum(self, source: str) -> str:
        """Another one whenever the template or any file of the package is another."""
        return super().get_source_checksum(f"{package_now()}{source}")


def init_app(app: Flask, folder: str) -> None:
    """Keep them in `folder`, which nobody else may write to: what is in it is run. Empty: nowhere."""
    if folder:
        Path(folder).mkdir(mode=0o700, parents=True, exist_ok=True)
        app.jinja_env.bytecode_cache = KeptTemplates(folder)


@cache
def package_now() -> str:
    """A word for the state of every file of the package, by size and time: some 2,000 files in a few hundredths of a second."""
    files = ((path, path.stat()) for path in sorted(PACKAGE.rglob("*")) if path.suffix != ".pyc" and path.is_file())
    whole = "\n".join(f"{path} {stat.st_size} {stat.st_mtime_ns}" for path, stat in files)
    return hashlib.sha256(whole.encode()).hexdigest()
