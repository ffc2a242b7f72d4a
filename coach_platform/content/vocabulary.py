"""The product's words as values (1-product.md, "Words"), and their labels in both languages (vocabulary.yaml)."""

from enum import StrEnum


class Stage(StrEnum):
    """How far an application got, in order."""

    APPLIED = "applied"
    SCREENING = "screening"
    INTERVIEW = "interview"
    TASK = "task"
    FURTHER_INTERVIEW = "further_interview"
    FINAL_ROUND = "final_round"
    OFFER = "offer"

    @property
    def rank(self) -> int:
        """0 for applied, 6 for an offer."""
        return list(Stage).index(self)


class Outcome(StrEnum):
    """What came of an application."""

    OPEN = "open"
    REJECTED = "rejected"
    NO_REPLY = "no_reply"
    WITHDRAWN = "withdrawn"
    OFFER = "offer"
    CLOSED = "closed"


class OfferState(StrEnum):
    """What became of an offer."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    RESCINDED = "rescinded"


class Area(StrEnum):
    """What an assessment looks at."""

    FIT = "fit"
    SKILLS = "skills"
    RAPPORT = "rapport"
    PREPARATION = "preparation"
    RESEARCH = "research"
    BALANCE = "balance"
    ANSWERS = "answers"
    SURPRISES = "surprises"


class WorkMode(StrEnum):
    """Where the work is done."""

    ONSITE = "onsite"
    HYBRID = "hybrid"
    REMOTE = "remote"


class Source(StrEnum):
    """Where the seeker found the job."""

    JOB_BOARD = "job_board"
    COMPANY_SITE = "company_site"
    REFERRAL = "referral"
    RECRUITER = "recruiter"
    AGENCY = "agency"
    NETWORK = "network"
    OTHER = "other"


class RoleKind(StrEnum):
    """The kind of role, and the field of a coach."""

    ADMINISTRATION = "administration"
    CARE = "care"
    EDUCATION = "education"
    ENGINEERING = "engineering"
    FINANCE = "finance"
    HOSPITALITY = "hospitality"
    HUMAN_RESOURCES = "human_resources"
    IT = "it"
    LAW = "law"
    LOGISTICS = "logistics"
    MARKETING = "marketing"
    OPERATIONS = "operations"
    PUBLIC_SERVICE = "public_service"
    RESEARCH = "research"
    RETAIL = "retail"
    SALES = "sales"
    TRADES = "trades"
    OTHER = "other"


class RequirementWeight(StrEnum):
    """How much a posting wants one of its lines."""

    MUST = "must"
    NICE = "nice"


class RequirementMark(StrEnum):
    """How a line of the posting stood against what was sent."""

    SHOWN = "shown"
    HAD_NOT_SHOWN = "had_not_shown"
    LACK = "lack"


class ActionKind(StrEnum):
    """What sort of action it is."""

    COURSE = "course"
    PROJECT = "project"
    PRACTICE = "practice"
    REWRITE = "rewrite"
    RESEARCH = "research"
    OUTREACH = "outreach"
