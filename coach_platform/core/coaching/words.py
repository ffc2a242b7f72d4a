"""What a grant says, in plain sentences of the reader's language."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from coach_platform.content.vocabulary import Section, explanation, label
from coach_platform.core.coaching.case_names import CaseName
from coach_platform.core.coaching.grants import CASE_SECTIONS
from coach_platform.core.coaching.sharing import GrantView
from coach_platform.kit.i18n import _, current_locale, format_date, format_list, ngettext


@dataclass(frozen=True)
class InWords:
    """The sections with what each shows, which cases they are of (nothing where no section belongs to cases), until when."""

    sections: tuple[tuple[str, str], ...]
    cases: str
    until: str


def in_words(grant: GrantView, names: Mapping[UUID, CaseName], *, as_agreed: bool = False) -> InWords:
    """`grant` for its seeker. `names`: the seeker's own cases. `as_agreed`: not less what was kept out of it."""
    locale = current_locale()
    grant = replace(grant, excluded=()) if as_agreed else grant
    return InWords(
        sections=tuple((label(section, locale), explanation(section, locale)) for section in grant.sections),
        cases=_cases(grant, names) if CASE_SECTIONS & set(grant.sections) else "",
        until=_until(grant),
    )


def sections_in_words(sections: frozenset[Section] | tuple[Section, ...]) -> str:
    """ "Story, Plan and Practice": in the order of the vocabulary."""
    return format_list([label(section, current_locale()) for section in Section if section in sections])


def _cases(grant: GrantView, names: Mapping[UUID, CaseName]) -> str:
    if grant.future_too:
        kept_out = [name.said for case_id, name in names.items() if case_id in grant.excluded]
        if kept_out:
            return _("All your cases, and every case you open later, but not: %(names)s.", names=format_list(kept_out))
        return _("All your cases, and every case you open later.")
    # In the seeker's order, the newest first; a case whose application was deleted has no name any more.
    listed = set(grant.case_ids) - set(grant.excluded)
    shared = [name.said for case_id, name in names.items() if case_id in listed]
    if not shared:
        return _("None of your cases.")
    return ngettext("One case: %(names)s.", "%(num)s cases: %(names)s.", len(shared), names=format_list(shared))


def _until(grant: GrantView) -> str:
    if grant.until_on is None:
        return _("Until you end it.")
    return _("Until the end of %(day)s.", day=format_date(grant.until_on))
