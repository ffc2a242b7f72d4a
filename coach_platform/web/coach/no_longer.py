"""What a coach wrote about something that was unshared meanwhile is given back: nothing typed is lost, nothing is shown."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, request
from werkzeug.wrappers import Response

from coach_platform.kit.db import db
from coach_platform.kit.errors import DomainError, NotAllowed, NotFound
from coach_platform.web.shared.errors import domain_error
from coach_platform.web.shared.page import page

Answer = Response | tuple[str, int]


def give_back(bp: Blueprint, **fields: Any) -> None:
    """On the forms of `bp`: where what they are about does not exist for the coach, the page gives back these fields.

    The words are the same whether it is there or not, and 404 stays 404.
    """
    answer = _answer(fields)
    for kind in (NotFound, NotAllowed):
        bp.register_error_handler(kind, answer)


def _answer(fields: dict[str, Any]) -> Callable[[DomainError], Answer]:
    def given_back(error: DomainError) -> Answer:
        typed = [(name, label, request.form.get(name, "").strip()) for name, label in fields.items()]
        typed = [(name, label, text) for name, label, text in typed if text]
        if request.method != "POST" or not typed:
            return domain_error(error)
        db.session.rollback()
        return page("coach/no_longer.html", typed=typed), 404

    return given_back
