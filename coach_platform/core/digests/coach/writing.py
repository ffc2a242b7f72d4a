"""The coach's weekly letter: one line a person, each opening its item; no answer and no comment's text.

What it names of a seeker is a look, and is logged as one.
"""

from collections.abc import Mapping, Sequence
from uuid import UUID

from coach_platform.content.vocabulary import Outcome, Stage, came, label
from coach_platform.core.access import looks
from coach_platform.core.access.figures import Surface
from coach_platform.core.digests.coach.facts import CoachFacts, Line, Reason, Talk, Why
from coach_platform.core.digests.last import until
from coach_platform.core.mail import links
from coach_platform.core.mail.letters import Letter, Outgoing
from coach_platform.core.mail.render import write

NEEDING = (Why.NEW_NO, Why.WAITS, Why.ANSWER, Why.QUESTION, Why.PRACTICE, Why.QUIET)
NAMED = 40  # lines in one letter; the rest is counted, and stands on Today


def compose(messages: Sequence[Outgoing], facts: Mapping[UUID, CoachFacts]) -> Mapping[UUID, Letter]:
    """One letter a message."""
    letters = {m.id: _letter(m, facts[m.person_id]) for m in messages if m.person_id}
    looks.record_many([_looked(m, facts[m.person_id]) for m in messages if m.person_id], surface=Surface.DIGEST)
    return letters


def _letter(message: Outgoing, facts: CoachFacts) -> Letter:
    lines = facts.in_order()
    return write(
        message,
        face="coach",
        talks=[_talk(talk) for talk in facts.talks],
        lines=[_told(line, message.locale, words=line.seeker_id in facts.worded) for line in lines[:NAMED]],
        more=len(lines) - NAMED if len(lines) > NAMED else 0,
        needing=sum(1 for line in lines if line.in_order()[0].why in NEEDING),
        quiet_rest=facts.seekers - len(lines),
        requests=facts.requests,
        requests_url=links.page("/coach/requests"),
        today_url=links.page("/coach"),
        shown=until(facts.gathered_at),
        grants=[grant_id for line in lines for grant_id in facts.sights[line.seeker_id].grant_ids],
    )


def _told(line: Line, locale: str, *, words: bool) -> dict[str, object]:
    reasons = line.in_order()
    said = [_said(reason, locale) for reason in reasons] if words else _counted(reasons)
    return {"name": line.name, "url": _url(line, reasons[0]), "reasons": said}


def _counted(reasons: list[Reason]) -> list[dict[str, object]]:
    """The reasons and their figures: no company, no stage, nothing the seeker wrote; new nos are counted."""
    figures: dict[str, int] = {}
    for reason in reasons:
        if reason.why is Why.NEW_NO:
            what = "new_no" if reason.outcome in (None, Outcome.REJECTED) else "news"
            figures[what] = figures.get(what, 0) + 1
        else:
            figures[reason.why.value] = figures.get(reason.why.value, 0) + reason.n
    return [{"why": what, "n": n, "company": "", "stage": "", "what": ""} for what, n in figures.items()]


def _said(reason: Reason, locale: str) -> dict[str, object]:
    stage = label(Stage(reason.stage), locale) if reason.stage else ""
    other = reason.outcome not in (
        None,
        Outcome.REJECTED,
    )  # an offer taken back is no "new no", nor is an answer come late
    what = came(reason.outcome, reason.offer_state, locale) if reason.outcome and other else ""
    return {"why": reason.why.value, "n": reason.n, "company": reason.company, "stage": stage, "what": what}


def _url(line: Line, first: Reason) -> str:
    seeker = f"/coach/seekers/{line.seeker_id}"
    if first.why in (Why.NEW_NO, Why.ANSWER):
        return links.page(f"{seeker}/cases/{first.case_id}")
    if first.why is Why.QUESTION:
        return links.page(f"/coach/today/{line.seeker_id}")
    if first.why is Why.PRACTICE:
        return links.page(f"{seeker}/practice/{first.item_id}")
    return links.page(seeker if first.why is Why.QUIET else f"{seeker}/plan")


def _looked(message: Outgoing, facts: CoachFacts) -> tuple[str, list[looks.Looked]]:
    named = facts.in_order()[:NAMED]
    return message.name, [
        (facts.sights[line.seeker_id], place)
        for line in named
        for reason in line.reasons
        for place in reason.seen(words=line.seeker_id in facts.worded)
    ]


def _talk(talk: Talk) -> dict[str, object]:
    return {"name": talk.name, "at": talk.starts_at, "url": links.page(f"/coach/seekers/{talk.seeker_id}")}
