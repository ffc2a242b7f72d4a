"""The one error of this package: a sentence for the person at the keyboard."""


class Trouble(RuntimeError):
    """Something a person has to know or do; its text is a whole sentence and needs no traceback."""
