"""What insights know of a search: facts about tries and cases; of words nothing but a posting's lines. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from coach_platform.content.vocabulary import Area, Mark, OfferState, Outcome, RoleKind, Source, Stage, WorkMode

NOS = frozenset({Outcome.REJECTED, Outcome.NO_REPLY})  # they ended it, in words or in silence
ANSWERS = frozenset({Outcome.REJECTED, Outcome.OFFER, Outcome.CLOSED})  # somebody said something


@dataclass(frozen=True, slots=True)
class Try:
    """One application. `stages`: those reached, by uncorrected events, less an interview that never came.

    `undated`: those of them whose day was never noted: all that was told is how far it went.
    `first_sign_on`: the first noted day, none ahead, on which the employer moved or answered.
    """

    application_id: UUID
    stages: frozenset[Stage]
    outcome: Outcome = Outcome.OPEN
    offer_state: OfferState | None = None
    case_id: UUID | None = None
    applied_on: date | None = None
    first_sign_on: date | None = None
    ended_on: date | None = None
    source: Source | None = None
    work_mode: WorkMode | None = None
    role_kind: RoleKind | None = None
    resume_id: UUID | None = None
    ratings: Mapping[Stage, int] = field(default_factory=dict)  # own, 1-5, the newest of each stage
    undated: frozenset[Stage] = frozenset()

    @property
    def furthest(self) -> Stage:
        """The furthest stage of this try."""
        return max(self.stages, key=lambda stage: stage.rank, default=Stage.APPLIED)

    @property
    def answered(self) -> bool:
        """The employer moved, or said what came of it."""
        return self.furthest is not Stage.APPLIED or self.outcome in ANSWERS

    @property
    def refused(self) -> bool:
        """They ended it."""
        return self.outcome in NOS


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a posting as it was marked in one case. `key`: its text normalised, `text`: as it stood there."""

    case_id: UUID
    key: str
    text: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class Said:
    """What an employer named in one case: areas, or none of them ("someone else was stronger")."""

    case_id: UUID
    areas: frozenset[Area]


@dataclass(frozen=True, slots=True)
class Looked:
    """What the seeker's own deeper look says of one case: for each area they judged, whether they call it weak."""

    case_id: UUID
    on: date  # the day by which the case is placed before or after something
    weak: Mapping[Area, bool]


@dataclass(frozen=True, slots=True)
class Finished:
    """An action that was done, on an area, on this day."""

    area: Area
    on: date


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything the rules may know, as far as one reader sees it. `companies`: the name of each case they may read.

    `today`: the day it is where the seeker lives; None where no rule needs it.
    """

    today: date | None = None
    tries: tuple[Try, ...] = ()
    looked: tuple[Looked, ...] = ()
    lines: tuple[Line, ...] = ()
    said: tuple[Said, ...] = ()
    finished: tuple[Finished, ...] = ()
    companies: Mapping[UUID, str] = field(default_factory=dict)
