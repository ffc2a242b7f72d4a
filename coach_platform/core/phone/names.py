"""How an entry is called in a line: by a company or an action, never by what was said of it."""

from coach_platform.core.coaching.noted.models import NotedKind
from coach_platform.core.coaching.noted.waiting import Noted

LONGEST = 90


def short_name(one: Noted) -> str:
    """ "Nordlys, Analyst", or what an action says; "" where nothing of it may be named."""
    of_plan = one.kind in (NotedKind.ACTION, NotedKind.DONE)
    name = one.action if of_plan else ", ".join(part for part in (one.company, one.role) if part)
    return name if len(name) <= LONGEST else name[: LONGEST - 1].rstrip() + "…"
