"""Comments as shared/thread.html takes them, for the seeker's face and the coach's."""

from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from flask import request

from coach_platform.core.plans.threads import CommentView
from coach_platform.kit.errors import Invalid
from coach_platform.kit.i18n import _, format_when
from coach_platform.kit.ids import parse_id
from coach_platform.web.shared.page import page

Address = Callable[[UUID], str]


def act_id() -> UUID | None:
    """The id that the form was made with: the same form sent twice says it once."""
    return parse_id(request.form.get("client_id", ""))


def thread_rows(
    comments: Iterable[CommentView], *, zone: str, of_seeker: bool, edit: Address, delete: Address
) -> list[dict[str, Any]]:
    """One row a comment. `of_seeker`: the reader is the seeker; `edit` and `delete` make addresses for one's own."""
    return [_row(comment, zone, of_seeker, edit, delete) for comment in comments]


def comment_rows(comments: Iterable[CommentView], zone: str) -> list[dict[str, Any]]:
    """The same as a coach reads them, without what only they may do: for "View as my coach"."""
    return thread_rows(comments, zone=zone, of_seeker=False, edit=lambda _one: "", delete=lambda _one: "")


def comment_form(
    face: str,
    action: str,
    body: str,
    error: Invalid | None,
    hidden: dict[str, Any],
    insert: dict[str, Any] | None = None,
) -> str:
    """The page of one's own comment, to be changed or, after a refusal, written anew. `hidden` holds `next`, the way back;
    `insert` (url, put_in) draws the box for snippets and guides."""
    return page(
        "shared/comment_form.html",
        layout=f"shared/layout_{face}.html",
        action=action,
        body=body,
        errors=[error.fields["body"]] if error and "body" in error.fields else [],
        hidden=hidden,
        insert=insert,
        title=_("Your comment"),
    )


def _row(comment: CommentView, zone: str, of_seeker: bool, edit: Address, delete: Address) -> dict[str, Any]:
    return {
        "id": comment.id,
        "author": comment.author or _("Former coach"),
        "face": "coach" if comment.by_coach else "seeker",
        "role_word": _role(comment) if of_seeker and comment.by_coach else "",
        "when": format_when(comment.created_at, zone),
        "at": comment.created_at.isoformat(),
        "body": comment.body,
        "lang": f"{comment.locale}-CA",
        "edited": comment.edited,
        "edit_url": edit(comment.id) if comment.mine else "",
        "delete_url": delete(comment.id) if comment.mine else "",
    }


def _role(comment: CommentView) -> str:
    if not comment.author:
        return ""
    return _("former coach") if comment.former else _("your coach")
