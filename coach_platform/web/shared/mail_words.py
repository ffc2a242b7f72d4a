"""What became of a mail, in sentences: for its person and for an operator alike, so neither is spoken to as the other."""

from typing import Any

from flask import request

from coach_platform.core.mail.choices import By
from coach_platform.core.mail.kinds import Family, all_kinds
from coach_platform.core.mail.reasons import Reason
from coach_platform.core.mail_history.lines import Became, Gathered, MailLine, Step, What
from coach_platform.core.mail_history.lists import Wanted
from coach_platform.core.mail_history.standing import KindStanding
from coach_platform.core.reminders.topics import RULES
from coach_platform.kit import clock
from coach_platform.kit.i18n import _, format_date, format_moment
from coach_platform.kit.i18n import lazy as l_

BECAME: dict[Became, Any] = {
    Became.SENT: l_("sent"),
    Became.WAITS: l_("waiting"),
    Became.SKIPPED: l_("not sent"),
    Became.FAILED: l_("failed"),
}
_ASKED: dict[Family | None, Any] = {
    Family.DIGEST: l_("Its day and hour came."),
    Family.REMINDER: l_("What it is about came due."),
    None: l_("It was asked for."),
}
# As a thing of the past; the labels of core/mail/reasons.py say the present.
_HELD: dict[Reason, Any] = {
    Reason.QUIET_HOURS: l_("It was night: between 8 p.m. and 8 a.m. no mail goes."),
    Reason.NOT_TODAY: l_("“Not today” had been chosen."),
    Reason.NO_ANSWER: l_("The mail server did not say whether it took it."),
    Reason.NOT_COMPOSED: l_("It could not be written."),
}
_OFF: dict[By, Any] = {
    By.SETTINGS: l_("Turned off in the settings on %(day)s."),
    By.LINK: l_("Turned off with the link of a mail on %(day)s."),
    By.COMPLAINT: l_("Turned off because the mailbox reported a mail as unwanted, on %(day)s."),
    By.ONE_CLICK: l_("Turned off from the mailbox, with its own button, on %(day)s."),
}


def wanted() -> Wanted:
    """What the address narrows the list to; what it says wrongly narrows nothing."""
    kind, became = request.args.get("kind", ""), request.args.get("became", "")
    return Wanted(kind if kind in all_kinds() else "", Became(became) if became in set(Became) else None)


def kind_label(name: str) -> str:
    """As the settings page calls it; its bare name where a later release dropped it."""
    known = all_kinds().get(name)
    return str(known.label) if known else name


def why(line: MailLine, zone: str) -> str:
    """The reason of how it stands, and until when it waits; "" for what was simply sent."""
    said = [_past(line.reason)] if line.reason else []
    if line.until:
        said.append(_("It waits until %(moment)s.", moment=format_moment(line.until, zone)))
    return " ".join(said)


def _past(reason: Reason) -> str:
    return str(_HELD.get(reason, reason.label))


def step(one: Step, mail: MailLine, zone: str) -> str:
    """One step of a timeline."""
    if one.what is What.ASKED:
        family = all_kinds()[mail.kind].family if mail.kind in all_kinds() and not mail.at_once else None
        return str(_ASKED.get(family, _ASKED[None]))
    if one.what is What.HELD and one.reason is not None:
        again = _("It was held until %(moment)s.", moment=format_moment(one.until, zone)) if one.until else ""
        return f"{_past(one.reason)} {again}".strip()
    said = {
        What.DUE: _("From this moment on it could go."),
        What.SENT: _("It was handed to the mail server, which took it."),
        What.SKIPPED: _("It was looked at once more, and not sent."),
        What.FAILED: _("It was given up."),
        What.CAME_BACK: _("It came back: its address takes no mail."),
        What.DELAYED: _("It came back, for a reason that may pass."),
        What.COMPLAINED: _("The mailbox reported it as unwanted."),
        What.HELD: "",
    }[one.what]
    return f"{said} {_past(one.reason)}" if one.reason else said


def gathered(one: Gathered) -> str:
    """What a mail of reminders gathered, by kind alone."""
    label = kind_label(RULES[one.topic].kind)
    if one.left_out is None:
        return _("In it: %(kind)s", kind=label)
    return _("Left out: %(kind)s. %(reason)s", kind=label, reason=_past(one.left_out))


def standing(one: KindStanding, zone: str) -> str:
    """What is known of one kind, in a sentence or two."""
    said = []
    if one.off_since and one.off_by:
        said.append(str(_OFF[one.off_by]) % {"day": format_date(clock.local(one.off_since, zone).date())})
    if one.last is None:
        return " ".join([*said, _("None came due in the last year.")])
    moment = {"moment": format_moment(one.last.at, zone)}
    said.append(
        {
            Became.SENT: _("The last one was sent on %(moment)s.", **moment),
            Became.WAITS: _("One waits until %(moment)s.", **moment),
            Became.SKIPPED: _("The last one was due on %(moment)s and was not sent.", **moment),
            Became.FAILED: _("The last one failed on %(moment)s.", **moment),
        }[one.last.became]
    )
    if one.last.reason and one.last.became is not Became.WAITS:
        said.append(_past(one.last.reason))
    return " ".join(said)


WORDS: dict[str, Any] = {
    "kind_label": kind_label,
    "became_word": lambda became: str(BECAME[became]),
    "why": why,
    "step_word": step,
    "gathered_word": gathered,
    "standing_word": standing,
    "kind_choices": lambda kinds: [(one.kind, one.label) for one in kinds],
    "became_options": lambda: [(became.value, str(word)) for became, word in BECAME.items()],
}
