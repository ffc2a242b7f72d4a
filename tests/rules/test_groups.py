"""Tests that share a world run in one process; a pytest that hid the groups from xdist once built each world thrice."""

import os

import pytest


@pytest.mark.xdist_group("together")
def test_a_group_is_told_to_xdist(request):
    if "PYTEST_XDIST_WORKER" in os.environ:
        assert request.node.nodeid.endswith("@together")
