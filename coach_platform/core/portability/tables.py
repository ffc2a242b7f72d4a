"""What becomes of every table when somebody takes their things out or leaves. A table without a rule fails the build.

`mine`: the columns that make a row somebody's own, so that it goes into their file. `hidden`: columns that are never
written out (secrets, keys made for sorting). `on_erasure`: how the row's trace of the person ends.
"""

from dataclasses import dataclass
from enum import StrEnum


class End(StrEnum):
    """What an erasure does to the rows of a table."""

    CASCADE = "cascade"  # the database deletes them with the person
    UNNAMED = "unnamed"  # they stay with somebody else, without the person's id and name
    BY_ADDRESS = "by_address"  # deleted by the e-mail address they hold
    PSEUDONYM = "pseudonym"  # they never held more than a keyed hash
    NOBODYS = "nobodys"  # they hold nothing of any person


@dataclass(frozen=True)
class Rule:
    """One table's rule."""

    on_erasure: End
    mine: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    heading: str = ""  # its name in the exported file; the table's own where empty
    only: str = ""  # SQL: which of these rows; what the person was not shown yet is not in their file


OF_SEEKER = ("seeker_id",)
_REVEALED = (
    "author_role = 'seeker' or exists (select from assessment_responses own where own.author_role = 'seeker'"
    " and own.case_id = assessment_responses.case_id and own.set_key = assessment_responses.set_key)"
)
SORT_KEYS = ("company_sort", "role_sort", "search_text")

RULES: dict[str, Rule] = {
    "persons": Rule(End.CASCADE, mine=("id",), hidden=("name_sort",), heading="account"),
    "memberships": Rule(End.CASCADE, mine=("person_id",)),
    "credentials": Rule(End.CASCADE),
    "sign_in_sessions": Rule(End.CASCADE, mine=("person_id",), hidden=("token_hash",)),
    "known_browsers": Rule(End.CASCADE, mine=("person_id",), hidden=("token_hash",)),
    "address_changes": Rule(End.CASCADE, mine=("person_id",)),
    "authenticator_apps": Rule(End.CASCADE, mine=("person_id",), hidden=("sealed_secret", "last_step")),
    "passkeys": Rule(End.CASCADE, mine=("person_id",), hidden=("credential_id", "public_key")),
    "passkey_challenges": Rule(End.CASCADE),
    "recovery_codes": Rule(End.CASCADE, mine=("person_id",), hidden=("start", "rest_hash")),
    "failed_attempts": Rule(End.BY_ADDRESS),
    "invitations": Rule(End.BY_ADDRESS),
    # Of a round and its addresses, what the inviter typed is theirs; an invited person's rows go by their address.
    "invitation_rounds": Rule(End.CASCADE, mine=("coach_id", "invited_by_id")),
    "seeker_invitations": Rule(End.BY_ADDRESS, mine=("coach_id",)),
    "invitation_refusals": Rule(End.CASCADE),
    "mail_choices": Rule(End.CASCADE, mine=("person_id",)),
    "messages": Rule(
        End.CASCADE, mine=("person_id",), hidden=("params", "claimed_by", "lease_until", "error"), heading="mails"
    ),
    "suppressions": Rule(End.BY_ADDRESS),
    "mail_returns": Rule(End.CASCADE, mine=("person_id",)),
    # An operator's reason stays for the other operators, without saying whose it was.
    "mail_stops": Rule(End.UNNAMED, mine=("by_id",)),
    "mail_place": Rule(End.NOBODYS),
    "digest_schedules": Rule(End.CASCADE, mine=("person_id",)),
    "reminders": Rule(End.CASCADE, mine=("person_id",)),
    "reminder_rounds": Rule(End.NOBODYS),
    "outcome_months": Rule(End.NOBODYS),
    "search_settings": Rule(End.CASCADE, mine=OF_SEEKER),
    "search_ends": Rule(End.CASCADE, mine=OF_SEEKER),
    "privacy_choices": Rule(End.CASCADE, mine=OF_SEEKER),
    "resume_versions": Rule(End.CASCADE, mine=OF_SEEKER),
    "imports": Rule(End.CASCADE, mine=OF_SEEKER),
    "applications": Rule(End.CASCADE, mine=OF_SEEKER, hidden=SORT_KEYS),
    "contacts": Rule(End.CASCADE, mine=OF_SEEKER),
    "stage_events": Rule(End.CASCADE, mine=OF_SEEKER),
    "stage_ratings": Rule(End.CASCADE, mine=OF_SEEKER),
    "outcome_events": Rule(End.CASCADE, mine=OF_SEEKER),
    "requirements": Rule(End.CASCADE, mine=OF_SEEKER),
    "batch_answers": Rule(End.CASCADE, mine=OF_SEEKER),
    "cases": Rule(End.CASCADE, mine=OF_SEEKER),
    "reconnect_events": Rule(End.CASCADE, mine=OF_SEEKER),
    "feedback_cards": Rule(End.CASCADE, mine=OF_SEEKER, hidden=("address_key",)),
    "feedback": Rule(End.CASCADE, mine=OF_SEEKER),
    "doors": Rule(End.CASCADE, mine=OF_SEEKER),
    "card_refusals": Rule(End.PSEUDONYM),
    "drafts": Rule(End.CASCADE, mine=("person_id",)),
    # A coach's view of a case is the seeker's to read, and to take along, once both have answered.
    "assessment_responses": Rule(End.CASCADE, mine=OF_SEEKER, only=_REVEALED),
    "check_ins": Rule(End.CASCADE, mine=OF_SEEKER),
    "practice_items": Rule(End.CASCADE, mine=OF_SEEKER),
    "rehearsals": Rule(End.CASCADE, mine=OF_SEEKER),
    "preparation_sheets": Rule(End.CASCADE, mine=OF_SEEKER),
    "setback_rehearsals": Rule(End.CASCADE, mine=OF_SEEKER),
    "plans": Rule(End.CASCADE, mine=OF_SEEKER),
    "actions": Rule(End.CASCADE, mine=OF_SEEKER),
    "action_evidence": Rule(End.CASCADE, mine=OF_SEEKER),
    "dismissed_suggestions": Rule(End.CASCADE, mine=OF_SEEKER),
    "settled_patterns": Rule(End.CASCADE, mine=OF_SEEKER),
    "victory_notes": Rule(End.CASCADE, mine=OF_SEEKER, heading="what_worked"),
    "reviews": Rule(End.CASCADE, mine=OF_SEEKER),
    # What a coach wrote to a seeker stays with the seeker; it is in the coach's file while they see it (gathering.py).
    # What a coach noted by phone is the seeker's: it waits for them, and they alone decide what becomes of it.
    "noted_entries": Rule(End.CASCADE, mine=OF_SEEKER, heading="noted_by_phone"),
    "progress_reports": Rule(End.CASCADE, mine=OF_SEEKER),
    "comments": Rule(End.CASCADE, mine=OF_SEEKER),
    "comment_texts": Rule(End.CASCADE, mine=OF_SEEKER),
    "coachings": Rule(End.CASCADE, mine=("seeker_id", "coach_id")),
    "grants": Rule(End.CASCADE, mine=OF_SEEKER),
    "grant_cases": Rule(End.CASCADE, mine=OF_SEEKER),
    "grant_exclusions": Rule(End.CASCADE, mine=OF_SEEKER),
    # Since when somebody was on a team's list stays for the seekers who share with it, without saying who it was.
    "team_members": Rule(End.UNNAMED, mine=("person_id",)),
    "team_changes": Rule(End.UNNAMED, mine=("person_id",)),
    "review_claims": Rule(End.CASCADE, mine=("coach_id",)),
    # What a coach did with the lines of their Today; the note of a hand-on is one of their notes.
    "queue_marks": Rule(End.CASCADE, mine=("coach_id",)),
    "queue_orders": Rule(End.CASCADE, mine=("coach_id",)),
    "queue_hand_ons": Rule(End.CASCADE, mine=("from_id", "to_id")),
    "assignments": Rule(End.CASCADE, mine=("coach_id",)),
    "caseload_views": Rule(End.CASCADE, mine=("coach_id",), hidden=("name_sort",)),
    "calibrations": Rule(
        End.CASCADE,
        mine=OF_SEEKER,
        hidden=("begun_at", "opened_at"),
        only="asked_at is not null or revealed_at is not null",
    ),
    "looks": Rule(End.CASCADE, mine=OF_SEEKER),
    "agreements": Rule(End.CASCADE, mine=("person_id",)),
    # Where and when the two of them talk; whoever set it finds it in their own file.
    "talks": Rule(End.CASCADE, mine=("seeker_id", "set_by_id")),
    # A coach's own go with them; an organisation's are its own.
    "snippets": Rule(End.CASCADE, mine=("owner_id",), hidden=("search_text",)),
    "away_dates": Rule(End.CASCADE, mine=("coach_id",)),
    # The seeker reads the note as well; whoever wrote it has it in their file.
    "hand_overs": Rule(End.CASCADE, mine=("seeker_id", "asked_by_id")),
    "handed_notes": Rule(End.CASCADE),  # which notes of a coach went along: no words of the seeker's
    "coach_profiles": Rule(End.CASCADE, mine=("coach_id",), hidden=("city_sort",)),
    # The organisation owns them and produces them under the law; they are the author's words, not the seeker's file.
    "coach_notes": Rule(End.CASCADE, mine=("author_id",)),
    # The notes that were produced are fetched as a file of their own.
    "notes_requests": Rule(End.CASCADE, mine=OF_SEEKER, hidden=("body",)),
    "exports": Rule(End.CASCADE),
    "erasures": Rule(End.CASCADE),
    "audit_events": Rule(End.PSEUDONYM),
    "incident_entries": Rule(End.PSEUDONYM),
    "organisations": Rule(End.NOBODYS),
    "offices": Rule(End.NOBODYS),
    "teams": Rule(End.NOBODYS),
    "question_sets": Rule(End.NOBODYS),
    "organisation_guides": Rule(End.NOBODYS),
    "organisation_guide_versions": Rule(End.NOBODYS),
    "hidden_guides": Rule(End.NOBODYS),
    "action_templates": Rule(End.NOBODYS),
    "hidden_templates": Rule(End.NOBODYS),
}

# Names of a coach that stand beside what stays with a seeker: (table, id column, name column).
NAMES_LEFT_BEHIND = (
    ("comments", "author_id", "author_name"),
    ("feedback", "author_id", "author_name"),
    ("assessment_responses", "author_id", "author_name"),
    ("looks", "reader_id", "reader_name"),
    ("noted_entries", "author_id", "author_name"),
    ("progress_reports", "made_by_id", "made_by_name"),
)
