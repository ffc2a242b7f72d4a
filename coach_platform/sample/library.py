"""What coaches have at hand: snippets, an organisation's guide; and when they talk next with somebody."""

from datetime import datetime, time
from typing import Any

from coach_platform.content import sample_world
from coach_platform.core.coaching.talks.models import Talk
from coach_platform.core.library.models import GuideVersion, OrganisationGuide, Snippet
from coach_platform.kit import clock
from coach_platform.kit.text import search_text
from coach_platform.sample.coaching import Beside
from coach_platform.sample.people import Cast, Someone
from coach_platform.sample.rows import Rows


def gather_library(rows: Rows, cast: Cast) -> None:
    """Snippets and guides."""
    told = sample_world.library()
    for one in told["snippets"]:
        _snippet(rows, cast, one)
    for one in told["guides"]:
        _guide(rows, cast, one)


def gather_talks(rows: Rows, seeker: Someone, beside: dict[str, Beside]) -> None:
    """The next talk of this seeker, if one is told of."""
    for told in sample_world.library()["talks"]:
        if told["seeker"] == seeker.login:
            _talk(rows, seeker, beside[told["coach"]], told)


def _snippet(rows: Rows, cast: Cast, told: dict[str, Any]) -> None:
    whose = (
        {"owner_id": cast[told["person"]].id}
        if "person" in told
        else {"organisation_id": cast.seats.organisations[told["organisation"]]}
    )
    at = next(iter(cast.people.values())).days.at(60, 10)
    said = {name: told[name] for name in ("title", "body", "locale")}
    found = search_text(told["title"], told["body"])
    rows.add(Snippet, **whose, **said, area=told.get("area"), search_text=found, created_at=at, updated_at=at)


def _guide(rows: Rows, cast: Cast, told: dict[str, Any]) -> None:
    at = next(iter(cast.people.values())).days.at(told["days_ago"], 10)
    guide = rows.add(OrganisationGuide, organisation_id=cast.seats.organisations[told["organisation"]], created_at=at)
    words = {
        f"{name}_{locale}": told[f"{name}_{locale}"] for name in ("title", "summary", "body") for locale in ("en", "fr")
    }
    rows.add(GuideVersion, guide_id=guide.id, version=1, area=None, **words, sources=told["sources"], made_at=at)


def _talk(rows: Rows, seeker: Someone, beside: Beside, told: dict[str, Any]) -> None:
    set_at = seeker.days.at(1, 9)
    wall = datetime.combine(seeker.days.on(-told["in_days"]), time(told["hour"]))
    rows.add(
        Talk,
        seeker_id=seeker.id,
        coaching_id=beside.coaching_id,
        starts_at=clock.instant(wall, seeker.days.zone),
        minutes=told["minutes"],
        place=told["place"],
        link=told["link"],
        set_by_id=beside.coach.id if told["by_coach"] else seeker.id,
        by_coach=told["by_coach"],
        sequence=0,
        set_at=set_at,
        changed_at=set_at,
    )
