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
# Often only the furthest stage is noted. Nobody comes to these without an interview before, so that it was passed. A
# screening call may be left out, a task be sent before anybody spoke, a final round follow the first interview at once.
AFTER_AN_INTERVIEW = frozenset({Stage.FURTHER_INTERVIEW, Stage.FINAL_ROUND, Stage.OFFER})


def ended_at(one: Try, stage: Stage) -> bool | None:
    """True: it ended there by a no or silence; False: it went on; None: not reached, not settled, or ended otherwise."""
    if not _met(one, stage):
        return None
    if one.furthest.rank > stage.rank:
        return False
    return True if one.refused else None


def _met(one: Try, stage: Stage) -> bool:
    if stage in one.stages or stage is not Stage.INTERVIEW:
        return stage in one.stages
    # Where all that was told is "as far as a task", counting it as passed errs towards "it went on": less is claimed.
    return bool(one.stages & AFTER_AN_INTERVIEW) or Stage.TASK in one.undated


def _tells(one: Try, stage: Stage) -> bool:
    """A stage without a day was told as the furthest: had it gone on, nothing would say that it was there.

    It can count as an end only where going on would count too: at the interview.
    """
    return stage is Stage.INTERVIEW or stage not in one.undated


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
    told = (one for one in tries if _tells(one, stage))
    return [(one, ended) for one in told if (ended := ended_at(one, stage)) is not None]


def _before_any(tries: Iterable[Try]) -> Iterable[Finding]:
    nos = [one for one in tries if one.refused]
    early = [one for one in nos if one.furthest is Stage.APPLIED]
    cases = tuple(one.case_id for one in early if one.case_id)
    if nos:
        yield Finding(Rule.ENDS, BEFORE_ANY, Share(len(early), len(nos)), None, cases)
