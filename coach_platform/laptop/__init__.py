"""What a laptop and the tests start by themselves: PostgreSQL, Valkey, a mail catcher, the supervisor of `make run`.

Production never imports this package, and this package imports nothing of the product but the list of its programs.
"""
