"""A word of its own in every private place of Sam's, and who may read it there.

What belongs to which section is written here a second time, on purpose: this is the product's promise, not the code's.
A column of text that is in none of these tables fails the build (test_canaries.py).
"""

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import Enum, Table, Text, Uuid, select, update
from sqlalchemy.dialects.postgresql import JSONB

from coach_platform.content.vocabulary import Outcome, Section
from coach_platform.core.applications.models import Application, Case
from coach_platform.core.plans.models import CommentTarget
from coach_platform.kit.db import Base, db

TOKEN = re.compile(r"qz\d+zq")
SEARCHED = "qz"  # what is typed into every search box: it is in all of them, and is not one of them itself

OF_STORY, OF_PLAN = frozenset({Section.STORY}), frozenset({Section.PLAN})
# A case is called by its application's name wherever any of its sections is shown.
OF_A_CASE = frozenset({Section.STORY, Section.DEEPER, Section.PRACTICE})
OF_FEEDBACK = frozenset({Section.FEEDBACK})
NOBODY_ELSE: frozenset[Section] = frozenset()

# table -> column -> the sections one of which must be granted (of the row's case, where it has one).
PLACES: dict[str, dict[str, frozenset[Section]]] = {
    "applications": {
        **dict.fromkeys(("company", "role"), OF_A_CASE),
        **dict.fromkeys(("location", "link", "posting_text", "letter_text"), OF_STORY),
        **dict.fromkeys(("notes", "company_sort", "role_sort", "search_text"), NOBODY_ELSE),
    },
    "contacts": dict.fromkeys(("name", "role", "email", "phone"), OF_STORY),
    "stage_events": dict.fromkeys(("note", "what_worked"), OF_STORY),
    "stage_ratings": {"what_went_well": OF_STORY},
    "outcome_events": {"own_words": OF_STORY},
    "requirements": {"text": OF_STORY},
    "resume_versions": {"name": OF_STORY, "body": NOBODY_ELSE},
    "batch_answers": {"words": NOBODY_ELSE},
    "search_ends": {"words": NOBODY_ELSE},
    "preparation_sheets": dict.fromkeys(("research", "notes"), NOBODY_ELSE),
    "setback_rehearsals": dict.fromkeys(("first_hour", "talk_to"), NOBODY_ELSE),
    "practice_items": dict.fromkeys(("question", "what_i_said", "better_answer"), frozenset({Section.PRACTICE})),
    "actions": dict.fromkeys(
        ("what", "why", "if_then", "obstacle", "obstacle_answer", "done_when", "link", "closing_words"), OF_PLAN
    ),
    "reviews": dict.fromkeys(("note", "answer"), OF_PLAN),
    "comments": {"body": NOBODY_ELSE},  # by what it stands at: see _sections
    "comment_texts": {"body": NOBODY_ELSE},
    "victory_notes": {"words": NOBODY_ELSE},
    # What was sent is the seeker's; that it was, to whom, and what came back is shared as feedback.
    "reconnect_events": {"to_name": OF_FEEDBACK, "subject": NOBODY_ELSE, "body": NOBODY_ELSE},
    "feedback_cards": {"to_name": OF_FEEDBACK, "questions": NOBODY_ELSE},
    "feedback": dict.fromkeys(("person_name", "words", "answers", "next_time"), OF_FEEDBACK),
    "doors": dict.fromkeys(("person_name", "note"), NOBODY_ELSE),
    "coach_notes": {"body": NOBODY_ELSE},  # its author reads it: see _readers
    "assessment_responses": {"answers": NOBODY_ELSE},  # by its question set: see _sections
    "drafts": {"body": NOBODY_ELSE},
    # What a coach wrote down, and made: they read it while its section is granted; see _readers.
    "noted_entries": {"body": NOBODY_ELSE},
    "progress_reports": dict.fromkeys(("audience", "words", "content"), NOBODY_ELSE),
    "notes_requests": {"words": NOBODY_ELSE},  # of a refusal, to the seeker
    "hand_overs": {"note": NOBODY_ELSE},  # whoever asked: see _readers
    "talks": dict.fromkeys(("place", "link"), NOBODY_ELSE),  # the coach it is with: see _readers
    "coachings": dict.fromkeys(("message", "thanks"), NOBODY_ELSE),  # the coach they were written to: see _readers
}
# Words of the program, keys and names that are known to whoever knows of the row at all.
NOT_WORDS = frozenset(
    {
        "locale",
        "words_locale",
        "note_locale",
        "answer_locale",
        "message_locale",
        "thanks_locale",
        "set_key",
        "item_key",
        "source_key",
        "form",
        "answer",
    }
    | {
        "guide_key",
        "template_key",
        "rule_key",
        "rule_params",
        "consent_key",
        "consent_locale",
        "consent_text",
        "occasion",
        "surface",
    }
    | {"subject_key"}  # a stage, an area, a hash of a posting's line
    | {"author_name", "made_by_name", "reader_name", "team_name", "stated_reason", "address_key"}
)
SAID = frozenset({"company", "role", "own_words", "person", "words", "happened", "what", "if_then"})  # by phone
LISTED = frozenset({"named", "done", "open"})  # of a report: lists of which the first word is somebody's
FREE = frozenset({"words", "name", "weakness", "said_by", "question", "said", "better"})  # of an answers document


@dataclass(frozen=True)
class Canary:
    """Where one word stands. `case_id`: the case the row belongs to; `readers`: coaches who wrote it or to whom it went."""

    table: str
    column: str
    sections: frozenset[Section]
    case_id: UUID | None
    case_bound: bool
    pipeline: bool = False  # of an application that is open: in the pipeline as well
    own_question: bool = False  # of no case: only where practice is shared of all cases
    readers: frozenset[UUID] = frozenset()
    hidden_from: frozenset[UUID] = frozenset()
    by_coach: bool = False  # what a coach said to Sam: for them alone

    def seen_with(self, sections: Collection[Section], cases: Collection[UUID] | None) -> bool:
        """Whether a coach with this grant may read it (`cases` None: all of them)."""
        if self.pipeline and Section.PIPELINE in sections:
            return True
        if not self.sections & set(sections):
            return False
        if self.own_question:
            return cases is None
        return not self.case_bound or (self.case_id is not None and (cases is None or self.case_id in cases))


@dataclass
class Planted:
    """All of them, by word."""

    by_word: dict[str, Canary] = field(default_factory=dict)

    def word(self, canary: Canary) -> str:
        word = f"qz{len(self.by_word)}zq"
        self.by_word[word] = canary
        return word

    def found(self, text: str) -> list[Canary]:
        """The canaries in a text."""
        return [self.by_word[word] for word in dict.fromkeys(TOKEN.findall(text))]


def columns_of_text() -> set[tuple[str, str]]:
    """Every column of words in a table that belongs to a seeker."""
    return {
        (table.name, column.name)
        for table in Base.metadata.sorted_tables
        if "seeker_id" in table.c
        for column in table.c
        if isinstance(column.type, Text | JSONB) and not isinstance(column.type, Enum)
    }


def plant(seeker_id: UUID, coach_id: UUID) -> Planted:
    """Put a word of its own into each text of each of the seeker's rows."""
    planted = Planted()
    cases = {row.application_id: row.id for row in db.session.execute(select(Case.id, Case.application_id))}
    outcomes = {row.id: row.outcome for row in db.session.execute(select(Application.id, Application.outcome))}
    for name, columns in PLACES.items():
        table = Base.metadata.tables[name]
        for row in db.session.execute(select(table).where(table.c.seeker_id == seeker_id)).mappings():
            values = {
                column: _worded(planted, row[column], _canary(name, column, sections, row, cases, outcomes, coach_id))
                for column, sections in columns.items()
                if row[column] is not None  # a rule's words stay the rule's
            }
            if values:
                db.session.execute(update(table).where(_key(table, row)).values(values))
    db.session.commit()
    return planted


def _key(table: Table, row: Any) -> Any:
    (key,) = table.primary_key.columns
    assert isinstance(key.type, Uuid)
    return key == row[key.name]


def _worded(planted: Planted, old: Any, canary: Canary) -> Any:
    if isinstance(old, dict | list):
        return _document(planted, old, canary)
    word = planted.word(canary)
    return f"https://example.org/{word}" if canary.column == "link" else f"{word} {old}"


def _document(planted: Planted, value: Any, canary: Canary, key: str = "") -> Any:
    if isinstance(value, dict):
        return {name: _document(planted, part, canary, name) for name, part in value.items()}
    if (
        canary.table == "progress_reports"
        and key in LISTED
        and isinstance(value, list)
        and value
        and isinstance(value[0], str)
    ):
        return [f"{planted.word(canary)} {value[0]}", *value[1:]]
    if isinstance(value, list):
        return [_document(planted, part, canary, key) for part in value]
    whole = canary.table == "drafts" or (canary.table == "noted_entries" and key in SAID)
    return f"{planted.word(canary)} {value}" if isinstance(value, str) and (whole or key in FREE) else value


def _canary(
    table: str, column: str, sections: frozenset[Section], row: Any, cases: Any, outcomes: Any, coach_id: UUID
) -> Canary:
    application_id = row["id"] if table == "applications" else row.get("application_id")
    case_id = row.get("case_id") or cases.get(application_id)
    return Canary(
        table,
        column,
        _sections(table, sections, row),
        case_id,
        case_bound=case_id is not None or application_id is not None or table == "resume_versions",
        pipeline=column in ("company", "role") and table == "applications" and outcomes[application_id] is Outcome.OPEN,
        own_question=_is_own_question(table, row),
        readers=_readers(table, row, coach_id),
        hidden_from=_hidden(table, row, coach_id),
        by_coach=table == "comments" and row["by_coach"],
    )


def _is_own_question(table: str, row: Any) -> bool:
    of_no_case = table == "practice_items" and row["case_id"] is None
    return of_no_case or (table == "comments" and row["item_id"] is not None and row["case_id"] is None)


def _sections(table: str, sections: frozenset[Section], row: Any) -> frozenset[Section]:
    of_set = {"first_assessment": OF_STORY, "deeper": frozenset({Section.DEEPER}), "feedback": OF_FEEDBACK}
    if table == "assessment_responses":
        return of_set[row["set_key"]]
    if table == "comments" and row["deleted_at"] is None:
        at = row["target"]
        if at in (CommentTarget.PLAN, CommentTarget.ACTION):
            return OF_PLAN
        if at is CommentTarget.PRACTICE:
            return frozenset({Section.PRACTICE})
        return OF_STORY if at is CommentTarget.CASE else of_set[row["set_key"]]
    return sections


def _readers(table: str, row: Any, coach_id: UUID) -> frozenset[UUID]:
    """Those whose own words they are, or to whom they were written: they need no section."""
    whose = {
        "coach_notes": "author_id",
        "coachings": "coach_id",
        "hand_overs": "asked_by_id",
        "noted_entries": "author_id",
        "progress_reports": "made_by_id",
    }
    mine = table == "talks" or (table in whose and row[whose[table]] == coach_id)  # Sam's talks are with that coach
    return frozenset({coach_id}) if mine else frozenset()


def _hidden(table: str, row: Any, coach_id: UUID) -> frozenset[UUID]:
    """What another coach said stays between them and the seeker."""
    others = table == "comments" and row["by_coach"] and row["author_id"] != coach_id
    return frozenset({coach_id}) if others else frozenset()
