"""Resume versions, check-ins, and applications with everything that happened to them."""

from typing import Any
from uuid import UUID

from coach_platform.content.vocabulary import Need, OfferState, Outcome, RoleKind, Source, Stage, WorkMode
from coach_platform.core.applications.models import (
    Application,
    BatchAnswer,
    Contact,
    OutcomeEvent,
    Requirement,
    ResumeVersion,
    SearchSettings,
    StageEvent,
    StageRating,
)
from coach_platform.core.applications.standing import standing_of
from coach_platform.core.assessments.models import CheckIn
from coach_platform.kit.text import plain, search_text
from coach_platform.sample.people import Someone
from coach_platform.sample.rows import Rows


def gather_search(rows: Rows, seeker: Someone, story: dict[str, Any]) -> dict[str, UUID]:
    """How they search, how they felt, and their resume versions; gives the versions' ids by key."""
    found_work = story.get("found_work_days_ago")
    rows.add(
        SearchSettings,
        seeker_id=seeker.id,
        no_reply_days=seeker.told["no_reply_after_days"],
        searching_since_on=seeker.days.on(seeker.told["joined_days_ago"]),
        found_work_at=None if found_work is None else seeker.days.at(found_work, 18),
    )
    for told in story["check_ins"]:
        at = seeker.days.at(told["days_ago"], 18, 30)
        rows.add(CheckIn, seeker_id=seeker.id, confidence=told["confidence"], occasion=told["occasion"], at=at)
    return {told["key"]: _resume(rows, seeker, told).id for told in story["resume_versions"]}


def gather_application(rows: Rows, seeker: Someone, told: dict[str, Any], resumes: dict[str, UUID]) -> "Told":
    """One application with its contacts, lines of the posting, stages, ratings, outcomes and batch answer."""
    application = Told(rows, seeker, told, resumes)
    application.gather()
    return application


class Told:
    """One application being told: its row, and the rows that its standing is made of."""

    def __init__(self, rows: Rows, seeker: Someone, told: dict[str, Any], resumes: dict[str, UUID]) -> None:
        self.rows, self.seeker, self.told = rows, seeker, told
        self.requirements: dict[str, UUID] = {}
        self.people: dict[str, UUID] = {}
        self.events: list[StageEvent] = []
        self.ratings: list[StageRating] = []
        self.outcomes: list[OutcomeEvent] = []
        self.row = self._application(resumes[told["resume_version"]])

    @property
    def own(self) -> dict[str, UUID]:
        """What ties a child to its application."""
        return {"seeker_id": self.seeker.id, "application_id": self.row.id}

    def gather(self) -> None:
        for position, line in enumerate(self.told.get("requirements", [])):
            kept = self.rows.add(
                Requirement, **self.own, position=position, text=line["text"], weight=Need(line["weight"])
            )
            self.requirements[line["key"]] = kept.id
        for stage in self.told["stages"]:
            self._stage(stage)
        for contact in self.told.get("contacts", []):
            self._contact(contact)
        for outcome in [*self.told.get("earlier_outcomes", []), self.told["outcome"]]:
            if outcome["value"] != Outcome.OPEN:
                self._outcome(outcome)
        if "batch" in self.told:
            self._batch(self.told["batch"])
        self.settle()

    def rate(self, stage: Stage, value: int, words: str, days_ago: int, hour: int) -> None:
        """A rating; said with a stage, or in a first assessment where it adds something new."""
        rating = self.rows.add(
            StageRating,
            **self.own,
            stage=stage,
            value=value,
            what_went_well=words,
            locale=self.seeker.locale,
            recorded_at=self.seeker.days.at(days_ago, hour, 5),
        )
        self.ratings.append(rating)

    def settle(self) -> None:
        """Write what all of it amounts to into the application's own columns, as core/applications does."""
        standing = standing_of(self.events, self.ratings, self.outcomes, zone=self.seeker.days.zone)
        for name, value in vars(standing).items():
            setattr(self.row, name, value)
        happened: list[Any] = [*self.events, *self.ratings, *self.outcomes]
        self.row.updated_at = max(row.recorded_at for row in happened)

    def _application(self, resume_id: UUID) -> Application:
        told, first = self.told, self.told["stages"][0]["days_ago"]
        people = [contact["name"] for contact in told.get("contacts", [])]
        return self.rows.add(
            Application,
            seeker_id=self.seeker.id,
            company=told["company"],
            company_sort=plain(told["company"]),
            role=told["role"],
            role_sort=plain(told["role"]),
            search_text=search_text(told["company"], told["role"], told["location"], *people),
            source=Source(told["source"]),
            work_mode=WorkMode(told["work_mode"]),
            role_kind=RoleKind(told["role_kind"]),
            location=told["location"],
            link=told.get("link", ""),
            posting_text=told.get("posting_text", ""),
            letter_text="",
            notes=told.get("notes", ""),
            locale=self.seeker.locale,
            resume_version_id=resume_id,
            applied_on=self.seeker.days.on(first),
            created_at=self.seeker.days.at(first, 10),
        )

    def _stage(self, told: dict[str, Any]) -> None:
        stage, days = Stage(told["stage"]), self.seeker.days
        # What is ahead was written down with the last thing that happened.
        noted = told["days_ago"] if "days_ago" in told else self._last_day()
        event = self.rows.add(
            StageEvent,
            **self.own,
            stage=stage,
            occurred_on=days.on(told["days_ago"] if "days_ago" in told else -told["in_days"]),
            note=told.get("note", ""),
            what_worked=told.get("what_worked", ""),
            locale=self.seeker.locale,
            recorded_at=days.at(noted, 10),
            withdrawn=False,
        )
        self.events.append(event)
        if "rating" in told:
            self.rate(stage, told["rating"], "", told["days_ago"], 10)

    def _last_day(self) -> int:
        return min(stage["days_ago"] for stage in self.told["stages"] if "days_ago" in stage)

    def _contact(self, told: dict[str, Any]) -> None:
        met = next((e for e in self.events if e.stage == told.get("stage")), self.events[0])
        person = self.rows.add(
            Contact,
            **self.own,
            name=told["name"],
            role=told.get("role", ""),
            stage=Stage(told["stage"]) if "stage" in told else None,
            email="",
            phone="",
            created_at=met.recorded_at,
        )
        self.people[person.name] = person.id

    def _outcome(self, told: dict[str, Any]) -> None:
        event = self.rows.add(
            OutcomeEvent,
            **self.own,
            outcome=Outcome(told["value"]),
            offer_state=OfferState(told["offer_state"]) if "offer_state" in told else None,
            occurred_on=self.seeker.days.on(told["days_ago"]),
            own_words=told.get("own_words", ""),
            stated_reason=told.get("stated_reason"),
            locale=self.seeker.locale,
            recorded_at=self.seeker.days.at(told["days_ago"], 11),
        )
        self.outcomes.append(event)

    def _batch(self, told: dict[str, Any]) -> None:
        self.rows.add(
            BatchAnswer,
            **self.own,
            answer=told["answer"],
            words=told.get("words", ""),
            locale=self.seeker.locale,
            answered_at=self.seeker.days.at(told["days_ago"], 12),
        )


def _resume(rows: Rows, seeker: Someone, told: dict[str, Any]) -> ResumeVersion:
    return rows.add(
        ResumeVersion,
        seeker_id=seeker.id,
        name=told["name"],
        body=told["text"],
        locale=seeker.locale,
        created_at=seeker.days.at(told["days_ago"], 8, 30),
    )
