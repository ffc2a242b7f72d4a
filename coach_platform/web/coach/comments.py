"""What a coach says at a plan, a point of it, a case or an answer."""

from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from coach_platform.core.access.sight import Sight
from coach_platform.core.plans import comments
from coach_platform.core.plans.targets import Target, target_of
from coach_platform.core.plans.threads import CommentView, threads
from coach_platform.kit.errors import Invalid
from coach_platform.kit.i18n import lazy as l_
from coach_platform.kit.ids import parse_id
from coach_platform.web.coach.inserting import Insertion, insert_url, insertion
from coach_platform.web.coach.no_longer import give_back
from coach_platform.web.shared.comments import act_id, comment_form, thread_rows
from coach_platform.web.shared.next_page import next_page
from coach_platform.web.shared.page import page
from coach_platform.web.shared.signed_in import the_actor

bp = Blueprint("coach_comments", __name__, url_prefix="/coach/seekers/<uuid:seeker_id>/comments")
give_back(bp, body=l_("Your comment"))


@bp.post("")
def add(seeker_id: UUID) -> Response | tuple[str, int]:
    """Say something where the hidden fields say."""
    body = request.form.get("body", "")
    target = target_of(request.form.get("thread", ""), parse_id(request.form.get("case_id", "")))
    put_in = insertion(seeker_id, body, target.case_id)
    if put_in is not None:
        return _form(
            seeker_id, url_for(".add", seeker_id=seeker_id), put_in, at_case=target.case_id, **_kept(target)
        ), 200
    try:
        said = comments.add_comment(the_actor(), seeker_id, target, body=body, client_id=act_id())
    except Invalid as error:
        here = url_for(".add", seeker_id=seeker_id)
        return _form(seeker_id, here, Insertion(body), error, at_case=target.case_id, **_kept(target)), 422
    return _back(seeker_id, f"#comment-{said}")


@bp.get("/<uuid:comment_id>/edit")
def edit(seeker_id: UUID, comment_id: UUID) -> str:
    """One's own words, to be changed."""
    comment = comments.own_comment(the_actor(), comment_id)
    here = url_for(".save", seeker_id=seeker_id, comment_id=comment_id)
    return _form(seeker_id, here, Insertion(comment.body), at_case=comments.target_of_row(comment).case_id)


@bp.post("/<uuid:comment_id>/edit")
def save(seeker_id: UUID, comment_id: UUID) -> Response | tuple[str, int]:
    """Say it in other words; the earlier ones are kept."""
    body, here = request.form.get("body", ""), url_for(".save", seeker_id=seeker_id, comment_id=comment_id)
    case_id = comments.target_of_row(comments.own_comment(the_actor(), comment_id)).case_id
    put_in = insertion(seeker_id, body, case_id)
    if put_in is not None:
        return _form(seeker_id, here, put_in, at_case=case_id), 200
    try:
        comments.edit_comment(the_actor(), comment_id, body=body)
    except Invalid as error:
        return _form(seeker_id, here, Insertion(body), error, at_case=case_id), 422
    return _back(seeker_id, f"#comment-{comment_id}")


@bp.post("/<uuid:comment_id>/delete")
def delete(seeker_id: UUID, comment_id: UUID) -> str:
    """No longer shown; the answer offers to undo it."""
    comments.delete_comment(the_actor(), comment_id)
    undo = url_for(".restore", seeker_id=seeker_id, comment_id=comment_id)
    return page("coach/comment_removed.html", undo=undo, back=next_page(_home(seeker_id)))


@bp.post("/<uuid:comment_id>/restore")
def restore(seeker_id: UUID, comment_id: UUID) -> Response:
    """Undo."""
    comments.restore_comment(the_actor(), comment_id)
    return _back(seeker_id, f"#comment-{comment_id}")


@bp.post("/read")
def read(seeker_id: UUID) -> Response:
    """These were read."""
    chosen = [key for text in request.form.getlist("comment") if (key := parse_id(text))]
    comments.mark_read(the_actor(), seeker_id, chosen)
    return Response("", 204) if request.headers.get("HX-Request") else _back(seeker_id, "")


def rows_for(seeker_id: UUID) -> Callable[[Iterable[CommentView]], list[dict[str, Any]]]:
    """What makes comments into rows of the thread's macro, with the coach's own addresses."""
    here = request.path

    def rows(found: Iterable[CommentView]) -> list[dict[str, Any]]:
        return thread_rows(
            found,
            zone=the_actor().zone,
            of_seeker=False,
            edit=lambda one: url_for("coach_comments.edit", seeker_id=seeker_id, comment_id=one, next=here),
            delete=lambda one: url_for("coach_comments.delete", seeker_id=seeker_id, comment_id=one, next=here),
        )

    return rows


def case_threads(sight: Sight, case_id: UUID) -> Callable[[str], Markup]:
    """For the page of a case: what draws the thread of a key ("case", "answer:deeper:rapport"). One statement."""
    found, rows = threads(sight, case_id=case_id), rows_for(sight.seeker_id)

    def draw(key: str) -> Markup:
        said = found.get(key, [])
        drawn = render_template(
            "coach/thread.html",
            key=key,
            case_id=case_id,
            seeker_id=sight.seeker_id,
            comments=rows(said),
            unread=[comment.id for comment in said if comment.unread],
            insert=insert_url(sight.seeker_id, case_id),
        )
        return Markup(drawn)  # noqa: S704 - our own template, which escapes what people wrote

    return draw


def _form(
    seeker_id: UUID,
    action: str,
    put_in: Insertion,
    error: Invalid | None = None,
    *,
    at_case: UUID | None = None,
    **hidden: Any,
) -> str:
    kept = {**hidden, "next": next_page(_home(seeker_id))}
    box = {"url": insert_url(seeker_id, at_case), "put_in": put_in}
    return comment_form("coach", action, put_in.body, error, kept, insert=box)


def _kept(target: Target) -> dict[str, Any]:
    return {"thread": target.key, "case_id": target.case_id or "", "client_id": act_id() or ""}


def _home(seeker_id: UUID) -> str:
    return url_for("coach_seeker.show", seeker_id=seeker_id)


def _back(seeker_id: UUID, anchor: str) -> Response:
    return redirect(next_page(_home(seeker_id)) + anchor, 303)
