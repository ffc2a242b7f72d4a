"""The one base task: an application context, one commit at the end or none, a log line with the task's id."""

import time
from typing import Any

import structlog
from celery import Task
from flask import Flask

from coach_platform.kit.db import db

log = structlog.get_logger()


class BaseTask(Task):
    """What a task does is a few lines in workers/tasks; what every task needs is here."""

    abstract = True
    flask_app: Flask  # given by celery_app.py

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        begun = time.perf_counter()
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(task_id=self.request.id, task=self.name)
        with self.flask_app.app_context():
            try:
                result = self.run(*args, **kwargs)
                db.session.commit()
            except Exception as error:
                db.session.rollback()
                # Not raised further: a sweep finds again what is not done, and Celery's own trace may hold somebody's
                # words. The type and the place are enough to find the defect.
                log.error("task.failed", error=type(error).__name__, at=_place(error))
                return None
        log.info("task.done", ms=round((time.perf_counter() - begun) * 1000, 1))
        return result


def _place(error: BaseException) -> str:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_globals.get('__name__')}:{trace.tb_lineno}" if trace else ""
