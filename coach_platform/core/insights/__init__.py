"""Funnel, patterns, victories: furnished by the issue "Reconnect, expectations, and the next interview". Its place on the ladder is settled."""
