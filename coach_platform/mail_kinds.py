"""Every kind of mail, on one screen: filled as the kinds are built."""


def register_kinds() -> None:
    """Tell core/mail, which knows no kind, what each needs."""
