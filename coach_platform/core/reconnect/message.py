"""The page of one message: what is asked for, the text as it was written, and the same as it goes out."""

from dataclasses import dataclass, replace
from uuid import UUID

from coach_platform.content.outreach import outreach
from coach_platform.core.access.actor import Actor
from coach_platform.core.drafts import conflicts, read_draft, save_draft
from coach_platform.core.drafts.conflicts import BothVersions, both_versions
from coach_platform.core.drafts.drafts import check_revision
from coach_platform.core.reconnect.cards import CardLine, card_line, ensure_card
from coach_platform.core.reconnect.drafting import NAME, SUBJECT, TEXT, body_of, form_of, from_body
from coach_platform.core.reconnect.lengths import length, limit_of
from coach_platform.core.reconnect.models import Channel
from coach_platform.core.reconnect.outgoing import eml, fits_mailto, mailto
from coach_platform.core.reconnect.sending import Sent, sent_to
from coach_platform.core.reconnect.setting import Recipient, Setting, setting_of
from coach_platform.core.reconnect.writing import Facts, Wish, Written, has_mark, with_link, write
from coach_platform.kit.errors import Invalid
from coach_platform.kit.i18n import lazy as l_


@dataclass(frozen=True)
class Tab:
    """Which tab saves, and which revision it began from (core/drafts)."""

    client_id: UUID | None = None
    revision: int = 0


@dataclass(frozen=True)
class Ready:
    """The message as it goes out. `limit`: the most characters there, or None."""

    subject: str
    text: str
    length: int
    limit: int | None
    mailto: str
    fits_mailto: bool
    waits_for_card: bool  # the text has a place for a link, and there is none that can be answered

    @property
    def too_long(self) -> bool:
        """Longer than where it goes takes."""
        return self.limit is not None and self.length > self.limit


@dataclass(frozen=True)
class MessagePage:
    """Everything the page of one recipient shows."""

    setting: Setting
    to: Recipient
    wish: Wish
    written: Written
    earlier: str
    revision: int
    begun: bool  # a draft is kept
    card: CardLine | None
    sent: tuple[Sent, ...]

    @property
    def ready(self) -> Ready:
        """As it goes out: the link in its place."""
        url = self.card.url if self.card else ""
        marked = has_mark(self.written.text)
        text = with_link(self.written.text, url) if url else self.written.text
        limit = limit_of(self.wish.channel)
        # A recruiter's address is not among the contacts.
        link = mailto("" if self.wish.recruiter is not None else self.to.email, self.written.subject, text)
        return Ready(self.written.subject, text, length(text), limit, link, fits_mailto(link), marked and not url)


def message_page(actor: Actor, case_id: UUID, to_id: UUID) -> MessagePage:
    """For the seeker; a first visit shows the message as it is proposed. Raises: NotFound."""
    setting = setting_of(actor, case_id)
    to = setting.recipient(to_id)
    kept = read_draft(actor, form=form_of(to_id), subject_id=case_id)
    wish, written = from_body(kept.body) if kept else _proposed(actor, setting, to)
    return MessagePage(
        setting=setting,
        to=to,
        wish=wish,
        written=written,
        earlier=kept.body.get("earlier", "") if kept else "",
        revision=kept.revision if kept else 0,
        begun=kept is not None,
        card=card_line(case_id, to_id),
        sent=tuple(sent_to(setting, to_id)),
    )


def save_message(
    actor: Actor, case_id: UUID, to_id: UUID, wish: Wish, written: Written, tab: Tab, *, earlier: str | None = None
) -> int:
    """Keep what was typed; a text with a place for the card's link gets its card. Returns the next revision.

    `earlier`: a text that can be brought back; None leaves the one there is.
    Raises: NotFound, Invalid (subject, text, recruiter), DraftConflict.
    """
    setting = setting_of(actor, case_id, lock=True)
    to = setting.recipient(to_id)
    wish, written = _checked(wish, written)
    if earlier is None:
        kept = read_draft(actor, form=form_of(to_id), subject_id=case_id)
        earlier = kept.body.get("earlier", "") if kept else ""
    saved = save_draft(
        actor,
        form=form_of(to_id),
        subject_id=case_id,
        client_id=tab.client_id,
        revision=tab.revision,
        body=body_of(wish, written.subject, written.text, earlier),
        seeker_id=actor.person_id,
    )
    if has_mark(written.text):
        ensure_card(setting, to, locale=wish.locale, questions=wish.questions)
    return saved.revision


def write_anew(actor: Actor, case_id: UUID, to_id: UUID, wish: Wish, before: Written, tab: Tab) -> None:
    """From the blocks again; the text that stood there can be brought back. Raises: as save_message."""
    setting = setting_of(actor, case_id)
    wish, before = _checked(wish, before)
    fresh = write(_facts(actor, setting, setting.recipient(to_id)), wish)
    save_message(actor, case_id, to_id, wish, fresh, tab, earlier=before.text if before.text != fresh.text else "")


def bring_back(actor: Actor, case_id: UUID, to_id: UUID, tab: Tab) -> None:
    """The text that stood there before it was written anew. Raises: NotFound, DraftConflict."""
    kept = read_draft(actor, form=form_of(to_id), subject_id=case_id)
    check_revision(kept, client_id=tab.client_id, revision=tab.revision)
    if kept is None or not kept.body.get("earlier"):
        return
    wish, written = from_body(kept.body)
    save_message(actor, case_id, to_id, wish, replace(written, text=kept.body["earlier"]), tab, earlier=written.text)


def message_file(actor: Actor, case_id: UUID, to_id: UUID) -> bytes:
    """The kept message as a draft for a mail program. Raises: NotFound."""
    page = message_page(actor, case_id, to_id)
    to = Recipient(to_id) if page.wish.recruiter is not None else page.to
    return eml(to.name, to.email, page.ready.subject, page.ready.text)


def keep_aside(actor: Actor, case_id: UUID, to_id: UUID, wish: Wish, written: Written) -> None:
    """A lagging tab's version, beside the draft. Raises: NotFound, Invalid."""
    setting_of(actor, case_id).recipient(to_id)
    wish, written = _checked(wish, written)
    body = body_of(wish, written.subject, written.text)
    conflicts.set_aside(actor, form=form_of(to_id), subject_id=case_id, body=body, seeker_id=actor.person_id)


def two_versions(actor: Actor, case_id: UUID, to_id: UUID) -> tuple[Setting, BothVersions]:
    """Both, for the page that asks which goes on. Raises: NotFound."""
    setting = setting_of(actor, case_id)
    setting.recipient(to_id)
    return setting, both_versions(actor, form=form_of(to_id), subject_id=case_id)


def settle(actor: Actor, case_id: UUID, to_id: UUID, *, take_aside: bool) -> None:
    """Go on with one of the two. Raises: NotFound."""
    setting_of(actor, case_id).recipient(to_id)
    conflicts.settle(actor, form=form_of(to_id), subject_id=case_id, take_aside=take_aside, seeker_id=actor.person_id)


def _proposed(actor: Actor, setting: Setting, to: Recipient) -> tuple[Wish, Written]:
    locale = setting.locale if setting.locale in ("en", "fr") else actor.locale
    wish = Wish(Channel.MAIL, locale, questions=tuple(q.in_(locale) for q in outreach().questions))
    return wish, write(_facts(actor, setting, to), wish)


def _facts(actor: Actor, setting: Setting, to: Recipient) -> Facts:
    return Facts(setting.company, setting.role, to.name, actor.name, to.stage or setting.furthest)


def _checked(wish: Wish, written: Written) -> tuple[Wish, Written]:
    subject = written.subject.replace("\0", "").strip()
    text = written.text.replace("\0", "").replace("\r\n", "\n")
    recruiter = None if wish.recruiter is None else wish.recruiter.replace("\0", "").strip()
    limits = (("subject", subject, SUBJECT), ("text", text, TEXT), ("recruiter", recruiter or "", NAME))
    wrong = {name: l_("At most %(n)s characters.", n=most) for name, given, most in limits if len(given) > most}
    if wrong:
        raise Invalid(wrong)
    questions = tuple(question.replace("\0", "").strip()[:NAME] for question in wish.questions)
    return replace(wish, recruiter=recruiter, questions=questions), Written(subject, text)
