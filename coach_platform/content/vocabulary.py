"""The words of the product as enums stored by value, and how each is said in both languages."""

from __future__ import annotations

from enum import StrEnum
from functools import cache

from coach_platform.content.reading import Both, ContentError, both, read


class Stage(StrEnum):
    """In order. Compare by `rank`: as strings, "applied" < "offer" would be the alphabet speaking."""

    APPLIED = "applied"
    SCREENING = "screening"
    INTERVIEW = "interview"
    TASK = "task"
    FURTHER_INTERVIEW = "further_interview"
    FINAL_ROUND = "final_round"
    OFFER = "offer"

    @property
    def rank(self) -> int:
        return STAGES.index(self)


STAGES: tuple[Stage, ...] = tuple(Stage)

# Somebody spoke with the seeker. A task can be sent without a word spoken, so it proves nothing; a screening
# call is a first, short interview. "Never interviewed" means: none of these was reached.
TALK_STAGES = frozenset(
    {Stage.SCREENING, Stage.INTERVIEW, Stage.FURTHER_INTERVIEW, Stage.FINAL_ROUND, Stage.OFFER},
)


class Outcome(StrEnum):
    OPEN = "open"
    REJECTED = "rejected"
    NO_REPLY = "no_reply"
    WITHDRAWN = "withdrawn"
    OFFER = "offer"
    CLOSED = "closed"


class OfferState(StrEnum):
    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    RESCINDED = "rescinded"


class Area(StrEnum):
    FIT = "fit"
    SKILLS = "skills"
    RAPPORT = "rapport"
    PREPARATION = "preparation"
    RESEARCH = "research"
    BALANCE = "balance"
    ANSWERS = "answers"
    SURPRISES = "surprises"


class WorkMode(StrEnum):
    ONSITE = "onsite"
    HYBRID = "hybrid"
    REMOTE = "remote"


class Source(StrEnum):
    """How the seeker came upon the job."""

    JOB_BOARD = "job_board"
    COMPANY_SITE = "company_site"
    REFERRAL = "referral"
    RECRUITER = "recruiter"
    AGENCY = "agency"
    NETWORK = "network"
    OTHER = "other"


class RoleKind(StrEnum):
    ADMINISTRATION = "administration"
    CARE = "care"
    COMMUNICATION = "communication"
    DESIGN = "design"
    EDUCATION = "education"
    ENGINEERING = "engineering"
    FINANCE = "finance"
    HOSPITALITY = "hospitality"
    HUMAN_RESOURCES = "human_resources"
    IT = "it"
    LAW = "law"
    LOGISTICS = "logistics"
    MANAGEMENT = "management"
    MARKETING = "marketing"
    PUBLIC_SERVICE = "public_service"
    RESEARCH = "research"
    RETAIL = "retail"
    SALES = "sales"
    TRADES = "trades"
    OTHER = "other"


class CoachField(StrEnum):
    """Whom a coach helps: every kind of role, or a turn in a working life."""

    ANY = "any"
    FIRST_JOB = "first_job"
    CAREER_CHANGE = "career_change"
    NEWCOMERS = "newcomers"
    RETURN_AFTER_BREAK = "return_after_break"
    LEADERSHIP = "leadership"
    CARE_AND_EDUCATION = "care_and_education"
    CREATIVE_WORK = "creative_work"
    FINANCE_AND_LAW = "finance_and_law"
    OFFICE_AND_PUBLIC_SERVICE = "office_and_public_service"
    SALES_AND_SERVICE = "sales_and_service"
    SCIENCE = "science"
    TECHNOLOGY = "technology"
    TRADES_AND_LOGISTICS = "trades_and_logistics"


class Language(StrEnum):
    """The languages of the product itself."""

    EN = "en"
    FR = "fr"


class SpokenLanguage(StrEnum):
    """The languages a coach can coach in."""

    EN = "en"
    FR = "fr"
    AR = "ar"
    ES = "es"
    HI = "hi"
    PA = "pa"
    PT = "pt"
    UK = "uk"
    YUE = "yue"
    ZH = "zh"
    ASL = "asl"
    LSQ = "lsq"


class Section(StrEnum):
    """What a grant can open to a coach."""

    STORY = "story"
    DEEPER = "deeper"
    FEEDBACK = "feedback"
    PLAN = "plan"
    PIPELINE = "pipeline"
    PRACTICE = "practice"
    CONFIDENCE = "confidence"
    ACTIVITY = "activity"


class FeedbackSource(StrEnum):
    """How an employer's words came to the seeker."""

    IN_THE_NO = "in_the_no"
    REPLY = "reply"
    PHONE = "phone"
    VIA_RECRUITER = "via_recruiter"
    CARD = "card"


class ActionKind(StrEnum):
    COURSE = "course"
    PROJECT = "project"
    PRACTICE = "practice"
    REWRITE = "rewrite"
    RESEARCH = "research"
    OUTREACH = "outreach"


class Need(StrEnum):
    """How the posting says a requirement line."""

    MUST = "must"
    NICE = "nice"


class Mark(StrEnum):
    """How a requirement line stood in what was sent. `had_not_shown` speaks of fit, `lack` of skills."""

    SHOWN = "shown"
    HAD_NOT_SHOWN = "had_not_shown"
    LACK = "lack"


class Timing(StrEnum):
    EARLY = "early"
    LATE = "late"


class NotRated(StrEnum):
    """Answers in place of a value. Never evidence, never low."""

    DONT_KNOW = "dont_know"
    DOES_NOT_APPLY = "does_not_apply"


# vocabulary.yaml has one heading for each of these, with exactly its words.
SPOKEN: dict[str, type[StrEnum]] = {
    "stage": Stage,
    "outcome": Outcome,
    "offer_state": OfferState,
    "area": Area,
    "work_mode": WorkMode,
    "source": Source,
    "role_kind": RoleKind,
    "coach_field": CoachField,
    "language": Language,
    "spoken_language": SpokenLanguage,
    "section": Section,
    "feedback_source": FeedbackSource,
    "action_kind": ActionKind,
    "need": Need,
    "mark": Mark,
    "timing": Timing,
    "not_rated": NotRated,
}


def label(word: StrEnum, locale: str) -> str:
    """How a word of the vocabulary is said, as it stands alone on a page (capital first)."""
    return _labels()[type(word)][word].in_(locale)


def came(outcome: Outcome, offer_state: OfferState | None, locale: str) -> str:
    """What came of an application, everywhere it is said: "A no", "Offer taken back"."""
    return label(offer_state or outcome, locale)


def explanation(word: Section | Area, locale: str) -> str:
    """One sentence: what a section shows when it is shared, or what an area means."""
    return _explanations()[type(word)][word].in_(locale)


def choices(kind: type[StrEnum], locale: str) -> list[tuple[str, str]]:
    """(value, label) of every word of one kind, in the order of the vocabulary: what a select or radio group needs."""
    return [(word.value, label(word, locale)) for word in kind]


@cache
def _labels() -> dict[type[StrEnum], dict[StrEnum, Both]]:
    return {kind: _spoken(heading, kind) for heading, kind in SPOKEN.items()}


@cache
def _explanations() -> dict[type[StrEnum], dict[StrEnum, Both]]:
    return {Section: _spoken("section_explained", Section), Area: _spoken("area_explained", Area)}


@cache
def _spoken(heading: str, kind: type[StrEnum]) -> dict[StrEnum, Both]:
    texts = read("vocabulary.yaml").get(heading, dict)
    if list(texts) != [word.value for word in kind]:
        raise ContentError(f"vocabulary.yaml: {heading} must hold the words of {kind.__name__}, in its order")
    return {word: both(texts[word.value], f"vocabulary.yaml: {heading}.{word}") for word in kind}
