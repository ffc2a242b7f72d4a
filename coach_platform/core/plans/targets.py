"""What a comment stands at, and the section a reader must see for it. Pure."""

from dataclasses import dataclass
from uuid import UUID

from coach_platform.core.access.sight import Sight
from coach_platform.core.plans.models import CommentTarget
from coach_platform.core.relations.models import Section
from coach_platform.kit.errors import NotFound
from coach_platform.kit.ids import parse_id

OF_ITSELF = {
    CommentTarget.PLAN: Section.PLAN,
    CommentTarget.ACTION: Section.PLAN,
    CommentTarget.CASE: Section.STORY,
    CommentTarget.PRACTICE: Section.PRACTICE,
}
# "feedback": an employer's answer, by its id.
SECTION_OF_SET = {"first_assessment": Section.STORY, "deeper": Section.DEEPER, "feedback": Section.FEEDBACK}


@dataclass(frozen=True)
class Target:
    """One thing of one seeker. `id`: the action's or the practice item's, or the case's for a case and an answer."""

    kind: CommentTarget
    id: UUID | None = None
    set_key: str | None = None
    item_key: str | None = None
    of_case: UUID | None = None  # a practice item: the case it came from, none for an own question

    @property
    def key(self) -> str:
        """The key of its thread: "plan", "action:<id>", "case", "answer:<set>:<item>" or "practice:<id>"."""
        return key_of(self.kind, self.id, self.set_key, self.item_key)

    @property
    def section(self) -> Section:
        """Raises: NotFound for a question set nobody knows."""
        return section_of(self.kind, self.set_key)

    @property
    def case_id(self) -> UUID | None:
        """The case it belongs to; None at the plan and its actions, and at an own question: they belong to none."""
        return self.id if self.kind in (CommentTarget.CASE, CommentTarget.ANSWER) else self.of_case

    def seen_by(self, sight: Sight) -> bool:
        """Whether `sight` shows it. An own question belongs to no case: it is seen with all cases only."""
        if self.kind is CommentTarget.PRACTICE and self.of_case is None:
            return sight.reach(self.section).whole
        return sight.section(self.section) if self.case_id is None else sight.case(self.case_id, self.section)

    def need(self, sight: Sight) -> None:
        """Raises: NotFound unless `sight` shows it."""
        if not self.seen_by(sight):
            raise NotFound


PLAN = Target(CommentTarget.PLAN)


def on_action(action_id: UUID) -> Target:
    """One point of the plan."""
    return Target(CommentTarget.ACTION, action_id)


def on_case(case_id: UUID) -> Target:
    """A case as a whole."""
    return Target(CommentTarget.CASE, case_id)


def on_answer(case_id: UUID, set_key: str, item_key: str) -> Target:
    """One answer: the item of a question set, about a case. Whose answer does not matter: they are read side by side."""
    return Target(CommentTarget.ANSWER, case_id, set_key, item_key)


def on_practice(item_id: UUID, case_id: UUID | None) -> Target:
    """A practice item, from a case or one's own."""
    return Target(CommentTarget.PRACTICE, item_id, of_case=case_id)


def target_of(key: str, case_id: UUID | None = None) -> Target:
    """The target a form names by the key of its thread (and the case it is in). Raises: NotFound."""
    head, _, rest = key.partition(":")
    if key == "plan":
        return PLAN
    if head == "action" and (action_id := parse_id(rest)) is not None:
        return on_action(action_id)
    if head == "practice" and (item_id := parse_id(rest)) is not None:
        return on_practice(item_id, case_id)
    if key == "case" and case_id is not None:
        return on_case(case_id)
    set_key, _, item_key = rest.partition(":")
    if head == "answer" and case_id is not None and set_key in SECTION_OF_SET and 0 < len(item_key) <= 80:
        return on_answer(case_id, set_key, item_key)
    raise NotFound


def key_of(kind: CommentTarget, id: UUID | None, set_key: str | None, item_key: str | None) -> str:
    """The key of a thread."""
    if kind in (CommentTarget.ACTION, CommentTarget.PRACTICE):
        return f"{kind.value}:{id}"
    return f"answer:{set_key}:{item_key}" if kind is CommentTarget.ANSWER else kind.value


def section_of(kind: CommentTarget, set_key: str | None) -> Section:
    """The section of which a reader must see the thread's place. Raises: NotFound."""
    if kind in OF_ITSELF:
        return OF_ITSELF[kind]
    if set_key not in SECTION_OF_SET:
        raise NotFound
    return SECTION_OF_SET[set_key]
