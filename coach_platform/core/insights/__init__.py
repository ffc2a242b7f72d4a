"""Funnel, patterns, victories: furnished with the issue on expectations. Its place on the ladder is settled."""
