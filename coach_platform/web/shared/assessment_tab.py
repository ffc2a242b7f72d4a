"""Which draft a form of an assessment was made from."""

from collections.abc import Mapping

from coach_platform.core.assessments.responses import Tab
from coach_platform.kit.ids import parse_id


def tab_of(form: Mapping[str, str]) -> Tab:
    """The tab's own mark and the revision it last heard of."""
    revision = form.get("revision", "")
    return Tab(parse_id(form.get("client_id", "")), int(revision) if revision.isdecimal() else 0)
