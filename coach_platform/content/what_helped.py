"""What can be ticked when somebody found work and is asked what helped."""

from __future__ import annotations

from functools import cache

from coach_platform.content.reading import Both, Node, read_list


@cache
def what_helped() -> dict[str, Both]:
    """Labels by key, in the order to show them."""
    return dict(map(_choice, read_list("what_helped.yaml")))


def _choice(node: Node) -> tuple[str, Both]:
    choice = node.text("key"), node.both("label")
    node.done()
    return choice
