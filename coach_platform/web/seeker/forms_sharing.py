"""The form of a grant. What is asked is never filled in beforehand, but for what was granted last."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from wtforms import BooleanField, HiddenField, RadioField, SelectMultipleField

from coach_platform.content.agreements import Agreement
from coach_platform.content.vocabulary import Section, explanation, label
from coach_platform.core.coaching.case_names import CaseName
from coach_platform.core.coaching.grants import Cases, WithTeam
from coach_platform.core.coaching.sharing import GrantView
from coach_platform.kit.i18n import current_locale
from coach_platform.kit.i18n import lazy as l_
from coach_platform.kit.ids import parse_id
from coach_platform.web.seeker.fields import DayField
from coach_platform.web.shared.forms import Form


class ShareForm(Form):
    """Sections, cases, until when, and the yes."""

    sections = SelectMultipleField(l_("What may they see?"), validate_choice=False)
    cases = RadioField(l_("Of which cases?"), validate_choice=False)
    case_ids = SelectMultipleField(l_("Which of them?"), validate_choice=False)
    not_ids = SelectMultipleField(l_("Not these"), validate_choice=False)
    until_on = DayField(l_("Until when?"))
    agreed = BooleanField()
    team_list = HiddenField()  # which list of names stands above the box, where it is a team's
    agreement = HiddenField()  # which text stands above the box; posted back, so that the record keeps just that one

    def offer(self, cases: Mapping[UUID, CaseName]) -> "ShareForm":
        """Put in what can be chosen, in the reader's language."""
        locale = current_locale()
        self.sections.choices = [(s.value, label(s, locale), {"hint": explanation(s, locale)}) for s in Section]
        self.cases.choices = [
            (Cases.LISTED.value, l_("Only the cases I choose below")),
            (Cases.ALL_SO_FAR.value, l_("All my cases so far, and none that I open later")),
            (Cases.ALL_FUTURE_TOO.value, l_("All my cases, and every case I open later")),
        ]
        self.case_ids.choices = [(str(case_id), name.said) for case_id, name in cases.items()]
        self.not_ids.choices = list(self.case_ids.choices)
        return self

    def chosen(self) -> dict[str, Any]:
        """What was ticked, as the verb takes it; words nobody offered are left out, an unread id stays a stranger's."""
        known = {section.value: section for section in Section}
        return {
            "sections": [known[word] for word in self.sections.data or () if word in known],
            "case_ids": [case_id for text in self.case_ids.data or () if (case_id := parse_id(text))],
            "not_ids": [case_id for text in self.not_ids.data or () if (case_id := parse_id(text))],
            "until_on": self.until_on.data,
            "agreed_to": (self.agreement.data or "") if self.agreed.data else None,
        }

    def show(self, agreement: Agreement) -> "ShareForm":
        """With this text above the box. What was ticked under another text, or in another language, is asked again."""
        mark = agreement.mark(current_locale())
        self.agreed.data = bool(self.agreed.data) and self.agreement.data == mark
        self.agreement.data = mark
        self.agreed.label.text = agreement.agree.in_(current_locale())
        return self

    def with_team(self, team_id: UUID) -> WithTeam:
        """The team, and the list that was on the screen."""
        return WithTeam(team_id, self.team_list.data or "")

    def show_list(self, mark: str) -> None:
        """With this list of names above the box; another than the one they ticked it under is asked again."""
        self.agreed.data = bool(self.agreed.data) and self.team_list.data == mark
        self.team_list.data = mark

    def which(self) -> Cases | None:
        """Which cases, if that was answered."""
        return next((cases for cases in Cases if cases.value == self.cases.data), None)


def as_granted(grant: GrantView) -> dict[str, Any]:
    """The last grant as the form shows it; agreeing is asked anew, and "all so far" is a list by now."""
    return {
        "sections": [section.value for section in grant.sections],
        "cases": (Cases.ALL_FUTURE_TOO if grant.future_too else Cases.LISTED).value,
        "case_ids": [str(case_id) for case_id in grant.case_ids if case_id not in grant.excluded],
        "not_ids": [str(case_id) for case_id in grant.excluded] if grant.future_too else [],
        "until_on": grant.until_on,
    }
