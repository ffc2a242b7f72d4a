"""Why a message was not sent, or not yet. Every skip and every failure is recorded with one of these."""

from enum import StrEnum

from coach_platform.kit.i18n import lazy as l_


class Reason(StrEnum):
    """One word for the row; `label` says it to people."""

    # skipped: it should not go
    TURNED_OFF = "turned_off"
    NOT_CONFIRMED = "not_confirmed"
    SUPPRESSED = "suppressed"
    TOO_LATE = "too_late"
    EMPTY = "empty"
    ALREADY_SEEN = "already_seen"
    ALREADY_ANSWERED = "already_answered"
    ENDED = "ended"
    NO_LONGER_DUE = "no_longer_due"
    FOUND_WORK = "found_work"
    RESTORED = "restored"
    # waits: it may go later
    NOT_TODAY = "not_today"
    QUIET_HOURS = "quiet_hours"
    RELAY_LATER = "relay_later"
    STOPPED = "stopped"
    REPLAYED = "replayed"
    # failed: it should have gone and could not
    ADDRESS_REFUSED = "address_refused"
    LETTER_REFUSED = "letter_refused"
    RELAY_GAVE_UP = "relay_gave_up"
    NO_ANSWER = "no_answer"
    NOT_COMPOSED = "not_composed"
    # came back after it was sent: why an address is written to no more
    BOUNCED = "bounced"
    COMPLAINED = "complained"

    @property
    def label(self) -> str:
        """The reason as a sentence in the current language."""
        return str(LABELS[self])


LABELS = {
    Reason.TURNED_OFF: l_("This kind of mail was turned off."),
    Reason.NOT_CONFIRMED: l_("The address was not confirmed yet."),
    Reason.SUPPRESSED: l_("The address refused mail before, so nothing is sent there."),
    Reason.TOO_LATE: l_("Its time had passed."),
    Reason.EMPTY: l_("There was nothing to say."),
    Reason.ALREADY_SEEN: l_("It had been read on the site already."),
    Reason.ALREADY_ANSWERED: l_("It had been answered already."),
    Reason.ENDED: l_("What it was about had ended."),
    Reason.NO_LONGER_DUE: l_("It was no longer needed."),
    Reason.FOUND_WORK: l_("“I found work” was chosen: no mail until the search goes on."),
    Reason.RESTORED: l_("The data had been restored from a backup: it had probably been sent before."),
    Reason.NOT_TODAY: l_("“Not today” was chosen: it waits."),
    Reason.QUIET_HOURS: l_("It waits for the morning."),
    Reason.RELAY_LATER: l_("The mail server asked us to try again later."),
    Reason.STOPPED: l_("The operator of this site holds it back for now."),
    Reason.REPLAYED: l_("The operator of this site had it tried again."),
    Reason.ADDRESS_REFUSED: l_("The mail server says that this address does not exist."),
    Reason.LETTER_REFUSED: l_("The mail server refused the message."),
    Reason.RELAY_GAVE_UP: l_("The mail server did not take it for two days."),
    Reason.NO_ANSWER: l_("The mail server did not say whether it took it, twice."),
    Reason.NOT_COMPOSED: l_("It could not be written, three times."),
    Reason.BOUNCED: l_("A letter came back: the address does not exist any more."),
    Reason.COMPLAINED: l_("Its mailbox reported a letter as unwanted."),
}
