"""Step 2 of a case: the message, contacts, feedback, the feedback card."""
