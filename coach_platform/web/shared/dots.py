"""The stage line: seven dots, filled as far as one ever got, the own rating as a dot's height.

Drawn in Python and remembered, because a list shows fifty of them: a template loop would cost more than the page.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache

from flask import Flask
from markupsafe import Markup

from coach_platform.content.vocabulary import STAGES, Stage
from coach_platform.content.vocabulary import label as spoken
from coach_platform.kit.i18n import _, current_locale

WIDTH, HEIGHT, GAP, FLOOR, LIFT = 132, 32, 20, 27, 4.4  # viewBox units; LIFT is the height of one rating point


def register_dots(app: Flask) -> None:
    """Give templates `stage_line(furthest, ratings, ...)`; templates/shared/dots.html explains it."""
    app.jinja_env.globals["stage_line"] = stage_line


def stage_line(
    furthest: str | None,
    ratings: Mapping[str, int] | Iterable[tuple[str, int]] = (),
    *,
    victory: bool = False,
    large: bool = False,
    label: bool = True,
) -> Markup:
    """The picture with its meaning in words.

    `furthest`: a stage key, or None before the first. `ratings`: stage key -> 1..5. `label=False` when the
    words stand beside it already.
    """
    pairs = tuple(sorted(dict(ratings).items()))
    return _drawn(Stage(furthest) if furthest else None, pairs, victory, large, label, current_locale())


@lru_cache(maxsize=8192)
def _drawn(
    furthest: Stage | None, pairs: tuple[tuple[str, int], ...], victory: bool, large: bool, label: bool, locale: str
) -> Markup:
    ratings = {Stage(stage): rating for stage, rating in pairs}
    reached = furthest.rank + 1 if furthest else 0
    marks = [Markup('<line class="base" x1="6" y1="{y}" x2="126" y2="{y}"/>').format(y=FLOOR)]
    marks += [_mark(i, reached, ratings.get(stage)) for i, stage in enumerate(STAGES)]
    kind = "stage-line" + (" victory" if victory else "") + (" large" if large else "")
    words = _in_words(reached, ratings, locale)
    meaning = Markup('role="img" aria-label="{}"').format(words) if label else Markup('aria-hidden="true"')
    return Markup('<svg class="{}" viewBox="0 0 {} {}" {}>{}</svg>').format(
        kind, WIDTH, HEIGHT, meaning, Markup("").join(marks)
    )


def _mark(i: int, reached: int, rating: int | None) -> Markup:
    x = 6 + i * GAP
    if i >= reached:
        return Markup('<circle class="ahead" cx="{}" cy="{}" r="2.6"/>').format(x, FLOOR)
    y = FLOOR - (rating or 0) * LIFT
    stem = Markup('<line class="stem" x1="{x}" y1="{a}" x2="{x}" y2="{b:.1f}"/>').format(x=x, a=FLOOR, b=y)
    dot = Markup('<circle class="reached" cx="{}" cy="{:.1f}" r="{}"/>').format(x, y, 4.2 if i == reached - 1 else 3.6)
    return stem + dot if rating else dot


def _in_words(reached: int, ratings: Mapping[Stage, int], locale: str) -> str:
    if not reached:
        return _("No stage reached yet.")
    words = _("Furthest: %(stage)s, stage %(n)s of 7.", stage=spoken(STAGES[reached - 1], locale), n=reached)
    rated = [_("%(stage)s %(rating)s of 5", stage=spoken(s, locale), rating=ratings[s]) for s in STAGES if s in ratings]
    return words + " " + _("Own rating: %(ratings)s.", ratings=", ".join(rated)) if rated else words
