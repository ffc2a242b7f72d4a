"""How long what we know of people is kept: one list for every table. A table that is in none of it fails the build.

What a person put in stays while their account does; it goes with it (erasure.py), and 30 days after they delete it.
What we wrote down about them by the way has a period of its own. What else falls with a row, the database says.
"""

from dataclasses import dataclass
from datetime import timedelta

from coach_platform.core.accounts.attempts import FORGOTTEN_AFTER
from coach_platform.core.accounts.lifetimes import LONGEST
from coach_platform.core.applications.search_end import FOUND_WORK_CLOCK
from coach_platform.core.coaching.notes_requests.rules import KEPT as NOTES_ANSWERS
from coach_platform.core.incidents.register import KEPT as INCIDENTS
from coach_platform.core.outcomes.freezing import KEPT as OUTCOMES
from coach_platform.kit.undo import UNDO


@dataclass(frozen=True)
class Kept:
    """`over`: an SQL condition on the table's own columns and :before, the moment `after` ago. `index`: what finds it.

    `told`: the line of the privacy page that says so (content/privacy.yaml, `kept`); a rule without one fails the build.
    """

    table: str
    key: str
    after: timedelta
    over: str
    index: str
    told: str = ""
    append_only: bool = False  # nobody may change a row, so none can be locked, and none needs to be


SESSIONS = timedelta(days=30)  # an ended sign-in stays long enough to look into "was that me?"
BROWSERS = timedelta(days=400)  # as long as browsers keep a cookie; after that it is a new one
ADDRESS_CHANGES = timedelta(days=40)  # whoever wrote from the old address can be answered for a month
LETTERS = timedelta(days=365)  # "did you write to me?"; the figures that the next summary compares with
LETTERS_TO_STRANGERS = timedelta(days=90)  # an address that somebody else typed (an invitation)
INVITED = timedelta(days=365)  # so long "at most twice" is remembered (core/coaching/inviting/rules.py)
INVITATIONS = timedelta(days=90)  # after their last day; who accepted has an account by then
CLAIMS = timedelta(days=1)
PUT_ASIDE = timedelta(days=365)  # longer than anything on a line lasts; what was handled then is handled
HANDED_ON = timedelta(days=90)  # shown for two weeks; so long one can ask who had whom
REMINDERS = timedelta(
    days=90
)  # so long nothing is said twice; nothing a reminder is about is looked for after two months
DRAFTS = timedelta(days=365)  # not touched since: nobody comes back to it, and it holds private words
OTHERS_AFTER_WORK = FOUND_WORK_CLOCK  # names and addresses of people at employers, who were never asked
TALKS = timedelta(days=365)  # when one talked last year; a calendar keeps it better than we do
REFUSING_ADDRESSES = timedelta(days=365)  # then one letter may ask again whether the address lives

RETURNED = timedelta(days=365)  # as long as the letter it was about

DELETED = "deleted_at < :before"
DONE = "state in ('sent', 'skipped', 'failed') and due_at < :before"

PERIODS = (
    # Counted anew after this, so the row says nothing any more.
    Kept(
        "failed_attempts",
        "address_key",
        FORGOTTEN_AFTER,
        "last_at < :before",
        "ix_failed_attempts_last_at",
        "wrong_passwords",
    ),
    # An ended sign-in: signed out, at its absolute end, or unused for too long.
    Kept(
        "sign_in_sessions", "id", SESSIONS, "revoked_at < :before", "ix_sign_in_sessions_revoked_at", "ended_sign_ins"
    ),
    Kept("sign_in_sessions", "id", SESSIONS, "ends_at < :before", "ix_sign_in_sessions_ends_at", "ended_sign_ins"),
    Kept(
        "sign_in_sessions",
        "id",
        SESSIONS + LONGEST.idle,
        "last_seen_at < :before",
        "ix_sign_in_sessions_last_seen_at",
        "idle_sign_ins",
    ),
    Kept("known_browsers", "id", BROWSERS, "last_at < :before", "ix_known_browsers_last_at", "browsers"),
    Kept("passkey_challenges", "id", timedelta(0), "ends_at < :before", "ix_passkey_challenges_ends_at", "challenges"),
    Kept("address_changes", "id", ADDRESS_CHANGES, "asked_at < :before", "ix_address_changes_asked_at", "addresses"),
    Kept("messages", "id", LETTERS, DONE, "ix_messages_done", "letters"),
    Kept(
        "messages",
        "id",
        LETTERS_TO_STRANGERS,
        f"{DONE} and person_id is null",
        "ix_messages_done_strangers",
        "letters_to_strangers",
    ),
    Kept(
        "reminders",
        "person_id, topic, subject_id, occasion",
        REMINDERS,
        "created_at < :before",
        "ix_reminders_created_at",
        "reminders",
    ),
    Kept("invitations", "id", INVITATIONS, "ends_at < :before", "ix_invitations_ends_at", "invitations"),
    # Addresses of people who never had to do with us but for a letter. A coaching that began keeps its invitation.
    Kept(
        "seeker_invitations",
        "id",
        INVITED,
        "coaching_id is null and created_at < :before",
        "ix_seeker_invitations_created_at",
        "invited",
    ),
    Kept(
        "invitation_rounds",
        "id",
        INVITED,
        "sent_at < :before and not exists (select from seeker_invitations i where i.round_id = invitation_rounds.id)",
        "ix_invitation_rounds_sent_at",
        "invited",
    ),
    Kept("mail_returns", "id", RETURNED, "came_at < :before", "ix_mail_returns_came_at", "returned"),
    Kept("suppressions", "address", REFUSING_ADDRESSES, "since_at < :before", "ix_suppressions_since_at", "refusing"),
    # Over long ago: nobody asks who was about to answer yesterday.
    Kept("review_claims", "review_id", CLAIMS, "until_at < :before", "ix_review_claims_until_at", "claims"),
    Kept(
        "queue_marks",
        "coach_id, seeker_id",
        PUT_ASIDE,
        "changed_at < :before",
        "ix_queue_marks_changed_at",
        "put_aside",
    ),
    Kept("queue_hand_ons", "id", HANDED_ON, "created_at < :before", "ix_queue_hand_ons_created_at", "handed_on"),
    Kept("exports", "id", timedelta(0), "ends_at < :before", "ix_exports_ends_at", "exports"),
    # Pages promise 30 days to change one's mind; children first, so that a chunk stays a chunk.
    Kept("comments", "id", UNDO, DELETED, "ix_comments_deleted_at", "deleted"),
    Kept("actions", "id", UNDO, DELETED, "ix_actions_deleted_at", "deleted"),
    Kept("practice_items", "id", UNDO, DELETED, "ix_practice_items_deleted_at", "deleted"),
    Kept("feedback", "id", UNDO, DELETED, "ix_feedback_deleted_at", "deleted"),
    Kept("doors", "id", UNDO, DELETED, "ix_doors_deleted_at", "deleted"),
    # What a coach noted by phone and the seeker took out.
    Kept("noted_entries", "id", UNDO, "removed_at < :before", "ix_noted_entries_removed_at", "deleted"),
    Kept("progress_reports", "id", UNDO, DELETED, "ix_progress_reports_deleted_at", "deleted"),
    Kept("contacts", "id", UNDO, DELETED, "ix_contacts_deleted_at", "deleted"),
    Kept("snippets", "id", UNDO, DELETED, "ix_snippets_deleted_at", "deleted"),
    Kept("talks", "id", TALKS, "starts_at < :before", "ix_talks_starts_at", "talks"),
    # The clock that "I found work" starts and "I am searching again" stops.
    Kept(
        "contacts",
        "id",
        OTHERS_AFTER_WORK,
        "seeker_id in (select s.seeker_id from search_settings s where s.found_work_at < :before)",
        "ix_search_settings_found_work_at",
        "others_after_work",
    ),
    Kept("applications", "id", UNDO, DELETED, "ix_applications_deleted_at", "deleted"),
    # An application goes on naming the version that was sent with it (core/applications/resumes.py).
    Kept(
        "resume_versions",
        "id",
        UNDO,
        f"{DELETED} and not exists (select from applications a where a.resume_version_id = resume_versions.id)",
        "ix_resume_versions_deleted_at",
        "deleted",
    ),
    # What was begun about a case that is gone: a draft names its subject without a foreign key.
    Kept(
        "drafts",
        "id",
        UNDO,
        "((form in ('first_assessment', 'deeper', 'calibration', 'calibration~') or form like 'outreach:%')"
        " and not exists (select from cases c where c.id = drafts.subject_id)"
        " or form in ('preparation', 'preparation~')"
        " and not exists (select from applications a where a.id = drafts.subject_id))"
        " and updated_at < :before",
        "ix_drafts_updated_at",
        "deleted",
    ),
    Kept("drafts", "id", DRAFTS, "updated_at < :before", "ix_drafts_updated_at", "drafts"),
    # Answered, with its file; one that waits is never forgotten.
    Kept(
        "notes_requests",
        "id",
        NOTES_ANSWERS,
        "answered_at < :before",
        "ix_notes_requests_answered_at",
        "notes_answers",
    ),
    # Aggregates about nobody; no page offers older ones.
    Kept(
        "outcome_months",
        "id",
        OUTCOMES,
        "frozen_at < :before",
        "ix_outcome_months_frozen_at",
        "outcomes",
        append_only=True,
    ),
    # A whole incident at once, five years after the last that was written about it.
    Kept(
        "incident_entries",
        "id",
        INCIDENTS,
        "recorded_at < :before and (select max(later.recorded_at) from incident_entries later"
        " where later.incident_id = incident_entries.incident_id) < :before",
        "ix_incident_entries_recorded_at",
        "incidents",
        append_only=True,
    ),
)

WHILE_THE_ACCOUNT_LIVES = frozenset(
    {
        # Who they are and what they chose.
        *(
            "persons",
            "credentials",
            "memberships",
            "mail_choices",
            "mail_stops",
            "digest_schedules",
            "search_settings",
            "search_ends",
            "queue_orders",
        ),
        "privacy_choices",
        *("coach_profiles", "erasures", "authenticator_apps", "passkeys", "recovery_codes"),
        # What they put in.
        *("imports", "applications", "resume_versions", "requirements", "batch_answers", "cases"),
        *("stage_events", "stage_ratings", "outcome_events", "assessment_responses", "check_ins", "practice_items"),
        "calibrations",
        *("rehearsals", "preparation_sheets", "setback_rehearsals"),
        # What they sent to employers, and what these answered.
        *("reconnect_events", "feedback_cards", "feedback", "doors"),
        *("plans", "actions", "action_evidence", "dismissed_suggestions", "reviews", "comments", "comment_texts"),
        *("settled_patterns", "victory_notes"),
        # What a coach noted for them by phone, and the reports of their progress.
        *("noted_entries", "progress_reports"),
        # What they agreed to, with whom, and who looked: the record of consent is theirs to read as long as they are here.
        # A keyed hash of who wants no invitation from a coach, as long as the coach's account lives.
        "invitation_refusals",
        # When a coach is not there; who was handed over to whom, as long as their coachings are told.
        *("away_dates", "hand_overs", "handed_notes"),
        *("coachings", "grants", "grant_cases", "grant_exclusions", "looks", "agreements", "coach_notes"),
        # What a coach keeps at hand while writing.
        "snippets",
        # Who was on a team's list, and when: an erased coach is not named in it any more.
        *("team_members", "team_changes"),
        # How a coach looks at their list, and what they proposed to many at once: without any seeker in it.
        *("caseload_views", "assignments"),
    }
)

# Without a name: a keyed hash stands for the person. The audit is append-only by the database's rights; whoever never
# wants to be asked again by a card said so for good.
FOR_GOOD = frozenset({"audit_events", "card_refusals"})
