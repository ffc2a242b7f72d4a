"""The fault suite: every fault that docs/mail.md promises to survive, injected for real. `make faults`, docs/operations.md.

Never part of what is shipped: it stands beside the tests, and starts its own servers on private ports of loopback.
"""
