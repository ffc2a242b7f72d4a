from typing import Any

import pytest
import yaml

from coach_platform.content.reading import FOLDER

Text = tuple[str, str, str]


def _texts(data: Any, where: str) -> list[Text]:
    if isinstance(data, list):
        return [text for number, part in enumerate(data) for text in _texts(part, f"{where}[{number}]")]
    if not isinstance(data, dict):
        return []
    if isinstance(data.get("en"), str) or isinstance(data.get("fr"), str):
        return [(where, data.get("en", ""), data.get("fr", ""))]
    return [text for key, part in data.items() for text in _texts(part, f"{where}.{key}")]


@pytest.fixture(scope="session")
def texts() -> list[Text]:
    """Every bilingual text of the content folder: (where, en, fr). The sample people write in their own language."""
    return [
        text
        for path in sorted(FOLDER.rglob("*.yaml"))
        if "sample" not in path.parts
        for text in _texts(yaml.safe_load(path.read_text("utf-8")), str(path.relative_to(FOLDER)))
    ]
