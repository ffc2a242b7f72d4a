"""Languages, one way for pages, mail, commands and workers: Babel's catalogues and a context variable.

`using(locale)` says for whom the words are; `_()` and `ngettext()` look them up at that moment. Catalogues: English is
the source, French lies in web/translations/fr/*.po (one fragment a part of the product), compiled by i18n_build.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from babel import dates, lists, numbers
from babel.support import LazyProxy, NullTranslations, Translations

LOCALES = ("en", "fr")
REGION = {"en": "en_CA", "fr": "fr_CA"}  # how dates and numbers are written
CATALOGUE = Path(__file__).parent.parent / "web" / "translations"

_current: ContextVar[str] = ContextVar("locale", default="en")


def current_locale() -> str:
    """`en` or `fr`: the language of whoever is being spoken to."""
    return _current.get()


def set_locale(locale: str) -> None:
    """For the start of a request; elsewhere use `using()`."""
    _current.set(locale if locale in LOCALES else "en")


@contextmanager
def using(locale: str) -> Iterator[None]:
    """Speak `locale` inside the block."""
    token = _current.set(locale if locale in LOCALES else "en")
    try:
        yield
    finally:
        _current.reset(token)


@cache
def _catalogue(locale: str) -> NullTranslations:
    return NullTranslations() if locale == "en" else Translations.load(str(CATALOGUE), [locale])


def gettext(message: str, **values: Any) -> str:
    """`message` in the current language, `%(name)s` filled from `values`."""
    text = _catalogue(current_locale()).gettext(message)
    # "until 8:00 a.m." is the end of the sentence already.
    return (text % values).replace(".m..", ".m.") if values else text


def ngettext(one: str, many: str, num: int, **values: Any) -> str:
    """The plural form for `num` (French: 0 and 1 are singular); `num` is among the values."""
    filled: dict[str, Any] = {"num": num, **values}
    return ngettext_plain(one, many, num) % filled


def ngettext_plain(one: str, many: str, num: int) -> str:
    """The same with nothing filled in, for Jinja, which fills in by itself."""
    return str(_catalogue(current_locale()).ngettext(one, many, num))


def pgettext(context: str, message: str, **values: Any) -> str:
    """Like gettext, for a word that means two things; `context` tells them apart."""
    text = str(_catalogue(current_locale()).pgettext(context, message))
    return text % values if values else text


_ = gettext


def lazy(message: str, **values: Any) -> Any:
    """Looked up when it is shown: for labels of forms and errors made before the language is known."""
    return LazyProxy(gettext, message, enable_cache=False, **values)


def region() -> str:
    """The locale for dates and numbers, en_CA or fr_CA."""
    return REGION[current_locale()]


def format_date(day: date, style: str = "long") -> str:
    """A day in words of the current language, e.g. "November 23, 2026" / "23 novembre 2026"."""
    # Of an instant only its day: an instant would be another one each time.
    return _date(region(), date(day.year, day.month, day.day), style)


@lru_cache(4096)
def _date(locale: str, day: date, style: str) -> str:
    return _first(dates.format_date(day, style, locale=locale))


def format_near(day: date, today: date) -> str:
    """A day for a narrow column: its year is said only when it is not that of `today`: "Nov 23" / « 23 nov. »."""
    if day.year != today.year:
        return format_date(day, "medium")
    return _first(dates.format_skeleton("MMMd", day, locale=region()))


def format_month(day: date) -> str:
    """The month a day lies in: "November 2026" / « novembre 2026 »."""
    return dates.format_skeleton("yMMMM", day, locale=region())


def _first(said: str) -> str:
    """« 1er décembre », as it is written and said; Babel's Canadian French knows only « 1 décembre »."""
    return re.sub(r"^((?:\w+ )?)1 ", r"\g<1>1er ", said) if current_locale() == "fr" else said


def format_moment(moment: datetime, zone: str, style: str = "medium") -> str:
    """An instant on the wall clock of `zone`, to the minute: "Nov 23, 2026, 8:00 a.m." / « 23 nov. 2026, 8 h 00 »."""
    local = moment.astimezone(dates.get_timezone(zone))
    day, hour = format_date(local, style), dates.format_time(local, "short", locale=region())
    return f"{day}, {hour}"


def format_day(moment: datetime, zone: str) -> str:
    """The day of an instant on the calendar of `zone`, for a sentence that may end with it."""
    return format_date(moment.astimezone(dates.get_timezone(zone)).date())


def format_when(moment: datetime, zone: str) -> str:
    """The same to the minute, as people say when something was written: "Nov 23, 2026, 4:45 p.m."."""
    here = dates.get_timezone(zone)
    day = format_date(moment.astimezone(here), "medium")
    hour = dates.format_time(moment, "short", tzinfo=here, locale=region())
    return f"{day}, {hour}"


def format_clock(moment: datetime, zone: str) -> str:
    """The time of day of an instant on the wall clock of `zone`, e.g. "4:45 p.m." / "16 h 45"."""
    return dates.format_time(moment, "short", tzinfo=dates.get_timezone(zone), locale=region())


def format_time(hour: int) -> str:
    """A full hour of the day, e.g. "8:00 a.m." / "8 h 00"."""
    return dates.format_time(time(hour), "short", locale=region())


def format_number(value: float | Decimal) -> str:
    """A number as the current language writes it."""
    return _number(region(), value)


@lru_cache(4096, typed=True)
def _number(locale: str, value: float | Decimal) -> str:
    return numbers.format_decimal(value, locale=locale)


def format_list(items: list[str]) -> str:
    """ "a, b and c" / « a, b et c »."""
    return lists.format_list(items, locale=region())


def weekday_names() -> list[str]:
    """Monday first."""
    names = dates.get_day_names("wide", locale=region())
    return [names[day] for day in range(7)]
