"""A proposal in plain words of the reader's language."""

from coach_platform.core.coaching.grants import CASE_SECTIONS
from coach_platform.core.coaching.inviting.models import ProposedCases
from coach_platform.core.coaching.inviting.opening import Offer
from coach_platform.core.coaching.words import sections_in_words
from coach_platform.kit.i18n import _, format_date


def proposal_in_words(offer: Offer) -> str:
    """ "Story and Plan. All your cases so far. Until the end of May 1, 2027." Empty where nothing is proposed."""
    if not offer.sections:
        return ""
    said = [f"{sections_in_words(offer.sections)}."]
    if offer.cases and CASE_SECTIONS & set(offer.sections):
        said.append(_CASES[offer.cases]())
    if offer.until_on is not None:
        said.append(_("Until the end of %(day)s.", day=format_date(offer.until_on)))
    return " ".join(said)


_CASES = {
    ProposedCases.ALL_SO_FAR: lambda: _("All your cases so far, and none that you open later."),
    ProposedCases.ALL_FUTURE_TOO: lambda: _("All your cases, and every case you open later."),
}
