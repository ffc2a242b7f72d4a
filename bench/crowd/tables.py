"""The tables that a crowd fills, and the columns that it gives."""

from bench.crowd.stories import TEXT_COLUMNS
from bench.crowd.table import NULL, Table

AREAS = ("fit", "skills", "rapport", "preparation", "research", "balance", "answers", "surprises")


class Tables:
    """One of each; sent in an order that foreign keys like."""

    def __init__(self) -> None:
        self.organisations = Table("organisations", "id name name_sort created_at")
        self.offices = Table("offices", "id organisation_id name city")
        self.persons = Table(
            "persons", "id email name name_sort locale zone confirmed_at last_seen_at created_at", {"country": "CA"}
        )
        self.memberships = Table("memberships", "id person_id organisation_id office_id role from_at")
        self.search_settings = Table("search_settings", "seeker_id searching_since_on", {"no_reply_days": "21"})
        self.digest_schedules = Table(
            "digest_schedules", "person_id face weekday hour next_at tzdata last_on", {"frequency": "weekly"}
        )
        self.mail_choices = Table("mail_choices", "person_id kind wanted changed_at", {"changed_by": "settings"})
        self.coachings = Table(
            "coachings",
            "id seeker_id coach_id organisation_id office_id asked_at answered_at",
            {
                "state": "active",
                "places_candidates": "f",
                "message": "Could you look at my last two interviews?",
                "message_locale": "en",
                "mail_words": "f",
            },
        )
        self.grants = Table(
            "grants",
            "id seeker_id coaching_id coach_id sections agreed_at",
            {
                "case_scope": "future_too",
                "consent_key": "coaching_grant",
                "consent_version": "1",
                "consent_locale": "en",
                "consent_text": "I share what is ticked above with this coach, until I take it back.",
            },
        )
        self.applications = Table(
            "applications",
            f"id seeker_id applied_on outcome_on last_event_on furthest_stage furthest_rating outcome created_at updated_at"
            f" {TEXT_COLUMNS}",
            {"link": "", "letter_text": "", "notes": ""},
        )
        of = "id seeker_id application_id"
        self.stage_events = Table(
            "stage_events",
            f"{of} stage occurred_on recorded_at locale",
            {"note": "", "what_worked": "", "withdrawn": "f"},
        )
        self.outcome_events = Table("outcome_events", f"{of} outcome occurred_on own_words recorded_at locale")
        self.stage_ratings = Table("stage_ratings", f"{of} stage value recorded_at locale", {"what_went_well": ""})
        self.cases = Table("cases", f"{of} opened_at steps_done")
        self.assessment_responses = Table(
            "assessment_responses",
            "id seeker_id case_id question_set_id set_key author_id author_name answers submitted_at",
            {"author_role": "seeker", "locale": "en", "blind": "f"},
        )
        self.plans = Table("plans", "id seeker_id turn turn_since_at coaching_id created_at")
        self.actions = Table(
            "actions",
            "id seeker_id plan_id position kind area state what why due_on closed_at created_at changed_at",
            {"locale": "en", "link": "", "closing_words": ""},
        )
        self.action_evidence = Table("action_evidence", "action_id case_id seeker_id")
        self.reviews = Table(
            "reviews",
            "id seeker_id plan_id coaching_id note asked_at answered_at answer",
            {"note_locale": "en", "answer_locale": NULL},
        )
        self.comments = Table(
            "comments",
            "id seeker_id coaching_id author_id author_name by_coach target case_id body created_at read_at",
            {"locale": "en"},
        )
        self.check_ins = Table("check_ins", "id seeker_id confidence at", {"occasion": "logged"})
        self.practice_items = Table(
            "practice_items",
            "id seeker_id case_id source_key area question created_at",
            {"what_i_said": "", "better_answer": "", "locale": "en", "times_rehearsed": "0"},
        )
        self.looks = Table("looks", "id seeker_id reader_id reader_name section surface looked_at", {"team_name": ""})
        self.messages = Table(
            "messages",
            "id stream_on key person_id address locale zone due_at sent_at done_at created_at shown",
            {
                "kind": "digest_seeker",
                "state": "sent",
                "params": "{}",
                "at_once": "f",
                "gathering": "f",
                "held": "[]",
                "attempts": "1",
                "deferrals": "0",
                "doubts": "0",
            },
        )

    def all(self) -> list[Table]:
        """In the order in which they are sent."""
        return list(vars(self).values())
