"""The feedback card on the manager's side: nobody signs in, the link is all there is.

It can be answered while it is open, corrected for a day, withdrawn at any time, and declined for ever in one tap. Sent
twice it is done once: everything happens under the lock of the card's row.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select

from coach_platform.content.reasons import card_reasons
from coach_platform.content.vocabulary import FeedbackSource
from coach_platform.core.accounts.addresses import address_or_none
from coach_platform.core.applications.models import Application, Case, Contact
from coach_platform.core.mail import keys, links, outbox
from coach_platform.core.reconnect.cards import PURPOSE, asked_at
from coach_platform.core.reconnect.models import CardRefusal, Feedback, FeedbackCard
from coach_platform.core.reconnect.refusals import has_declined_itself, refuse_for_good
from coach_platform.core.relations.models import Person
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.errors import Conflict, Invalid, NotFound
from coach_platform.kit.i18n import lazy as l_

CORRECTABLE = timedelta(hours=24)
LINE = 2_000  # characters: much more than a minute's worth


class CardState(StrEnum):
    """What the link leads to."""

    OPEN = "open"
    ANSWERED = "answered"
    DECLINED = "declined"
    OVER = "over"  # revoked, or its two months are over


@dataclass(frozen=True)
class Given:
    """An answer as it is typed. `said`: a line for each of the questions, in their order."""

    reasons: Collection[str] = field(default_factory=tuple)
    said: Sequence[str] = field(default_factory=tuple)
    next_time: str = ""
    may_contact: bool | None = None


@dataclass(frozen=True)
class CardPage:
    """A card as whoever holds its link sees it."""

    card_id: UUID
    seeker_id: UUID
    state: CardState
    locale: str
    seeker: str
    company: str
    role: str
    person: str
    questions: tuple[str, ...]
    given: Given | None  # what was answered
    correctable: bool
    withdrawn: bool

    @property
    def withdrawable(self) -> bool:
        """Whether there is an answer to take back: also when the card itself is over."""
        return self.given is not None


def read_card(token: str) -> CardPage:
    """What a link leads to. Changes nothing. Raises: NotFound for a forged one, or a card that is gone."""
    return _page(_row(token))


def answer(token: str, given: Given, *, locale: str) -> CardPage:
    """Keep an answer, or correct it. Raises: NotFound, Invalid (reasons, said-N, next_time), Conflict (it is over)."""
    row = _row(token, lock=True)
    page = _page(row)
    if page.state is CardState.ANSWERED and not page.correctable:
        raise Conflict(l_("A day has passed since you answered: it can no longer be changed, but it can be withdrawn."))
    if page.state not in (CardState.OPEN, CardState.ANSWERED):
        raise Conflict(l_("This card takes no answer any more."))
    _keep(row, page, _checked(given, page), locale)
    return read_card(token)


def withdraw(token: str) -> CardPage:
    """Take the answer back: its words are deleted, at once and for good. Raises: NotFound."""
    row = _row(token, lock=True)
    found = _answer_of(row.FeedbackCard.id)
    # An answer outlives its link; but while a newer link lives, an older one has no say.
    if found is not None and (row.newest or row.FeedbackCard.revoked_at is not None):
        db.session.delete(found)
        row.FeedbackCard.withdrawn_at = clock.now()
        db.session.flush()
    return read_card(token)


def decline(token: str) -> CardPage:
    """The tap "no, thank you": for ever, for this contact and this case. Raises: NotFound, Conflict (answered already)."""
    card = _row(token, lock=True).FeedbackCard
    state = read_card(token).state
    if state is CardState.ANSWERED:
        raise Conflict(l_("You have answered already. You can withdraw your answer below."))
    if state is CardState.OVER:  # a link that was taken back says nothing about the one that took its place
        raise Conflict(l_("This card takes no answer any more."))
    card.declined_at = card.declined_at or clock.now()
    db.session.flush()
    return read_card(token)


def decline_for_everybody(token: str, address: str) -> CardPage:
    """Never again, from whomever: for the address they type. Kept as a keyed hash. Raises: NotFound, Invalid (address)."""
    plain = address_or_none(address)
    if plain is None:
        raise Invalid({"address": l_("This does not look like an email address.")})
    row = _row(token, lock=True)
    if _page(row).state is CardState.OPEN:
        row.FeedbackCard.declined_at = clock.now()
    refuse_for_good(plain)
    db.session.flush()
    return read_card(token)


def reopen(token: str) -> CardPage:
    """The tap was a slip. Opens a card that declined itself just as well: the link says nothing of which it was.

    Raises: NotFound.
    """
    row = _row(token, lock=True)
    if _page(row).state is CardState.DECLINED:
        row.FeedbackCard.declined_at, row.FeedbackCard.reopened_at = None, clock.now()
    db.session.flush()
    return read_card(token)


def _row(token: str, *, lock: bool = False) -> Any:
    claim = links.signer().read(PURPOSE, token)
    if claim is None:
        raise NotFound
    query = _query(claim.subject).add_columns(_version(claim.version))
    row = db.session.execute(query.with_for_update(of=FeedbackCard) if lock else query).first()
    if row is None:
        raise NotFound
    return row


def _version(version: int) -> Any:
    return (FeedbackCard.version == version).label("newest")


def _query(card_id: UUID) -> Select:
    return (
        select(
            FeedbackCard,
            Person.name.label("seeker"),
            Person.zone,
            Application.company,
            Application.role,
            Application.deleted_at,
            CardRefusal.since_at,
            asked_at(FeedbackCard.case_id, FeedbackCard.to_id).label("asked_at"),
        )
        .join(Person, Person.id == FeedbackCard.seeker_id)
        .join(Case, Case.id == FeedbackCard.case_id)
        .join(Application, Application.id == Case.application_id)
        .outerjoin(
            CardRefusal, (CardRefusal.address_key == FeedbackCard.address_key) & (FeedbackCard.address_key != "")
        )
        .where(FeedbackCard.id == card_id)
        .execution_options(populate_existing=True)
    )


def _page(row: Any) -> CardPage:
    card, found = row.FeedbackCard, _answer_of(row.FeedbackCard.id)
    return CardPage(
        card_id=card.id,
        seeker_id=card.seeker_id,
        state=_state(row, found),
        locale=card.locale,
        seeker=row.seeker,
        company=row.company,
        role=row.role,
        person=card.to_name,
        questions=tuple(card.questions.get("question", ())),
        given=_given(found) if found else None,
        correctable=found is not None and clock.now() - found.created_at < CORRECTABLE,
        withdrawn=found is None and card.withdrawn_at is not None,
    )


def _state(row: Any, found: Feedback | None) -> CardState:
    card, now = row.FeedbackCard, clock.now()
    if not row.newest or row.deleted_at is not None or card.revoked_at is not None:
        return CardState.OVER
    if found is not None:
        return CardState.ANSWERED
    if card.declined_at is not None or has_declined_itself(card, row.asked_at, row.since_at):
        return CardState.DECLINED
    return CardState.OPEN if card.ends_at > now else CardState.OVER


def _answer_of(card_id: UUID) -> Feedback | None:
    return db.session.scalars(select(Feedback).where(Feedback.card_id == card_id)).first()


def _given(found: Feedback) -> Given:
    lines = found.answers.get("lines", ())
    return Given(tuple(found.reasons), [line["said"] for line in lines], found.next_time, found.may_contact)


def _checked(given: Given, page: CardPage) -> Given:
    said = [_plain(line) for line in given.said][: len(page.questions)]
    said += [""] * (len(page.questions) - len(said))
    next_time = _plain(given.next_time)
    too_long = l_("This is too long for a card: at most %(n)s characters. Nothing you typed was lost.", n=LINE)
    wrong: dict[str, object] = {f"said-{n}": too_long for n, line in enumerate(said) if len(line) > LINE}
    if len(next_time) > LINE:
        wrong["next_time"] = too_long
    if set(given.reasons) - card_reasons().keys():
        wrong["reasons"] = l_("Choose one of the reasons.")
    if not (given.reasons or next_time or any(said)):
        wrong["reasons"] = l_("Tick one of these, or write a few words: either is enough.")
    if wrong:
        raise Invalid(wrong)
    return Given([key for key in card_reasons() if key in given.reasons], said, next_time, given.may_contact)


def _plain(text: str) -> str:
    return text.replace("\0", "").strip()


def _keep(row: Any, page: CardPage, given: Given, locale: str) -> None:
    card, found = row.FeedbackCard, _answer_of(row.FeedbackCard.id)
    first = found is None
    if found is None:
        found = Feedback(
            seeker_id=card.seeker_id,
            case_id=card.case_id,
            contact_id=_contact_id(card),
            source=FeedbackSource.CARD,
            person_name=card.to_name,
            received_on=clock.today(row.zone),
            words="",
            author_name="",
            card_id=card.id,
            verified=False,
            created_at=clock.now(),
        )
        db.session.add(found)
    else:
        found.corrected_at = clock.now()
    found.reasons, found.next_time, found.may_contact = list(given.reasons), given.next_time, given.may_contact
    lines = zip(page.questions, given.said, strict=True)
    found.answers, found.locale = {"lines": [{"question": q, "said": a} for q, a in lines]}, locale
    card.withdrawn_at = None
    db.session.flush()
    if first:  # once a card, however often it is answered anew: nobody's mailbox is filled by a link
        outbox.add(
            "card_answered", key=keys.about("card_answered", card.id), to=card.seeker_id, params={"card": str(card.id)}
        )


def _contact_id(card: FeedbackCard) -> UUID | None:
    there = select(Contact.id).where(Contact.id == card.to_id, Contact.seeker_id == card.seeker_id)
    return db.session.scalar(there)
