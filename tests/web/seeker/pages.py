"""Reading what stands in the fields of a page, and what was kept."""

import re
from html import unescape
from uuid import UUID

from sqlalchemy import select

from coach_platform.core.assessments.models import AssessmentResponse
from coach_platform.kit.db import db


def hidden(response) -> dict[str, str]:
    """The hidden fields of the assessment's form."""
    found = re.findall(r'<input type="hidden" name="(revision|client_id)" value="([^"]*)"', response.text)
    return {name: unescape(value) for name, value in found}


def unmarked(response) -> str:
    """The words of a page that compares two versions, without its marks."""
    bare = re.sub(r'<span class="visually-hidden">.*?</span>|</?(?:ins|del)>', "", response.text)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", bare)))


def marked(response) -> tuple[list[str], list[str]]:
    """What only the first version has, and what only the second has."""
    bare = re.sub(r'<span class="visually-hidden">.*?</span>', "", response.text.partition("<form")[2])
    bare = bare.partition('class="small soft">What stands')[2].partition("</p>")[2] or bare
    return tuple([unescape(x).strip() for x in re.findall(rf"<{tag}>(.*?)</{tag}>", bare)] for tag in ("del", "ins"))


def typed(response, name: str) -> str:
    """What stands in a text field."""
    found = re.search(rf'<textarea[^>]*name="{re.escape(name)}"[^>]*>\n?([^<]*)</textarea>', response.text)
    if found is None:
        found = re.search(rf'<input[^>]*name="{re.escape(name)}" value="([^"]*)"', response.text)
    assert found, f"no field {name}"
    return unescape(found.group(1))


def chosen(response, name: str) -> str | None:
    found = re.search(rf'name="{re.escape(name)}"[^>]*value="([^"]*)" checked', response.text)
    return found.group(1) if found else None


def answers_of(case_id: UUID) -> dict[str, dict]:
    rows = db.session.execute(
        select(AssessmentResponse.set_key, AssessmentResponse.answers).where(AssessmentResponse.case_id == case_id)
    )
    return {row.set_key: row.answers for row in rows}
