"""Step two of a case: the message, the card, what employers answered, and the doors they left open."""
