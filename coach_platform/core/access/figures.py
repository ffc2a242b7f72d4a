"""Every figure and every kind of words that a coach's side shows, and the section each belongs to: the one table.

Templates mark what they draw with `figure("key")` (an attribute; an unknown key is an error), so that a test can hold
this table against what is really drawn: tests/rules/test_figures.py. `sections`: one of them must be granted. Where
there are several, the thing rests on whichever of them is granted, and grows by no other.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from markupsafe import Markup

from coach_platform.content.vocabulary import Section


class Surface(StrEnum):
    """Where granted words are shown: the vocabulary of the log of looks."""

    PAGE = "page"
    QUEUE = "queue"  # Today and the caseload: many people at once
    DIGEST = "digest"
    MAIL = "mail"
    PRINT = "print"  # a page opened in order to be printed
    EXPORT = "export"  # a coach's file: of their own data, of their caseload
    SEARCH = "search"  # what a search for a name found


@dataclass(frozen=True)
class Figure:
    """One figure, or one kind of words. `of_case`: it belongs to a case, so that case must be granted as well."""

    key: str
    surface: Surface
    sections: frozenset[Section]
    says: str
    of_case: bool = False


_STORY, _DEEPER, _PLAN, _FEEDBACK = Section.STORY, Section.DEEPER, Section.PLAN, Section.FEEDBACK
_PIPELINE, _PRACTICE, _CONFIDENCE, _ACTIVITY = (
    Section.PIPELINE,
    Section.PRACTICE,
    Section.CONFIDENCE,
    Section.ACTIVITY,
)


_SAID = (_PLAN, _STORY, _DEEPER, _FEEDBACK, _PRACTICE)
_ON_A_LINE = (*_SAID, _ACTIVITY)


def _on(surface: Surface, *rows: tuple[str, Section | Iterable[Section], str], of_case: bool = False) -> list[Figure]:
    return [Figure(key, surface, _set(sections), says, of_case) for key, sections, says in rows]


def _set(sections: Section | Iterable[Section]) -> frozenset[Section]:
    return frozenset({sections}) if isinstance(sections, Section) else frozenset(sections)


TABLE: tuple[Figure, ...] = (
    *_on(
        Surface.QUEUE,
        ("queue.people", _ON_A_LINE, "how many people are on the list below it"),
        ("queue.line", _ON_A_LINE, "that a person is on the list, and what there is to do"),
        ("queue.review", _PLAN, "how long a plan waits, and the note that came with it"),
        ("queue.claim", _PLAN, "that a team shares a plan that waits, and who is on it until when"),
        ("queue.quiet", _ACTIVITY, "for how many days somebody was not here, and their rhythm before"),
        ("queue.overdue", _PLAN, "how many actions are overdue"),
        ("queue.practice", _PRACTICE, "that somebody asks for a word about an answer they practise"),
        ("queue.more", _ON_A_LINE, "how many reasons are not written out"),
        ("queue.question", _SAID, "how many comments wait for an answer"),
        ("queue.handed", _ON_A_LINE, "that a colleague hands somebody on, or back, with a note of theirs"),
        ("queue.handed_on", _ON_A_LINE, "whom the coach handed on, and to whom"),
        ("queue.plans_wait", _PLAN, "how many plans wait"),
        ("caseload.stage", (_PIPELINE, _PLAN, _ACTIVITY, _DEEPER, _STORY), "where the work with somebody stands"),
        ("parting.review", _PLAN, "whose review waits, for a coach who is about to leave"),
        ("requests.lapsed", _PLAN, "that a review ended unanswered after 28 days, and when"),
        ("caseload.last_here", _ACTIVITY, "the day somebody was last here"),
        ("caseload.plan_waits", _PLAN, "since when a plan waits"),
        ("caseload.open", _PLAN, "how many actions are open"),
        ("caseload.overdue", _PLAN, "how many actions are overdue"),
        ("caseload.cases", _STORY, "how many cases are shared"),
        ("caseload.confidence", _CONFIDENCE, "the last check-ins as a line"),
    ),
    *_on(
        Surface.QUEUE,
        ("queue.late_no", _STORY, "a late no: company, role, stage, day, dots"),
        ("queue.answer", _FEEDBACK, "that an employer answered, and who there"),
        ("queue.answer_company", _STORY, "the company that answered"),
        of_case=True,
    ),
    *_on(
        Surface.PAGE,
        ("overview.shared", Section, "the names of the sections that are shared"),
        ("overview.team", Section, "by which team they see somebody, and who coaches them"),
        ("since.story", _STORY, "what is new in shared cases since the last look, counted"),
        ("since.deeper", _DEEPER, "the same of deeper answers that were looked at before, and of comments on them"),
        ("since.feedback", _FEEDBACK, "the same of employers' answers, and of comments on them"),
        ("since.plan", _PLAN, "the same of actions, and of comments on the plan"),
        ("since.practice", _PRACTICE, "the same of questions to practise, and of comments on them"),
        ("since.pipeline", _PIPELINE, "the same of applications"),
        ("since.confidence", _CONFIDENCE, "the same of check-ins"),
        ("overview.plan", _PLAN, "whose turn the plan is, its actions counted, the note of a review"),
        ("overview.cases", _STORY, "the list of shared cases"),
        ("overview.pipeline", _PIPELINE, "applications under way, counted and by name, and how far they got"),
        ("overview.practice", _PRACTICE, "the practice items"),
        ("overview.insights", (_PIPELINE, _STORY, _DEEPER, _FEEDBACK), "that there are insights to read"),
        ("insights.how_far", _PIPELINE, "how far the applications got, counted"),
        ("insights.split", _PIPELINE, "the same by source, work mode, kind of role and period"),
        ("insights.waiting", _PIPELINE, "how long answers take, and how often none came"),
        (
            "insights.patterns",
            (_PIPELINE, _STORY, _DEEPER, _FEEDBACK, _PLAN),
            "what comes back, counted in what is shared alone",
        ),
        ("overview.confidence", _CONFIDENCE, "the check-ins as a line, the last one by day"),
        ("overview.last_here", _ACTIVITY, "the day they were last here"),
        ("opened.quiet", _ACTIVITY, "since when somebody is quiet, and their rhythm before"),
        ("assign.standing", _PLAN, "whether the same action stands in somebody's plan already"),
        ("assigned.state", _PLAN, "what became of an action that was proposed to many"),
        ("overview.noted", (_STORY, _FEEDBACK, _PLAN), "what this coach noted by phone and they have not answered"),
        ("phone.entries", (_STORY, _FEEDBACK, _PLAN), "what this coach noted by phone, and what became of it"),
        ("phone.about_plan", _PLAN, "the open actions that may be noted as done, by what they say"),
        ("reports.list", Section, "the coach's own reports, as long as all that is in one is granted"),
        ("reports.sections", Section, "the sections a report may have: those that are granted"),
        ("report.head", Section, "for whom a report is, of which days, and what its seeker said to it"),
        ("report.pipeline", _PIPELINE, "how many applications were sent, and how far they got"),
        ("report.plan", _PLAN, "the actions done and open, and how often the plan was talked over"),
        ("report.confidence", _CONFIDENCE, "how many check-ins, the first and the last"),
        ("plan.claim", _PLAN, "that a team shares a review that waits, and who is on it until when"),
        ("plan.turn", _PLAN, "whose turn the plan is, and since when"),
        ("plan.point", _PLAN, "an action with its words, its days and what closed it"),
        ("plan.asleep", _PLAN, "how many actions sleep"),
        ("plan.closed", _PLAN, "how many actions are done or dropped"),
        ("plan.review", _PLAN, "what was said with a turn of the plan, and answered"),
        ("timeline.story", _STORY, "stages, outcomes and cases opened, by day, and the company a line is about"),
        ("timeline.deeper", _DEEPER, "the day deeper answers that were looked at were handed in"),
        ("timeline.feedback", _FEEDBACK, "the day an employer answered, and how"),
        ("timeline.plan", _PLAN, "the day an action was done, and its kind"),
        ("timeline.confidence", _CONFIDENCE, "each check-in by day"),
        ("calibration.action", _PLAN, "what a gap between two views became"),
        ("thread.plan", _PLAN, "comments on the plan"),
        ("thread.action", _PLAN, "comments on an action"),
    ),
    *_on(
        Surface.PAGE,
        ("overview.case", _STORY, "a case: company, role, what came of it, the day, the dots"),
        ("opened.closed", (_DEEPER, _STORY), "that a comment stands in a part of a case the coach has not opened"),
        ("case.name", _STORY, "the company a case is called by"),
        ("case.head", _STORY, "role, furthest stage, what came of it, and the dots of the own ratings"),
        ("case.story", _STORY, "what happened, day by day: notes, what worked, the no's own words"),
        ("case.first", _STORY, "the first assessment"),
        ("case.deeper", _DEEPER, "the deeper assessment"),
        ("calibration.views", _DEEPER, "that both have answered, when, which version, blind or not"),
        ("calibration.gap", _DEEPER, "both views of a question, and how far they are apart"),
        ("case.feedback", _FEEDBACK, "what the employer said, from whom and when, and how far asking has come"),
        ("phone.about_case", _STORY, "the cases an answer or a first look may be noted for, by name"),
        ("report.story", _STORY, "how many cases, how far they got, what was rated; by name where that was chosen"),
        (
            "report.deeper",
            _DEEPER,
            "how many cases were looked at more deeply, the areas with their lowest and highest",
        ),
        ("report.feedback", _FEEDBACK, "how many answers employers gave"),
        ("report.practice", _PRACTICE, "how many questions there are to practise, and how often they were rehearsed"),
        ("case.requirement", _STORY, "a line of the posting, beside the mark that the deeper assessment gave it"),
        ("practice.item", _PRACTICE, "a question, what was said, a better answer, how often it was rehearsed"),
        ("practice.waits", _PRACTICE, "that a word about this answer was asked for"),
        ("plan.why", (_STORY, _DEEPER), "the reason a rule gives for an action, as far as it rests on shared cases"),
        ("plan.evidence", (_STORY, _DEEPER), "the cases an action was learned from, by name"),
        ("propose.case", _STORY, "the cases a proposal may rest on, by name"),
        ("thread.case", _STORY, "comments on a case"),
        ("thread.first", _STORY, "comments on an answer of the first assessment"),
        ("thread.deeper", _DEEPER, "comments on an answer of the deeper assessment"),
        ("thread.feedback", _FEEDBACK, "comments on an employer's answer"),
        ("thread.practice", _PRACTICE, "comments on a question they practise"),
        of_case=True,
    ),
    *_on(
        Surface.DIGEST,
        ("digest.line", _ON_A_LINE, "that there is something to say about a person"),
        ("digest.waits", _PLAN, "how long a plan waits"),
        ("digest.quiet", _ACTIVITY, "for how many days somebody was not here"),
        ("digest.question", _SAID, "how many comments wait for an answer"),
        ("digest.overdue", _PLAN, "how many actions are overdue"),
        ("digest.agreed", _PLAN, "that a plan is agreed"),
        ("digest.done", _PLAN, "how many actions were done"),
        ("digest.rest", Section, "how many people there is nothing to say about"),
    ),
    *_on(
        Surface.DIGEST,
        ("digest.new_no", _STORY, "a new no: counted, or by company and stage where words are allowed"),
        ("digest.answer", _FEEDBACK, "that an employer answered, counted where no words are allowed"),
        ("digest.answer_company", _STORY, "the company that answered, where words are allowed"),
        ("digest.practice", _PRACTICE, "on how many answers that are practised a word was asked for"),
        ("digest.news", _STORY, "another outcome of a case, counted"),
        of_case=True,
    ),
    *_on(
        Surface.MAIL,
        ("mail.review_asked", _PLAN, "that a plan waits"),
        ("mail.review_note", _PLAN, "the note that came with it, where words are allowed"),
        ("mail.review_waits", _PLAN, "how many days a plan waits"),
        ("mail.review_lapsed", _PLAN, "that a review of a plan ended unanswered"),
        ("mail.plan_agreed", _PLAN, "that a plan is agreed"),
        ("mail.comments", (_PLAN, _STORY, _DEEPER, _FEEDBACK, _PRACTICE), "how many comments stand where"),
        (
            "mail.comment_words",
            (_PLAN, _STORY, _DEEPER, _FEEDBACK, _PRACTICE),
            "comments word for word, where words are allowed",
        ),
    ),
    *_on(
        Surface.EXPORT,
        (
            "export.comments",
            (_PLAN, _STORY, _DEEPER, _FEEDBACK, _PRACTICE),
            "the coach's own comments, where they may still be read",
        ),
    ),
)
FIGURES = {one.key: one for one in TABLE}
_MARKS = {key: Markup(' data-figure="{}"').format(key) for key in FIGURES}
_THREADS = {"plan": "thread.plan", "action": "thread.action", "case": "thread.case", "practice": "thread.practice"}
_ANSWERS = {"first_assessment": "thread.first", "deeper": "thread.deeper", "feedback": "thread.feedback"}


def mark(key: str) -> Markup:
    """The attribute that says which figure an element draws. Raises: KeyError for one that is not in the table."""
    return _MARKS[key]


def mark_of_answers(set_key: str) -> Markup:
    """The same for the answers to a question set."""
    return _MARKS[{"first_assessment": "case.first", "deeper": "case.deeper"}[set_key]]


def mark_of_thread(key: str) -> Markup:
    """The same for the comments of a thread ("plan", "action:<id>", "case", "answer:deeper:rapport")."""
    kind, _, rest = key.partition(":")
    return _MARKS[_ANSWERS[rest.partition(":")[0]] if kind == "answer" else _THREADS[kind]]
