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


OF_SEEKER = ("seeker_id",)
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
    "assessment_responses": Rule(End.CASCADE, mine=OF_SEEKER),
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
    "looks": Rule(End.CASCADE, mine=OF_SEEKER),
    "agreements": Rule(End.CASCADE, mine=("person_id",)),
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
}

# Names of a coach that stand beside what stays with a seeker: (table, id column, name column).
NAMES_LEFT_BEHIND = (
    ("comments", "author_id", "author_name"),
    ("feedback", "author_id", "author_name"),
    ("assessment_responses", "author_id", "author_name"),
    ("looks", "reader_id", "reader_name"),
)
