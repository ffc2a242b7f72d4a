"""What operators do with mail: stop a kind, let it go, try again what failed, set it going after a restore."""
