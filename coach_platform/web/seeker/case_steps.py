"""The six steps as links and words."""

from uuid import UUID

from flask import current_app, url_for

from coach_platform.core.applications.cases import Step
from coach_platform.core.assessments.steps import StepShown, StepState
from coach_platform.kit.i18n import _

STATE_OF_LINE = {
    StepState.DONE: "done",
    StepState.STARTED: "part",
    StepState.OPEN: "open",
}
# Where each step is done; one that is not mounted (yet) is a word without a link.
PLACES = {
    Step.FIRST: "assessments.show",
    Step.RECONNECT: "reconnect.show",
    Step.DEEPER: "assessments.show",
    Step.EXPECTATIONS: "expectations.show",
    Step.PLAN: "plan.show",
}

OF_CASE = frozenset({"reconnect.show", "expectations.show"})


def step_links(case_id: UUID, steps: tuple[StepShown, ...], professional: str) -> list[tuple[str, str, str]]:
    """(words, address or "", state) of each step, as shared/progress.html takes them. `professional`: where that leads."""
    words = words_of()
    places = {one.step: _place(case_id, one) for one in steps} | {Step.PROFESSIONAL: professional}
    return [(words[one.step], places[one.step], STATE_OF_LINE[one.state]) for one in steps]


def words_of() -> dict[str, str]:
    """What each step is called."""
    return {
        Step.FIRST: _("First look"),
        Step.RECONNECT: _("Reconnect"),
        Step.DEEPER: _("A deeper look"),
        Step.EXPECTATIONS: _("Expectations"),
        Step.PLAN: _("Plan"),
        Step.PROFESSIONAL: _("A professional"),
    }


def _place(case_id: UUID, one: StepShown) -> str:
    endpoint = PLACES.get(one.step, "")
    if endpoint not in current_app.view_functions:
        return ""
    if endpoint == "assessments.show":
        return url_for(endpoint, case_id=case_id, step=one.step.value)
    return url_for(endpoint, case_id=case_id) if endpoint in OF_CASE else url_for(endpoint)
