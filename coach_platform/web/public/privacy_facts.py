"""The numbers and names that the privacy page speaks of, each from where it holds."""

from dataclasses import dataclass
from typing import Any

from flask import current_app

from coach_platform.content.privacy import PrivacyPage, privacy_page
from coach_platform.content.suggestion_rules import current_rules
from coach_platform.content.vocabulary import label
from coach_platform.core.accounts.factors.challenges import PATIENCE
from coach_platform.core.applications.settings import NO_REPLY_DAYS
from coach_platform.core.coaching.notes_requests.rules import RECOURSE, TO_ANSWER
from coach_platform.core.insights import rhythm
from coach_platform.core.plans.spans import ANSWER_LASTS, QUESTION_LASTS
from coach_platform.core.portability.exports import KEPT as EXPORT_KEPT
from coach_platform.core.today.queue.reasons import FRESH, LATE_STAGES
from coach_platform.kit.i18n import current_locale, format_date, format_list
from coach_platform.kit.settings import settings
from coach_platform.kit.undo import UNDO
from coach_platform.web.shared.language import COOKIE
from coach_platform.web.shared.signed_in import BROWSER_FOR, browser_cookie


@dataclass(frozen=True)
class Operator:
    """What whoever runs the site said of it, in the reader's language; "" where nothing was said."""

    name: str
    address: str
    officer: str
    contact: str
    authority: str
    residency: str
    helpers: tuple[str, ...]
    says_nobody_helps: bool
    backup_days: int | None


def operator() -> Operator:
    """From the settings."""
    config = settings()
    helpers = tuple(one.strip() for one in in_language(config.subprocessors).split(";") if one.strip())
    nobody = helpers == ("none",)
    return Operator(
        name=config.operator_name,
        address=config.operator_address,
        officer=in_language(config.privacy_officer),
        contact=config.privacy_contact or config.operator_contact,
        authority=in_language(config.privacy_authority),
        residency=in_language(config.data_residency),
        helpers=() if nobody else helpers,
        says_nobody_helps=nobody,
        backup_days=config.backup_days,
    )


def in_language(given: str) -> str:
    """A setting may say it twice, "English | français"; said once, it holds for both."""
    english, bar, french = given.partition("|")
    return (french if bar and current_locale() == "fr" else english).strip()


def facts() -> dict[str, Any]:
    """What fills the braces of content/privacy.yaml."""
    page, locale = privacy_page(), current_locale()
    return {
        "rules": len(current_rules()),
        "quiet_days": rhythm.UNKNOWN.days,
        "quiet_least": rhythm.FLOOR.days,
        "quiet_most": rhythm.CEILING.days,
        "rhythm_weeks": rhythm.WEEKS.days // 7,
        "rhythm_gaps": rhythm.ENOUGH,
        "answer_lasts": ANSWER_LASTS.days,
        "question_lasts": QUESTION_LASTS.days,
        "late_stages": format_list([label(stage, locale).lower() for stage in LATE_STAGES]),
        "fresh_days": FRESH.days,
        "no_reply_days": NO_REPLY_DAYS,
        "export_days": EXPORT_KEPT.days,
        "answer_days": TO_ANSWER.days,
        "recourse_days": RECOURSE.days,
        "undo_days": UNDO.days,
        "browser_days": BROWSER_FOR.days,
        "challenge_minutes": PATIENCE.seconds // 60,
        "version": page.version,
        "written_on": format_date(page.written_on),
    }


def switches() -> dict[str, bool]:
    """What decides whether some sentences are said (`when`, `unless`)."""
    return {"second_factor": settings().mfa_required, "https": settings().https}


def cookies(page: PrivacyPage) -> list[tuple[str, str]]:
    """Each cookie by the name it has here, and what it is for."""
    names = {"session": current_app.config["SESSION_COOKIE_NAME"], "browser": browser_cookie(), "lang": COOKIE}
    filled = facts()
    return [(names.get(key, key), what.in_(current_locale()).format_map(filled)) for key, what in page.cookies.items()]
