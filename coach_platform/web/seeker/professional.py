"""What the sixth step of a case offers, in words: asking the coach there is, what waits, or finding one."""

from dataclasses import dataclass

from flask import url_for

from coach_platform.core.plans.professional import Professional, Standing
from coach_platform.kit.i18n import _
from coach_platform.web.shared.plan_words import local_day


@dataclass(frozen=True)
class Offer:
    """A heading, a sentence, and one place to go."""

    title: str
    sentence: str
    url: str
    button: str


def offer(found: Professional) -> Offer:
    """The words for where it stands."""
    return _OFFERS[found.standing](found)


def _answered(found: Professional) -> Offer:
    title = _("%(name)s answered on your plan", name=found.coach)
    sentence = _("Read it, change what you want to change, or agree.")
    return Offer(title, sentence, url_for("plan.show"), _("Read the answer"))


def _waits(found: Professional) -> Offer:
    sentence = _("Since %(day)s. You will be told by mail; nothing needs you meanwhile.", day=_since(found))
    return Offer(
        _("Your plan waits with %(coach)s", coach=found.coach), sentence, url_for("plan.show"), _("Open my plan")
    )


def _ask(found: Professional) -> Offer:
    sentence = _("They read the plan as it stands, with your note if you like, and hand it back with an answer.")
    url = url_for("plan.show", _anchor="ask")
    return Offer(_("Ask %(coach)s for a review", coach=found.coach), sentence, url, _("Ask for a review"))


def _empty_plan(found: Professional) -> Offer:
    title = _("Ask %(coach)s for a review", coach=found.coach)
    sentence = _("There is nothing in the plan yet. Add one action first; it need not be a good one.")
    return Offer(title, sentence, url_for("plan.show"), _("Open my plan"))


def _share(found: Professional) -> Offer:
    title = _("Let %(coach)s read your plan", coach=found.coach)
    sentence = _("They do not see your plan yet. You decide what is shared; then you can ask for a review.")
    return Offer(title, sentence, url_for("sharing.form", coaching_id=found.coaching_id), _("Choose what to share"))


def _invited(found: Professional) -> Offer:
    title = _("%(coach)s offers to coach you", coach=found.coach)
    sentence = _("Saying yes shares nothing yet. You choose what they see afterwards.")
    return Offer(title, sentence, url_for("sharing.index"), _("Read the offer"))


def _requested(found: Professional) -> Offer:
    sentence = _("On %(day)s. They have not answered yet, and see nothing of yours.", day=_since(found))
    return Offer(
        _("You asked %(coach)s", coach=found.coach), sentence, url_for("sharing.index"), _("See what you asked")
    )


def _nobody(_found: Professional) -> Offer:
    sentence = _("Somebody who does this for a living can look at it with you. Asking is a step like any other.")
    return Offer(_("A professional"), sentence, url_for("directory.index"), _("Find a coach"))


def _since(found: Professional) -> str:
    return local_day(found.since) if found.since else ""


_OFFERS = {
    Standing.ANSWERED: _answered,
    Standing.WAITS: _waits,
    Standing.ASK: _ask,
    Standing.EMPTY_PLAN: _empty_plan,
    Standing.SHARE: _share,
    Standing.INVITED: _invited,
    Standing.REQUESTED: _requested,
    Standing.NOBODY: _nobody,
}
