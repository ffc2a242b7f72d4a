"""Who is due a reminder, and why not: furnished by the issue "Trust and mail, whole". Its place on the ladder is settled."""
