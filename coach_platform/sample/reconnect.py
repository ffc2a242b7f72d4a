"""What was sent to employers, their cards, what they answered, and the doors they left open."""

from typing import Any
from uuid import UUID

from coach_platform.content.vocabulary import FeedbackSource
from coach_platform.core.reconnect.cards import VALID
from coach_platform.core.reconnect.models import Channel, Door, Feedback, FeedbackCard, Happened, ReconnectEvent
from coach_platform.sample.rows import Rows

COMPANY = "company"  # in place of a contact's name: the company as such


class Asked:
    """The reconnect step of one case being told. `people`: the contacts' ids by name."""

    def __init__(self, rows: Rows, case: Any, people: dict[str, UUID]) -> None:
        self.rows, self.case, self.people = rows, case, people
        self.seeker, self.days = case.seeker, case.seeker.days
        self.cards: dict[str, FeedbackCard] = {}

    def gather(self, told: dict[str, Any]) -> None:
        for sent in told.get("sent", []):
            self._sent(sent)
        if "nobody_days_ago" in told:
            self._event(Happened.NOBODY, COMPANY, told["nobody_days_ago"])
        for card in told.get("cards", []):
            self._card(card)
        for feedback in told.get("feedback", []):
            self._feedback(feedback)
        for door in told.get("doors", []):
            self._door(door)

    @property
    def _own(self) -> dict[str, UUID]:
        return {"seeker_id": self.seeker.id, "case_id": self.case.row.id}

    def _to(self, name: str) -> dict[str, Any]:
        to_id = self.case.row.id if name == COMPANY else self.people[name]
        return {"to_id": to_id, "to_name": "" if name == COMPANY else name}

    def _sent(self, told: dict[str, Any]) -> None:
        self._event(
            Happened.ASKED,
            told["to"],
            told["days_ago"],
            channel=Channel(told.get("channel", "mail")),
            subject=told["subject"],
            body=told["text"],
            locale=told.get("locale", self.seeker.locale),
        )

    def _event(self, kind: Happened, to: str, days_ago: int, **more: Any) -> None:
        self.rows.add(
            ReconnectEvent,
            **self._own,
            **self._to(to),
            kind=kind,
            occurred_on=self.days.on(days_ago),
            recorded_at=self.days.at(days_ago, 16),
            **{"channel": None, "subject": "", "body": "", "locale": self.seeker.locale, **more},
            via_recruiter=False,
            undoes_id=None,
        )

    def _card(self, told: dict[str, Any]) -> None:
        made, declined = self.days.at(told["days_ago"], 15, 50), told.get("declined_days_ago")
        self.cards[told["to"]] = self.rows.add(
            FeedbackCard,
            **self._own,
            **self._to(told["to"]),
            locale=self.seeker.locale,
            questions={"question": told["questions"]},
            version=1,
            address_key="",
            made_at=made,
            ends_at=made + VALID,
            declined_at=None if declined is None else self.days.at(declined, 10),
        )

    def _feedback(self, told: dict[str, Any]) -> None:
        source = FeedbackSource(told["source"])
        card = self.cards[told["from"]] if source is FeedbackSource.CARD else None
        asked = card.questions["question"] if card else []
        self.rows.add(
            Feedback,
            **self._own,
            contact_id=self.people[told["from"]],
            source=source,
            person_name=told["from"],
            received_on=self.days.on(told["days_ago"]),
            words=told.get("words", ""),
            reasons=told["reasons"],
            answers={"lines": [{"question": q, "said": a} for q, a in zip(asked, told.get("said", []), strict=True)]},
            next_time=told.get("next_time", ""),
            may_contact=told.get("may_contact"),
            locale=self.seeker.locale,
            author_id=None if card else self.seeker.id,
            author_name="" if card else self.seeker.name,
            card_id=card.id if card else None,
            verified=card is None,
            created_at=self.days.at(told["days_ago"], 12),
        )

    def _door(self, told: dict[str, Any]) -> None:
        self.rows.add(
            Door,
            **self._own,
            contact_id=self.people[told["from"]],
            person_name=told["from"],
            said_on=self.days.on(told["said_days_ago"]),
            reconnect_on=self.days.on(-told["reconnect_in_days"]),
            note=told["note"],
            locale=self.seeker.locale,
            created_at=self.days.at(told["said_days_ago"], 12, 5),
        )
