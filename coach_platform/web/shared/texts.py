"""Texts to agree to, beside a button: which one stood there is posted back with it."""

from flask import Flask, request

from coach_platform.content.agreements import latest_agreement


def the_mark(key: str) -> str:
    """The mark that came with a form's text of this name (shared/text_above.html); "" where none came."""
    return request.form.get(f"text_{key}", "")


def register_texts(app: Flask) -> None:
    """Give templates latest_agreement(key)."""
    app.jinja_env.globals["latest_agreement"] = latest_agreement
