"""What people agreed to: each text with its version and language, exactly as it was read, and whether it still holds."""
