"""Every table, imported once, so that migrations and the walk over all tables see them all."""

from coach_platform.core.accounts import models as accounts
from coach_platform.core.accounts.factors import models as factors
from coach_platform.core.agreements import models as agreements
from coach_platform.core.applications import models as applications
from coach_platform.core.assessments import models as assessments
from coach_platform.core.coaching import models as coaching
from coach_platform.core.coaching.handing import models as handing
from coach_platform.core.coaching.inviting import models as inviting
from coach_platform.core.coaching.noted import models as noted
from coach_platform.core.coaching.notes_requests import models as notes_requests
from coach_platform.core.coaching.talks import models as talks
from coach_platform.core.digests import models as digests
from coach_platform.core.drafts import models as drafts
from coach_platform.core.incidents import models as incidents
from coach_platform.core.insights import models as insights
from coach_platform.core.library import models as library
from coach_platform.core.mail import models as mail
from coach_platform.core.mail.operating import models as mail_operating
from coach_platform.core.outcomes import models as outcomes
from coach_platform.core.plans import models as plans
from coach_platform.core.plans.assigning import models as assigning
from coach_platform.core.plans.templates import models as templates
from coach_platform.core.portability import models as portability
from coach_platform.core.practice import models as practice
from coach_platform.core.preparation import models as preparation
from coach_platform.core.reconnect import models as reconnect
from coach_platform.core.relations import models as relations
from coach_platform.core.reminders import models as reminders
from coach_platform.core.reports import models as reports
from coach_platform.core.today.caseload import models as caseload
from coach_platform.core.today.queue import models as queue

__all__ = [
    "accounts",
    "agreements",
    "applications",
    "assessments",
    "assigning",
    "caseload",
    "coaching",
    "digests",
    "drafts",
    "factors",
    "handing",
    "incidents",
    "insights",
    "inviting",
    "library",
    "mail",
    "mail_operating",
    "noted",
    "notes_requests",
    "outcomes",
    "plans",
    "portability",
    "practice",
    "preparation",
    "queue",
    "reconnect",
    "relations",
    "reminders",
    "reports",
    "talks",
    "templates",
]
