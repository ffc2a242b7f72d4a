"""Bringing a list of earlier applications in: pasted or from a file, looked at before anything is kept, undone at once."""
