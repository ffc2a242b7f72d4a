"""The progress report: on paper, for the seeker or a funder; made of what is granted, and given only as previewed."""
