"""What the caseload says in the reader's language."""

from coach_platform.core.today.caseload.filters import Beside, Sort
from coach_platform.core.today.caseload.work_stages import WorkStage
from coach_platform.kit.i18n import lazy as l_

HEADINGS = {
    Sort.NAME: l_("Name"),
    Sort.STAGE: l_("Stage of work"),
    Sort.SINCE: l_("Since"),
    Sort.LAST_HERE: l_("Last here"),
    Sort.WAITING: l_("Plan waits since"),
    Sort.OPEN: l_("Open"),
    Sort.OVERDUE: l_("Overdue"),
    Sort.CASES: l_("Cases"),
    Sort.CONFIDENCE: l_("Confidence"),
}
_WORK_STAGES = {
    WorkStage.NEW: l_("Beginning"),
    WorkStage.STORY: l_("A case is shared"),
    WorkStage.ASSESSING: l_("Looking deeper"),
    WorkStage.PLANNING: l_("Plan in the making"),
    WorkStage.PLAN_WITH_ME: l_("Plan with me"),
    WorkStage.PLAN_WITH_THEM: l_("Plan with them"),
    WorkStage.AGREED: l_("Plan agreed"),
    WorkStage.ACTING: l_("Acting on the plan"),
    WorkStage.QUIET: l_("Quiet"),
    WorkStage.FOUND_WORK: l_("Found work"),
}
_BESIDE = {Beside.MINE: l_("My own"), Beside.TEAM: l_("By a team only")}


def work_stages() -> dict[WorkStage, str]:
    """Each stage of work, in the order of the work."""
    return {stage: str(_WORK_STAGES[stage]) for stage in WorkStage}


def beside_words() -> list[tuple[str, str]]:
    """Whose seekers, as a select takes it."""
    return [(each.value, str(_BESIDE[each])) for each in Beside]
