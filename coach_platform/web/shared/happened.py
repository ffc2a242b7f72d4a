"""The events of the audit log in words. A test fails on an event that has none."""

from typing import Any

from coach_platform.core.accounts.history import Happened
from coach_platform.kit.i18n import _
from coach_platform.kit.i18n import lazy as l_

WORDS: dict[str, Any] = {
    "sign_up": l_("Account made"),
    "sign_up.repeated": l_("Somebody tried to sign up with this address again"),
    "address.confirmed": l_("Address confirmed"),
    "sign_in": l_("Signed in"),
    "sign_in.failed": l_("A wrong password was typed for this address"),
    "second_factor.failed": l_("A wrong code was typed after the password"),
    "passkey.refused": l_("A passkey was shown that did not fit"),
    "proved": l_("Showed again who was there, before something important"),
    "session.revoked": l_("Signed out of a browser"),
    "session.all_revoked": l_("Signed out of other browsers"),
    "password.changed": l_("Password changed"),
    "password.reset": l_("New password chosen by a link from the mailbox"),
    "reset.asked": l_("A letter for a new password was asked for"),
    "app.added": l_("Authenticator app added"),
    "app.removed": l_("Authenticator app removed"),
    "passkey.added": l_("Passkey added"),
    "passkey.removed": l_("Passkey removed"),
    "recovery_codes.made": l_("New recovery codes made"),
    "recovery_code.used": l_("A recovery code was used"),
    "two_factors.reset": l_("An operator removed the second factor"),
    "address.asked": l_("A change of address was asked for"),
    "address.dropped": l_("A change of address was dropped"),
    "address.changed": l_("Address changed"),
    "address.stopped": l_("A change of address was stopped from the old mailbox"),
    "role.given": l_("A role was given"),
    "invitation.sent": l_("An invitation was sent"),
    "invitation.revoked": l_("An invitation was taken back"),
    "invitation.accepted": l_("An invitation was accepted"),
    "export.asked": l_("A file of everything was asked for"),
    "export.fetched": l_("A file of everything was downloaded"),
    "erasure.asked": l_("Erasing the account was asked for"),
    "erasure.done": l_("The account was erased"),
    "grant.given": l_("Something was shared with a coach"),
    "grant.revoked": l_("Sharing with a coach was ended"),
    "coaching.requested": l_("A coach was asked"),
    "coaching.invited": l_("A coach invited"),
    "coaching.active": l_("Coaching began"),
    "coaching.declined": l_("Coaching was declined"),
    "coaching.ended": l_("Coaching ended"),
    "coaching.mail_words": l_("It was chosen whether mails to a coach may carry what you shared"),
    "coaching.by_phone": l_("It was chosen whether a coach may note things by phone"),
    "report.agreed": l_("A progress report was agreed to"),
    "report.withdrawn": l_("A yes to a progress report was taken back"),
    "seekers.invited": l_("Job seekers were invited by mail"),
    "seeker_invitation.accepted": l_("A coach’s invitation was accepted"),
    "seeker_invitation.declined": l_("A coach’s invitation was declined"),
    "seeker_invitation.taken_back": l_("An invitation to a job seeker was taken back"),
    "mail.looked_up": l_("What became of somebody’s mail was looked up"),
    "mail.looked_at": l_(
        "An operator of this site looked up what became of your mail: kinds and times, not a word of it"
    ),
    "mail.stopped": l_("A kind of mail was stopped"),
    "mail.let_go": l_("A kind of mail was let go again"),
    "mail.tried_again": l_("Mail that had failed was tried again"),
    "mail.address_lifted": l_("An address that took no mail is written to again"),
    "address.reached_again": l_("The address was confirmed after letters had come back"),
    "mail.resumed": l_("Mail was set going after a restore"),
    "team.created": l_("A team was made"),
    "team.renamed": l_("A team was renamed"),
    "team.joined": l_("A coach was put on the list of a team"),
    "team.left": l_("A coach was taken off the list of a team"),
    "team.ended": l_("A team was ended"),
    "grant.team_given": l_("Something was shared with a team"),
    "case.kept_out": l_("A case was kept out of what is shared"),
    "case.let_in": l_("A case was shared again"),
    "office.added": l_("An office was added"),
    "office.renamed": l_("An office was renamed"),
    "office.closed": l_("An office was closed"),
    "office.moved": l_("Somebody was moved to another office"),
    "admin.made": l_("Somebody was made an administrator"),
    "admin.unmade": l_("Somebody is no administrator any more"),
    "organisation.left": l_("An organisation was left"),
    "organisation.membership_ended": l_("Somebody’s place in an organisation was ended"),
    "hand_over.asked": l_("A hand-over was proposed"),
    "hand_over.accepted": l_("A hand-over was accepted"),
    "hand_over.declined": l_("A hand-over was declined"),
    "hand_over.taken_back": l_("A hand-over was taken back"),
    "guide.added": l_("A guide was added"),
    "guide.changed": l_("A guide was changed"),
    "guide.withdrawn": l_("A guide was taken back"),
    "guide.restored": l_("A guide was put out again"),
    "template.kept": l_("An action template was kept"),
    "privacy.suggestions": l_("It was chosen whether answers may suggest something"),
    "privacy.quiet_told": l_("It was chosen whether a coach is told of a quiet time"),
    "notes.asked": l_("A coach’s notes were asked for"),
    "notes.produced": l_("A coach’s notes were produced for the person they are about"),
    "notes.refused": l_("A request for a coach’s notes was refused"),
    "notes.fetched": l_("A coach’s notes were downloaded by the person they are about"),
    "incident.recorded": l_("An incident was written into the register"),
    "incident.amended": l_("An incident in the register was added to"),
    "incident.exported": l_("The register of incidents was downloaded"),
}
_BY: dict[str, Any] = {
    "password": l_("with the password"),
    "app": l_("with the password and the app"),
    "recovery": l_("with the password and a recovery code"),
    "passkey": l_("with a passkey"),
    "letter": l_("by a link from the mailbox"),
}
_ROLES: dict[str, Any] = {
    "seeker": l_("seeker"),
    "coach": l_("coach"),
    "admin": l_("administrator"),
    "operator": l_("operator"),
}


def in_words(line: Happened) -> str:
    """ "Signed in, with a passkey (Firefox, Linux)"."""
    said = str(WORDS.get(line.event, line.event))
    more = [str(table[value]) for table, value in ((_BY, line.by), (_ROLES, line.role)) if value in table]
    said = ", ".join([said, *more])
    return _("%(said)s (%(device)s)", said=said, device=line.device) if line.device else said
