"""PostgreSQL restarted, fast and at once: what was acknowledged is there, pages say 503 and come back, mail goes on."""

from __future__ import annotations

import signal
import time
from random import Random

from coach_platform.kit.ids import new_id
from coach_platform.laptop.processes import end
from coach_platform.laptop.services import Services
from faults.field import Field, field_on
from faults.ground import Ground
from faults.outcome import Outcome, reckon
from faults.people import ask
from faults.site import PAGE, SAM, seeded
from faults.visitor import Browser, Diary, visiting

BACK = 10  # seconds from the restart until pages answer
AWAY = 2.0
EACH = 60
ANSWERS = {200, 303, 503}  # all that somebody may see meanwhile


class Writer:
    """Writes applications down through the site; `kept` are those it was told were kept."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self.kept: set[str] = set()

    def write(self) -> int:
        company = f"Company {new_id()}"
        status, _ = self.browser.post("/applications/new", {"company": company, "role": "Analyst"})
        if status == 303:
            self.kept.add(company)
        return status

    def missing(self, place: Field) -> set[str]:
        return self.kept - {row[0] for row in place.sql("select company from applications")}


def restarted_fast(ground: Ground, rng: Random) -> Outcome:
    """SIGINT: what is open is rolled back."""
    return _restarted(ground, rng, "postgres-fast", signal.SIGINT)


def restarted_immediate(ground: Ground, rng: Random) -> Outcome:
    """SIGQUIT: nothing is written any more, the next start recovers from the log."""
    return _restarted(ground, rng, "postgres-immediate", signal.SIGQUIT)


def restart(services: Services, number: signal.Signals, away: float) -> float:
    """Down in that way, away, and up again; when it answered again."""
    postgres = services.postgres
    assert postgres.child is not None
    end(postgres.child, first=number, seconds=15, whole=False)
    time.sleep(away)
    postgres.again()
    return time.time()


def _restarted(ground: Ground, rng: Random, name: str, number: signal.Signals) -> Outcome:
    with field_on(ground, name) as place:
        url = seeded(place)
        place.worker().kept = True
        place.sink.pace = 0.02  # so that a letter is under way when the server goes
        reader = Browser(url)
        reader.sign_in(*SAM)
        writer, diary = Writer(Browser(url)), Diary()
        writer.browser.sign_in(*SAM)
        writer.browser.get("/applications/new")
        acts = {"page": lambda: reader.get(PAGE)[0], "write": writer.write}
        back = 0.0
        with visiting(diary, acts, pause=0.05):
            for _ in range(2):
                ask(place, EACH)
                place.pause(rng.uniform(0.3, 1.2))
                back = restart(place.services, number, AWAY)
                place.pause(BACK)
            place.sink.pace = 0
        place.settled(60, hurry=place.age_leases)
        outcome = reckon(place, ended=back)
        _judge(outcome, diary, writer, place, back)
        return outcome


def _judge(outcome: Outcome, diary: Diary, writer: Writer, place: Field, back: float) -> None:
    missing = writer.missing(place)
    outcome.must(not missing, f"no acknowledged write is lost ({len(missing)} of {len(writer.kept)} are)")
    outcome.must(len(writer.kept) > 5, "there were writes")
    outcome.must(outcome.doubled <= 2, f"at most one double a restart ({outcome.doubled})")
    for name in ("page", "write"):
        statuses = diary.statuses(name)
        outcome.must(set(statuses) <= ANSWERS, f"each {name} answers 200, 303 or 503 ({dict(statuses)})")
        after = diary.back_after(name, back)
        outcome.must(after is not None and after <= BACK, f"{name}s are back within {BACK} s ({after})")
        outcome.note(f"{name}s back after {after or 0:.1f} s ({statuses[503]} of {sum(statuses.values())} said 503)")
    outcome.note(f"{len(writer.kept)} acknowledged writes; two restarts; leases aged by hand")
