"""Compiles the French fragments web/translations/fr/*.po into one catalogue. `python -m coach_platform.kit.i18n_build`.

Fragments, one a part of the product, so that people who work side by side do not meet in one file.
"""

import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from coach_platform.kit.i18n import CATALOGUE


def fragments(folder: Path = CATALOGUE) -> list[Path]:
    """The French fragments, sorted."""
    return sorted((folder / "fr").glob("*.po"))


def merge(files: list[Path]) -> Catalog:
    """One catalogue of all fragments. Raises: ValueError where two translate the same message differently."""
    whole = Catalog(locale="fr", fuzzy=False)
    for file in files:
        with file.open("rb") as source:
            part = read_po(source, locale="fr")
        for message in part:
            if message.id:
                _add(whole, message, file)
    return whole


def _add(whole: Catalog, message, file: Path) -> None:
    there = whole.get(message.id, message.context)
    if there is not None and there.string != message.string:
        raise ValueError(f"{file.name} translates {message.id!r} unlike another fragment: {there.string!r}")
    whole.add(message.id, message.string, context=message.context, flags=message.flags)


def build(folder: Path = CATALOGUE) -> Path:
    """Write fr/LC_MESSAGES/messages.mo and return its path."""
    target = folder / "fr" / "LC_MESSAGES" / "messages.mo"
    target.parent.mkdir(parents=True, exist_ok=True)
    whole = merge(fragments(folder))  # before the file is opened: a quarrel must not leave a cut catalogue behind
    with target.open("wb") as out:
        write_mo(out, whole)
    return target


if __name__ == "__main__":
    try:
        build()
    except ValueError as error:
        sys.exit(str(error))
