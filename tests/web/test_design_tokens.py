"""Contrast is computed from the tokens, so that nobody has to trust their eyes (WCAG 2.2, 1.4.3 and 1.4.11)."""

import re
from pathlib import Path

import pytest

CSS = Path("coach_platform/web/assets/css")
TEXT, PARTS = 4.5, 3.0  # WCAG AA: body text; borders of controls, icons and the focus ring
GROUNDS = ("paper", "paper-raised", "paper-sunk")
FACES = (":root", ".face-coach", ".face-organisation")
TEXT_PAIRS = [
    (ink, ground) for ground in GROUNDS for ink in ("ink", "ink-soft", "ink-faint", "accent", "accent-strong")
]
TEXT_PAIRS += [("ink", "accent-wash"), ("ink-soft", "accent-wash"), ("accent", "accent-wash")]
TEXT_PAIRS += [("accent-strong", "accent-wash"), ("accent-ink", "accent"), ("accent-ink", "accent-strong")]
TEXT_PAIRS += [("victory-ink", "victory-wash"), ("victory-ink", "paper"), ("ink", "victory-wash")]
TEXT_PAIRS += [("error", "error-wash"), ("error", "paper"), ("error", "paper-raised"), ("ink", "error-wash")]
PART_PAIRS = [(part, ground) for ground in GROUNDS for part in ("line-strong", "accent", "error")]
PART_PAIRS += [("victory", "paper"), ("victory", "paper-raised"), ("victory", "victory-wash"), ("error", "error-wash")]


def tokens(face: str) -> dict[str, tuple[str, str]]:
    """Name -> (light, dark) as a page of that face has them: the root's, then the face's own."""
    text = (CSS / "tokens.css").read_text(encoding="utf-8")
    found: dict[str, tuple[str, str]] = {}
    for selectors, body in re.findall(r"([^{}]+)\{([^{}]*)\}", re.sub(r"/\*.*?\*/", "", text, flags=re.S)):
        if {one.strip() for one in selectors.split(",")} & {":root", face}:
            for name, light, dark in re.findall(r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\);", body):
                found[name] = (light, dark)
    return found


def contrast(one: str, other: str) -> float:
    """The WCAG ratio of two colours, 1 to 21."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    """Relative luminance, https://www.w3.org/TR/WCAG22/#dfn-relative-luminance."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_the_ratio_is_computed_as_the_standard_says():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("face", FACES)
@pytest.mark.parametrize(("pairs", "least"), [(TEXT_PAIRS, TEXT), (PART_PAIRS, PARTS)], ids=["text", "parts"])
def test_every_pair_of_colours_in_use_can_be_read(face, theme, pairs, least):
    colour = {name: both[theme] for name, both in tokens(face).items()}
    ratios = {(a, b): round(contrast(colour[a], colour[b]), 2) for a, b in pairs}
    assert {pair: ratio for pair, ratio in ratios.items() if ratio < least} == {}


def test_a_coach_page_never_wears_the_seekers_accent():
    accents = [tokens(face)["accent"] for face in FACES]
    assert len(set(accents)) == len(FACES)


def test_colours_are_named_once_and_used_by_name():
    loose = {}
    for file in CSS.glob("*.css"):
        if file.name in ("tokens.css", "print.css"):  # paper is always white
            continue
        # A comment keeps its author's colour on both faces, so it names the two accents itself.
        text = file.read_text(encoding="utf-8").replace("light-dark(#3d4a8a, #aab4ec)", "")
        text = text.replace("light-dark(#0f6b6b, #74c4bd)", "")
        if found := re.findall(r"#[0-9a-f]{3,8}\b", text):
            loose[file.name] = found
    assert loose == {}
