"""Where it ends. Of those that reached a stage and are settled there, how many ended there; against the other stages."""

from collections.abc import Iterable

from coach_platform.content.vocabulary import Stage
from coach_platform.core.insights.intervals import Share
from coach_platform.core.insights.patterns.finding import Finding
from coach_platform.core.insights.thresholds import Rule
from coach_platform.core.insights.tries import Facts, Try

# Sending is compared with nothing: most tries end there for everybody. An offer is no end.
COMPARED = (Stage.SCREENING, Stage.INTERVIEW, Stage.TASK, Stage.FURTHER_INTERVIEW, Stage.FINAL_ROUND)
BEFORE_ANY = "applied"


def ended_at(one: Try, stage: Stage) -> bool | None:
    """True: it ended there by a no or silence; False: it went on; None: not reached, not settled, or ended otherwise."""
    if stage not in one.stages:
        return None
    if one.furthest.rank > stage.rank:
        return False
    return True if one.refused else None


def find(facts: Facts) -> Iterable[Finding]:
    """One for each stage, and one for those that never got to any."""
    settled = {stage: _settled(facts.tries, stage) for stage in COMPARED}
    shares = {stage: Share(sum(ended for _, ended in of), len(of)) for stage, of in settled.items()}
    every = sum(shares.values(), Share(0, 0))
    for stage, share in shares.items():
        cases = tuple(one.case_id for one, ended in settled[stage] if ended and one.case_id)
        yield Finding(Rule.ENDS, stage.value, share, every - share, cases)
    yield from _before_any(facts.tries)


def _settled(tries: Iterable[Try], stage: Stage) -> list[tuple[Try, bool]]:
    return [(one, ended) for one in tries if (ended := ended_at(one, stage)) is not None]


def _before_any(tries: Iterable[Try]) -> Iterable[Finding]:
    nos = [one for one in tries if one.refused]
    early = [one for one in nos if one.furthest is Stage.APPLIED]
    cases = tuple(one.case_id for one in early if one.case_id)
    if nos:
        yield Finding(Rule.ENDS, BEFORE_ANY, Share(len(early), len(nos)), None, cases)
