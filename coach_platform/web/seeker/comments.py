"""What the seeker says at their plan, a point of it, a case or an answer."""

from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from coach_platform.core.access.sight import own_sight
from coach_platform.core.plans import comments
from coach_platform.core.plans.targets import target_of
from coach_platform.core.plans.threads import CommentView, threads
from coach_platform.kit.errors import Invalid
from coach_platform.kit.ids import parse_id
from coach_platform.web.shared.comments import comment_form, thread_rows
from coach_platform.web.shared.next_page import next_page
from coach_platform.web.shared.page import page
from coach_platform.web.shared.signed_in import the_actor

bp = Blueprint("seeker_comments", __name__, url_prefix="/comments")


@bp.post("")
def add() -> Response | tuple[str, int]:
    """Say something where the hidden fields say."""
    actor, body = the_actor(), request.form.get("body", "")
    target = target_of(request.form.get("thread", ""), parse_id(request.form.get("case_id", "")))
    try:
        said = comments.add_comment(actor, actor.person_id, target, body=body)
    except Invalid as error:
        return _form(url_for(".add"), body, error, thread=target.key, case_id=target.case_id or ""), 422
    return _back(f"#comment-{said}")


@bp.get("/<uuid:comment_id>/edit")
def edit(comment_id: UUID) -> str:
    """One's own words, to be changed."""
    comment = comments.own_comment(the_actor(), comment_id)
    return _form(url_for(".edit", comment_id=comment_id), comment.body)


@bp.post("/<uuid:comment_id>/edit", endpoint="save")
def save(comment_id: UUID) -> Response | tuple[str, int]:
    """Say it in other words; the earlier ones are kept."""
    body = request.form.get("body", "")
    try:
        comments.edit_comment(the_actor(), comment_id, body=body)
    except Invalid as error:
        return _form(url_for(".edit", comment_id=comment_id), body, error), 422
    return _back(f"#comment-{comment_id}")


@bp.post("/<uuid:comment_id>/delete")
def delete(comment_id: UUID) -> Response:
    """No longer shown; the page that follows offers to undo it."""
    comments.delete_comment(the_actor(), comment_id)
    back = next_page(url_for("plan.show"))
    return redirect(url_for(".removed", comment_id=comment_id, next=back), 303)


@bp.get("/<uuid:comment_id>/removed")
def removed(comment_id: UUID) -> str:
    """What was removed can come back."""
    comments.own_comment(the_actor(), comment_id, deleted=True)
    return page("seeker/comment_removed.html", comment_id=comment_id, back=next_page(url_for("plan.show")))


@bp.post("/<uuid:comment_id>/restore")
def restore(comment_id: UUID) -> Response:
    """Undo."""
    comments.restore_comment(the_actor(), comment_id)
    return _back(f"#comment-{comment_id}")


@bp.post("/read")
def read() -> Response:
    """These were read."""
    chosen = [key for text in request.form.getlist("comment") if (key := parse_id(text))]
    comments.mark_read(the_actor(), the_actor().person_id, chosen)
    return Response("", 204) if request.headers.get("HX-Request") else _back("")


def rows(found: Iterable[CommentView]) -> list[dict[str, Any]]:
    """Comments as the thread's macro takes them, with the seeker's own addresses."""
    here = request.path
    return thread_rows(
        found,
        zone=the_actor().zone,
        of_seeker=True,
        edit=lambda comment_id: url_for("seeker_comments.edit", comment_id=comment_id, next=here),
        delete=lambda comment_id: url_for("seeker_comments.delete", comment_id=comment_id, next=here),
    )


def case_threads(case_id: UUID) -> Callable[[str], Markup]:
    """For the page of a case: what draws the thread of a key ("case", "answer:deeper:rapport"). One statement."""
    found = threads(own_sight(the_actor().person_id), case_id=case_id)

    def draw(key: str) -> Markup:
        said = found.get(key, [])
        drawn = render_template(
            "seeker/thread.html", key=key, case_id=case_id, comments=rows(said), unread=_unread(said)
        )
        return Markup(drawn)  # noqa: S704 - our own template, which escapes what people wrote

    return draw


def _unread(said: Iterable[CommentView]) -> list[UUID]:
    return [comment.id for comment in said if comment.unread]


def _form(action: str, body: str, error: Invalid | None = None, **hidden: Any) -> str:
    return comment_form("seeker", action, body, error, {**hidden, "next": next_page(url_for("plan.show"))})


def _back(anchor: str) -> Response:
    return redirect(next_page(url_for("plan.show")) + anchor, 303)
