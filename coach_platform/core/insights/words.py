"""A finding as a sentence, for each reader in their language. Rule, version and numbers in; words out. Nobody's "you":
the seeker and their coach read the same sentence.

What a rule guarantees is used: counts of a shown finding are at least those of thresholds.TABLE, so that a noun that
stands behind one of them is plural where the table says two or more.
"""

from collections.abc import Callable
from datetime import date

from coach_platform.content.insight_words import Step, insight_words
from coach_platform.content.vocabulary import Area, Stage
from coach_platform.core.insights.funnel import judged
from coach_platform.core.insights.intervals import Share, wilson
from coach_platform.core.insights.patterns.ends import BEFORE_ANY
from coach_platform.core.insights.patterns.finding import Claim, Finding
from coach_platform.core.insights.patterns.views import NOT_ABOUT_ME
from coach_platform.core.insights.thresholds import Rule
from coach_platform.kit.i18n import _, current_locale, format_date, format_number, ngettext


def sentence(one: Finding) -> str:
    """What the finding says."""
    return SAYS[one.rule](one)


def step_of(one: Finding) -> Step:
    """The first step it offers for the plan."""
    words = insight_words()
    if one.area is not None:
        return words.areas[one.area].step
    if one.subject == BEFORE_ANY:
        return words.before_any_conversation
    return words.stages[Stage(one.subject)].step if one.rule in (Rule.ENDS, Rule.RATING) else words.search


def count_words(share: Share) -> str:
    """ "41 of 200"."""
    return _("%(hit)s of %(of)s", **_numbers(share))


def share_words(share: Share) -> str:
    """A share with how sure it is: "41 of 200 (16% to 27%)", or "3 of 8, too few to judge"."""
    if not share.of:
        return _("none so far")
    if not judged(share):
        return _("%(hit)s of %(of)s, too few to judge", **_numbers(share))
    between = wilson(share)
    return _(
        "%(hit)s of %(of)s (%(low)s%% to %(high)s%%)",
        low=format_number(round(100 * between.low)),
        high=format_number(round(100 * between.high)),
        **_numbers(share),
    )


def interval_words(one: Finding) -> str:
    """How far apart the two shares of a claim may be, in percentage points; "" where nothing is claimed."""
    if one.interval is None or one.claim is None:
        return ""
    low, high = sorted((abs(one.interval.low), abs(one.interval.high)))
    return _(
        "The two shares lie %(low)s to %(high)s percentage points apart. The range is drawn so wide that a page of "
        "patterns like this one makes even one false claim in fewer than 5 of 100 searches.",
        low=format_number(round(100 * low)),
        high=format_number(round(100 * high)),
    )


def _ends(one: Finding) -> str:
    if one.subject == BEFORE_ANY:
        return _("%(hit)s of %(of)s nos came before any conversation.", **_numbers(one.here))
    if one.claim:
        return _(
            "It ends %(at)s more often than elsewhere: %(hit)s of %(of)s that got there, against %(ahit)s of %(aof)s at "
            "the other stages.",
            at=_at(one),
            **_both(one),
        )
    reached = insight_words().stages[Stage(one.subject)].reached.in_(current_locale())
    return _(
        "Of %(of)s that reached %(stage)s and were settled, %(hit)s ended there.",
        stage=reached,
        **_numbers(one.here),
    )


def _rating(one: Finding) -> str:
    if one.claim:
        return _(
            "A low rating of one’s own %(at)s precedes an end: %(hit)s of %(of)s rated 1 or 2 ended there, against "
            "%(ahit)s of %(aof)s rated higher.",
            at=_at(one),
            **_both(one),
        )
    if one.against is None or not one.against.of:
        return _("Rated 1 or 2 %(at)s: %(hit)s of %(of)s ended there.", at=_at(one), **_numbers(one.here))
    return _(
        "Rated 1 or 2 %(at)s: %(hit)s of %(of)s ended there. Rated higher: %(ahit)s of %(aof)s.",
        at=_at(one),
        **_both(one),
    )


def _area(one: Finding) -> str:
    if one.claim:
        return _(
            "What recurs: %(area)s. It was a weak point in %(hit)s of %(of)s cases, against %(ahit)s of %(aof)s answers "
            "on the other areas.",
            area=_inside(one),
            **_both(one),
        )
    return _(
        "%(area)s: a weak point in %(hit)s of %(of)s cases, by one’s own answers.",
        area=_first_capital(_inside(one)),
        **_numbers(one.here),
    )


def _line(one: Finding) -> str:
    text = str(one.params["text"])
    if one.claim:
        return _(
            "“%(text)s” is missing again and again: in %(hit)s of %(of)s postings that ask for it, against %(ahit)s of "
            "%(aof)s for the other lines.",
            text=text,
            **_both(one),
        )
    return _("“%(text)s” was missing in %(hit)s of %(of)s postings that asked for it.", text=text, **_numbers(one.here))


def _views(one: Finding) -> str:
    if one.subject == NOT_ABOUT_ME:
        return ngettext(
            "In %(num)s of %(of)s answers the reason was nothing to work on: somebody else, or the role itself.",
            "In %(num)s of %(of)s answers the reason was nothing to work on: somebody else, or the role itself.",
            one.here.hit,
            of=format_number(one.here.of),
        )
    seen = int(one.params["seen"])
    named = ngettext(
        "They named %(area)s in %(num)s of %(of)s replies.",
        "They named %(area)s in %(num)s of %(of)s replies.",
        one.here.hit,
        of=format_number(one.here.of),
        area=_inside(one),
    )
    if not seen:
        return f"{named} " + _("One’s own answers had not called it weak.")
    return f"{named} " + ngettext(
        "In %(num)s of these cases one’s own answers had called it weak too.",
        "In %(num)s of these cases one’s own answers had called it weak too.",
        seen,
    )


def _change(one: Finding) -> str:
    return _(
        "%(area)s: a weak point in %(ahit)s of %(aof)s cases before an action on it was done on %(day)s, and in "
        "%(hit)s of %(of)s since.",
        area=_first_capital(_inside(one)),
        day=_day(one),
        **_both(one),
    )


def _moves(one: Finding) -> str:
    said = {
        Claim.ABOVE: _(
            "The search moves: since %(day)s, %(hit)s of %(of)s led to a conversation, before that %(ahit)s of %(aof)s."
        ),
        Claim.BELOW: _(
            "Fewer lead to a conversation: since %(day)s %(hit)s of %(of)s, before that %(ahit)s of %(aof)s."
        ),
        None: _("Since %(day)s, %(hit)s of %(of)s led to a conversation; before that, %(ahit)s of %(aof)s."),
    }
    return said[one.claim] % {"day": _day(one), **_both(one)}


SAYS: dict[Rule, Callable[[Finding], str]] = {
    Rule.ENDS: _ends,
    Rule.RATING: _rating,
    Rule.AREA: _area,
    Rule.LINE: _line,
    Rule.VIEWS: _views,
    Rule.CHANGE: _change,
    Rule.MOVES: _moves,
}


def _numbers(share: Share) -> dict[str, str]:
    return {"hit": format_number(share.hit), "of": format_number(share.of)}


def _both(one: Finding) -> dict[str, str]:
    against = one.against or Share(0, 0)
    return {**_numbers(one.here), "ahit": format_number(against.hit), "aof": format_number(against.of)}


def _at(one: Finding) -> str:
    return insight_words().stages[Stage(one.subject)].at.in_(current_locale())


def _inside(one: Finding) -> str:
    return insight_words().areas[Area(one.subject)].inside.in_(current_locale())


def _day(one: Finding) -> str:
    return format_date(date.fromisoformat(str(one.params["on"])))


def _first_capital(words: str) -> str:
    return words[:1].upper() + words[1:]
