"""Every kind of mail, on one screen, in the order of the settings page: filled as the kinds are built."""

from coach_platform.core.accounts import emails as accounts
from coach_platform.core.accounts import emails_safety as safety
from coach_platform.core.coaching import emails as coaching
from coach_platform.core.coaching.handing import emails as handing
from coach_platform.core.coaching.inviting import emails as inviting
from coach_platform.core.coaching.notes_requests import emails as notes_requests
from coach_platform.core.coaching.teams import emails as teams
from coach_platform.core.digests import emails as digests
from coach_platform.core.mail import emails as mail
from coach_platform.core.mail.kinds import register
from coach_platform.core.outcomes import emails as outcomes
from coach_platform.core.phone import emails as phone
from coach_platform.core.plans import emails as plans
from coach_platform.core.reconnect import emails as reconnect
from coach_platform.core.reminders import emails as reminders
from coach_platform.core.reports import emails as reports


def register_kinds() -> None:
    """Tell core/mail, which knows no kind, what each needs."""
    register(*accounts.KINDS, *safety.KINDS, *coaching.KINDS, *handing.KINDS, *teams.KINDS)
    register(*inviting.KINDS, *plans.KINDS, *phone.KINDS, *reports.KINDS)
    register(*reconnect.KINDS, *reminders.KINDS, *notes_requests.KINDS)
    register(*digests.KINDS, *outcomes.KINDS, *mail.KINDS)
