"""All seekers of a coach, to compare: read, filtered, ordered, taken out, and kept as views."""
