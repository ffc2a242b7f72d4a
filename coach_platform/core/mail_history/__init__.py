"""Why did I (not) get this mail? From what was recorded, for the person and for an operator. Only reads."""
